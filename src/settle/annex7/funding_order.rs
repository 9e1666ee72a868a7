//! Integration management is paid from gains only once its own budget is fully allocated.

use super::{Books, Breach};
use crate::money::Cents;
use crate::spec::{Funding, Post, Purpose, UseLevel, UseRule, UseYear};

/// Support, and posts at project level, paid from gains as far as the integration budget could still have paid them.
// METHOD: the annex speaks of integration management and counts it, with the project level, under one ceiling; it lists no posts.
// Were it support alone that has to wait, calling it an action would be enough to keep the budget and spend the gains. What
// coordination and refunds may be paid from has rules of its own.
pub fn check(books: &Books) -> Vec<Breach> {
    let waits = |post: &Post| match post.purpose {
        Purpose::Support => true,
        Purpose::Coordination | Purpose::Refund | Purpose::Indemnity | Purpose::BelraiRegistration => false,
        Purpose::Action | Purpose::Investment | Purpose::NoticePay => post.level == UseLevel::Project,
    };
    let of_year = |year: &UseYear| {
        let allocated = books.spent(year, |post| post.funding == Funding::IntegrationBudget);
        let mut left = (year.integration_budget - allocated).max(Cents::ZERO);
        let early = books.posts(year, |post| waits(post) && post.funding == Funding::Gains).filter_map(|post| {
            let over = post.amount.min(left);
            left = left - over;
            (over > Cents::ZERO).then(|| Breach::of_post(UseRule::FundingOrder, post, over))
        });
        early.collect::<Vec<_>>()
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
