//! A refund of invested means needs an agreement made before the means are invested.

use super::{Books, Breach, Figure};
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// Refunds without an agreement, or with one made later than the day from which the means are invested.
pub fn check(books: &Books) -> Vec<Breach> {
    let breach = |(post, agreement): (&Post, Option<&Agreement>)| {
        let (limit, actual) = match agreement {
            None => (Figure::Nothing, Figure::Nothing),
            Some(agreement) if agreement.agreed > agreement.invested => (Figure::Day(agreement.invested), Figure::Day(agreement.agreed)),
            Some(_) => return None,
        };
        Some(Breach::of_post(UseRule::RefundAgreement, post, post.amount).against(limit, actual))
    };
    books.with_agreement(Purpose::Refund).filter_map(breach).collect()
}
