//! The budget of integration management: no larger than the amount in force, and not overspent.

use super::{Books, Breach, past};
use crate::spec::{Funding, UseRule, UseYear};

/// A budget above the amount in force, and the posts with which it is overspent.
pub fn check(books: &Books) -> Vec<Breach> {
    let rule = UseRule::IntegrationBudget;
    let of_year = |year: &UseYear| {
        let received = Breach::of_year_over(rule, year, year.integration_budget, year.amounts.integration_budget);
        let posts = books.posts(year, |post| post.funding == Funding::IntegrationBudget);
        received.into_iter().chain(past(rule, posts, year.integration_budget)).collect::<Vec<_>>()
    };
    books.plan.years.iter().flat_map(of_year).collect()
}
