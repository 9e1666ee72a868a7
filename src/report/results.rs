//! What a run found, after disclosure control: the one value that every output format renders.
//!
//! A `figures` of `None` is a *small cell*: it rests on too few persons to be shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::completion::{CompletedRow, FactorRow};
use super::decomposition::DecompositionRow;
use super::language::numbers::percent_decimals;
use super::model_results::{CalibrationRow, FitRow, TermRow};
use super::trial_results::{CurveRow, PlaceboRow, PlaceboYearRow, PrecisionRow};
use crate::credibility::Verdict;
use crate::money::Cents;
pub use crate::spec::Level;
use crate::spec::{Language, Outliers, Reading, Reference, Source};

/// Everything a run shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// What was asked.
    pub asked: Asked,
    /// The gain of each pilot, year, variant and reading.
    pub gains: Vec<GainRow>,
    /// The same by sector; the sectors of a row add up to its total.
    pub gains_by_sector: Vec<SectorRow>,
    /// What moved the cost of each pilot, year, variant and sector.
    pub decomposition: Vec<DecompositionRow>,
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
    /// What completed the costs, by year and sector; empty when nothing did.
    pub completion: Vec<CompletedRow>,
    /// The factors that did.
    pub completion_factors: Vec<FactorRow>,
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
    /// Its outlier rule.
    pub outliers: Outliers,
    /// Name of its model.
    pub model: String,
    /// Names of the other variants, whose rows are in the tables.
    pub other_variants: Vec<String>,
    /// The adjusters of its model, one a term.
    pub adjusters: Vec<AskedAdjuster>,
    /// Sectors in scope.
    pub sectors: Vec<String>,
    /// The pilots in the order of the study.
    pub pilots: Vec<AskedPilot>,
    /// Version of the engine.
    pub version: String,
    /// Seed of everything random.
    pub seed: u64,
    /// Name of the study file, without its folder.
    pub file: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// An adjuster of a model, as the study knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedAdjuster {
    /// So many age bands × sex.
    AgeSex(usize),
    /// The conditions that the data tell.
    Conditions(Vec<String>),
    /// A column, or the product of several.
    Column(String),
    /// A curve over a column.
    Curve(String),
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
    /// The same by province.
    pub provinces: BTreeMap<String, usize>,
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
    /// The part of it that comes from completing late bookings.
    pub se_completion: Cents,
    /// The same by the bootstrap; `None` without replicates.
    pub se_bootstrap: Option<Cents>,
    /// The same by the jackknife over clusters; `None` when not asked for.
    pub se_jackknife: Option<Cents>,
    /// Share of the variance that comes from chance among the persons of the target group.
    pub share_own: f64,
    /// Share that comes from the models, through the persons of the reference group.
    pub share_reference: f64,
    /// Share that comes from completing late bookings.
    pub share_completion: f64,
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
    /// Whether false gains and losses among pseudo-pilots are as rare as the level says; true without pseudo-pilots enough to tell.
    pub keeps_size: bool,
    /// What the interval allows to say.
    pub verdict: Verdict,
}

impl GainFigures {
    /// The decimals in percent that the savings rate deserves.
    pub fn rate_decimals(&self) -> usize {
        percent_decimals(self.se.euro() / self.guarantee.euro().abs())
    }
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
    /// Whether the report shows it.
    pub main: bool,
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
pub(crate) mod tests {
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
            se_jackknife: None,
            share_own: 0.6,
            share_reference: 0.1,
            share_completion: 0.0,
            share_zones: 0.3,
            se_completion: Cents(0),
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
            keeps_size: true,
            verdict: Verdict::NotDistinguishable,
        }
    }
}
