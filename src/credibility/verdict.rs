//! What an interval allows to say.

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

#[cfg(test)]
mod tests {
    use super::*;

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
