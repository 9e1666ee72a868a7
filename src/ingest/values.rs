//! The values of a column, gone through as fast as they can be had.

use std::borrow::Cow;

use polars::prelude::*;

/// What becomes of each value of a column. Nearly every batch has a value in every row: then nothing is asked.
pub(super) fn each<T: PolarsNumericType, Became>(column: &ChunkedArray<T>, mut of: impl FnMut(Option<T::Native>) -> Became) -> Vec<Became> {
    match column.cont_slice() {
        Ok(values) => values.iter().map(|value| of(Some(*value))).collect(),
        Err(_) => column.iter().map(of).collect(),
    }
}

/// The numbers of a column, with another one in the place of those that are absent.
pub(super) fn numbers_or<T: PolarsNumericType>(column: &ChunkedArray<T>, absent: T::Native) -> Cow<'_, [T::Native]> {
    match column.cont_slice() {
        Ok(values) => Cow::Borrowed(values),
        Err(_) => column.iter().map(|value| value.unwrap_or(absent)).collect(),
    }
}
