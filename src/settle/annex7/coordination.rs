//! General coordination is paid from the integration budget only.

use super::{Books, Breach, forbidden};
use crate::spec::{Funding, Post, Purpose, UseRule};

/// General coordination paid from anything else.
pub fn check(books: &Books) -> Vec<Breach> {
    let elsewhere = |post: &&Post| post.purpose == Purpose::Coordination && post.funding != Funding::IntegrationBudget;
    forbidden(UseRule::Coordination, books.plan.posts.iter().filter(elsewhere))
}
