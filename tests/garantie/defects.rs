//! Each defect that the simulator puts in is found by its rule, with its count and its euro, and the panel is what the rules
//! promise: that of the clean population, or that and what the rule says is kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use garantie::money::Cents;
use garantie::panel::{self, Panel};
use garantie::progress::Silent;
use garantie::simulate::{self, Defect, Settings};
use garantie::spec::Study;
use tempfile::TempDir;

/// A population of 6,000 persons with some defects, in a folder of its own.
pub fn world(defects: &[Defect]) -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        persons: 6_000,
        first_year: 2016,
        years: 4,
        lines: 0.3,
        pilot_share: 0.06,
        defects: defects.into(),
        ..Settings::default()
    };
    simulate::write(settings, &place.path().join("world")).expect("a population");
    place
}

fn panel(place: &TempDir, quality: &str) -> Panel {
    let path = place.path().join("world/study.toml");
    let text = fs::read_to_string(&path).expect("a study") + quality;
    panel::build(&Study::parse(&path, text).expect("a study"), &Silent).expect("a panel")
}

/// Count and money that truth.toml tells of each rule.
fn truth(place: &TempDir) -> BTreeMap<String, (u64, Cents)> {
    let text = fs::read_to_string(place.path().join("world/truth.toml")).expect("the truth");
    let truth: toml::Table = toml::from_str(&text).expect("TOML");
    let defects = truth.get("defect").and_then(|defects| defects.as_array()).cloned().unwrap_or_default();
    let of = |defect: &toml::Value| {
        let amount = defect["amount"].as_float().and_then(Cents::from_euro).expect("an amount");
        (defect["rule"].as_str().expect("a rule").to_owned(), (defect["count"].as_integer().expect("a count") as u64, amount))
    };
    defects.iter().map(of).collect()
}

/// Count and money of each finding.
fn found(panel: &Panel) -> BTreeMap<String, (u64, Cents)> {
    panel.findings.iter().map(|finding| (finding.rule.to_string(), (finding.count, finding.amount.unwrap_or_default()))).collect()
}

fn costs(panel: &Panel) -> Vec<&[i64]> {
    panel.years.iter().map(|year| year.cost.as_slice()).collect()
}

fn sum(panel: &Panel) -> i64 {
    costs(panel).concat().iter().sum()
}

/// What a rule finds beside what it finds in the clean population is what was put in; no other rule finds anything else.
#[track_caller]
fn found_exactly(clean: &Panel, spoilt: &Panel, truth: &BTreeMap<String, (u64, Cents)>) {
    let mut expected = found(clean);
    for (rule, (count, amount)) in truth {
        assert!(*count > 0, "{rule}: nothing was put in");
        let sum = expected.entry(rule.clone()).or_default();
        *sum = (sum.0 + count, sum.1 + *amount);
    }
    assert_eq!(found(spoilt), expected);
}

#[test]
fn each_defect_is_found_with_its_count_and_its_euro_and_the_panel_is_as_promised() {
    let clean = panel(&world(&[]), "");
    for defect in Defect::ALL {
        let place = world(&[defect]);
        let (truth, spoilt) = (truth(&place), panel(&place, ""));
        assert_eq!(truth.len(), 1);
        found_exactly(&clean, &spoilt, &truth);
        let (count, amount) = truth[defect.rule()];
        let pairs = || clean.years.iter().zip(&spoilt.years);
        assert!(pairs().all(|(clean, spoilt)| clean.person == spoilt.person));
        let same_rows = pairs().all(|(clean, spoilt)| clean.frame.equals_missing(&spoilt.frame));
        match defect {
            Defect::Corrections => {
                let width = clean.sectors.len();
                let rows = pairs().flat_map(|(clean, spoilt)| (0..clean.person.len()).map(move |row| (clean, spoilt, row)));
                let changed: Vec<i64> = rows
                    .filter(|(clean, spoilt, row)| clean.total(*row, width) != spoilt.total(*row, width))
                    .map(|(_, spoilt, row)| spoilt.total(row, width).0)
                    .collect();
                assert_eq!((changed.len() as u64, changed.iter().all(|total| *total == -10_000)), (count, true));
            }
            Defect::Duplicates => {
                assert_eq!(sum(&spoilt), sum(&clean) + amount.0, "they are kept");
                let drop = "\n[quality]\nrepeated_lines = \"drop\"\n";
                let dropped = panel(&place, drop);
                assert_eq!(costs(&dropped), costs(&panel(&world(&[]), drop)), "they are left out");
                assert!(clean.years.iter().zip(&dropped.years).all(|(clean, dropped)| clean.frame.equals_missing(&dropped.frame)));
            }
            Defect::ChangingWeights => assert!(costs(&clean) == costs(&spoilt) && !same_rows),
            _ => assert!(costs(&clean) == costs(&spoilt) && same_rows, "{}", defect.name()),
        }
    }
}

#[test]
fn all_defects_at_once_are_found_one_by_one() {
    let place = world(&Defect::ALL);
    let truth = truth(&place);
    assert_eq!(truth.len(), Defect::ALL.len());
    found_exactly(&panel(&world(&[]), ""), &panel(&place, ""), &truth);
}

fn check(place: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_garantie"));
    let output = command.arg("check").args(arguments).current_dir(place).output().expect("the program starts");
    (output.status.code(), String::from_utf8(output.stdout).expect("text"))
}

#[test]
fn check_prints_findings_writes_them_and_ends_with_one_at_error_level() {
    let place = world(&[Defect::UnknownPersons, Defect::DoubledFees]);
    let folder = place.path().join("world");
    let study = fs::read_to_string(folder.join("study.toml")).expect("a study")
        + "\n[credibility]\nplacebos = 0\n[quality.levels]\nunsupported-profile = \"warning\"\n";
    fs::write(folder.join("study.toml"), &study).expect("written");
    let (code, said) = check(&folder, &["study.toml", "--out", "findings.csv"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("unknown-person: lines of persons") && !said.contains('\u{1b}'), "{said}");
    let table = fs::read_to_string(folder.join("findings.csv")).expect("a table");
    assert!(table.starts_with("rule,level,count,share,amount,message,what_to_do\n") && table.contains("\nfee-booked-twice,information,"));

    fs::write(folder.join("study.toml"), study + "unknown-person = \"error\"\n").expect("written");
    let (code, said) = check(&folder, &["study.toml", "--json"]);
    assert_eq!(code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let finding =
        json["findings"].as_array().expect("a list").iter().find(|finding| finding["rule"] == "unknown-person").expect("a finding");
    let (count, amount) = truth(&place)["unknown-person"];
    assert_eq!(
        (finding["level"].as_str(), finding["count"].as_u64(), finding["amount"].as_i64()),
        (Some("error"), Some(count), Some(amount.0))
    );
    assert_eq!(check(&folder, &["study.toml", "--out", "findings.txt"]).0, Some(2));
}
