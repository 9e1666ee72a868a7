//! Posts at project level may not exceed their ceiling, whatever they are paid from.

use super::{Books, Breach, past};
use crate::spec::{UseLevel, UseRule, UseYear};

/// The posts with which a year goes past the ceiling.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        past(UseRule::ProjectCeiling, books.posts(year, |post| post.level == UseLevel::Project), year.amounts.project_ceiling)
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
