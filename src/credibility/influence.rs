//! **Influence.** How much does each person, of the pilot or of the reference group, move a gain?
//!
//! With that known for everybody, the variance of any gain is a sum of squares; nothing is drawn and nothing refitted. Persons are
//! the clusters: one who is there in several years enters once, with the sum over the years, so that what repeats in a person
//! cancels or adds up as it should. Nothing is kept of a person but a square in a sum.
//!
//! # Formula
//!
//! With θ_t = Y_t/F_t, what a person moves in D is ψ_i = (its part in year t) − (its part in the base period), each being
//!
//! ```text
//! in the target group       w_i (y_it − θ_t e_it f_t(x_it)) / Y_t
//! in the reference group   −w_i (∂ log F_t/∂β)' H⁻¹ u_it      through the coefficients
//!
//! v = Σ ψ_i² · n/(n − 1)
//! ```
//!
//! u is the score of the person's row, H the information of the fit. With clusters one level up, such as municipalities, ψ is
//! summed within them first.
//!
//! # Example
//!
//! Of the pilot of [the guarantee](crate::counterfactual), in thousands of euro, one person was expected to cost 3 in the base year
//! and 4 in the performance year. It cost 3.3, then 12.1:
//!
//! ```text
//! performance   (12.1 − 1,210/1,200 · 4) / 1,210 = 0.0067
//! base          ( 3.3 − 1,100/1,000 · 3) / 1,100 = 0
//! ψ = 0.0067
//! ```
//!
//! Without this person D would be log(1,197.9/1,196) − log(1,096.7/997) = −0.0937 and not −0.0870: it moves by those 0.0067. A
//! single person's dear year takes two thirds of a percent off the savings rate of a group of a dozen.
//!
//! # References
//!
//! The delta method on the estimating equations, as for the sandwich of [`fit::vcov`](crate::fit::vcov).
//!
//! ---
//!
//! ← [What a gain is worth](crate::credibility) · [Contents](crate) · [Pseudo-pilots](crate::credibility::shocks) →

use rayon::prelude::*;

use super::clusters::{ClusterSums, Clusters};
use super::person::Person;
use super::reference_meat::ReferenceMeat;
use super::variances::Variances;
use super::year_influence::YearInfluence;
use crate::counterfactual::GroupYear;
use crate::design::{PersonYears, TargetRows};
use crate::fit::FittedModel;
use crate::spec::Reading;

/// Persons per task: fixed, so that sums are folded alike whatever the number of threads.
const CHUNK: usize = 8192;

/// A pilot with what its gains were computed from. Years are indices into [`TargetRows::years`].
pub struct Judged<'a> {
    /// Rows that meet the pilot's target rule, of the whole country.
    pub rows: &'a TargetRows,
    /// The model of the reference group.
    pub model: &'a FittedModel,
    /// Whether a municipality is in the pilot's zone.
    pub group: &'a [bool],
    /// Whether a municipality is in the reference group.
    pub reference: &'a [bool],
    /// Base years with their weights, which add up to one.
    pub base: Vec<(f64, usize)>,
    /// Performance years.
    pub performance: Vec<usize>,
    /// The group in each year.
    pub years: &'a [GroupYear],
    /// The clusters that do not know of each other, when they are not the persons.
    pub clusters: Option<&'a Clusters>,
    /// What many groups with nearly the same reference group share, when this is one of them; made for the same detail.
    pub meat: Option<&'a ReferenceMeat>,
    /// Which gains are wanted.
    pub detail: Detail,
}

/// The gains that are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Of every sector, and the total, with what the costliest persons have in its variance.
    Costliest,
    /// Of every sector, and the total.
    Sectors,
    /// The total alone, in a fraction of the time.
    Total,
}

impl Detail {
    /// How many gains there are beside the total, where there are so many sectors.
    pub fn beside_total(self, sectors: usize) -> usize {
        match self {
            Detail::Costliest | Detail::Sectors => sectors,
            Detail::Total => 0,
        }
    }
}

impl Judged<'_> {
    /// How many gains there are beside the total.
    pub(super) fn sectors(&self) -> usize {
        self.detail.beside_total(self.rows.sectors)
    }

    /// The municipality of a person in the first year in which it has a row.
    pub(super) fn first_municipality(&self, rows: &[u32]) -> usize {
        self.first(rows, |year| &year.municipality) as usize
    }

    /// The number of a person.
    pub(super) fn person(&self, rows: &[u32]) -> u32 {
        self.first(rows, |year| &year.person)
    }

    fn first(&self, rows: &[u32], of: impl Fn(&PersonYears) -> &Vec<u32>) -> u32 {
        let first = self.rows.years.iter().zip(rows).find(|(_, row)| **row != TargetRows::NO_ROW);
        first.map_or(0, |(year, row)| of(year)[*row as usize])
    }
}

/// One pass over the persons for all readings, periods and sectors of a pilot, judged by one or more sets of years: all but these is the
/// same in what is judged.
pub fn variances(judged: &[Judged]) -> Vec<Variances> {
    let Some(first) = judged.first() else { return Vec::new() };
    let Some(clusters) = first.clusters else {
        if let Some(meat) = first.meat {
            return meat.variances(judged);
        }
        return add_up(judged, fold_persons(judged, CHUNK, || (), |(), _, _, _| ()).into_iter().map(|(part, ())| part));
    };
    // Few and large parts: each holds a sum for every cluster.
    let size = CHUNK.max(first.rows.persons().div_ceil(64));
    let zero = || judged.iter().map(|judged| ClusterSums::zero(clusters, moved_slots(judged))).collect::<Vec<_>>();
    let visit = |sums: &mut Vec<ClusterSums>, set: usize, rows: &[u32], moved: &[f64]| {
        sums[set].add(first.first_municipality(rows), moved);
    };
    let (parts, sums): (Vec<Vec<Variances>>, Vec<Vec<ClusterSums>>) = fold_persons(judged, size, zero, visit).into_iter().unzip();
    let mut variances = add_up(judged, parts.into_iter());
    for (set, (variances, zero)) in variances.iter_mut().zip(zero()).enumerate() {
        let sums = sums.iter().map(|sums| &sums[set]);
        variances.clustered = Some(ClusterSums::fold(zero, sums).squares(first.group, &variances.own));
    }
    variances
}

fn add_up(judged: &[Judged], parts: impl Iterator<Item = Vec<Variances>>) -> Vec<Variances> {
    let zero = judged.iter().map(|judged| Variances::zero(judged.performance.len() + 1, judged.sectors())).collect();
    parts.fold(zero, |mut sums: Vec<Variances>, parts| {
        sums.iter_mut().zip(&parts).for_each(|(sum, part)| sum.add(part));
        sums
    })
}

/// Goes over the persons in parts of `size`, each with a state of its own, and shows `visit` the rows of every person who can move a gain
/// of a set of years and what it moves, in the slots of [`Variances`]; gives the squares by set and the state of each part, in order.
pub(super) fn fold_persons<State: Send>(
    judged: &[Judged],
    size: usize,
    start: impl Fn() -> State + Sync,
    visit: impl Fn(&mut State, usize, &[u32], &[f64]) + Sync,
) -> Vec<(Vec<Variances>, State)> {
    let (years, rows) = (influences(judged), judged[0].rows);
    let members = rows.persons();
    (0..members.div_ceil(size))
        .into_par_iter()
        .map(|part| {
            let (mut person, mut state) = (Person::new(judged), start());
            for number in part * size..((part + 1) * size).min(members) {
                let rows = rows.rows_of(number);
                person.add(&years, rows, |set, moved| visit(&mut state, set, rows, moved));
            }
            (person.into_sums(), state)
        })
        .collect()
}

/// What a row moves, by year of the rows; `None` for years that the group is not judged by.
pub(super) fn influences<'a>(judged: &'a [Judged]) -> Vec<Option<YearInfluence<'a>>> {
    let years = judged.first().map_or(0, |judged| judged.rows.years.len());
    (0..years).map(|year| judged.iter().find_map(|judged| YearInfluence::new(judged, year))).collect()
}

/// How many figures a person moves: the gains, then the base period alone by sector and in total.
pub(super) fn moved_slots(judged: &Judged) -> usize {
    Variances::slots(judged.performance.len() + 1, judged.sectors()) + judged.sectors() + 1
}

/// The slots of the totals of a pilot, by reading, then period: where they stand in what a person moves, and the sign that makes a
/// departure of it.
pub(super) fn slots_of_totals(judged: &Judged) -> Vec<(usize, f64)> {
    let zero = Variances::zero(judged.performance.len() + 1, judged.sectors());
    let periods = 0..zero.periods;
    let sign = |reading| if reading == Reading::Additive { -1.0 } else { 1.0 };
    let of_reading = |reading| periods.clone().map(move |period| (reading, period));
    Reading::ALL
        .into_iter()
        .flat_map(of_reading)
        .map(|(reading, period)| (zero.slot(reading, period, zero.sectors), sign(reading)))
        .collect()
}
