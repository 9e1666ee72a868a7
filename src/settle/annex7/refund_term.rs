//! A refund is made within the term of its agreement.

use super::{Books, Breach, Figure};
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// Refunds in a year after the one in which the term ends.
pub fn check(books: &Books) -> Vec<Breach> {
    let breach = |(post, agreement): (&Post, Option<&Agreement>)| {
        let until = agreement?.until;
        let late = Breach::of_post(UseRule::RefundTerm, post, post.amount).against(Figure::Day(until), Figure::Year(post.year));
        (post.year > i32::from(until.year)).then_some(late)
    };
    books.with_agreement(Purpose::Refund).filter_map(breach).collect()
}
