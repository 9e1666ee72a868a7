//! The method in short, with the choices of this study.

use super::Fact;
use super::asked::{level, model};
use super::context::{Context, explanation_key};
use super::precision::rule;
use crate::report::{Period, ReportError};

/// From who is counted to what is hidden, a term and a sentence each.
pub fn method(context: &Context<'_>) -> Result<Vec<Fact>, ReportError> {
    let (words, numbers, results) = (context.words, context.numbers, context.results);
    let asked = &results.asked;
    let outliers = rule(context, asked.outliers)?;
    let tried = results
        .placebos
        .iter()
        .filter(|row| row.variant == asked.variant && row.reading == asked.reading && row.period == Period::All && !row.before);
    let tried: u64 = tried.map(|row| row.departures.len() as u64).max().unwrap_or_default();
    let what = [("outliers", outliers.into()), ("late", completed(context).into())];
    let how = [("model", model(context).into())];
    let trust = [
        ("level", level(context).into()),
        ("shocks", if tried > 0 { "yes" } else { "no" }.into()),
        ("count", numbers.count(tried).into()),
        ("pilots", numbers.count(asked.pilots.len() as u64).into()),
    ];
    let told = [
        ("method-who", words.say("method-who-text")?),
        ("method-what", words.tell("method-what-text", &what)?),
        ("method-expected", words.tell("method-expected-text", &how)?),
        ("method-guarantee", words.say(explanation_key(asked.reading))?),
        ("method-trust", words.tell("method-trust-text", &trust)?),
        ("method-hidden", words.say("limit-cells")?),
    ];
    told.into_iter().map(|(term, value)| Ok(Fact { term: words.say(term)?, value })).collect()
}

/// What late bookings do to the figures.
pub fn late(context: &Context<'_>) -> Result<String, ReportError> {
    context.words.tell("limit-late", &[("late", completed(context).into())])
}

/// Whether what is still to be booked was added.
fn completed(context: &Context<'_>) -> &'static str {
    if context.results.completion.is_empty() { "no" } else { "yes" }
}
