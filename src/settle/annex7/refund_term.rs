//! A refund is made within the term of its agreement.

use super::{Books, Breach, forbidden};
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// Refunds in a year after the one in which the term ends.
pub fn check(books: &Books) -> Vec<Breach> {
    let late =
        |(post, agreement): &(&Post, Option<&Agreement>)| agreement.is_some_and(|agreement| post.year > i32::from(agreement.until.year));
    forbidden(UseRule::RefundTerm, books.with_agreement(Purpose::Refund).filter(late).map(|(post, _)| post))
}
