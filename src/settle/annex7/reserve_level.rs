//! Reserves serve actions at population level.

use super::{Books, Breach, forbidden};
use crate::spec::{Funding, Post, UseLevel, UseRule};

/// Posts at project level paid from reserves.
pub fn check(books: &Books) -> Vec<Breach> {
    let at_project = |post: &&Post| post.level == UseLevel::Project && post.funding == Funding::Reserve;
    forbidden(UseRule::ReserveLevel, books.plan.posts.iter().filter(at_project))
}
