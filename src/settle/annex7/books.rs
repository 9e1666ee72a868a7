//! What a plan adds up to: sums by year, reserves carried over years, refunds by agreement.

use crate::money::{Cents, apportion};
use crate::spec::{Agreement, Funding, Post, Purpose, UsePlan, UseYear};

/// A plan with its reserves carried over the years.
pub struct Books<'a> {
    /// The plan.
    pub plan: &'a UsePlan,
    /// The reserves, a year each.
    pub reserves: Vec<ReserveYear>,
}

/// The reserves of one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReserveYear {
    /// What earlier years left.
    pub opening: Cents,
    /// What is put in.
    pub set_aside: Cents,
    /// What is used.
    pub used: Cents,
    /// What is left; below zero where more is used than there is.
    pub closing: Cents,
}

impl<'a> Books<'a> {
    /// Adds up a plan.
    pub fn new(plan: &'a UsePlan) -> Books<'a> {
        let mut books = Books { plan, reserves: Vec::with_capacity(plan.years.len()) };
        let mut opening = Cents::ZERO;
        for year in &plan.years {
            let used = books.spent(year, |post| post.funding == Funding::Reserve);
            let closing = opening + year.reserve - used;
            books.reserves.push(ReserveYear { opening, set_aside: year.reserve, used, closing });
            opening = closing;
        }
        books
    }

    /// The years with their reserves.
    pub fn years(&self) -> impl Iterator<Item = (&'a UseYear, &ReserveYear)> {
        self.plan.years.iter().zip(&self.reserves)
    }

    /// The posts of a year that are meant, in the order of the plan.
    pub fn posts(&self, year: &UseYear, meant: impl Fn(&Post) -> bool) -> impl Iterator<Item = &'a Post> {
        let year = year.year;
        self.plan.posts.iter().filter(move |post| post.year == year && meant(post))
    }

    /// What they add up to.
    pub fn spent(&self, year: &UseYear, meant: impl Fn(&Post) -> bool) -> Cents {
        self.posts(year, meant).map(|post| post.amount).sum()
    }

    /// What of a year's gains is neither used nor in reserve; never below zero.
    pub fn unused_gains(&self, year: &UseYear) -> Cents {
        (year.gains - year.reserve - self.spent(year, |post| post.funding == Funding::Gains)).max(Cents::ZERO)
    }

    /// What is to be recovered at the end: gains that were not used, and what is left in reserve; `None` as long as the years do
    /// not reach the end of the project.
    pub fn recoverable(&self) -> Option<Cents> {
        let last = self.plan.years.last()?.year;
        let unused: Cents = self.plan.years.iter().map(|year| self.unused_gains(year)).sum();
        let reserved = self.reserves.last().map_or(Cents::ZERO, |last| last.closing).max(Cents::ZERO);
        self.plan.end.filter(|end| i32::from(end.year) <= last).map(|_| unused + reserved)
    }

    /// What of it has not been recovered yet, as far as the plan tells.
    pub fn to_recover(&self) -> Option<Cents> {
        let recovered = self.plan.recovered.as_ref().map_or(Cents::ZERO, |recovered| *recovered.get_ref());
        self.recoverable().map(|due| (due - recovered).max(Cents::ZERO))
    }

    /// The posts of one purpose that rest on an agreement, in the order of the plan.
    pub fn under(&self, agreement: &'a Agreement, purpose: Purpose) -> impl Iterator<Item = &'a Post> {
        self.plan.posts.iter().filter(move |post| post.purpose == purpose && post.agreement.as_ref() == Some(&agreement.id))
    }

    /// The posts of one purpose with the agreement that they rest on, if any.
    pub fn with_agreement(&self, purpose: Purpose) -> impl Iterator<Item = (&'a Post, Option<&'a Agreement>)> {
        let agreement = |post: &Post| self.plan.agreements.iter().find(|known| post.agreement.as_ref() == Some(&known.id));
        self.plan.posts.iter().filter(move |post| post.purpose == purpose).map(move |post| (post, agreement(post)))
    }
}

/// The depreciation of an investment, one charge a year, equal but for the odd cents and adding up to the investment.
pub fn depreciation(amount: Cents, years: u32) -> Vec<Cents> {
    apportion(amount, &vec![1; years as usize]).unwrap_or_default()
}
