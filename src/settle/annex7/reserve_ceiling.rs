//! Reserves may not add up to more than their ceiling.

use super::{Books, Breach};
use crate::spec::UseRule;

/// What reserves hold beyond the ceiling at the end of a year; after the end of the project they are recovered, whatever they are.
pub fn check(books: &Books) -> Vec<Breach> {
    let lasts = |year: i32| books.plan.end.is_none_or(|end| year <= i32::from(end.year));
    let years = books.years().filter(|(year, _)| lasts(year.year));
    years
        .filter_map(|(year, held)| Breach::of_year_over(UseRule::ReserveCeiling, year, held.closing, year.amounts.reserve_ceiling))
        .collect()
}
