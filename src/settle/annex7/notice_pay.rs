//! Notice pay is not paid from reserves.

use super::{Books, Breach, forbidden};
use crate::spec::{Funding, Post, Purpose, UseRule};

/// Notice pay from reserves.
pub fn check(books: &Books) -> Vec<Breach> {
    let notice = |post: &&Post| post.purpose == Purpose::NoticePay && post.funding == Funding::Reserve;
    forbidden(UseRule::NoticePay, books.plan.posts.iter().filter(notice))
}
