//! Control totals: what was read and what became of it, to the line and to the cent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ingest::DataError;
use crate::money::Cents;
use crate::quality::Total;

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Bucket {
    /// Counted as cost of this sector.
    Sector(String),
    /// What is still to be booked for this sector, by the chain ladder: no lines.
    StillToBook(String),
    /// Of a sector out of the study's scope.
    OutOfScope(String),
    /// Of a code without sector.
    NoSector,
    /// A pharmacist's fee that the drugs table holds already.
    FeeTwice,
    /// Repeats another line in every column, and the study leaves such lines out.
    Repeated,
    /// Of a person who is not in the population of the year of service.
    NotInPopulation,
    /// Of a person whom another source of the study has.
    Elsewhere,
    /// Booked later than the study counts.
    BookedLater,
    /// Of a year that the study does not need.
    OtherYear,
}

impl Bucket {
    /// Whether the money is part of the panel's costs.
    pub fn used(&self) -> bool {
        matches!(self, Bucket::Sector(_) | Bucket::StillToBook(_))
    }
}

/// Lines and money by year of service and bucket. Totals of parts add up to the total of the whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ControlTotals {
    totals: BTreeMap<(i32, Bucket), Total>,
}

impl ControlTotals {
    /// Adds lines of a year and bucket.
    pub fn add(&mut self, year: i32, bucket: Bucket, more: Total) {
        self.totals.entry((year, bucket)).or_default().add(&more);
    }

    /// Every year and bucket, in order.
    pub fn iter(&self) -> impl Iterator<Item = (i32, &Bucket, Total)> {
        self.totals.iter().map(|((year, bucket), total)| (*year, bucket, *total))
    }

    /// Lines and money of one year and bucket.
    pub fn of(&self, year: i32, bucket: &Bucket) -> Total {
        self.totals.get(&(year, bucket.clone())).copied().unwrap_or_default()
    }

    /// Lines and money of one kind over all years.
    pub fn sum(&self, wanted: impl Fn(&Bucket) -> bool) -> Total {
        let mut sum = Total::default();
        self.iter().filter(|(_, bucket, _)| wanted(bucket)).for_each(|(_, _, total)| sum.add(&total));
        sum
    }

    /// Refuses totals that do not account for every line that the readers handed over.
    pub fn check_lines(&self, read: u64) -> Result<(), DataError> {
        let accounted = self.sum(|_| true).lines;
        if accounted == read {
            return Ok(());
        }
        Err(DataError::ControlTotals { what: "lines".into(), expected: read as i64, got: accounted as i64 })
    }

    /// Refuses a panel whose costs of a year and sector are not, to the cent, those that were read.
    pub fn check(&self, year: i32, sector: &str, panel: Cents) -> Result<(), DataError> {
        let amount = |bucket: Bucket| self.of(year, &bucket).amount;
        let read = amount(Bucket::Sector(sector.to_owned())) + amount(Bucket::StillToBook(sector.to_owned()));
        if read == panel {
            return Ok(());
        }
        let what = format!("cents of sector `{sector}` in {year}");
        Err(DataError::ControlTotals { what, expected: read.0, got: panel.0 })
    }
}
