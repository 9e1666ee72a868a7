//! A sample of the country beside everybody in the pilots' zones, against the same world with everybody everywhere.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use garantie::panel::{self, Bucket, Panel};
use garantie::progress::Silent;
use garantie::report::{GainFigures, Period, Results};
use garantie::simulate::{self, Settings, Source};
use garantie::spec::{Reading, Study};
use polars::prelude::*;

use crate::worlds::judge;

/// One in so many is drawn of those under 65 at drawing, and twice as many of the others.
const ONE_IN: i64 = 8;

/// A world with `whole`, `sample` and `zones` folders of tables and the study on everybody in its text.
struct World {
    _place: tempfile::TempDir,
    folder: PathBuf,
    study: String,
}

fn table(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).expect("a file")).finish().expect("a table")
}

fn write(mut rows: DataFrame, path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    rows.rechunk_mut();
    ParquetWriter::new(File::create(path).expect("a file")).finish(&mut rows).expect("written");
}

/// The rows whose `column` is wanted.
fn of<T>(rows: &DataFrame, column: &str, wanted: impl Fn(i64) -> bool, with: impl Fn(DataFrame) -> T) -> T {
    let persons = rows.column(column).unwrap().i64().unwrap();
    let mask: BooleanChunked = persons.iter().map(|person| wanted(person.unwrap())).collect();
    with(rows.filter(&mask).expect("rows"))
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().to_owned();
    let settings = Settings {
        persons: 100_000,
        first_year: 2016,
        years: 4,
        lines: 0.05,
        source: Source::Exhaustive,
        pilot_share: 0.06,
        zone_level_sd: 0.0,
        zone_shock_sd: 0.0,
        ..Settings::default()
    };
    simulate::write(settings, &folder.join("whole")).expect("a population");
    let text = fs::read_to_string(folder.join("whole/study.toml")).expect("a study")
        + "\n[outliers]\nrule = \"none\"\n[credibility]\nplacebos = 0\n";
    let study = Study::parse(&folder.join("whole/study.toml"), text.clone()).expect("a study");
    let zone: HashSet<i64> = study.pilots.iter().flat_map(|pilot| &pilot.zone).map(|code| code.get_ref().parse().unwrap()).collect();

    let population: BTreeMap<i32, DataFrame> =
        (2016..2020).map(|year| (year, table(&folder.join(format!("whole/population/{year}.parquet"))))).collect();
    let mut weight: HashMap<i64, f64> = HashMap::new();
    let mut ever_in_zone: HashSet<i64> = HashSet::new();
    for (year, rows) in &population {
        let whole = |name: &str| rows.column(name).unwrap().cast(&DataType::Int64).unwrap();
        let (person, birth, code) = (whole("PP0010"), whole("PP0015"), whole("municipality"));
        for ((person, birth), code) in person.i64().unwrap().iter().zip(birth.i64().unwrap().iter()).zip(code.i64().unwrap().iter()) {
            let old = i64::from(*year) - birth.unwrap() >= 65;
            // The stratum is that of the first year, when the person is drawn.
            weight.entry(person.unwrap()).or_insert(if old { ONE_IN as f64 / 2.0 } else { ONE_IN as f64 });
            if zone.contains(&code.unwrap()) {
                ever_in_zone.insert(person.unwrap());
            }
        }
    }
    let drawn = |person: i64| person % weight[&person] as i64 == 0;
    for (year, rows) in &population {
        let rows = rows.clone().lazy().with_column(col("PP0010").cast(DataType::Int64)).collect().unwrap();
        of(&rows, "PP0010", drawn, |mut rows| {
            let weights: Vec<f64> = rows.column("PP0010").unwrap().i64().unwrap().iter().map(|person| weight[&person.unwrap()]).collect();
            rows.with_column(Column::new("weight".into(), weights)).unwrap();
            write(rows, &folder.join(format!("sample/population/{year}.parquet")));
        });
        of(
            &rows,
            "PP0010",
            |person| ever_in_zone.contains(&person),
            |rows| write(rows, &folder.join(format!("zones/population/{year}.parquet"))),
        );
        for name in [format!("claims/year={year}/claims.parquet"), format!("drugs/{year}.parquet")] {
            let rows = table(&folder.join("whole").join(&name));
            of(&rows, "SS00010", drawn, |rows| write(rows, &folder.join("sample").join(&name)));
            of(&rows, "SS00010", |person| ever_in_zone.contains(&person), |rows| write(rows, &folder.join("zones").join(&name)));
        }
    }
    World { _place: place, folder, study: text }
});

fn study(folder: &str, more: &str) -> Study {
    let data = match folder {
        "whole" => WORLD.study.clone(),
        _ => WORLD.study.replacen("source = \"exhaustive\"", "source = \"sample\"", 1),
    };
    Study::parse(&WORLD.folder.join(folder).join("study.toml"), data + more).expect("a valid study")
}

const ZONES: &str = "\n[data.pilots]\npopulation = \"../zones/population/*.parquet\"\nclaims = \"../zones/claims/year=*/*.parquet\"\ndrugs = \"../zones/drugs/*.parquet\"\n";

fn figures<'a>(results: &'a Results, pilot: &str, reading: Reading) -> &'a GainFigures {
    let wanted = |row: &&garantie::report::GainRow| row.pilot == pilot && row.period == Period::All && row.reading == reading;
    results.gains.iter().find(wanted).and_then(|row| row.figures.as_ref()).expect("a shown row")
}

#[test]
fn mixed_sources_find_the_same_gains_more_sharply_than_the_sample() {
    let (whole, sample, mixed) = (judge(&study("whole", "")), judge(&study("sample", "")), judge(&study("sample", ZONES)));
    for pilot in &whole.asked.pilots {
        for reading in [Reading::Level, Reading::Evolution] {
            let [whole, sample, mixed] = [&whole, &sample, &mixed].map(|results| figures(results, &pilot.id, reading));
            // Parts of the standard error of the rate: the persons of the zone, and the reference group through the model.
            let part = |figures: &GainFigures, share: f64| share.sqrt() * figures.se.euro() / figures.guarantee.euro();
            let own = |figures: &GainFigures| part(figures, figures.share_own);
            let reference = |figures: &GainFigures| part(figures, figures.share_reference);
            for (source, figures) in [("whole", whole), ("sample", sample), ("mixed", mixed)] {
                println!(
                    "{} {reading} {source}: {:.4}, own {:.4}, reference {:.4}, persons {}",
                    pilot.id,
                    figures.savings_rate,
                    own(figures),
                    reference(figures),
                    figures.persons
                );
            }
            assert_eq!((whole.persons, whole.real_cost), (mixed.persons, mixed.real_cost), "the zone is counted whole");
            // They differ by the reference alone: the sample of it is a part of the whole, so its own error is the most that it explains.
            assert!((mixed.savings_rate - whole.savings_rate).abs() < 3.0 * reference(mixed), "{}", pilot.id);
            assert!(reference(mixed) > reference(whole), "{}: a sampled reference knows less", pilot.id);
            // The same persons around models that differ by the error of the reference, which moves their residuals by that share.
            assert!((own(mixed) / own(whole) - 1.0).abs() < 3.0 * reference(mixed), "{}", pilot.id);
            // A fifth of the zone has five times the variance, which so few persons estimate badly where costs have heavy tails.
            assert!(own(mixed) < own(sample) && mixed.se < sample.se, "{}", pilot.id);
        }
    }
}

#[test]
fn every_line_of_two_sources_is_accounted_for() {
    let study = study("sample", ZONES);
    let mixed: Panel = panel::build(&study, &Silent).expect("a panel");
    let elsewhere = mixed.totals.sum(|bucket| *bucket == Bucket::Elsewhere);
    assert!(elsewhere.lines > 0);
    assert_eq!(mixed.totals.sum(|bucket| *bucket == Bucket::NotInPopulation).lines, 0);
    for year in &mixed.years {
        let rows = mixed.places.written_out(year.frame.clone()).unwrap();
        let (weight, codes) = (rows.column("weight").unwrap().f64().unwrap(), rows.column("municipality").unwrap().str().unwrap());
        for (weight, code) in weight.iter().zip(codes.iter()) {
            let in_zone = study.pilots.iter().any(|pilot| pilot.zone.iter().any(|known| known.get_ref() == code.unwrap()));
            assert_eq!(in_zone, weight == Some(1.0), "a place is covered by one source");
        }
        assert!(year.person.is_sorted());
    }
    let ids = mixed.persons.column(&[0, mixed.persons.len() as u32 - 1]).expect("pseudonyms");
    let ids: Vec<&str> = ids.str().unwrap().iter().flatten().collect();
    assert!(ids[0].starts_with("1:") && ids[1].starts_with("2:"));
}

#[test]
fn two_sources_that_do_not_fit_are_refused() {
    let parse = |folder: &str, more: &str| {
        let text = study(folder, "").text().to_owned() + more;
        Study::parse(&WORLD.folder.join(folder).join("study.toml"), text).expect_err("refused").to_string()
    };
    assert!(parse("whole", ZONES).contains("stand beside a sample"));
    let without_drugs = ZONES.lines().filter(|line| !line.starts_with("drugs")).collect::<Vec<_>>().join("\n");
    assert!(parse("sample", &without_drugs).contains("the same tables as [data]"));
    assert!(parse("sample", &format!("{ZONES}\n[completion]\nmethod = \"chain-ladder\"\n")).contains("until the same month"));
    assert!(
        parse("sample", &format!("{ZONES}\n[[variant]]\nname = \"a\"\n[[variant]]\nname = \"b\"\ncohort = \"closed\"\n"))
            .contains("counts movers otherwise")
    );
}

#[test]
fn mixed_results_do_not_depend_on_threads_and_follow_a_closed_cohort() {
    let study = study("sample", &format!("{ZONES}\n[population]\ncohort = \"closed\"\n"));
    let judged = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(|| judge(&study));
    let one = judged(1);
    assert_eq!(one, judged(3));
    let whole = judge(&self::study("whole", "\n[population]\ncohort = \"closed\"\n"));
    for pilot in &whole.asked.pilots {
        let persons = |results: &Results| figures(results, &pilot.id, Reading::Level).persons;
        assert_eq!(persons(&whole), persons(&one), "{}", pilot.id);
    }
}
