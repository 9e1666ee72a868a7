//! What two finished runs would tell of few persons by their difference, which nothing in either run alone can hide.

use std::collections::HashMap;
use std::path::Path;

use crate::report::{self, Cell, Kind};
use crate::spec::Source;

/// Tables that count persons, with the columns that name a row.
const COUNTS: [(&str, &[&str]); 4] = [
    ("gains", &["pilot", "year", "variant", "reading"]),
    ("placebo_years", &["pilot", "variant", "base", "year", "reading"]),
    ("models", &["variant", "target", "left_out", "year", "sector", "part", "term"]),
    ("calibration", &["variant", "target", "left_out", "year", "family", "group"]),
];

/// How many counts of persons differ between two runs, and by few persons.
///
/// METHOD: the sum of what two groups have apart is told by the sums of both. Groups that are few persons apart have counts that are no
/// further apart; where counts are the same, figures may still be of one person less and another more, which counts cannot tell.
pub fn few_between(first: &Path, second: &Path) -> u64 {
    let few = 1..=Source::Exhaustive.small_cell() as i64;
    let of_table = |(table, keys): (&str, &[&'static str])| {
        let [before, after] = [first, second].map(|folder| counts(folder, table, keys));
        let differ = after.iter().filter(|(key, now)| before.get(*key).is_some_and(|then| few.contains(&(*then - **now).abs())));
        differ.count() as u64
    };
    COUNTS.into_iter().map(|(table, keys)| of_table((table, keys))).sum()
}

/// The counts of persons of a table that are shown; none if the run did not write it.
fn counts(folder: &Path, table: &str, keys: &[&'static str]) -> HashMap<Vec<String>, i64> {
    let is_year_of_models = |key: &str| key == "year" && ["models", "placebo_years"].contains(&table);
    let kind = |key: &&'static str| (*key, if is_year_of_models(key) { Kind::Whole } else { Kind::Text });
    let columns: Vec<(&'static str, Kind)> = keys.iter().map(kind).chain([("persons", Kind::Whole)]).collect();
    let rows = report::read(folder, table, &columns).unwrap_or_default();
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        _ => String::new(),
    };
    let of_row = |row: Vec<Cell>| {
        let (persons, keys) = row.split_last()?;
        let Cell::Whole(persons) = persons else { return None };
        Some((keys.iter().map(text).collect(), *persons))
    };
    rows.into_iter().filter_map(of_row).collect()
}
