//! Partners of one agreement are refunded in proportion to the means that they invested.

use super::{Books, Breach, past};
use crate::money::{Cents, apportion};
use crate::spec::{Agreement, Purpose, UseRule, UseYear};

/// The refunds with which a partner gets more of what an agreement refunds in a year than its part of the means.
// METHOD: a refund is proportional when every partner's part is its exact part, rounded up or down to the cent: whoever gets the
// odd cents, that is a fair rounding. Where it is not, the parts by largest remainders are what each should have had.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_agreement = |agreement: &Agreement| {
        let weights: Vec<u64> = agreement.means.iter().map(|(_, amount)| amount.0.unsigned_abs()).collect();
        let of_year = |year: &UseYear| {
            let refunds = || books.under(agreement, Purpose::Refund).filter(|post| post.year == year.year);
            let of_partner =
                |partner: &str| -> Cents { refunds().filter(|post| post.beneficiary == partner).map(|post| post.amount).sum() };
            let refunded: Vec<Cents> = agreement.means.iter().map(|(partner, _)| of_partner(partner)).collect();
            let total: Cents = refunds().map(|post| post.amount).sum();
            if rounded_fairly(&refunded, total, &weights) {
                return Vec::new();
            }
            let parts = apportion(total, &weights).unwrap_or_default();
            let beyond = |((partner, _), part): (&(String, Cents), Cents)| {
                past(UseRule::RefundProportional, refunds().filter(|post| post.beneficiary == *partner), part)
            };
            agreement.means.iter().zip(parts).flat_map(beyond).collect::<Vec<_>>()
        };
        books.plan.years.iter().flat_map(of_year).collect::<Vec<_>>()
    };
    books.plan.agreements.iter().flat_map(of_agreement).collect()
}

/// Whether each part is less than a cent from its exact part of a total.
fn rounded_fairly(parts: &[Cents], total: Cents, weights: &[u64]) -> bool {
    let all: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let near = |(part, weight): (&Cents, &u64)| {
        let off = i128::from(part.0) * all - i128::from(total.0) * i128::from(*weight);
        off == 0 || off.abs() < all
    };
    parts.iter().zip(weights).all(near)
}
