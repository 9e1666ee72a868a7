//! An indemnity needs the written approval of the consortium.

use super::{Books, Breach, Figure};
use crate::spec::{Date, Post, Purpose, UseRule};

/// Indemnities without the day of an approval, or approved in a year after the one in which they are paid.
pub fn check(books: &Books) -> Vec<Breach> {
    let late = |post: &Post, approved: Option<Date>| approved.is_none_or(|day| i32::from(day.year) > post.year);
    let unapproved = |post: &&Post| post.purpose == Purpose::Indemnity && late(post, post.approved);
    let breach = |post: &Post| {
        let actual = post.approved.map_or(Figure::Nothing, Figure::Day);
        Breach::of_post(UseRule::IndemnityApproval, post, post.amount).against(Figure::Year(post.year), actual)
    };
    books.plan.posts.iter().filter(unapproved).map(breach).collect()
}
