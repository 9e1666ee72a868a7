//! What settlement needs to know of a pilot's gains.

use crate::money::Cents;

/// The gains of one pilot; `None`: small cell.
#[derive(Clone, Debug, PartialEq)]
pub struct PilotGains {
    /// Identifier of the pilot.
    pub pilot: String,
    /// First year of the pilot: nothing is paid for years before it.
    pub start: i32,
    /// Gains by performance year, in order.
    pub years: Vec<(i32, Option<Gains>)>,
    /// Gains of all performance years together.
    pub whole: Option<Gains>,
}

/// A gain with its interval, of one year or of all together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gains {
    /// Persons that the gain rests on, unweighted; over several years distinct ones.
    pub persons: u64,
    /// What the pilot's patients would have cost.
    pub guarantee: Cents,
    /// Guarantee less real cost; negative: a loss.
    pub gain: Cents,
    /// Lower bound of the gain.
    pub low: Cents,
    /// Upper bound of the gain.
    pub high: Cents,
    /// Gain / guarantee; it and its bounds are not a number when the guarantee is not positive.
    pub savings_rate: f64,
    /// Lower bound of the savings rate.
    pub rate_low: f64,
    /// Upper bound of the savings rate.
    pub rate_high: f64,
    /// Savings rate that a study of this precision would find four times in five.
    pub detectable_rate: f64,
}
