//! What a run found, after disclosure control: the one value that every output format renders.
//!
//! A `figures` of `None` is a *small cell*: it rests on too few persons to be shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::credibility::{Characteristics, Verdict};
use crate::money::Cents;
pub use crate::spec::Level;
use crate::spec::{CutOff, Language, Outliers, Reading, Reference, Source};

/// Everything a run shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// What was asked.
    pub asked: Asked,
    /// The gain of each pilot, year, variant and reading.
    pub gains: Vec<GainRow>,
    /// The same by sector; the sectors of a row add up to its total.
    pub gains_by_sector: Vec<SectorRow>,
    /// Coefficients of the expenditure models.
    pub models: Vec<TermRow>,
    /// Fit statistics of the expenditure models.
    pub fits: Vec<FitRow>,
    /// Expected and real cost of the reference groups by subgroup.
    pub calibration: Vec<CalibrationRow>,
    /// What pseudo-pilots, where nothing happened, say of the method.
    pub placebos: Vec<PlaceboRow>,
    /// What each choice does to the error on the pseudo-pilots.
    pub precision: Vec<PrecisionRow>,
    /// The gains over the cut-off of the outlier rule.
    pub curve: Vec<CurveRow>,
    /// What the method finds in the pilots' zones in years before they had begun.
    pub placebo_years: Vec<PlaceboYearRow>,
    /// What was found about the data.
    pub findings: Vec<FindingRow>,
    /// Rows and cents in and out, by year and sector.
    pub totals: Vec<TotalRow>,
}

/// What the study asked, in its own words and after defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Title of the study.
    pub title: String,
    /// Language of the report.
    pub language: Language,
    /// Confidence level of every interval, for example 0.95.
    pub level: f64,
    /// Whether the data are a sample or exhaustive; decides the limit of a small cell.
    pub source: Source,
    /// Base years with their weights, which add up to one.
    pub base: Vec<(i32, f64)>,
    /// Performance years.
    pub performance: Vec<i32>,
    /// The reading that the study judges by.
    pub reading: Reading,
    /// Whose zones are left out of the reference group.
    pub reference: Reference,
    /// Name of the variant that the report shows, the study's first.
    pub variant: String,
    /// Name of its model.
    pub model: String,
    /// Names of the other variants, whose rows are in the tables.
    pub other_variants: Vec<String>,
    /// The adjusters of its model, one description a term.
    pub adjusters: Vec<String>,
    /// Sectors in scope.
    pub sectors: Vec<String>,
    /// The pilots in the order of the study.
    pub pilots: Vec<AskedPilot>,
    /// Version of the engine.
    pub version: String,
}

/// One pilot as the study describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedPilot {
    /// Short identifier, used in every table.
    pub id: String,
    /// Name to print.
    pub name: String,
    /// Number of municipalities in its zone.
    pub municipalities: usize,
    /// Target rule, as written.
    pub target: String,
    /// First year of the pilot.
    pub start: i32,
}

/// A performance year, or the sum over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// One year.
    Year(i32),
    /// The cumulative row.
    All,
}

/// A row of `gains`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GainRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`.
    pub period: Period,
    /// Name of the variant.
    pub variant: String,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Whether this is the reading that the study judges by.
    pub main: bool,
    /// `None`: small cell.
    pub figures: Option<GainFigures>,
}

/// The figures of a row of `gains`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GainFigures {
    /// Persons of the target group, unweighted; in the cumulative row, distinct persons.
    pub persons: u64,
    /// Weighted exposure in person-years.
    pub person_years: f64,
    /// Real cost of the target group in the base period, a weighted mean of its years.
    pub base_cost: Cents,
    /// Expected cost of the target group in the base period, a weighted mean of its years.
    pub expected_base: Cents,
    /// Real / expected cost in the base period, the weighted mean of its years: the guarantee of the evolution reading is
    /// this times the expected cost of the year.
    pub base_ratio: f64,
    /// Expected cost in the period.
    pub expected: Cents,
    /// What the pilot's patients would have cost.
    pub guarantee: Cents,
    /// What they cost, after the outlier rule.
    pub real_cost: Cents,
    /// What they cost, before it; `None`: too few persons are above the cut-off.
    pub raw_cost: Option<Cents>,
    /// Guarantee less real cost; negative: a loss.
    pub gain: Cents,
    /// Gain / guarantee; it and its bounds are not a number when the guarantee is not positive.
    pub savings_rate: f64,
    /// Standard error of the gain.
    pub se: Cents,
    /// The part of it that comes from persons and models.
    pub se_persons: Cents,
    /// The same by the bootstrap; `None` without replicates.
    pub se_bootstrap: Option<Cents>,
    /// Share of the variance that comes from chance among the persons of the target group.
    pub share_own: f64,
    /// Share that comes from the models, through the persons of the reference group.
    pub share_reference: f64,
    /// Share that comes from shocks that hit a whole zone.
    pub share_zones: f64,
    /// Standard deviation of the shocks of zones, of the logarithm of cost (additive reading: in cents per person-year);
    /// `None` without pseudo-pilots enough: the interval then does not hold them.
    pub zone_shock_sd: Option<f64>,
    /// The share of the variance from persons and models that comes from the costliest 1 % of persons; `None`: too few of them.
    pub costliest_share: Option<f64>,
    /// Lower bound of the gain.
    pub low: Cents,
    /// Upper bound of the gain.
    pub high: Cents,
    /// Lower bound of the savings rate.
    pub rate_low: f64,
    /// Upper bound of the savings rate.
    pub rate_high: f64,
    /// Two-sided p-value of no gain and no loss.
    pub p_value: f64,
    /// How rare a departure as large is among pseudo-pilots; `None` without enough of them.
    pub p_placebo: Option<f64>,
    /// The p-value after Holm's correction over the pilots of the same period and reading.
    pub p_holm: f64,
    /// The p-value after Benjamini and Hochberg's correction over the same: of the pilots found below α a share α may be false.
    pub p_bh: f64,
    /// The savings rate drawn towards the mean of all pilots, as far as it may be chance; `None` for a single pilot.
    pub shrunk_rate: Option<f64>,
    /// The weight of the pilot's own figure in it, 0 to 1.
    pub shrunk_weight: Option<f64>,
    /// Savings rate that a study of this precision would find four times in five.
    pub detectable_rate: f64,
    /// What the interval allows to say.
    pub verdict: Verdict,
}

/// A row of `gains_by_sector`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectorRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`.
    pub period: Period,
    /// Name of the variant.
    pub variant: String,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Sector.
    pub sector: String,
    /// `None`: small cell.
    pub figures: Option<SectorFigures>,
}

/// The figures of a row of `gains_by_sector`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectorFigures {
    /// Expected cost in the sector.
    pub expected: Cents,
    /// Guarantee in the sector.
    pub guarantee: Cents,
    /// Real cost in the sector.
    pub real_cost: Cents,
    /// Guarantee less real cost.
    pub gain: Cents,
    /// Standard error of the gain.
    pub se: Cents,
    /// Lower bound of the gain.
    pub low: Cents,
    /// Upper bound of the gain.
    pub high: Cents,
}

/// A row of `models`: one coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermRow {
    /// Name of the variant.
    pub variant: String,
    /// The target rule whose reference group the model was fitted on.
    pub target: String,
    /// Whose zones are left out of that group: `all pilots`, a pilot's id, or `none`.
    pub left_out: String,
    /// Year of the model.
    pub year: i32,
    /// Sector, or `total`.
    pub sector: String,
    /// What was asked: `cost`; in a two-part model `any cost`, then `cost of users`.
    pub part: String,
    /// The scale of the estimate: `euro` per year of full exposure, `log` of it, or `log odds`.
    pub scale: String,
    /// Name of the term.
    pub term: String,
    /// Persons of the reference group with a non-zero value of the term; `None`: small cell.
    pub persons: Option<u64>,
    /// On its scale; `None`: small cell, or aliased with other terms.
    pub estimate: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Whether the term was left out because others determine it.
    pub aliased: bool,
}

/// Fit statistics of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitRow {
    /// Name of the variant.
    pub variant: String,
    /// The target rule whose reference group the model was fitted on.
    pub target: String,
    /// Whose zones are left out of that group: `all pilots`, a pilot's id, or `none`.
    pub left_out: String,
    /// Year of the model.
    pub year: i32,
    /// Sector, or `total`.
    pub sector: String,
    /// Persons in the reference group.
    pub persons: u64,
    /// Weighted person-years in the reference group.
    pub person_years: f64,
    /// Share of the weighted variance of annualised cost that the model explains.
    pub r2: f64,
    /// Cumming's prediction measure: the share of the absolute deviation from the mean that the model explains.
    pub cpm: f64,
    /// Mean absolute error, euro per person-year.
    pub mae: f64,
    /// Residual standard deviation, euro per root person-year.
    pub sigma: f64,
    /// Real cost / expected cost of the reference group before predictions were multiplied by it; 1 with a canonical link and an
    /// intercept.
    pub calibration: f64,
    /// Share of the deviance around the mean that is explained; `None` without one, or in parts.
    pub deviance_explained: Option<f64>,
    /// Pearson's statistic over the degrees of freedom, in euro; `None` in parts.
    pub dispersion: Option<f64>,
    /// Ratio of the largest to the smallest pivot of the scaled information: past 1e10, coefficients lose digits.
    pub condition: f64,
    /// Share of the coefficients that differ from the year before by more than two standard errors of the difference; `None` in the
    /// first year, and when the years share their coefficients.
    pub changed: Option<f64>,
    /// Steps of the slowest fit; none in least squares.
    pub iterations: u64,
    /// Whether every fit settled.
    pub converged: bool,
}

/// A row of `calibration`: a subgroup of a reference group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRow {
    /// Name of the variant.
    pub variant: String,
    /// The target rule whose reference group the model was fitted on.
    pub target: String,
    /// Whose zones are left out of that group: `all pilots`, a pilot's id, or `none`.
    pub left_out: String,
    /// The year.
    pub year: i32,
    /// What the subgroups go by: `age`, `sex`, `conditions` (their number), a yes-or-no column, `province`, or `decile` of expected
    /// cost.
    pub family: String,
    /// The subgroup.
    pub group: String,
    /// `None`: small cell.
    pub figures: Option<CalibrationFigures>,
}

/// The figures of a row of `calibration`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationFigures {
    /// Persons.
    pub persons: u64,
    /// Weighted person-years.
    pub person_years: f64,
    /// Expected cost.
    pub expected: Cents,
    /// Real cost.
    pub real_cost: Cents,
    /// Expected / real cost: below 1 the model expects too little; not a number without cost.
    pub predictive_ratio: f64,
    /// Real less expected cost, euro per person-year: positive where the model expects too little.
    pub mean_residual: f64,
}

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
    /// The same with them; 1 less this is the coverage of the interval.
    pub false_gain_rate: f64,
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

/// A row of `findings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// Name of the rule.
    pub rule: String,
    /// Importance.
    pub level: Level,
    /// What was found, in a sentence.
    pub message: String,
    /// What the sentence names beside the counts, for translations of it.
    pub facts: BTreeMap<String, String>,
    /// Rows or persons concerned; `None`: small cell.
    pub count: Option<u64>,
    /// Their share of all, 0 to 1; `None`: small cell.
    pub share: Option<f64>,
    /// The money at stake, unweighted; `None`: none, or a small cell.
    pub amount: Option<Cents>,
    /// What to do about it.
    pub advice: String,
}

/// Rows and money of one year and sector, as read and as used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TotalRow {
    /// Year of service.
    pub year: i32,
    /// Sector, or `out of scope`, `no sector`, `not in the population`.
    pub sector: String,
    /// Lines read; `None`: small cell.
    pub lines: Option<u64>,
    /// Their sum, unweighted; `None`: small cell.
    pub amount: Option<Cents>,
    /// Whether it is part of the panel's costs.
    pub used: bool,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Figures of no meaning, for tests of what happens to them.
    pub fn figures() -> GainFigures {
        GainFigures {
            persons: 1000,
            person_years: 980.5,
            base_cost: Cents(50_000_000),
            expected_base: Cents(51_000_000),
            base_ratio: 0.98,
            expected: Cents(52_000_000),
            guarantee: Cents(51_500_000),
            real_cost: Cents(50_500_000),
            raw_cost: Some(Cents(50_500_000)),
            gain: Cents(1_000_000),
            savings_rate: 0.0194,
            se: Cents(1_200_000),
            se_persons: Cents(1_000_000),
            se_bootstrap: None,
            share_own: 0.6,
            share_reference: 0.1,
            share_zones: 0.3,
            zone_shock_sd: Some(0.012),
            costliest_share: Some(0.4),
            low: Cents(-1_300_000),
            high: Cents(3_300_000),
            rate_low: -0.026,
            rate_high: 0.064,
            p_value: 0.41,
            p_placebo: Some(0.4),
            p_holm: 1.0,
            p_bh: 0.8,
            shrunk_rate: Some(0.011),
            shrunk_weight: Some(0.4),
            detectable_rate: 0.06,
            verdict: Verdict::NotDistinguishable,
        }
    }
}
