//! An indemnity is at most a share of the means invested.

use super::{Books, Breach, forbidden, past};
use crate::money::Cents;
use crate::spec::{Agreement, Purpose, UseRule};

/// The indemnities with which an agreement goes past the share; without an agreement nothing was invested.
pub fn check(books: &Books) -> Vec<Breach> {
    let rule = UseRule::IndemnityShare;
    let Some(last) = books.plan.years.last() else { return Vec::new() };
    let share = last.amounts.indemnity_share;
    let of_agreement = |agreement: &Agreement| {
        let invested: Cents = agreement.means.iter().map(|(_, amount)| *amount).sum();
        past(rule, books.under(agreement, Purpose::Indemnity), share.of(invested))
    };
    let without = books.with_agreement(Purpose::Indemnity).filter(|(_, agreement)| agreement.is_none());
    let mut breaches: Vec<Breach> = books.plan.agreements.iter().flat_map(of_agreement).collect();
    breaches.extend(forbidden(rule, without.map(|(post, _)| post)));
    breaches
}
