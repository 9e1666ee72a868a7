//! `garantie plan`: stated moments, a study's pseudo-pilots, the named rule for a list of sizes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::worlds::small_world;

fn plan(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_garantie"));
    command.arg("plan").args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("the program starts")
}

#[test]
fn the_rule_is_added_to_a_list_of_sizes_that_keeps_its_columns() {
    let place = tempfile::tempdir().expect("a folder");
    let sizes = "name,persons,note\n\"Lys, nord\",4816,007\nb,5501,\nc,9496,x\nd,14745,\ne,23445,\nf,45434,\n";
    fs::write(place.path().join("sizes.csv"), sizes).expect("written");
    let output = plan(&["--rule", "mssp", "--sizes", "sizes.csv", "--out", "plan.csv"], place.path());
    assert_eq!(output.status.code(), Some(0));
    let written = fs::read_to_string(place.path().join("plan.csv")).expect("a table");
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "name,persons,note,minimum_savings_rate");
    assert!(lines[1].starts_with("\"Lys, nord\",4816,007,4.0007"), "{}", lines[1]);
    for (line, known) in lines[1..].iter().zip([4.0007, 3.7495, 3.0504, 2.7152, 2.4655, 2.2457]) {
        let rate: f64 = line.rsplit(',').next().and_then(|rate| rate.parse().ok()).expect("a rate");
        assert!((rate - known).abs() < 5.1e-5, "{line}");
    }
    // A list that has rates already gets them anew.
    let again = plan(&["--rule", "mssp", "--sizes", "plan.csv", "--out", "plan.csv"], place.path());
    assert_eq!((again.status.code(), fs::read_to_string(place.path().join("plan.csv")).expect("a table")), (Some(0), written));
}

#[test]
fn a_list_that_is_none_is_refused_and_nothing_written() {
    let place = tempfile::tempdir().expect("a folder");
    let bad = [
        ("people\n4\n", "has no column `persons`"),
        ("persons\n-4\n", "line 2: `-4` is no number of persons"),
        ("persons\n12\nmany\n", "line 3: `many` is no number of persons"),
        ("", "the file is empty"),
        ("persons\n", "no row"),
    ];
    for (text, message) in bad {
        fs::write(place.path().join("sizes.csv"), text).expect("written");
        let output = plan(&["--rule", "mssp", "--sizes", "sizes.csv", "--out", "plan.csv"], place.path());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(3) && said.contains(message) && said.contains("help:"), "{text:?}: {said}");
        assert!(!place.path().join("plan.csv").exists());
    }
}

#[test]
fn stated_moments_give_the_order_of_magnitude_of_the_method() {
    let place = tempfile::tempdir().expect("a folder");
    let moments = ["--cv", "2.5", "--r2", "0.3", "--mean", "6000", "--persons", "10000", "--years", "1", "--json"];
    let output = plan(&moments, place.path());
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    // Cents: 1.25 million € (2.1 %).
    assert_eq!(plan["rows"][0]["se"], 125_499_000);
    assert!((plan["rows"][0]["se_rate"].as_f64().expect("a rate") - 0.0209).abs() < 1e-4);
}

#[test]
fn a_plan_needs_one_source_and_fractions() {
    let place = tempfile::tempdir().expect("a folder");
    for arguments in [
        &["--persons", "10"][..],
        &["--cv", "2", "--rule", "mssp"],
        &["--cv", "-1"],
        &["--cv", "2", "--effect", "2"],
        &["--sizes", "x.csv"],
    ] {
        assert_eq!(plan(arguments, place.path()).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_study_s_own_pseudo_pilots_make_a_plan_with_page_and_table() {
    let place = tempfile::tempdir().expect("a folder");
    let study = small_world().join("study.toml");
    let arguments = [
        &study.to_string_lossy(),
        "--persons",
        "100,1000,10000",
        "--years",
        "1,2",
        "--effect",
        "0.3",
        "--out",
        "p.html",
        "--out",
        "p.csv",
        "--json",
    ];
    let output = plan(&arguments, place.path());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rates: Vec<f64> =
        plan["rows"].as_array().expect("rows").iter().map(|row| row["detectable_rate"].as_f64().expect("a rate")).collect();
    assert_eq!(rates.len(), 6);
    // More persons and more years find less.
    assert!(rates[..3].is_sorted_by(|a, b| a > b) && (0..3).all(|size| rates[size + 3] <= rates[size]), "{rates:?}");
    let page = fs::read_to_string(place.path().join("p.html")).expect("a page");
    assert!(page.contains("<svg ") && page.contains("Planning an evaluation"));
    assert_eq!(fs::read_to_string(place.path().join("p.csv")).expect("a table").lines().count(), 7);
}
