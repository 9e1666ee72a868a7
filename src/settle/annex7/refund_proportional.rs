//! Partners of one agreement are refunded in proportion to the means that they invested.

use super::{Books, Breach, past};
use crate::money::{Cents, apportion};
use crate::spec::{Agreement, Purpose, UseRule, UseYear};

/// The refunds with which a partner gets more of what an agreement refunds in a year than its part of the means.
// METHOD: parts are taken to the cent by largest remainders; a cent more is no breach, so that any fair rounding passes.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_agreement = |agreement: &Agreement| {
        let weights: Vec<u64> = agreement.means.iter().map(|(_, amount)| amount.0.unsigned_abs()).collect();
        let of_year = |year: &UseYear| {
            let refunds = || books.under(agreement, Purpose::Refund).filter(|post| post.year == year.year);
            let parts = apportion(refunds().map(|post| post.amount).sum(), &weights).unwrap_or_default();
            let of_partner = |((partner, _), part): (&(String, Cents), Cents)| {
                let own = || refunds().filter(|post| post.beneficiary == *partner);
                let over = own().map(|post| post.amount).sum::<Cents>() - part;
                if over > Cents(1) { past(UseRule::RefundProportional, own(), part) } else { Vec::new() }
            };
            agreement.means.iter().zip(parts).flat_map(of_partner).collect::<Vec<_>>()
        };
        books.plan.years.iter().flat_map(of_year).collect::<Vec<_>>()
    };
    books.plan.agreements.iter().flat_map(of_agreement).collect()
}
