//! The target group of a pilot in one year: what it was expected to cost and what it cost.

use crate::design::Moments;
use crate::fit::{FitError, LeastSquares};

/// Sums over a target group in one year. Money in cents, fractional because weights may be.
#[derive(Clone, Debug)]
pub struct GroupYear {
    /// The year.
    pub year: i32,
    /// Persons, unweighted.
    pub persons: u64,
    /// E = Σwe, weighted person-years.
    pub exposure: f64,
    /// g = Σwex, one value a column of the design.
    pub weighted_profile: Vec<f64>,
    /// F_s = Σ w e f_s(x), by sector.
    pub expected: Vec<f64>,
    /// Y_s = Σ w y_s, by sector.
    pub real: Vec<f64>,
    /// Persons with a cost, by sector.
    pub users: Vec<u64>,
}

impl GroupYear {
    /// The sums of a group from its moments and the model of its year; F_s = g'β_s.
    pub fn new(year: i32, group: &Moments, model: &LeastSquares) -> GroupYear {
        let g = group.weighted_profile();
        let expected = model.outcomes[..group.sectors].iter().map(|fit| g.iter().zip(&fit.estimate).map(|(g, beta)| g * beta).sum());
        GroupYear {
            year,
            persons: group.rows,
            exposure: group.exposure(),
            weighted_profile: g.to_vec(),
            expected: expected.collect(),
            real: group.real_cost().to_vec(),
            users: group.users.clone(),
        }
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
