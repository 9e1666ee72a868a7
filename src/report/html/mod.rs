//! The report as one HTML file: no network, no script that it needs, the same bytes for the same results.
//!
//! [`render`] turns every figure into finished text, section by section (one file each in `html/`), and hands it to the
//! templates in `templates/`, which hold the layout alone.

mod asked;
mod context;
mod data;
mod decomposition;
mod diagnostics;
mod gains;
mod map;
mod method;
mod models;
mod outliers;
pub(super) mod page;
mod parts;
mod pilots;
mod placebos;
mod precision;
mod readings;
mod reproduce;
mod sectors;
mod settlement;
#[cfg(test)]
mod tests;
mod trial;
mod use_of_gains;
mod years;

use askama::Template;

pub(super) use self::context::{Context, reading_key, span, verdict_key};
pub(super) use self::gains::percent_tick;
#[cfg(feature = "pdf")]
pub(super) use self::{data::Cell as TotalCell, models::Coefficients};

pub use self::settlement::SettlementPage;
pub use self::use_of_gains::{render_use, use_cover};
use crate::report::ReportError;
use crate::report::Results;
use crate::report::language::Words;

/// A term and what it is in this study.
pub(super) struct Fact {
    pub(super) term: String,
    pub(super) value: String,
}

/// All that the report says, as finished text, section by section.
#[derive(Template)]
#[template(path = "report/report.html")]
pub(super) struct Page<'a> {
    pub(super) words: &'a Words,
    pub(super) title: &'a str,
    pub(super) summary: asked::Summary,
    pub(super) asked: asked::Asked<'a>,
    pub(super) gains: gains::Gains<'a>,
    pub(super) tiles: Vec<map::Tile<'a>>,
    pub(super) pilots: pilots::Pilots<'a>,
    pub(super) decomposition: decomposition::Decomposition,
    pub(super) parts: parts::Parts<'a>,
    pub(super) readings: readings::Readings<'a>,
    pub(super) placebos: placebos::Placebos,
    pub(super) ladders: Vec<precision::Ladder>,
    pub(super) outliers: outliers::OutlierCurves,
    pub(super) sectors: sectors::Sectors,
    pub(super) models: models::Models,
    pub(super) diagnostics: diagnostics::Diagnostics,
    pub(super) data: data::Data<'a>,
    pub(super) method: Vec<Fact>,
    pub(super) late: String,
    pub(super) reproduce: reproduce::Reproduce,
}

impl<'a> Page<'a> {
    /// What the report of a run says.
    pub(super) fn new(context: &Context<'a>) -> Result<Page<'a>, ReportError> {
        Ok(Page {
            words: context.words,
            title: &context.results.asked.title,
            summary: asked::Summary::new(context)?,
            asked: asked::Asked::new(context)?,
            gains: gains::Gains::new(context)?,
            tiles: map::tiles(context)?,
            pilots: pilots::Pilots::new(context)?,
            decomposition: decomposition::Decomposition::new(context)?,
            parts: parts::Parts::new(context)?,
            readings: readings::Readings::new(context)?,
            placebos: placebos::Placebos::new(context)?,
            ladders: precision::ladders(context)?,
            outliers: outliers::OutlierCurves::new(context)?,
            sectors: sectors::Sectors::new(context)?,
            models: models::Models::new(context)?,
            diagnostics: diagnostics::Diagnostics::new(context)?,
            data: data::Data::new(context)?,
            method: method::method(context)?,
            late: method::late(context)?,
            reproduce: reproduce::Reproduce::new(context)?,
        })
    }
}

/// The summary of a run in sentences, as the report begins; a warning comes first.
pub(super) fn summary_sentences(results: &Results, words: &Words) -> Result<Vec<String>, ReportError> {
    let summary = asked::Summary::new(&Context::new(results, words)?)?;
    Ok(summary.alarm.into_iter().chain(summary.sentences).collect())
}

/// The report of a run, in the language that its study asked for.
///
/// # Errors
/// [`ReportError::Text`] or [`ReportError::Template`] if a text is missing; no content of `results` leads to one.
pub fn render(results: &Results) -> Result<String, ReportError> {
    let words = Words::new(results.asked.language)?;
    let page = Page::new(&Context::new(results, &words)?)?;
    page.render().map_err(|error| ReportError::Template(error.to_string()))
}

#[cfg(test)]
pub(super) use self::tests::sample;
