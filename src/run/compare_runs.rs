//! Two finished runs held against each other: what went in, what came out, and what the difference comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::manifest;
use crate::compare::{Before, Change, CompareError};
use crate::ingest::Digest;
use crate::money::Cents;
use crate::report::{self, Cause, Cell, ChangeRow, Kind, ReportError, RunChanges, RunGain};

/// What a run says of itself.
#[derive(Deserialize)]
struct Manifest {
    version: String,
    study_sha256: String,
    #[serde(default)]
    study_sections: BTreeMap<String, String>,
    inputs: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    table: String,
    files: Vec<Digest>,
}

/// What changed from the finished run in one folder to that in another.
///
/// # Errors
/// A folder without a finished run, a file of it that is not what the engine writes, runs that share no pilot and year.
pub fn changes(first: &Path, second: &Path) -> Result<RunChanges, CompareError> {
    let unfinished = |error: ReportError| CompareError::Unreadable { reason: error.to_string() };
    report::finish(first).and_then(|()| report::finish(second)).map_err(unfinished)?;
    let [before, after] = [read(first)?, read(second)?];
    let [gains_before, gains_after] = [gains(first)?, gains(second)?];
    let (files, models) = other_files(&before, &after);
    let sections = other_sections(&before, &after);
    let is_model = |section: &str| ["variant", "outliers"].contains(&section);
    let other = |section: &&String| !is_model(section) && section.as_str() != "completion";
    let causes = [
        (!files.is_empty()).then_some(Cause::Data),
        sections.iter().any(|section| section == "completion").then_some(Cause::Completion),
        (models || sections.iter().any(|section| is_model(section))).then_some(Cause::Model),
        (sections.iter().any(|section| other(&section))).then_some(Cause::Study),
        (before.version != after.version).then_some(Cause::Engine),
    ];
    let mut rows: Vec<ChangeRow> = Vec::new();
    let keys = gains_after.iter().chain(&gains_before).map(|gain| (&gain.pilot, &gain.year));
    for (pilot, year) in keys {
        if rows.iter().any(|row| (&row.pilot, &row.year) == (pilot, year)) {
            continue;
        }
        let of = |gains: &[Gain]| gains.iter().find(|gain| (&gain.pilot, &gain.year) == (pilot, year)).and_then(|gain| gain.found.clone());
        let (a, b) = (of(&gains_before), of(&gains_after));
        let change = a.as_ref().zip(b.as_ref()).map(|((_, a), (_, b))| Change::between(a, b));
        let found = [a, b].map(|found| found.map(|(gain, _)| gain));
        rows.push(ChangeRow { pilot: pilot.clone(), year: year.clone(), found, change });
    }
    let judged = |gains: &[Gain]| gains.iter().map(|gain| (gain.pilot.clone(), gain.year.clone())).collect::<BTreeSet<_>>();
    if judged(&gains_before).is_disjoint(&judged(&gains_after)) {
        return Err(CompareError::NothingInCommon);
    }
    // A cumulative row over other years is another figure.
    let years = |gains: &[Gain]| gains.iter().map(|gain| gain.year.clone()).collect::<BTreeSet<_>>();
    if years(&gains_before) != years(&gains_after) {
        rows.iter_mut().filter(|row| row.year == "all").for_each(|row| row.change = None);
    }
    let few_between = super::near_runs::few_between(first, second);
    let causes = causes.into_iter().flatten().collect();
    Ok(RunChanges { causes, files, sections, versions: (before.version, after.version), few_between, rows })
}

fn read(folder: &Path) -> Result<Manifest, CompareError> {
    let file = folder.join(manifest::NAME);
    let text = fs::read_to_string(&file).map_err(|_| CompareError::NoRun { folder: folder.to_owned() })?;
    serde_json::from_str(&text).map_err(|error| CompareError::Unreadable { reason: format!("{}: {error}", file.display()) })
}

/// The tables of which files differ, with those files; and whether model files do.
fn other_files(before: &Manifest, after: &Manifest) -> (Vec<(String, Vec<String>)>, bool) {
    let of = |manifest: &Manifest| -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
        let mut tables: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for table in &manifest.inputs {
            let files = tables.entry(table.table.clone()).or_default();
            table.files.iter().for_each(|file| {
                files.entry(file.file.clone()).or_default().insert(file.sha256.clone());
            });
        }
        tables
    };
    let (before, after) = (of(before), of(after));
    let none = BTreeMap::new();
    let tables: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut other = Vec::new();
    for table in tables {
        let (a, b) = (before.get(table).unwrap_or(&none), after.get(table).unwrap_or(&none));
        // The same bytes under another name are the same data.
        let bytes = |files: &BTreeMap<String, BTreeSet<String>>| files.values().flatten().cloned().collect::<BTreeSet<_>>();
        if bytes(a) != bytes(b) {
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).filter(|file| a.get(*file) != b.get(*file)).collect();
            other.push((table.clone(), names.into_iter().cloned().collect::<Vec<_>>()));
        }
    }
    let (models, data): (Vec<_>, Vec<_>) = other.into_iter().partition(|(table, _)| table == "model");
    (data, !models.is_empty())
}

/// The sections of the study that differ, of those that a gain rests on.
fn other_sections(before: &Manifest, after: &Manifest) -> Vec<String> {
    let names: BTreeSet<&String> = before.study_sections.keys().chain(after.study_sections.keys()).collect();
    let moves_figures = |name: &&String| !["output", "compare", "settle"].contains(&name.as_str());
    let differ = |name: &&String| before.study_sections.get(*name) != after.study_sections.get(*name);
    let sections: Vec<String> = names.into_iter().filter(moves_figures).filter(differ).cloned().collect();
    let known = !before.study_sections.is_empty() && !after.study_sections.is_empty();
    // A run of an engine that did not note sections tells only that something in its study is another.
    if !known && before.study_sha256 != after.study_sha256 { vec!["study".into()] } else { sections }
}

/// A row of a run's gains.
struct Gain {
    pilot: String,
    year: String,
    /// `None`: small cell.
    found: Option<(RunGain, Before)>,
}

/// The gains that a run was judged by.
fn gains(folder: &Path) -> Result<Vec<Gain>, CompareError> {
    const COLUMNS: [(&str, Kind); 10] = [
        ("pilot", Kind::Text),
        ("year", Kind::Text),
        ("flags", Kind::Text),
        ("verdict", Kind::Text),
        ("gain", Kind::Money),
        ("low", Kind::Money),
        ("high", Kind::Money),
        ("expected", Kind::Money),
        ("guarantee", Kind::Money),
        ("real_cost", Kind::Money),
    ];
    let rows = report::read(folder, "gains", &COLUMNS).map_err(|reason| CompareError::Unreadable { reason })?;
    let text = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
    let main = |row: &&Vec<Cell>| text(&row[2]).split(' ').any(|flag| flag == "main");
    let of_row = |row: &Vec<Cell>| {
        let money = |column: usize| if let Cell::Money(cents) = row[column] { Some(cents) } else { None };
        let amounts: Option<Vec<Cents>> = (4..10).map(money).collect();
        let found = amounts.map(|amounts| {
            let gain = RunGain { gain: amounts[0], low: amounts[1], high: amounts[2], verdict: text(&row[3]) };
            (gain, Before { expected: amounts[3], guarantee: amounts[4], real_cost: amounts[5] })
        });
        Gain { pilot: text(&row[0]), year: text(&row[1]), found }
    };
    Ok(rows.iter().filter(main).map(of_row).collect())
}
