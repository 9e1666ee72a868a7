//! `garantie compare RUN_A RUN_B`: what changed between two finished runs.

use std::fmt::Write as _;
use std::path::Path;

use super::{Done, Global, summary};
use crate::error::Error;
use crate::money::Cents;
use crate::report::{self, ChangeRow, RunChanges, RunGain};
use crate::run;
use crate::spec::Source;

/// Prints what changed, and writes it as a table when asked.
pub fn run(first: &Path, second: &Path, out: Option<&Path>, global: &Global) -> Result<Done, Error> {
    let changes = run::changes(first, second)?;
    if let Some(out) = out {
        report::run_changes(&changes).write_to(out)?;
    }
    if global.json {
        summary::print(&json(&changes))?;
    } else if !global.quiet {
        summary::say(text(&changes).trim_end())?;
    }
    Ok(Done { errors_found: changes.few_between > 0 })
}

fn json(changes: &RunChanges) -> serde_json::Value {
    let gain = |found: &Option<RunGain>| {
        found
            .as_ref()
            .map(|found| serde_json::json!({ "gain": found.gain, "low": found.low, "high": found.high, "verdict": found.verdict }))
    };
    let row = |row: &ChangeRow| {
        let change = row.change.map(|change| {
            serde_json::json!({
                "gain": change.gain, "expected": change.expected, "carried": change.carried, "real_cost": change.real_cost,
            })
        });
        serde_json::json!({ "pilot": row.pilot, "year": row.year, "a": gain(&row.found[0]), "b": gain(&row.found[1]), "change": change })
    };
    let files: Vec<_> = changes.files.iter().map(|(table, files)| serde_json::json!({ "table": table, "files": files })).collect();
    serde_json::json!({
        "causes": changes.causes,
        "files": files,
        "sections": changes.sections,
        "versions": [changes.versions.0, changes.versions.1],
        "few_between": changes.few_between,
        "rows": changes.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn text(changes: &RunChanges) -> String {
    let mut text = String::new();
    if changes.causes.is_empty() {
        text += "the runs have the same data, study and engine\n";
    }
    for (table, files) in &changes.files {
        let _ = writeln!(text, "other data: {table} ({} {})", files.len(), if files.len() == 1 { "file" } else { "files" });
    }
    if !changes.sections.is_empty() {
        let _ = writeln!(text, "other study: {}", changes.sections.join(", "));
    }
    if changes.versions.0 != changes.versions.1 {
        let _ = writeln!(text, "other engine: {} and {}", changes.versions.0, changes.versions.1);
    }
    let cells = |cells: [&str; 6]| {
        let [a, b, change, expected, carried, real] = cells;
        format!("{a:>11} {b:>11} {change:>10} {expected:>10} {carried:>10} {real:>10}")
    };
    let _ = writeln!(text, "{:13}gain in euro        change    of which by what is", "");
    let _ = writeln!(text, "{:<8} {:<4}{}", "pilot", "year", cells(["A", "B", "B - A", "expected", "carried", "paid"]));
    for row in &changes.rows {
        let gain = |found: &Option<RunGain>| found.as_ref().map_or("-".into(), |found| euro(found.gain));
        let part = |of: fn(&crate::compare::Change) -> Cents| row.change.as_ref().map_or("-".into(), |change| euro(of(change)));
        let parts =
            [part(|change| change.gain), part(|change| change.expected), part(|change| change.carried), part(|change| change.real_cost)];
        let [change, expected, carried, real] = &parts;
        let pilot: String = row.pilot.chars().take(8).collect();
        let (a, b) = (gain(&row.found[0]), gain(&row.found[1]));
        let _ = writeln!(text, "{pilot:<8} {:<4}{}", row.year, cells([&a, &b, change, expected, carried, real]));
    }
    let turned = changes.rows.iter().filter(|row| matches!(&row.found, [Some(a), Some(b)] if a.verdict != b.verdict)).count();
    if turned > 0 {
        let _ = writeln!(text, "{turned} verdicts are not the same");
    }
    if changes.few_between > 0 {
        let _ = writeln!(
            text,
            "{} counts of persons are {} or fewer apart: together the two runs tell of few\npersons; give out one of them alone",
            changes.few_between,
            Source::Exhaustive.small_cell()
        );
    }
    let _ = match changes.causes.len() {
        0 => Ok(()),
        1 => writeln!(text, "all of it comes from: {}", changes.cause()),
        _ => writeln!(
            text,
            "from: {}, which two runs cannot tell apart;\nrun the old study on the new data to see each alone",
            changes.cause()
        ),
    };
    text
}

/// Whole euro.
fn euro(amount: Cents) -> String {
    format!("{:.0}", amount.euro())
}
