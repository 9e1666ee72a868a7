//! Only what was effectively invested is refunded.

use super::{Books, Breach, Figure, past};
use crate::spec::{Agreement, Post, Purpose, UseRule};

/// Refunds in a year before the means are invested, and those with which a beneficiary gets back more than it invested; nothing is
/// effective that was not invested.
pub fn check(books: &Books) -> Vec<Breach> {
    let rule = UseRule::RefundEffective;
    let of_agreement = |agreement: &Agreement| {
        let early = |post: &&Post| post.year < i32::from(agreement.invested.year);
        let before =
            |post: &Post| Breach::of_post(rule, post, post.amount).against(Figure::Day(agreement.invested), Figure::Year(post.year));
        let (early, later): (Vec<&Post>, Vec<&Post>) = books.under(agreement, Purpose::Refund).partition(early);
        let mut breaches: Vec<Breach> = early.into_iter().map(before).collect();
        let mut beneficiaries: Vec<&str> = Vec::new();
        for post in &later {
            if !beneficiaries.contains(&post.beneficiary.as_str()) {
                beneficiaries.push(&post.beneficiary);
            }
        }
        for beneficiary in beneficiaries {
            let invested = agreement.means.iter().filter(|(who, _)| who == beneficiary).map(|(_, amount)| *amount).sum();
            breaches.extend(past(rule, later.iter().copied().filter(|post| post.beneficiary == beneficiary), invested));
        }
        breaches
    };
    books.plan.agreements.iter().flat_map(of_agreement).collect()
}
