//! Parquet files in pieces, so that who works on some rows decodes them too.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::*;

use super::DataError;
use super::files::{unopened, unreadable};

/// Rows of a piece at most: what is held of a file grows with it, and of what is decoded twice, at its edges, there is more the
/// smaller it is.
const ROWS: usize = 1 << 18;

/// The pieces of a file: ranges of the rows of its row groups, in their order.
pub(super) struct Pieces {
    path: PathBuf,
    columns: Vec<String>,
    /// What the file says of itself, with one row group only, and rows of it.
    pieces: Vec<(FileMetadataRef, Range<usize>)>,
}

impl Pieces {
    /// Those of the columns that are `wanted`.
    ///
    /// # Errors
    /// A file that cannot be opened, or is none.
    pub fn open(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<Pieces, DataError> {
        let mut reader = ParquetReader::new(File::open(path).map_err(|error| unopened(path, &error))?);
        let mut read = || PolarsResult::Ok((reader.schema()?, reader.get_metadata()?.clone()));
        let (schema, metadata) = read().map_err(|error| unreadable(path, error))?;
        let columns = schema.iter_names().filter(|name| wanted(name)).map(|name| name.to_string()).collect();
        let mut bare = FileMetadata::clone(&metadata);
        bare.row_groups.clear();
        let mut pieces = Vec::new();
        for group in &metadata.row_groups {
            let rows = group.num_rows();
            let mut alone = bare.clone();
            alone.row_groups.push(group.clone());
            alone.num_rows = rows;
            let alone = Arc::new(alone);
            pieces.extend((0..rows).step_by(ROWS).map(|first| (alone.clone(), first..rows.min(first + ROWS))));
        }
        Ok(Pieces { path: path.to_owned(), columns, pieces })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Decodes the rows of a piece, on this thread.
    ///
    /// # Errors
    /// A damaged file.
    pub fn read(&self, piece: usize) -> Result<DataFrame, DataError> {
        let (metadata, rows) = &self.pieces[piece];
        let file = File::open(&self.path).map_err(|error| unopened(&self.path, &error))?;
        let mut reader = ParquetReader::new(file)
            .read_parallel(ParallelStrategy::None)
            .with_slice(Some((rows.start, rows.len())))
            .with_columns(Some(self.columns.clone()));
        reader.set_metadata(metadata.clone());
        reader.finish().map_err(|error| unreadable(&self.path, error))
    }
}
