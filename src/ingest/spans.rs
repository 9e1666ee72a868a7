//! When the lines of a table were served, as far as its files tell without being read.

use std::ops::RangeInclusive;
use std::path::Path;

use super::contract::Contract;
use super::files::{Form, form, matching};
use super::parquet::Pieces;

/// Days in days since 1 January 1970, the first and the last included.
pub type DaySpan = RangeInclusive<i32>;

/// The days of the lines of a table, of each part that can be read without the others.
#[derive(Debug)]
pub struct Spans(Vec<DaySpan>);

impl Spans {
    /// Those of a table's files; none if one of them does not tell, as only Parquet does, or cannot be read.
    pub(super) fn of(contract: &Contract, pattern: &Path) -> Option<Spans> {
        let mut spans = Vec::new();
        for path in matching(contract.table, pattern).ok()? {
            if form(&path, contract.format).ok()? != Form::Parquet {
                return None;
            }
            let pieces = Pieces::open(&path, contract.theirs("service_date"), |_| false).ok()?;
            spans.extend(pieces.spans()?);
        }
        Some(Spans(spans))
    }

    /// Whether some part has lines from before a day and lines from that day on.
    pub fn cross(&self, day: i32) -> bool {
        self.0.iter().any(|span| *span.start() < day && *span.end() >= day)
    }
}
