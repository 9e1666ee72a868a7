//! **Pseudo-pilots.** What does the same method find in zones where nothing happened?
//!
//! Persons are not all: a hospital opens, a tariff changes, and a whole zone moves. A model of persons cannot see that. So zones of
//! the pilot's size are drawn from municipalities outside every pilot ([`PseudoPilots`](super::PseudoPilots)), the **whole** method
//! is run on each, and what it finds there is false by construction: its mean is the bias of the method, its spread beyond chance
//! the shocks.
//!
//! # Formula
//!
//! With departures D_j of J pseudo-pilots and their variances v_j from persons and models, τ² ≥ 0 solves
//!
//! ```text
//! Σ_j (D_j − μ)² / (v_j + τ²) = J − 1           τ² = 0 if the sum is smaller without it
//! μ = Σ_j D_j/(v_j + τ²) / Σ_j 1/(v_j + τ²)
//!
//! p_placebo = (1 + #{|D_j − μ| ≥ |D − μ|}) / (1 + J)
//! false-gain rate = share of pseudo-pilots that the test calls a gain or a loss
//! ```
//!
//! # Example
//!
//! Three zones with equal variances v = 0.005: the sum is 0.02/(v + τ²), which is 2 at v + τ² = 0.01.
//!
//! ```
//! use garantie::credibility::{Departure, Shocks};
//!
//! let zones = [-0.1, 0.0, 0.1].map(|d| Departure { d, v: 0.005 });
//! let shocks = Shocks::learn(zones.to_vec(), 3, 0.95);
//! assert!((shocks.tau2 - 0.005).abs() < 1e-12);
//! // Two of three zones depart as far as the pilot of the book, D = −0.087.
//! assert_eq!(shocks.p_value(-0.087), 3.0 / 4.0);
//! ```
//!
//! Three are for the hand alone: below [`FEWEST`] zones side by side the engine uses none, and says so.
//!
//! # References
//!
//! Paule and Mandel (1982), Consensus values and weighting factors; Conley and Taber (2011); Ferman and Pinto (2019), Inference in
//! differences-in-differences with few treated groups and heteroskedasticity, *Review of Economics and Statistics*; MacKinnon and
//! Webb (2020), Randomization inference for difference-in-differences with few treated clusters, *Journal of Econometrics*.
//!
//! ---
//!
//! ← [Influence](crate::credibility::influence) · [Contents](crate) · [The credible reading](crate::credibility::credible) →

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::assessed::Departure;

/// Fewer pseudo-pilots side by side say too little about zones to be used.
pub const FEWEST: usize = 10;

/// The spread of pseudo-pilots, where nothing happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Shocks {
    /// Departures of the pseudo-pilots.
    pub departures: Vec<Departure>,
    /// Degrees of freedom: independent pseudo-pilots less one.
    pub df: f64,
    /// μ, their mean weighted by precision: the bias of the method.
    pub mean: f64,
    /// Standard deviation of the departures.
    pub sd: f64,
    /// τ², the variance between zones that persons and models do not explain.
    pub tau2: f64,
    /// Share of pseudo-pilots that a test without τ² would call a gain or a loss.
    pub false_without: f64,
    /// The same with τ².
    pub false_with: f64,
}

impl Shocks {
    /// Learns from pseudo-pilots of which `side_by_side` are independent, at a confidence level.
    pub fn learn(departures: Vec<Departure>, side_by_side: usize, level: f64) -> Shocks {
        let (tau2, mean) = paule_mandel(&departures);
        let df = side_by_side as f64 - 1.0;
        let of = departures.len() as f64;
        let plain = departures.iter().map(|departure| departure.d).sum::<f64>() / of;
        let sd = (departures.iter().map(|departure| (departure.d - plain).powi(2)).sum::<f64>() / (of - 1.0)).sqrt();
        let share = |reach: f64, tau2: f64| departures.iter().filter(|departure| departure.passes(reach, tau2)).count() as f64 / of;
        let false_without = share(quantile(None, level), 0.0);
        let false_with = share(quantile(Some(df), level), tau2);
        Shocks { df, mean, sd, tau2, false_without, false_with, departures }
    }

    /// Whether a test with these shocks calls a departure a gain or a loss.
    pub fn finds(&self, departure: Departure, level: f64) -> bool {
        departure.passes(quantile(Some(self.df), level), self.tau2)
    }

    /// The randomisation p-value of a departure: how rare one as far from the mean is among pseudo-pilots.
    pub fn p_value(&self, d: f64) -> f64 {
        let as_far = self.departures.iter().filter(|departure| (departure.d - self.mean).abs() >= (d - self.mean).abs()).count();
        (1 + as_far) as f64 / (1 + self.departures.len()) as f64
    }
}

/// The quantile 1 − α/2 at confidence 1 − α of Student's t, or of the normal distribution without degrees of freedom.
pub fn quantile(df: Option<f64>, level: f64) -> f64 {
    let p = 0.5 + level / 2.0;
    match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(t) => t.inverse_cdf(p),
        None => Normal::standard().inverse_cdf(p),
    }
}

/// How many standard errors off zero a departure must lie to be found with some power, above 0.5, by a single test at a level.
///
/// METHOD: t_{1 − α/2} + t_{power} (Bloom 1995), the quantiles of the interval in use: with few pseudo-pilots it takes more than with
/// the normal distribution. The noncentral t gives at this departure the stated power to one in a thousand from 9 degrees of freedom on.
pub fn found_from(df: Option<f64>, level: f64, power: f64) -> f64 {
    quantile(df, level) + quantile(df, 2.0 * power - 1.0)
}

/// The two-sided p-value of a standardised departure.
pub fn two_sided(df: Option<f64>, z: f64) -> f64 {
    match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(t) => 2.0 * t.sf(z.abs()),
        None => 2.0 * Normal::standard().sf(z.abs()),
    }
}

/// Paule and Mandel (1982): τ² such that Σ (d − μ)²/(v + τ²) = J − 1, with μ weighted by 1/(v + τ²); 0 when the sum is below
/// J − 1 without any τ². Gives τ² and μ.
pub fn paule_mandel(departures: &[Departure]) -> (f64, f64) {
    let mean = |tau2: f64| {
        let (weights, sum) = departures.iter().fold((0.0, 0.0), |(weights, sum), Departure { d, v }| {
            let weight = 1.0 / (v + tau2);
            (weights + weight, sum + weight * d)
        });
        sum / weights
    };
    let excess = |tau2: f64| {
        let mean = mean(tau2);
        let sum: f64 = departures.iter().map(|Departure { d, v }| (d - mean).powi(2) / (v + tau2)).sum();
        sum - (departures.len() as f64 - 1.0)
    };
    if departures.len() < 2 || excess(0.0) <= 0.0 {
        return (0.0, mean(0.0));
    }
    // The excess falls in τ²: double until it is negative, then halve the bracket until no number lies between.
    let mut high = departures.iter().map(|departure| departure.v).fold(f64::MIN_POSITIVE, f64::max);
    while excess(high) > 0.0 {
        high *= 2.0;
    }
    let mut low = 0.0;
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return (middle, mean(middle));
        }
        if excess(middle) > 0.0 { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The BCG vaccine trials (Colditz et al. 1994): treated with and without tuberculosis, controls with and without.
    const BCG: [[f64; 4]; 13] = [
        [4.0, 119.0, 11.0, 128.0],
        [6.0, 300.0, 29.0, 274.0],
        [3.0, 228.0, 11.0, 209.0],
        [62.0, 13_536.0, 248.0, 12_619.0],
        [33.0, 5_036.0, 47.0, 5_761.0],
        [180.0, 1_361.0, 372.0, 1_079.0],
        [8.0, 2_537.0, 10.0, 619.0],
        [505.0, 87_886.0, 499.0, 87_892.0],
        [29.0, 7_470.0, 45.0, 7_232.0],
        [17.0, 1_699.0, 65.0, 1_600.0],
        [186.0, 50_448.0, 141.0, 27_197.0],
        [5.0, 2_493.0, 3.0, 2_338.0],
        [27.0, 16_886.0, 29.0, 17_825.0],
    ];

    #[test]
    fn paule_mandel_agrees_with_statsmodels_on_the_bcg_trials() {
        let trial = |[a, b, c, d]: [f64; 4]| Departure {
            d: (a / (a + b)).ln() - (c / (c + d)).ln(),
            v: 1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d),
        };
        let (tau2, mean) = paule_mandel(&BCG.map(trial));
        // tests/reference/paule_mandel.py
        assert!((tau2 - 0.318_068_452_205_023_8).abs() < 1e-12, "{tau2}");
        assert!((mean + 0.714_968_153_493_444_3).abs() < 1e-12, "{mean}");
    }

    /// Of two departures with one variance τ² is their plain variance less that, however far it is from what is known of each.
    #[test]
    fn two_departures_have_a_spread() {
        for far in [1.0, 1_000.0] {
            let (tau2, mean) = paule_mandel(&[Departure { d: far, v: 0.01 }, Departure { d: -far, v: 0.01 }]);
            assert!((tau2 - (2.0 * far * far - 0.01)).abs() < 1e-9 * far * far && mean.abs() < 1e-9, "{tau2} {mean}");
        }
    }

    #[test]
    fn equal_departures_need_no_shocks() {
        let same = [Departure { d: 0.1, v: 0.01 }; 12];
        assert_eq!(paule_mandel(&same).0, 0.0);
        let shocks = Shocks::learn(same.to_vec(), 12, 0.95);
        assert_eq!((shocks.false_with, shocks.df), (0.0, 11.0));
        assert!((shocks.p_value(0.1) - 1.0).abs() < 1e-12);
        assert!((shocks.p_value(0.5) - 1.0 / 13.0).abs() < 1e-12);
    }

    /// tests/reference/estimate.py: departures of one variance, so that τ² is their plain variance less that.
    #[test]
    fn what_is_learnt_is_what_there_was() {
        let d: Vec<f64> = [0.1, -0.025, 0.025].into_iter().chain([0.0; 17]).collect();
        let shocks = Shocks::learn(d.into_iter().map(|d| Departure { d, v: 0.0001 }).collect(), 20, 0.95);
        let (mean, sd, tau2) = (0.005, 0.023_786_329_554_687_7, 0.000_465_789_473_684_211);
        assert!((shocks.mean - mean).abs() < 1e-12 && (shocks.sd - sd).abs() < 1e-12 && (shocks.tau2 - tau2).abs() < 1e-12, "{shocks:?}");
        assert_eq!((shocks.false_without, shocks.false_with, shocks.df), (0.15, 0.05, 19.0));
        // Found from 0.049785 on, to either side; only one of the twenty is as far from their mean as 0.1.
        let finds = |d| shocks.finds(Departure { d, v: 0.0001 }, 0.95);
        assert!(finds(0.0498) && finds(-0.0498) && !finds(0.0497) && !finds(-0.0497));
        assert_eq!((shocks.p_value(0.1), shocks.p_value(-0.089), shocks.p_value(0.105)), (2.0 / 21.0, 2.0 / 21.0, 1.0 / 21.0));
        assert_eq!((two_sided(None, 0.0), two_sided(Some(3.0), 0.0)), (1.0, 1.0));
    }

    #[test]
    fn few_pseudo_pilots_find_less() {
        // tests/reference/detectable.py: the quantiles, and by the noncentral t a power of 0.799 and 0.800 at their sum (of 0.704 and 0.760 at that of the normal ones).
        let known = [(None, 2.801_585_218_112_968), (Some(9.0), 3.145_561_022_483_739_6), (Some(20.0), 2.945_927_886_998_250_6)];
        for (df, reach) in known {
            assert!((found_from(df, 0.95, 0.8) - reach).abs() < 1e-9, "{df:?}");
        }
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // R 4.2: qt(0.975, 11), qnorm(0.975), 2 * pt(-2.5, 11)
        assert!((quantile(Some(11.0), 0.95) - 2.200_985_160_091_639).abs() < 1e-9);
        assert!((quantile(None, 0.95) - 1.959_963_984_540_054).abs() < 1e-9);
        assert!((two_sided(Some(11.0), 2.5) - 0.029_506_374_087_364_15).abs() < 1e-12);
    }
}
