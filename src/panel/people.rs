//! The persons of a study and their years: numbered, with exposure, in one order, with the columns that every panel has.

use std::path::Path;

use polars::prelude::*;

use super::PanelError;
use super::exposure::{days_insured, days_of};
use super::places::{CodesSeen, Places};
use super::residence::find_at_base;
use super::source::Part;
use crate::ingest::{self, DataError, Geography, Ids, PersonYearTable, Residence};
use crate::quality::{Finding, duplicate_person_year, exposure_over_one, no_exposure, own_age};
use crate::spec::Study;

/// The persons of a study, and the rows of each of its years in the order of their numbers.
pub(super) struct People {
    pub persons: Ids,
    pub places: Places,
    pub years: Vec<PeopleOfYear>,
    pub findings: Vec<Finding>,
}

/// The persons of one year.
pub(super) struct PeopleOfYear {
    pub year: i32,
    /// Number of the person of each row, ascending.
    pub person: Vec<u32>,
    /// The columns of the table but `person`, with `exposure`; municipalities by their numbers.
    pub frame: DataFrame,
    /// Number of the municipality in which the person of each row lived at base.
    pub at_base: Column,
    /// Numbers of those left out because another source has them.
    pub elsewhere: Vec<u32>,
}

/// Columns of whole numbers that half of the usual width holds, whatever a table says.
const NARROW: [&str; 4] = ["year", "birth_year", "age", "sex"];

/// Reads the persons of every year of the study; rows without a day of exposure are left out and counted.
pub(super) fn read(study: &Study, table: &'static str, path: &Path, part: Part) -> Result<People, PanelError> {
    let mut open = PersonYearTable::open(table, path, &study.data, study.years_read())?;
    let geography = Geography::of(&study.data)?;
    let (mut frames, mut codes) = (Vec::new(), CodesSeen::default());
    let (mut without, mut repeated, mut over_one) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = 0;
    let mut errors = Vec::new();
    for (index, year) in study.years_read().into_iter().enumerate() {
        let ingest::YearRows { frame: mut rows, repeated: again, over_one: over } = match open.take(year, index == 0) {
            Ok(rows) => rows,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        if !errors.is_empty() {
            // What is wrong with the later years is still told.
            continue;
        }
        // Everybody in the zones is there with weight 1.
        if part != Part::Zones {
            rows = with_stratum_weights(study, table, rows)?;
        }
        if rows.height() == 0 {
            let message = format!("the {table} has no row of {year}");
            let help = match study.years().contains(&year) {
                true => "leave the year out of [period], or add its rows",
                false => "a rule that knows the previous year needs its rows: add them, or say known = \"same-year\" in [population]",
            };
            return Err(study.refuse_period(message, help).into());
        }
        all += (rows.height() + again.len()) as u64;
        repeated.push(again);
        over_one.push(over);
        if !rows.schema().contains("exposure") {
            let days = days_insured(&rows, year)?;
            let exposed = days.gt(0);
            without.push(rows.column("person")?.filter(&!&exposed)?);
            if !exposed.all() {
                rows = rows.filter(&exposed)?;
            }
            let days = days.filter(&exposed)?.cast(&DataType::Float64)?;
            let exposure = days.f64()? / f64::from(days_of(year));
            rows.with_column(exposure.with_name("exposure".into()).into_series().into_column())?;
        }
        codes.number(&mut rows)?;
        for column in NARROW {
            if let Ok(wide) = rows.column(column) {
                let narrow = wide.strict_cast(&DataType::Int32)?;
                rows.with_column(narrow)?;
            }
        }
        // Nothing asks for them any more, and they are much to keep.
        frames.push((year, rows.drop_many(["from", "to", "death"])));
    }
    DataError::all(errors)?;
    let columns = frames.iter().map(|(_, rows)| rows.column("person")).collect::<PolarsResult<Vec<_>>>()?;
    let persons = Ids::new(columns.into_iter())?;
    let located = |columns: Vec<Column>| {
        PolarsResult::Ok(columns.iter().map(|column| persons.locate(column)).collect::<PolarsResult<Vec<_>>>()?.concat())
    };
    let mut years = frames.into_iter().map(|(year, rows)| in_order(&persons, year, rows)).collect::<PolarsResult<Vec<_>>>()?;
    let mut residence = Residence::default();
    let places = codes.places(&geography, &mut years, &mut residence)?;
    let aged = years.iter().filter(|people| people.frame.schema().contains("age")).map(|people| people.person.len() as u64).sum();
    let mut findings: Vec<Finding> = [
        no_exposure::find(&located(without)?, all, &study.quality),
        duplicate_person_year::find(&located(repeated)?, all, &study.quality),
        exposure_over_one::find(&located(over_one)?, all, &study.quality),
        own_age::find(table, aged, all, &study.quality),
    ]
    .into_iter()
    .flatten()
    .collect();
    findings.extend(residence.findings(&study.quality));
    find_at_base(&mut years, persons.len(), study.population.inclusion)?;
    part.keep(study, &geography, &places, &mut years)?;
    Ok(People { persons, places, years, findings })
}

/// Weighs the persons by the stratum in which they were drawn, if the study gives the weights.
///
/// METHOD: never by current age: a person drawn at 64 keeps its weight of 40 at 65, or the sample would lose half of its cohort.
fn with_stratum_weights(study: &Study, table: &str, mut rows: DataFrame) -> Result<DataFrame, PanelError> {
    let strata = &study.population.strata;
    if strata.is_empty() || rows.height() == 0 {
        return Ok(rows);
    }
    let refuse = |message: String, help: &str| Err(study.refuse(study.population.strata_span.clone(), message, help).into());
    if rows.schema().contains("weight") {
        return refuse(format!("the {table} has a column `weight` already"), "leave `strata` out, or the column");
    }
    let Ok(column) = rows.column("stratum") else {
        let help = "give each person the stratum in which it was drawn in a column `stratum`; its current age does not tell it";
        return refuse(format!("the {table} has no column `stratum`"), help);
    };
    let texts = column.cast(&DataType::String)?;
    let weights: Vec<Option<f64>> = texts.str()?.iter().map(|stratum| strata.get(stratum.unwrap_or_default()).copied()).collect();
    let unknown = weights.iter().filter(|weight| weight.is_none()).count() as u64;
    if unknown > 0 {
        let known = strata.keys().cloned().collect::<Vec<_>>().join(", ");
        let message = format!("{} rows of the {table} are of a stratum without a weight", crate::ingest::Count::from(unknown));
        return refuse(message, &format!("there are weights for: {known}"));
    }
    rows.with_column(Column::new("weight".into(), weights))?;
    Ok(rows)
}

/// The table sorts pseudonyms as they are written; their numbers decide.
fn in_order(persons: &Ids, year: i32, mut frame: DataFrame) -> PolarsResult<PeopleOfYear> {
    let person = persons.locate(&frame.drop_in_place("person")?)?;
    if person.is_sorted() {
        return Ok(PeopleOfYear { year, person, frame, at_base: Column::default(), elsewhere: Vec::new() });
    }
    let mut order: Vec<IdxSize> = (0..).take(person.len()).collect();
    order.sort_unstable_by_key(|row| person[*row as usize]);
    let sorted = order.iter().map(|row| person[*row as usize]).collect();
    let frame = frame.take(&IdxCa::from_vec("order".into(), order))?;
    Ok(PeopleOfYear { year, person: sorted, frame, at_base: Column::default(), elsewhere: Vec::new() })
}

/// Adds `age`, `weight` and `chronic` where the table does not have them, and gives the columns one order.
pub(super) fn complete(frame: DataFrame, year: i32, conditions: &[String]) -> PolarsResult<DataFrame> {
    let schema = frame.schema().clone();
    let mut frame = frame.lazy();
    if !schema.contains("age") {
        frame = frame.with_column((lit(year) - col("birth_year")).alias("age"));
    }
    if !schema.contains("weight") {
        frame = frame.with_column(lit(1.0).alias("weight"));
    }
    if !schema.contains("chronic") {
        let any = conditions.iter().map(|name| Expr::Column(name.as_str().into())).reduce(Expr::or).unwrap_or(lit(false));
        frame = frame.with_column(any.alias("chronic"));
    }
    const FIRST: [&str; 7] = ["year", "birth_year", "age", "sex", "municipality", "exposure", "weight"];
    let mut frame = frame.collect()?;
    let names: Vec<String> = frame.schema().iter_names().map(|name| name.to_string()).collect();
    let further = names.iter().map(String::as_str).filter(|name| !FIRST.contains(name));
    frame = frame.select(FIRST.into_iter().chain(further))?;
    frame.rechunk_mut();
    Ok(frame)
}
