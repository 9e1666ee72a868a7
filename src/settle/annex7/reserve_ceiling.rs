//! Reserves may not add up to more than their ceiling.

use super::{Books, Breach};
use crate::spec::UseRule;

/// What reserves hold beyond the ceiling at the end of a year.
pub fn check(books: &Books) -> Vec<Breach> {
    books
        .years()
        .filter_map(|(year, held)| Breach::of_year(UseRule::ReserveCeiling, year, held.closing - year.amounts.reserve_ceiling))
        .collect()
}
