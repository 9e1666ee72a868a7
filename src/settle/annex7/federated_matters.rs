//! Matters of the federated entities are not paid from federal gains.

use super::{Books, Breach, forbidden};
use crate::spec::{Funding, Matter, Post, UseRule};

/// Such matters paid from gains or reserves, but for what is allowed within a pilot.
pub fn check(books: &Books) -> Vec<Breach> {
    let federated = |post: &&Post| post.matter == Matter::Federated && post.funding != Funding::IntegrationBudget;
    forbidden(UseRule::FederatedMatters, books.plan.posts.iter().filter(federated))
}
