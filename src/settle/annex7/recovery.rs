//! What is unused at the end of the project is recovered; nothing is used after it.

use super::{Books, Breach, forbidden};
use crate::spec::{Funding, Post, UseRule};

/// Posts after the last year of the project, and what was recovered short of what was due, or beyond it.
pub fn check(books: &Books) -> Vec<Breach> {
    let rule = UseRule::Recovery;
    let Some(end) = books.plan.end else { return Vec::new() };
    let after = |post: &&Post| post.year > i32::from(end.year) && post.funding != Funding::IntegrationBudget;
    let mut breaches = forbidden(rule, books.plan.posts.iter().filter(after));
    if let (Some(recovered), Some(due), Some(last)) = (&books.plan.recovered, books.recoverable(), books.plan.years.last()) {
        let amount = *recovered.get_ref();
        let wrong = Breach::of_year_short(rule, last, amount, due).or_else(|| Breach::of_year_over(rule, last, amount, due));
        breaches.extend(wrong.map(|breach| Breach { place: recovered.span(), ..breach }));
    }
    breaches
}
