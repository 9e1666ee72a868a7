//! Generalised linear models by iteratively reweighted least squares on risk cells.

use rayon::prelude::*;

use super::information::{self, Aliased, Information, Packed};
use super::{Family, FitError, Link};
use crate::design::{Cells, Profiles};

/// Cells per task: fixed, so that sums are folded alike whatever the number of threads.
const CHUNK: usize = 4096;

/// METHOD: a fit has converged when its last full step moves no linear predictor by more than this share of the largest one.
const STEP: f64 = 1e-10;

/// Steps before a fit is given up.
const ITERATIONS: usize = 100;

/// Times that one step is halved before it is given up.
const HALVINGS: usize = 30;

/// METHOD: what a deviance may rise by in a step for rounding, as a share of itself.
const ROUNDING: f64 = 1e-10;

/// A generalised linear model of annualised cost y/e on x with weight w·e, fitted by quasi-likelihood.
///
/// With p columns. Expected cost of a person is e·μ(x'β).
#[derive(Clone, Debug)]
pub struct Glm {
    /// How the variance follows the mean.
    pub family: Family,
    /// How the mean follows the linear predictor.
    pub link: Link,
    /// β, on the scale of the link of cents per year; zero where aliased. All but the first are zero, and the first is infinite,
    /// when nobody fitted on has any cost.
    pub estimate: Vec<f64>,
    /// (X'WX)⁻¹ with W = w e (dμ/dη)²/V(μ), the expected information, by rows, p × p; zero where aliased.
    pub inverse: Vec<f64>,
    /// Columns left out because those before them determine them.
    pub aliased: Vec<Aliased>,
    /// Pearson's statistic Σ w e (y/e − μ)²/V(μ) of the rows over their degrees of freedom.
    pub dispersion: f64,
    /// Deviance of the rows; `None` when a row lies outside the family's range (a zero in a gamma model, a negative cost), or
    /// the cells do not carry the Tweedie power.
    pub deviance: Option<f64>,
    /// Deviance of the rows around their mean.
    pub null_deviance: Option<f64>,
    /// Deviance around the mean less deviance: what the model explains of it, known for rows outside the range too.
    pub explained: f64,
    /// Person-years fitted on.
    pub rows: u64,
    /// Weighted person-years fitted on.
    pub exposure: f64,
    /// Person-years with a non-zero value, by column.
    pub present: Vec<u64>,
    /// Largest / smallest squared pivot of the information scaled to unit diagonal.
    pub condition: f64,
    /// Whether the last step was small enough. What did not converge is not to be used: see [`Glm::check`].
    pub converged: bool,
    /// Steps taken.
    pub iterations: usize,
}

/// The state of a fit at some coefficients.
struct State {
    estimate: Vec<f64>,
    /// Deviance of the cells; infinite when a mean is not possible.
    deviance: f64,
    /// Σ x w e (y/e − μ) (dμ/dη)/V(μ).
    score: Vec<f64>,
    /// X'WX, packed.
    information: Vec<f64>,
    /// Largest absolute linear predictor.
    largest: f64,
}

/// Cells, profiles and model of one fit.
struct Fitting<'a> {
    cells: &'a Cells,
    profiles: &'a Profiles,
    width: usize,
    family: Family,
    link: Link,
}

impl Glm {
    /// Fits cells with `width` columns of profiles; `model` names the model in errors.
    ///
    /// # Errors
    /// Too few rows for the columns; columns that cannot be told apart; a mean cost that the link has no predictor for.
    pub fn fit(cells: &Cells, profiles: &Profiles, width: usize, family: Family, link: Link, model: &str) -> Result<Glm, FitError> {
        let fitting = Fitting { cells, profiles, width, family, link };
        fitting.run(None, model)
    }

    /// Fits the same model to other cells, such as those without a pilot's zone, beginning at its own coefficients.
    pub fn refit(&self, cells: &Cells, profiles: &Profiles, model: &str) -> Result<Glm, FitError> {
        let fitting = Fitting { cells, profiles, width: self.estimate.len(), family: self.family, link: self.link };
        fitting.run(Some(&self.estimate), model)
    }

    /// The error of a fit that did not converge.
    pub fn check(&self, model: &str) -> Result<(), FitError> {
        match self.converged {
            true => Ok(()),
            false => Err(FitError::NotConverged { model: model.to_owned(), iterations: self.iterations }),
        }
    }

    /// Model-based standard errors with a dispersion: [`Glm::dispersion`] for quasi-likelihood, 1 where the family knows it.
    pub fn standard_errors(&self, dispersion: f64) -> Vec<f64> {
        let p = self.estimate.len();
        (0..p).map(|column| (dispersion * self.inverse[column * p + column]).sqrt()).collect()
    }

    /// μ by profile: cents per year of full exposure, or a share.
    pub fn means(&self, profiles: &Profiles) -> Vec<f64> {
        profiles.times(&self.estimate).into_iter().map(|eta| self.link.mean(eta)).collect()
    }

    /// dμ/dη by profile: Σ w e (dμ/dη) x over a group is the gradient of its expected cost.
    pub fn slopes(&self, profiles: &Profiles) -> Vec<f64> {
        profiles.times(&self.estimate).into_iter().map(|eta| self.link.slope(eta)).collect()
    }

    /// (dμ/dη)/V(μ) by profile: with this factor h, the score of a row is x · h · w (y − e μ).
    pub fn score_factors(&self, profiles: &Profiles) -> Vec<f64> {
        profiles.times(&self.estimate).into_iter().map(|eta| score_factor(self.family, self.link, eta)).collect()
    }

    /// Whether a column was left out.
    pub fn is_aliased(&self, column: usize) -> bool {
        self.aliased.iter().any(|aliased| aliased.column == column)
    }

    /// Whether the rows fitted on can tell the mean of a profile, given by its non-zero entries.
    pub fn supports(&self, profile: &[(usize, f64)]) -> bool {
        information::supports(&self.aliased, profile)
    }

    /// (X'WX)⁻¹ g for a vector of one value a column.
    pub fn inverse_times(&self, g: &[f64]) -> Vec<f64> {
        information::times(&self.inverse, g)
    }
}

/// Zero at the end of the range, where nothing moves the mean.
fn score_factor(family: Family, link: Link, eta: f64) -> f64 {
    let slope = link.slope(eta);
    if slope == 0.0 { 0.0 } else { slope / family.variance(link.mean(eta)) }
}

impl Fitting<'_> {
    fn run(&self, start: Option<&[f64]>, model: &str) -> Result<Glm, FitError> {
        let (rows, weight): (u64, f64) = (self.cells.rows.iter().sum(), self.cells.weight.iter().sum());
        let mean = if rows > 0 { self.cells.sum.iter().sum::<f64>() / weight } else { 0.0 };
        let intercept = self.link.link(mean);
        if intercept.is_nan() {
            return Err(FitError::NoMean { model: model.to_owned() });
        }
        if !intercept.is_finite() || !self.family.admits(mean) {
            return Ok(self.constant(intercept, rows, weight));
        }
        let gram = self.gram();
        let kept = Packed { width: self.width, values: &gram }.independent_columns();
        let singular = || FitError::Singular { model: model.to_owned() };
        let too_few = || FitError::TooFew { model: model.to_owned(), rows: rows.into(), terms: kept.len() };
        let df = rows.checked_sub(kept.len() as u64).filter(|df| *df > 0).ok_or_else(too_few)? as f64;
        let aliased = Information::factorise(Packed { width: self.width, values: &gram }, &kept).ok_or_else(singular)?.aliased();
        let mut around_mean = vec![0.0; self.width];
        around_mean[0] = intercept;
        let null = self.state(around_mean);
        let null_deviance = null.deviance;
        let warm = start.map(|start| self.state(without(start, &aliased))).filter(|state| state.deviance.is_finite());
        let Ended { state, converged, iterations } = self.iterate(warm.unwrap_or(null), &kept);
        let last = Information::factorise(Packed { width: self.width, values: &state.information }, &kept).ok_or_else(singular)?;
        let within = self.family.deviance_within(self.cells);
        Ok(Glm {
            family: self.family,
            link: self.link,
            inverse: last.inverse(),
            aliased,
            dispersion: self.pearson(&state.estimate) / df,
            deviance: within.map(|within| within + state.deviance),
            null_deviance: within.map(|within| within + null_deviance),
            explained: null_deviance - state.deviance,
            rows,
            exposure: weight,
            present: self.present(),
            condition: last.condition(),
            converged,
            iterations,
            estimate: state.estimate,
        })
    }

    /// METHOD: Fisher scoring on the cells, a step being halved for as long as it raises the deviance or leads to an impossible
    /// mean; it begins at the mean of all rows, which is always possible.
    fn iterate(&self, mut state: State, kept: &[usize]) -> Ended {
        for iteration in 1..=ITERATIONS {
            let ended = |state: State, converged: bool| Ended { state, converged, iterations: iteration };
            let packed = Packed { width: self.width, values: &state.information };
            let Some(information) = Information::factorise(packed, kept) else { return ended(state, false) };
            let step = information.solve(&state.score);
            let small = self.largest(&step) <= STEP * state.largest.max(1.0);
            let allowed = state.deviance + ROUNDING * state.deviance.abs();
            let shortened = (0..=HALVINGS).map(|halvings| {
                let share = 0.5_f64.powi(halvings as i32);
                self.state(state.estimate.iter().zip(&step).map(|(value, step)| value + share * step).collect())
            });
            match shortened.into_iter().find(|next| next.deviance <= allowed) {
                Some(next) if small => return ended(next, true),
                Some(next) => state = next,
                None => return ended(state, small),
            }
        }
        Ended { state, converged: false, iterations: ITERATIONS }
    }

    /// One pass over the cells.
    fn state(&self, estimate: Vec<f64>) -> State {
        let chunk = |cells: std::ops::Range<usize>| {
            let mut part = State {
                estimate: Vec::new(),
                deviance: 0.0,
                score: vec![0.0; self.width],
                information: vec![0.0; self.width * (self.width + 1) / 2],
                largest: 0.0,
            };
            for cell in cells {
                self.add_cell(cell, &estimate, &mut part);
            }
            part
        };
        let mut parts = self.chunks().map(chunk).collect::<Vec<State>>().into_iter();
        let mut sum = parts.next().unwrap_or_else(|| chunk(0..0));
        for part in parts {
            sum.deviance += part.deviance;
            sum.largest = sum.largest.max(part.largest);
            sum.score.iter_mut().zip(&part.score).for_each(|(sum, more)| *sum += more);
            sum.information.iter_mut().zip(&part.information).for_each(|(sum, more)| *sum += more);
        }
        if sum.deviance.is_nan() {
            sum.deviance = f64::INFINITY;
        }
        sum.estimate = estimate;
        sum
    }

    fn add_cell(&self, cell: usize, estimate: &[f64], into: &mut State) {
        let x = self.entries(cell);
        let eta: f64 = x.iter().map(|(column, value)| value * estimate[*column]).sum();
        let (mean, weight) = (self.link.mean(eta), self.cells.weight[cell]);
        if !self.family.admits(mean) {
            into.deviance = f64::INFINITY;
            return;
        }
        let observed = self.cells.sum[cell] / weight;
        into.largest = into.largest.max(eta.abs());
        into.deviance += weight * self.family.deviance(observed, mean);
        let slope = self.link.slope(eta);
        let factor = weight * slope / self.family.variance(mean);
        let residual = factor * (observed - mean);
        x.iter().for_each(|(column, value)| into.score[*column] += residual * value);
        Packed::add_square(&mut into.information, self.width, x, factor * slope);
    }

    /// X'(we)X, packed.
    fn gram(&self) -> Vec<f64> {
        let mut gram = vec![0.0; self.width * (self.width + 1) / 2];
        (0..self.cells.weight.len())
            .for_each(|cell| Packed::add_square(&mut gram, self.width, self.entries(cell), self.cells.weight[cell]));
        gram
    }

    fn pearson(&self, estimate: &[f64]) -> f64 {
        let Cells { weight, sum, square, .. } = self.cells;
        let of_cell = |cell: usize| {
            let eta: f64 = self.entries(cell).iter().map(|(column, value)| value * estimate[*column]).sum();
            let (mean, observed) = (self.link.mean(eta), sum[cell] / weight[cell]);
            // Rows around their cell, the cell around its mean.
            let around = (square[cell] - sum[cell] * observed).max(0.0) + weight[cell] * (observed - mean) * (observed - mean);
            around / self.family.variance(mean)
        };
        (0..weight.len()).map(of_cell).sum()
    }

    fn present(&self) -> Vec<u64> {
        let mut present = vec![0; self.width];
        for (cell, rows) in self.cells.rows.iter().enumerate() {
            self.entries(cell).iter().for_each(|(column, _)| present[*column] += rows);
        }
        present
    }

    /// The largest change of a linear predictor for a change of the coefficients.
    fn largest(&self, change: &[f64]) -> f64 {
        let of_cell = |cell: usize| self.entries(cell).iter().map(|(column, value)| value * change[*column]).sum::<f64>().abs();
        (0..self.cells.weight.len()).map(of_cell).fold(0.0, f64::max)
    }

    /// The model of rows of which none has any cost, or all have what they can have: nothing is left to adjust.
    fn constant(&self, intercept: f64, rows: u64, weight: f64) -> Glm {
        let mut estimate = vec![0.0; self.width];
        estimate[0] = intercept;
        Glm {
            family: self.family,
            link: self.link,
            estimate,
            inverse: vec![0.0; self.width * self.width],
            aliased: Vec::new(),
            dispersion: 0.0,
            deviance: Some(0.0),
            null_deviance: Some(0.0),
            explained: 0.0,
            rows,
            exposure: weight,
            present: self.present(),
            condition: 1.0,
            converged: true,
            iterations: 0,
        }
    }

    fn entries(&self, cell: usize) -> &[(usize, f64)] {
        &self.profiles.entries[self.cells.profile[cell] as usize]
    }

    fn chunks(&self) -> impl IndexedParallelIterator<Item = std::ops::Range<usize>> {
        let cells = self.cells.weight.len();
        (0..cells.div_ceil(CHUNK)).into_par_iter().map(move |chunk| chunk * CHUNK..((chunk + 1) * CHUNK).min(cells))
    }
}

/// How an iteration ended.
struct Ended {
    state: State,
    converged: bool,
    iterations: usize,
}

fn without(start: &[f64], aliased: &[Aliased]) -> Vec<f64> {
    let mut start = start.to_vec();
    aliased.iter().for_each(|aliased| start[aliased.column] = 0.0);
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{PersonYears, RiskCells};

    /// Rows of (profile, cost in cents), fully exposed, of weight 1.
    fn cells(rows: &[(u32, f64)]) -> RiskCells {
        let rows = PersonYears {
            year: 2018,
            person: (0..rows.len() as u32).collect(),
            municipality: vec![0; rows.len()],
            profile: rows.iter().map(|row| row.0).collect(),
            weight: vec![1.0; rows.len()],
            exposure: vec![1.0; rows.len()],
            cost: rows.iter().map(|row| row.1).collect(),
            blocks: Vec::new(),
            treated: Default::default(),
        };
        RiskCells::of(&rows, 0..rows.person.len(), 1, &[])
    }

    fn intercept_and(columns: &[&[(usize, f64)]]) -> Profiles {
        let entries = columns.iter().map(|entries| [&[(0, 1.0)], *entries].concat()).collect();
        Profiles { entries }
    }

    #[test]
    fn a_saturated_model_gives_the_means_of_its_cells_in_every_family() {
        let profiles = intercept_and(&[&[], &[(1, 1.0)]]);
        let cells = cells(&[(0, 100.0), (0, 300.0), (1, 0.0), (1, 50.0), (1, 10.0)]);
        for family in [Family::Gaussian, Family::Poisson, Family::Gamma, Family::Tweedie { power: 1.3 }] {
            for link in [Link::Identity, Link::Log] {
                let glm = Glm::fit(&cells.costs(1), &profiles, 2, family, link, "cells").expect("a fit");
                let means = glm.means(&profiles);
                assert!(
                    glm.converged && (means[0] - 200.0).abs() < 1e-6 && (means[1] - 20.0).abs() < 1e-6,
                    "{family:?} {link:?} {means:?}"
                );
            }
        }
    }

    #[test]
    fn without_any_cost_nothing_is_expected() {
        let profiles = intercept_and(&[&[], &[(1, 1.0)]]);
        let cells = cells(&[(0, 0.0), (0, 0.0), (1, 0.0)]);
        let glm = Glm::fit(&cells.costs(1), &profiles, 2, Family::Poisson, Link::Log, "cells").expect("a fit");
        assert_eq!((glm.means(&profiles), glm.score_factors(&profiles)), (vec![0.0; 2], vec![0.0; 2]));
        let nobody = Glm::fit(&cells.costs_of_users(1), &profiles, 2, Family::Gamma, Link::Log, "users").expect("a fit");
        assert_eq!((nobody.means(&profiles), nobody.rows), (vec![0.0; 2], 0));
    }

    #[test]
    fn what_cannot_be_fitted_is_an_error_or_a_value() {
        let profiles = intercept_and(&[&[], &[(1, 1.0)]]);
        let negative = cells(&[(0, -5.0), (1, 1.0), (1, 1.0)]);
        let poisson = |cells: &RiskCells| Glm::fit(&cells.costs(1), &profiles, 2, Family::Poisson, Link::Log, "m");
        assert!(matches!(poisson(&negative), Err(FitError::NoMean { .. })));
        assert!(matches!(poisson(&cells(&[(0, 1.0), (1, 2.0)])), Err(FitError::TooFew { rows: _, terms: 2, .. })));
        // Everybody with the second profile has a cost, nobody else: no finite coefficient separates them.
        let separated = cells(&[(0, 0.0), (0, 0.0), (1, 2.0), (1, 3.0)]);
        let logit = Glm::fit(&separated.any_use(1), &profiles, 2, Family::Binomial, Link::Logit, "m");
        assert!(logit.is_ok_and(|glm| matches!(glm.check("m"), Err(FitError::NotConverged { .. }))));
    }

    #[test]
    fn a_column_that_repeats_another_is_named_and_left_out() {
        let profiles = intercept_and(&[&[(2, 2.0)], &[(1, 1.0), (2, 5.0)], &[(2, 1.0)]]);
        let cells = cells(&[(0, 100.0), (0, 300.0), (1, 60.0), (1, 50.0)]);
        let glm = Glm::fit(&cells.costs(1), &profiles, 3, Family::Gamma, Link::Log, "cells").expect("a fit");
        assert!(glm.is_aliased(2) && glm.estimate[2] == 0.0 && glm.converged);
        assert!(glm.supports(&profiles.entries[1]) && !glm.supports(&profiles.entries[2]));
    }
}
