//! The report as PDF, for a commission's file: what the HTML report says, on numbered A4 pages, the same bytes for the same results.
//!
//! [`html::Page`](super::html::Page) says it; `document` puts it into blocks, `sections` and `annex` in their order; `typeset` has typst
//! lay them out by the template `report.typ`, with the fonts that travel with typst. It takes an engine built with the feature `pdf`.

#[cfg(feature = "pdf")]
mod annex;
#[cfg(feature = "pdf")]
mod document;
#[cfg(feature = "pdf")]
mod sections;
#[cfg(feature = "pdf")]
mod table;
#[cfg(all(test, feature = "pdf"))]
mod tests;
#[cfg(feature = "pdf")]
mod typeset;

use crate::report::{ReportError, Results};

/// The report of a run, in the language that its study asked for.
///
/// # Errors
/// [`ReportError::Text`] or [`ReportError::Template`] if a text is missing or the template fails; no content of `results` leads to one.
#[cfg(feature = "pdf")]
pub fn render_pdf(results: &Results) -> Result<Vec<u8>, ReportError> {
    let words = super::language::Words::new(results.asked.language)?;
    let page = super::html::Page::new(&super::html::Context::new(results, &words)?)?;
    typeset::pdf(&document::Document::new(&page, &results.asked)?)
}

/// The report of a run, which this engine is built without.
///
/// # Errors
/// [`ReportError::NoPdf`], always.
#[cfg(not(feature = "pdf"))]
pub fn render_pdf(_: &Results) -> Result<Vec<u8>, ReportError> {
    Err(ReportError::NoPdf)
}
