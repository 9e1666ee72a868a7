//! What the user asked: study and model files, from text to checked types.
//!
//! Nothing here knows the data. A file is read in two steps: its text is parsed into types that mirror it, then checked into
//! values that the rest of the engine can rely on. Every refusal is a [`StudyError`] that points into the file and says what
//! would be right.

mod annex7;
mod builtin;
mod check;
mod compare;
mod compare_check;
mod completion;
mod credibility;
mod data_check;
mod dated;
mod error;
mod format;
mod layout;
mod local_text;
mod model;
mod model_check;
mod model_text;
mod outliers;
mod output;
mod parse;
mod population;
mod quality;
mod settlement;
mod study;
mod text;
mod use_of_gains;
mod use_of_gains_text;

pub use annex7::{Amounts, RuleTable, RuleValue, UseRule};
pub use builtin::{ANNEX_7, COLUMN_MAPS, GEOGRAPHY, LAYOUTS, MERGERS, MINIMUM_SAVINGS, MODELS, MORBIDITY, SECTORS, SETTLEMENT_RULES};
pub use compare::{Axis, Compare, Compared};
pub use completion::{Completion, Method};
pub use credibility::{Cluster, Credibility, IntervalKind, StandardErrors};
pub use dated::{Certainty, Date, Dated, DatedValue};
pub use error::StudyError;
pub use format::{Encoding, TextFormat, TextFormats};
pub use layout::{Layout, LayoutColumn, schema as layout_schema};
pub use local_text::LocalText;
pub use model::{Adjuster, FamilySpec, LinkSpec, ModelSpec, Outcome, Role, TermSpec};
pub use model_text::schema as model_schema;
pub use outliers::{CutOff, Outliers};
pub use output::{PDF_BUILD, output_names};
pub(crate) use parse::parse;
pub use population::{Cohort, Known, Movers, Population};
pub use quality::{Level, Quality, RULES, RepeatedLines};
pub use settlement::{Basis, Cap, Cumulation, Gate, Losses, SettlementRule, Unit, Unnamed, schema as settlement_schema};
pub use study::{ColumnMaps, Data, Format, Input, Language, Output, Pilot, Reading, Reference, Source, Study, TABLES, Variant};
pub use use_of_gains::{Agreement, Funding, Matter, Post, Purpose, UseLevel, UsePlan, UseYear};
pub use use_of_gains_text::schema as plan_schema;

/// JSON Schema of the study file.
pub fn study_schema() -> schemars::Schema {
    schemars::schema_for!(text::StudyText)
}
