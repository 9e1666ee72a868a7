//! **Operating characteristics.** Would this way of judging find an effect that is there, and none where there is none?
//!
//! `garantie calibrate` multiplies the performance-year cost of pseudo-pilots' persons by a known factor, judges them with the
//! whole method, and counts.
//!
//! # Formula
//!
//! ```text
//! bias        mean of rate found − true rate
//! rmse        root mean square of the same
//! coverage    share of intervals that hold the truth
//! found       share called gain or loss: without an effect false gains, with one the power
//! wrong sign  share called the opposite
//! size kept   false gains ≤ α + 1.645 √(α (1 − α)/J)
//! ```
//!
//! A variant that does not keep its size is flagged in every table in which it appears.
//!
//! # Example
//!
//! Four zones that truly saved about 2 %, each with a standard error of 1 %, so that 1.96 % is found:
//!
//! ```
//! use garantie::credibility::{Characteristics, Trial, keeps_size};
//!
//! let rate = |d: f64| 1.0 - d.exp();
//! let (true_d, true_rate) = (-0.02, rate(-0.02));
//! let trial = |d: f64| Trial { d, true_d, rate: rate(d), true_rate, v: 0.0001, df: 1e6 };
//! let found = Characteristics::of(&[-0.05, -0.03, -0.01, 0.03].map(trial), 0.95);
//! assert_eq!((found.found, found.wrong_sign, found.coverage), (0.75, 0.25, 0.5));
//! // 12 % false gains: 20 zones cannot refute a test at 5 %, 200 can.
//! assert!(keeps_size(0.12, 20.0, 0.95) && !keeps_size(0.12, 200.0, 0.95));
//! ```
//!
//! # References
//!
//! Simulated evaluations of health policies with known effects: Thal and Finucane (2023).
//!
//! ---
//!
//! ← [Verdicts](crate::credibility::verdict) · [Contents](crate) · [Planning](crate::credibility::plan) →

use statrs::distribution::{ContinuousCDF, Normal};

use super::shocks::quantile;

/// A zone that was judged with a known effect in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// Its departure, and the departure that its effect alone would give.
    pub d: f64,
    /// See `d`.
    pub true_d: f64,
    /// The variance of the departure, shocks of zones included, and the degrees of freedom of its test.
    pub v: f64,
    /// See `v`.
    pub df: f64,
    /// The savings rate found, and the true one.
    pub rate: f64,
    /// See `rate`.
    pub true_rate: f64,
}

/// What a way of judging makes of one effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Characteristics {
    /// Mean of the savings rate found less the true one.
    pub bias: f64,
    /// Root mean squared error of the savings rate.
    pub rmse: f64,
    /// Share of intervals that hold the true departure.
    pub coverage: f64,
    /// Share of zones that a test calls a gain or a loss: without an effect false gains and losses, with one the power.
    pub found: f64,
    /// Share that a test calls the opposite of what the effect is; without an effect none.
    pub wrong_sign: f64,
    /// The share that would be found if the variance were all there is to it: what a planner promises.
    pub promised: f64,
}

impl Characteristics {
    /// Of some trials with one effect, at a confidence level; of none, not numbers.
    pub fn of(trials: &[Trial], level: f64) -> Characteristics {
        let mean = |value: &dyn Fn(&Trial) -> f64| trials.iter().map(value).sum::<f64>() / trials.len() as f64;
        let reach = |trial: &Trial| quantile(Some(trial.df), level) * trial.v.sqrt();
        let share = |holds: &dyn Fn(&Trial) -> bool| mean(&|trial| f64::from(u8::from(holds(trial))));
        let promised = |trial: &Trial| {
            let (reach, true_d) = (reach(trial) / trial.v.sqrt(), trial.true_d / trial.v.sqrt());
            let normal = Normal::standard();
            normal.cdf(-reach - true_d) + normal.sf(reach - true_d)
        };
        Characteristics {
            bias: mean(&|trial| trial.rate - trial.true_rate),
            rmse: mean(&|trial| (trial.rate - trial.true_rate).powi(2)).sqrt(),
            coverage: share(&|trial| (trial.d - trial.true_d).abs() <= reach(trial)),
            found: share(&|trial| trial.d.abs() > reach(trial)),
            wrong_sign: share(&|trial| trial.true_d != 0.0 && trial.d.abs() > reach(trial) && trial.d * trial.true_d < 0.0),
            promised: mean(&promised),
        }
    }
}

/// Whether a share of false gains and losses is what a level allows, as far as so many independent zones can tell.
///
/// METHOD: a one-sided test at 5 % of the nominal share: with 20 zones 13 % false verdicts still pass, with 200 no more than 7.5 %.
pub fn keeps_size(false_share: f64, independent: f64, level: f64) -> bool {
    let nominal = 1.0 - level;
    false_share <= nominal + Normal::standard().inverse_cdf(0.95) * (nominal * level / independent).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(d: f64, true_d: f64) -> Trial {
        Trial { d, true_d, v: 0.0001, df: 1e6, rate: 1.0 - d.exp(), true_rate: 1.0 - true_d.exp() }
    }

    #[test]
    fn found_missed_and_turned_round_are_told_apart() {
        let true_d = -0.02;
        let trials = [-0.05, -0.03, -0.01, 0.03].map(|d| trial(d, true_d));
        let found = Characteristics::of(&trials, 0.95);
        assert_eq!((found.found, found.wrong_sign, found.coverage), (0.75, 0.25, 0.5));
        // Φ(2 − 1.96) + Φ(−2 − 1.96) with the quantile of many degrees of freedom.
        assert!((found.promised - 0.516_0).abs() < 1e-3, "{}", found.promised);
        let none = Characteristics::of(&[trial(0.03, 0.0), trial(0.0, 0.0)], 0.95);
        assert_eq!((none.found, none.wrong_sign, none.coverage), (0.5, 0.0, 0.5));
        assert!((none.promised - 0.05).abs() < 1e-4);
    }

    #[test]
    fn few_zones_cannot_refute_a_size() {
        assert!(keeps_size(0.12, 20.0, 0.95) && !keeps_size(0.12, 200.0, 0.95));
        assert!(keeps_size(0.0, 10.0, 0.95));
    }

    #[test]
    fn errors_and_shares_are_those_by_hand() {
        let of = |d: f64, true_d: f64, rate: f64, true_rate: f64| Trial { d, true_d, v: 0.0001, df: 1e6, rate, true_rate };
        // Reach 0.0196: held and found, missed on the wrong side, held and not found, far off and found, met exactly.
        let trials = [
            of(-0.03, -0.02, 0.05, 0.02),
            of(0.01, -0.02, 0.02, 0.02),
            of(-0.01, -0.02, 0.01, 0.02),
            of(-0.09, -0.02, 0.06, 0.02),
            of(-0.02, -0.02, 0.02, 0.02),
        ];
        let found = Characteristics::of(&trials, 0.95);
        assert!((found.bias - 0.012).abs() < 1e-12 && (found.rmse - (0.0026_f64 / 5.0).sqrt()).abs() < 1e-12, "{found:?}");
        assert_eq!((found.coverage, found.found, found.wrong_sign), (0.6, 0.6, 0.0));
        assert_eq!(Characteristics::of(&[Trial { v: 0.0, ..of(0.0, 0.0, 0.0, 0.0) }], 0.95).found, 0.0, "nothing is no gain");
        // Without an effect no sign is wrong, however far it was found.
        assert_eq!(Characteristics::of(&[of(0.09, 0.0, 0.0, 0.0)], 0.95).wrong_sign, 0.0);
        // 0.05 + 1.645 √(0.05 · 0.95/20) = 0.1302.
        assert!(keeps_size(0.130, 20.0, 0.95) && !keeps_size(0.131, 20.0, 0.95));
    }
}
