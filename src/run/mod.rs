//! The pipeline as straight-line code, one call per stage, and the manifest that makes it reproducible.

mod assess;
mod beside_run;
mod between;
mod calibrate;
mod compare;
mod compare_rows;
mod compare_runs;
mod completion;
mod curve;
mod decomposition;
mod findings;
mod found;
mod held;
mod jackknife;
mod judge;
mod manifest;
mod model_rows;
mod near_runs;
mod outliers;
mod panels;
mod placebo_rows;
mod placebos;
pub mod plan;
mod precision;
mod render;
mod rows;
mod settle;
mod shrink;
mod targets;
mod use_of_gains;
mod variant_rows;
mod zones;

use std::collections::HashMap;

use crate::error::Error;
use crate::panel::{self, Panel};
use crate::progress::{Parts, Progress};
use crate::report::{self, CharacteristicRow, Comparison, FindingRow, Folder, Results, Table, TotalRow};
use crate::spec::{Format, Study};

pub use compare_runs::changes;
pub use held::Held;
pub use render::{Rendered, report};
pub use settle::{Settled, apply as settle};
pub use use_of_gains::{UseChecked, check_use};

use judge::Judgements;
use manifest::Manifest;
use panels::Panels;
use targets::Targets;
use variant_rows::VariantRows;
use zones::Zones;

/// Computes everything a study asks for and writes it.
pub fn run(study: &Study, threads: usize, progress: &dyn Progress) -> Result<Results, Error> {
    let clock = manifest::Clock::new(progress);
    let mut folder = Folder::open(&study.output.folder)?;
    clock.stage("digests");
    let inputs = manifest::inputs(study)?;
    let panel = Panels::new(study, &inputs).of(study, &clock)?;
    let results = judge(study, panel, &clock)?;
    clock.stage("report");
    let tables = report::tables(&results);
    report::write_results(&results, &mut folder)?;
    render::write(&results, &tables, &study.output.formats, "", &mut folder)?;
    let data = (results.findings.clone(), results.totals.clone());
    Manifest::new(study, threads, inputs, data, clock.stages()).write(manifest::NAME, &mut folder)?;
    folder.commit(outputs(&tables))?;
    Ok(results)
}

/// Reads a study's tables and judges once without writing: what `run` would find, or refuse.
pub fn check(study: &Study, progress: &dyn Progress) -> Result<Results, Error> {
    progress.stage("digests");
    let inputs = manifest::inputs(study)?;
    let panel = panel::build(study, progress)?;
    manifest::still(study, &inputs)?;
    judge(study, panel, progress)
}

/// Judges every pilot of a study on its panel, in every variant.
pub fn judge<'a>(study: &Study, panel: impl Into<Held<'a>>, progress: &dyn Progress) -> Result<Results, Error> {
    let mut panel = panel.into();
    let zones = Zones::new(study, &panel)?;
    let targets = Targets::new(study, &panel)?;
    let mut judgements = Judgements::default();
    judgements.findings.extend(zones.findings.iter().chain(&targets.findings).cloned());
    for (variant, last) in study.variants.iter().zip((1..=study.variants.len()).rev().map(|left| left == 1)) {
        progress.stage("models");
        let of_rules = VariantRows::all(study, variant, &panel, &zones, &targets)?;
        if last {
            panel.free_rows();
        }
        let rows: HashMap<_, _> = of_rules.iter().map(|(rule, rows)| (*rule, &rows.treated)).collect();
        progress.stage("gains");
        judge::variant(study, variant, &zones, &rows, &mut judgements, progress)?;
        if variant.name == study.variants[0].name {
            progress.stage("outliers");
            judgements.curve = curve::curve(study, variant, &zones, &of_rules, &judgements, progress)?;
            progress.stage("precision");
            let parts = Parts::new(progress, judgements.placebos.iter().map(precision::parts).sum());
            let ladder = |set: &judge::PlaceboSet| {
                let rows = (&of_rules[set.target.as_str()], variant.outliers);
                precision::ladder(study, &zones, rows, &judgements.models[set.model].fitted, set, &parts)
            };
            judgements.precision = judgements.placebos.iter().flat_map(ladder).collect();
        }
    }
    Ok(rows::results(study, &panel, &zones, judgements))
}

/// Puts known effects into pseudo-pilots and writes what every variant makes of them.
pub fn calibrate(study: &Study, progress: &dyn Progress) -> Result<Vec<CharacteristicRow>, Error> {
    let mut folder = Folder::open(&study.output.folder)?;
    progress.stage("digests");
    let inputs = manifest::inputs(study)?;
    let panel = Panels::new(study, &inputs).of(study, progress)?;
    let rows = calibrate::characteristics(study, &panel, progress)?;
    progress.stage("report");
    let table = report::operating_characteristics(&rows);
    for format in &study.output.formats {
        match format {
            Format::Csv => table.write_csv(&mut folder)?,
            Format::Parquet => table.write_parquet(&mut folder)?,
            Format::Arrow => table.write_arrow(&mut folder)?,
            Format::Xlsx | Format::Pdf => {}
            Format::Html => folder.write_text(CALIBRATION, &report::calibration(study.language, &study.title, study.level, &rows)?)?,
        }
    }
    folder.commit(table.files().chain([CALIBRATION.to_owned()]))?;
    Ok(rows)
}

/// Judges the variants that a study compares, side by side, and writes what they find.
///
/// # Errors
/// As [`run()`]; a study that compares nothing. A model without an answer is no error here: its variants stand in the tables without one.
pub fn compare(study: &Study, threads: usize, progress: &dyn Progress) -> Result<Comparison, Error> {
    if study.compare.variants.is_empty() {
        let help =
            "list choices in a section [compare], for example reading = [\"level\", \"evolution\"], or give two [[variant]] sections";
        return Err(study.refuse(None, "this study has a single variant: there is nothing to compare", help).into());
    }
    let clock = manifest::Clock::new(progress);
    let mut folder = Folder::open(&study.output.folder)?;
    clock.stage("digests");
    let inputs = manifest::inputs(study)?;
    let mut judged = compare::judge(study, &mut Panels::new(study, &inputs), &clock)?;
    clock.stage("report");
    let data = judged.data.take().unwrap_or_default();
    let comparison = compare_rows::comparison(study, judged);
    let tables = report::comparison_tables(&comparison);
    for format in &study.output.formats {
        match format {
            Format::Csv => tables.iter().try_for_each(|table| table.write_csv(&mut folder))?,
            Format::Parquet => tables.iter().try_for_each(|table| table.write_parquet(&mut folder))?,
            Format::Arrow => tables.iter().try_for_each(|table| table.write_arrow(&mut folder))?,
            Format::Xlsx | Format::Pdf => {}
            Format::Html => folder.write_text(COMPARISON_PAGE, &report::render_comparison(&comparison)?)?,
        }
    }
    Manifest::new(study, threads, inputs, data, clock.stages()).write(COMPARISON, &mut folder)?;
    let stale = tables.iter().flat_map(Table::files);
    folder.commit([COMPARISON, COMPARISON_PAGE].map(str::to_owned).into_iter().chain(stale))?;
    Ok(comparison)
}

/// The file name of the page on operating characteristics.
const CALIBRATION: &str = "calibration.html";

/// The file name of the manifest of a comparison, which may stand in the folder of a run.
const COMPARISON: &str = "compare.json";

/// The page of a comparison.
const COMPARISON_PAGE: &str = "compare.html";

/// Every file that a run, or the settling of one, may have left in its folder. The manifest goes first and comes back last.
fn outputs(tables: &[Table]) -> impl Iterator<Item = String> {
    let of_tables = tables.iter().flat_map(Table::files);
    [manifest::NAME, report::RESULTS].map(str::to_owned).into_iter().chain(of_tables).chain(render::outputs()).chain(settle::outputs())
}

/// The findings on a panel as they may be shown.
pub fn shown_findings(study: &Study, panel: &Panel) -> Vec<FindingRow> {
    rows::findings(&panel.findings, study.data.small_cell())
}

/// The control totals of a panel as they may be shown.
pub fn shown_totals(study: &Study, panel: &Panel) -> Vec<TotalRow> {
    rows::totals(panel, study.data.small_cell())
}
