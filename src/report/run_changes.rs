//! What changed between two runs, and its table.

use serde::Serialize;

use super::table::{Cell, Kind, Table};
use crate::compare::Change;
use crate::money::Cents;

/// What changed between two finished runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunChanges {
    /// What differs between them.
    pub causes: Vec<Cause>,
    /// Tables of which files are other ones, came or went: name and the files.
    pub files: Vec<(String, Vec<String>)>,
    /// Sections of the study that are not the same.
    pub sections: Vec<String>,
    /// The versions of the engine.
    pub versions: (String, String),
    /// Counts of persons that are few persons apart: together the runs tell of these.
    pub few_between: u64,
    /// The pilots and years of either, those of the second run first.
    pub rows: Vec<ChangeRow>,
}

impl RunChanges {
    /// What a change comes from: the only difference between the runs, or all of them together.
    pub fn cause(&self) -> String {
        match self.causes.as_slice() {
            [] => "nothing".into(),
            causes => causes.iter().map(|cause| cause.word()).collect::<Vec<_>>().join(" + "),
        }
    }
}

/// A difference between two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The tables.
    Data,
    /// What is done about late bookings.
    Completion,
    /// The variants, their model files or their outlier rule.
    Model,
    /// Another section of the study.
    Study,
    /// The version of the engine.
    Engine,
}

impl Cause {
    /// The word of tables.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Data => "data",
            Cause::Completion => "completion",
            Cause::Model => "model",
            Cause::Study => "study",
            Cause::Engine => "engine",
        }
    }
}

/// A pilot and year in two runs.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`.
    pub year: String,
    /// What each run finds; `None`: it does not judge the year, or a small cell.
    pub found: [Option<RunGain>; 2],
    /// What changed the gain, if both find one.
    pub change: Option<Change>,
}

/// A gain of a finished run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunGain {
    /// The gain and its bounds.
    pub gain: Cents,
    /// Lower bound.
    pub low: Cents,
    /// Upper bound.
    pub high: Cents,
    /// The verdict, in the word of the tables.
    pub verdict: String,
}

/// The table `run_changes`.
pub fn run_changes(changes: &RunChanges) -> Table {
    let money = |amount: Option<Cents>| amount.map_or(Cell::Empty, Cell::Money);
    let of_row = |row: &ChangeRow| {
        let found = row.found.iter().flat_map(|found| {
            let amounts = [found.as_ref().map(|f| f.gain), found.as_ref().map(|f| f.low), found.as_ref().map(|f| f.high)];
            let verdict = found.as_ref().map_or(Cell::Empty, |found| Cell::Text(found.verdict.clone()));
            amounts.map(money).into_iter().chain([verdict])
        });
        let parts = row.change.map_or([None; 4], |change| [change.gain, change.expected, change.carried, change.real_cost].map(Some));
        let cause = row.change.map_or(Cell::Empty, |_| Cell::Text(changes.cause()));
        let keys = [Cell::Text(row.pilot.clone()), Cell::Text(row.year.clone())];
        keys.into_iter().chain(found).chain(parts.map(money)).chain([cause]).collect()
    };
    let of_run = |names: [&'static str; 4]| {
        let [gain, low, high, verdict] = names;
        [(gain, Kind::Money), (low, Kind::Money), (high, Kind::Money), (verdict, Kind::Text)]
    };
    let parts = ["change", "by_expected", "by_carried", "by_real_cost"].map(|name| (name, Kind::Money));
    let columns = [("pilot", Kind::Text), ("year", Kind::Text)]
        .into_iter()
        .chain(of_run(["gain_a", "low_a", "high_a", "verdict_a"]))
        .chain(of_run(["gain_b", "low_b", "high_b", "verdict_b"]))
        .chain(parts)
        .chain([("cause", Kind::Text)]);
    Table { name: "run_changes", columns: columns.collect(), rows: changes.rows.iter().map(of_row).collect() }
}
