//! Gains that may not be put in reserve are used in the year after payment.

use super::{Books, Breach};
use crate::spec::{Funding, UseRule, UseYear};

/// What a year uses short of what it must: its gains less the largest reserve, in whole euros.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        let (_, required) = year.amounts.reserve_share.split_in_euro(year.gains);
        let used = books.spent(year, |post| post.funding == Funding::Gains);
        Breach::of_year_short(UseRule::UseOfGains, year, used, required)
    };
    books.plan.years.iter().filter_map(of_year).collect()
}
