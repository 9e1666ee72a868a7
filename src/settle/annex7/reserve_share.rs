//! At most a share of the year's gains is put in reserve.

use super::{Books, Breach};
use crate::spec::{UseRule, UseYear};

/// What a year puts in reserve beyond the share, taken in whole euros.
pub fn check(books: &Books) -> Vec<Breach> {
    let beyond =
        |year: &UseYear| Breach::of_year_over(UseRule::ReserveShare, year, year.reserve, year.amounts.reserve_share.of_in_euro(year.gains));
    books.plan.years.iter().filter_map(beyond).collect()
}
