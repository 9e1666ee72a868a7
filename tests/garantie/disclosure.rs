//! A pilot of too few persons: nothing about it may be read from any output.

use std::fs;

use garantie::progress::Silent;
use garantie::spec::Study;
use garantie::{panel, run};

use crate::worlds::{judge, small_study, small_study_into, small_world};

/// A study of the small world with one more pilot, in a municipality where very few sampled persons meet the rule.
pub fn with_tiny_pilot(out: &str) -> Study {
    let text = small_study_into(out).text().to_owned();
    // Some of the country's smallest municipalities; the first that has from 1 to 3 target persons in each year serves.
    for code in ["33016", "73066", "83049", "64008", "92054", "63001", "84016", "91143", "82009", "93018", "85026", "84029"] {
        let pilot = format!("\n[[pilot]]\nid = \"tiny\"\nzone = [\"{code}\"]\ntarget = \"chronic and age >= 18\"\nstart = 2018\n");
        let Ok(study) = Study::parse(&small_world().join("study.toml"), text.clone() + &pilot) else { continue };
        let Ok(panel) = garantie::panel::build(&study, &Silent) else { continue };
        let counts: Vec<usize> = panel.years.iter().map(|year| count(&study, &panel, year, code)).collect();
        if counts.iter().all(|count| (1..=3).contains(count)) {
            return study;
        }
    }
    panic!("no municipality of the small world has a tiny target group");
}

fn count(study: &Study, panel: &panel::Panel, year: &panel::YearPanel, code: &str) -> usize {
    let pilot = study.pilots.last().expect("a pilot");
    let meeting = panel.meeting(study, pilot, year).expect("a rule").met;
    let rows = panel.places.written_out(year.frame.clone()).expect("codes");
    let codes = rows.column("municipality").expect("a column").str().expect("text");
    meeting.iter().zip(codes.iter()).filter(|(met, lives_in)| **met && *lives_in == Some(code)).count()
}

#[test]
fn a_tiny_pilot_shows_in_no_output() {
    let study = with_tiny_pilot("out-tiny");
    run::run(&study, 2, &Silent).expect("a run");
    let read = |name: &str| fs::read_to_string(study.output.folder.join(name)).expect("an output");
    for (table, keys) in [("gains.csv", 4), ("gains_by_sector.csv", 5), ("decomposition.csv", 6), ("case_mix.csv", 6)] {
        let text = read(table);
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("tiny,")).collect();
        assert!(!rows.is_empty(), "{table} names the pilot");
        for row in rows {
            let figures: Vec<&str> = row.split(',').skip(keys).collect();
            let (flags, figures) = figures.split_last().expect("flags");
            assert!(figures.iter().all(|cell| *cell == "small cell"), "{table}: {row}");
            assert!(flags.contains("small-cell"), "{table}: {row}");
        }
    }
    let curve = read("outlier_curve.csv");
    let points: Vec<&str> = curve.lines().filter(|line| line.starts_with("tiny,")).collect();
    assert_eq!(points.len(), study.curve.len());
    assert!(points.iter().all(|row| row.split(',').skip(4).take(4).all(|cell| cell == "small cell")), "{points:?}");
    for table in ["precision.csv", "placebos.csv", "placebo_summary.csv"] {
        assert!(!read(table).contains("tiny"), "{table} names the pilot");
    }
    let results = judge(&study);
    assert!(results.gains.iter().filter(|row| row.pilot == "tiny").all(|row| row.figures.is_none()));
}

/// A coefficient that rests on few persons is nearly theirs.
#[test]
fn models_show_no_coefficient_of_few_persons() {
    let results = judge(&small_study());
    let few = results.models.iter().filter(|row| row.persons.is_some_and(|persons| persons > 0 && persons <= 3));
    assert_eq!(few.count(), 0);
    assert!(results.models.iter().any(|row| row.estimate.is_some()));
}

#[test]
fn outputs_hold_no_pseudonym() {
    let study = small_study_into("out-pseudonyms");
    let panel = garantie::panel::build(&study, &Silent).expect("a panel");
    run::run(&study, 2, &Silent).expect("a run");
    let ids: Vec<u32> = (0..panel.persons.len() as u32).step_by(97).collect();
    let ids = panel.persons.column(&ids).expect("pseudonyms");
    let outputs: Vec<String> = [
        "gains.csv",
        "gains_by_sector.csv",
        "decomposition.csv",
        "case_mix.csv",
        "models.csv",
        "findings.csv",
        "control_totals.csv",
        "manifest.json",
        "report.html",
    ]
    .iter()
    .map(|name| fs::read_to_string(study.output.folder.join(name)).expect("an output"))
    .collect();
    for id in ids.i64().expect("numbers").iter().flatten().filter(|id| *id > 999_999) {
        let id = id.to_string();
        assert!(outputs.iter().all(|output| !output.contains(&id)), "an output holds a pseudonym");
    }
}
