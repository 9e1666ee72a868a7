//! From a departure and what pseudo-pilots say of it to standard error, interval, p-values and detectable effect.

use super::assessed::{Assessed, Departure};
use super::shocks::{Shocks, found_from, quantile, two_sided};
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
    /// Standard error from persons and models alone.
    pub se_persons: f64,
    /// Standard error from completing late bookings alone.
    pub se_completion: f64,
    /// Shares of the whole variance.
    pub parts: Parts,
    /// Gain / guarantee; not a number when the guarantee is not positive, as are the rates below.
    pub savings_rate: f64,
    /// Bounds of the savings rate.
    pub rate: (f64, f64),
    /// Two-sided p-value of no gain and no loss.
    pub p_value: f64,
    /// Randomisation p-value among pseudo-pilots, if there are enough.
    pub p_placebo: Option<f64>,
    /// The savings rate that would be found with power 0.8 by the test of this pilot alone, before any correction for several.
    pub detectable_rate: f64,
    /// Departure of the total with its whole variance, shocks of zones included.
    pub departure: Departure,
    /// Q, by which a departure on a linear scale is a departure in cents.
    pub scale: f64,
}

/// Where the variance of a total comes from, as shares that add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// Chance among the persons of the target group: more of them cure it.
    pub own: f64,
    /// The models, through chance among the persons of the reference group.
    pub reference: f64,
    /// The completion of late bookings.
    pub completion: f64,
    /// Shocks that hit a whole zone: no number of persons cures them.
    pub zones: f64,
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

/// Standard error and reach of an interval to either side, on the scale of a departure.
#[derive(Clone, Copy)]
struct Spread {
    se: f64,
    reach: f64,
}

/// METHOD: Var(D) = v + τ², with the t distribution of the independent pseudo-pilots; without enough of them the variance of
/// persons and models alone, with the normal distribution. When municipalities are the clusters and a zone has fewer of them than there are
/// pseudo-pilots, their degrees of freedom.
fn spread(departure: Departure, shocks: Option<&Shocks>, df: Option<f64>, level: f64) -> Spread {
    let se = (departure.v + shocks.map_or(0.0, |shocks| shocks.tau2)).sqrt();
    Spread { se, reach: quantile(df, level) * se }
}

fn df(assessed: &Assessed, shocks: Option<&Shocks>) -> Option<f64> {
    shocks.map(|shocks| shocks.df).into_iter().chain(assessed.df()).reduce(f64::min)
}

impl Interval {
    /// The interval of a sector's gain, symmetric in euro.
    pub fn of_sector(assessed: &Assessed, reading: Reading, period: usize, sector: usize, shocks: Option<&Shocks>, level: f64) -> Interval {
        let (departure, scale) = (assessed.sector(reading, period, sector), assessed.scale(reading, period));
        Interval::symmetric(-departure.d * scale, spread(departure, shocks, df(assessed, shocks), level), scale)
    }

    fn symmetric(gain: f64, spread: Spread, scale: f64) -> Interval {
        Interval { se: spread.se * scale, low: gain - spread.reach * scale, high: gain + spread.reach * scale }
    }
}

impl Estimate {
    /// The estimate of a total in a reading and period.
    ///
    /// METHOD: inference on the ratio readings is done on D = log(Y/BG), where a cost with heavy tails is closest to normal,
    /// and mapped back: the rate is 1 − exp D and the euro are the rate of the guarantee. The standard error in euro is
    /// Y·se(D), the slope of that map at the estimate. The additive reading, and every sector, has no ratio: its interval is
    /// symmetric in euro, and with a base difference θ̄_0 its standard error differs from the ratio's by θ_t/θ̄_0 in the base part.
    pub fn of_total(assessed: &Assessed, reading: Reading, period: usize, shocks: Option<&Shocks>, level: f64) -> Estimate {
        let gain = assessed.gain(reading, period);
        let (guarantee, real, total) = (gain.guarantee_total(), gain.real_total(), gain.total());
        let departure = assessed.total(reading, period);
        let df = df(assessed, shocks);
        let spread = spread(departure, shocks, df, level);
        let detectable = found_from(df, level, POWER) * spread.se;
        // No difference and no error: nothing to tell from chance.
        let p_value = match departure.d == 0.0 {
            true => 1.0,
            false => two_sided(df, departure.d / spread.se),
        };
        let p_placebo = shocks.map(|shocks| shocks.p_value(departure.d));
        let scale = assessed.scale(reading, period);
        // The base difference per person-year can be larger than what is expected: such a guarantee is no amount to compare with.
        let of_guarantee = |amount: f64| if guarantee > 0.0 { amount / guarantee } else { f64::NAN };
        let savings_rate = of_guarantee(total);
        let late = assessed.late_bookings(reading, period);
        let (interval, rate, euro_of_se, detectable_rate) = match reading {
            Reading::Additive => {
                let interval = Interval::symmetric(total, spread, scale);
                let rate = (of_guarantee(interval.low), of_guarantee(interval.high));
                (interval, rate, scale, of_guarantee(detectable * scale))
            }
            Reading::Level | Reading::Evolution | Reading::Credible => {
                let rate = (1.0 - (departure.d + spread.reach).exp(), 1.0 - (departure.d - spread.reach).exp());
                let interval = Interval { se: real * spread.se, low: guarantee * rate.0, high: guarantee * rate.1 };
                (interval, rate, real, 1.0 - (-detectable).exp())
            }
        };
        let whole = spread.se * spread.se;
        let of_persons = (departure.v - late).max(0.0);
        let (se_persons, se_completion) = (of_persons.sqrt() * euro_of_se, late.sqrt() * euro_of_se);
        let share = |part: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let (persons, own) = (if whole > 0.0 { share(of_persons) } else { 1.0 }, assessed.own_share(reading, period));
        let zones = shocks.map_or(0.0, |shocks| share(shocks.tau2));
        let parts = Parts { own: persons * own, reference: persons * (1.0 - own), completion: share(late), zones };
        let departure = Departure { d: departure.d, v: whole };
        Estimate {
            guarantee,
            real,
            gain: total,
            interval,
            se_persons,
            se_completion,
            parts,
            savings_rate,
            rate,
            p_value,
            p_placebo,
            detectable_rate,
            departure,
            scale,
        }
    }

    /// The same estimate with other bounds, given on the scale of the departure.
    pub fn with_bounds(self, reading: Reading, (low, high): (f64, f64)) -> Estimate {
        // A cost above the guarantee is a departure upwards and a gain downwards.
        let rate = (self.rate_of(reading, high), self.rate_of(reading, low));
        let (low, high) = match reading {
            Reading::Additive => (-high * self.scale, -low * self.scale),
            Reading::Level | Reading::Evolution | Reading::Credible => (self.guarantee * rate.0, self.guarantee * rate.1),
        };
        Estimate { interval: Interval { low, high, ..self.interval }, rate, ..self }
    }

    /// The savings rate that a departure in this reading stands for; not a number when the guarantee is not positive.
    pub fn rate_of(&self, reading: Reading, d: f64) -> f64 {
        match reading {
            Reading::Level | Reading::Evolution | Reading::Credible => 1.0 - d.exp(),
            Reading::Additive if self.guarantee > 0.0 => -d * self.scale / self.guarantee,
            Reading::Additive => f64::NAN,
        }
    }
}
