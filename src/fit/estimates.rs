//! What is told of a fit: coefficients in the units that people read, and how well the numbers held.

use super::model::{Fit, Numbers};
use super::part::Asks;
use super::{Coefficients, Glm, LeastSquares, Link};
use crate::spec::StandardErrors;

/// The coefficients of one outcome, or of one part of it.
#[derive(Clone, Debug)]
pub struct Estimates {
    /// The sector, or one past the last for the total.
    pub outcome: usize,
    /// What was asked of which rows.
    pub asks: Asks,
    /// The scale of the coefficients: euro per year, their logarithm, or the log odds of a cost.
    pub link: Link,
    /// One a column, those of pooled years last; zero where left out.
    pub estimate: Vec<f64>,
    /// Standard errors; not a number where there are not two clusters.
    pub se: Vec<f64>,
    /// Degrees of freedom of the t test by column, where the standard errors know them.
    pub degrees_of_freedom: Option<Vec<f64>>,
    /// What the standard errors rest on.
    pub standard_errors: StandardErrors,
    /// Whether a column was left out because others determine it.
    pub aliased: Vec<bool>,
    /// Person-years fitted on.
    pub rows: u64,
    /// Person-years with a non-zero value, by column.
    pub present: Vec<u64>,
    /// Largest / smallest squared pivot of the scaled information.
    pub condition: f64,
    /// Whether the fit settled.
    pub converged: bool,
    /// Steps taken; none in least squares.
    pub iterations: usize,
    /// Pearson's statistic over the degrees of freedom.
    pub dispersion: f64,
    /// Share of the deviance around the mean that is explained, where rows have one.
    pub deviance_explained: Option<f64>,
}

impl Fit {
    /// The coefficients of every outcome; least squares give those of the total too.
    pub fn estimates(&self, sectors: usize) -> Vec<Estimates> {
        let mut estimates: Vec<Estimates> = match &self.numbers {
            Numbers::Squares(squares) => (0..).zip(&squares.outcomes).map(|(outcome, fit)| of_squares(squares, outcome, fit)).collect(),
            Numbers::Glms(glms) => {
                let parts = (self.first_outcome(sectors)..).zip(&self.outcomes).zip(glms);
                let of_outcome = |((outcome, fit), glms): ((usize, &super::outcome::OutcomeFit), &Vec<Glm>)| {
                    fit.parts.iter().zip(glms).map(move |(part, glm)| of_glm(outcome, part.asks, glm)).collect::<Vec<_>>()
                };
                parts.flat_map(of_outcome).collect()
            }
        };
        if let Some((kind, errors)) = &self.errors {
            for (estimates, errors) in estimates.iter_mut().zip(errors) {
                let unit = unit(estimates.asks, estimates.link);
                estimates.se = errors.se.iter().map(|se| se / unit).collect();
                estimates.degrees_of_freedom.clone_from(&errors.degrees_of_freedom);
                estimates.standard_errors = *kind;
            }
        }
        estimates
    }

    /// The outcome that the first of [`Fit::outcomes`] is: one alone is the total, unless there is but one sector, which is the total
    /// too.
    pub(super) fn first_outcome(&self, sectors: usize) -> usize {
        if self.outcomes.len() == sectors { 0 } else { sectors }
    }

    /// Columns that were estimated.
    pub fn terms(&self) -> usize {
        match &self.numbers {
            Numbers::Squares(squares) => squares.present.len() - squares.aliased.len(),
            Numbers::Glms(glms) => glms.iter().flatten().map(|glm| glm.estimate.len() - glm.aliased.len()).max().unwrap_or(0),
        }
    }
}

/// Units of a coefficient in the unit that people read: a hundred cents a euro, unless on a scale without a unit.
fn unit(asks: Asks, link: Link) -> f64 {
    if asks == Asks::AnyUse || link != Link::Identity { 1.0 } else { 100.0 }
}

fn of_squares(squares: &LeastSquares, outcome: usize, fit: &Coefficients) -> Estimates {
    let euro = |cents: &Vec<f64>| cents.iter().map(|cents| cents / 100.0).collect();
    Estimates {
        outcome,
        asks: Asks::Cost,
        link: Link::Identity,
        estimate: euro(&fit.estimate),
        se: euro(&fit.se),
        degrees_of_freedom: None,
        standard_errors: StandardErrors::Model,
        aliased: (0..squares.present.len()).map(|column| squares.is_aliased(column)).collect(),
        rows: squares.rows,
        present: squares.present.clone(),
        condition: squares.condition,
        converged: true,
        iterations: 0,
        dispersion: fit.sigma * fit.sigma / 1e4,
        deviance_explained: Some(fit.r2),
    }
}

/// METHOD: the fit is in cents. On the log scale a coefficient has no unit but the intercept, which is a hundredth in euro.
fn of_glm(outcome: usize, asks: Asks, glm: &Glm) -> Estimates {
    let unit = unit(asks, glm.link);
    let mut estimate: Vec<f64> = glm.estimate.iter().map(|coefficient| coefficient / unit).collect();
    if asks != Asks::AnyUse && glm.link == Link::Log {
        estimate[0] -= 100_f64.ln();
    }
    let per_euro = if asks == Asks::AnyUse { 1.0 } else { glm.family.variance(100.0) / 1e4 };
    Estimates {
        outcome,
        asks,
        link: glm.link,
        estimate,
        se: glm.standard_errors(glm.dispersion).into_iter().map(|se| se / unit).collect(),
        degrees_of_freedom: None,
        standard_errors: StandardErrors::Model,
        aliased: (0..glm.estimate.len()).map(|column| glm.is_aliased(column)).collect(),
        rows: glm.rows,
        present: glm.present.clone(),
        condition: glm.condition,
        converged: glm.converged,
        iterations: glm.iterations,
        dispersion: glm.dispersion * per_euro,
        deviance_explained: glm.null_deviance.filter(|null| *null > 0.0).map(|null| glm.explained / null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{PersonYears, Profiles, RiskCells};
    use crate::fit::Family;

    #[test]
    fn columns_that_others_determine_are_not_counted() {
        let rows = PersonYears {
            year: 2018,
            person: (0..4).collect(),
            municipality: vec![0; 4],
            profile: vec![0, 0, 1, 1],
            weight: vec![1.0; 4],
            exposure: vec![1.0; 4],
            cost: vec![100.0, 300.0, 60.0, 50.0],
            blocks: Default::default(),
            treated: Default::default(),
        };
        let profiles = Profiles { entries: vec![vec![(0, 1.0), (2, 2.0)], vec![(0, 1.0), (1, 1.0), (2, 5.0)]] };
        let cells = RiskCells::of(&rows, 0..4, 1, &[]);
        let glm = Glm::fit(&cells.costs(1), &profiles, 3, Family::Gamma, Link::Log, "cells").expect("a fit");
        let fit = Fit { outcomes: Vec::new(), numbers: Numbers::Glms(vec![vec![glm]]), errors: None };
        assert_eq!(fit.terms(), 2);
    }
}
