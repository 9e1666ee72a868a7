//! What a typing mistake in each section of a study gives: the message, the place, the suggestion, the exit code.

use std::fs;
use std::process::Command;

use crate::worlds::{root, small_world};

/// Runs the program on a study text in the small world; the transcript holds the exit code and what stands on stderr.
fn transcript(arguments: &[&str], study: &str) -> String {
    let place = tempfile::tempdir().expect("a folder");
    for folder in ["population", "claims", "drugs"] {
        #[cfg(unix)]
        std::os::unix::fs::symlink(small_world().join(folder), place.path().join(folder)).expect("a link");
    }
    fs::write(place.path().join("study.toml"), study).expect("a study");
    let output = Command::new(env!("CARGO_BIN_EXE_garantie"))
        .args(arguments)
        .current_dir(place.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts");
    let text = format!("exit {}\n{}", output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr));
    text.replace(&*place.path().to_string_lossy(), "FOLDER")
}

/// The small world's study with one piece replaced.
fn mistyped(right: &str, wrong: &str) -> String {
    let study = fs::read_to_string(small_world().join("study.toml")).expect("a study");
    assert!(study.contains(right), "the study has `{right}`");
    transcript(&["check", "study.toml"], &study.replacen(right, wrong, 1))
}

macro_rules! mistakes {
    ($($name:ident: $right:expr => $wrong:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(mistyped($right, $wrong));
        })*
    };
}

mistakes! {
    study_unknown_key: "title =" => "titel =";
    study_unknown_language: "language = \"en\"" => "language = \"de\"";
    study_level: "seed =" => "level = 95\nseed =";
    study_wrong_type: "seed = 20180101" => "seed = \"today\"";
    data_unknown_key: "population = " => "populaton = ";
    data_no_file: "drugs/*.parquet" => "drug/*.parquet";
    data_unknown_map: "columns = \"ima\"" => "columns = \"imma\"";
    data_wrong_column: "columns = \"ima\"" => "columns.population = { person = \"PP0011\" }";
    data_unknown_source: "source = \"sample\"" => "source = \"smaple\"";
    quality_unknown_rule: "[period]" => "[quality.limits]\nunknown-persn = 0.1\n\n[period]";
    quality_unknown_level: "[period]" => "[quality.levels]\nlate-booking = \"eror\"\n\n[period]";
    quality_no_share: "[period]" => "[quality]\none_person_share = 5\n\n[period]";
    quality_unknown_choice: "[period]" => "[quality]\nrepeated_lines = \"dropped\"\n\n[period]";
    scope_unknown_sector: "[period]" => "[scope]\nsectors = [\"doctors\", \"dentist\"]\n\n[period]";
    reference_unknown_choice: "[period]" => "[reference]\nleave_out = \"pilotes\"\n\n[period]";
    period_year_without_data: "base = [2016, 2017]" => "base = [2014, 2017]";
    period_year_twice: "base = [2016, 2017]" => "base = [2016, 2018]";
    pilot_empty_municipality: "zone = [\n" => "zone = [\n    \"13999\",\n";
    pilot_unknown_column: "chronic and age" => "cronic and age";
    pilot_unreadable_rule: "chronic and age >= 18" => "chronic and age >=";
    pilot_rule_no_condition: "chronic and age >= 18" => "age + 18";
    pilot_rule_over_persons: "chronic and age >= 18" => "age > avg(age)";
    pilot_rule_nobody: "chronic and age >= 18" => "age > 200";
    pilot_rule_without_conditions: "drugs = \"drugs/*.parquet\"\n" => "";
    pilot_id_with_a_space: "id = \"pilot-a\"" => "id = \"pilot a\"";
    pilot_id_of_all_years: "id = \"pilot-a\"" => "id = \"all\"";
    pilot_start_no_year: "start = 2018" => "start = 18";
    period_no_year: "base = [2016, 2017]" => "base = []";
    pilot_missing_key: "start = 2018" => "name2 = \"x\"";
    variant_unknown_model: "[period]" => "[[variant]]\nname = \"a\"\nmodel = \"ols-morbidty\"\n\n[period]";
    variant_unknown_reading: "[period]" => "[[variant]]\nname = \"a\"\nreading = \"evolutoin\"\n\n[period]";
    output_unknown_format: "[period]" => "[output]\nformats = [\"csv\", \"htm\"]\n\n[period]";
    unknown_section: "[period]" => "[outlier]\n[period]";
    not_toml: "[period]" => "[period";
}

#[test]
fn a_study_in_another_encoding() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("study.toml"), b"[study]\ntitle = \"Li\xE8ge\"\n").expect("a study");
    let output = Command::new(env!("CARGO_BIN_EXE_garantie"))
        .args(["check", "study.toml"])
        .current_dir(place.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("it is not UTF-8 text") && said.contains("save it as UTF-8"), "{said}");
}

#[test]
fn a_study_that_is_not_there() {
    insta::assert_snapshot!(transcript(&["run", "nothing.toml"], ""));
}

#[test]
fn a_command_that_is_not_there() {
    insta::assert_snapshot!(transcript(&["rum", "study.toml"], ""));
}

#[test]
fn a_model_with_a_column_that_is_not_there() {
    let model = root().join("data-samples/rand-hie/model.toml");
    let study = fs::read_to_string(small_world().join("study.toml")).expect("a study");
    let place = tempfile::tempdir().expect("a folder");
    fs::copy(model, place.path().join("model.toml")).expect("a copy");
    let variant = format!("[[variant]]\nname = \"a\"\nmodel = \"{}\"\n\n[period]", place.path().join("model.toml").display());
    let text = transcript(&["check", "study.toml"], &study.replacen("[period]", &variant, 1));
    insta::assert_snapshot!(text.replace(&*place.path().to_string_lossy(), "FOLDER"));
}

#[test]
fn simulate_never_overwrites() {
    insta::assert_snapshot!(transcript(&["simulate", "population"], ""));
}

#[test]
fn schemas_know_every_key_of_the_readme_study() {
    let output = Command::new(env!("CARGO_BIN_EXE_garantie")).args(["schema", "study"]).output().expect("the program starts");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let properties = schema["properties"].as_object().expect("sections");
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let study = readme.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("a study");
    let study: toml::Table = toml::from_str(study).expect("the README's study is TOML");
    for section in study.keys() {
        assert!(properties.contains_key(section), "{section}");
    }
}
