//! What is used from gains and put in reserve may not exceed the year's gains.

use super::{Books, Breach, past};
use crate::spec::{Funding, UseRule, UseYear};

/// The posts with which a year uses more than it has; a reserve larger than the gains is the year's own breach.
pub fn check(books: &Books) -> Vec<Breach> {
    let rule = UseRule::GainsAvailable;
    let of_year = |year: &UseYear| {
        let reserved = Breach::of_year_over(rule, year, year.reserve, year.gains);
        let posts = books.posts(year, |post| post.funding == Funding::Gains);
        reserved.into_iter().chain(past(rule, posts, year.gains - year.reserve)).collect::<Vec<_>>()
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
