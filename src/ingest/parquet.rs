//! Parquet files in pieces, so that who works on some rows decodes them too.

use std::fs::File;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::*;

use super::files::{unopened, unreadable};
use super::{DataError, DaySpan};

/// Rows of a piece at most: what is held of a file grows with it, and of what is decoded twice (the dictionaries of its row group, the
/// pages at its edges) there is more the smaller it is.
const ROWS: usize = 1 << 19;

/// The pieces of a file: ranges of the rows of its row groups, in their order.
pub(super) struct Pieces {
    path: PathBuf,
    columns: Vec<String>,
    pieces: Vec<Piece>,
}

struct Piece {
    /// What the file says of itself, with one row group only.
    group: FileMetadataRef,
    /// Rows of it.
    rows: Range<usize>,
    /// The days of its row group, if the file tells.
    days: Option<DaySpan>,
}

impl Pieces {
    /// Those of the columns that are `wanted`; `date` is the column by whose days they may be told apart.
    ///
    /// # Errors
    /// A file that cannot be opened, or is none.
    pub fn open(path: &Path, date: &str, wanted: impl Fn(&str) -> bool) -> Result<Pieces, DataError> {
        let mut reader = ParquetReader::new(File::open(path).map_err(|error| unopened(path, &error))?);
        let mut read = || PolarsResult::Ok((reader.schema()?, reader.get_metadata()?.clone()));
        let (schema, metadata) = read().map_err(|error| unreadable(path, error))?;
        let columns = schema.iter_names().filter(|name| wanted(name)).map(|name| name.to_string()).collect();
        let dated = schema.get(date).is_some_and(|column| column.dtype == ArrowDataType::Date32);
        let mut bare = FileMetadata::clone(&metadata);
        bare.row_groups.clear();
        let mut pieces = Vec::new();
        for group in &metadata.row_groups {
            let rows = group.num_rows();
            let mut alone = bare.clone();
            alone.row_groups.push(group.clone());
            alone.num_rows = rows;
            let alone = Arc::new(alone);
            let days = if dated { days_of(&alone, date) } else { None };
            // Of one size, so that what is decoded twice is not for a last piece of a few rows.
            let size = rows.div_ceil(rows.div_ceil(ROWS).max(1)).max(1);
            let piece = |first| Piece { group: alone.clone(), rows: first..rows.min(first + size), days: days.clone() };
            pieces.extend((0..rows).step_by(size).map(piece));
        }
        Ok(Pieces { path: path.to_owned(), columns, pieces })
    }

    /// Leaves out those that have no line of some days.
    pub fn within(mut self, days: &DaySpan) -> Pieces {
        let apart = |span: &DaySpan| span.end() < days.start() || span.start() > days.end();
        self.pieces.retain(|piece| !piece.days.as_ref().is_some_and(apart));
        self
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The days of each, if the file tells those of all.
    pub fn spans(self) -> Option<Vec<DaySpan>> {
        self.pieces.into_iter().map(|piece| piece.days).collect()
    }

    /// Decodes the rows of a piece, on this thread.
    ///
    /// # Errors
    /// A damaged file.
    pub fn read(&self, piece: usize) -> Result<DataFrame, DataError> {
        let Piece { group, rows, .. } = &self.pieces[piece];
        let file = File::open(&self.path).map_err(|error| unopened(&self.path, &error))?;
        let mut reader = ParquetReader::new(file)
            .read_parallel(ParallelStrategy::None)
            .with_slice(Some((rows.start, rows.len())))
            .with_columns(Some(self.columns.clone()));
        reader.set_metadata(group.clone());
        reader.finish().map_err(|error| unreadable(&self.path, error))
    }
}

/// The least and the greatest of a column of whole numbers that are all there, if a file tells them.
pub(super) fn numbers_between(path: &Path, column: &str) -> Option<RangeInclusive<i64>> {
    use ArrowDataType::{Int8, Int16, Int32, Int64};
    let mut reader = ParquetReader::new(File::open(path).ok()?);
    if !matches!(reader.schema().ok()?.get(column)?.dtype, Int8 | Int16 | Int32 | Int64) {
        return None;
    }
    let file = reader.get_metadata().ok()?;
    let mut numbers: Option<RangeInclusive<i64>> = None;
    for group in &file.row_groups {
        let statistics = group.columns_under_root_iter(column)?.next()?.statistics(&file.footer_buf)?.ok()?;
        let (low, high) = match (statistics.null_count(), statistics.as_int32(), statistics.as_int64()) {
            (Some(0), Some(narrow), _) => (narrow.min_value?.into(), narrow.max_value?.into()),
            (Some(0), None, Some(wide)) => (wide.min_value?, wide.max_value?),
            _ => return None,
        };
        numbers = Some(numbers.map_or(low..=high, |numbers| low.min(*numbers.start())..=high.max(*numbers.end())));
    }
    numbers
}

/// The first and the last day of a column of dates, as the only row group of a file tells them.
fn days_of(file: &FileMetadata, date: &str) -> Option<DaySpan> {
    let column = file.row_groups.first()?.columns_under_root_iter(date)?.next()?;
    let statistics = column.statistics(&file.footer_buf)?.ok()?;
    let days = statistics.as_int32()?;
    Some(days.min_value?..=days.max_value?)
}
