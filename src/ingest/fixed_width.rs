//! Fixed-width files: lines cut at the places of a layout.

use std::path::Path;

use polars::prelude::*;

use super::DataError;
use super::files::unreadable;
use super::text::ready;
use crate::spec::{LayoutColumn, TextFormat};

const LINE: &str = "garantie:line";

/// Opens a fixed-width file: a text column for every column whose place the layout knows, blanks around it cut off, null where
/// nothing is left.
///
/// # Errors
/// Lines that are not as wide as the layout says.
pub(super) fn open(table: &'static str, path: &Path, format: &TextFormat) -> Result<LazyFrame, DataError> {
    let line = Schema::from_iter([Field::new(LINE.into(), DataType::String)]);
    // Lines were seen to hold no byte zero, so none is ever cut at one.
    let lines = LazyCsvReader::new_with_sources(ready(table, path, format)?)
        .with_glob(false)
        .with_has_header(false)
        .with_separator(0)
        .with_quote_char(None)
        .with_schema(Some(line.into()))
        .finish()
        .map_err(|error| unreadable(path, error))?;
    Ok(lines
        .filter(col(LINE).is_not_null())
        .select(placed(format).map(|(column, first, last)| cut(column, first, last, &format.missing)).collect::<Vec<_>>()))
}

/// The columns that [`open`] gives, without rows.
pub(super) fn columns(format: &TextFormat) -> DataFrame {
    DataFrame::empty_with_schema(&placed(format).map(|(column, ..)| Field::new(column.name.as_str().into(), DataType::String)).collect())
}

fn placed(format: &TextFormat) -> impl Iterator<Item = (&LayoutColumn, usize, usize)> {
    let columns = format.layout.iter().flat_map(|layout| &layout.columns);
    columns.filter_map(|column| column.place.map(|(first, last)| (column, first, last)))
}

fn cut(column: &LayoutColumn, first: usize, last: usize, missing: &[String]) -> Expr {
    let text = col(LINE).str().slice(lit(first as i64 - 1), lit((last + 1 - first) as u64)).str().strip_chars(lit(NULL));
    let missing = missing.iter().fold(text.clone().eq(lit("")), |any, word| any.or(text.clone().eq(lit(word.as_str()))));
    let text = when(missing).then(lit(NULL)).otherwise(text);
    let value = match column.decimals {
        0 => text,
        // What is no number stays as it is, for the contract to find.
        decimals => {
            let shifted = text.clone().cast(DataType::Float64) / lit(10_f64.powi(decimals as i32));
            coalesce(&[shifted.cast(DataType::String), text])
        }
    };
    value.alias(column.name.as_str())
}
