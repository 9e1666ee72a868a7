//! From a gain and its variance to standard error, interval, p-value and detectable effect.

use statrs::distribution::{ContinuousCDF, Normal};

use super::Variances;
use crate::counterfactual::{Comparison, Gain};
use crate::spec::Reading;

/// The power that a detectable effect is stated for: found four times in five.
const POWER: f64 = 0.8;

/// A gain with its uncertainty. Money in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Guarantee.
    pub guarantee: f64,
    /// Real cost.
    pub real: f64,
    /// Guarantee less real cost.
    pub gain: f64,
    /// Standard error and bounds of the gain.
    pub interval: Interval,
    /// Bounds of the savings rate.
    pub rate: (f64, f64),
    /// Two-sided p-value of no gain and no loss.
    pub p_value: f64,
    /// The savings rate that would be found with power 0.8.
    pub detectable_rate: f64,
}

/// Standard error and bounds, in cents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Standard error.
    pub se: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

fn normal() -> Normal {
    Normal::standard()
}

impl Interval {
    /// The symmetric interval of a gain with this variance at a confidence level.
    pub fn symmetric(gain: f64, variance: f64, level: f64) -> Interval {
        let se = variance.sqrt();
        let reach = quantile(level) * se;
        Interval { se, low: gain - reach, high: gain + reach }
    }
}

/// z_{1 − α/2} of a confidence level 1 − α.
fn quantile(level: f64) -> f64 {
    normal().inverse_cdf(0.5 + level / 2.0)
}

impl Estimate {
    /// The estimate of a total in one performance year.
    pub fn of_year(comparison: &Comparison, reading: Reading, period: usize, variances: &Variances, level: f64) -> Estimate {
        Estimate::new(&comparison.gain(reading), reading, variances.total(reading, period), level)
    }

    /// The estimate of a total over several years: their gains add up, `variance` is that of the cumulative row.
    pub fn cumulative(gains: &[Gain], reading: Reading, variance: f64, level: f64) -> Estimate {
        let sectors = gains.first().map_or(0, |gain| gain.real.len());
        let sum = |of: fn(&Gain) -> &Vec<f64>| (0..sectors).map(|sector| gains.iter().map(|gain| of(gain)[sector]).sum()).collect();
        Estimate::new(&Gain { guarantee: sum(|gain| &gain.guarantee), real: sum(|gain| &gain.real) }, reading, variance, level)
    }

    /// METHOD: inference on the ratio readings is done on D = log(Y/BG), where a cost with heavy tails is closest to normal,
    /// and mapped back: the rate is 1 − exp D and the euro are the rate of the guarantee. The standard error in euro is
    /// Y·se(D), the slope of that map at the estimate. The additive reading has no ratio: its interval is that of the sum.
    fn new(gain: &Gain, reading: Reading, variance: f64, level: f64) -> Estimate {
        let (guarantee, real, total) = (gain.guarantee_total(), gain.real_total(), gain.total());
        let z = quantile(level);
        let se = variance.sqrt();
        let detectable = (z + normal().inverse_cdf(POWER)) * se;
        // No difference and no error: nothing to tell from chance.
        let p_value = |difference: f64| if difference == 0.0 { 1.0 } else { 2.0 * normal().sf((difference / se).abs()) };
        if reading == Reading::Additive {
            let interval = Interval::symmetric(total, variance, level);
            let rate = (interval.low / guarantee, interval.high / guarantee);
            return Estimate {
                guarantee,
                real,
                gain: total,
                interval,
                rate,
                p_value: p_value(total),
                detectable_rate: detectable / guarantee,
            };
        }
        let d = (real / guarantee).ln();
        let rate = (1.0 - (d + z * se).exp(), 1.0 - (d - z * se).exp());
        let interval = Interval { se: real * se, low: guarantee * rate.0, high: guarantee * rate.1 };
        Estimate { guarantee, real, gain: total, interval, rate, p_value: p_value(d), detectable_rate: 1.0 - (-detectable).exp() }
    }
}
