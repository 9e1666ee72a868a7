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
mod page;
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

pub(super) use self::context::{reading_key, span, verdict_key};
pub(super) use self::gains::percent_tick;

use self::context::Context;
pub use self::settlement::SettlementPage;
pub use self::use_of_gains::{render_use, use_cover};
use crate::report::ReportError;
use crate::report::Results;
use crate::report::language::Words;

/// A term and what it is in this study.
struct Fact {
    term: String,
    value: String,
}

#[derive(Template)]
#[template(path = "report/report.html")]
struct Page<'a> {
    words: &'a Words,
    title: &'a str,
    summary: asked::Summary,
    asked: asked::Asked<'a>,
    gains: gains::Gains<'a>,
    tiles: Vec<map::Tile<'a>>,
    pilots: pilots::Pilots<'a>,
    decomposition: decomposition::Decomposition,
    parts: parts::Parts<'a>,
    readings: readings::Readings<'a>,
    placebos: placebos::Placebos,
    ladders: Vec<precision::Ladder>,
    outliers: outliers::OutlierCurves,
    sectors: sectors::Sectors,
    models: models::Models,
    diagnostics: diagnostics::Diagnostics,
    data: data::Data<'a>,
    method: Vec<Fact>,
    late: String,
    reproduce: reproduce::Reproduce,
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
    let context = Context::new(results, &words)?;
    let page = Page {
        words: &words,
        title: &results.asked.title,
        summary: asked::Summary::new(&context)?,
        asked: asked::Asked::new(&context)?,
        gains: gains::Gains::new(&context)?,
        tiles: map::tiles(&context)?,
        pilots: pilots::Pilots::new(&context)?,
        decomposition: decomposition::Decomposition::new(&context)?,
        parts: parts::Parts::new(&context)?,
        readings: readings::Readings::new(&context)?,
        placebos: placebos::Placebos::new(&context)?,
        ladders: precision::ladders(&context)?,
        outliers: outliers::OutlierCurves::new(&context)?,
        sectors: sectors::Sectors::new(&context)?,
        models: models::Models::new(&context)?,
        diagnostics: diagnostics::Diagnostics::new(&context)?,
        data: data::Data::new(&context)?,
        method: method::method(&context)?,
        late: method::late(&context)?,
        reproduce: reproduce::Reproduce::new(&context)?,
    };
    page.render().map_err(|error| ReportError::Template(error.to_string()))
}

#[cfg(test)]
pub(super) use self::tests::sample;
