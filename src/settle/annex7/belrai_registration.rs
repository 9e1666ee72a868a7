//! Registering the BelRAI screener is not paid from gains.

use super::{Books, Breach, forbidden};
use crate::spec::{Funding, Post, Purpose, UseRule};

/// Registrations paid from gains or reserves.
pub fn check(books: &Books) -> Vec<Breach> {
    let registered = |post: &&Post| post.purpose == Purpose::BelraiRegistration && post.funding != Funding::IntegrationBudget;
    forbidden(UseRule::BelraiRegistration, books.plan.posts.iter().filter(registered))
}
