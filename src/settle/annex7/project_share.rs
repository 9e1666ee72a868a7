//! At most a share of the year's gains is used at project level.

use super::{Books, Breach, past};
use crate::spec::{Funding, UseLevel, UseRule, UseYear};

/// The posts with which a year goes past the share, taken in whole euros.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        let posts = books.posts(year, |post| post.level == UseLevel::Project && post.funding == Funding::Gains);
        past(UseRule::ProjectShare, posts, year.amounts.project_share.of_in_euro(year.gains))
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
