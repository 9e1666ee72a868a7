//! Outlier rules on the rows of a target rule: who is above a cut-off, and what the rule leaves of their cost.

use crate::design::{PersonYears, TargetRows};
use crate::spec::{CutOff, Outliers};

/// Persons above this quantile of annualised cost are the costliest, whose part in a variance is told.
const COSTLIEST: f64 = 0.99;

/// What an outlier rule did to the rows of one year; empty: nothing.
#[derive(Clone, Debug, Default)]
pub struct Treated {
    /// Share of its cost that a cap leaves each row; empty without a cap.
    pub kept: Vec<f64>,
    /// Whether a row is among the costliest of those that the rule leaves, by its cost before the rule.
    pub costliest: Vec<bool>,
    /// By municipality.
    taken: Vec<Taken>,
}

/// Sums over some municipalities of what an outlier rule took and left. Money in cents, weighted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// Person-years above the cut-off.
    pub above: u64,
    /// Those of them with a cost in the sector, by sector.
    pub users: Vec<u64>,
    /// Cost that the rule took, by sector.
    pub amount: Vec<f64>,
    /// Cost that it left, over all sectors.
    pub left: f64,
    /// Whether what was taken is pooled: charged to every group at the rate of its reference group.
    pub pooled: bool,
}

impl Taken {
    fn zero(sectors: usize) -> Taken {
        Taken { users: vec![0; sectors], amount: vec![0.0; sectors], ..Taken::default() }
    }

    fn add(&mut self, other: &Taken) {
        self.above += other.above;
        self.users.iter_mut().zip(&other.users).for_each(|(sum, more)| *sum += more);
        self.amount.iter_mut().zip(&other.amount).for_each(|(sum, more)| *sum += more);
        self.left += other.left;
        self.pooled |= other.pooled;
    }
}

impl Treated {
    /// The share of its cost that the rule left a row.
    pub fn kept(&self, row: usize) -> f64 {
        self.kept.get(row).copied().unwrap_or(1.0)
    }
}

impl TargetRows {
    /// The cut-offs of a rule, one a year, in cents per full year: `national` marks the municipalities whose persons they are
    /// taken from. Infinite where nothing is cut.
    ///
    /// METHOD: a quantile is taken with the weight w·e that annualised cost has in the models, so that half a year counts
    /// half. It is one for the country and taken as given: moving it moves the cost of a group and what is expected of it
    /// alike, as far as they have the same share of persons above it, so that its own error is of second order in their ratio.
    pub fn cut_offs(&self, rule: Outliers, national: impl Fn(usize) -> bool) -> Vec<f64> {
        let of_year = |year: &PersonYears| match rule.cut_off() {
            CutOff::Threshold(euro) => euro * 100.0,
            CutOff::Quantile(quantile) if quantile >= 1.0 => f64::INFINITY,
            CutOff::Quantile(quantile) => annualised_quantile(year, self.sectors, quantile, &national),
        };
        self.years.iter().map(of_year).collect()
    }

    /// The rows under a rule with its cut-offs, their blocks added up anew.
    ///
    /// METHOD: what a cap takes from a person is taken from its sectors in proportion to their cost, so that the sectors of a
    /// person still add up to its total and no sector is spared or hit for where the sum happened to pass the cut-off.
    pub fn under(&self, rule: Outliers, cut_offs: &[f64], national: impl Fn(usize) -> bool) -> TargetRows {
        let sectors = self.sectors;
        let years = self.years.iter().zip(cut_offs).map(|(year, cut_off)| {
            let mut treated = match rule {
                Outliers::None => year.select(|_| true, sectors),
                Outliers::Cap(_) => capped(year, sectors, *cut_off),
                Outliers::Drop(_) => without_above(year, sectors, *cut_off),
            };
            treated.treated.costliest = costliest(&treated, sectors, &national);
            treated
        });
        self.with_years(years.collect())
    }

    /// What the rule took and left in a year over the municipalities that are wanted, added up in their order.
    pub fn taken(&self, year: usize, wanted: impl Fn(usize) -> bool) -> Taken {
        let taken = self.years[year].treated.taken.iter().enumerate().filter(|(municipality, _)| wanted(*municipality));
        taken.fold(Taken::zero(self.sectors), |mut sum, (_, taken)| {
            sum.add(taken);
            sum
        })
    }

    /// The person-years of a year over the municipalities that are wanted, and those of them above a cut-off.
    pub fn above(&self, year: usize, cut_off: f64, wanted: impl Fn(usize) -> bool) -> (u64, u64) {
        let year = &self.years[year];
        let rows = (0..year.person.len()).filter(|row| wanted(year.municipality[*row] as usize));
        rows.fold((0, 0), |(all, above), row| (all + 1, above + u64::from(annualised(year, self.sectors, row) > cut_off)))
    }

    /// The rows with the cost of some years multiplied by a factor: a known effect, to see whether it is found.
    pub fn with_effect(&self, factor: f64, years: &[usize]) -> TargetRows {
        let changed = self.years.iter().enumerate().map(|(index, year)| {
            let mut year = year.select(|_| true, self.sectors);
            if years.contains(&index) {
                year.cost.iter_mut().for_each(|cost| *cost *= factor);
            }
            year
        });
        self.with_years(changed.collect())
    }
}

/// Annualised cost of a row in cents: what it cost in all sectors per full year.
fn annualised(year: &PersonYears, sectors: usize, row: usize) -> f64 {
    let cost: f64 = year.cost[row * sectors..][..sectors].iter().sum();
    cost / year.treated.kept(row) / year.exposure[row]
}

/// The smallest annualised cost that at least this share of the person-years does not exceed; infinite without persons.
fn annualised_quantile(year: &PersonYears, sectors: usize, quantile: f64, national: impl Fn(usize) -> bool) -> f64 {
    let rows = (0..year.person.len()).filter(|row| national(year.municipality[*row] as usize));
    let mut costs: Vec<(f64, f64)> = rows.map(|row| (annualised(year, sectors, row), year.weight[row] * year.exposure[row])).collect();
    // Weights order what costs the same, so that the sum below does not depend on the order of rows.
    costs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let wanted = quantile * costs.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut sum = 0.0;
    let reached = costs.iter().find(|(_, weight)| {
        sum += weight;
        sum >= wanted
    });
    reached.map_or(f64::INFINITY, |(cost, _)| *cost)
}

fn capped(year: &PersonYears, sectors: usize, cut_off: f64) -> PersonYears {
    let mut capped = year.select(|_| true, sectors);
    let kept = |row: usize| match annualised(year, sectors, row) {
        cost if cost > cut_off => cut_off / cost,
        _ => 1.0,
    };
    let kept: Vec<f64> = (0..year.person.len()).map(kept).collect();
    for (costs, kept) in capped.cost.chunks_exact_mut(sectors).zip(&kept) {
        costs.iter_mut().for_each(|cost| *cost *= kept);
    }
    capped.treated = Treated { taken: taken(year, sectors, |row| (kept[row] < 1.0, kept[row]), true), kept, costliest: Vec::new() };
    capped
}

fn without_above(year: &PersonYears, sectors: usize, cut_off: f64) -> PersonYears {
    let above = |row: usize| annualised(year, sectors, row) > cut_off;
    let mut left = year.select(|row| !above(row), sectors);
    left.treated.taken = taken(year, sectors, |row| (above(row), if above(row) { 0.0 } else { 1.0 }), false);
    left
}

/// What is taken from the rows of each municipality, given whether a row is above the cut-off and the share that it keeps.
fn taken(year: &PersonYears, sectors: usize, of: impl Fn(usize) -> (bool, f64), pooled: bool) -> Vec<Taken> {
    let mut by_municipality = vec![Taken { pooled, ..Taken::zero(sectors) }; year.blocks.by_municipality.len()];
    for row in 0..year.person.len() {
        let (above, kept) = of(row);
        let taken = &mut by_municipality[year.municipality[row] as usize];
        taken.above += u64::from(above);
        for ((amount, users), cost) in taken.amount.iter_mut().zip(&mut taken.users).zip(&year.cost[row * sectors..][..sectors]) {
            *users += u64::from(above && *cost != 0.0);
            *amount += year.weight[row] * (1.0 - kept) * cost;
            taken.left += year.weight[row] * kept * cost;
        }
    }
    by_municipality
}

fn costliest(year: &PersonYears, sectors: usize, national: impl Fn(usize) -> bool) -> Vec<bool> {
    let limit = annualised_quantile(year, sectors, COSTLIEST, national);
    (0..year.person.len()).map(|row| annualised(year, sectors, row) > limit).collect()
}
