//! A refund reaches the minimum amount of its agreement.

use super::{Books, Breach, Figure};
use crate::money::Cents;
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// What a refund falls short of the minimum.
pub fn check(books: &Books) -> Vec<Breach> {
    let short = |(post, agreement): (&Post, Option<&Agreement>)| {
        let minimum = agreement?.minimum;
        let short = Breach::of_post(UseRule::RefundMinimum, post, minimum - post.amount);
        (short.over > Cents::ZERO).then(|| short.against(Figure::Cents(minimum), Figure::Cents(post.amount)))
    };
    books.with_agreement(Purpose::Refund).filter_map(short).collect()
}
