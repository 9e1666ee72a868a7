//! A refund of invested means needs an agreement made before the means are invested.

use super::{Books, Breach, forbidden};
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// Refunds without an agreement, or with one made later than the day from which the means are invested.
pub fn check(books: &Books) -> Vec<Breach> {
    let late = |(_, agreement): &(&Post, Option<&Agreement>)| agreement.is_none_or(|agreement| agreement.agreed > agreement.invested);
    forbidden(UseRule::RefundAgreement, books.with_agreement(Purpose::Refund).filter(late).map(|(post, _)| post))
}
