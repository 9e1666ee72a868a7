//! What one person-year moves in the ratio of real to expected cost of a group (method, section 6).

use super::influence::{Detail, Judged};
use crate::design::TargetRows;
use crate::fit::{Direction, Predictions, Pull};

/// What a row of one year moves: ρ_s = (Y_s − F_s)/Q on both scales, Q = F and Q = E.
pub struct YearInfluence<'a> {
    rows: &'a TargetRows,
    year: usize,
    group: &'a [bool],
    reference: &'a [bool],
    /// f by profile.
    predicted: &'a Predictions,
    /// What reference persons move in F: by profile, per cent of weighted residual, when the model is least squares alone.
    leverage: Option<Vec<f64>>,
    /// The same of other models.
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
    /// What stands for the sectors when the total alone is judged.
    of_total: Option<OfTotal<'a>>,
}

/// All sectors of a year together.
struct OfTotal<'a> {
    /// Cost by row, and f by profile.
    cost: &'a [f64],
    predicted: Vec<f64>,
    /// What constraints on the coefficients add to what reference persons move in F: by profile, per year of exposure; empty without them.
    constrained: Vec<f64>,
    /// (Y − F)/F and (Y − F)/E, and what is pooled moves ρ by this.
    on_expected: f64,
    on_exposure: f64,
    on_pool: f64,
}

impl<'a> YearInfluence<'a> {
    /// `None` for a year that the pilot is not judged by.
    pub fn new(judged: &'a Judged, year: usize) -> Option<YearInfluence<'a>> {
        judged.base.iter().map(|(_, year)| *year).chain(judged.performance.iter().copied()).find(|used| *used == year)?;
        let group = &judged.years[year];
        let (expected, exposure) = (group.expected_total(), group.exposure);
        let difference =
            |scale: f64| group.real.iter().zip(&group.expected).map(|(real, expected)| (real - expected) / scale).collect::<Vec<f64>>();
        let pooled = group.pool.rate();
        // METHOD: with a pool F is F' (1 + κ), so that ρ_s is (Y'_s − F'_s)/F' over 1 + κ: what moves the first does so on the scale of
        // F, what moves κ does so by −ρ_s/(1 + κ).
        let per_rate = group.pool.per_reference_cost() / (1.0 + pooled);
        let profiles = &judged.rows.profiles;
        let (leverage, constrained) = match judged.model.direction(year, profiles, &group.profiles) {
            None => (None, Vec::new()),
            // With constraints it takes more than residuals, which differs by sector.
            Some(Direction { constrained: Some(_), .. }) if judged.detail != Detail::Total => (None, Vec::new()),
            Some(Direction { residual, constrained }) => {
                let added = constrained.map(|constrained| constrained.by_profile(profiles));
                (Some(profiles.times(&residual)), added.unwrap_or_default())
            }
        };
        let pulls = if leverage.is_some() { Vec::new() } else { judged.model.pulls(year, profiles, &group.profiles) };
        let [on_expected, on_exposure, on_pool] = [expected / (1.0 + pooled), exposure, expected / per_rate].map(difference);
        let predicted = &judged.model.years[year].predicted;
        let of_total = || OfTotal {
            cost: judged.rows.totals(year),
            predicted: predicted.totals(profiles),
            constrained,
            on_expected: on_expected.iter().sum(),
            on_exposure: on_exposure.iter().sum(),
            on_pool: on_pool.iter().sum(),
        };
        Some(YearInfluence {
            rows: judged.rows,
            year,
            group: judged.group,
            reference: judged.reference,
            predicted,
            leverage,
            pulls,
            per_expected: 1.0 / expected,
            per_exposure: 1.0 / exposure,
            of_total: (judged.detail == Detail::Total).then(of_total),
            on_expected,
            on_exposure,
            on_pool,
            pooled,
        })
    }

    /// Whether a person is among the costliest of the year.
    pub fn is_costliest(&self, rows: &[u32]) -> bool {
        self.rows.years[self.year].treated.costliest.get(rows[self.year] as usize).is_some_and(|costliest| *costliest)
    }

    /// Adds the influence on ρ_s of the person with these rows, one a year, to `on`; says in which groups it is, (target,
    /// reference).
    ///
    /// METHOD: a target person moves ρ_s by w(y_s − e f_s − ρ_s q)/Q, with q its own share of the scale Q. A reference person
    /// moves the model, and through it F_s by ΔF_s; that lowers ρ_s by ΔF_s/Q, and on the scale Q = F also by ρ_s ΔF/F.
    pub fn add(&self, rows: &[u32], on: &mut OnScales) -> (bool, bool) {
        if let Some(of_total) = &self.of_total {
            return self.add_total(of_total, rows, on);
        }
        let target = self.add_target(rows[self.year], on);
        let mut reference = self.add_pool(rows[self.year], on);
        on.moved.fill(0.0);
        reference |= self.add_residual(rows[self.year], &mut on.moved, &mut on.room);
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
        if target || reference {
            on.add_up();
        }
        (target, reference)
    }

    /// The same of the total, when it alone is judged.
    fn add_total(&self, of_total: &OfTotal, rows: &[u32], on: &mut OnScales) -> (bool, bool) {
        let (year, row) = (&self.rows.years[self.year], rows[self.year] as usize);
        let (mut target, mut reference, mut moved, mut above) = (false, false, 0.0, 0.0);
        if let Some(municipality) = year.municipality.get(row) {
            target = self.group[*municipality as usize];
            let (weight, exposure, profile) = (year.weight[row], year.exposure[row], year.profile[row] as usize);
            let (cost, expected) = (of_total.cost[row], exposure * of_total.predicted[profile]);
            let residual = weight * (cost - expected);
            if target {
                on.expected[0] += (residual - of_total.on_expected * weight * expected) * self.per_expected;
                on.exposure[0] += (residual - of_total.on_exposure * weight * exposure) * self.per_exposure;
            }
            if self.reference[*municipality as usize] && (self.leverage.is_some() || self.pooled != 0.0) {
                reference = true;
                moved = self.leverage.as_ref().map_or(0.0, |leverage| leverage[profile] * residual);
                moved += of_total.constrained.get(profile).map_or(0.0, |added| weight * exposure * added);
                above = if self.pooled == 0.0 { 0.0 } else { self.above(row, cost) };
            }
        }
        if !self.pulls.is_empty() {
            on.room.clear();
            on.room.resize(self.rows.sectors, 0.0);
            for pull in &self.pulls {
                reference |= self.add_pull(pull, rows[pull.year], &mut on.room);
            }
            moved += on.room.iter().sum::<f64>();
        }
        on.expected[0] -= self.per_expected * moved * (1.0 + of_total.on_expected) + of_total.on_pool * above;
        on.exposure[0] -= self.per_exposure * moved;
        (target, reference)
    }

    /// What a row has above the cap more than κ of its capped cost.
    fn above(&self, row: usize, cost: f64) -> f64 {
        let year = &self.rows.years[self.year];
        let excess = cost * (1.0 / year.treated.kept(row) - 1.0);
        year.weight[row] * (excess - self.pooled * cost)
    }

    /// What ρ moves by, with every sector its own and the total last, per cent that a reference person moves: its own sector in F_s, all
    /// together in F (on top of its own sector), and above the cap more than κ of its capped cost.
    pub fn per_cent_moved(&self) -> [OnScales; 3] {
        let sectors = if self.of_total.is_some() { 0 } else { self.rows.sectors };
        let mut per = [OnScales::zero(sectors), OnScales::zero(sectors), OnScales::zero(sectors)];
        let [of_sector, of_total, of_pool] = &mut per;
        for sector in 0..sectors {
            of_sector.expected[sector] = -self.per_expected;
            of_sector.exposure[sector] = -self.per_exposure;
            of_total.expected[sector] = -self.per_expected * self.on_expected[sector];
            of_pool.expected[sector] = -self.on_pool[sector];
        }
        of_total.expected[sectors] = -self.per_expected * (1.0 + self.on_expected.iter().sum::<f64>());
        of_total.exposure[sectors] = -self.per_exposure;
        of_pool.expected[sectors] = -self.on_pool.iter().sum::<f64>();
        if self.of_total.is_some() {
            // The total is the one sector there is.
            of_sector.clone_from(of_total);
        }
        per
    }

    /// What a reference person moves in F_s through least squares.
    fn add_residual(&self, row: u32, moved: &mut [f64], room: &mut Vec<f64>) -> bool {
        let (Some(leverage), true) = (&self.leverage, self.in_reference(row)) else { return false };
        let (year, row, sectors) = (&self.rows.years[self.year], row as usize, self.rows.sectors);
        let (weight, exposure, profile) = (year.weight[row], year.exposure[row], year.profile[row] as usize);
        let cost = &year.cost[row * sectors..][..sectors];
        let predicted = self.predicted.of(&self.rows.profiles, profile, room);
        let scale = weight * leverage[profile];
        for ((moved, cost), predicted) in moved.iter_mut().zip(cost).zip(predicted) {
            *moved += scale * (cost - exposure * predicted);
        }
        true
    }

    fn in_reference(&self, row: u32) -> bool {
        let municipality = self.rows.years[self.year].municipality.get(row as usize);
        municipality.is_some_and(|municipality| self.reference[*municipality as usize])
    }

    fn add_target(&self, row: u32, on: &mut OnScales) -> bool {
        let (year, row) = (&self.rows.years[self.year], row as usize);
        if !year.municipality.get(row).is_some_and(|municipality| self.group[*municipality as usize]) {
            return false;
        }
        let sectors = self.rows.sectors;
        let (weight, exposure, profile) = (year.weight[row], year.exposure[row], year.profile[row] as usize);
        let cost = &year.cost[row * sectors..][..sectors];
        let predicted = self.predicted.of(&self.rows.profiles, profile, &mut on.room);
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
        if self.pooled == 0.0 || !self.in_reference(row) {
            return false;
        }
        let (year, row) = (&self.rows.years[self.year], row as usize);
        let above = self.above(row, year.cost[row * self.rows.sectors..][..self.rows.sectors].iter().sum());
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

/// A person's influence on ρ_s, by sector, on the two scales; that on the total last.
#[derive(Clone)]
pub struct OnScales {
    /// On the scale of expected cost.
    pub expected: Vec<f64>,
    /// On the scale of person-years.
    pub exposure: Vec<f64>,
    /// What the person moves in F_s through the model, while it is added up.
    moved: Vec<f64>,
    /// Room for what is expected of it.
    room: Vec<f64>,
}

impl OnScales {
    /// Nothing moved.
    pub fn zero(sectors: usize) -> OnScales {
        OnScales { expected: vec![0.0; sectors + 1], exposure: vec![0.0; sectors + 1], moved: vec![0.0; sectors], room: Vec::new() }
    }

    /// Forgets a person.
    pub fn clear(&mut self) {
        self.expected.fill(0.0);
        self.exposure.fill(0.0);
    }

    /// Adds what was moved in a year of some weight.
    pub fn add(&mut self, weight: f64, year: &OnScales) {
        for (sum, more) in [(&mut self.expected, &year.expected), (&mut self.exposure, &year.exposure)] {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += weight * more);
        }
    }

    fn add_up(&mut self) {
        let sectors = self.moved.len();
        self.expected[sectors] = self.expected[..sectors].iter().sum();
        self.exposure[sectors] = self.exposure[..sectors].iter().sum();
    }
}
