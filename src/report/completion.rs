//! What completes the costs: rows that may be seen, and their tables.

use serde::{Deserialize, Serialize};

use super::table::{Cell, Kind, Table};
use crate::money::Cents;

/// A row of `completion`: one year and sector. Amounts are unweighted, of all lines used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompletedRow {
    /// Sector.
    pub sector: String,
    /// Year of service.
    pub year: i32,
    /// `None`: small cell.
    pub figures: Option<CompletedFigures>,
}

/// The figures of a row of `completion`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompletedFigures {
    /// What is booked.
    pub booked: Cents,
    /// What it comes to.
    pub completed: Cents,
    /// Completed over booked.
    pub factor: f64,
    /// Standard error of the completed amount over that amount.
    pub se: f64,
}

/// A row of `completion_factors`: from one lag to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorRow {
    /// Sector.
    pub sector: String,
    /// Months from service to booking before the step.
    pub lag: u64,
    /// Months of service that it was learnt from.
    pub months: u64,
    /// What is booked up to the next lag over what is booked up to this one.
    pub factor: f64,
    /// Its standard error.
    pub se: f64,
    /// Share of the final amount that is booked up to this lag.
    pub booked_share: f64,
}

/// Their tables.
pub fn tables(completed: &[CompletedRow], factors: &[FactorRow]) -> [Table; 2] {
    let of_year = |row: &CompletedRow| {
        let figures =
            row.figures.as_ref().map(|f| [Cell::Money(f.booked), Cell::Money(f.completed), Cell::Number(f.factor), Cell::Number(f.se)]);
        let keys = [Cell::Text(row.sector.clone()), Cell::Whole(row.year.into())];
        keys.into_iter().chain(figures.unwrap_or([const { Cell::Small }; 4])).collect()
    };
    let of_step = |row: &FactorRow| {
        let counts = [row.lag, row.months].map(|count| Cell::Whole(count as i64));
        let numbers = [row.factor, row.se, row.booked_share].map(Cell::Number);
        [Cell::Text(row.sector.clone())].into_iter().chain(counts).chain(numbers).collect()
    };
    let amounts = [("booked", Kind::Money), ("completed", Kind::Money), ("factor", Kind::Number), ("se", Kind::Share)];
    let steps =
        [("lag", Kind::Whole), ("months", Kind::Count), ("factor", Kind::Number), ("se", Kind::Number), ("booked_share", Kind::Share)];
    [
        Table {
            name: "completion",
            columns: [("sector", Kind::Text), ("year", Kind::Whole)].into_iter().chain(amounts).collect(),
            rows: completed.iter().map(of_year).collect(),
        },
        Table {
            name: "completion_factors",
            columns: [("sector", Kind::Text)].into_iter().chain(steps).collect(),
            rows: factors.iter().map(of_step).collect(),
        },
    ]
}
