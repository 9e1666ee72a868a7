//! Influence functions (method, section 6): how much each person, of the pilot or of the reference group, moves a gain.
//!
//! Persons are the clusters: one who is there in several years enters once, with the sum over the years, so that what
//! repeats in a person cancels or adds up as it should. Nothing is kept of a person but a square in a sum.

use rayon::prelude::*;

use super::clusters::{ClusterSums, Clusters};
use super::variances::Variances;
use crate::counterfactual::{Comparison, GroupYear};
use crate::design::{PersonYears, TargetRows};
use crate::fit::{FittedModel, Pull};
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
}

impl Judged<'_> {
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

/// One pass over the persons for all readings, periods and sectors of a pilot.
pub fn variances(judged: &Judged) -> Variances {
    let Some(clusters) = judged.clusters else {
        return add_up(judged, fold_persons(judged, CHUNK, || (), |(), _, _| ()).into_iter().map(|(part, ())| part));
    };
    // Few and large parts: each holds a sum for every cluster.
    let size = CHUNK.max(judged.rows.persons().div_ceil(64));
    let slots = moved_slots(judged);
    let zero = || ClusterSums::zero(clusters, slots);
    let visit = |sums: &mut ClusterSums, rows: &[u32], moved: &[f64]| sums.add(judged.first_municipality(rows), moved);
    let (parts, sums): (Vec<Variances>, Vec<ClusterSums>) = fold_persons(judged, size, zero, visit).into_iter().unzip();
    let mut variances = add_up(judged, parts.into_iter());
    variances.clustered = Some(ClusterSums::fold(zero(), &sums).squares(judged.group, &variances.own));
    variances
}

fn add_up(judged: &Judged, parts: impl Iterator<Item = Variances>) -> Variances {
    parts.fold(Variances::zero(judged.performance.len() + 1, judged.rows.sectors), |mut sum, part| {
        sum.add(&part);
        sum
    })
}

/// Goes over the persons in parts of `size`, each with a state of its own, and shows `visit` the rows of every person who can move a gain
/// and what it moves, in the slots of [`Variances`]; gives the squares and the state of each part, in order.
pub(super) fn fold_persons<State: Send>(
    judged: &Judged,
    size: usize,
    start: impl Fn() -> State + Sync,
    visit: impl Fn(&mut State, &[u32], &[f64]) + Sync,
) -> Vec<(Variances, State)> {
    let years: Vec<Option<YearInfluence>> = (0..judged.rows.years.len()).map(|year| YearInfluence::new(judged, year)).collect();
    let members = judged.rows.persons();
    (0..members.div_ceil(size))
        .into_par_iter()
        .map(|part| {
            let (mut person, mut state) = (Person::new(judged), start());
            for number in part * size..((part + 1) * size).min(members) {
                let rows = judged.rows.rows_of(number);
                if person.add(&years, rows) {
                    visit(&mut state, rows, &person.moved);
                }
            }
            (person.sums, state)
        })
        .collect()
}

/// How many figures a person moves: the gains, then the base period alone by sector and in total.
pub(super) fn moved_slots(judged: &Judged) -> usize {
    Variances::slots(judged.performance.len() + 1, judged.rows.sectors) + judged.rows.sectors + 1
}

/// The slots of the totals of a pilot, by reading, then period: where they stand in what a person moves, and the sign that makes a
/// departure of it.
pub(super) fn slots_of_totals(judged: &Judged) -> Vec<(usize, f64)> {
    let zero = Variances::zero(judged.performance.len() + 1, judged.rows.sectors);
    let periods = 0..zero.periods;
    let sign = |reading| if reading == Reading::Additive { -1.0 } else { 1.0 };
    let of_reading = |reading| periods.clone().map(move |period| (reading, period));
    Reading::ALL
        .into_iter()
        .flat_map(of_reading)
        .map(|(reading, period)| (zero.slot(reading, period, zero.sectors), sign(reading)))
        .collect()
}

/// What a row of one year moves: ρ_s = (Y_s − F_s)/Q on both scales, Q = F and Q = E.
struct YearInfluence<'a> {
    rows: &'a TargetRows,
    year: usize,
    group: &'a [bool],
    reference: &'a [bool],
    /// f_s by profile: `profile × sectors + sector`.
    predicted: &'a [f64],
    /// What reference persons move in F.
    pulls: Vec<Pull>,
    /// 1/F and 1/E.
    per_expected: f64,
    per_exposure: f64,
    /// (Y_s − F_s)/F and (Y_s − F_s)/E.
    on_expected: Vec<f64>,
    on_exposure: Vec<f64>,
    /// What is pooled of costs above a cap moves ρ_s on the scale of F by this, per cent that a reference person has above the
    /// cap more than κ of its capped cost.
    on_pool: Vec<f64>,
    /// κ, what is pooled per cent of capped cost.
    pooled: f64,
}

impl<'a> YearInfluence<'a> {
    /// `None` for a year that the pilot is not judged by.
    fn new(judged: &'a Judged, year: usize) -> Option<YearInfluence<'a>> {
        judged.base.iter().map(|(_, year)| *year).chain(judged.performance.iter().copied()).find(|used| *used == year)?;
        let group = &judged.years[year];
        let (expected, exposure) = (group.expected_total(), group.exposure);
        let difference =
            |scale: f64| group.real.iter().zip(&group.expected).map(|(real, expected)| (real - expected) / scale).collect::<Vec<f64>>();
        let pooled = group.pool.rate();
        // METHOD: with a pool F is F' (1 + κ), so that ρ_s is (Y'_s − F'_s)/F' over 1 + κ: what moves the first does so on the scale of
        // F, what moves κ does so by −ρ_s/(1 + κ).
        let per_rate = group.pool.per_reference_cost() / (1.0 + pooled);
        Some(YearInfluence {
            rows: judged.rows,
            year,
            group: judged.group,
            reference: judged.reference,
            predicted: &judged.model.years[year].predicted,
            pulls: judged.model.pulls(year, &judged.rows.profiles, &group.profiles),
            per_expected: 1.0 / expected,
            per_exposure: 1.0 / exposure,
            on_expected: difference(expected / (1.0 + pooled)),
            on_exposure: difference(exposure),
            on_pool: difference(expected / per_rate),
            pooled,
        })
    }

    /// Whether a person is among the costliest of the year.
    fn is_costliest(&self, rows: &[u32]) -> bool {
        self.rows.years[self.year].treated.costliest.get(rows[self.year] as usize).is_some_and(|costliest| *costliest)
    }

    /// Adds the influence on ρ_s of the person with these rows, one a year, to `on`; says in which groups it is, (target,
    /// reference).
    ///
    /// METHOD: a target person moves ρ_s by w(y_s − e f_s − ρ_s q)/Q, with q its own share of the scale Q. A reference person
    /// moves the model, and through it F_s by ΔF_s; that lowers ρ_s by ΔF_s/Q, and on the scale Q = F also by ρ_s ΔF/F.
    fn add(&self, rows: &[u32], on: &mut OnScales) -> (bool, bool) {
        let target = self.add_target(rows[self.year], on);
        let mut reference = self.add_pool(rows[self.year], on);
        on.moved.fill(0.0);
        for pull in &self.pulls {
            reference |= self.add_pull(pull, rows[pull.year], &mut on.moved);
        }
        if reference {
            let total: f64 = on.moved.iter().sum();
            let sums = on.expected.iter_mut().zip(&mut on.exposure);
            for (((on_expected, on_exposure), moved), ratio) in sums.zip(&on.moved).zip(&self.on_expected) {
                *on_expected -= self.per_expected * (moved + ratio * total);
                *on_exposure -= self.per_exposure * moved;
            }
        }
        (target, reference)
    }

    fn add_target(&self, row: u32, on: &mut OnScales) -> bool {
        let (year, row) = (&self.rows.years[self.year], row as usize);
        if !year.municipality.get(row).is_some_and(|municipality| self.group[*municipality as usize]) {
            return false;
        }
        let sectors = self.rows.sectors;
        let (weight, exposure, profile) = (year.weight[row], year.exposure[row], year.profile[row] as usize);
        let cost = &year.cost[row * sectors..][..sectors];
        let predicted = &self.predicted[profile * sectors..][..sectors];
        let expected: f64 = weight * exposure * predicted.iter().sum::<f64>();
        let own = cost.iter().zip(predicted).map(|(cost, predicted)| weight * (cost - exposure * predicted));
        let ratios = self.on_expected.iter().zip(&self.on_exposure);
        let sums = on.expected.iter_mut().zip(&mut on.exposure);
        for (((on_expected, on_exposure), own), (ratio, per_person_year)) in sums.zip(own).zip(ratios) {
            *on_expected += (own - ratio * expected) * self.per_expected;
            *on_exposure += (own - per_person_year * weight * exposure) * self.per_exposure;
        }
        true
    }

    /// What a reference person moves through the pool.
    fn add_pool(&self, row: u32, on: &mut OnScales) -> bool {
        let (year, row) = (&self.rows.years[self.year], row as usize);
        let in_reference = year.municipality.get(row).is_some_and(|municipality| self.reference[*municipality as usize]);
        if self.pooled == 0.0 || !in_reference {
            return false;
        }
        let cost: f64 = year.cost[row * self.rows.sectors..][..self.rows.sectors].iter().sum();
        let excess = cost * (1.0 / year.treated.kept(row) - 1.0);
        let above = year.weight[row] * (excess - self.pooled * cost);
        on.expected.iter_mut().zip(&self.on_pool).for_each(|(on, pool)| *on -= pool * above);
        true
    }

    fn add_pull(&self, pull: &Pull, row: u32, moved: &mut [f64]) -> bool {
        let (year, row) = (&self.rows.years[pull.year], row as usize);
        if !year.municipality.get(row).is_some_and(|municipality| self.reference[*municipality as usize]) {
            return false;
        }
        let cost = &year.cost[row * self.rows.sectors..][..self.rows.sectors];
        pull.add(year.profile[row] as usize, year.weight[row], year.exposure[row], cost, moved);
        true
    }
}

/// A person's influence on ρ_s, by sector, on the two scales.
#[derive(Clone)]
struct OnScales {
    expected: Vec<f64>,
    exposure: Vec<f64>,
    /// What the person moves in F_s through the model, while it is added up.
    moved: Vec<f64>,
}

impl OnScales {
    fn zero(sectors: usize) -> OnScales {
        OnScales { expected: vec![0.0; sectors], exposure: vec![0.0; sectors], moved: vec![0.0; sectors] }
    }

    fn clear(&mut self) {
        self.expected.fill(0.0);
        self.exposure.fill(0.0);
    }
}

/// What turns the influence on the ρ of a performance year into one on its gains.
struct PeriodScale {
    year: usize,
    /// F and E.
    expected: f64,
    exposure: f64,
    /// 1/θ_t and 1/θ̄_0.
    per_ratio: f64,
    per_base_ratio: f64,
    /// Share in the cumulative D, which is the mean of the years' by real cost.
    share: f64,
}

/// Works through persons one after the other, keeping only sums of squares.
struct Person<'a> {
    judged: &'a Judged<'a>,
    scales: Vec<PeriodScale>,
    base: OnScales,
    year: OnScales,
    /// Influence on every gain, in the slots of [`Variances`], then on the base period alone.
    moved: Vec<f64>,
    sums: Variances,
}

impl<'a> Person<'a> {
    fn new(judged: &'a Judged<'a>) -> Person<'a> {
        let sectors = judged.rows.sectors;
        let sums = Variances::zero(judged.performance.len() + 1, sectors);
        let base: Vec<_> = judged.base.iter().map(|(weight, year)| (*weight, judged.years[*year].clone())).collect();
        let real: f64 = judged.performance.iter().map(|year| judged.years[*year].real_total()).sum();
        let scale = |year: &usize| {
            let group = &judged.years[*year];
            let comparison = Comparison { base: &base, performance: group };
            PeriodScale {
                year: *year,
                expected: group.expected_total(),
                exposure: group.exposure,
                per_ratio: 1.0 / comparison.ratio(),
                per_base_ratio: 1.0 / comparison.base_ratio(),
                share: group.real_total() / real,
            }
        };
        let scales = judged.performance.iter().map(scale).collect();
        let (base, year) = (OnScales::zero(sectors), OnScales::zero(sectors));
        Person { judged, scales, base, year, moved: vec![0.0; moved_slots(judged)], sums }
    }

    /// Adds a person; says whether it can move a gain, `moved` then holds what it moves.
    fn add(&mut self, years: &[Option<YearInfluence>], rows: &[u32]) -> bool {
        self.base.clear();
        let (mut in_base, mut costliest, mut target_ever) = (false, false, false);
        for (weight, year) in &self.judged.base {
            let Some(influence) = &years[*year] else { continue };
            self.year.clear();
            let (target, reference) = influence.add(rows, &mut self.year);
            in_base |= target || reference;
            target_ever |= target;
            costliest |= (target || reference) && influence.is_costliest(rows);
            for (sum, more) in [(&mut self.base.expected, &self.year.expected), (&mut self.base.exposure, &self.year.exposure)] {
                sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += weight * more);
            }
        }
        let (mut ever_target, mut ever) = (false, false);
        let width = Reading::ALL.len() * (self.judged.rows.sectors + 1);
        let (of_years, cumulative) = self.moved.split_at_mut(self.scales.len() * width);
        cumulative.fill(0.0);
        for (period, (scale, moved)) in self.scales.iter().zip(of_years.chunks_exact_mut(width)).enumerate() {
            let Some(influence) = &years[scale.year] else { continue };
            self.year.clear();
            let (target, reference) = influence.add(rows, &mut self.year);
            let present = target || reference;
            ever_target |= target;
            ever |= present;
            costliest |= present && influence.is_costliest(rows);
            self.sums.count(period, target, present, in_base);
            gains_moved(scale, &self.base, &self.year, moved, cumulative);
        }
        if !(in_base || ever) {
            return false;
        }
        self.sums.count(self.scales.len(), ever_target, ever, in_base);
        if in_base {
            let per_base_ratio = self.scales.first().map_or(0.0, |scale| scale.per_base_ratio);
            let total = self.base.expected.iter().sum::<f64>() * per_base_ratio;
            let slots = self.sums.squares.len();
            let moved = self.base.expected.iter().copied().chain([total]);
            self.moved[slots..].iter_mut().zip(moved).for_each(|(slot, moved)| *slot = moved);
            self.sums.base.iter_mut().zip(&self.moved[slots..]).for_each(|(sum, moved)| *sum += moved * moved);
        }
        self.sums.squares.iter_mut().zip(&self.moved).for_each(|(sum, moved)| *sum += moved * moved);
        if costliest {
            self.sums.add_costliest(&self.moved, target_ever || ever_target);
        }
        if target_ever || ever_target {
            self.sums.own.iter_mut().zip(&self.moved).for_each(|(sum, moved)| *sum += moved * moved);
        }
        true
    }
}

/// The influence on the gains of one year, by reading and sector with the total last, and its part in the cumulative ones.
fn gains_moved(scale: &PeriodScale, base: &OnScales, year: &OnScales, moved: &mut [f64], cumulative: &mut [f64]) {
    let sectors = year.expected.len();
    let (level, rest) = moved.split_at_mut(sectors + 1);
    let (evolution, additive) = rest.split_at_mut(sectors + 1);
    for sector in 0..sectors {
        level[sector] = -scale.expected * year.expected[sector];
        evolution[sector] = scale.expected * (base.expected[sector] - year.expected[sector]);
        additive[sector] = scale.exposure * (base.exposure[sector] - year.exposure[sector]);
    }
    level[sectors] = year.expected.iter().sum::<f64>() * scale.per_ratio;
    evolution[sectors] = level[sectors] - base.expected.iter().sum::<f64>() * scale.per_base_ratio;
    additive[sectors] = additive[..sectors].iter().sum();
    // Euro add up over the years; the ratio readings' totals are on the log scale, where the years have shares.
    let log_totals = [(sectors, level[sectors]), (2 * sectors + 1, evolution[sectors])];
    cumulative.iter_mut().zip(&*moved).for_each(|(sum, moved)| *sum += moved);
    log_totals.into_iter().for_each(|(slot, moved)| cumulative[slot] += (scale.share - 1.0) * moved);
}
