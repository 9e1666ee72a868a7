//! Investments from reserves depreciate over at most a few years.

use super::{Books, Breach, Figure, depreciation};
use crate::money::Cents;
use crate::spec::{Funding, Purpose, UseRule, UseYear};

/// What an investment charges to years beyond the last one allowed; all of it when no time is given.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        let most = year.amounts.depreciation_years;
        let invested = books.posts(year, |post| post.purpose == Purpose::Investment && post.funding == Funding::Reserve);
        let late = invested.filter_map(move |post| {
            let over = match post.depreciation_years {
                Some(years) => depreciation(post.amount, years).iter().skip(most as usize).copied().sum(),
                None => post.amount,
            };
            let actual = post.depreciation_years.map_or(Figure::Nothing, Figure::Years);
            let breach = || Breach::of_post(UseRule::Depreciation, post, over).against(Figure::Years(most), actual);
            (over > Cents::ZERO).then(breach)
        });
        late.collect::<Vec<_>>()
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
