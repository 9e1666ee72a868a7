//! A plan to use gains as it is written: types that mirror the file, and its JSON Schema.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;
use toml::value::Datetime;

use super::Language;
use super::use_of_gains::{Funding, Matter, Purpose, UseLevel};

/// A plan to use gains, or a yearly report of use.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanText {
    /// Title, pilot and language.
    pub plan: PlanSection,
    /// The years of use, at least one.
    #[schemars(with = "Vec<YearSection>")]
    pub year: Vec<Spanned<YearSection>>,
    /// Agreements on the refund of invested means.
    #[serde(default)]
    pub agreement: Vec<AgreementSection>,
    /// The posts.
    #[serde(default)]
    #[schemars(with = "Vec<PostSection>")]
    pub post: Vec<Spanned<PostSection>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSection {
    /// Title, as the report prints it.
    pub title: String,
    /// The pilot.
    pub project: String,
    /// Language of the report.
    #[serde(default = "english")]
    pub language: Language,
    /// The last day of the project, if the plan reaches it.
    #[schemars(with = "Option<String>")]
    pub end: Option<Spanned<Datetime>>,
    /// What was recovered after it, in euro, once that is known; the years must reach the end.
    #[schemars(with = "Option<f64>")]
    pub recovered: Option<Spanned<f64>>,
    /// The rules and amounts, instead of the engine's; the path is relative to this file.
    #[schemars(with = "Option<String>")]
    pub rules: Option<Spanned<PathBuf>>,
    /// Folder of the report; `out/` and the name of this file when not given.
    pub folder: Option<PathBuf>,
}

fn english() -> Language {
    Language::En
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearSection {
    /// The year of use.
    #[schemars(with = "i32")]
    pub year: Spanned<i32>,
    /// Budget of integration management received, in euro.
    #[schemars(with = "f64")]
    pub integration_budget: Spanned<f64>,
    /// Gains paid the year before, to be used in this one, in euro.
    #[schemars(with = "f64")]
    pub gains: Spanned<f64>,
    /// The part of them put in reserve, in euro; none when not given.
    #[schemars(with = "Option<f64>")]
    pub reserve: Option<Spanned<f64>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementSection {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The day on which it was made.
    #[schemars(with = "String")]
    pub agreed: Spanned<Datetime>,
    /// The day from which the means are invested.
    #[schemars(with = "String")]
    pub invested: Spanned<Datetime>,
    /// The last day of its term.
    #[schemars(with = "String")]
    pub until: Spanned<Datetime>,
    /// The smallest refund, in euro.
    #[schemars(with = "f64")]
    pub minimum: Spanned<f64>,
    /// Whether it makes up for a loss through a shift of means.
    #[serde(default)]
    pub shift_of_means: bool,
    /// Who invested how much.
    pub means: Vec<MeansSection>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeansSection {
    /// Who invested.
    pub beneficiary: String,
    /// How much, in euro.
    #[schemars(with = "f64")]
    pub amount: Spanned<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostSection {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What it pays.
    pub title: String,
    /// The year of use.
    #[schemars(with = "i32")]
    pub year: Spanned<i32>,
    /// Whom it serves.
    pub level: UseLevel,
    /// What it is for.
    pub purpose: Purpose,
    /// What is spent, or is to be, in euro.
    #[schemars(with = "f64")]
    pub amount: Spanned<f64>,
    /// What was planned, in a report of use, in euro.
    #[schemars(with = "Option<f64>")]
    pub planned: Option<Spanned<f64>>,
    /// What it is paid from.
    pub funding: Funding,
    /// Who receives it.
    pub beneficiary: String,
    /// The agreement that a refund or indemnity rests on; for no other purpose.
    #[schemars(with = "Option<String>")]
    pub agreement: Option<Spanned<String>>,
    /// The day of the consortium's written approval of an indemnity; for no other purpose.
    #[schemars(with = "Option<String>")]
    pub approved: Option<Spanned<Datetime>>,
    /// The years over which an investment depreciates, from 1 to 50; for no other purpose.
    #[schemars(with = "Option<u32>", range(min = 1, max = 50))]
    pub depreciation_years: Option<Spanned<i64>>,
    /// Whose matter it is; `federal` when not given.
    #[serde(default)]
    pub matter: Matter,
}

/// JSON Schema of a plan.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(PlanText)
}
