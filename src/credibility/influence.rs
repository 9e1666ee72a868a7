//! Influence functions (method, section 6): how much each person, of the pilot or of the reference group, moves a gain.
//!
//! Persons are the clusters: one who is there in several years enters once, with the sum over the years, so that what
//! repeats in a person cancels or adds up as it should. Nothing is kept of a person but a square in a sum.

use rayon::prelude::*;

use super::clusters::{ClusterSums, Clustered, Clusters};
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

/// Variances of the gains of one pilot: Σψ² · n/(n − 1), with n the persons who could move the gain.
#[derive(Clone, Debug)]
pub struct Variances {
    periods: usize,
    sectors: usize,
    squares: Vec<f64>,
    /// The part of `squares` that persons have who were in the target group in some year.
    own: Vec<f64>,
    /// What stands in the place of both when persons are not the clusters.
    clustered: Option<Clustered>,
    persons: Vec<u64>,
    group: Vec<u64>,
    /// Squares of the total by reading and period, of the costliest persons alone, and how many of the target group they are.
    costliest: Vec<f64>,
    costliest_group: u64,
    /// Squares of the base period alone: of its ρ_s on the scale of expected cost by sector, and of log θ̄_0 last.
    base: Vec<f64>,
}

impl Variances {
    /// The variance of a total: of D for the level and evolution readings, of the gain in cents for the additive one.
    /// `period` counts performance years; the one after the last is the cumulative row.
    pub fn total(&self, reading: Reading, period: usize) -> f64 {
        self.of(reading, period, self.sectors)
    }

    /// The variance of the gain of a sector, in cents.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> f64 {
        self.of(reading, period, sector)
    }

    /// The variance of the D of a total of which a share of the log base difference is carried on.
    ///
    /// METHOD: what a person moves is a_i − λ b_i, its parts in log θ_t and in log θ̄_0; the squares of a, of b and of a − b give
    /// those of any share.
    pub fn carried_total(&self, period: usize, share: f64) -> f64 {
        self.carried(period, self.sectors, share, 1.0)
    }

    /// The same of the gain of a sector in cents, of which a share of the base difference is carried on, `scale` being the
    /// expected cost of the group.
    pub fn carried_sector(&self, period: usize, sector: usize, share: f64, scale: f64) -> f64 {
        self.carried(period, sector, share, scale)
    }

    fn carried(&self, period: usize, outcome: usize, share: f64, scale: f64) -> f64 {
        if let Some(clustered) = &self.clustered {
            let squares = |reading| clustered.squares[self.slot(reading, period, outcome)];
            let base = scale * scale * clustered.squares[self.squares.len() + outcome];
            return carried(squares(Reading::Level), squares(Reading::Evolution), base, share);
        }
        let squares = |reading| self.squares[self.slot(reading, period, outcome)];
        let (level, evolution, base) = (squares(Reading::Level), squares(Reading::Evolution), scale * scale * self.base[outcome]);
        let n = self.persons[Reading::Evolution as usize * self.periods + period] as f64;
        carried(level, evolution, base, share) * n / (n - 1.0)
    }

    /// Distinct persons of the target group in a period.
    pub fn group_persons(&self, period: usize) -> u64 {
        self.group[period]
    }

    /// The share of the variance of a total that comes from the costliest persons, of either group.
    pub fn costliest_share(&self, reading: Reading, period: usize) -> f64 {
        let all = self.squares[self.slot(reading, period, self.sectors)];
        self.costliest[reading as usize * self.periods + period] / all
    }

    /// How many persons of the target group are among the costliest in some year that it is judged by.
    pub fn costliest_persons(&self) -> u64 {
        self.costliest_group
    }

    /// The share of the variance of a total that comes from the target group, 0 to 1; the rest comes from the reference group,
    /// through the models.
    pub fn own_share(&self, reading: Reading, period: usize) -> f64 {
        let slot = self.slot(reading, period, self.sectors);
        let (own, all) = match &self.clustered {
            Some(clustered) => (clustered.own[slot], clustered.squares[slot]),
            None => (self.own[slot], self.squares[slot]),
        };
        if all > 0.0 { own / all } else { 1.0 }
    }

    /// Degrees of freedom that the clusters of the target group leave; `None` when persons are the clusters.
    pub fn df(&self) -> Option<f64> {
        self.clustered.as_ref().and_then(|clustered| clustered.df)
    }

    fn of(&self, reading: Reading, period: usize, outcome: usize) -> f64 {
        if let Some(clustered) = &self.clustered {
            return clustered.squares[self.slot(reading, period, outcome)];
        }
        let n = self.persons[reading as usize * self.periods + period] as f64;
        self.squares[self.slot(reading, period, outcome)] * n / (n - 1.0)
    }

    fn slot(&self, reading: Reading, period: usize, outcome: usize) -> usize {
        (period * Reading::ALL.len() + reading as usize) * (self.sectors + 1) + outcome
    }

    /// How many gains there are: by period, reading and outcome.
    pub(super) fn slots(periods: usize, sectors: usize) -> usize {
        Reading::ALL.len() * periods * (sectors + 1)
    }

    fn zero(periods: usize, sectors: usize) -> Variances {
        let readings = Reading::ALL.len();
        let squares = vec![0.0; Variances::slots(periods, sectors)];
        let (persons, costliest) = (vec![0; readings * periods], vec![0.0; readings * periods]);
        Variances {
            periods,
            sectors,
            own: vec![0.0; squares.len() + sectors + 1],
            squares,
            clustered: None,
            persons,
            group: vec![0; periods],
            costliest,
            costliest_group: 0,
            base: vec![0.0; sectors + 1],
        }
    }

    /// Counts a person in a period: of the target group, present in the period in either group, present in the base period.
    fn count(&mut self, period: usize, target: bool, present: bool, in_base: bool) {
        self.group[period] += u64::from(target);
        for reading in Reading::ALL {
            let counts = present || (in_base && reading != Reading::Level);
            self.persons[reading as usize * self.periods + period] += u64::from(counts);
        }
    }

    /// Adds what one of the costliest persons moves to their squares.
    fn add_costliest(&mut self, moved: &[f64], target: bool) {
        self.costliest_group += u64::from(target);
        for (reading, period) in Reading::ALL.into_iter().flat_map(|reading| (0..self.periods).map(move |period| (reading, period))) {
            let moved = moved[self.slot(reading, period, self.sectors)];
            self.costliest[reading as usize * self.periods + period] += moved * moved;
        }
    }

    fn add(&mut self, other: &Variances) {
        self.squares.iter_mut().zip(&other.squares).for_each(|(sum, more)| *sum += more);
        self.own.iter_mut().zip(&other.own).for_each(|(sum, more)| *sum += more);
        self.persons.iter_mut().zip(&other.persons).for_each(|(sum, more)| *sum += more);
        self.group.iter_mut().zip(&other.group).for_each(|(sum, more)| *sum += more);
        self.costliest.iter_mut().zip(&other.costliest).for_each(|(sum, more)| *sum += more);
        self.costliest_group += other.costliest_group;
        self.base.iter_mut().zip(&other.base).for_each(|(sum, more)| *sum += more);
    }
}

/// Σ(a − λ b)² from Σa², Σ(a − b)² and Σb².
fn carried(level: f64, evolution: f64, base: f64, share: f64) -> f64 {
    (level + share * share * base - share * (level + base - evolution)).max(0.0)
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
