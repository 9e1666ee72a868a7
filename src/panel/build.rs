//! Making the panel of a study, from claims or from a table that exists already.

use std::path::Path;

use polars::prelude::*;
use serde_spanned::Spanned;

use super::accumulate::Accumulator;
use super::exposure::{days_of, with_days};
use super::totals::{Bucket, ControlTotals, Total};
use super::{PanelError, findings};
use crate::ingest::{self, Codebook, DataError, Finding, Ids, Morbidity, PersonYearTable};
use crate::money::Cents;
use crate::progress::Progress;
use crate::spec::{self, Input, Study};

/// The person-years of a study.
#[derive(Debug)]
pub struct Panel {
    /// The persons, numbered over all years.
    pub persons: Ids,
    /// Sectors in scope.
    pub sectors: Vec<String>,
    /// Names of the columns that are conditions.
    pub conditions: Vec<String>,
    /// The years of the study, in order.
    pub years: Vec<YearPanel>,
    /// What became of every line and cent read.
    pub totals: ControlTotals,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// The person-years of one year, in the order of their persons.
#[derive(Debug)]
pub struct YearPanel {
    /// The year.
    pub year: i32,
    /// Number of the person of each row, ascending.
    pub person: Vec<u32>,
    /// What is known of each row but its cost: `year`, `birth_year`, `age`, `sex`, `municipality`, `exposure` (fraction of
    /// the year), `weight`, the conditions, `chronic`, `increased_reimbursement` if the table has it, and the user's columns.
    pub frame: DataFrame,
    /// Cost in cents, row-major: `row × sectors + sector`.
    pub cost: Vec<i64>,
}

impl YearPanel {
    /// Cost of one row over all sectors.
    pub fn total(&self, row: usize, sectors: usize) -> Cents {
        self.cost[row * sectors..][..sectors].iter().copied().map(Cents).sum()
    }

    fn sector_total(&self, sector: usize, sectors: usize) -> Cents {
        self.cost.iter().skip(sector).step_by(sectors).copied().map(Cents).sum()
    }
}

/// Makes the panel of a study.
pub fn build(study: &Study, progress: &dyn Progress) -> Result<Panel, PanelError> {
    let mut panel = match &study.data.input {
        Input::Claims { population, claims, drugs, sectors, morbidity } => {
            let book = Codebook::parse(&table_path(sectors, "sectors.csv"), &table_bytes(sectors, spec::SECTORS)?)?;
            let morbidity = Morbidity::parse(&table_path(morbidity, "morbidity.csv"), &table_bytes(morbidity, spec::MORBIDITY)?)?;
            let tables = Tables {
                population: population.get_ref(),
                claims: claims.get_ref(),
                drugs: drugs.as_ref().map(|drugs| drugs.get_ref().as_path()),
            };
            from_claims(study, &tables, &book, &morbidity, progress)?
        }
        Input::Panel { panel, conditions } => from_table(study, panel.get_ref(), conditions, progress)?,
    };
    for year in &panel.years {
        for (index, sector) in panel.sectors.iter().enumerate() {
            panel.totals.check(year.year, sector, year.sector_total(index, panel.sectors.len()))?;
        }
    }
    panel.findings.extend(findings::all(&panel));
    Ok(panel)
}

fn table_path(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> std::path::PathBuf {
    given.as_ref().map_or_else(|| builtin.into(), |given| given.get_ref().clone())
}

fn table_bytes(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> Result<Vec<u8>, DataError> {
    match given {
        None => Ok(builtin.as_bytes().to_vec()),
        Some(path) => {
            std::fs::read(path.get_ref()).map_err(|error| DataError::Unreadable { file: path.get_ref().clone(), reason: error.to_string() })
        }
    }
}

struct Tables<'a> {
    population: &'a Path,
    claims: &'a Path,
    drugs: Option<&'a Path>,
}

fn from_claims(
    study: &Study,
    tables: &Tables,
    book: &Codebook,
    morbidity: &Morbidity,
    progress: &dyn Progress,
) -> Result<Panel, PanelError> {
    let maps = &study.data.columns;
    let names: Vec<&str> = book.sectors.iter().map(String::as_str).collect();
    let in_scope = scope(study, &names)?;
    let mut column = 0..;
    let columns: Vec<Option<usize>> = in_scope.iter().map(|wanted| wanted.then(|| column.next()).flatten()).collect();
    let sectors: Vec<String> = book.sectors.iter().zip(&in_scope).filter(|(_, wanted)| **wanted).map(|(name, _)| name.clone()).collect();

    progress.stage("population");
    let (persons, rows, mut found) = people(study, "population", tables.population)?;
    let present = rows.iter().map(|(year, numbers, _)| (*year, marks(numbers, persons.len()))).collect();
    let mut sums = Accumulator::new(book, morbidity, &columns, present, tables.drugs.is_some());
    progress.stage("claims");
    ingest::claims(tables.claims, maps, &persons, |lines| sums.claims(lines))?;
    if let Some(drugs) = tables.drugs {
        progress.stage("drugs");
        ingest::drugs(drugs, maps, &persons, |lines| sums.drugs(lines))?;
    }
    progress.stage("panel");
    let (sums, totals) = sums.finish();
    let conditions = if tables.drugs.is_some() { morbidity.conditions.clone() } else { Vec::new() };
    let mut years = Vec::with_capacity(rows.len());
    for ((year, person, mut frame), sums) in rows.into_iter().zip(sums) {
        if !totals.iter().any(|(of, bucket, _)| of == year && *bucket != Bucket::OtherYear) {
            let message = format!("the claims have no line of {year}");
            return Err(study.refuse_period(message, "leave the year out of [period], or add its claims").into());
        }
        for (index, condition) in conditions.iter().enumerate() {
            let doses = |person: &u32| sums.doses[*person as usize * conditions.len() + index];
            let has: BooleanChunked = person.iter().map(|person| doses(person) >= morbidity.thresholds[index]).collect();
            frame.with_column(has.with_name(condition.as_str().into()).into_series().into_column())?;
        }
        let width = sectors.len();
        let cost = person.iter().flat_map(|person| &sums.cents[*person as usize * width..][..width]).copied().collect();
        years.push(YearPanel { year, frame: complete(frame, year, &conditions)?, person, cost });
    }
    found.extend(findings::lines(&totals));
    Ok(Panel { persons, sectors, conditions, years, totals, findings: found })
}

fn from_table(study: &Study, path: &Path, conditions: &Spanned<Vec<String>>, progress: &dyn Progress) -> Result<Panel, PanelError> {
    progress.stage("panel");
    let sectors = study.sectors.get_ref().clone();
    if sectors.iter().any(|name| name == "*" || name.starts_with('-')) {
        let help = "name its cost columns in [scope] sectors, for example [\"doctors\", \"hospitals\"]";
        let span = Some(study.sectors.span()).filter(|span| !span.is_empty());
        return Err(study.refuse(span, "a ready-made panel does not say which of its columns are costs", help).into());
    }
    let (persons, rows, findings) = people(study, "panel", path)?;
    let mut totals = ControlTotals::default();
    let mut years = Vec::with_capacity(rows.len());
    for (year, person, mut frame) in rows {
        let mut cost = vec![0; person.len() * sectors.len()];
        for (index, sector) in sectors.iter().enumerate() {
            let names: Vec<String> = frame.schema().iter_names().map(|name| name.to_string()).collect();
            let Ok(euro) = frame.drop_in_place(sector) else {
                let help = Study::advise(sector, names.iter().map(String::as_str));
                return Err(study.refuse(Some(study.sectors.span()), format!("the panel has no cost column `{sector}`"), help).into());
            };
            let cents = euro.cast(&DataType::Float64)?;
            let cents = cents.f64()?.iter().map(|euro| euro.and_then(Cents::from_euro));
            let (mut total, mut missing) = (Total::default(), 0);
            for (row, cents) in cents.enumerate() {
                let Some(cents) = cents else {
                    missing += 1;
                    continue;
                };
                cost[row * sectors.len() + index] = cents.0;
                total.lines += u64::from(cents != Cents::ZERO);
                total.amount += cents;
            }
            if missing > 0 {
                let column = sector.clone();
                return Err(DataError::BadValues {
                    table: "panel",
                    file: path.to_owned(),
                    column,
                    expected: "amounts in euro",
                    count: missing,
                }
                .into());
            }
            totals.add(year, Bucket::Sector(sector.clone()), total);
        }
        for condition in conditions.get_ref() {
            let names: Vec<&str> = frame.schema().iter_names().map(|name| name.as_str()).collect();
            if !names.contains(&condition.as_str()) {
                let help = Study::advise(condition, names.into_iter());
                return Err(study.refuse(Some(conditions.span()), format!("the panel has no column `{condition}`"), help).into());
            }
            let flag = frame.column(condition)?.cast(&DataType::Boolean)?;
            if flag.null_count() > 0 {
                let (column, count) = (condition.clone(), flag.null_count() as u64);
                return Err(DataError::BadValues { table: "panel", file: path.to_owned(), column, expected: "yes or no", count }.into());
            }
            frame.with_column(flag)?;
        }
        years.push(YearPanel { year, frame: complete(frame, year, conditions.get_ref())?, person, cost });
    }
    Ok(Panel { persons, sectors, conditions: conditions.get_ref().clone(), years, totals, findings })
}

/// Which of the sectors that there are the study wants.
fn scope(study: &Study, sectors: &[&str]) -> Result<Vec<bool>, PanelError> {
    let asked = study.sectors.get_ref();
    let named = |entry: &str| entry.strip_prefix('-').unwrap_or(entry).to_owned();
    for entry in asked.iter().filter(|entry| *entry != "*") {
        if !sectors.contains(&named(entry).as_str()) {
            let help = Study::advise(&named(entry), sectors.iter().copied());
            return Err(study.refuse(Some(study.sectors.span()), format!("there is no sector `{}`", named(entry)), help).into());
        }
    }
    let only_left_out = asked.iter().all(|entry| entry.starts_with('-'));
    let wanted = |sector: &str| {
        let listed = only_left_out || asked.iter().any(|entry| entry == "*" || entry == sector);
        listed && !asked.iter().any(|entry| entry.strip_prefix('-') == Some(sector))
    };
    Ok(sectors.iter().map(|sector| wanted(sector)).collect())
}

/// Year, number of the person of each row, and the rows, with exposure.
type YearRows = (i32, Vec<u32>, DataFrame);

/// Reads the persons of every year of the study; rows without a day of exposure are left out and counted.
fn people(study: &Study, table: &'static str, path: &Path) -> Result<(Ids, Vec<YearRows>, Vec<Finding>), PanelError> {
    let open = PersonYearTable::open(table, path, &study.data.columns)?;
    let mut frames = Vec::new();
    let (mut all, mut without) = (0, 0);
    for year in study.years() {
        let rows = open.read(year)?;
        if rows.height() == 0 {
            let message = format!("the {table} has no row of {year}");
            return Err(study.refuse_period(message, "leave the year out of [period], or add its rows").into());
        }
        all += rows.height();
        let schema = rows.schema().clone();
        let rows = if schema.contains("exposure") {
            rows
        } else {
            let days = with_days(rows.lazy(), &schema, year).filter(col("days").gt(lit(0)));
            let exposure = col("days").cast(DataType::Float64) / lit(f64::from(days_of(year)));
            days.with_column(exposure.alias("exposure")).collect()?
        };
        without += rows.height();
        frames.push((year, rows));
    }
    let without = all - without;
    let columns = frames.iter().map(|(_, rows)| rows.column("person")).collect::<PolarsResult<Vec<_>>>()?;
    let ids = Ids::new(columns.into_iter())?;
    let mut rows = Vec::with_capacity(frames.len());
    for (year, mut frame) in frames {
        let person = ids.locate(&frame.drop_in_place("person")?)?;
        // Text pseudonyms sort as numbers do only within one type; the numbering decides.
        if person.windows(2).all(|pair| pair[0] < pair[1]) {
            rows.push((year, person, frame));
        } else {
            let mut order: Vec<IdxSize> = (0..).take(person.len()).collect();
            order.sort_unstable_by_key(|row| person[*row as usize]);
            let sorted = order.iter().map(|row| person[*row as usize]).collect();
            rows.push((year, sorted, frame.take(&IdxCa::from_vec("order".into(), order))?));
        }
    }
    Ok((ids, rows, findings::no_exposure(without as u64, all as u64)))
}

fn marks(persons: &[u32], of: usize) -> Vec<bool> {
    let mut marks = vec![false; of];
    persons.iter().for_each(|person| marks[*person as usize] = true);
    marks
}

/// Adds `age`, `weight` and `chronic` where the table does not have them, and gives the columns one order.
fn complete(frame: DataFrame, year: i32, conditions: &[String]) -> PolarsResult<DataFrame> {
    let schema = frame.schema().clone();
    let mut frame = frame.lazy().with_column((lit(year).cast(DataType::Int64) - col("birth_year")).alias("age"));
    if !schema.contains("weight") {
        frame = frame.with_column(lit(1.0).alias("weight"));
    }
    if !schema.contains("chronic") {
        let any = conditions.iter().map(|name| Expr::Column(name.as_str().into())).reduce(Expr::or).unwrap_or(lit(false));
        frame = frame.with_column(any.alias("chronic"));
    }
    const FIRST: [&str; 7] = ["year", "birth_year", "age", "sex", "municipality", "exposure", "weight"];
    const DROPPED: [&str; 4] = ["from", "to", "death", "days"];
    let mut frame = frame.collect()?;
    let names: Vec<String> = frame.schema().iter_names().map(|name| name.to_string()).collect();
    let further = names.iter().map(String::as_str).filter(|name| !FIRST.contains(name) && !DROPPED.contains(name));
    frame = frame.select(FIRST.into_iter().chain(further))?;
    frame.rechunk_mut();
    Ok(frame)
}
