//! What a run shows of its trials: the method where nothing happened, other cut-offs, known effects.

use serde::{Deserialize, Serialize};

use super::results::Period;
use crate::credibility::{Characteristics, Verdict};
use crate::money::Cents;
use crate::spec::{CutOff, Outliers, Reading};

/// What pseudo-pilots say of one reading and period.
///
/// Departures are D = log(real cost / guarantee); in the additive reading real cost less guarantee in cents per person-year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceboRow {
    /// Name of the variant.
    pub variant: String,
    /// The pilots whose size the pseudo-pilots have.
    pub pilots: Vec<String>,
    /// Base years.
    pub base: Vec<i32>,
    /// Whether the year judged lies before the first pilot began.
    pub before: bool,
    /// Year or `all`.
    pub period: Period,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// How many pseudo-pilots fit side by side: the independent ones.
    pub side_by_side: u64,
    /// Mean departure, weighted by precision: the bias of the method.
    pub mean: f64,
    /// Standard deviation of the departures.
    pub sd: f64,
    /// Variance of the shocks of zones.
    pub tau2: f64,
    /// Of the credible reading: λ, the share of a log base difference that lasts, and its standard error.
    pub lasting: Option<(f64, f64)>,
    /// Share of pseudo-pilots that a test without shocks of zones would call a gain or a loss.
    pub false_gain_rate_without: f64,
    /// The same with them, each judged by the zones that share no municipality with it; 1 less this is the coverage of the interval.
    pub false_gain_rate: f64,
    /// Whether that is as rare as the level says, as far as zones side by side can tell.
    pub keeps_size: bool,
    /// Persons, departure and its variance from persons and models, of each pseudo-pilot.
    pub departures: Vec<(u64, f64, f64)>,
}

/// A row of `precision`: how far yearly savings rates of pseudo-pilots, where there is nothing to find, are from zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRow {
    /// Name of the variant.
    pub variant: String,
    /// The pilots whose size the pseudo-pilots have.
    pub pilots: Vec<String>,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Outlier rule.
    pub outliers: Outliers,
    /// Base years.
    pub base_years: u64,
    /// Pseudo-pilots.
    pub placebos: u64,
    /// Mean savings rate found.
    pub bias: f64,
    /// Root mean squared savings rate found.
    pub rmse: f64,
}

/// A row of `outlier_curve`: the gain of a pilot over all performance years at one cut-off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Name of the variant.
    pub variant: String,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Where outliers begin.
    pub cut_off: CutOff,
    /// Gain, its bounds and the savings rate; `None`: it would tell of few persons.
    pub figures: Option<(Cents, Cents, Cents, f64)>,
}

/// A row of `operating_characteristics`: what a variant makes of a known effect in pseudo-pilots.
#[derive(Clone, Debug, PartialEq)]
pub struct CharacteristicRow {
    /// Name of the variant.
    pub variant: String,
    /// The pilots whose size the pseudo-pilots have.
    pub pilots: Vec<String>,
    /// Year or `all`.
    pub period: Period,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Whether this is the reading that the variant judges by.
    pub main: bool,
    /// Outlier rule of the variant.
    pub outliers: Outliers,
    /// Relative change of cost that was put in: −0.02 is 2 % less.
    pub effect: f64,
    /// Pseudo-pilots, and how many of them fit side by side.
    pub placebos: u64,
    /// See `placebos`.
    pub side_by_side: u64,
    /// What was found.
    pub found: Characteristics,
    /// Whether false gains and losses are as rare as the level says.
    pub keeps_size: bool,
}

/// A row of `placebo_years`: a pilot's zone in a year before the first pilot began, where every gain is false.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceboYearRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Name of the variant.
    pub variant: String,
    /// The years before, by which it is judged.
    pub base: Vec<i32>,
    /// The year judged.
    pub year: i32,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Whether this is the reading that the study judges by.
    pub main: bool,
    /// Persons of the target group, unweighted.
    pub persons: u64,
    /// Gain / guarantee.
    pub savings_rate: f64,
    /// Lower bound of the savings rate.
    pub rate_low: f64,
    /// Upper bound of the savings rate.
    pub rate_high: f64,
    /// Two-sided p-value of no gain and no loss.
    pub p_value: f64,
    /// How rare a departure as large is among pseudo-pilots of that year; `None` without enough of them.
    pub p_placebo: Option<f64>,
    /// What the study would have said, after Holm's correction over its pilots: anything but `not distinguishable` is false.
    pub verdict: Verdict,
}
