//! A flat table of results and its files: CSV for people and scripts, Parquet for programs.

use polars::prelude::*;

use super::{Folder, ReportError};
use crate::money::Cents;

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
    /// [`Cell::Money`].
    Money,
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
        let columns = self.columns.iter().enumerate().map(|(index, (name, _))| {
            let texts: Vec<Option<String>> = self.rows.iter().map(|row| text(&row[index])).collect();
            Column::new((*name).into(), texts)
        });
        self.write(folder, "csv", columns.collect(), |file, frame| CsvWriter::new(file).n_threads(1).finish(frame))
    }

    /// Writes `name.parquet`.
    pub fn write_parquet(&self, folder: &mut Folder) -> Result<(), ReportError> {
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
                Kind::Number => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Number(number) = cell { Some(*number) } else { None }).collect::<Vec<_>>(),
                ),
                Kind::Money => Column::new(
                    name,
                    cells.map(|cell| if let Cell::Money(cents) = cell { Some(cents.0) } else { None }).collect::<Vec<_>>(),
                ),
            }
        });
        self.write(folder, "parquet", columns.collect(), |file, frame| ParquetWriter::new(file).finish(frame).map(drop))
    }

    fn write(
        &self,
        folder: &mut Folder,
        ending: &str,
        columns: Vec<Column>,
        save: impl FnOnce(&mut std::fs::File, &mut DataFrame) -> PolarsResult<()>,
    ) -> Result<(), ReportError> {
        folder.write(&format!("{}.{ending}", self.name), |file| {
            let mut frame = DataFrame::new(self.rows.len(), columns).map_err(|error| error.to_string())?;
            save(file, &mut frame).map_err(|error| error.to_string())
        })
    }
}

/// What a cell prints in CSV; nothing for an empty one.
fn text(cell: &Cell) -> Option<String> {
    let text = match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Money(cents) => cents.to_string(),
        Cell::Small => SMALL_CELL.into(),
        Cell::Empty => String::new(),
    };
    Some(text).filter(|text| !text.is_empty())
}
