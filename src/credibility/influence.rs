//! Influence functions (method, section 6): how much each person, of the pilot or of the reference group, moves a gain.
//!
//! Persons are the clusters: one who is there in several years enters once, with the sum over the years, so that what
//! repeats in a person cancels or adds up as it should. Nothing is kept of a person but a square in a sum.

use rayon::prelude::*;

use crate::counterfactual::{Comparison, GroupYear};
use crate::design::{PersonYears, TargetRows};
use crate::fit::LeastSquares;
use crate::spec::Reading;

/// Persons per task: fixed, so that sums are folded alike whatever the number of threads.
const CHUNK: usize = 8192;

/// A pilot with what its gains were computed from. Years are indices into [`TargetRows::years`].
pub struct Judged<'a> {
    /// Rows that meet the pilot's target rule, of the whole country.
    pub rows: &'a TargetRows,
    /// The model of each year.
    pub models: &'a [LeastSquares],
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
}

/// Variances of the gains of one pilot: Σψ² · n/(n − 1), with n the persons who could move the gain.
#[derive(Clone, Debug)]
pub struct Variances {
    periods: usize,
    sectors: usize,
    squares: Vec<f64>,
    persons: Vec<u64>,
    group: Vec<u64>,
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

    /// Distinct persons of the target group in a period.
    pub fn group_persons(&self, period: usize) -> u64 {
        self.group[period]
    }

    fn of(&self, reading: Reading, period: usize, outcome: usize) -> f64 {
        let n = self.persons[reading as usize * self.periods + period] as f64;
        self.squares[self.slot(reading, period, outcome)] * n / (n - 1.0)
    }

    fn slot(&self, reading: Reading, period: usize, outcome: usize) -> usize {
        (reading as usize * self.periods + period) * (self.sectors + 1) + outcome
    }

    fn zero(periods: usize, sectors: usize) -> Variances {
        let readings = Reading::ALL.len();
        let squares = vec![0.0; readings * periods * (sectors + 1)];
        Variances { periods, sectors, squares, persons: vec![0; readings * periods], group: vec![0; periods] }
    }

    fn add(&mut self, other: &Variances) {
        self.squares.iter_mut().zip(&other.squares).for_each(|(sum, more)| *sum += more);
        self.persons.iter_mut().zip(&other.persons).for_each(|(sum, more)| *sum += more);
        self.group.iter_mut().zip(&other.group).for_each(|(sum, more)| *sum += more);
    }
}

/// One pass over the persons for all readings, periods and sectors of a pilot.
pub fn variances(judged: &Judged) -> Variances {
    let years: Vec<Option<YearInfluence>> = (0..judged.rows.years.len()).map(|year| YearInfluence::new(judged, year)).collect();
    let members = judged.rows.persons();
    let chunks = members.div_ceil(CHUNK);
    let parts: Vec<Variances> = (0..chunks)
        .into_par_iter()
        .map(|chunk| {
            let mut person = Person::new(judged);
            let persons = chunk * CHUNK..((chunk + 1) * CHUNK).min(members);
            persons.for_each(|number| person.add(&years, judged.rows.rows_of(number)));
            person.sums
        })
        .collect();
    parts.iter().fold(Variances::zero(judged.performance.len() + 1, judged.rows.sectors), |mut sum, part| {
        sum.add(part);
        sum
    })
}

/// What a row of one year moves: ρ_s = (Y_s − F_s)/Q on both scales, Q = F and Q = E.
struct YearInfluence<'a> {
    rows: &'a PersonYears,
    group: &'a [bool],
    reference: &'a [bool],
    /// f_s by profile: `profile × sectors + sector`.
    predicted: Vec<f64>,
    /// g'H⁻¹x by profile: how a reference person with this profile moves F, per unit of its score.
    leverage: Vec<f64>,
    expected: f64,
    exposure: f64,
    /// (Y_s − F_s)/F and (Y_s − F_s)/E.
    on_expected: Vec<f64>,
    on_exposure: Vec<f64>,
}

impl<'a> YearInfluence<'a> {
    /// `None` for a year that the pilot is not judged by.
    fn new(judged: &'a Judged, year: usize) -> Option<YearInfluence<'a>> {
        judged.base.iter().map(|(_, year)| *year).chain(judged.performance.iter().copied()).find(|used| *used == year)?;
        let (rows, model, group) = (&judged.rows.years[year], &judged.models[year], &judged.years[year]);
        let sectors = judged.rows.sectors;
        let profiles = &judged.rows.profiles;
        let mut predicted = vec![0.0; profiles.entries.len() * sectors];
        for (sector, fit) in model.outcomes[..sectors].iter().enumerate() {
            let values = profiles.times(&fit.estimate);
            predicted.iter_mut().skip(sector).step_by(sectors).zip(values).for_each(|(slot, value)| *slot = value);
        }
        let (expected, exposure) = (group.expected_total(), group.exposure);
        let difference = |scale: f64| group.real.iter().zip(&group.expected).map(|(real, expected)| (real - expected) / scale).collect();
        Some(YearInfluence {
            rows,
            group: judged.group,
            reference: judged.reference,
            predicted,
            leverage: profiles.times(&model.inverse_times(&group.weighted_profile)),
            expected,
            exposure,
            on_expected: difference(expected),
            on_exposure: difference(exposure),
        })
    }

    /// Adds the influence on ρ_s of the person with this row to `on`; says in which groups it is, (target, reference).
    ///
    /// METHOD: a target person moves ρ_s by w(y_s − e f_s − ρ_s q)/Q, with q its own share of the scale Q. A reference person
    /// moves the coefficients, and through them F_s by κ·w(y_s − e f_s) with κ = g'H⁻¹x; that lowers ρ_s by as much over Q,
    /// and on the scale Q = F also by ρ_s times its part in F.
    fn add(&self, row: u32, on: &mut OnScales) -> (bool, bool) {
        if row == TargetRows::NO_ROW {
            return (false, false);
        }
        let row = row as usize;
        let municipality = self.rows.municipality[row] as usize;
        let (target, reference) = (self.group[municipality], self.reference[municipality]);
        if !(target || reference) {
            return (false, false);
        }
        let sectors = self.on_expected.len();
        let (weight, exposure, profile) = (self.rows.weight[row], self.rows.exposure[row], self.rows.profile[row] as usize);
        let cost = &self.rows.cost[row * sectors..][..sectors];
        let predicted = &self.predicted[profile * sectors..][..sectors];
        let expected: f64 = weight * exposure * predicted.iter().sum::<f64>();
        let surprise: f64 = weight * cost.iter().sum::<f64>() - expected;
        let leverage = self.leverage[profile];
        for sector in 0..sectors {
            let own = weight * (cost[sector] - exposure * predicted[sector]);
            if target {
                on.expected[sector] += (own - self.on_expected[sector] * expected) / self.expected;
                on.exposure[sector] += (own - self.on_exposure[sector] * weight * exposure) / self.exposure;
            }
            if reference {
                on.expected[sector] -= leverage * (own + self.on_expected[sector] * surprise) / self.expected;
                on.exposure[sector] -= leverage * own / self.exposure;
            }
        }
        (target, reference)
    }
}

/// A person's influence on ρ_s, by sector, on the two scales.
#[derive(Clone)]
struct OnScales {
    expected: Vec<f64>,
    exposure: Vec<f64>,
}

impl OnScales {
    fn zero(sectors: usize) -> OnScales {
        OnScales { expected: vec![0.0; sectors], exposure: vec![0.0; sectors] }
    }

    fn clear(&mut self) {
        self.expected.fill(0.0);
        self.exposure.fill(0.0);
    }
}

/// Works through persons one after the other, keeping only sums of squares.
struct Person<'a> {
    judged: &'a Judged<'a>,
    /// θ_t and θ̄_0 of each performance year.
    ratios: Vec<(f64, f64)>,
    /// Real cost over all performance years.
    real: f64,
    base: OnScales,
    year: OnScales,
    /// Influence on every gain, in the slots of [`Variances`].
    moved: Vec<f64>,
    sums: Variances,
}

impl<'a> Person<'a> {
    fn new(judged: &'a Judged<'a>) -> Person<'a> {
        let sectors = judged.rows.sectors;
        let sums = Variances::zero(judged.performance.len() + 1, sectors);
        let base: Vec<_> = judged.base.iter().map(|(weight, year)| (*weight, judged.years[*year].clone())).collect();
        let ratios = judged.performance.iter().map(|year| {
            let comparison = Comparison { base: &base, performance: &judged.years[*year] };
            (comparison.ratio(), comparison.base_ratio())
        });
        let real = judged.performance.iter().map(|year| judged.years[*year].real_total()).sum();
        let (base, year) = (OnScales::zero(sectors), OnScales::zero(sectors));
        Person { judged, ratios: ratios.collect(), real, base, year, moved: vec![0.0; sums.squares.len()], sums }
    }

    fn add(&mut self, years: &[Option<YearInfluence>], rows: &[u32]) {
        let (sectors, cumulative) = (self.judged.rows.sectors, self.judged.performance.len());
        self.base.clear();
        let mut in_base = false;
        for (weight, year) in &self.judged.base {
            self.year.clear();
            let Some(influence) = &years[*year] else { continue };
            let (target, reference) = influence.add(rows[*year], &mut self.year);
            in_base |= target || reference;
            for (sum, more) in [(&mut self.base.expected, &self.year.expected), (&mut self.base.exposure, &self.year.exposure)] {
                sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += weight * more);
            }
        }
        let base_total: f64 = self.base.expected.iter().sum();
        let (mut ever_target, mut ever) = (false, false);
        self.moved.fill(0.0);
        for (period, year) in self.judged.performance.iter().enumerate() {
            self.year.clear();
            let Some(influence) = &years[*year] else { continue };
            let (target, reference) = influence.add(rows[*year], &mut self.year);
            ever_target |= target;
            ever |= target || reference;
            self.sums.group[period] += u64::from(target);
            self.count(Reading::Level, period, target || reference);
            self.count(Reading::Evolution, period, in_base || target || reference);
            self.count(Reading::Additive, period, in_base || target || reference);
            let (ratio, base_ratio) = self.ratios[period];
            let on_log: f64 = self.year.expected.iter().sum::<f64>() / ratio;
            let group = &self.judged.years[*year];
            // The cumulative D is the mean of the years' by real cost; the cumulative gain is their sum.
            let share = group.real_total() / self.real;
            let mut put = |reading: Reading, outcome: usize, value: f64, into_all: f64| {
                let (slot, all) = (self.sums.slot(reading, period, outcome), self.sums.slot(reading, cumulative, outcome));
                self.moved[slot] = value;
                self.moved[all] += into_all * value;
            };
            put(Reading::Level, sectors, on_log, share);
            put(Reading::Evolution, sectors, on_log - base_total / base_ratio, share);
            let mut additive = 0.0;
            for sector in 0..sectors {
                put(Reading::Level, sector, -influence.expected * self.year.expected[sector], 1.0);
                put(Reading::Evolution, sector, influence.expected * (self.base.expected[sector] - self.year.expected[sector]), 1.0);
                let moved = influence.exposure * (self.base.exposure[sector] - self.year.exposure[sector]);
                put(Reading::Additive, sector, moved, 1.0);
                additive += moved;
            }
            put(Reading::Additive, sectors, additive, 1.0);
        }
        self.sums.group[cumulative] += u64::from(ever_target);
        self.count(Reading::Level, cumulative, ever);
        self.count(Reading::Evolution, cumulative, in_base || ever);
        self.count(Reading::Additive, cumulative, in_base || ever);
        self.sums.squares.iter_mut().zip(&self.moved).for_each(|(sum, moved)| *sum += moved * moved);
    }

    fn count(&mut self, reading: Reading, period: usize, counts: bool) {
        let periods = self.sums.periods;
        self.sums.persons[reading as usize * periods + period] += u64::from(counts);
    }
}
