//! A loss through a shift of means is never refunded.

use super::{Books, Breach, forbidden};
use crate::spec::{Purpose, UseRule};

/// Refunds and indemnities that rest on an agreement about such a loss.
pub fn check(books: &Books) -> Vec<Breach> {
    let posts = books.with_agreement(Purpose::Refund).chain(books.with_agreement(Purpose::Indemnity));
    let shifted = posts.filter(|(_, agreement)| agreement.is_some_and(|agreement| agreement.shift_of_means));
    forbidden(UseRule::RefundShift, shifted.map(|(post, _)| post))
}
