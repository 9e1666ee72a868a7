//! What is done about benefits that are booked late: section `[completion]`.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

/// Months after which everything is booked, when the study does not say.
const MONTHS: u32 = 24;

/// How late bookings are dealt with, as written.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct CompletionSection {
    /// `none` when not given.
    #[schemars(with = "Option<Method>")]
    pub method: Option<Spanned<Method>>,
    /// `chain-ladder`: months after the service in which everything is booked; 24 when not given.
    #[schemars(with = "Option<u32>")]
    pub months: Option<Spanned<u32>>,
    /// `booked-within`: months after that of the service whose bookings still count.
    #[schemars(with = "Option<u32>")]
    pub within: Option<Spanned<u32>>,
    /// Last booking month of the extract (YYYYMM), when not the last that its lines have; lines booked later are left out.
    #[schemars(with = "Option<i32>")]
    pub until: Option<Spanned<i32>>,
}

/// A way to deal with late bookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Costs are what is booked.
    None,
    /// What is still to come is estimated from how earlier months of service were booked.
    ChainLadder,
    /// What is booked later than a number of months after the service counts in no year.
    BookedWithin,
}

/// How late bookings are dealt with.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The way.
    pub method: Method,
    /// Months after that of the service in which everything is booked (chain ladder), or whose bookings count (booked within).
    pub months: u32,
    /// Last booking month of the extract as YYYYMM, when not the last that its lines have.
    pub until: Option<i32>,
    /// Where the section asks for it.
    pub span: Option<Range<usize>>,
}

impl Completion {
    /// Whether the month in which a line was booked must be known.
    pub fn needs_bookings(&self) -> bool {
        self.method != Method::None || self.until.is_some()
    }
}

impl fmt::Display for Completion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.method {
            Method::None => f.write_str("none")?,
            Method::ChainLadder => write!(f, "chain-ladder {}", self.months)?,
            Method::BookedWithin => write!(f, "booked-within {}", self.months)?,
        }
        self.until.map_or(Ok(()), |until| write!(f, " until {until}"))
    }
}

impl CompletionSection {
    /// Checks the section; on a ready-made panel (`lines` false) there is nothing to complete.
    pub fn check(self, lines: bool) -> Result<Completion, (Option<Range<usize>>, String, String)> {
        let refuse = |span: Range<usize>, message: &str, help: &str| Err((Some(span), message.to_owned(), help.to_owned()));
        let method = self.method.as_ref().map_or(Method::None, |method| *method.get_ref());
        let span = self.method.as_ref().map(Spanned::span).or(self.until.as_ref().map(Spanned::span));
        if let Some(until) = &self.until {
            let (year, month) = (until.get_ref() / 100, until.get_ref() % 100);
            if !(1800..3000).contains(&year) || !(1..=12).contains(&month) {
                return refuse(until.span(), "`until` is a month", "write it as YYYYMM, for example 202012");
            }
        }
        let extra = match method {
            Method::None => self.months.as_ref().or(self.within.as_ref()),
            Method::ChainLadder => self.within.as_ref(),
            Method::BookedWithin => self.months.as_ref(),
        };
        if let Some(extra) = extra {
            let help = "`months` belongs to chain-ladder, `within` to booked-within";
            return refuse(extra.span(), "this key says nothing to the method of the section", help);
        }
        let given = self.months.or(self.within);
        if let Some(months) = given.as_ref().filter(|months| !(1..=60).contains(months.get_ref())) {
            return refuse(months.span(), "late bookings are followed for 1 to 60 months", "24 is two years");
        }
        let months = match (method, given) {
            (_, Some(months)) => months.into_inner(),
            (Method::BookedWithin, None) => {
                return Err((span, "booked within how many months?".into(), "give `within`, for example 21".into()));
            }
            (_, None) => MONTHS,
        };
        let completion = Completion { method, months, until: self.until.map(Spanned::into_inner), span };
        if completion.needs_bookings() && !lines {
            let help = "leave [completion] out, or give `population` and `claims` instead of `panel`";
            return Err((completion.span, "a ready-made panel has no lines with the month of their booking".into(), help.into()));
        }
        Ok(completion)
    }
}
