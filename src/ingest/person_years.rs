//! The tables with one row per person and year: the population, or a ready-made panel.

use std::path::{Path, PathBuf};

use hashbrown::HashMap;
use polars::prelude::*;

use super::DataError;
use super::contract::{Column as Rule, Contract, Kind};
use super::files::{TextTypes, matching, open, unreadable};
use crate::spec::ColumnMaps;

const COLUMNS: [Rule; 12] = [
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
    Rule::optional("chronic", Kind::Flag),
];

/// An opened population or panel table.
pub struct PersonYearTable<'a> {
    contract: Contract<'a>,
    files: Vec<(PathBuf, LazyFrame)>,
}

impl<'a> PersonYearTable<'a> {
    /// Opens the files of a table and checks their columns; no row is read yet.
    pub fn open(table: &'static str, pattern: &Path, maps: &'a ColumnMaps) -> Result<PersonYearTable<'a>, DataError> {
        let contract = Contract { table, columns: &COLUMNS, maps };
        let as_text = [contract.theirs("municipality")];
        let files = matching(table, pattern)?.into_iter().map(|path| {
            let frame = contract.apply(open(&path, TextTypes::Inferred, &as_text)?, &path, true)?;
            Ok((path, frame))
        });
        let files = files.collect::<Result<_, DataError>>()?;
        Ok(PersonYearTable { contract, files })
    }

    /// The rows of a year in the order of their persons, every value checked; no rows when the year is absent.
    ///
    /// Columns: `person`, `year`, `birth_year`, `sex`, `municipality`, those optional ones that the table has, and the user's.
    pub fn read(&self, year: i32) -> Result<DataFrame, DataError> {
        let mut rows: Option<DataFrame> = None;
        for (path, frame) in &self.files {
            let refused = |error| unreadable(path, error);
            // Rows without a year are kept for the check to find.
            let wanted = col("year").eq(lit(year)).or(col("year").is_null());
            let part = frame.clone().filter(wanted).collect().map_err(refused)?;
            let part = self.contract.check(part, path)?;
            self.check_values(&part, path, year)?;
            match &mut rows {
                None => rows = Some(part),
                Some(rows) if part.height() > 0 && rows.height() == 0 => *rows = part,
                Some(_) if part.height() == 0 => {}
                Some(rows) => {
                    rows.vstack_mut(&part).map_err(refused)?;
                }
            }
        }
        let mut rows = rows.unwrap_or_default();
        rows.sort_in_place(["person"], SortMultipleOptions::default()).map_err(|error| self.refuse(error))?;
        rows.rechunk_mut();
        let persons = rows.column("person").and_then(|ids| ids.n_unique()).map_err(|error| self.refuse(error))?;
        if persons < rows.height() {
            let count = (rows.height() - persons) as u64;
            return Err(DataError::DuplicatePersonYears { table: self.contract.table, year, count });
        }
        Ok(rows)
    }

    fn refuse(&self, error: PolarsError) -> DataError {
        let path = self.files.first().map_or(Path::new(self.contract.table), |(path, _)| path);
        unreadable(path, error)
    }

    fn check_values(&self, rows: &DataFrame, path: &Path, year: i32) -> Result<(), DataError> {
        let count = |column: &str, valid: Expr| -> Result<u64, DataError> {
            if rows.column(column).is_err() {
                return Ok(0);
            }
            let bad = rows.clone().lazy().filter(valid.not()).select([len()]).collect().map_err(|error| unreadable(path, error))?;
            Ok(bad.column("len").and_then(|len| len.u32().map(|len| len.get(0))).ok().flatten().unwrap_or(0).into())
        };
        let month = col("death") % lit(100);
        let rules = [
            ("sex", col("sex").eq(lit(1)).or(col("sex").eq(lit(2))), "1 (male) or 2 (female)"),
            ("birth_year", col("birth_year").lt_eq(lit(year)), "the year of birth, at the latest the year of the row"),
            ("exposure", col("exposure").gt(lit(0.0)).and(col("exposure").lt_eq(lit(1.0))), "a fraction of the year above 0 and at most 1"),
            ("weight", col("weight").gt(lit(0.0)).and(col("weight").lt(lit(f64::INFINITY))), "a positive number"),
            ("death", col("death").is_null().or(month.clone().gt_eq(lit(1)).and(month.lt_eq(lit(12)))), "a month of the calendar"),
        ];
        for (column, valid, expected) in rules {
            let valid =
                if matches!(column, "weight" | "exposure") { valid.and(col(column).is_not_null()).fill_null(lit(false)) } else { valid };
            let count = count(column, valid)?;
            if count > 0 {
                return Err(self.contract.bad_values(path, column, expected, count));
            }
        }
        Ok(())
    }
}

/// The persons of a study, numbered from 0 in the order of their pseudonyms, so that the order of rows never matters.
#[derive(Debug)]
pub enum Ids {
    /// Pseudonyms that are whole numbers.
    Numbers(Vec<i64>, HashMap<i64, u32>),
    /// Pseudonyms that are texts.
    Texts(Vec<String>, HashMap<String, u32>),
}

impl Ids {
    /// The number of an unknown person.
    pub const UNKNOWN: u32 = u32::MAX;

    /// The persons of several years' `person` columns.
    pub fn new<'a>(columns: impl Iterator<Item = &'a Column>) -> PolarsResult<Ids> {
        let (mut numbers, mut texts) = (Vec::new(), Vec::new());
        for column in columns {
            match column.dtype() {
                DataType::String => texts.extend(column.str()?.iter().flatten().map(str::to_owned)),
                _ => numbers.extend(column.i64()?.iter().flatten()),
            }
        }
        // Years may have been written as texts and as numbers; the text form then holds both.
        if texts.is_empty() {
            numbers.sort_unstable();
            numbers.dedup();
            let index = numbers.iter().zip(0..).map(|(id, number)| (*id, number)).collect();
            return Ok(Ids::Numbers(numbers, index));
        }
        texts.extend(numbers.iter().map(i64::to_string));
        texts.sort_unstable();
        texts.dedup();
        let index = texts.iter().zip(0..).map(|(id, number)| (id.clone(), number)).collect();
        Ok(Ids::Texts(texts, index))
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        match self {
            Ids::Numbers(ids, _) => ids.len(),
            Ids::Texts(ids, _) => ids.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of each person of a column, or [`Ids::UNKNOWN`].
    pub fn locate(&self, column: &Column) -> PolarsResult<Vec<u32>> {
        let found = |number: Option<&u32>| number.copied().unwrap_or(Ids::UNKNOWN);
        Ok(match (self, column.dtype()) {
            (Ids::Numbers(_, index), DataType::String) => {
                let parse = |text: Option<&str>| found(text.and_then(|text| text.trim().parse().ok()).and_then(|id: i64| index.get(&id)));
                column.str()?.iter().map(parse).collect()
            }
            (Ids::Numbers(_, index), _) => column.i64()?.iter().map(|id| found(id.and_then(|id| index.get(&id)))).collect(),
            (Ids::Texts(_, index), DataType::String) => column.str()?.iter().map(|id| found(id.and_then(|id| index.get(id)))).collect(),
            (Ids::Texts(_, index), _) => column.i64()?.iter().map(|id| found(id.and_then(|id| index.get(&id.to_string())))).collect(),
        })
    }

    /// The pseudonyms of numbered persons, as a column for the panel that stays with the researcher.
    pub fn column(&self, persons: &[u32]) -> Column {
        match self {
            Ids::Numbers(ids, _) => Column::new("person".into(), persons.iter().map(|person| ids[*person as usize]).collect::<Vec<_>>()),
            Ids::Texts(ids, _) => {
                Column::new("person".into(), persons.iter().map(|person| ids[*person as usize].as_str()).collect::<Vec<_>>())
            }
        }
    }
}
