//! Investments from reserves depreciate over at most a few years.

use super::{Books, Breach, depreciation};
use crate::money::Cents;
use crate::spec::{Funding, Purpose, UseRule, UseYear};

/// What an investment charges to years beyond the last one allowed; all of it when no time is given.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        let most = year.amounts.depreciation_years as usize;
        let invested = books.posts(year, |post| post.purpose == Purpose::Investment && post.funding == Funding::Reserve);
        let late = invested.filter_map(move |post| {
            let over = match post.depreciation_years {
                Some(years) => depreciation(post.amount, years).iter().skip(most).copied().sum(),
                None => post.amount,
            };
            (over > Cents::ZERO).then(|| Breach::of_post(UseRule::Depreciation, post, over))
        });
        late.collect::<Vec<_>>()
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
