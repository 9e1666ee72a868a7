//! A refund reaches the minimum amount of its agreement.

use super::{Books, Breach};
use crate::money::Cents;
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// What a refund falls short of the minimum.
pub fn check(books: &Books) -> Vec<Breach> {
    let short = |(post, agreement): (&Post, Option<&Agreement>)| {
        let short = agreement?.minimum - post.amount;
        (short > Cents::ZERO).then(|| Breach::of_post(UseRule::RefundMinimum, post, short))
    };
    books.with_agreement(Purpose::Refund).filter_map(short).collect()
}
