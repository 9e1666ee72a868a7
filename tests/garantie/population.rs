//! Who is counted: cohorts, movers, what a rule may know and weights of strata, against persons followed by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use garantie::panel::{self, Panel};
use garantie::progress::Silent;
use garantie::report::{Period, Results};
use garantie::run;
use garantie::spec::{Reading, Study};
use polars::prelude::*;

use crate::worlds::{judge, small_study, small_world};

/// The small world judged in 2018 and 2019 against 2017, so that 2016 is there to be known before.
fn study(population: &str) -> Study {
    let text = small_study().text().replacen("base = [2016, 2017]", "base = [2017]", 1);
    let text = format!("{}\n[population]\n{population}\n", text.replacen("placebos = 24", "placebos = 0", 1));
    Study::parse(&small_world().join("study.toml"), text).expect("a valid study")
}

fn panel_of(study: &Study) -> Panel {
    panel::build(study, &Silent).expect("a panel")
}

/// Municipality and whether the person meets `chronic and age >= 18`, by year and person.
type Seen = BTreeMap<i32, BTreeMap<u32, (String, bool)>>;

fn seen(panel: &Panel) -> Seen {
    let of_year = |year: &panel::YearPanel| {
        let table = panel.places.written_out(year.frame.clone()).unwrap();
        let (codes, chronic, age) = (table.column("municipality").unwrap(), table.column("chronic").unwrap(), table.column("age").unwrap());
        let rows = codes.str().unwrap().iter().zip(chronic.bool().unwrap().iter()).zip(age.i32().unwrap().iter());
        let rows = rows.map(|((code, chronic), age)| (code.unwrap().to_owned(), chronic.unwrap() && age.unwrap() >= 18));
        (year.year, year.person.iter().copied().zip(rows).collect())
    };
    panel.before.iter().chain(&panel.years).map(of_year).collect()
}

/// Persons of the first pilot in a year, as judged.
fn persons(results: &Results, year: i32) -> u64 {
    let pilot = &results.asked.pilots[0].id;
    let wanted =
        |row: &&garantie::report::GainRow| row.pilot == *pilot && row.period == Period::Year(year) && row.reading == Reading::Level;
    results.gains.iter().find(wanted).and_then(|row| row.figures.as_ref()).expect("a shown row").persons
}

/// Persons of the first pilot in a year, followed by hand: `counts` takes a person and what was seen of it by year.
fn by_hand(study: &Study, seen: &Seen, year: i32, counts: impl Fn(&dyn Fn(i32) -> Option<(bool, bool)>) -> bool) -> u64 {
    let zone: BTreeSet<&str> = study.pilots[0].zone.iter().map(|code| code.get_ref().as_str()).collect();
    let of = |person: u32| {
        let zone = zone.clone();
        move |year: i32| seen.get(&year)?.get(&person).map(|(code, met)| (zone.contains(code.as_str()), *met))
    };
    seen[&year].keys().filter(|person| counts(&of(**person))).count() as u64
}

fn lives(row: Option<(bool, bool)>) -> bool {
    row.is_some_and(|(lives, _)| lives)
}

fn meets(row: Option<(bool, bool)>) -> bool {
    row.is_some_and(|(_, meets)| meets)
}

#[test]
fn cohorts_and_movers_are_those_followed_by_hand() {
    let base = |of: &dyn Fn(i32) -> Option<(bool, bool)>, year: i32| {
        // Who was not there in 2017 is counted where it is first seen after it.
        lives((2017..=year).find_map(of))
    };
    for year in [2018, 2019] {
        for cohort in ["open", "closed"] {
            for movers in ["year", "base"] {
                let study = study(&format!("cohort = \"{cohort}\"\nmovers = \"{movers}\""));
                let panel = panel_of(&study);
                let found = persons(&run::judge(&study, &panel, &Silent).expect("results"), year);
                let expected = by_hand(&study, &seen(&panel), year, |of| {
                    let met = meets(of(if cohort == "open" { year } else { 2017 }));
                    met && if movers == "year" { lives(of(year)) } else { base(of, year) }
                });
                assert!(found > 50);
                assert_eq!(found, expected, "{cohort}, {movers}, {year}");
            }
        }
    }
}

#[test]
fn a_closed_cohort_only_loses_persons_and_is_counted_where_it_lived() {
    let closed = judge(&study("cohort = \"closed\""));
    let by_intention = judge(&study("cohort = \"closed\"\nmovers = \"base\""));
    assert_eq!(closed.gains, by_intention.gains, "a closed cohort is followed by intention to treat");
    assert!(persons(&closed, 2018) >= persons(&closed, 2019));
    let open = judge(&study(""));
    assert!(persons(&open, 2019) > persons(&closed, 2019));
}

#[test]
fn a_variant_has_its_own_cohort() {
    let text = study("").text().to_owned();
    let text = format!("{text}\n[[variant]]\nname = \"open\"\n[[variant]]\nname = \"closed\"\ncohort = \"closed\"\n");
    let both = judge(&Study::parse(&small_world().join("study.toml"), text).expect("a study"));
    let closed = judge(&study("cohort = \"closed\""));
    let of_variant: Vec<_> = both.gains.iter().filter(|row| row.variant == "closed").map(|row| &row.figures).collect();
    assert_eq!(of_variant, closed.gains.iter().map(|row| &row.figures).collect::<Vec<_>>());
}

#[test]
fn what_was_known_before_decides() {
    let study = study("known = \"previous-year\"");
    let panel = panel_of(&study);
    assert_eq!(panel.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2017, 2018, 2019]);
    let results = run::judge(&study, &panel, &Silent).expect("results");
    assert!(results.findings.iter().all(|finding| finding.rule != "rule-looks-into-its-year"));
    for year in [2018, 2019] {
        let expected = by_hand(&study, &seen(&panel), year, |of| meets(of(year - 1)) && lives(of(year)));
        assert_eq!(persons(&results, year), expected, "{year}");
    }
    let same_year = judge(&self::study(""));
    assert!(same_year.findings.iter().any(|finding| finding.rule == "rule-looks-into-its-year"));
}

#[test]
fn a_rule_sees_costs_of_a_year_before_only() {
    let with_rule = |population: &str| {
        let text = study(population).text().replace("chronic and age >= 18", "cost > 4000 and hospitals < 30000");
        Study::parse(&small_world().join("study.toml"), text).expect("a study")
    };
    let before = with_rule("known = \"previous-year\"");
    let panel = panel_of(&before);
    let meeting = panel.meeting(&before, &before.pilots[0], &panel.years[1]).expect("a rule");
    let cost: BTreeMap<u32, f64> = {
        let year = &panel.years[0];
        year.person.iter().enumerate().map(|(row, person)| (*person, year.total(row, panel.sectors.len()).euro())).collect()
    };
    let above = meeting.met.iter().zip(&panel.years[1].person).filter(|(met, _)| **met).map(|(_, person)| cost[person]);
    let above: Vec<f64> = above.collect();
    assert!(above.len() > 100 && above.iter().all(|cost| *cost > 4000.0));
    let same = with_rule("");
    let panel = panel_of(&same);
    let error = run::judge(&same, &panel, &Silent).expect_err("refused");
    assert!(error.to_string().contains("a cost of the very year"), "{error}");
    assert!(error.help().is_some_and(|help| help.contains("previous-year")));
    let survivors = |population: &str| {
        let text = study(population).text().replace("chronic and age >= 18", "age >= 18 and exposure >= 1");
        let study = Study::parse(&small_world().join("study.toml"), text).expect("a study");
        run::judge(&study, panel_of(&study), &Silent)
    };
    let error = survivors("").expect_err("refused");
    assert!(error.to_string().contains("looks at `exposure`, which tells who dies or leaves in the very year"), "{error}");
    survivors("known = \"previous-year\"").expect("what the year before tells is known");
    // A year that was not there cannot be known.
    let text = small_study().text().to_owned() + "\n[population]\nknown = \"previous-year\"\n";
    let error = panel::build(&Study::parse(&small_world().join("study.toml"), text).expect("a study"), &Silent).expect_err("refused");
    assert!(error.to_string().contains("no row of 2015"), "{error}");
}

/// The small world with `stratum` instead of `weight` in its population.
fn stratified() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    for folder in ["claims", "drugs"] {
        #[cfg(unix)]
        std::os::unix::fs::symlink(small_world().join(folder), place.path().join(folder)).expect("a link");
    }
    fs::create_dir(place.path().join("population")).expect("a folder");
    for year in 2016..2020 {
        let name = format!("population/{year}.parquet");
        let file = fs::File::open(small_world().join(&name)).expect("a file");
        let rows = ParquetReader::new(file).finish().expect("a table").lazy();
        let stratum = when(col("weight").eq(lit(40.0))).then(lit("young")).otherwise(lit("old"));
        let mut rows = rows.with_column(stratum.alias("stratum")).drop(by_name(["weight"], true, false)).collect().expect("rows");
        ParquetWriter::new(fs::File::create(place.path().join(&name)).expect("a file")).finish(&mut rows).expect("written");
    }
    place
}

#[test]
fn weights_of_strata_are_those_of_the_drawing() {
    let place = stratified();
    let read =
        |population: &str, folder: &Path| Study::parse(&folder.join("study.toml"), study(population).text().to_owned()).expect("a study");
    let by_stratum = judge(&read("strata = { young = 40, old = 20 }", place.path()));
    let by_column = judge(&study(""));
    assert_eq!(by_stratum.gains, by_column.gains);
    let refused = |population: &str, folder: &Path| panel::build(&read(population, folder), &Silent).expect_err("refused").to_string();
    assert!(refused("strata = { young = 40 }", place.path()).contains("of a stratum without a weight"));
    assert!(refused("strata = { young = 40, old = 20 }", small_world()).contains("a column `weight` already"));
    let without = judge(&read("", place.path()));
    assert!(without.findings.iter().any(|finding| finding.rule == "sample-without-weights"));
    let parse = |population: &str| {
        let text = small_study().text().to_owned() + "\n[population]\n" + population;
        Study::parse(&small_world().join("study.toml"), text).expect_err("refused").to_string()
    };
    assert!(parse("strata = { young = 0 }").contains("is no weight"));
    assert!(parse("inclusion = 2018").contains("2018 is not a base year"));
}

#[test]
fn closed_cohorts_do_not_depend_on_threads() {
    let study = study("cohort = \"closed\"\nknown = \"previous-year\"");
    let judged = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(|| judge(&study));
    assert_eq!(judged(1), judged(3));
}
