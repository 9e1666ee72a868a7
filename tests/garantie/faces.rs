//! A finished run rendered again: as a run in that language would have written it, or refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use garantie::error::Error;
use garantie::progress::Silent;
use garantie::report::ReportError;
use garantie::run;
use garantie::spec::{Format, Language, Study};
use polars::prelude::*;

use crate::worlds::{small_study_into, small_world};

/// Every format.
pub const FORMATS: &str = "formats = [\"csv\", \"parquet\", \"arrow\", \"xlsx\", \"html\"]\n";

/// The small study in a language and with every format.
fn study_in(language: &str) -> Study {
    let text = small_study_into(&format!("out-faces-{language}")).text().to_owned();
    let text = text.replacen("language = \"en\"", &format!("language = \"{language}\""), 1);
    Study::parse(&small_world().join("study.toml"), text + FORMATS).expect("a valid study")
}

/// A finished run in every format, in English.
fn english() -> &'static Path {
    static RUN: LazyLock<PathBuf> = LazyLock::new(|| {
        let study = study_in("en");
        run::run(&study, 2, &Silent).expect("a run");
        study.output.folder
    });
    &RUN
}

#[test]
fn a_run_rendered_in_dutch_is_a_dutch_run_to_the_byte() {
    let study = study_in("nl");
    run::run(&study, 2, &Silent).expect("a run");
    let place = tempfile::tempdir().expect("a folder");
    let formats = [Format::Html, Format::Xlsx, Format::Csv, Format::Parquet, Format::Arrow];
    let rendered = run::report(english(), Some(Language::Nl), &formats, Some(place.path())).expect("rendered");
    assert_eq!(rendered.results.asked.language, Language::Nl);
    // The report names the study by its digest, and that of the two studies differs by their language.
    let digest = |folder: &Path| {
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("manifest.json")).expect("a manifest")).expect("JSON");
        manifest["study_sha256"].as_str().expect("a digest").to_owned()
    };
    let page = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).expect("a page");
    let again = page(place.path(), "report-nl.html").replace(&digest(english()), &digest(&study.output.folder));
    assert!(again == page(&study.output.folder, "report.html"), "report-nl.html");
    let book = |folder: &Path, name: &str| fs::read(folder.join(name)).expect("a workbook");
    assert!(book(place.path(), "results-nl.xlsx") == book(&study.output.folder, "results.xlsx"), "results-nl.xlsx");
    for table in ["gains", "models", "placebos", "findings"] {
        for ending in ["csv", "parquet", "arrow"] {
            let read = |folder: &Path| fs::read(folder.join(format!("{table}.{ending}"))).expect("a file");
            assert!(read(place.path()) == read(english()), "{table}.{ending} has no language");
        }
    }
    assert!(rendered.files.iter().all(|file| file.starts_with(place.path()) && file.exists()));
}

#[test]
fn arrow_and_parquet_hold_the_same() {
    for table in ["gains", "models", "placebos", "findings", "completion"] {
        let open = |ending: &str| fs::File::open(english().join(format!("{table}.{ending}"))).expect("a file");
        let arrow = IpcReader::new(open("arrow")).finish().expect("a table");
        let parquet = ParquetReader::new(open("parquet")).finish().expect("a table");
        assert!(arrow.equals_missing(&parquet), "{table}");
    }
}

#[test]
fn the_manifest_has_the_digest_of_every_output() {
    let manifest = fs::read(english().join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    let outputs = manifest["outputs"].as_array().expect("outputs");
    let named =
        |name: &str| outputs.iter().any(|output| output["file"] == name && output["sha256"].as_str().is_some_and(|d| d.len() == 64));
    for name in ["results.toml", "report.html", "results.xlsx", "gains.csv", "gains.parquet", "gains.arrow"] {
        assert!(named(name), "{name}");
    }
    for output in outputs {
        let file = english().join(output["file"].as_str().expect("a name"));
        assert_eq!(fs::metadata(&file).expect("a file").len(), output["bytes"].as_u64().expect("a size"), "{}", file.display());
    }
}

/// A run of which a file is missing or another.
fn spoiled(spoil: impl FnOnce(&Path)) -> (Error, Vec<String>) {
    let place = tempfile::tempdir().expect("a folder");
    for name in ["manifest.json", "results.toml"] {
        fs::copy(english().join(name), place.path().join(name)).expect("a copy");
    }
    spoil(place.path());
    let out = tempfile::tempdir().expect("a folder");
    let error = run::report(place.path(), None, &[Format::Html], Some(out.path())).err().expect("a refusal");
    let left = fs::read_dir(out.path()).expect("a list").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    (error, left.collect())
}

#[test]
fn what_is_no_finished_run_is_refused_and_nothing_written() {
    let remove = |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).expect("removed");
    let (error, left) = spoiled(remove("manifest.json"));
    assert!(matches!(error, Error::Report(ReportError::NoRun { .. })), "{error}");
    assert!(left.is_empty() && error.exit_code() == 2 && error.help().is_some());

    let (error, left) = spoiled(remove("results.toml"));
    assert!(matches!(error, Error::Report(ReportError::Unreadable { .. })), "{error}");
    assert!(left.is_empty() && error.exit_code() == 3);

    let (error, left) = spoiled(|folder| {
        let results = folder.join("results.toml");
        let text = fs::read_to_string(&results).expect("results");
        fs::write(&results, text.replacen("level = 0.95", "level = 0.9", 1)).expect("written");
    });
    assert!(error.to_string().contains("not as the run wrote it"), "{error}");
    assert!(left.is_empty());

    let (error, _) = spoiled(|folder| {
        let manifest = folder.join("manifest.json");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        fs::write(&manifest, text.replace("results.toml", "results.old")).expect("written");
    });
    assert!(error.to_string().contains("did not write it"), "{error}");
}

#[test]
fn a_run_that_is_made_again_takes_away_what_was_rendered_of_the_one_before() {
    let text = small_study_into("out-faces-again").text().to_owned() + FORMATS;
    let study = Study::parse(&small_world().join("study.toml"), text).expect("a valid study");
    fs::create_dir_all(&study.output.folder).expect("a folder");
    let old = ["report-fr.html", "results-fr.xlsx", "settlement.arrow"].map(|name| study.output.folder.join(name));
    old.iter().for_each(|file| fs::write(file, "old").expect("written"));
    run::run(&study, 1, &Silent).expect("a run");
    assert!(old.iter().all(|file| !file.exists()));
    run::report(&study.output.folder, Some(Language::Fr), &[Format::Html], None).expect("rendered");
    let page = fs::read_to_string(study.output.folder.join("report-fr.html")).expect("a page");
    assert!(page.contains("<html lang=\"fr\""), "in French");
    assert!(study.output.folder.join("report.html").exists(), "beside the one of the run");
}

fn garantie(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_garantie")).args(arguments).output().expect("the program starts")
}

#[test]
fn the_command_says_what_it_wrote_and_how_it_failed() {
    let place = tempfile::tempdir().expect("a folder");
    let (run, out) = (english().to_string_lossy(), place.path().to_string_lossy());
    let told = garantie(&["report", &run, "--language", "fr", "--format", "html", "--out", &out, "--json"]);
    let summary: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    assert_eq!(summary["language"], "fr");
    assert!(summary["files"][0].as_str().is_some_and(|file| file.ends_with("report-fr.html")), "{summary}");
    let refused = garantie(&["report", &out]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("holds no finished run"));
}

#[test]
fn a_run_ends_in_the_language_of_its_study_within_80_columns_and_plain_in_a_pipe() {
    let study = small_world().join("faces-fr.toml");
    let text = small_study_into("out-faces-fr").text().replacen("language = \"en\"", "language = \"fr\"", 1);
    fs::write(&study, text + "formats = [\"csv\"]\n").expect("a study");
    let told = garantie(&["run", &study.to_string_lossy()]);
    let text = String::from_utf8(told.stdout).expect("text");
    assert!(text.contains("Verdict") && text.contains("lecture «\u{a0}évolution\u{a0}»") && text.contains("résultats dans"), "{text}");
    let table: Vec<&str> = text.lines().skip(1).take_while(|line| !line.contains("résultats")).collect();
    assert!(table.len() > 2 && table.iter().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('\u{1b}') && told.stderr.is_empty(), "nothing but text in a pipe");
}

#[test]
fn every_command_has_its_page_and_every_shell_its_script() {
    let place = tempfile::tempdir().expect("a folder");
    assert!(garantie(&["man", &place.path().to_string_lossy()]).status.success());
    let script = |shell: &str| String::from_utf8(garantie(&["completions", shell]).stdout).expect("text");
    let scripts = ["bash", "zsh", "fish", "powershell", "elvish"].map(script);
    for command in ["simulate", "check", "panel", "schema", "plan", "calibrate", "compare", "run", "report", "settle", "completions", "man"]
    {
        let page = fs::read_to_string(place.path().join(format!("garantie-{command}.1"))).expect("a page");
        assert!(page.contains(".SH SYNOPSIS") && page.contains("Example"), "{command}");
        assert!(scripts.iter().all(|script| script.contains(command)), "{command}");
    }
}
