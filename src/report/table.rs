//! A flat table of results and its files: CSV for people and scripts, Parquet and Arrow for programs.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use polars::prelude::*;

use super::{Folder, ReportError};
use crate::money::Cents;
use crate::spec::Date;

/// How a small cell prints.
pub const SMALL_CELL: &str = "small cell";

/// The endings of the files that a table may stand in.
pub const ENDINGS: [&str; 3] = ["csv", "parquet", "arrow"];

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
    /// [`Cell::Whole`] that is a name or a place in an order, such as a year.
    Whole,
    /// [`Cell::Whole`] that counts something.
    Count,
    /// [`Cell::Number`].
    Number,
    /// [`Cell::Number`], a fraction that people read in percent.
    Share,
    /// [`Cell::Number`], a probability that people compare with a level.
    Probability,
    /// [`Cell::Number`] of person-years.
    PersonYears,
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
        file.persist(path).map_err(|error| refused(error.to_string()))?;
        super::folder::readable(path)
    }

    /// Writes `name.arrow`: Arrow's file format, with the columns of the Parquet file.
    pub fn write_arrow(&self, folder: &mut Folder) -> Result<(), ReportError> {
        folder.write(&format!("{}.arrow", self.name), |file| {
            IpcWriter::new(file).finish(&mut self.frame()?).map_err(|error| error.to_string())
        })
    }

    /// The names of the files that the table may stand in.
    pub fn files(&self) -> impl Iterator<Item = String> + use<> {
        let name = self.name;
        ENDINGS.into_iter().map(move |ending| format!("{name}.{ending}"))
    }

    fn save_csv(&self, file: &mut File) -> Result<(), String> {
        file.write_all(&self.csv()?).map_err(|error| error.to_string())
    }

    fn save_parquet(&self, file: &mut File) -> Result<(), String> {
        ParquetWriter::new(file).finish(&mut self.frame()?).map(drop).map_err(|error| error.to_string())
    }

    /// The table as programs read it: amounts in cents, null where a cell is small or empty.
    fn frame(&self) -> Result<DataFrame, String> {
        let column = |(index, (name, kind)): (usize, &(&str, Kind))| {
            let cells = self.rows.iter().map(|row| &row[index]);
            let name: PlSmallStr = (*name).into();
            match kind {
                Kind::Text => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Whole | Kind::Count => {
                    Column::new(name, cells.map(|cell| if let Cell::Whole(whole) = cell { Some(*whole) } else { None }).collect::<Vec<_>>())
                }
                Kind::Day => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Day(day) = cell { Some(day.to_string()) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Number | Kind::Share | Kind::Probability | Kind::PersonYears => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Number(number) = cell { Some(*number) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Money => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Money(cents) = cell { Some(cents.0) } else { None }).collect::<Vec<_>>(),
                ),
            }
        };
        DataFrame::new(self.rows.len(), self.columns.iter().enumerate().map(column).collect()).map_err(|error| error.to_string())
    }
}

/// Some columns of a table that a run wrote, row by row: from `name.parquet` if there is one, from `name.arrow`, else from `name.csv`. What is null in
/// Parquet or Arrow is read as a small cell: the formats agree on values, not on why one is missing.
///
/// # Errors
/// A sentence if none of the files is there, a column is missing, or a value is not of its kind.
pub fn read(folder: &Path, name: &str, columns: &[(&'static str, Kind)]) -> Result<Vec<Vec<Cell>>, String> {
    let of_ending = |ending: &str| folder.join(format!("{name}.{ending}"));
    let ending = ["parquet", "arrow"].into_iter().find(|ending| of_ending(ending).exists()).unwrap_or("csv");
    let path = of_ending(ending);
    let failed = |reason: String| format!("{}: {reason}", path.display());
    let file = File::open(&path).map_err(|error| failed(error.to_string()))?;
    let frame = match ending {
        "parquet" => ParquetReader::new(file).finish(),
        "arrow" => IpcReader::new(file).finish(),
        _ => CsvReadOptions::default().with_infer_schema_length(Some(0)).into_reader_with_file_handle(file).finish(),
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
    use Kind::{Count, Money, Number, PersonYears, Probability, Share, Text, Whole};
    Some(match (value.get_str(), value, kind) {
        (None, AnyValue::Null, _) => Cell::Small,
        (Some(SMALL_CELL), ..) => Cell::Small,
        (Some(text), _, Text) => Cell::Text(text.to_owned()),
        (Some(text), _, Whole | Count) => Cell::Whole(text.parse().ok()?),
        (Some(text), _, Number | Share | Probability | PersonYears) => Cell::Number(text.parse().ok()?),
        (Some(text), _, Money) => Cell::Money(Cents::from_euro(text.parse().ok()?)?),
        (None, AnyValue::Int64(cents), Money) => Cell::Money(Cents(*cents)),
        (None, AnyValue::Int64(whole), Whole | Count) => Cell::Whole(*whole),
        (None, AnyValue::Float64(number), Number | Share | Probability | PersonYears) => Cell::Number(*number),
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
