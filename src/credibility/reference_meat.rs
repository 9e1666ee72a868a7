//! The meat of the sandwich over the persons of a reference group (method, section 6): what they move in the gains of any zone follows
//! from it without going over them again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::influence::{Detail, Judged, influences};
use super::person::{Carried, Person};
use super::products::{Directions, KINDS, Products, Residual, YearPair, dot, slots};
use super::variances::{Variances, YearBits};
use super::year_influence::{OnScales, YearInfluence};
use crate::counterfactual::Pool;
use crate::design::{PersonYears, TargetRows};
use crate::fit::{Constrained, Direction, FittedModel, YearModel};

/// Numbers that it may hold; above, persons are gone over for each zone (256 MiB).
const MOST: usize = 1 << 25;

/// Second moments over the persons of a reference group of x r_s, with x a row of the design and r_s its weighted residual.
///
/// METHOD: a reference person moves F_s by κ_y r_ys with κ_y = x'd_y, so that every square and product over persons is d'M d with
/// M = Σ (x_y r_ys)(x_y' r_y's)', the same for all zones. Residuals are those of the whole reference group's fit; a zone's own fit lacks the zone,
/// which moves them by a term of the order of the zone's share of the country. Persons of the zone are gone over one by one, and so are the
/// costliest where their part is told.
///
/// Each sector has a lane beside the total, and is multiplied with itself and the total alone. Where the total alone is judged, lanes are
/// for what constraints on the coefficients add, one for each column z that marks a subgroup: w e z, which moves F by λ and a direction of
/// its own.
pub struct ReferenceMeat {
    detail: Detail,
    sectors: usize,
    lanes: usize,
    width: usize,
    /// The columns that mark subgroups, and their values by profile, `profile × mark`.
    marks: Vec<usize>,
    marked: Vec<f64>,
    /// By first and second year, the first not after the second.
    pairs: Vec<YearPair>,
    /// Whether a municipality is in the reference group.
    reference: Vec<bool>,
    /// f_s by year and profile; of all sectors together when the total alone is judged.
    predicted: Vec<Vec<f64>>,
    /// κ of the pool, by year.
    pooled: Vec<f64>,
    /// The person of each row, by year.
    person_of: Vec<Vec<u32>>,
    /// The persons who are among the costliest in some year.
    costliest: Vec<u32>,
    /// How many persons are there in which years.
    presence: BTreeMap<u64, u64>,
}

impl ReferenceMeat {
    /// The meat over the persons outside the municipalities that are left out; `None` unless the model is least squares of each sector and
    /// year alone, without constraints where sectors are judged, or when it would be too large.
    pub fn new(rows: &TargetRows, model: &FittedModel, left_out: &[bool], detail: Detail) -> Option<ReferenceMeat> {
        let (years, width) = (rows.years.len(), rows.design.width());
        let directions = (0..years).map(|year| model.direction(year, &rows.profiles, &[])).collect::<Option<Vec<Direction>>>()?;
        let constrained: Vec<Constrained> = directions.into_iter().filter_map(|direction| direction.constrained).collect();
        let is_mark = |column: &usize| constrained.iter().any(|of_year| of_year.multipliers[*column] != 0.0);
        let marks: Vec<usize> = (0..width).filter(is_mark).collect();
        let lanes = if detail == Detail::Total { marks.len() } else { rows.sectors };
        let of_entries = |entries: &Vec<(usize, f64)>| {
            let value = |mark: &usize| entries.iter().find(|(column, _)| column == mark).map_or(0.0, |(_, value)| *value);
            marks.iter().map(value).collect::<Vec<f64>>()
        };
        let marked = rows.profiles.entries.iter().flat_map(of_entries).collect();
        let is_small = years <= 64 && years * (years + 1) / 2 * width * width * slots(detail, lanes) <= MOST;
        if !is_small || (detail != Detail::Total && !constrained.is_empty()) {
            return None;
        }
        let predicted = |year: &YearModel| match detail {
            Detail::Costliest | Detail::Sectors => year.predicted.table(&rows.profiles).to_vec(),
            Detail::Total => year.predicted.totals(&rows.profiles),
        };
        let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
        let mut meat = ReferenceMeat {
            detail,
            sectors: detail.beside_total(rows.sectors),
            lanes,
            width,
            marks,
            marked,
            pairs: Vec::new(),
            predicted: model.years.iter().map(predicted).collect(),
            pooled: (0..years).map(|year| Pool::new(&rows.taken(year, |municipality| reference[municipality])).rate()).collect(),
            reference,
            person_of: rows.years.iter().map(|year| vec![0; year.person.len()]).collect(),
            costliest: Vec::new(),
            presence: BTreeMap::new(),
        };
        for person in 0..rows.persons() {
            let of_years = rows.rows_of(person);
            for (year, row) in of_years.iter().enumerate().filter(|(_, row)| **row != TargetRows::NO_ROW) {
                meat.person_of[year][*row as usize] = person as u32;
            }
            let is_costliest =
                |(row, year): (&u32, &PersonYears)| year.treated.costliest.get(*row as usize).is_some_and(|costliest| *costliest);
            if of_years.iter().zip(&rows.years).any(is_costliest) {
                meat.costliest.push(person as u32);
            }
            *meat.presence.entry(meat.present(rows, of_years)).or_default() += 1;
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
            Detail::Costliest | Detail::Sectors => {
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
                let marked = &self.marked[profile * self.lanes..][..self.lanes];
                into.by_lane.iter_mut().zip(marked).for_each(|(lane, mark)| *lane = weight * exposure * mark);
            }
        }
        into.by_lane[self.lanes] = all;
        let pooled = self.pooled[year];
        into.above = if pooled == 0.0 { 0.0 } else { weight * (total * (1.0 / of_year.treated.kept(row) - 1.0) - pooled * total) };
    }

    fn pair(&self, rows: &TargetRows, first: usize, second: usize) -> YearPair {
        let mut pair = YearPair::zero((first, second), self.detail, self.lanes, self.width);
        let zero = || Residual { by_lane: vec![0.0; self.lanes + 1], above: 0.0 };
        let (mut one, mut other) = (zero(), zero());
        let of_row = |year: usize, row: usize| &rows.profiles.entries[rows.years[year].profile[row] as usize];
        for person in 0..rows.persons() {
            let of_years = rows.rows_of(person);
            let (Some(row), Some(later)) = (self.row(rows, first, of_years), self.row(rows, second, of_years)) else { continue };
            self.residual(rows, first, row, &mut one);
            self.residual(rows, second, later, &mut other);
            pair.add((of_row(first, row), &one), (of_row(second, later), &other));
        }
        pair
    }

    /// The variances of the gains of a group in each set of years, judged by the same rows, model and reference group, less the group's own
    /// zone.
    pub fn variances(&self, judged: &[Judged]) -> Vec<Variances> {
        let Judged { rows, group, model, years, detail, .. } = judged[0];
        let influences = influences(judged);
        let used: Vec<usize> = (0..influences.len()).filter(|year| influences[*year].is_some()).collect();
        let direction = |year: &usize| model.direction(*year, &rows.profiles, &years[*year].profiles);
        let directions: Vec<Directions> =
            used.iter().filter_map(direction).map(|direction| Directions::new(direction, &self.marks)).collect();
        let mut products = Products::zero(used.len(), if detail == Detail::Total { 1 } else { self.lanes });
        let place = |year: usize| used.iter().position(|used| *used == year);
        for pair in &self.pairs {
            if let (Some(first), Some(second)) = (place(pair.years.0), place(pair.years.1)) {
                products.set_pair(&pair.sums(&directions[first], &directions[second]), (first, second));
            }
        }
        let in_zone = self.persons_of(rows, group, &used);
        let mut presence = self.presence.clone();
        let mut moved = vec![0.0; used.len() * KINDS * products.lanes];
        let mut one_by_one = Person::new(judged);
        for person in &in_zone {
            let of_years = rows.rows_of(*person as usize);
            if let Some(count) = presence.get_mut(&self.present(rows, of_years)) {
                *count -= 1;
            }
            self.moves(rows, of_years, &used, &directions, &mut moved);
            products.take_away(&moved);
            one_by_one.add(&influences, of_years, |_, _| ());
        }
        // Those who are nowhere near, but are told by themselves.
        let mut costliest = Person::new(judged);
        if detail == Detail::Costliest {
            let elsewhere = self.costliest.iter().filter(|person| in_zone.binary_search(person).is_err());
            elsewhere.for_each(|person| costliest.add(&influences, rows.rows_of(*person as usize), |_, _| ()));
        }
        let sums = one_by_one.into_sums().into_iter().zip(costliest.into_sums()).zip(judged);
        let whole = sums.map(|((mut sums, costliest), judged)| {
            sums.add_costliest_of(&costliest);
            let bits = YearBits::new(&judged.base, &judged.performance);
            presence.iter().for_each(|(present, persons)| sums.count(&bits, 0, *present, *persons));
            self.add_products(&products, judged, &influences, &mut sums);
            sums
        });
        whole.collect()
    }

    /// The persons who are in a zone in some of the years, by number.
    fn persons_of(&self, rows: &TargetRows, zone: &[bool], years: &[usize]) -> Vec<u32> {
        let of_year = |year: &usize| {
            let (rows, person_of) = (&rows.years[*year], &self.person_of[*year]);
            let municipalities = (0..zone.len()).filter(|municipality| zone[*municipality]);
            municipalities.flat_map(|municipality| rows.of_municipality(municipality)).map(|row| person_of[row]).collect::<Vec<u32>>()
        };
        let mut persons: Vec<u32> = years.iter().flat_map(of_year).collect();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// Adds to the squares of every gain of a set of years what the products of those who are not in the zone carry over to it.
    fn add_products(&self, products: &Products, judged: &Judged, influences: &[Option<YearInfluence>], sums: &mut Variances) {
        let carried = Carried::new(judged);
        let zero = OnScales::zero(self.sectors);
        let (mut on, mut base) = (vec![zero.clone(); influences.len()], zero.clone());
        let mut per = Vec::with_capacity(products.size);
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
            // Nor does rounding leave less than nothing of those who are not in the zone.
            *sum += products.of(lane, |index| per[index][slot]).max(0.0);
        }
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
            match self.detail {
                Detail::Costliest | Detail::Sectors => {
                    of_lane.iter_mut().zip(&residual.by_lane).for_each(|(moved, residual)| *moved = of_lanes * residual);
                }
                Detail::Total => of_lane[0] = of_lanes * dot(&direction.multipliers, &residual.by_lane),
            }
            of_total.fill(total * residual.by_lane[self.lanes]);
            above.fill(residual.above);
        }
    }
}
