//! Late bookings: a simulated world as it stood at the end of 2019, completed, against the same world with every line.

use std::fs;
use std::path::{Path, PathBuf};

use garantie::panel::{Bucket, Panel};
use garantie::progress::Silent;
use garantie::report::Period;
use garantie::spec::{Reading, Study};
use garantie::{panel, run};
use polars::prelude::*;

use crate::worlds::{judge, small_study, small_world};

/// Shares of the bookings of the simulator by lag, in 256ths.
const LAGS: [u32; 24] = [16, 90, 68, 32, 14, 8, 6, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1];

fn study(completion: &str) -> Study {
    let text = format!("{}\n[completion]\n{completion}\n", small_study().text());
    Study::parse(&small_world().join("study.toml"), text).expect("a valid study")
}

fn panel_of(study: &Study) -> Panel {
    panel::build(study, &Silent).expect("a panel")
}

fn refused(completion: &str) -> String {
    let text = format!("{}\n[completion]\n{completion}\n", small_study().text());
    let error = match Study::parse(&small_world().join("study.toml"), text) {
        Err(error) => error,
        Ok(study) => match panel::build(&study, &Silent) {
            Err(panel::PanelError::Study(error)) => error,
            Err(other) => panic!("not refused in the study: {other}"),
            Ok(_) => panic!("not refused: {completion}"),
        },
    };
    assert!(error.line().is_some(), "{error} has a place");
    format!("{error}; {}", error.help.clone().unwrap_or_default())
}

/// Cost of a sector and year, in cents.
fn cost(panel: &Panel, year: i32, sector: usize) -> f64 {
    let rows = panel.years.iter().find(|rows| rows.year == year).expect("a year");
    rows.cost.iter().skip(sector).step_by(panel.sectors.len()).sum::<i64>() as f64
}

fn all(panel: &Panel, year: i32) -> f64 {
    (0..panel.sectors.len()).map(|sector| cost(panel, year, sector)).sum()
}

#[test]
fn completed_costs_are_within_their_error_of_what_was_booked_in_the_end() {
    let full = panel_of(&small_study());
    let completed = panel_of(&study("method = \"chain-ladder\"\nuntil = 201912"));
    let of = completed.completed.as_ref().expect("completed");
    let mut distances = Vec::new();
    for (sector, name) in full.sectors.iter().enumerate() {
        for (index, year) in [2016, 2017, 2018, 2019].into_iter().enumerate() {
            let (truth, found) = (cost(&full, year, sector), cost(&completed, year, sector));
            let ladder = of.sectors[sector].years[index];
            if index < 2 {
                assert_eq!((truth, ladder.factor, ladder.se), (found, 1.0, 0.0), "{name} in {year} was whole");
            } else {
                distances.push((found - truth) / (ladder.se * found));
            }
        }
    }
    println!("{distances:?}");
    let outside = distances.iter().filter(|distance| distance.abs() > 2.0).count();
    assert!(outside <= 1, "{distances:?}");
    let mean_square = distances.iter().map(|distance| distance * distance).sum::<f64>() / distances.len() as f64;
    assert!((0.2..2.5).contains(&mean_square), "standard errors are of the size of the errors: {mean_square}");
    let still: i64 = completed
        .years
        .iter()
        .flat_map(|year| {
            completed.sectors.iter().map(|sector| completed.totals.of(year.year, &Bucket::StillToBook(sector.clone())).amount.0)
        })
        .sum();
    assert!(still > 0);
}

#[test]
fn without_completion_the_last_year_lacks_its_known_share() {
    let (full, cut) = (panel_of(&small_study()), panel_of(&study("until = 201912")));
    // Month m of 2019 has been followed for 12 − m months.
    let booked = |followed: usize| LAGS[..=followed].iter().sum::<u32>() as f64 / 256.0;
    let known = (0..12).map(booked).sum::<f64>() / 12.0;
    let found = all(&cut, 2019) / all(&full, 2019);
    println!("booked of 2019: {found:.4}, by the law of the simulator {known:.4}");
    assert!((found - known).abs() < 0.02 && known < 0.9, "{found} instead of {known}");
    assert_eq!(all(&cut, 2017), all(&full, 2017));
}

/// The small world with its lines changed.
fn world_with(lines: impl Fn(LazyFrame) -> LazyFrame) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a folder");
    let (from, to) = (small_world(), place.path().to_owned());
    let copy = |folder: &str, ending: &str, change: Option<&dyn Fn(LazyFrame) -> LazyFrame>| {
        let mut paths: Vec<PathBuf> =
            glob::glob(&from.join(folder).join(ending).to_string_lossy()).expect("a pattern").map(Result::unwrap).collect();
        paths.sort();
        for path in paths {
            let target = to.join(path.strip_prefix(from).expect("below"));
            fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            let Some(change) = change else {
                fs::copy(&path, &target).expect("a copy");
                continue;
            };
            let rows = ParquetReader::new(fs::File::open(&path).expect("a file")).finish().expect("a table");
            let mut rows = change(rows.lazy()).collect().expect("rows");
            ParquetWriter::new(fs::File::create(&target).expect("a file")).finish(&mut rows).expect("written");
        }
    };
    copy("population", "*.parquet", None);
    copy("claims", "year=*/*.parquet", Some(&lines));
    copy("drugs", "*.parquet", Some(&lines));
    (place, to)
}

fn costs(panel: &Panel) -> Vec<&Vec<i64>> {
    panel.years.iter().map(|year| &year.cost).collect()
}

#[test]
fn a_study_until_a_month_sees_the_data_as_they_stood_then() {
    let (_place, folder) = world_with(|lines| lines.filter(col("booking_month").lt_eq(lit(201_912))));
    let text = format!("{}\n[completion]\nmethod = \"chain-ladder\"\n", small_study().text());
    let cut = panel_of(&Study::parse(&folder.join("study.toml"), text).expect("a study"));
    let until = panel_of(&study("method = \"chain-ladder\"\nuntil = 201912"));
    assert_eq!(costs(&cut), costs(&until));
    assert_eq!(cut.completed, until.completed);
}

#[test]
fn lines_that_do_not_say_when_they_were_booked_count_and_teach_nothing() {
    // One person in forty: their lines stay in the costs and leave the triangles.
    let silent = || (col("SS00010").cast(DataType::Int64) % lit(40)).eq(lit(0));
    let (_place, folder) = world_with(|lines| {
        let until = lines.filter(col("booking_month").lt_eq(lit(201_912)));
        until.with_column(when(silent()).then(lit(NULL)).otherwise(col("booking_month")).alias("booking_month"))
    });
    let text = format!("{}\n[completion]\nmethod = \"chain-ladder\"\n", small_study().text());
    let some = panel_of(&Study::parse(&folder.join("study.toml"), text).expect("a study"));
    let every = panel_of(&study("method = \"chain-ladder\"\nuntil = 201912"));
    let finding = some.findings.iter().find(|finding| finding.rule == "unknown-booking").expect("a finding");
    assert!((0.02..0.03).contains(&(finding.count as f64 / finding.of as f64)), "{finding:?}");
    assert!(every.findings.iter().all(|finding| finding.rule != "unknown-booking"));
    let sectors = [&some, &every].map(|panel| &panel.completed.as_ref().expect("completed").sectors);
    for (index, name) in every.sectors.iter().enumerate() {
        assert_eq!(cost(&some, 2016, index), cost(&every, 2016, index), "{name}: the whole year keeps every line");
        // What a fortieth of independent persons moves in a factor is its standard error times the root of 1/39.
        let [few, all] = sectors.map(|sectors| sectors[index].years[3]);
        assert!(few != all && (few.factor - all.factor).abs() < 4.0 * all.se * all.factor / 39.0_f64.sqrt(), "{name}: {few:?} {all:?}");
    }
}

#[test]
fn booked_within_is_the_same_rule_in_every_year() {
    let full = panel_of(&small_study());
    let within = panel_of(&study("method = \"booked-within\"\nwithin = 3"));
    let share = LAGS[..=3].iter().sum::<u32>() as f64 / 256.0;
    for year in [2016, 2017, 2018, 2019] {
        let found = all(&within, year) / all(&full, year);
        assert!((found - share).abs() < 0.03, "{year}: {found} instead of {share}");
    }
    let left_out = within.totals.sum(|bucket| *bucket == Bucket::BookedLater);
    let used = within.totals.sum(Bucket::used);
    let of_full = full.totals.sum(Bucket::used);
    assert!(left_out.lines > 0 && left_out.lines + used.lines >= of_full.lines);
    assert!(within.findings.iter().any(|finding| finding.rule == "booked-later" && finding.count == left_out.lines));
}

#[test]
fn the_error_of_completion_is_in_the_interval() {
    let results = judge(&study("method = \"chain-ladder\"\nuntil = 201912"));
    let figures = |period: Period, reading: Reading| {
        let row = results.gains.iter().find(|row| row.period == period && row.reading == reading && row.figures.is_some());
        row.and_then(|row| row.figures.as_ref()).expect("a row")
    };
    for reading in Reading::ALL {
        let [early, late] = [2018, 2019].map(|year| figures(Period::Year(year), reading));
        assert!(early.se_completion.0 > 0 && late.se_completion > early.se_completion, "{reading}: the last year is the least booked");
        assert!(late.se >= late.se_completion && late.se >= late.se_persons);
    }
    assert_eq!(results.completion.len(), 4 * results.asked.sectors.len());
    let last = results.completion.iter().find(|row| row.year == 2019).and_then(|row| row.figures.as_ref()).expect("a row");
    assert!(last.factor > 1.05 && last.completed > last.booked && last.se > 0.0);
    let none = judge(&small_study());
    assert!(none.completion.is_empty() && none.gains.iter().filter_map(|row| row.figures.as_ref()).all(|f| f.se_completion.0 == 0));
}

#[test]
fn what_cannot_be_completed_is_refused_where_the_study_asks_for_it() {
    for (completion, expected) in [
        ("method = \"chain-ladder\"\nmonths = 60\nuntil = 201912", "no month of service has been followed for 60 months"),
        ("method = \"chain-ladder\"\nuntil = 201906", "months of service after that cannot be completed"),
        ("method = \"booked-within\"\nwithin = 12\nuntil = 202006", "followed for 6 months only"),
        ("method = \"booked-within\"", "within how many months"),
        ("method = \"chain-ladder\"\nwithin = 12", "says nothing to the method"),
        ("method = \"chain-ladder\"\nmonths = 0", "for 1 to 60 months"),
        ("method = \"none\"\nuntil = 201913", "`until` is a month"),
        ("method = \"chain-lader\"", "did you mean `chain-ladder`?"),
    ] {
        let message = refused(completion);
        assert!(message.contains(expected), "{completion}: {message}");
    }
}

#[test]
fn tables_that_do_not_say_when_lines_were_booked_are_refused_where_the_study_asks() {
    let (_place, folder) = world_with(|lines| lines);
    let drugs = folder.join("drugs/2018.parquet");
    let rows = ParquetReader::new(fs::File::open(&drugs).expect("a file")).finish().expect("a table");
    let mut rows = rows.drop("booking_month").expect("a column");
    ParquetWriter::new(fs::File::create(&drugs).expect("a file")).finish(&mut rows).expect("written");
    let text = format!("{}\n[completion]\nmethod = \"chain-ladder\"\n", small_study().text());
    let read = |text: &str| panel::build(&Study::parse(&folder.join("study.toml"), text.to_owned()).expect("a study"), &Silent);
    let error = read(&text).expect_err("refused");
    assert!(error.to_string().contains("late bookings cannot be told from the drugs"), "{error}");
    assert!(matches!(&error, panel::PanelError::Study(error) if error.line().is_some()));
    read(small_study().text()).expect("nothing is asked of bookings");
    let panel = "[study]\ntitle = \"t\"\n[data]\npanel = \"p.csv\"\nsource = \"sample\"\n[period]\nbase = [2016]\nperformance = [2018]\n[completion]\nmethod = \"chain-ladder\"\n[[pilot]]\nid = \"a\"\nzone = [\"1\"]\ntarget = \"chronic\"\nstart = 2018\n";
    let error = Study::parse(Path::new("study.toml"), panel.to_owned()).expect_err("refused");
    assert!(error.to_string().contains("ready-made panel has no lines"), "{error}");
}

#[test]
fn completed_results_do_not_depend_on_threads() {
    let study = study("method = \"chain-ladder\"\nuntil = 201912");
    let judged = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(|| judge(&study));
    assert_eq!(judged(1), judged(3));
    run::shown_totals(&study, &panel_of(&study));
}
