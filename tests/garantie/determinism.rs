//! The same rows give the same bits: whatever the threads, the order of the rows, the files they come in.

use std::fs;

use garantie::progress::Silent;
use garantie::simulate::{self, Defect, Settings};
use garantie::spec::Study;
use garantie::{panel, run};
use polars::prelude::*;

use crate::defects;
use crate::worlds::{judge, small_study, small_study_into, small_world};

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

/// The study of the small world with models of three kinds.
fn study_of_three_models() -> Study {
    let variant = |model: &str| format!("\n[[variant]]\nname = \"{model}\"\nmodel = \"{model}\"\n");
    let text = format!("{}{}", small_study().text(), ["ols-morbidity", "gamma-log", "pooled-trend"].map(variant).concat());
    Study::parse(&small_world().join("study.toml"), text).expect("a study")
}

#[test]
fn results_do_not_depend_on_threads() {
    let study = study_of_three_models();
    let one = with_threads(1, || judge(&study));
    assert!(one.gains.iter().filter(|row| row.figures.is_some()).count() > 20, "there is something to compare");
    for threads in [2, 4, 8] {
        assert_eq!(one, with_threads(threads, || judge(&study)), "{threads} threads");
    }
}

#[test]
fn simulated_files_do_not_depend_on_threads() {
    let place = tempfile::tempdir().expect("a folder");
    let settings = Settings { persons: 9_000, years: 2, first_year: 2018, start_year: 2019, lines: 0.1, ..Settings::default() };
    for threads in [1, 3] {
        let out = place.path().join(threads.to_string());
        with_threads(threads, || simulate::write(settings.clone(), &out)).expect("a population");
    }
    for file in ["population/2018.parquet", "claims/year=2019/claims.parquet", "drugs/2018.parquet", "truth.toml", "study.toml"] {
        let read = |threads: &str| fs::read(place.path().join(threads).join(file)).expect("a file");
        assert!(read("1") == read("3"), "{file}");
    }
}

/// The panel of the small world, its rows in another order and cut into files, judged again from the panel.
#[test]
fn results_do_not_depend_on_the_order_of_rows_nor_on_files() {
    let study = study_of_three_models();
    let made = panel::build(&study, &Silent).expect("a panel");
    let from_claims = run::judge(&study, &made, &Silent).expect("results");
    let place = tempfile::tempdir().expect("a folder");
    let whole = place.path().join("panel.parquet");
    panel::write(&made, &whole).expect("written");

    let mut rows = ParquetReader::new(fs::File::open(&whole).expect("a file")).finish().expect("a table");
    rows = rows.reverse();
    rows.rechunk_mut();
    for (part, start) in [0, 1000, 3000].into_iter().enumerate() {
        let length = if part == 2 { rows.height() - 3000 } else { 1000 + 1000 * part };
        let file = fs::File::create(place.path().join(format!("part-{part}.parquet"))).expect("a file");
        ParquetWriter::new(file).finish(&mut rows.slice(start, length)).expect("written");
    }

    let text = study.text();
    let data = text.find("[data]").expect("a section");
    let period = text.find("[period]").expect("a section");
    let conditions: Vec<String> = made.conditions.iter().map(|name| format!("{name:?}")).collect();
    let sectors: Vec<String> = made.sectors.iter().map(|name| format!("{name:?}")).collect();
    for files in ["panel.parquet", "part-*.parquet"] {
        let section = format!("[data]\npanel = \"{files}\"\nconditions = [{}]\nsource = \"sample\"\n", conditions.join(","));
        let scope = format!("[scope]\nsectors = [{}]\n", sectors.join(","));
        let text = format!("{}{section}{scope}{}", &text[..data], &text[period..]);
        let study = Study::parse(&place.path().join("study.toml"), text).expect("a study");
        let again = judge(&study);
        assert_eq!(from_claims.gains, again.gains, "{files}");
        assert_eq!(from_claims.gains_by_sector, again.gains_by_sector, "{files}");
        assert_eq!(from_claims.models, again.models, "{files}");
        assert_eq!(from_claims.calibration, again.calibration, "{files}");
    }
}

/// Years that no row group has lines of two of are summed one after the other; those of one file in another order, all at once.
#[test]
fn years_that_files_keep_apart_are_summed_as_those_they_do_not() {
    // Lines of other years would keep no years apart.
    let place =
        defects::world(&[Defect::LateBookings, Defect::Corrections, Defect::DoubledFees, Defect::Duplicates, Defect::UnknownPersons]);
    let world = place.path().join("world");
    for table in ["claims", "drugs"] {
        let files = glob::glob(&world.join(format!("{table}/**/*.parquet")).to_string_lossy()).expect("a pattern");
        let of_file = |file: glob::GlobResult| {
            ParquetReader::new(fs::File::open(file.expect("a file")).expect("opened")).finish().expect("lines").lazy()
        };
        let all = concat(files.map(of_file).collect::<Vec<_>>(), UnionArgs::default()).expect("one table");
        let mut mixed = all.reverse().collect().expect("lines");
        mixed.rechunk_mut();
        let file = fs::File::create(world.join(format!("{table}.parquet"))).expect("a file");
        ParquetWriter::new(file).finish(&mut mixed).expect("written");
    }
    let text = fs::read_to_string(world.join("study.toml")).expect("a study");
    let in_one = text.replace("claims/year=*/*.parquet", "claims.parquet").replace("drugs/*.parquet", "drugs.parquet");
    assert_ne!(text, in_one);
    for more in ["", "\n[quality]\nrepeated_lines = \"drop\"\n", "\n[completion]\nmethod = \"chain-ladder\"\nuntil = 201912\n"] {
        let of = |text: &str| {
            let study = Study::parse(&world.join("study.toml"), format!("{text}{more}")).expect("a study");
            panel::build(&study, &Silent).expect("a panel")
        };
        let (apart, together) = (of(&text), of(&in_one));
        assert_eq!((&apart.totals, &apart.findings, &apart.completed), (&together.totals, &together.findings, &together.completed));
        for (apart, together) in apart.years.iter().zip(&together.years) {
            assert_eq!((apart.year, &apart.person, &apart.cost), (together.year, &together.person, &together.cost));
            assert!(apart.frame.equals_missing(&together.frame), "{}", apart.year);
        }
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    let study = small_study_into("out-twice");
    let read = |name: &str| fs::read(study.output.folder.join(name)).expect("an output");
    let outputs =
        ["gains.csv", "gains.parquet", "gains_by_sector.csv", "models.parquet", "findings.csv", "control_totals.csv", "report.html"];
    run::run(&study, 1, &Silent).expect("a run");
    let first: Vec<Vec<u8>> = outputs.iter().map(|name| read(name)).collect();
    run::run(&study, 2, &Silent).expect("a run");
    for (name, first) in outputs.iter().zip(first) {
        assert!(first == read(name), "{name}");
    }
    assert!(small_world().join("out-twice/manifest.json").exists());
}
