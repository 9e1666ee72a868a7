//! The meat of the sandwich over the persons of a reference group (method, section 6): what they move in the gains of any zone follows
//! from it without going over them again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::influence::{Detail, Judged, influences};
use super::person::{Carried, Person};
use super::variances::{Variances, YearBits};
use super::year_influence::OnScales;
use crate::counterfactual::Pool;
use crate::design::TargetRows;
use crate::fit::{Direction, FittedModel, YearModel};

/// Numbers that it may hold; above, persons are gone over for each zone (256 MiB).
const MOST: usize = 1 << 25;

/// What a reference person has in a year: its residual in a lane, in all sectors, and what it has above a cap more than κ of its
/// capped cost.
const KINDS: usize = 3;

/// Second moments over the persons of a reference group of x r_s, with x a row of the design and r_s its weighted residual.
///
/// METHOD: a reference person moves F_s by κ_y r_ys with κ_y = x'd_y, so that every square and product over persons is d'M d with
/// M = Σ (x_y r_ys)(x_y' r_y's)', the same for all zones. Residuals are those of the whole reference group's fit; a zone's own fit lacks the zone,
/// which moves them by a term of the order of the zone's share of the country. Persons of the zone, and the costliest, whose part is told
/// by itself, are gone over one by one.
///
/// Each sector has a lane beside the total. Where the total alone is judged there is none, or one for what constraints on the
/// coefficients add: w e (z'λ), which moves F by a direction of its own.
pub struct ReferenceMeat {
    detail: Detail,
    sectors: usize,
    lanes: usize,
    width: usize,
    /// By first and second year, the first not after the second.
    pairs: Vec<YearPair>,
    /// Whether a municipality is in the reference group.
    reference: Vec<bool>,
    /// f_s by year and profile; of all sectors together when the total alone is judged.
    predicted: Vec<Vec<f64>>,
    /// z'λ of the total by year and profile; nothing without constraints.
    multipliers: Vec<Vec<f64>>,
    /// κ of the pool, by year.
    pooled: Vec<f64>,
    /// The person of each row, by year.
    person_of: Vec<Vec<u32>>,
    /// Whether a person is among the costliest in some year.
    costliest: Vec<bool>,
    /// How many of the others are there in which years.
    presence: BTreeMap<u64, u64>,
}

/// Products over persons who are there in both years.
struct YearPair {
    first: usize,
    second: usize,
    /// `column of the first × column of the second × slot`: r_s r'_s by lane, r_s R' by lane, R r'_s by lane, R R', with R = Σ_s r_s.
    residuals: Vec<f64>,
    /// `column of the first × slot`: r_s a' by lane, R a', with a what is above a cap.
    above_second: Vec<f64>,
    /// `column of the second × slot`: a r'_s by lane, a R'.
    above_first: Vec<f64>,
    /// a a'.
    above: f64,
}

/// A reference person in one year.
struct Residual {
    /// r_s by lane, and R last.
    by_lane: Vec<f64>,
    above: f64,
}

/// The directions of a year in which the lanes, and the total, move what a group is expected to cost.
struct Directions {
    lanes: Vec<f64>,
    total: Vec<f64>,
}

impl ReferenceMeat {
    /// The meat over the persons outside the municipalities that are left out; `None` unless the model is least squares of each sector and
    /// year alone, without constraints where sectors are judged, or when it would be too large.
    pub fn new(rows: &TargetRows, model: &FittedModel, left_out: &[bool], detail: Detail) -> Option<ReferenceMeat> {
        let (years, width) = (rows.years.len(), rows.design.width());
        let multipliers: Vec<Option<Vec<f64>>> = (0..years)
            .map(|year| {
                let constrained = model.direction(year, &rows.profiles, &[])?.constrained;
                Some(constrained.map_or_else(Vec::new, |constrained| rows.profiles.times(&constrained.multipliers)))
            })
            .collect();
        let multipliers: Vec<Vec<f64>> = multipliers.into_iter().collect::<Option<_>>()?;
        let is_constrained = multipliers.iter().any(|of_year| !of_year.is_empty());
        let lanes = if detail == Detail::Total { usize::from(is_constrained) } else { rows.sectors };
        let is_small = years <= 64 && years * (years + 1) / 2 * width * width * (3 * lanes + 1) <= MOST;
        if !is_small || (is_constrained && detail == Detail::Sectors) {
            return None;
        }
        let predicted = |year: &YearModel| match detail {
            Detail::Sectors => year.predicted.table(&rows.profiles).to_vec(),
            Detail::Total => year.predicted.totals(&rows.profiles),
        };
        let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
        let mut meat = ReferenceMeat {
            detail,
            sectors: detail.beside_total(rows.sectors),
            lanes,
            width,
            pairs: Vec::new(),
            predicted: model.years.iter().map(predicted).collect(),
            multipliers,
            pooled: (0..years).map(|year| Pool::new(&rows.taken(year, |municipality| reference[municipality])).rate()).collect(),
            reference,
            person_of: rows.years.iter().map(|year| vec![0; year.person.len()]).collect(),
            costliest: vec![false; rows.persons()],
            presence: BTreeMap::new(),
        };
        for person in 0..rows.persons() {
            let of_years = rows.rows_of(person);
            for (year, row) in of_years.iter().enumerate().filter(|(_, row)| **row != TargetRows::NO_ROW) {
                meat.person_of[year][*row as usize] = person as u32;
                meat.costliest[person] |= rows.years[year].treated.costliest.get(*row as usize).is_some_and(|costliest| *costliest);
            }
            if !meat.costliest[person] {
                *meat.presence.entry(meat.present(rows, of_years)).or_default() += 1;
            }
        }
        let pairs: Vec<(usize, usize)> = (0..years).flat_map(|first| (first..years).map(move |second| (first, second))).collect();
        meat.pairs = pairs.into_par_iter().map(|(first, second)| meat.pair(rows, first, second)).collect();
        Some(meat)
    }

    /// The years, as bits, in which a person is in the reference group.
    fn present(&self, rows: &TargetRows, of_years: &[u32]) -> u64 {
        let present = |year: usize| self.row(rows, year, of_years).is_some();
        (0..of_years.len()).filter(|year| present(*year)).fold(0, |bits, year| bits | 1 << year)
    }

    /// The row of a person in a year, when it is in the reference group.
    fn row(&self, rows: &TargetRows, year: usize, of_years: &[u32]) -> Option<usize> {
        let row = of_years[year] as usize;
        let municipality = rows.years[year].municipality.get(row)?;
        self.reference[*municipality as usize].then_some(row)
    }

    /// Fills in what a row of the reference group has.
    fn residual(&self, rows: &TargetRows, year: usize, row: usize, into: &mut Residual) {
        let (sectors, of_year) = (self.sectors, &rows.years[year]);
        let (weight, exposure, profile) = (of_year.weight[row], of_year.exposure[row], of_year.profile[row] as usize);
        let (mut all, mut total) = (0.0, 0.0);
        match self.detail {
            Detail::Sectors => {
                let cost = &of_year.cost[row * sectors..][..sectors];
                let predicted = &self.predicted[year][profile * sectors..][..sectors];
                for ((residual, cost), predicted) in into.by_lane.iter_mut().zip(cost).zip(predicted) {
                    *residual = weight * (cost - exposure * predicted);
                    all += *residual;
                    total += cost;
                }
            }
            Detail::Total => {
                total = rows.totals(year)[row];
                all = weight * (total - exposure * self.predicted[year][profile]);
                if self.lanes > 0 {
                    into.by_lane[0] = weight * exposure * self.multipliers[year][profile];
                }
            }
        }
        into.by_lane[self.lanes] = all;
        let pooled = self.pooled[year];
        into.above = if pooled == 0.0 { 0.0 } else { weight * (total * (1.0 / of_year.treated.kept(row) - 1.0) - pooled * total) };
    }

    fn pair(&self, rows: &TargetRows, first: usize, second: usize) -> YearPair {
        let (lanes, width) = (self.lanes, self.width);
        let slots = 3 * lanes + 1;
        let mut pair = YearPair {
            first,
            second,
            residuals: vec![0.0; width * width * slots],
            above_second: vec![0.0; width * (lanes + 1)],
            above_first: vec![0.0; width * (lanes + 1)],
            above: 0.0,
        };
        let zero = || Residual { by_lane: vec![0.0; lanes + 1], above: 0.0 };
        let (mut one, mut other, mut products) = (zero(), zero(), vec![0.0; slots]);
        for person in (0..rows.persons()).filter(|person| !self.costliest[*person]) {
            let of_years = rows.rows_of(person);
            let (Some(row), Some(later)) = (self.row(rows, first, of_years), self.row(rows, second, of_years)) else { continue };
            self.residual(rows, first, row, &mut one);
            self.residual(rows, second, later, &mut other);
            let (total, later_total) = (one.by_lane[lanes], other.by_lane[lanes]);
            for (lane, (r, later_r)) in one.by_lane[..lanes].iter().zip(&other.by_lane).enumerate() {
                products[lane] = r * later_r;
                products[lanes + lane] = r * later_total;
                products[2 * lanes + lane] = total * later_r;
            }
            products[3 * lanes] = total * later_total;
            let of_row = |year: usize, row: usize| &rows.profiles.entries[rows.years[year].profile[row] as usize];
            let (x, later_x) = (of_row(first, row), of_row(second, later));
            for (column, value) in x {
                for (later_column, later_value) in later_x {
                    let scale = value * later_value;
                    let sums = &mut pair.residuals[(column * width + later_column) * slots..][..slots];
                    sums.iter_mut().zip(&products).for_each(|(sum, product)| *sum += scale * product);
                }
                add_scaled(&mut pair.above_second[column * (lanes + 1)..], value * other.above, &one.by_lane);
            }
            for (column, value) in later_x {
                add_scaled(&mut pair.above_first[column * (lanes + 1)..], value * one.above, &other.by_lane);
            }
            pair.above += one.above * other.above;
        }
        pair
    }

    /// The variances of the gains of a group that is judged by the same rows, model and reference group, less the group's own zone.
    pub fn variances(&self, judged: &Judged) -> Variances {
        let rows = judged.rows;
        let influences = influences(judged);
        let used: Vec<usize> = (0..influences.len()).filter(|year| influences[*year].is_some()).collect();
        let mut products = Products::zero(used.len(), self.lanes);
        let direction = |year: &usize| judged.model.direction(*year, &rows.profiles, &judged.years[*year].profiles);
        let directions: Vec<Directions> = used.iter().filter_map(direction).map(Directions::new).collect();
        let place = |year: usize| used.iter().position(|used| *used == year);
        for pair in &self.pairs {
            if let (Some(first), Some(second)) = (place(pair.first), place(pair.second)) {
                products.add_pair(pair, (first, second), (&directions[first], &directions[second]));
            }
        }
        let in_zone = used.iter().flat_map(|year| {
            let municipalities = (0..judged.group.len()).filter(|municipality| judged.group[*municipality]);
            municipalities.flat_map(|municipality| rows.years[*year].of_municipality(municipality)).map(|row| self.person_of[*year][row])
        });
        let mut in_zone: Vec<u32> = in_zone.collect();
        in_zone.sort_unstable();
        in_zone.dedup();
        in_zone.retain(|person| !self.costliest[*person as usize]);
        let mut presence = self.presence.clone();
        let mut moved = vec![0.0; used.len() * KINDS * products.lanes];
        for person in &in_zone {
            let of_years = rows.rows_of(*person as usize);
            if let Some(count) = presence.get_mut(&self.present(rows, of_years)) {
                *count -= 1;
            }
            self.moves(rows, of_years, &used, &directions, &mut moved);
            products.take_away(&moved);
        }
        let mut one_by_one = Person::new(judged);
        let costliest = (0..).zip(&self.costliest).filter(|(_, costliest)| **costliest).map(|(person, _)| person);
        for person in in_zone.iter().copied().chain(costliest) {
            one_by_one.add(&influences, rows.rows_of(person as usize));
        }
        let mut sums = one_by_one.sums;
        let bits = YearBits::new(&judged.base, &judged.performance);
        for (present, persons) in presence {
            let present = used.iter().fold(0, |bits, year| bits | present & 1 << year);
            sums.count(&bits, 0, present, persons);
        }
        // What each of `products` carries over to every gain.
        let carried = Carried::new(judged);
        let zero = OnScales::zero(self.sectors);
        let (mut on, mut base) = (vec![zero.clone(); influences.len()], zero.clone());
        let mut per = Vec::with_capacity(used.len() * KINDS);
        for (year, influence) in influences.iter().enumerate() {
            for kind in influence.iter().flat_map(|influence| influence.per_cent_moved()) {
                let mut moved = vec![0.0; sums.squares.len() + sums.base.len()];
                on[year] = kind;
                carried.gains(&on, &mut base, &mut moved);
                per.push(moved);
                on[year] = zero.clone();
            }
        }
        let gains = sums.squares.len();
        for (slot, sum) in sums.squares.iter_mut().chain(&mut sums.base).enumerate() {
            let outcome = (if slot < gains { slot } else { slot - gains }) % (self.sectors + 1);
            // Nothing moves the total of several sectors in a lane of its own.
            let lane = if outcome == self.sectors { 0 } else { outcome };
            *sum += products.of(lane, |index| per[index][slot]);
        }
        sums
    }

    /// What a person moves, `year × kind × sector`.
    fn moves(&self, rows: &TargetRows, of_years: &[u32], used: &[usize], directions: &[Directions], moved: &mut [f64]) {
        let lanes = moved.len() / (used.len() * KINDS);
        let mut residual = Residual { by_lane: vec![0.0; self.lanes + 1], above: 0.0 };
        for ((year, direction), moved) in used.iter().zip(directions).zip(moved.chunks_exact_mut(KINDS * lanes)) {
            moved.fill(0.0);
            let Some(row) = self.row(rows, *year, of_years) else { continue };
            self.residual(rows, *year, row, &mut residual);
            let x = &rows.profiles.entries[rows.years[*year].profile[row] as usize];
            let leverage = |direction: &[f64]| x.iter().map(|(column, value)| value * direction[*column]).sum::<f64>();
            let (of_lane, rest) = moved.split_at_mut(lanes);
            let (of_total, above) = rest.split_at_mut(lanes);
            let (of_lanes, total) = (leverage(&direction.lanes), leverage(&direction.total));
            of_lane.iter_mut().zip(&residual.by_lane[..self.lanes]).for_each(|(moved, residual)| *moved = of_lanes * residual);
            of_total.fill(total * residual.by_lane[self.lanes]);
            above.fill(residual.above);
        }
    }
}

impl Directions {
    fn new(direction: Direction) -> Directions {
        let lanes = direction.constrained.map_or_else(|| direction.residual.clone(), |constrained| constrained.direction);
        Directions { lanes, total: direction.residual }
    }
}

/// Sums over persons of products of what they move in the years of a group, by kind: in its lane, in all, above a cap.
struct Products {
    /// One at least, in which nothing moves where the meat has none.
    lanes: usize,
    /// Years times kinds.
    size: usize,
    /// `one × other × lane`, for one not after the other.
    sums: Vec<f64>,
}

impl Products {
    fn zero(years: usize, lanes: usize) -> Products {
        let (size, lanes) = (years * KINDS, lanes.max(1));
        Products { lanes, size, sums: vec![0.0; size * size * lanes] }
    }

    /// The sums of two kinds, by lane.
    fn at(&mut self, one: usize, other: usize) -> &mut [f64] {
        let (one, other) = (one.min(other), one.max(other));
        &mut self.sums[(one * self.size + other) * self.lanes..][..self.lanes]
    }

    /// Adds d'M d' of two years at these places, with the directions d.
    fn add_pair(&mut self, pair: &YearPair, (first, second): (usize, usize), (d, later_d): (&Directions, &Directions)) {
        let width = d.total.len();
        let slots = pair.residuals.len() / (width * width);
        let lanes = slots / 3;
        let mut sums = vec![0.0; slots];
        for (column, (lane, total)) in d.lanes.iter().zip(&d.total).enumerate() {
            for (later_column, (later_lane, later_total)) in later_d.lanes.iter().zip(&later_d.total).enumerate() {
                let of_columns = &pair.residuals[(column * width + later_column) * slots..][..slots];
                add_scaled(&mut sums[..lanes], lane * later_lane, of_columns);
                add_scaled(&mut sums[lanes..2 * lanes], lane * later_total, &of_columns[lanes..]);
                add_scaled(&mut sums[2 * lanes..3 * lanes], total * later_lane, &of_columns[2 * lanes..]);
                sums[3 * lanes] += total * later_total * of_columns[3 * lanes];
            }
        }
        let times = |d: &Directions, sums: &[f64]| {
            let mut product = vec![0.0; lanes + 1];
            for ((lane, total), sums) in d.lanes.iter().zip(&d.total).zip(sums.chunks_exact(lanes + 1)) {
                add_scaled(&mut product[..lanes], *lane, sums);
                product[lanes] += total * sums[lanes];
            }
            product
        };
        let (above_second, above_first) = (times(d, &pair.above_second), times(later_d, &pair.above_first));
        let (one, other) = (first * KINDS, second * KINDS);
        let same = first == second;
        self.at(one, other)[..lanes].copy_from_slice(&sums[..lanes]);
        self.at(one, other + 1)[..lanes].copy_from_slice(&sums[lanes..2 * lanes]);
        self.at(one, other + 2)[..lanes].copy_from_slice(&above_second[..lanes]);
        self.at(one + 1, other + 1).fill(sums[3 * lanes]);
        self.at(one + 1, other + 2).fill(above_second[lanes]);
        self.at(one + 2, other + 2).fill(pair.above);
        if !same {
            self.at(one + 1, other)[..lanes].copy_from_slice(&sums[2 * lanes..3 * lanes]);
            self.at(one + 2, other)[..lanes].copy_from_slice(&above_first[..lanes]);
            self.at(one + 2, other + 1).fill(above_first[lanes]);
        }
    }

    /// Takes away a person, given by what it moves.
    fn take_away(&mut self, moved: &[f64]) {
        let lanes = self.lanes;
        for one in 0..self.size {
            let of_one = &moved[one * lanes..][..lanes];
            if of_one.iter().all(|moved| *moved == 0.0) {
                continue;
            }
            for other in one..self.size {
                let of_other = &moved[other * lanes..][..lanes];
                let sums = &mut self.sums[(one * self.size + other) * lanes..][..lanes];
                sums.iter_mut().zip(of_one.iter().zip(of_other)).for_each(|(sum, (a, b))| *sum -= a * b);
            }
        }
    }

    /// Σ (Σ_i c_i m_i)² over persons, of what moves in a lane.
    fn of(&self, lane: usize, coefficient: impl Fn(usize) -> f64) -> f64 {
        let coefficients: Vec<f64> = (0..self.size).map(coefficient).collect();
        let mut sum = 0.0;
        for (one, a) in coefficients.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            for (other, b) in coefficients.iter().enumerate().skip(one) {
                let product = a * b * self.sums[(one * self.size + other) * self.lanes + lane];
                sum += if one == other { product } else { 2.0 * product };
            }
        }
        sum
    }
}

fn add_scaled(sums: &mut [f64], scale: f64, values: &[f64]) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += scale * value);
}
