//! The values of a column, gone through as fast as they can be had.

use polars::prelude::*;

/// What becomes of each value of a column. Nearly every batch has a value in every row: then nothing is asked.
pub(super) fn each<T: PolarsNumericType, Became>(column: &ChunkedArray<T>, mut of: impl FnMut(Option<T::Native>) -> Became) -> Vec<Became> {
    match column.cont_slice() {
        Ok(values) => values.iter().map(|value| of(Some(*value))).collect(),
        Err(_) => column.iter().map(of).collect(),
    }
}
