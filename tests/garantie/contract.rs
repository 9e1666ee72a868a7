//! What breaks the contract of a table is told whole: every table, every file, every column, each with its count.

use std::fmt::Write as _;
use std::fs;

use garantie::ingest::DataError;
use garantie::panel::{self, PanelError};
use garantie::progress::Silent;

use crate::inputs::Inputs;

type Told = (&'static str, String, String, String, Option<u64>);

/// Table, file, column, count and first row of each refusal of the good inputs with their tables spoilt, and their claims in four files.
fn told(spoil: impl Fn(&mut Inputs), spoil_file: impl Fn(usize, &str) -> String) -> Vec<Told> {
    let place = tempfile::tempdir().expect("a folder");
    let mut inputs = Inputs::good();
    spoil(&mut inputs);
    inputs.data = inputs.data.replace("claims.csv", "claims-*.csv");
    let study = inputs.study(place.path());
    let lines: Vec<&str> = inputs.claims.lines().skip(1).collect();
    for (index, part) in lines.chunks(200).enumerate() {
        let rows = part.iter().fold("person,service_date,code,amount\n".to_owned(), |mut rows, line| {
            let _ = writeln!(rows, "{line}");
            rows
        });
        fs::write(place.path().join(format!("claims-{index}.csv")), spoil_file(index, &rows)).expect("written");
    }
    let error = match panel::build(&study, &Silent) {
        Err(PanelError::Data(error)) => error,
        Err(other) => panic!("another refusal: {other}"),
        Ok(_) => panic!("not refused"),
    };
    let errors = match error {
        DataError::Several(errors) => errors,
        one => vec![one],
    };
    let place = |error: &DataError| match error {
        DataError::BadValues { table, file, column, count, first, .. } => {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            (*table, name, column.clone(), count.to_string(), *first)
        }
        DataError::BadLines { table, file, flaw } => (
            *table,
            file.file_name().expect("a name").to_string_lossy().into_owned(),
            String::new(),
            flaw.count.to_string(),
            Some(flaw.first),
        ),
        other => panic!("another refusal: {other}"),
    };
    errors.iter().map(place).collect()
}

fn row(table: &'static str, file: &str, column: &str, count: &str, first: u64) -> Told {
    (table, file.into(), column.into(), count.into(), Some(first))
}

#[test]
fn every_file_and_table_is_told_with_its_count() {
    let spoil = |inputs: &mut Inputs| {
        inputs.population = inputs.population.replace(",1931,2,", ",1931,3,");
        inputs.population = inputs.population.replacen(",2018,1930,", ",,1930,", 5);
        inputs.drugs = inputs.drugs.replacen(",12.10,", ",twelve,", 7);
    };
    let told = told(spoil, |index, rows| match index {
        1 => rows.replacen(",101076,", ",10x,", 6),
        2 => rows.replacen(",101076,", ",101076,1,", 9),
        3 => rows.replace(",101076,", ",10x,").replacen("-15,", "-32,", 8),
        _ => rows.to_owned(),
    });
    let sexes = Inputs::good().population.matches(",1931,2,").count();
    assert_eq!(
        told,
        [
            row("population", "population.csv", "year", "5", 401),
            row("population", "population.csv", "sex", &sexes.to_string(), 2),
            row("claims", "claims-1.csv", "code", "6", 1),
            row("claims", "claims-2.csv", "", "9", 2),
            row("claims", "claims-3.csv", "service_date", "8", 1),
            row("claims", "claims-3.csv", "code", "200", 1),
            row("drugs", "drugs.csv", "amount", "7", 1),
        ]
    );
}

#[test]
fn one_bad_column_of_two_years_is_told_once() {
    let told = told(|inputs| inputs.population = inputs.population.replace(",11001,", ",,"), |_, rows| rows.to_owned());
    assert_eq!(told, [row("population", "population.csv", "municipality", "100", 1)]);
}

#[test]
fn a_map_of_the_engine_that_would_fit_is_named() {
    let place = tempfile::tempdir().expect("a folder");
    let mut inputs = Inputs::good();
    inputs.claims = inputs.claims.replace("person,service_date,code,amount", "SS00010,SS00015,SS00020,SS00060");
    let Err(PanelError::Data(error)) = panel::build(&inputs.study(place.path()), &Silent) else { panic!("not refused") };
    assert_eq!(error.help(), "the file has the names of the column map `ima`: say columns = \"ima\" in [data]");
    inputs.claims = inputs.claims.replace("SS00010", "who");
    let Err(PanelError::Data(error)) = panel::build(&inputs.study(place.path()), &Silent) else { panic!("not refused") };
    assert!(error.help().starts_with("the column is needed as `person`"), "{}", error.help());
}
