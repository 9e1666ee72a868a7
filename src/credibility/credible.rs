//! **The credible reading.** How much of a zone's base difference lasts?
//!
//! The level reading carries nothing of it on, the evolution reading all. Pseudo-pilots tell what is true on average: λ, the slope
//! of their later difference on their earlier one. It has the smallest mean squared error over zones; for one zone whose difference
//! really lasts it is biased by (1 − λ) times that difference, so it stands beside the evolution reading, never instead.
//!
//! # Formula
//!
//! ```text
//! log θ_t = α + λ log θ_0              over pseudo-pilots of the pilot's size
//! log BG  = log F_t + λ log(C_0/F_0)   λ = 0: level, λ = 1: evolution
//! ```
//!
//! The standard error of λ enters the variance of the gain: (log θ_0 · se λ)².
//!
//! # Example
//!
//! Three zones keep six tenths of their base difference. The pilot of [the guarantee](crate::counterfactual) was 10 % dearer than
//! expected: 1,200 · 1.1^0.6 = 1,270.6, a gain of 60.6.
//!
//! ```
//! use garantie::credibility::{Before, Lasting};
//!
//! let zones = [-0.1, 0.0, 0.1].map(|base| Before { base, performance: 0.6 * base });
//! let lasting = Lasting::learn(&zones, 3.0);
//! assert!((lasting.share - 0.6).abs() < 1e-12 && lasting.se < 1e-12);
//! // Of the 120 euro between the readings A (1,200) and B (1,320):
//! let carried = lasting.carried(1.1_f64.ln());
//! assert!((1_200.0 + carried * 120.0 - 1_200.0 * 1.1_f64.powf(0.6)).abs() < 1e-9);
//! ```
//!
//! # References
//!
//! Bühlmann and Straub's credibility, as an analysis of covariance of zones.
//!
//! ---
//!
//! ← [Pseudo-pilots](crate::credibility::shocks) · [Contents](crate) · [The bootstrap](crate::credibility::bootstrap) →

/// λ, the share of a base difference that lasts, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lasting {
    /// λ: 0 is the level reading, 1 the evolution reading.
    pub share: f64,
    /// Its standard error.
    pub se: f64,
}

/// log θ_0 and log θ_t of a zone where nothing happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Before {
    /// log of real / expected cost in the base period.
    pub base: f64,
    /// The same in the performance period.
    pub performance: f64,
}

impl Lasting {
    /// The slope of log θ_t on log θ_0 with an intercept; `side_by_side` of the zones are independent.
    ///
    /// METHOD: log θ_0 is measured with the chance of its own persons, which draws the slope towards zero. That is wanted: the
    /// slope is to predict log θ_t from a log θ_0 that holds as much chance, that of a zone of the pilot's size, and not from a
    /// true difference that nobody knows. Zones of one size need no weights. Overlapping zones repeat each other: the standard
    /// error is that of as many zones as fit side by side.
    pub fn learn(zones: &[Before], side_by_side: f64) -> Lasting {
        let of = zones.len() as f64;
        let mean = |value: fn(&Before) -> f64| zones.iter().map(value).sum::<f64>() / of;
        let (x, y) = (mean(|zone| zone.base), mean(|zone| zone.performance));
        let (mut xx, mut xy) = (0.0, 0.0);
        for zone in zones {
            xx += (zone.base - x).powi(2);
            xy += (zone.base - x) * (zone.performance - y);
        }
        if xx <= 0.0 {
            return Lasting { share: 0.0, se: 0.0 };
        }
        let share = xy / xx;
        let left: f64 = zones.iter().map(|zone| (zone.performance - y - share * (zone.base - x)).powi(2)).sum();
        // Per zone, then for the independent ones, with the two degrees of freedom of a line.
        let variance = (left / of) / (xx / of) / (side_by_side - 2.0).max(1.0);
        Lasting { share, se: variance.sqrt() }
    }

    /// The share of the base difference in euro that is carried on, for log θ_0 = `base`: (θ_0^λ − 1)/(θ_0 − 1).
    pub fn carried(&self, base: f64) -> f64 {
        if base == 0.0 { self.share } else { (self.share * base).exp_m1() / base.exp_m1() }
    }

    /// How that moves with λ.
    pub fn carried_slope(&self, base: f64) -> f64 {
        if base == 0.0 { 1.0 } else { base * (self.share * base).exp() / base.exp_m1() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: [f64; 6] = [-0.12, -0.05, 0.0, 0.04, 0.07, 0.15];
    const PERFORMANCE: [f64; 6] = [-0.06, -0.05, 0.02, -0.01, 0.06, 0.07];

    fn zones() -> Vec<Before> {
        BASE.into_iter().zip(PERFORMANCE).map(|(base, performance)| Before { base, performance }).collect()
    }

    #[test]
    fn the_slope_is_that_of_lm_of_r() {
        // R 4.2: summary(lm(c(-0.06,-0.05,0.02,-0.01,0.06,0.07) ~ c(-0.12,-0.05,0,0.04,0.07,0.15)))
        let lasting = Lasting::learn(&zones(), 6.0);
        assert!((lasting.share - 0.528_619_528_619_528_8).abs() < 1e-12, "{}", lasting.share);
        assert!((lasting.se - 0.118_468_768_254_270_6).abs() < 1e-12, "{}", lasting.se);
    }

    #[test]
    fn overlapping_zones_count_as_those_side_by_side() {
        let twice: Vec<Before> = zones().into_iter().chain(zones()).collect();
        assert!((Lasting::learn(&twice, 6.0).se - Lasting::learn(&zones(), 6.0).se).abs() < 1e-12);
    }

    #[test]
    fn what_is_carried_runs_from_nothing_to_all() {
        for base in [-0.2, 0.0, 0.3] {
            let carried = |share: f64| Lasting { share, se: 0.0 }.carried(base);
            assert!(carried(0.0).abs() < 1e-12 && (carried(1.0) - 1.0).abs() < 1e-12);
            let (step, at) = (1e-6, Lasting { share: 0.4, se: 0.0 });
            let difference = (carried(0.4 + step) - carried(0.4 - step)) / (2.0 * step);
            assert!((difference - at.carried_slope(base)).abs() < 1e-8);
        }
    }
}
