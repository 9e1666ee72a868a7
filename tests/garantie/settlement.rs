//! Settling finished runs and checking plans, as commands; and what settlement rules pay where nothing happened.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use garantie::error::Error;
use garantie::money::Cents;
use garantie::progress::Silent;
use garantie::report::{Period, Results};
use garantie::run;
use garantie::settle::{Gains, Notice, PilotGains, SettleError, Truth, settle};
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
fn a_plan_that_keeps_every_rule_tells_what_is_to_be_recovered() {
    let place = plans();
    let text = fs::read_to_string(place.path().join("passes.toml")).expect("a plan");
    let text = text.replacen("recovered = 0", "", 1).replacen("amount      = 21_667", "amount      = 1_667", 1);
    fs::write(place.path().join("rest.toml"), text).expect("a plan");
    insta::assert_snapshot!("plan_to_recover", transcript(&["settle", "plan", "rest.toml"], place.path()));
    let json = garantie(&["settle", "plan", "rest.toml", "--json"], place.path());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("a summary");
    assert_eq!(json["to_recover"], 2_000_000);
    let page = fs::read_to_string(place.path().join("out/rest/use-of-gains.html")).expect("a page");
    assert!(page.contains("20\u{202f}000,00\u{202f}€ sont à récupérer à la fin du projet."));
}

#[test]
fn breaches_tell_programs_rule_line_limit_and_source() {
    let place = plans();
    let json = garantie(&["settle", "plan", "breaks-every-rule.toml", "--json"], place.path());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("a summary");
    let breach = &json["breaches"][8];
    assert_eq!((&breach["rule"], &breach["limit"]["value"]), (&"population-share".into(), &16_666_600.into()));
    assert_eq!((&breach["actual"]["value"], &breach["over"]), (&11_000_000.into(), &5_666_600.into()));
    assert!(breach["line"].is_u64() && breach["source"].as_str().is_some_and(|source| source.ends_with(": use of gains")));
    assert!(breach["says"].as_str().is_some_and(|says| says.starts_with("At least 80% of the year’s gains")));
    let table = fs::read_to_string(place.path().join("out/breaks-every-rule/breaches.csv")).expect("a table");
    assert!(table.lines().next().is_some_and(|heads| heads.starts_with("year,post,rule,amount_over,limit,actual,")));
    assert!(table.lines().any(|row| row.starts_with("2021,refund-late,refund-agreement,2000.00,2020-01-01,2020-06-01,")));
}

#[test]
fn sentences_say_the_values_in_force_in_the_language_of_the_plan() {
    let place = plans();
    let rules = fs::read_to_string(root().join("models/annex-7.toml")).expect("rules");
    let fifth = "values    = [{ from = 2018-01-01, value = 20 }]\n\n[[rule]]\nname      = \"reserve-ceiling\"";
    assert!(rules.contains(fifth), "the share of reserves as it is written");
    fs::write(place.path().join("rules.toml"), rules.replacen(fifth, &fifth.replacen("20 }", "30 }", 1), 1)).expect("rules");
    let text = fs::read_to_string(place.path().join("breaks-every-rule.toml")).expect("a plan");
    let text = text.replacen("\"en\"", "\"fr\"\nrules = \"rules.toml\"", 1).replacen(
        "reserve            = 50_000",
        "reserve            = 70_000",
        1,
    );
    fs::write(place.path().join("thirty.toml"), text).expect("a plan");
    assert_eq!(garantie(&["settle", "plan", "thirty.toml"], place.path()).status.code(), Some(1));
    let read = |name: &str| fs::read_to_string(place.path().join("out/thirty").join(name)).expect("an output");
    let page = read("use-of-gains.html");
    let wanted = "Au plus 30\u{202f}% des gains de l’année sont mis en réserve.";
    assert!(page.contains(wanted) && page.contains("supposé\u{a0}: ") && page.contains("15/11/2018"));
    for english in ["annex 7", "assumed", "2018-11-15", "the first day of the amount", "At most"] {
        assert!(!page.contains(english), "{english}");
    }
    assert!(read("breaches.csv").contains(wanted) && read("means_invested.csv").contains("2018-11-15"));
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
    assert_eq!(settled.notices, [], "nothing is in doubt");
    assert!(manifest == read("manifest.json"), "the run's manifest stays");
    let names = ["settlement.csv", "settlement.parquet", "settlement.html"];
    let first = names.map(read);

    // The same gains read from CSV, as Parquet is not there.
    fs::remove_file(folder.join("gains.parquet")).expect("removed");
    assert_eq!(run::settle(&study, &rules, Some(&truth)).expect("settled").settlements, settled.settlements);
    assert!(first == names.map(read), "the same bytes twice");

    // Gains in doubt: a flag on every row of a pilot, and a finding at error level.
    let gains = String::from_utf8(read("gains.csv")).expect("a table");
    let first_pilot = format!("{},", study.pilots[0].id);
    let flag = |row: &str| match row.strip_suffix(",main") {
        Some(figures) if row.starts_with(&first_pilot) => format!("{figures},main without-zone-shocks\n"),
        _ => format!("{row}\n"),
    };
    fs::write(folder.join("gains.csv"), gains.lines().map(flag).collect::<String>()).expect("written");
    let mut findings: serde_json::Value = serde_json::from_slice(&manifest).expect("a manifest");
    findings["findings"] = serde_json::json!([{
        "rule": "unknown-person", "level": "error", "message": "m", "facts": {}, "count": 9, "share": 0.5, "amount": null, "advice": "a"
    }]);
    fs::write(folder.join("manifest.json"), findings.to_string()).expect("written");
    let doubtful = run::settle(&study, &rules, None).expect("settled").notices;
    assert_eq!(doubtful[0], Notice::Flagged { flag: "without-zone-shocks".into(), pilots: vec![study.pilots[0].id.clone()] });
    assert!(matches!(&doubtful[1..], [Notice::Finding { rule, .. }] if rule == "unknown-person"), "{doubtful:?}");
    let page = String::from_utf8(read("settlement.html")).expect("a page");
    assert!(page.contains("class=\"alarm\"") && page.contains("too few zones"));
    // What does not depend on gains is not in doubt.
    let lump: Vec<SettlementRule> = rules.iter().filter(|rule| !rule.needs_gain()).cloned().collect();
    assert_eq!(run::settle(&study, &lump, None).expect("settled").notices, []);

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

/// How many worlds without any effect are judged; `GARANTIE_WORLDS=100` gives the table of models/settlement/README.md.
fn asked_worlds() -> u64 {
    std::env::var("GARANTIE_WORLDS").map_or(2, |worlds| worlds.parse().expect("a number of worlds"))
}

/// What each rule of the engine pays in worlds of 40,000 persons (everybody, weight 1) with six pilots in which nothing
/// happens: two base years, two performance years, lasting zone levels of 8 % and shocks of zones of 1 %. A table after every
/// tenth world and after the last.
#[test]
#[ignore = "slow: worlds of 40,000 persons each"]
fn settlement_of_luck() {
    let rules = SettlementRule::builtin();
    let mut sums = vec![(Cents::ZERO, 0_u32); rules.len()];
    let (mut pilots, mut years, mut guarantee) = (0_u32, 0_u32, Cents::ZERO);
    let worlds = asked_worlds();
    for seed in 1..=worlds {
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
        if seed % 10 == 0 || seed == worlds {
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
    if worlds < 100 {
        return; // chance has not had its say
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
    PilotGains { pilot: pilot.to_owned(), start: 2018, years, whole: main(Period::All) }
}
