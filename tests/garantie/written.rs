//! What is written where: never in the place of what a study reads, under a name that says what it is, readable like any other result.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use garantie::progress::Silent;
use garantie::spec::{Study, output_names};
use garantie::{panel, run};

use crate::worlds::{small_study, small_study_into, small_world};

fn garantie(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_garantie"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("the program starts")
}

/// Holds that a command is refused as a mistake of the study or of its use, with a sentence.
fn refused(arguments: &[&str], folder: &Path, says: &str) {
    let output = garantie(arguments, folder);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains(says), "{arguments:?}: {:?} {said}", output.status.code());
}

#[test]
fn every_result_has_a_known_name() {
    let compare = "[compare]\nreading = [\"level\", \"evolution\"]\n[output]\nfolder = \"out-names\"\n";
    let text = format!("{}\n{compare}", small_study().text());
    let study = Study::parse(&small_world().join("study.toml"), text).expect("a valid study");
    run::run(&study, 2, &Silent).expect("a run");
    run::compare(&study, 2, &Silent).expect("a comparison");
    run::settle(&study, &study.settlement, None).expect("payments");
    let known: BTreeSet<String> = output_names().collect();
    for entry in fs::read_dir(&study.output.folder).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name) || name.starts_with(".garantie"), "{name} is no name that a study is held against");
    }
}

#[test]
fn results_among_the_inputs_are_refused_at_the_key() {
    let base = small_study().text().to_owned();
    for (output, inputs) in [
        ("population", vec![]),
        ("./claims/../population", vec![]),
        (".", vec![("population/*.parquet", "*.parquet")]),
        ("out", vec![("population/*.parquet", "**/*.parquet")]),
        (".", vec![("drugs/*.parquet", "gains.parquet")]),
    ] {
        let text = inputs.iter().fold(base.clone(), |text, (from, to)| text.replacen(from, to, 1));
        let text = format!("{text}\n[output]\nfolder = \"{output}\"\n");
        let error = Study::parse(&small_world().join("study.toml"), text.clone()).expect_err("refused");
        let at = error.span.clone().map(|span| text[span].to_owned());
        assert_eq!(at, Some(format!("\"{output}\"")), "{error}");
        assert!(error.to_string().contains("would be written where the study reads"), "{error}");
    }
    let apart = format!("{base}\n[output]\nfolder = \"population/out\"\n");
    Study::parse(&small_world().join("study.toml"), apart).expect("a folder below the tables is another one");
}

#[test]
fn a_panel_is_not_overwritten_by_itself() {
    let place = tempfile::tempdir().expect("a folder");
    let study = small_study();
    let made = panel::build(&study, &Silent).expect("a panel");
    let file = place.path().join("panel.parquet");
    panel::write(&made, &file).expect("written");
    let text = study.text();
    let (start, end) = (text.find("[data]").expect("data"), text.find("[period]").expect("period"));
    let data = "[data]\npanel = \"panel.parquet\"\nsource = \"sample\"\n\n";
    let text = format!("{}{data}{}", &text[..start], &text[end..]).replace("chronic and ", "");
    fs::write(place.path().join("p.toml"), format!("{text}\n[output]\nfolder = \".\"\n")).expect("a study");
    let before = fs::read(&file).expect("a panel");
    refused(&["panel", "p.toml"], place.path(), "is read by this study as `panel`");
    refused(&["panel", "p.toml", "--out", "./panel.parquet"], place.path(), "is read by this study as `panel`");
    assert!(fs::read(&file).expect("a panel") == before, "as it was");
    assert!(!place.path().join("control_totals.csv").exists());
}

#[test]
fn a_name_says_what_is_written_or_is_refused() {
    let study = small_world().join("study.toml");
    let study = study.to_str().expect("UTF-8");
    let place = tempfile::tempdir().expect("a folder");
    refused(&["check", study, "--out", "f.txt"], place.path(), "ending in .csv or .parquet");
    refused(&["panel", study, "--out", "p.csv"], place.path(), "ending in .parquet");
    refused(&["compare", "a", "b", "--out", "x.json"], place.path(), "ending in .csv or .parquet");
    refused(&["plan", "--cv", "2.5", "--out", "x.pdf"], place.path(), "ending in .csv or .html");
    refused(&["plan", "--rule", "mssp", "--out", "x.html"], place.path(), "ending in .csv");
    assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 0);
}

#[cfg(unix)]
#[test]
fn a_table_of_its_own_is_as_readable_as_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().expect("a folder");
    let study = small_world().join("study.toml");
    garantie(&["check", study.to_str().expect("UTF-8"), "--out", "findings.csv"], place.path());
    let mode = fs::metadata(place.path().join("findings.csv")).expect("a table").permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

/// Whoever reads a table by its flags finds what the report shows, and why a cell is empty.
#[test]
fn flags_say_what_is_shown_and_why_a_cell_is_empty() {
    let study = small_study_into("out-flags");
    run::run(&study, 2, &Silent).expect("a run");
    let rows = |table: &str| -> Vec<Vec<String>> {
        let text = fs::read_to_string(study.output.folder.join(table)).expect("a table");
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let sectors = rows("gains_by_sector.csv");
    let of_main = sectors.iter().filter(|row| row.last().is_some_and(|flags| flags.split(' ').any(|flag| flag == "main")));
    assert!(of_main.clone().count() > 0 && of_main.clone().all(|row| row[3] == "evolution"));
    assert_eq!(of_main.count(), sectors.iter().filter(|row| row[3] == "evolution").count());

    let curve = rows("outlier_curve.csv");
    assert_eq!(curve[0].last().map(String::as_str), Some("flags"));
    assert!(curve[1..].iter().all(|row| (row[4] == "small cell") == (row[8] == "small-cell")));
    assert!(curve[1..].iter().any(|row| row[8] == "small-cell"));

    let gains = rows("gains.csv");
    let raw = gains[0].iter().position(|column| column == "raw_cost").expect("a column");
    let hidden = |row: &&Vec<String>| row[raw] == "small cell";
    assert!(gains.iter().any(|row| hidden(&row)));
    assert!(gains.iter().all(|row| hidden(&row) == row.last().is_some_and(|flags| flags.contains("small-cell"))));
}

#[test]
fn mistakes_that_look_like_data_are_found() {
    let rules = |text: String| -> Option<BTreeSet<String>> {
        let study = Study::parse(&small_world().join("study.toml"), text).expect("a valid study");
        let panel = panel::build(&study, &Silent).expect("a panel");
        let results = run::judge(&study, &panel, &Silent).ok()?;
        Some(results.findings.into_iter().map(|finding| finding.rule).collect())
    };
    let base = small_study().text().replacen("placebos = 24", "placebos = 0", 1);
    let plain = rules(base.clone()).expect("findings");
    assert!(["exhaustive-with-weights", "most-above-cut-off", "target-too-small"].iter().all(|rule| !plain.contains(*rule)));

    let exhaustive = base.replacen("source = \"sample\"", "source = \"exhaustive\"", 1);
    let capped = format!("{exhaustive}\n[outliers]\nthreshold = 1\n");
    let found = rules(capped).expect("findings");
    assert!(found.contains("exhaustive-with-weights") && found.contains("most-above-cut-off"), "{found:?}");

    // Of the country's smallest municipalities, one where the sample has somebody, but hardly of that age.
    let found = ["33016", "73066", "83049", "64008", "92054", "63001", "84016", "91143"].iter().find_map(|code| {
        let pilot = format!("\n[[pilot]]\nid = \"tiny\"\nzone = [\"{code}\"]\ntarget = \"chronic and age >= 75\"\nstart = 2018\n");
        rules(base.clone() + &pilot).filter(|found| found.contains("target-too-small"))
    });
    assert!(found.is_some());
}
