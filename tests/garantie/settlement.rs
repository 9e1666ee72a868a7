//! Settling finished runs and checking plans, as commands; and what settlement rules pay where nothing happened.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use garantie::error::Error;
use garantie::money::Cents;
use garantie::progress::Silent;
use garantie::report::{Period, Results};
use garantie::run;
use garantie::settle::{Gains, PilotGains, SettleError, Truth, settle};
use garantie::simulate::{self, Settings, Source};
use garantie::spec::{SettlementRule, Study};

use crate::worlds::{judge, root, small_study_into, small_world};

fn garantie(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_garantie"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

/// Exit code, stdout and stderr, without the places that change from one test to the next.
fn transcript(arguments: &[&str], folder: &Path) -> String {
    let output = garantie(arguments, folder);
    let text = format!(
        "exit {}\n{}{}",
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    text.replace(&*folder.to_string_lossy(), "FOLDER")
}

/// A copy of the two plans in a folder of its own.
fn plans() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    for name in ["passes.toml", "breaks-every-rule.toml"] {
        fs::copy(root().join("data-samples/annex-7").join(name), place.path().join(name)).expect("a copy");
    }
    place
}

#[test]
fn a_plan_that_passes_and_one_that_breaks_every_rule() {
    let place = plans();
    insta::assert_snapshot!("plan_passes", transcript(&["settle", "plan", "passes.toml"], place.path()));
    insta::assert_snapshot!("plan_breaks_every_rule", transcript(&["settle", "plan", "breaks-every-rule.toml"], place.path()));
    insta::assert_snapshot!("plan_reserves", fs::read_to_string(place.path().join("out/passes/reserves.csv")).expect("a table"));
    insta::assert_snapshot!("plan_means", fs::read_to_string(place.path().join("out/passes/means_invested.csv")).expect("a table"));
    let page = fs::read_to_string(place.path().join("out/passes/use-of-gains.html")).expect("a page");
    assert!(page.contains("<html lang=\"fr\">") && page.contains("Toutes les règles sont respectées."));
}

#[test]
fn a_plan_gives_the_same_bytes_twice() {
    let place = plans();
    let read = || {
        let mut files: Vec<_> = fs::read_dir(place.path().join("out/breaks-every-rule"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect::<Vec<_>>()
    };
    assert_eq!(garantie(&["settle", "plan", "breaks-every-rule.toml"], place.path()).status.code(), Some(1));
    let first = read();
    assert!(first.iter().any(|(path, _)| path.ends_with("use-of-gains.xlsx")) && first.len() >= 9);
    assert_eq!(garantie(&["settle", "plan", "breaks-every-rule.toml", "--threads", "2"], place.path()).status.code(), Some(1));
    assert!(first == read());
}

#[test]
fn a_mistake_in_a_plan_is_shown_where_it_stands() {
    let place = plans();
    let text = fs::read_to_string(place.path().join("passes.toml")).expect("a plan");
    fs::write(place.path().join("wrong.toml"), text.replacen("\"reserve\"", "\"reserves\"", 1)).expect("a plan");
    insta::assert_snapshot!("plan_mistake", transcript(&["settle", "plan", "wrong.toml"], place.path()));
    assert!(!place.path().join("out").exists(), "nothing was written");
}

#[test]
fn a_run_is_settled_beside_its_results() {
    let study = small_study_into("out-settle");
    let folder = &study.output.folder;
    let rules = SettlementRule::builtin();
    assert!(matches!(run::settle(&study, &rules, None), Err(Error::Settle(SettleError::NoRun { .. }))));
    run::run(&study, 1, &Silent).expect("a run");
    let read = |name: &str| fs::read(folder.join(name)).expect("an output");
    let manifest = read("manifest.json");
    let truth = Truth::read(&small_world().join("truth.toml")).expect("a truth");
    let settled = run::settle(&study, &rules, Some(&truth)).expect("settled");
    assert_eq!(settled.settlements.len(), rules.len() * study.pilots.len());
    assert!(settled.paid.iter().all(|paid| paid.luck.is_some()));
    assert!(manifest == read("manifest.json"), "the run's manifest stays");
    let names = ["settlement.csv", "settlement.parquet", "settlement.html"];
    let first = names.map(read);

    // The same gains read from CSV, as Parquet is not there.
    fs::remove_file(folder.join("gains.parquet")).expect("removed");
    assert_eq!(run::settle(&study, &rules, Some(&truth)).expect("settled").settlements, settled.settlements);
    assert!(first == names.map(read), "the same bytes twice");

    let changed = Study::parse(&small_world().join("study.toml"), format!("{}# changed\n", study.text())).expect("a study");
    assert!(matches!(run::settle(&changed, &rules, None), Err(Error::Settle(SettleError::Changed { .. }))));
    run::run(&study, 1, &Silent).expect("a run");
    assert!(names.iter().all(|name| !folder.join(name).exists()), "what a new run's gains would pay is not known yet");
}

#[test]
fn rules_are_named_on_the_command_line_or_in_the_study() {
    let study = format!("{}\n[settle]\nrules = [\"credibel\"]\n", fs::read_to_string(small_world().join("study.toml")).expect("a study"));
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("study.toml"), study).expect("a study");
    insta::assert_snapshot!("settle_unknown_rule", transcript(&["settle", "study.toml"], place.path()));
    for name in ["sites.toml", "model-persons.toml"] {
        fs::copy(root().join("data-samples/rand-hie").join(name), place.path().join(name)).expect("a copy");
    }
    insta::assert_snapshot!("settle_no_run", transcript(&["settle", "sites.toml"], place.path()));
    insta::assert_snapshot!(
        "settle_rule_twice",
        transcript(&["settle", "sites.toml", "--rule", "credible", "--rule", "credible"], place.path())
    );
}

/// Worlds without any effect.
const WORLDS: u64 = 100;

/// What each rule of the engine pays in 100 worlds of 40,000 persons (everybody, weight 1) with six pilots in which nothing
/// happens: two base years, two performance years, lasting zone levels of 8 % and shocks of zones of 1 %. A table after every
/// tenth world.
#[test]
#[ignore = "slow: a hundred worlds of 40,000 persons"]
fn settlement_of_luck() {
    let rules = SettlementRule::builtin();
    let mut sums = vec![(Cents::ZERO, 0_u32); rules.len()];
    let (mut pilots, mut years, mut guarantee) = (0_u32, 0_u32, Cents::ZERO);
    for seed in 1..=WORLDS {
        for pilot in without_effect(seed) {
            pilots += 1;
            years += pilot.years.len() as u32;
            guarantee += pilot.years.iter().filter_map(|(_, gains)| gains.map(|gains| gains.guarantee)).sum::<Cents>();
            for (rule, (paid, of)) in rules.iter().zip(&mut sums) {
                let settled = settle(rule, &pilot).expect("no pilot is a small cell").paid;
                *paid += settled;
                *of += u32::from(settled > Cents::ZERO);
            }
        }
        if seed % 10 == 0 {
            println!(
                "{seed} worlds, {pilots} pilots, {years} pilot-years, guarantee {} € a pilot-year",
                guarantee.0 / 100 / i64::from(years)
            );
            for (rule, (paid, of)) in rules.iter().zip(&sums) {
                println!(
                    "| `{}` | {} | {:.2} % | {:.0} % |",
                    rule.name,
                    paid.0 / 100 / i64::from(years),
                    100.0 * paid.euro() / guarantee.euro(),
                    100.0 * f64::from(*of) / f64::from(pilots)
                );
            }
        }
    }
    let share = |name: &str| {
        let index = rules.iter().position(|rule| rule.name == name).expect("a rule");
        f64::from(sums[index].1) / f64::from(pilots)
    };
    assert!(share("decree-2017") > 0.4, "chance alone makes gains");
    assert!(share("credible") < 0.08, "and intervals at 95 % leave 2.5 % of them");
}

/// The gains found for the pilots of a world whose effects begin after its data end.
fn without_effect(seed: u64) -> Vec<PilotGains> {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("world");
    let settings = Settings {
        persons: 40_000,
        first_year: 2016,
        years: 5,
        start_year: 2020,
        seed,
        source: Source::Exhaustive,
        lines: 0.05,
        pilot_share: 0.04,
        ..Settings::default()
    };
    simulate::write(settings, &out).expect("a population");
    let text = fs::read_to_string(out.join("study.toml")).expect("a study");
    let asked = "base = [2018, 2019]\nperformance = [2020]";
    assert!(text.contains(asked), "the study as it is written");
    let text = text.replace(asked, "base = [2016, 2017]\nperformance = [2018, 2019]").replace("start = 2020", "start = 2018");
    let study = Study::parse(&out.join("study.toml"), format!("{text}\n[credibility]\nplacebos = 60\n")).expect("a study");
    let results = judge(&study);
    study.pilots.iter().map(|pilot| of_results(&results, &pilot.id)).collect()
}

fn of_results(results: &Results, pilot: &str) -> PilotGains {
    let main = |period: Period| {
        let row = results.gains.iter().find(|row| row.main && row.pilot == pilot && row.period == period).expect("a row");
        row.figures.as_ref().map(|figures| Gains {
            persons: figures.persons,
            guarantee: figures.guarantee,
            gain: figures.gain,
            low: figures.low,
            high: figures.high,
            savings_rate: figures.savings_rate,
            rate_low: figures.rate_low,
            rate_high: figures.rate_high,
            detectable_rate: figures.detectable_rate,
        })
    };
    let years = results.asked.performance.iter().map(|year| (*year, main(Period::Year(*year)))).collect();
    PilotGains { pilot: pilot.to_owned(), years, whole: main(Period::All) }
}
