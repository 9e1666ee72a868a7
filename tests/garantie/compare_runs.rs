//! Two finished runs held against each other.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use garantie::compare::CompareError;
use garantie::money::Cents;
use garantie::progress::Silent;
use garantie::report::{Cause, RunChanges, run_changes};
use garantie::run;
use garantie::spec::Study;
use polars::prelude::*;

use crate::worlds::{small_study, small_world};

/// A folder with the small world's tables and a study of its own.
fn world(study: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    for folder in ["population", "claims", "drugs"] {
        #[cfg(unix)]
        std::os::unix::fs::symlink(small_world().join(folder), place.path().join(folder)).expect("a link");
    }
    fs::write(place.path().join("study.toml"), study).expect("a study");
    place
}

fn run_in(place: &Path) {
    let study = Study::read(&place.join("study.toml")).expect("a valid study");
    run::run(&study, 1, &Silent).expect("a run");
}

fn changes(first: &Path, second: &Path) -> RunChanges {
    run::changes(&first.join("out"), &second.join("out")).expect("two runs")
}

/// The small world's study without pseudo-pilots, which these tests do not look at.
fn quick() -> String {
    small_study().text().replacen("placebos = 24", "placebos = 0", 1)
}

fn parts_add_up(changes: &RunChanges) {
    for row in &changes.rows {
        let ([Some(a), Some(b)], Some(change)) = (&row.found, &row.change) else { panic!("{}: both runs show it", row.pilot) };
        assert_eq!(change.gain, b.gain - a.gain, "{} {}", row.pilot, row.year);
        assert_eq!(change.expected + change.carried + change.real_cost, change.gain);
    }
}

#[test]
fn a_run_held_against_itself_has_not_changed() {
    let place = world(&quick());
    run_in(place.path());
    let changes = changes(place.path(), place.path());
    assert!(changes.causes.is_empty() && changes.sections.is_empty() && changes.files.is_empty());
    assert!(changes.rows.iter().all(|row| row.change.is_some_and(|change| change.gain == Cents::ZERO)));
    assert_eq!(changes.cause(), "nothing");
}

#[test]
fn another_outlier_rule_is_the_model_and_a_comment_is_nothing() {
    let (before, after) = (world(&quick()), world(&format!("# A comment.\n{}\n[outliers]\nrule = \"none\"\n", quick())));
    run_in(before.path());
    run_in(after.path());
    let changes = changes(before.path(), after.path());
    assert_eq!((changes.causes.clone(), changes.sections.clone()), (vec![Cause::Model], vec!["outliers".to_owned()]));
    parts_add_up(&changes);
    assert!(changes.rows.iter().any(|row| row.change.is_some_and(|change| change.gain != Cents::ZERO)));

    let table = String::from_utf8(run_changes(&changes).csv().expect("a table")).expect("text");
    assert_eq!(table.lines().count(), changes.rows.len() + 1);
    let text = program(&["compare", "a/out", "b/out", "--out", "changes.csv"], &[("a", before.path()), ("b", after.path())]);
    insta::assert_snapshot!("runs_other_rule", text);
}

#[test]
fn what_a_study_or_a_file_is_called_is_no_difference() {
    let before = world(&quick());
    let renamed = quick().replacen("title = \"", "title = \"Again: ", 1).replacen("language = \"en\"", "language = \"fr\"", 1).replacen(
        "population = \"population/",
        "population = \"persons/",
        1,
    );
    assert!(renamed.contains("Again") && renamed.contains("\"fr\"") && renamed.contains("persons/"));
    let after = world(&format!("{renamed}\n[output]\nformats = [\"csv\"]\n"));
    fs::rename(after.path().join("population"), after.path().join("persons")).expect("a folder");
    run_in(before.path());
    run_in(after.path());
    let changes = changes(before.path(), after.path());
    assert_eq!((changes.causes.clone(), changes.sections.clone(), changes.files.clone()), (vec![], vec![], vec![]));
    let other = world(&quick().replacen("source = \"sample\"", "source = \"exhaustive\"", 1));
    run_in(other.path());
    let changes = self::changes(before.path(), other.path());
    assert_eq!((changes.causes.clone(), changes.sections.clone()), (vec![Cause::Study], vec!["data".to_owned()]));
}

#[test]
fn other_lines_are_the_data() {
    let (before, after) = (world(&quick()), world(&quick()));
    fs::remove_file(after.path().join("claims")).expect("the link");
    for year in 2016..2020 {
        let part = format!("claims/year={year}");
        fs::create_dir_all(after.path().join(&part)).expect("a folder");
        let file = File::open(small_world().join(&part).join("claims.parquet")).expect("lines");
        let mut lines = ParquetReader::new(file).finish().expect("a table");
        if year == 2019 {
            lines = lines.slice(0, lines.height() - lines.height() / 20);
        }
        let file = File::create(after.path().join(&part).join("claims.parquet")).expect("a file");
        ParquetWriter::new(file).finish(&mut lines).expect("written");
    }
    // Written anew, the other years are other bytes too: what counts is that the files are named.
    run_in(before.path());
    run_in(after.path());
    let changes = changes(before.path(), after.path());
    assert_eq!((changes.causes.clone(), changes.cause()), (vec![Cause::Data], "data".to_owned()));
    assert_eq!(changes.files.iter().map(|(table, _)| table.as_str()).collect::<Vec<_>>(), ["claims"]);
    parts_add_up(&changes);
    let in_2018 = changes.rows.iter().filter(|row| row.year == "2018");
    assert!(in_2018.clone().count() > 0 && in_2018.into_iter().all(|row| row.change.is_some_and(|change| change.gain == Cents::ZERO)));
}

#[test]
fn what_is_no_run_is_refused() {
    let place = tempfile::tempdir().expect("a folder");
    let refused = run::changes(place.path(), place.path()).expect_err("no run");
    assert!(matches!(refused, CompareError::NoRun { .. }));
    fs::write(place.path().join("manifest.json"), "{}").expect("a file");
    assert!(matches!(run::changes(place.path(), place.path()), Err(CompareError::Unreadable { .. })));
    insta::assert_snapshot!("runs_no_run", program(&["compare", "a/out", "a/out"], &[("a", small_world())]));
}

/// Runs the program in a folder with links to others.
fn program(arguments: &[&str], links: &[(&str, &Path)]) -> String {
    let place = tempfile::tempdir().expect("a folder");
    for (name, to) in links {
        #[cfg(unix)]
        std::os::unix::fs::symlink(to, place.path().join(name)).expect("a link");
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_garantie"));
    let output = program.args(arguments).current_dir(place.path()).env("NO_COLOR", "1").output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let text = format!("exit {}\n{}{}", output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).lines().all(|line| line.chars().count() <= 80), "{text}");
    text
}
