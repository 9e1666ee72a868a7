//! A breach of a rule: which post, by how much, against which limit, where in the plan.

use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::money::Cents;
use crate::spec::{Date, Post, UseRule, UseYear};

/// A breach of a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breach {
    /// The rule.
    pub rule: UseRule,
    /// The year of use.
    pub year: i32,
    /// The post; `None` where the year as a whole is at fault.
    pub post: Option<String>,
    /// By how much: the amount over what is allowed, or short of what is required.
    pub over: Cents,
    /// What the rule allows at most, or requires at least.
    pub limit: Figure,
    /// What the plan has instead.
    pub actual: Figure,
    /// Its place in the plan.
    #[serde(skip)]
    pub place: Range<usize>,
}

/// A limit, or what is held against it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "unit", content = "value")]
pub enum Figure {
    /// An amount.
    Cents(Cents),
    /// A number of years.
    Years(u32),
    /// A year.
    Year(i32),
    /// A day.
    Day(#[serde(serialize_with = "as_text")] Date),
    /// Nothing is given.
    Nothing,
}

fn as_text<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

impl Breach {
    /// A post that a rule does not allow, or allows to a smaller amount.
    pub fn of_post(rule: UseRule, post: &Post, over: Cents) -> Breach {
        let (limit, actual) = (Figure::Cents(post.amount - over), Figure::Cents(post.amount));
        Breach { rule, year: post.year, post: Some(post.id.clone()), over, limit, actual, place: post.span.clone() }
    }

    /// The same breach, with the figures that the rule goes by.
    pub fn against(self, limit: Figure, actual: Figure) -> Breach {
        Breach { limit, actual, ..self }
    }

    /// A year with more than a rule allows.
    pub fn of_year_over(rule: UseRule, year: &UseYear, actual: Cents, most: Cents) -> Option<Breach> {
        Breach::of_year(rule, year, actual - most, actual, most)
    }

    /// A year with less than a rule requires.
    pub fn of_year_short(rule: UseRule, year: &UseYear, actual: Cents, least: Cents) -> Option<Breach> {
        Breach::of_year(rule, year, least - actual, actual, least)
    }

    fn of_year(rule: UseRule, year: &UseYear, over: Cents, actual: Cents, limit: Cents) -> Option<Breach> {
        let (limit, actual, place) = (Figure::Cents(limit), Figure::Cents(actual), year.span.clone());
        (over > Cents::ZERO).then_some(Breach { rule, year: year.year, post: None, over, limit, actual, place })
    }
}

/// The posts with which a sum goes past its limit, each with its part beyond it, in the order of the plan. Limit and actual
/// figure are those of the sum.
pub fn past<'a>(rule: UseRule, posts: impl Iterator<Item = &'a Post>, limit: Cents) -> Vec<Breach> {
    let limit = limit.max(Cents::ZERO);
    let posts: Vec<&Post> = posts.collect();
    let sum: Cents = posts.iter().map(|post| post.amount).sum();
    let mut left = limit;
    let beyond = posts.into_iter().filter_map(|post| {
        let over = (post.amount - left).max(Cents::ZERO);
        left = (left - post.amount).max(Cents::ZERO);
        (over > Cents::ZERO).then(|| Breach::of_post(rule, post, over).against(Figure::Cents(limit), Figure::Cents(sum)))
    });
    beyond.collect()
}

/// Posts that a rule does not allow at all.
pub fn forbidden<'a>(rule: UseRule, posts: impl Iterator<Item = &'a Post>) -> Vec<Breach> {
    posts.map(|post| Breach::of_post(rule, post, post.amount)).collect()
}
