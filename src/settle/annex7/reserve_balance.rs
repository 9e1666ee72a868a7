//! No more is taken from reserves than is there.

use super::{Books, Breach, ReserveYear, past};
use crate::spec::{Funding, UseRule, UseYear};

/// The posts with which reserves are overdrawn. What the year itself puts in is there to be used.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |(year, held): (&UseYear, &ReserveYear)| {
        past(UseRule::ReserveBalance, books.posts(year, |post| post.funding == Funding::Reserve), held.opening + held.set_aside)
    };
    books.years().flat_map(of_year).collect()
}
