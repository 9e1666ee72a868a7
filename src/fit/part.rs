//! A factor of expected cost: a fitted mean, the rows that it was fitted on, and how they move its coefficients.

use std::sync::Arc;

use super::information::{Information, Packed};
use super::{Family, Glm, LeastSquares, Link};
use crate::design::{Cells, Profiles};

/// What a factor was asked of which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The cost of everybody.
    Cost,
    /// Who has a cost.
    AnyUse,
    /// The cost of those who have one.
    CostOfUsers,
}

/// How constraints take part in what a row moves: see [`ConstrainedLeastSquares`](super::ConstrainedLeastSquares).
#[derive(Clone, Debug)]
pub struct Constraints {
    /// The columns that mark the subgroups; the intercept, which marks everybody, first.
    pub columns: Vec<usize>,
    /// Q by subgroup: what β moves by when its real cost rises by one cent.
    pub pull: Vec<Vec<f64>>,
    /// λ by sector and, last, the total; one value a subgroup.
    pub multipliers: Vec<Vec<f64>>,
}

/// How a row of the reference group with columns x moves what a group is expected to cost, in cents.
#[derive(Clone, Debug)]
pub struct Direction {
    /// By x times this of its weighted residual in a sector, or in total.
    pub residual: Vec<f64>,
    /// What constraints on the coefficients add; none without them.
    pub constrained: Option<Constrained>,
}

/// What constraints add to what a row moves in total: (x'd) w e (x'λ).
#[derive(Clone, Debug)]
pub struct Constrained {
    /// d.
    pub direction: Vec<f64>,
    /// λ of the total, at the columns that mark subgroups.
    pub multipliers: Vec<f64>,
}

impl Constrained {
    /// What constraints add, by profile, per cent of weighted exposure.
    pub fn by_profile(&self, profiles: &Profiles) -> Vec<f64> {
        let pairs = profiles.times(&self.direction).into_iter().zip(profiles.times(&self.multipliers));
        pairs.map(|(leverage, multiplier)| leverage * multiplier).collect()
    }
}

/// A factor of expected cost, which is the product of its factors.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it was asked.
    pub asks: Asks,
    /// How the variance follows the mean.
    pub family: Family,
    /// How the mean follows the linear predictor.
    pub link: Link,
    /// β, one value a column; zero where aliased or left out.
    pub estimate: Vec<f64>,
    /// (−∂U/∂β)⁻¹ by rows, with U the score: how the coefficients move with it.
    pub inverse: Arc<Vec<f64>>,
    /// Constraints on the coefficients, and the outcome of theirs that this is.
    pub constraints: Option<(Arc<Constraints>, usize)>,
}

impl Part {
    /// The parts of least squares, one a sector.
    pub fn of_squares(squares: &LeastSquares, sectors: usize, constraints: Option<Constraints>) -> Vec<Part> {
        let inverse = Arc::new(squares.inverse.clone());
        let constraints = constraints.map(Arc::new);
        let part = |(outcome, estimate): (usize, &Vec<f64>)| Part {
            asks: Asks::Cost,
            family: Family::Gaussian,
            link: Link::Identity,
            estimate: estimate.clone(),
            inverse: inverse.clone(),
            constraints: constraints.clone().map(|constraints| (constraints, outcome)),
        };
        squares.outcomes[..sectors].iter().map(|outcome| &outcome.estimate).enumerate().map(part).collect()
    }

    /// The part that a generalised linear model of some cells is.
    ///
    /// METHOD: with a link that is not canonical the score of a row bends with β, so that what a row moves follows from the
    /// observed information Σ w e x x' (h dμ/dη − (ȳ − μ) dh/dη), h = (dμ/dη)/V(μ); the expected one, without the second term,
    /// would miss it by what the model misses. Where the observed one is not positive definite, the expected one stands in.
    pub fn of_glm(asks: Asks, glm: &Glm, cells: &Cells, profiles: &Profiles) -> Part {
        let p = glm.estimate.len();
        let part = |inverse| {
            let estimate = glm.estimate.clone();
            Part { asks, family: glm.family, link: glm.link, estimate, inverse: Arc::new(inverse), constraints: None }
        };
        let canonical = matches!(
            (glm.family, glm.link),
            (Family::Gaussian, Link::Identity) | (Family::Poisson, Link::Log) | (Family::Binomial, Link::Logit)
        );
        if canonical {
            return part(glm.inverse.clone());
        }
        let mut packed = vec![0.0; p * (p + 1) / 2];
        for ((profile, weight), sum) in cells.profile.iter().zip(&cells.weight).zip(&cells.sum) {
            let x = &profiles.entries[*profile as usize];
            let eta: f64 = x.iter().map(|(column, value)| value * glm.estimate[*column]).sum();
            let (mean, slope) = (glm.link.mean(eta), glm.link.slope(eta));
            if slope == 0.0 {
                continue;
            }
            let bend = (glm.link.bend(eta) - slope * slope * glm.family.variance_slope(mean) / glm.family.variance(mean))
                / glm.family.variance(mean);
            let scaled = weight * slope * slope / glm.family.variance(mean) - (sum - weight * mean) * bend;
            for (entry, (column, value)) in x.iter().enumerate() {
                let row = column * (2 * p - column + 1) / 2 - column;
                x[entry..].iter().for_each(|(other, other_value)| packed[row + other] += scaled * value * other_value);
            }
        }
        let kept: Vec<usize> = (0..p).filter(|column| glm.wanted[*column] && !glm.is_aliased(*column)).collect();
        let positive = kept.iter().all(|column| packed[column * (2 * p - column + 1) / 2] > 0.0);
        let observed = positive.then(|| Information::factorise(Packed { width: p, values: &packed }, &kept)).flatten();
        part(observed.map_or_else(|| glm.inverse.clone(), |observed| observed.inverse()))
    }

    /// h = (dμ/dη)/V(μ): the score of a row is x · h · w (y − e μ).
    pub fn score_factor(&self, eta: f64) -> f64 {
        let slope = self.link.slope(eta);
        if slope == 0.0 { 0.0 } else { slope / self.family.variance(self.link.mean(eta)) }
    }

    /// How the rows of least squares move what a group with gradient g = Σ_k E_k x_k is expected to cost.
    ///
    /// METHOD: without constraints by x'H⁻¹g of the residual. Constraints Cβ = d add z r to the side of the subgroups and e x z'λ to the
    /// score, with z the marks of a row.
    pub fn direction(&self, gradient: &[f64]) -> Direction {
        let direction = self.inverse_times(gradient);
        let Some((constraints, _)) = &self.constraints else { return Direction { residual: direction, constrained: None } };
        let mut residual = direction.clone();
        for (column, pull) in constraints.columns.iter().zip(&constraints.pull) {
            residual[*column] += pull.iter().zip(gradient).map(|(a, b)| a * b).sum::<f64>();
        }
        let mut multipliers = vec![0.0; gradient.len()];
        let of_total = constraints.multipliers.last().into_iter().flatten();
        constraints.columns.iter().zip(of_total).for_each(|(column, multiplier)| multipliers[*column] = *multiplier);
        Direction { residual, constrained: Some(Constrained { direction, multipliers }) }
    }

    /// How the coefficients' move carries over to something with gradient d: (−∂U/∂β)⁻¹ d.
    pub fn inverse_times(&self, d: &[f64]) -> Vec<f64> {
        self.inverse.chunks_exact(d.len()).map(|row| row.iter().zip(d).map(|(a, b)| a * b).sum()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{PersonYears, RiskCells};

    /// Costs of four profiles, two rows each.
    fn fitted(family: Family, link: Link) -> (Glm, Cells, Profiles) {
        let x = [(0.5, 0.0), (3.0, 1.0), (1.5, -2.0), (2.5, 0.5)];
        let profiles = Profiles { entries: x.map(|(a, b)| vec![(0, 1.0), (1, a), (2, b)]).to_vec() };
        let rows = PersonYears {
            year: 2018,
            person: (0..8).collect(),
            municipality: vec![0; 8],
            profile: vec![0, 0, 1, 1, 2, 2, 3, 3],
            weight: vec![20.0, 40.0, 20.0, 20.0, 40.0, 40.0, 20.0, 20.0],
            exposure: vec![1.0, 0.5, 1.0, 1.0, 0.8, 1.0, 0.3, 1.0],
            cost: vec![4.0, 7.0, 9.0, 11.0, 5.0, 2.0, 4.0, 12.0],
            blocks: Default::default(),
            treated: Default::default(),
        };
        let cells = RiskCells::of(&rows, 0..8, 1, &[]).costs(1);
        let glm = Glm::fit(&cells, &profiles, 3, family, link, "cells").expect("a fit");
        (glm, cells, profiles)
    }

    /// Σ x h (y − e μ), w with both.
    fn score(glm: &Glm, cells: &Cells, profiles: &Profiles) -> [f64; 3] {
        let (means, factors) = (glm.means(profiles), glm.score_factors(profiles));
        let mut score = [0.0; 3];
        for ((profile, weight), sum) in cells.profile.iter().zip(&cells.weight).zip(&cells.sum) {
            let profile = *profile as usize;
            let residual = factors[profile] * (sum - weight * means[profile]);
            profiles.entries[profile].iter().for_each(|(column, value)| score[*column] += value * residual);
        }
        score
    }

    #[test]
    fn the_inverse_is_that_of_the_slope_of_the_score() {
        for (family, link) in [(Family::Gamma, Link::Log), (Family::Tweedie { power: 1.5 }, Link::Log), (Family::Poisson, Link::Identity)] {
            let (glm, cells, profiles) = fitted(family, link);
            let part = Part::of_glm(Asks::Cost, &glm, &cells, &profiles);
            for column in 0..3 {
                let moved = |by: f64| {
                    let mut moved = glm.clone();
                    moved.estimate[column] += by;
                    score(&moved, &cells, &profiles)
                };
                let (less, more) = (moved(-1e-5), moved(1e-5));
                let slope: Vec<f64> = less.iter().zip(more).map(|(less, more)| (less - more) / 2e-5).collect();
                let unit = part.inverse_times(&slope);
                let near = |(row, value): (usize, &f64)| (value - f64::from(u8::from(row == column))).abs() < 1e-5;
                assert!(unit.iter().enumerate().all(near), "{family:?} {link:?} {column}: {unit:?}");
            }
        }
    }

    /// Far from the solution the score of a Gaussian model with a log link can bend the other way.
    #[test]
    fn where_the_observed_information_is_not_positive_the_expected_one_stands_in() {
        let (mut glm, cells, profiles) = fitted(Family::Gaussian, Link::Log);
        glm.estimate = vec![4.0, -1.2, 0.0];
        let part = Part::of_glm(Asks::Cost, &glm, &cells, &profiles);
        assert_eq!(*part.inverse, glm.inverse);
    }
}
