//! The target group of a pilot in one year: what it was expected to cost and what it cost.

use super::Pool;
use crate::design::{Taken, TargetRows};
use crate::fit::{FitError, FittedModel};

/// Sums over a target group in one year. Money in cents, fractional because weights may be.
#[derive(Clone, Debug)]
pub struct GroupYear {
    /// The year.
    pub year: i32,
    /// Persons, unweighted.
    pub persons: u64,
    /// E = Σwe, weighted person-years.
    pub exposure: f64,
    /// Σwe by profile, the profiles in order.
    pub profiles: Vec<(u32, f64)>,
    /// F_s = Σ w e f_s(x), by sector; with what is charged to it of a pool.
    pub expected: Vec<f64>,
    /// Y_s = Σ w y_s, by sector; after the outlier rule, with what is charged to it of a pool.
    pub real: Vec<f64>,
    /// Persons with a cost, by sector.
    pub users: Vec<u64>,
    /// Real cost before the outlier rule, by sector.
    pub raw: Vec<f64>,
    /// Person-years above the cut-off of the outlier rule.
    pub above: u64,
    /// The pool that it is charged from.
    pub pool: Pool,
}

impl GroupYear {
    /// The sums over a zone in the year with this index.
    pub fn new(rows: &TargetRows, year: usize, zone: &[bool], model: &FittedModel) -> GroupYear {
        let moments = rows.moments(year, |municipality| zone[municipality]);
        let profiles = rows.exposure(year, |municipality| zone[municipality]);
        GroupYear {
            year: rows.years[year].year,
            persons: moments.rows,
            exposure: moments.exposure(),
            expected: model.years[year].predicted.of_group(&rows.profiles, &profiles),
            profiles,
            real: moments.real_cost().to_vec(),
            users: moments.users.clone(),
            raw: moments.real_cost().to_vec(),
            above: 0,
            pool: Pool::default(),
        }
    }

    /// The group with what an outlier rule took of it, charged from the pool of its reference group.
    pub fn charged(mut self, taken: &Taken, pool: Pool) -> GroupYear {
        let expected = self.expected_total();
        for sector in 0..self.real.len() {
            let charge = pool.of_sector(sector) * expected;
            self.real[sector] += charge;
            self.expected[sector] += charge;
            self.raw[sector] += taken.amount[sector];
        }
        self.above = taken.above;
        self.pool = pool;
        self
    }

    /// F, over all sectors.
    pub fn expected_total(&self) -> f64 {
        self.expected.iter().sum()
    }

    /// Y, over all sectors.
    pub fn real_total(&self) -> f64 {
        self.real.iter().sum()
    }

    /// Refuses a group whose costs have no ratio; `pilot` names it.
    pub fn check(&self, pilot: &str) -> Result<(), FitError> {
        let positive = [("expected cost", self.expected_total()), ("real cost", self.real_total())];
        match positive.into_iter().find(|(_, cost)| !cost.is_finite() || *cost <= 0.0) {
            None => Ok(()),
            Some((what, _)) => Err(FitError::NotPositive { pilot: pilot.to_owned(), year: self.year, what }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(expected: [f64; 2], real: [f64; 2]) -> GroupYear {
        let (expected, real) = (expected.to_vec(), real.to_vec());
        let (raw, pool) = (real.clone(), Pool::default());
        GroupYear { year: 2018, persons: 9, exposure: 9.0, profiles: Vec::new(), expected, real, users: vec![9; 2], raw, above: 0, pool }
    }

    #[test]
    fn a_pool_charges_real_and_expected_cost_alike() {
        let taken = Taken { above: 3, users: vec![2, 1], amount: vec![30.0, 10.0], left: 200.0, pooled: true };
        let pool = Pool::new(&taken);
        assert_eq!((pool.of_sector(0), pool.of_sector(1), pool.rate(), pool.per_reference_cost()), (0.15, 0.05, 0.2, 0.005));
        let own = Taken { above: 1, users: vec![1, 0], amount: vec![7.0, 0.0], left: 90.0, pooled: true };
        let charged = group([60.0, 40.0], [50.0, 45.0]).charged(&own, pool.clone());
        assert_eq!((charged.expected.as_slice(), charged.real.as_slice()), (&[75.0, 45.0][..], &[65.0, 50.0][..]));
        assert_eq!((charged.raw.as_slice(), charged.above, charged.pool), (&[57.0, 45.0][..], 1, pool));
        // What a rule does not pool, or a reference group that cost nothing, charges nobody.
        for none in [Taken { pooled: false, ..taken.clone() }, Taken { left: 0.0, ..taken }] {
            let none = Pool::new(&none);
            assert_eq!((none.rate(), none.of_sector(0), none.per_reference_cost()), (0.0, 0.0, 0.0));
        }
    }

    #[test]
    fn costs_without_a_ratio_are_refused() {
        assert!(group([1.0, 0.0], [0.0, 1.0]).check("p").is_ok());
        for (expected, real) in
            [([0.0, 0.0], [1.0, 1.0]), ([2.0, -3.0], [1.0, 1.0]), ([f64::NAN, 1.0], [1.0, 1.0]), ([f64::INFINITY, 1.0], [1.0, 1.0])]
        {
            let refused = |group: GroupYear| group.check("p").expect_err("a refusal").to_string();
            assert!(refused(group(expected, real)).contains("expected cost"));
            assert!(refused(group(real, expected)).contains("real cost"));
        }
    }
}
