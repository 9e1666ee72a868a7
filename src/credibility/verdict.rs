//! **Verdicts.** Is it a gain, a loss, or not to be told from chance?
//!
//! Of twelve pilots without any effect a test at 5 % each calls at least one a gain or a loss in 46 % of cases. So the verdict
//! rests on p-values corrected for all pilots of the study.
//!
//! # Formula
//!
//! With the m p-values in ascending order p_(1) ≤ … ≤ p_(m):
//!
//! ```text
//! Holm                     p_(k) → max over j ≤ k of (m − j + 1) p_(j)
//! Benjamini and Hochberg   p_(k) → min over j ≥ k of m/j · p_(j)
//! verdict                  gain or loss when Holm's p < α, else not distinguishable
//! empirical Bayes          μ + B (D − μ),  B = τ_P²/(τ_P² + Var D)
//! ```
//!
//! With Holm's correction no verdict at all is false, with probability 1 − α; with Benjamini and Hochberg's, of the verdicts a
//! share of at most α is, on average. The empirical-Bayes estimate is what a pilot's figure borrows from the others: μ and τ_P² are
//! the mean of all pilots and the variance of their true departures.
//!
//! # Example
//!
//! ```
//! use garantie::credibility::{Departure, Verdict, benjamini_hochberg, holm, shrink};
//!
//! let percent = |p: Vec<f64>| p.iter().map(|p| (p * 100.0).round()).collect::<Vec<_>>();
//! assert_eq!(percent(holm(&[0.01, 0.03, 0.04])), [3.0, 6.0, 6.0]);
//! assert_eq!(percent(benjamini_hochberg(&[0.01, 0.03, 0.04])), [3.0, 4.0, 4.0]);
//! assert_eq!(Verdict::new(110.0, 0.06, 0.95), Verdict::NotDistinguishable);
//! // Two pilots at ±0.1, v = 0.005: Σ(D − μ)²/(v + τ_P²) = 1 at τ_P² = 0.015, so B = 3/4.
//! let shrunk = shrink(&[-0.1, 0.1].map(|d| Departure { d, v: 0.005 })).unwrap();
//! assert!((shrunk[0].weight - 0.75).abs() < 1e-12 && (shrunk[0].d + 0.075).abs() < 1e-12);
//! ```
//!
//! Several years together have an interval of their own, from influences added up, so that the same luck is not paid twice.
//!
//! # References
//!
//! Holm (1979), A simple sequentially rejective multiple test procedure, *Scandinavian Journal of Statistics*; Benjamini and
//! Hochberg (1995), Controlling the false discovery rate, *Journal of the Royal Statistical Society B*; Morris (1983), Parametric
//! empirical Bayes inference, *Journal of the American Statistical Association*.
//!
//! ---
//!
//! ← [The bootstrap](crate::credibility::bootstrap) · [Contents](crate) · [Operating characteristics](crate::credibility::characteristics) →

use serde::{Deserialize, Serialize};

/// The verdict on a gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Real cost below the guarantee by more than chance explains.
    #[serde(rename = "gain")]
    Gain,
    /// Real cost above the guarantee by more than chance explains.
    #[serde(rename = "loss")]
    Loss,
    /// Chance explains the difference.
    #[serde(rename = "not distinguishable")]
    NotDistinguishable,
}

impl Verdict {
    /// The verdict at a confidence level, from a p-value already corrected for the number of pilots.
    pub fn new(gain: f64, p_corrected: f64, level: f64) -> Verdict {
        if p_corrected >= 1.0 - level {
            Verdict::NotDistinguishable
        } else if gain > 0.0 {
            Verdict::Gain
        } else {
            Verdict::Loss
        }
    }

    /// The word of the tables.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Gain => "gain",
            Verdict::Loss => "loss",
            Verdict::NotDistinguishable => "not distinguishable",
        }
    }
}

/// Holm's correction (1979): p-values such that rejecting those below α errs for any of them with probability at most α.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    debug_assert!(p_values.iter().all(|p| (0.0..=1.0).contains(p)));
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut corrected = vec![1.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, index) in order.iter().enumerate() {
        largest = largest.max(p_values[*index] * (p_values.len() - rank) as f64);
        corrected[*index] = largest.min(1.0);
    }
    corrected
}

/// Benjamini and Hochberg's correction (1995): p-values such that of those below α a share of at most α is expected to be false.
///
/// METHOD: shown beside Holm's, which the verdict rests on. A commission that pays on each verdict asks that none of them is false;
/// one that looks for promising pilots may accept that one in twenty of its finds is.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    debug_assert!(p_values.iter().all(|p| (0.0..=1.0).contains(p)));
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*b].total_cmp(&p_values[*a]));
    let mut corrected = vec![1.0; p_values.len()];
    let mut smallest = 1.0_f64;
    for (above, index) in order.iter().enumerate() {
        let (of, rank) = (p_values.len() as f64, (p_values.len() - above) as f64);
        smallest = smallest.min(of / rank * p_values[*index]);
        corrected[*index] = smallest;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fifteen p-values of Benjamini and Hochberg (1995), section 3.2.
    const TRIAL: [f64; 15] =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];

    fn agree(corrected: &[f64], reference: &[f64]) {
        assert_eq!(corrected.len(), reference.len());
        corrected.iter().zip(reference).for_each(|(ours, theirs)| assert!((ours - theirs).abs() < 1e-15, "{ours} {theirs}"));
    }

    /// tests/reference/p_adjust.R
    #[test]
    fn corrections_agree_with_p_adjust_of_r() {
        agree(&benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005, 0.6]), &[0.025, 0.05, 0.05, 0.025, 0.6]);
        let by_rate = [
            0.0015,
            0.003,
            0.0095,
            0.035_625,
            0.060_3,
            0.063_857_142_857_142_86,
            0.063_857_142_857_142_86,
            0.064_5,
            0.076_500_000_000_000_01,
            0.486,
            0.581_181_818_181_818_1,
            0.714_874_999_999_999_9,
            0.753_230_769_230_769_2,
            0.813_214_285_714_285_7,
            1.0,
        ];
        agree(&benjamini_hochberg(&TRIAL), &by_rate);
        let by_any = [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        agree(&holm(&TRIAL), &by_any);
    }

    #[test]
    fn holm_agrees_with_p_adjust_of_r() {
        // R 4.2: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.6), "holm")
        let corrected = holm(&[0.01, 0.04, 0.03, 0.005, 0.6]);
        for (ours, reference) in corrected.iter().zip([0.04, 0.09, 0.09, 0.025, 0.6]) {
            assert!((ours - reference).abs() < 1e-15);
        }
    }

    #[test]
    fn a_verdict_needs_a_p_value_below_the_level() {
        assert_eq!(Verdict::new(5.0, 0.051, 0.95), Verdict::NotDistinguishable);
        assert_eq!(Verdict::new(5.0, 0.049, 0.95), Verdict::Gain);
        assert_eq!(Verdict::new(-5.0, 0.049, 0.95), Verdict::Loss);
    }
}
