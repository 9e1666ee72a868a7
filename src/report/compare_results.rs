//! What a comparison of variants shows, after disclosure control.

use serde::Serialize;

use super::results::Period;
use crate::compare::{Effect, Ranks, Summary};
use crate::credibility::Verdict;
use crate::money::Cents;
use crate::spec::{Axis, Language};

/// Everything that a comparison shows.
#[derive(Debug, PartialEq)]
pub struct Comparison {
    /// Title of the study.
    pub title: String,
    /// Language of its report.
    pub language: Language,
    /// Confidence level of every interval.
    pub level: f64,
    /// The pilots in the order of the study: identifier and name.
    pub pilots: Vec<(String, String)>,
    /// The performance years.
    pub performance: Vec<i32>,
    /// The choices in which the variants differ.
    pub axes: Vec<Axis>,
    /// The variants in the order of the study.
    pub variants: Vec<VariantChoices>,
    /// One row per pilot, period and variant; within a pilot and period by gain, ascending, those without one last.
    pub curve: Vec<SpecificationRow>,
    /// What they say together.
    pub summaries: Vec<SummaryRow>,
    /// What each choice moves.
    pub effects: Vec<EffectRow>,
    /// Whether the pilots keep their order.
    pub ranks: Vec<RankRow>,
}

/// A variant and what it chooses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantChoices {
    /// Its name.
    pub name: String,
    /// What it chooses, in the order of [`Axis::ALL`].
    pub choices: Vec<String>,
    /// Why it has no answer, if it has none.
    pub failed: Option<String>,
}

/// A row of `specification_curve`: what a variant finds for a pilot.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecificationRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`.
    pub period: Period,
    /// The variant, by its position.
    pub variant: usize,
    /// Whether the credible reading failed a pilot, so that all are judged by the evolution.
    pub by_evolution: bool,
    /// `None`: a small cell, or a variant without an answer.
    pub figures: Option<SpecificationFigures>,
    /// What pseudo-pilots say of the variant; `None` without enough of them.
    pub size: Option<Size>,
}

/// Whether a variant cries wolf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Share of pseudo-pilots that it calls a gain or a loss, each judged by the others.
    pub false_gain_rate: f64,
    /// Whether that is as rare as the level says.
    pub kept: bool,
}

/// The figures of a row of `specification_curve`; as in `gains`.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecificationFigures {
    /// Guarantee less real cost.
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
    /// D = log(real cost / guarantee).
    pub d: f64,
    /// Two-sided p-value of no gain and no loss.
    pub p_value: f64,
    /// The same after Holm's correction over the pilots.
    pub p_holm: f64,
    /// How rare a departure as large is among pseudo-pilots.
    pub p_placebo: Option<f64>,
    /// What the interval allows to say.
    pub verdict: Verdict,
}

/// The variants that a summary is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Over {
    /// All of them.
    #[serde(rename = "all")]
    All,
    /// Those that keep their size.
    #[serde(rename = "size kept")]
    SizeKept,
}

impl Over {
    /// The word of the tables.
    pub fn word(self) -> &'static str {
        match self {
            Over::All => "all",
            Over::SizeKept => "size kept",
        }
    }
}

/// A row of `compare_summary`.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`.
    pub period: Period,
    /// The variants that it is over.
    pub over: Over,
    /// `None`: no variant shows a gain.
    pub summary: Option<Summary>,
}

/// A row of `choice_effects`.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`.
    pub period: Period,
    /// The choice.
    pub axis: Axis,
    /// Its level.
    pub level: String,
    /// What the level moves.
    pub effect: Effect,
}

/// Rows of `rank_stability`, one a pilot.
#[derive(Clone, Debug, PartialEq)]
pub struct RankRow {
    /// Year or `all`.
    pub period: Period,
    /// Identifiers of the pilots ranked.
    pub pilots: Vec<String>,
    /// Their ranks by savings rate.
    pub ranks: Ranks,
}
