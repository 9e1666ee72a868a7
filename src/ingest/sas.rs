//! SAS7BDAT files, by a reader of their own.

use std::num::NonZeroUsize;
use std::path::Path;

use polars::prelude::*;
use polars_readstat_rs::{ReadStatFormat, Sas7bdatReader, ScanOptions, readstat_batch_iter, scan_sas7bdat};

use super::DataError;
use super::files::{unopened, unreadable};

fn options() -> ScanOptions {
    ScanOptions { preserve_order: Some(true), ..ScanOptions::default() }
}

/// Refuses a file that is shorter than its header says: the reader would give the rows that are left.
fn check_whole(path: &Path) -> Result<(), DataError> {
    let refuse = |reason: &str, help| DataError::Unreadable { file: path.to_owned(), reason: reason.to_owned(), help };
    let reader = Sas7bdatReader::open(path).map_err(|_| {
        refuse("it is not a SAS table, or its header is damaged", "copy the file again; transport files (.xpt) are not read")
    })?;
    let header = reader.header();
    let expected = header.header_length as u64 + header.page_count as u64 * header.page_length as u64;
    let bytes = std::fs::metadata(path).map_err(|error| unopened(path, &error))?.len();
    if bytes < expected { Err(refuse("it is cut off", "copy the file again, and compare its size")) } else { Ok(()) }
}

/// Opens a SAS table. Its rows are read whole when they are asked for: for tables of persons, not of lines.
pub(super) fn open(path: &Path) -> Result<LazyFrame, DataError> {
    check_whole(path)?;
    scan_sas7bdat(path, options()).map_err(|error| unreadable(path, error))
}

/// The rows of a SAS table in batches.
pub(super) fn batches(path: &Path, rows: NonZeroUsize) -> Result<impl Iterator<Item = Result<DataFrame, DataError>>, DataError> {
    check_whole(path)?;
    let refused = |error| unreadable(path, error);
    let batches = readstat_batch_iter(path, Some(options()), Some(ReadStatFormat::Sas), None, None, Some(rows.get())).map_err(refused)?;
    Ok(batches.map(move |batch| batch.map_err(refused)))
}
