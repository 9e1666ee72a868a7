//! No more is refunded than was effectively invested.

use super::{Books, Breach, past};
use crate::spec::{Agreement, Purpose, UseRule};

/// The refunds with which a beneficiary gets back more than it invested; nothing is effective that was not invested.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_agreement = |agreement: &Agreement| {
        let mut beneficiaries: Vec<&str> = Vec::new();
        for post in books.under(agreement, Purpose::Refund) {
            if !beneficiaries.contains(&post.beneficiary.as_str()) {
                beneficiaries.push(&post.beneficiary);
            }
        }
        let of_beneficiary = |beneficiary: &str| {
            let invested = agreement.means.iter().filter(|(who, _)| who == beneficiary).map(|(_, amount)| *amount).sum();
            past(UseRule::RefundEffective, books.under(agreement, Purpose::Refund).filter(|post| post.beneficiary == beneficiary), invested)
        };
        beneficiaries.into_iter().flat_map(of_beneficiary).collect::<Vec<_>>()
    };
    books.plan.agreements.iter().flat_map(of_agreement).collect()
}
