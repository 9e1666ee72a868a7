//! The pipeline as straight-line code, one call per stage, and the manifest that makes it reproducible.

mod judge;
mod manifest;
mod rows;

use std::collections::HashMap;

use crate::design::TargetRows;
use crate::error::Error;
use crate::panel::{self, Panel};
use crate::progress::Progress;
use crate::report::{self, FindingRow, Folder, Results, Table};
use crate::spec::{Format, Study, Variant};

use judge::Judgements;
use manifest::Manifest;

/// Computes everything a study asks for and writes it.
pub fn run(study: &Study, threads: usize, progress: &dyn Progress) -> Result<Results, Error> {
    let clock = manifest::Clock::new(progress);
    let folder = Folder::open(&study.output.folder)?;
    clock.stage("digests");
    let inputs = manifest::inputs(study)?;
    let panel = panel::build(study, &clock)?;
    let results = judge(study, &panel, &clock)?;
    clock.stage("report");
    write(study, &results, &folder)?;
    Manifest::new(study, threads, inputs, &results, clock.stages()).write(&folder)?;
    Ok(results)
}

/// Judges every pilot of a study on its panel, in every variant.
pub fn judge(study: &Study, panel: &Panel, progress: &dyn Progress) -> Result<Results, Error> {
    let mut judgements = Judgements::default();
    for variant in &study.variants {
        progress.stage("models");
        let rows = target_rows(study, variant, panel)?;
        progress.stage("gains");
        judge::variant(study, variant, panel, &rows, &mut judgements)?;
    }
    Ok(rows::results(study, panel, judgements))
}

/// The rows of each target rule, by the text of the rule: pilots with one rule share them.
fn target_rows<'a>(study: &'a Study, variant: &Variant, panel: &Panel) -> Result<HashMap<&'a str, TargetRows>, Error> {
    let mut rows = HashMap::new();
    for pilot in &study.pilots {
        let rule = pilot.target.get_ref().as_str();
        if !rows.contains_key(rule) {
            let meeting = panel.years.iter().map(|year| year.meeting(study, pilot)).collect::<Result<Vec<_>, _>>()?;
            rows.insert(rule, TargetRows::select(study, variant, panel, &meeting)?);
        }
    }
    Ok(rows)
}

fn write(study: &Study, results: &Results, folder: &Folder) -> Result<(), Error> {
    let tables = report::tables(results);
    for format in &study.output.formats {
        match format {
            Format::Csv => tables.iter().try_for_each(|table| table.write_csv(folder))?,
            Format::Parquet => tables.iter().try_for_each(|table| table.write_parquet(folder))?,
            Format::Html => folder.write_text("report.html", &report::render(results)?)?,
        }
    }
    Ok(())
}

/// The findings on a panel as they may be shown.
pub fn shown_findings(study: &Study, panel: &Panel) -> Vec<FindingRow> {
    rows::findings(&panel.findings, study.data.source.small_cell())
}

/// The control totals of a panel as they may be shown.
pub fn control_totals(study: &Study, panel: &Panel) -> Table {
    report::control_totals(&rows::totals(panel, study.data.source.small_cell()))
}
