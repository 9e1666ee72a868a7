//! Values that hold from a date on, until the next one: how rules change by decree and by year.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;
pub use toml::value::Date;
use toml::value::Datetime;

use super::{LocalText, StudyError};

/// How sure it is that a value held from its date on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The source states value and date.
    #[default]
    Stated,
    /// The value, or the date from which it held, is not known to us and has been assumed.
    Assumed,
}

/// A value and the day from which it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedValue<T> {
    /// The first day.
    pub from: Date,
    /// The value.
    pub value: T,
    /// How sure that is.
    pub certainty: Certainty,
    /// What there is to say about it, or nothing.
    pub note: LocalText,
}

/// Values in the order of their dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T>(Vec<DatedValue<T>>);

impl<T> Dated<T> {
    /// The value in force on the first of January of a year; `None` before the first.
    pub fn in_year(&self, year: i32) -> Option<&DatedValue<T>> {
        let day = first_of_january(year)?;
        self.0.iter().rfind(|value| value.from <= day)
    }
}

/// The day that decides what is in force in a year; `None` for a year that no date can have.
pub fn first_of_january(year: i32) -> Option<Date> {
    Some(Date { year: u16::try_from(year).ok()?, month: 1, day: 1 })
}

/// A dated value as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedText {
    /// The first day on which the value holds; it holds until the next one begins.
    #[schemars(with = "String")]
    pub from: Spanned<Datetime>,
    /// The value: euro, percent or years, as the rule says.
    #[schemars(with = "f64")]
    pub value: Spanned<f64>,
    /// How sure that is; `stated` when not given.
    #[serde(default)]
    pub certainty: Certainty,
    /// What there is to say about it; one text, or `note.en`, `note.fr` and `note.nl`.
    #[serde(default)]
    pub note: LocalText,
}

/// Checks the dates and converts the values; `convert` gives `None` for a value that cannot be, `expected` says what can.
pub fn check_dated<T>(
    values: Vec<DatedText>,
    path: &Path,
    text: &Arc<str>,
    convert: impl Fn(f64) -> Option<T>,
    expected: &str,
) -> Result<Dated<T>, StudyError> {
    let mut checked: Vec<DatedValue<T>> = Vec::with_capacity(values.len());
    for written in values {
        let refused = |span, message: String, help: &str| StudyError::new(path, text, Some(span), message).with_help(help);
        let from = day(&written.from, path, text)?;
        if checked.last().is_some_and(|before| before.from >= from) {
            return Err(refused(written.from.span(), format!("{from} is not later than the date before it"), "list the values by date"));
        }
        let value = convert(*written.value.get_ref())
            .ok_or_else(|| refused(written.value.span(), format!("{} cannot be", written.value.get_ref()), expected))?;
        checked.push(DatedValue { from, value, certainty: written.certainty, note: written.note });
    }
    Ok(Dated(checked))
}

/// A date without a time.
pub fn day(written: &Spanned<Datetime>, path: &Path, text: &Arc<str>) -> Result<Date, StudyError> {
    let Datetime { date: Some(date), time: None, offset: None } = written.get_ref() else {
        let message = format!("{} is not a day", written.get_ref());
        return Err(StudyError::new(path, text, Some(written.span()), message).with_help("write it without a time: 2019-01-01"));
    };
    Ok(*date)
}
