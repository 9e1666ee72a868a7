//! Other support is paid from gains only once the integration budget is fully allocated.

use super::{Books, Breach};
use crate::money::Cents;
use crate::spec::{Funding, Purpose, UseRule, UseYear};

/// Support paid from gains, as far as the integration budget could still have paid it.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        let allocated = books.spent(year, |post| post.funding == Funding::IntegrationBudget);
        let mut left = (year.integration_budget - allocated).max(Cents::ZERO);
        let support = books.posts(year, |post| post.purpose == Purpose::Support && post.funding == Funding::Gains);
        let early = support.filter_map(|post| {
            let over = post.amount.min(left);
            left = left - over;
            (over > Cents::ZERO).then(|| Breach::of_post(UseRule::FundingOrder, post, over))
        });
        early.collect::<Vec<_>>()
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
