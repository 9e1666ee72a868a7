//! A study: data, scope, pilots, periods, variants and outputs, checked.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use super::credibility::{Credibility, StandardErrors};
use super::parse::nearest;
use super::{
    Cohort, Compare, Completion, CutOff, Known, ModelSpec, Movers, Outliers, Population, Quality, SettlementRule, StudyError, TextFormats,
};

/// A checked study.
#[derive(Clone, Debug)]
pub struct Study {
    /// Title, as the report prints it.
    pub title: String,
    /// Language of the report.
    pub language: Language,
    /// Seed of everything random.
    pub seed: u64,
    /// Confidence level of every interval, between 0 and 1.
    pub level: f64,
    /// Where the tables are and how their columns are called.
    pub data: Data,
    /// How the data are to be judged.
    pub quality: Quality,
    /// Sectors in scope, as written: names, `*`, or `-name` to leave one out.
    pub sectors: Spanned<Vec<String>>,
    /// Who is counted.
    pub population: Population,
    /// What is done about benefits that are booked late.
    pub completion: Completion,
    /// The pilots, at least one.
    pub pilots: Vec<Pilot>,
    /// Whose zones are left out of the reference group.
    pub reference: Reference,
    /// Base years and their weights, which add up to one.
    pub base: Vec<(i32, f64)>,
    /// Performance years.
    pub performance: Vec<i32>,
    /// The variants, at least one; the first is the one that the report leads with.
    pub variants: Vec<Variant>,
    /// The variants that `garantie compare` sets side by side.
    pub compare: Compare,
    /// Cut-offs of the curve of gains over the outlier rule.
    pub curve: Vec<CutOff>,
    /// How the figures are tried.
    pub credibility: Credibility,
    /// The settlement rules that `garantie settle` applies.
    pub settlement: Vec<SettlementRule>,
    /// Where the results go and in which formats.
    pub output: Output,
    pub(super) period: Range<usize>,
    pub(super) path: PathBuf,
    pub(super) text: Arc<str>,
}

/// Where the tables are and how their columns are called.
#[derive(Clone, Debug)]
pub struct Data {
    /// The tables.
    pub input: Input,
    /// Our column names and the file's, by table.
    pub columns: ColumnMaps,
    /// Whether the data are a sample or exhaustive.
    pub source: Source,
    /// Tables of everybody in the pilots' zones, which take the place of the sample there.
    pub pilots: Option<Input>,
    /// How the text files are written.
    pub formats: TextFormats,
    /// Municipalities, when not the table of the engine.
    pub geography: Option<Spanned<PathBuf>>,
    /// Municipalities that merged, when not the table of the engine.
    pub mergers: Option<Spanned<PathBuf>>,
}

impl Data {
    /// The largest number of persons that a cell may not rest on; with two sources, the larger limit of the two.
    pub fn small_cell(&self) -> u64 {
        let zones = self.pilots.as_ref().map_or(0, |_| Source::Exhaustive.small_cell());
        self.source.small_cell().max(zones)
    }
}

/// The tables that a study reads.
#[derive(Clone, Debug)]
pub enum Input {
    /// Population and claims, from which the person-year panel is made.
    Claims {
        /// One row per person and year.
        population: Spanned<PathBuf>,
        /// One row per benefit line.
        claims: Spanned<PathBuf>,
        /// One row per delivered drug.
        drugs: Option<Spanned<PathBuf>>,
        /// Code ranges to sectors, when not the table of the engine.
        sectors: Option<Spanned<PathBuf>>,
        /// Drug classes to conditions, when not the table of the engine.
        morbidity: Option<Spanned<PathBuf>>,
    },
    /// A panel that exists already.
    Panel {
        /// One row per person and year.
        panel: Spanned<PathBuf>,
        /// The yes-or-no columns that are conditions.
        conditions: Spanned<Vec<String>>,
    },
}

/// The tables whose columns a study may name and whose files it may describe.
pub const TABLES: [&str; 4] = ["population", "claims", "drugs", "panel"];

/// Our column names and the file's, by table: `maps["claims"]["person"] = "SS00010"`.
pub type ColumnMaps = BTreeMap<String, BTreeMap<String, String>>;

/// Whether every person is in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The permanent sample: a cell of 3 persons or fewer is small.
    Sample,
    /// Everyone: a cell of fewer than 5 persons is small.
    Exhaustive,
}

impl Source {
    /// The largest number of persons that a cell may not rest on.
    pub fn small_cell(self) -> u64 {
        match self {
            Source::Sample => 3,
            Source::Exhaustive => 4,
        }
    }
}

/// Language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
    /// Dutch.
    Nl,
}

/// How the guarantee follows from expected cost (method, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// A: the expected cost itself.
    Level,
    /// B: the pilot's own base cost carried by the expected evolution.
    Evolution,
    /// C: the base difference kept in euro per person-year.
    Additive,
    /// D: as much of the base difference as lasts in zones where nothing happened.
    Credible,
}

impl Reading {
    /// The readings that a group's own figures give, in the order of reports; the credible one needs pseudo-pilots too.
    pub const ALL: [Reading; 3] = [Reading::Level, Reading::Evolution, Reading::Additive];
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reading::Level => "level",
            Reading::Evolution => "evolution",
            Reading::Additive => "additive",
            Reading::Credible => "credible",
        })
    }
}

/// Whose zones are left out of the reference group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Reference {
    /// The zones of all pilots.
    Pilots,
    /// The zone of the pilot that is judged.
    Pilot,
    /// No zone: a pilot is part of its own reference, which biases its gain towards zero by its share.
    None,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reference::Pilots => "pilots",
            Reference::Pilot => "pilot",
            Reference::None => "none",
        })
    }
}

/// A zone, a target rule, a start date.
#[derive(Clone, Debug)]
pub struct Pilot {
    /// Short identifier, used in every table.
    pub id: String,
    /// Name to print.
    pub name: String,
    /// Municipality codes, or what stands for several of them, each with its place in the study.
    pub zone: Vec<Spanned<String>>,
    /// SQL boolean expression over the columns of the panel.
    pub target: Spanned<String>,
    /// First year of the pilot.
    pub start: i32,
}

/// One set of choices.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Name, used in every table.
    pub name: String,
    /// The expenditure model.
    pub model: ModelSpec,
    /// The model's file, when it is not one of the engine.
    pub model_file: Option<PathBuf>,
    /// Where the model was named in the study; the whole study when it is the default.
    pub model_span: Option<Range<usize>>,
    /// The reading to judge by.
    pub reading: Reading,
    /// What is done about very expensive person-years.
    pub outliers: Outliers,
    /// When the target rule is judged.
    pub cohort: Cohort,
    /// Where a person who moves is counted.
    pub movers: Movers,
}

/// Where the results go and in which formats.
#[derive(Clone, Debug)]
pub struct Output {
    /// Folder, made when it does not exist.
    pub folder: PathBuf,
    /// Formats to write.
    pub formats: Vec<Format>,
    /// Where person-year panels are kept for the next command; `None`: nowhere.
    pub panels: Option<PathBuf>,
}

/// A format of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One CSV file a table.
    Csv,
    /// One Parquet file a table.
    Parquet,
    /// One Arrow file a table.
    Arrow,
    /// The tables of a run as one Excel workbook.
    Xlsx,
    /// The report.
    Html,
    /// The report for print and for a file, where the engine was built with it.
    Pdf,
}

impl Study {
    /// Every year that must be read: those judged, and those that a target rule looks at.
    pub fn years_read(&self) -> Vec<i32> {
        let mut years = self.years();
        if self.population.known == Known::PreviousYear {
            years.extend(self.years().iter().map(|year| year - 1));
        }
        years.sort_unstable();
        years.dedup();
        years
    }

    /// Every year that is judged, in order.
    pub fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.base.iter().map(|(year, _)| *year).chain(self.performance.iter().copied()).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What the standard errors of a model's coefficients rest on.
    ///
    /// METHOD: the variance of cost grows with its mean, which least squares ignore and other families assume a form of; residuals
    /// know it, and CR1 takes the clusters that every other variance of the study does. Coefficients that meet constraints have the
    /// model's own.
    pub fn standard_errors_of(&self, model: &ModelSpec) -> StandardErrors {
        let usual = if model.constrain.is_empty() { StandardErrors::Cr1 } else { StandardErrors::Model };
        self.credibility.standard_errors.unwrap_or(usual)
    }

    /// The name of the study file, without its folder.
    pub fn file_name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The text of the study file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A refusal of this study that points at `span`, for what only the data can tell.
    pub fn refuse(&self, span: Option<Range<usize>>, message: impl Into<String>, help: impl Into<String>) -> StudyError {
        StudyError::new(&self.path, &self.text, span, message).with_help(help)
    }

    /// A refusal of the period.
    pub fn refuse_period(&self, message: impl Into<String>, help: impl Into<String>) -> StudyError {
        self.refuse(Some(self.period.clone()), message, help)
    }

    /// The word of `choices` that a mistyped one most likely meant, as a sentence of advice.
    pub fn advise<'a>(word: &str, choices: impl Iterator<Item = &'a str> + Clone) -> String {
        match nearest(word, choices.clone()) {
            Some(close) => format!("did you mean `{close}`?"),
            None if choices.clone().next().is_none() => "there is nothing like it".into(),
            None => format!("there are: {}", choices.collect::<Vec<_>>().join(", ")),
        }
    }
}
