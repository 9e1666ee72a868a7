//! An indemnity needs the written approval of the consortium.

use super::{Books, Breach, forbidden};
use crate::spec::{Post, Purpose, UseRule};

/// Indemnities without the day of an approval.
pub fn check(books: &Books) -> Vec<Breach> {
    let unapproved = |post: &&Post| post.purpose == Purpose::Indemnity && post.approved.is_none();
    forbidden(UseRule::IndemnityApproval, books.plan.posts.iter().filter(unapproved))
}
