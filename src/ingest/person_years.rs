//! The tables with one row per person and year: the population, or a ready-made panel.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use super::DataError;
use super::contract::{Column as Rule, Contract, Further, Kind, ROW};
use super::files::{Form, TextTypes, columns, form, matching, open, partition, unreadable};
use super::parquet::numbers_between;
use crate::spec::Data;

const COLUMNS: [Rule; 13] = [
    Rule::required("person", Kind::Id),
    Rule::required("year", Kind::Integer),
    Rule::required("birth_year", Kind::Integer),
    Rule::required("sex", Kind::Integer),
    Rule::required("municipality", Kind::Text),
    Rule::optional("death", Kind::Month),
    Rule::optional("from", Kind::Date),
    Rule::optional("to", Kind::Date),
    Rule::optional("exposure", Kind::Number),
    Rule::optional("weight", Kind::Number),
    Rule::optional("increased_reimbursement", Kind::Flag),
    Rule::optional("age", Kind::Integer),
    Rule::optional("chronic", Kind::Flag),
];

/// The rows of a year, every value checked, and the persons (by pseudonym) of whom something is to be told.
pub struct YearRows {
    /// The rows in the order of their persons; none when the year is absent.
    pub frame: DataFrame,
    /// A person for each row that repeated another one in every column and was left out.
    pub repeated: Column,
    /// The persons whose exposure was above one and is one now.
    pub over_one: Column,
}

/// An opened population or panel table.
pub struct PersonYearTable<'a> {
    contract: Contract<'a>,
    years: Vec<i32>,
    files: Vec<Opened>,
}

/// A file of the table: as it is, and under the contract.
struct Opened {
    path: PathBuf,
    raw: LazyFrame,
    rows: LazyFrame,
    /// The years of its rows, if it tells them without being read.
    years: Option<RangeInclusive<i64>>,
    /// Its rows by year, once they have been read.
    read: Option<ByYear>,
}

impl Opened {
    /// Whether none of its rows is of a year, or without one.
    fn is_without(&self, year: i32) -> bool {
        self.years.as_ref().is_some_and(|years| !years.contains(&year.into()))
    }
}

/// The rows of a file that the study needs.
struct ByYear {
    /// A table of the same columns without rows.
    none: DataFrame,
    years: BTreeMap<i32, DataFrame>,
    /// Rows without a year, for the check to find.
    without: DataFrame,
}

impl ByYear {
    fn of(rows: LazyFrame, years: &[i32]) -> PolarsResult<ByYear> {
        let wanted = years.iter().map(|year| col("year").eq(lit(*year))).fold(col("year").is_null(), Expr::or);
        let rows = rows.filter(wanted).collect()?;
        let of_rows = rows.column("year")?.i64()?;
        let without = rows.filter(&of_rows.is_null())?;
        let mut by_year = ByYear { none: rows.clear(), years: BTreeMap::new(), without };
        for year in years {
            let mark = of_rows.equal(i64::from(*year));
            match mark.sum().unwrap_or(0) as usize {
                0 => {}
                // Most tables have a file a year.
                all if all == rows.height() => drop(by_year.years.insert(*year, rows.clone())),
                _ => drop(by_year.years.insert(*year, rows.filter(&mark)?)),
            }
        }
        Ok(by_year)
    }

    /// Takes out the rows of a year, with those without one if it is the `first`.
    fn take(&mut self, year: i32, first: bool) -> PolarsResult<DataFrame> {
        let mut rows = self.years.remove(&year).unwrap_or_else(|| self.none.clone());
        if first && self.without.height() > 0 {
            rows.vstack_mut(&self.without)?;
        }
        Ok(rows)
    }
}

/// A file without a column `year` takes it from a folder such as `year=2018`.
fn with_year(mut frame: LazyFrame, path: &Path, year: &str) -> Result<LazyFrame, DataError> {
    let has_year = frame.collect_schema().map_err(|error| unreadable(path, error))?.contains(year);
    let value = partition(path, "year").and_then(|value| value.parse::<i64>().ok()).filter(|_| !has_year);
    Ok(match value {
        Some(value) => frame.with_column(lit(value).alias(year)),
        None => frame,
    })
}

/// What is wrong with the names of the columns of a population or panel table.
pub(super) fn columns_wrong(table: &'static str, pattern: &Path, data: &Data) -> Vec<DataError> {
    let contract = Contract::new(table, &COLUMNS, &[], data);
    let check = |path: &PathBuf| -> Result<(), DataError> {
        let frame = with_year(columns(table, path, contract.format)?, path, contract.theirs("year"))?;
        contract.apply(frame, path, Further::Users).map(drop)
    };
    match matching(table, pattern) {
        Ok(files) => files.iter().filter_map(|path| check(path).err()).collect(),
        Err(error) => vec![error],
    }
}

impl<'a> PersonYearTable<'a> {
    /// Opens the files of a table and checks their columns; no row is read yet. `years` are those that will be read.
    pub fn open(table: &'static str, pattern: &Path, data: &'a Data, years: Vec<i32>) -> Result<PersonYearTable<'a>, DataError> {
        let contract = Contract::new(table, &COLUMNS, &[], data);
        let as_text = [contract.theirs("municipality"), contract.theirs("person")];
        let year = contract.theirs("year");
        let (mut files, mut errors) = (Vec::new(), Vec::new());
        for path in matching(table, pattern)? {
            let opened = || -> Result<Opened, DataError> {
                let raw = with_year(open(table, &path, contract.format, TextTypes::Inferred, &as_text)?, &path, year)?;
                let rows = contract.apply(raw.clone(), &path, Further::Users)?;
                let years = match form(&path, contract.format)? {
                    Form::Parquet => numbers_between(&path, year),
                    _ => None,
                };
                Ok(Opened { path: path.clone(), raw, rows, years, read: None })
            };
            match opened() {
                Ok(opened) => files.push(opened),
                Err(error) => errors.push(error),
            }
        }
        DataError::all(errors)?;
        Ok(PersonYearTable { contract, years, files })
    }

    /// Takes out the rows of a year; those without a year are looked at with those of the `first`. Each file is read once.
    ///
    /// Columns: `person`, `year`, `birth_year`, `sex`, `municipality`, those optional ones that the table has, and the user's.
    ///
    /// # Errors
    /// Values that are none, of each file, or rows of one person that differ.
    pub fn take(&mut self, year: i32, first: bool) -> Result<YearRows, DataError> {
        let mut rows: Option<DataFrame> = None;
        let mut errors = Vec::new();
        // A file of one year is held no longer than its year is looked at.
        let files = self.files.iter_mut().filter(|file| !file.is_without(year));
        for Opened { path, raw, rows: frame, read, .. } in files {
            let refused = |error| unreadable(path, error);
            let by_year = match read {
                Some(by_year) => by_year,
                none => none.insert(ByYear::of(frame.clone(), &self.years).map_err(refused)?),
            };
            let mut part = by_year.take(year, first).map_err(refused)?;
            let bad = self.contract.count_bad(&mut part);
            let good = self.contract.refuse_bad(path, &bad, || Ok(raw.clone()));
            let of_year = col("year").eq(lit(year)).or(lit(first).and(col("year").is_null()));
            let first_row = |invalid: Expr| first_row(&self.contract, raw, path, of_year.clone().and(invalid));
            let possible = check_values(&self.contract, &part, path, year, &bad, first_row);
            let found: Vec<DataError> = good.err().into_iter().chain(possible.err()).collect();
            if !found.is_empty() {
                errors.extend(found);
                continue;
            }
            match &mut rows {
                None => rows = Some(part),
                Some(rows) if part.height() > 0 && rows.height() == 0 => *rows = part,
                Some(_) if part.height() == 0 => {}
                Some(rows) => {
                    let names: Vec<&str> = rows.schema().iter_names().map(|name| name.as_str()).collect();
                    let part = if part.width() == names.len() { part.select(names) } else { Err(polars_err!(ShapeMismatch: "columns")) };
                    rows.vstack_mut(&part.map_err(refused)?).map_err(refused)?;
                }
            }
        }
        DataError::all(errors)?;
        let mut rows = rows.unwrap_or_default();
        if rows.height() == 0 {
            let nobody = Column::new_empty("person".into(), &DataType::Int64);
            return Ok(YearRows { frame: rows, repeated: nobody.clone(), over_one: nobody });
        }
        rows.sort_in_place(["person"], SortMultipleOptions::default()).map_err(|error| self.refuse(error))?;
        rows.rechunk_mut();
        let repeated = same_as_before(&rows).map_err(|error| self.refuse(error))?;
        if !repeated.is_empty() {
            let all = rows.height();
            rows = rows.unique_stable(None, UniqueKeepStrategy::First, None).map_err(|error| self.refuse(error))?;
            let differing = repeated.len() - (all - rows.height());
            if differing > 0 {
                let columns = differing_columns(rows).map_err(|error| self.refuse(error))?;
                return Err(DataError::DuplicatePersonYears {
                    table: self.contract.table,
                    year,
                    count: (differing as u64).into(),
                    columns,
                });
            }
            rows.rechunk_mut();
        }
        let (frame, over_one) = whole_year_at_most(rows).map_err(|error| self.refuse(error))?;
        Ok(YearRows { frame, repeated, over_one })
    }

    fn refuse(&self, error: PolarsError) -> DataError {
        let path = self.files.first().map_or(Path::new(self.contract.table), |file| &file.path);
        unreadable(path, error)
    }
}

/// Refuses values that are of their kind and cannot be; `bad` are the counts of those that are not of their kind, `first_row` gives
/// the row of the file where such a value first is.
fn check_values(
    contract: &Contract,
    rows: &DataFrame,
    path: &Path,
    year: i32,
    bad: &[u64],
    first_row: impl Fn(Expr) -> Option<u64>,
) -> Result<(), DataError> {
    if rows.height() == 0 {
        return Ok(());
    }
    let rules = [
        ("sex", col("sex").eq(lit(1)).or(col("sex").eq(lit(2))), "1 (male) or 2 (female)"),
        (
            "birth_year",
            col("birth_year").lt_eq(lit(year)).and(col("birth_year").gt(lit(year - 1000))),
            "the year of birth, at the latest the year of the row",
        ),
        ("exposure", col("exposure").gt(lit(0.0)), "a fraction of the year above 0 and at most 1"),
        ("weight", col("weight").gt(lit(0.0)), "a positive number"),
        ("age", col("age").gt_eq(lit(0)).and(col("age").lt(lit(1000))), "an age in years"),
    ];
    let mut errors = Vec::new();
    for (column, valid, expected) in rules.into_iter().filter(|(column, ..)| rows.column(column).is_ok()) {
        // Values that are absent because they are not of their kind have been counted.
        let counted = contract.columns.iter().zip(bad).any(|(rule, bad)| rule.name == column && *bad > 0);
        let invalid = valid.fill_null(lit(counted)).not();
        let bad = rows.clone().lazy().filter(invalid.clone()).select([len()]).collect();
        let bad = bad.and_then(|bad| bad.column("len")?.u32().map(|len| len.get(0))).map_err(|error| unreadable(path, error))?;
        if let Some(count) = bad.filter(|count| *count > 0) {
            let (table, count, first) = (contract.table, u64::from(count).into(), first_row(invalid));
            errors.push(DataError::BadValues {
                table,
                file: path.to_owned(),
                column: column.to_owned(),
                expected,
                count,
                first,
                decimal: None,
            });
        }
    }
    DataError::all(errors)
}

/// The number of the first row of a file, as it was opened, that is sought.
fn first_row(contract: &Contract, raw: &LazyFrame, path: &Path, sought: Expr) -> Option<u64> {
    let rows = contract.numbered(raw.clone(), path).ok()?;
    let first = rows.filter(sought).select([col(ROW).min().cast(DataType::UInt64)]).collect().ok()?;
    first.column(ROW).ok()?.u64().ok()?.get(0)
}

/// The persons of rows, ordered by person, that are not the first of theirs: one for each such row.
fn same_as_before(rows: &DataFrame) -> PolarsResult<Column> {
    let person = rows.column("person")?;
    let others = rows.height() - 1;
    let (before, later) = (person.slice(0, others), person.slice(1, others));
    later.filter(&before.as_materialized_series().equal(later.as_materialized_series())?)
}

/// The columns in which rows of one person differ.
fn differing_columns(rows: DataFrame) -> PolarsResult<Vec<String>> {
    let values = rows.lazy().group_by([col("person")]).agg([all().as_expr().n_unique()]).drop(by_name(["person"], true, false));
    let most = values.select([all().as_expr().max().cast(DataType::UInt64)]).collect()?;
    let several = |column: &&Column| column.u64().is_ok_and(|values| values.get(0) > Some(1));
    Ok(most.columns().iter().filter(several).map(|column| column.name().to_string()).collect())
}

/// Takes an exposure above one for one; gives the persons whose it was.
fn whole_year_at_most(mut rows: DataFrame) -> PolarsResult<(DataFrame, Column)> {
    let Ok(exposure) = rows.column("exposure") else {
        let nobody = rows.column("person")?.clear();
        return Ok((rows, nobody));
    };
    let exposure = exposure.f64()?;
    let over_one = rows.column("person")?.filter(&exposure.gt(1.0))?;
    if !over_one.is_empty() {
        let capped = exposure.apply_values(|exposure| exposure.min(1.0));
        rows.with_column(capped.into_series().into_column())?;
    }
    Ok((rows, over_one))
}
