//! The study file as it is written: types that mirror it, and its JSON Schema.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::compare_check::CompareSection;
use super::completion::CompletionSection;
use super::credibility::CredibilitySection;
use super::format::FilesSection;
use super::outliers::{OutlierSection, VariantOutliers};
use super::population::{Cohort, PopulationSection};
use super::{ColumnMaps, Encoding, Format, Language, Level, Reading, Reference, RepeatedLines, Source};

/// A study of garantie.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyText {
    /// Title, language, seed and confidence level.
    pub study: StudySection,
    /// The tables.
    pub data: DataSection,
    /// How the data are to be judged.
    #[serde(default)]
    pub quality: QualitySection,
    /// Sectors in and out.
    #[serde(default)]
    pub scope: ScopeSection,
    /// The pilots, at least one.
    #[serde(default)]
    pub pilot: Vec<PilotSection>,
    /// The reference group.
    #[serde(default)]
    pub reference: ReferenceSection,
    /// The years.
    #[schemars(with = "PeriodSection")]
    pub period: Spanned<PeriodSection>,
    /// Sets of choices; none given: model `ols-morbidity`, reading `evolution`.
    #[serde(default)]
    pub variant: Vec<VariantSection>,
    /// What is done about very expensive person-years.
    #[serde(default)]
    pub outliers: OutlierSection,
    /// Who is counted.
    #[serde(default)]
    pub population: PopulationSection,
    /// What is done about benefits that are booked late.
    #[serde(default)]
    pub completion: CompletionSection,
    /// How the figures are tried.
    #[serde(default)]
    pub credibility: CredibilitySection,
    /// The variants that `garantie compare` sets side by side.
    #[serde(default)]
    pub compare: CompareSection,
    /// The settlement rules that `garantie settle` applies.
    #[serde(default)]
    pub settle: SettleSection,
    /// Where the results go.
    #[serde(default)]
    pub output: OutputSection,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudySection {
    /// Title, as the report prints it.
    pub title: String,
    /// Language of the report.
    #[serde(default = "english")]
    pub language: Language,
    /// Seed of everything random.
    #[serde(default)]
    pub seed: u64,
    /// Confidence level of every interval; 0.95 when not given.
    #[schemars(with = "Option<f64>")]
    pub level: Option<Spanned<f64>>,
}

fn english() -> Language {
    Language::En
}

/// Paths are relative to the study file; `*` matches within a folder. Give `population` and `claims`, or `panel`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataSection {
    /// One row per person and year.
    #[schemars(with = "Option<String>")]
    pub population: Option<Spanned<PathBuf>>,
    /// One row per benefit line.
    #[schemars(with = "Option<String>")]
    pub claims: Option<Spanned<PathBuf>>,
    /// One row per delivered drug.
    #[schemars(with = "Option<String>")]
    pub drugs: Option<Spanned<PathBuf>>,
    /// Nomenclature code ranges and their sector, instead of the engine's.
    #[schemars(with = "Option<String>")]
    pub sectors: Option<Spanned<PathBuf>>,
    /// Drug classes and their condition, instead of the engine's.
    #[schemars(with = "Option<String>")]
    pub morbidity: Option<Spanned<PathBuf>>,
    /// A ready-made panel: one row per person and year, one cost column in euro per sector.
    #[schemars(with = "Option<String>")]
    pub panel: Option<Spanned<PathBuf>>,
    /// The yes-or-no columns of the panel that are conditions.
    #[schemars(with = "Option<Vec<String>>")]
    pub conditions: Option<Spanned<Vec<String>>>,
    /// How the files call our columns.
    #[schemars(with = "Option<ColumnsShape>")]
    pub columns: Option<Spanned<ColumnsText>>,
    /// Whether everybody is in the data; decides the limit of a small cell.
    pub source: Source,
    /// Tables of everybody in the pilots' zones, beside a sample of the country.
    #[schemars(with = "Option<ZoneTables>")]
    pub pilots: Option<Spanned<ZoneTables>>,
    /// What stands between two columns of a CSV file: `,` (when not given), `;`, `|` or a tab.
    #[schemars(with = "Option<String>")]
    pub delimiter: Option<Spanned<String>>,
    /// The decimal sign of text files: `.` (when not given) or `,`.
    #[schemars(with = "Option<String>")]
    pub decimal: Option<Spanned<String>>,
    /// The characters of text files; `utf-8` when not given.
    pub encoding: Option<Encoding>,
    /// What stands for a missing value in text files, beside an empty cell; `NA` when not given.
    pub missing: Option<Vec<String>>,
    /// By table, what differs from the four above, and the layout of a fixed-width table.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, FilesSection>")]
    pub files: BTreeMap<Spanned<String>, FilesSection>,
    /// Municipalities, instead of the engine's: `nis,name_fr,name_nl,arrondissement,province,region`.
    #[schemars(with = "Option<String>")]
    pub geography: Option<Spanned<PathBuf>>,
    /// Municipalities that merged or changed code, instead of the engine's: `old,new,year`.
    #[schemars(with = "Option<String>")]
    pub mergers: Option<Spanned<PathBuf>>,
}

/// The same tables as in `[data]`, with everybody who lives in the zones of the pilots. They take the place of the sample there.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneTables {
    /// One row per person and year.
    #[schemars(with = "Option<String>")]
    pub population: Option<Spanned<PathBuf>>,
    /// One row per benefit line.
    #[schemars(with = "Option<String>")]
    pub claims: Option<Spanned<PathBuf>>,
    /// One row per delivered drug.
    #[schemars(with = "Option<String>")]
    pub drugs: Option<Spanned<PathBuf>>,
    /// A ready-made panel.
    #[schemars(with = "Option<String>")]
    pub panel: Option<Spanned<PathBuf>>,
}

/// Either the name of a map or the map itself.
pub enum ColumnsText {
    Named(String),
    /// Maps of its own, on top of a named one if `like` names it.
    Given {
        like: Option<String>,
        maps: ColumnMaps,
    },
}

/// What [`ColumnsText`] reads, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "its shape is all that the schema needs")]
enum ColumnsShape {
    /// A map of the engine.
    Named(String),
    /// By table: our name = the file's name; `like` names a map to start from.
    Given(std::collections::BTreeMap<String, ColumnsOrLike>),
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "its shape is all that the schema needs")]
enum ColumnsOrLike {
    Like(String),
    Columns(std::collections::BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for ColumnsText {
    // Written out because an untagged enum would lose the place of a mistake.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ColumnsText;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("the name of a column map, or tables such as `columns.claims = { person = \"SS00010\" }`")
            }
            fn visit_str<E>(self, name: &str) -> Result<ColumnsText, E> {
                Ok(ColumnsText::Named(name.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<ColumnsText, A::Error> {
                let (mut like, mut maps) = (None, ColumnMaps::new());
                while let Some(key) = map.next_key::<String>()? {
                    if key == "like" {
                        like = Some(map.next_value()?);
                    } else {
                        maps.insert(key, map.next_value()?);
                    }
                }
                Ok(ColumnsText::Given { like, maps })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct QualitySection {
    /// What becomes of lines repeated to the letter; `keep` when not given.
    #[serde(default)]
    pub repeated_lines: RepeatedLines,
    /// Months from service to booking after which a booking is late; 24 when not given.
    #[schemars(with = "Option<i32>")]
    pub booked_within: Option<Spanned<i32>>,
    /// Share of a target group's cost in a year from which one person is a finding; 0.05 when not given.
    #[schemars(with = "Option<f64>")]
    pub one_person_share: Option<Spanned<f64>>,
    /// Levels that rules have whatever they find, by the name of the rule.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Level>")]
    pub levels: BTreeMap<Spanned<String>, Level>,
    /// Shares from which a rule's finding is an error, by the name of the rule.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub limits: BTreeMap<Spanned<String>, Spanned<f64>>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ScopeSection {
    /// Names of sectors, `*` for all, `-name` to leave one out.
    #[schemars(with = "Option<Vec<String>>")]
    pub sectors: Option<Spanned<Vec<String>>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PilotSection {
    /// Short identifier, used in every table.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Name to print; the identifier when not given.
    pub name: Option<String>,
    /// Municipality codes, of today or from before a merger; ranges such as `62003-62122`; or `arrondissement:Liège`,
    /// `province:Namur`, `region:Wallonie` by the names of the geography.
    #[schemars(with = "Vec<String>")]
    pub zone: Spanned<Vec<Spanned<String>>>,
    /// SQL boolean expression over the columns of the panel, for example `chronic and age >= 18`.
    #[schemars(with = "String")]
    pub target: Spanned<String>,
    /// First year of the pilot.
    #[schemars(with = "i32")]
    pub start: Spanned<i32>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ReferenceSection {
    /// Whose zones are no part of the reference group; `pilots` when not given.
    pub leave_out: Option<Reference>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodSection {
    /// Base years, in order.
    #[schemars(with = "Vec<i32>")]
    pub base: Spanned<Vec<i32>>,
    /// Their weights; equal when not given.
    #[schemars(with = "Option<Vec<f64>>")]
    pub base_weights: Option<Spanned<Vec<f64>>>,
    /// Performance years, in order.
    #[schemars(with = "Vec<i32>")]
    pub performance: Spanned<Vec<i32>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantSection {
    /// Name, used in every table.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// A model of the engine, or a file ending in `.toml`.
    #[schemars(with = "Option<String>")]
    pub model: Option<Spanned<String>>,
    /// The reading to judge by; `evolution` when not given.
    #[schemars(with = "Option<Reading>")]
    pub reading: Option<Spanned<Reading>>,
    /// The outlier rule of this variant; the study's when not given.
    pub outliers: Option<VariantOutliers>,
    /// When the target rule is judged, instead of what [population] says.
    pub cohort: Option<Cohort>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct SettleSection {
    /// Rules of the engine, or files ending in `.toml`; every rule of the engine when not given.
    #[schemars(with = "Option<Vec<String>>")]
    pub rules: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct OutputSection {
    /// Folder, made when it does not exist; `out` when not given.
    #[schemars(with = "Option<String>")]
    pub folder: Option<Spanned<PathBuf>>,
    /// Formats to write; csv, parquet, xlsx and html when not given.
    #[schemars(with = "Option<Vec<Format>>")]
    pub formats: Option<Spanned<Vec<Format>>>,
}
