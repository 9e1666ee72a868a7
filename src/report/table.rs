//! A flat table of results and its files: CSV for people and scripts, Parquet for programs.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use polars::prelude::*;

use super::{Folder, ReportError};
use crate::money::Cents;
use crate::spec::Date;

/// How a small cell prints.
pub const SMALL_CELL: &str = "small cell";

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// An amount: euro with two decimals in CSV, cents as a 64-bit integer in Parquet.
    Money(Cents),
    /// A day: `2018-11-15` in CSV and Parquet.
    Day(Date),
    /// A value that rests on too few persons: `small cell` in CSV, null in Parquet.
    Small,
    /// No value.
    Empty,
}

/// What the values of a column are; small and empty cells aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// [`Cell::Text`].
    Text,
    /// [`Cell::Whole`].
    Whole,
    /// [`Cell::Number`].
    Number,
    /// [`Cell::Number`], a fraction that people read in percent.
    Share,
    /// [`Cell::Money`].
    Money,
    /// [`Cell::Day`].
    Day,
}

/// A named table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name, without ending.
    pub name: &'static str,
    /// Columns.
    pub columns: Vec<(&'static str, Kind)>,
    /// Rows, each with one cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Writes `name.csv`.
    pub fn write_csv(&self, folder: &mut Folder) -> Result<(), ReportError> {
        folder.write(&format!("{}.csv", self.name), |file| self.save_csv(file))
    }

    /// The table as CSV; the error is what the table engine says.
    pub fn csv(&self) -> Result<Vec<u8>, String> {
        let columns: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let rows: Vec<Vec<Option<String>>> = self.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        text_csv(&columns, &rows)
    }

    /// Writes `name.parquet`.
    pub fn write_parquet(&self, folder: &mut Folder) -> Result<(), ReportError> {
        folder.write(&format!("{}.parquet", self.name), |file| self.save_parquet(file))
    }

    /// Writes the table to a file of its own, Parquet or CSV by its ending; the file appears when it is complete.
    pub fn write_to(&self, path: &Path) -> Result<(), ReportError> {
        let refused = |reason: String| ReportError::Write { path: path.to_owned(), reason };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| refused(error.to_string()))?;
        let parquet = path.extension().is_some_and(|ending| ending == "parquet");
        if parquet { self.save_parquet(file.as_file_mut()) } else { self.save_csv(file.as_file_mut()) }.map_err(refused)?;
        file.persist(path).map(drop).map_err(|error| refused(error.to_string()))
    }

    fn save_csv(&self, file: &mut File) -> Result<(), String> {
        file.write_all(&self.csv()?).map_err(|error| error.to_string())
    }

    fn save_parquet(&self, file: &mut File) -> Result<(), String> {
        let columns = self.columns.iter().enumerate().map(|(index, (name, kind))| {
            let cells = self.rows.iter().map(|row| &row[index]);
            let name: PlSmallStr = (*name).into();
            match kind {
                Kind::Text => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Whole => {
                    Column::new(name, cells.map(|cell| if let Cell::Whole(whole) = cell { Some(*whole) } else { None }).collect::<Vec<_>>())
                }
                Kind::Day => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Day(day) = cell { Some(day.to_string()) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Number | Kind::Share => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Number(number) = cell { Some(*number) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Money => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Money(cents) = cell { Some(cents.0) } else { None }).collect::<Vec<_>>(),
                ),
            }
        });
        let mut frame = DataFrame::new(self.rows.len(), columns.collect()).map_err(|error| error.to_string())?;
        ParquetWriter::new(file).finish(&mut frame).map(drop).map_err(|error| error.to_string())
    }
}

/// Some columns of a table that a run wrote, row by row: from `name.parquet` if there is one, else from `name.csv`. What is null in
/// Parquet is read as a small cell: the two formats agree on values, not on why one is missing.
///
/// # Errors
/// A sentence if neither file is there, a column is missing, or a value is not of its kind.
pub fn read(folder: &Path, name: &str, columns: &[(&'static str, Kind)]) -> Result<Vec<Vec<Cell>>, String> {
    let parquet = folder.join(format!("{name}.parquet"));
    let csv = folder.join(format!("{name}.csv"));
    let (path, is_csv) = if parquet.exists() { (parquet, false) } else { (csv, true) };
    let failed = |reason: String| format!("{}: {reason}", path.display());
    let file = File::open(&path).map_err(|error| failed(error.to_string()))?;
    let frame = match is_csv {
        true => CsvReadOptions::default().with_infer_schema_length(Some(0)).into_reader_with_file_handle(file).finish(),
        false => ParquetReader::new(file).finish(),
    };
    let frame = frame.map_err(|error| failed(error.to_string()))?;
    let mut rows: Vec<Vec<Cell>> = vec![Vec::with_capacity(columns.len()); frame.height()];
    for (column, kind) in columns {
        let values = frame.column(column).map_err(|_| failed(format!("there is no column `{column}`")))?;
        for (index, row) in rows.iter_mut().enumerate() {
            let value = values.get(index).map_err(|error| failed(error.to_string()))?;
            row.push(cell(&value, *kind).ok_or_else(|| failed(format!("column `{column}`, row {}: unexpected value", index + 1)))?);
        }
    }
    Ok(rows)
}

/// A value of a file as a cell; `None` if it is not of the kind.
fn cell(value: &AnyValue, kind: Kind) -> Option<Cell> {
    Some(match (value.get_str(), value, kind) {
        (None, AnyValue::Null, _) => Cell::Small,
        (Some(SMALL_CELL), ..) => Cell::Small,
        (Some(text), _, Kind::Text) => Cell::Text(text.to_owned()),
        (Some(text), _, Kind::Whole) => Cell::Whole(text.parse().ok()?),
        (Some(text), _, Kind::Number | Kind::Share) => Cell::Number(text.parse().ok()?),
        (Some(text), _, Kind::Money) => Cell::Money(Cents::from_euro(text.parse().ok()?)?),
        (None, AnyValue::Int64(cents), Kind::Money) => Cell::Money(Cents(*cents)),
        (None, AnyValue::Int64(whole), Kind::Whole) => Cell::Whole(*whole),
        (None, AnyValue::Float64(number), Kind::Number | Kind::Share) => Cell::Number(*number),
        _ => return None,
    })
}

/// Texts under their names as CSV; the error is what the table engine says.
pub fn text_csv(columns: &[String], rows: &[Vec<Option<String>>]) -> Result<Vec<u8>, String> {
    let column = |(index, name): (usize, &String)| {
        Column::new(name.as_str().into(), rows.iter().map(|row| row[index].as_deref()).collect::<Vec<_>>())
    };
    let mut bytes = Vec::new();
    let mut frame = DataFrame::new(rows.len(), columns.iter().enumerate().map(column).collect()).map_err(|error| error.to_string())?;
    CsvWriter::new(&mut bytes).n_threads(1).finish(&mut frame).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// What a cell prints in CSV; nothing for an empty one.
fn text(cell: &Cell) -> Option<String> {
    let text = match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Money(cents) => cents.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Small => SMALL_CELL.into(),
        Cell::Empty => String::new(),
    };
    Some(text).filter(|text| !text.is_empty())
}
