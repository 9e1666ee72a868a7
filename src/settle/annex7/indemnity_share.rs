//! An indemnity comes on top of a refund and is at most a share of the means invested.

use super::{Books, Breach, forbidden, past};
use crate::money::Cents;
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// The indemnities of partners that have been refunded nothing, and those with which an agreement goes past the share; without an
/// agreement nothing was invested.
pub fn check(books: &Books) -> Vec<Breach> {
    let rule = UseRule::IndemnityShare;
    let Some(last) = books.plan.years.last() else { return Vec::new() };
    let share = last.amounts.indemnity_share;
    let of_agreement = |agreement: &Agreement| {
        let refunded = |post: &&Post| {
            let to_partner = |refund: &Post| refund.beneficiary == post.beneficiary && refund.year <= post.year;
            books.under(agreement, Purpose::Refund).any(|refund| to_partner(refund) && refund.amount > Cents::ZERO)
        };
        let invested: Cents = agreement.means.iter().map(|(_, amount)| *amount).sum();
        let (on_top, alone): (Vec<&Post>, Vec<&Post>) = books.under(agreement, Purpose::Indemnity).partition(refunded);
        let mut breaches = forbidden(rule, alone.into_iter());
        breaches.extend(past(rule, on_top.into_iter(), share.of(invested)));
        breaches
    };
    let without = books.with_agreement(Purpose::Indemnity).filter(|(_, agreement)| agreement.is_none());
    let mut breaches: Vec<Breach> = books.plan.agreements.iter().flat_map(of_agreement).collect();
    breaches.extend(forbidden(rule, without.map(|(post, _)| post)));
    breaches
}
