//! No more is taken from reserves than earlier years have left in them.

use super::{Books, Breach, ReserveYear, past};
use crate::spec::{Funding, UseRule, UseYear};

/// The posts with which reserves are overdrawn.
// METHOD: what a year puts in reserve serves later years. Were it there to be used at once, a reserve would be a way round what
// the year's own gains must be used for.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |(year, held): (&UseYear, &ReserveYear)| {
        past(UseRule::ReserveBalance, books.posts(year, |post| post.funding == Funding::Reserve), held.opening)
    };
    books.years().flat_map(of_year).collect()
}
