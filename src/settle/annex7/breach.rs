//! A breach of a rule: which post, by how much, where in the plan.

use std::ops::Range;

use serde::Serialize;

use crate::money::Cents;
use crate::spec::{Post, UseRule, UseYear};

/// A breach of a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breach {
    /// The rule.
    pub rule: UseRule,
    /// The year of use.
    pub year: i32,
    /// The post; `None` where the year as a whole falls short.
    pub post: Option<String>,
    /// By how much: the amount over what is allowed, or short of what is required.
    pub over: Cents,
    /// Its place in the plan.
    #[serde(skip)]
    pub place: Range<usize>,
}

impl Breach {
    /// A post that a rule does not allow, or allows to a smaller amount.
    pub fn of_post(rule: UseRule, post: &Post, over: Cents) -> Breach {
        Breach { rule, year: post.year, post: Some(post.id.clone()), over, place: post.span.clone() }
    }

    /// A year that does not obey a rule.
    pub fn of_year(rule: UseRule, year: &UseYear, over: Cents) -> Option<Breach> {
        (over > Cents::ZERO).then(|| Breach { rule, year: year.year, post: None, over, place: year.span.clone() })
    }
}

/// The posts with which a sum goes past its limit, each with its part beyond it, in the order of the plan.
pub fn past<'a>(rule: UseRule, posts: impl Iterator<Item = &'a Post>, limit: Cents) -> Vec<Breach> {
    let mut left = limit.max(Cents::ZERO);
    let beyond = posts.filter_map(|post| {
        let over = (post.amount - left).max(Cents::ZERO);
        left = (left - post.amount).max(Cents::ZERO);
        (over > Cents::ZERO).then(|| Breach::of_post(rule, post, over))
    });
    beyond.collect()
}

/// Posts that a rule does not allow at all.
pub fn forbidden<'a>(rule: UseRule, posts: impl Iterator<Item = &'a Post>) -> Vec<Breach> {
    posts.map(|post| Breach::of_post(rule, post, post.amount)).collect()
}
