//! Iteratively reweighted least squares on cells.

use rayon::prelude::*;

use super::information::{Aliased, Information, Packed};
use super::{Family, FitError, Glm, Link};
use crate::design::{Cells, Profiles};

/// Cells per task: fixed, so that sums are folded alike whatever the number of threads.
const CHUNK: usize = 4096;

/// METHOD: a fit has converged when its last full step moves no mean by more than this share of that mean and the mean of all
/// rows together. Where nobody with a characteristic has any cost, the likelihood rises without end as its coefficient falls;
/// what is expected of them is nothing long before, and that is where such a fit ends.
const STEP: f64 = 1e-11;

/// Steps before a fit is given up.
const ITERATIONS: usize = 100;

/// Times that one step is halved before it is given up.
const HALVINGS: usize = 30;

/// METHOD: what a deviance may rise by in a step for rounding, as a share of itself.
const ROUNDING: f64 = 1e-10;

/// The state of a fit at some coefficients.
struct State {
    estimate: Vec<f64>,
    /// Deviance of the cells; infinite when a mean is not possible.
    deviance: f64,
    /// Σ x w e (y/e − μ) (dμ/dη)/V(μ).
    score: Vec<f64>,
    /// X'WX, packed.
    information: Vec<f64>,
}

/// Cells, profiles and model of one fit.
pub struct Fitting<'a> {
    pub cells: &'a Cells,
    pub profiles: &'a Profiles,
    pub wanted: &'a [bool],
    pub width: usize,
    pub family: Family,
    pub link: Link,
}

impl Fitting<'_> {
    /// Fits, from some coefficients when given.
    pub fn run(&self, start: Option<&[f64]>, model: &str) -> Result<Glm, FitError> {
        let (rows, weight): (u64, f64) = (self.cells.rows.iter().sum(), self.cells.weight.iter().sum());
        let mean = if rows > 0 { self.cells.sum.iter().sum::<f64>() / weight } else { 0.0 };
        let intercept = self.link.link(mean);
        let (low, high) = self.family.range();
        if intercept.is_nan() || !(low..=high).contains(&mean) {
            return Err(FitError::NoMean { model: model.to_owned() });
        }
        if !intercept.is_finite() || !self.family.admits(mean) {
            return Ok(self.constant(intercept, rows, weight));
        }
        let gram = self.gram();
        let kept = Packed { width: self.width, values: &gram }.independent_among(self.wanted);
        let singular = || FitError::Singular { model: model.to_owned() };
        let too_few = || FitError::TooFew { model: model.to_owned(), rows: rows.into(), terms: kept.len() };
        let df = rows.checked_sub(kept.len() as u64).filter(|df| *df > 0).ok_or_else(too_few)? as f64;
        let aliased = Information::factorise(Packed { width: self.width, values: &gram }, &kept).ok_or_else(singular)?.aliased(self.wanted);
        let mut around_mean = vec![0.0; self.width];
        around_mean[0] = intercept;
        let null = self.state(around_mean);
        let null_deviance = null.deviance;
        let warm = start.map(|start| self.state(without(start, &aliased))).filter(|state| state.deviance.is_finite());
        let Ended { state, converged, iterations } = self.iterate(warm.unwrap_or(null), &kept, mean);
        let last = Information::factorise(Packed { width: self.width, values: &state.information }, &kept).ok_or_else(singular)?;
        let within = self.family.deviance_within(self.cells);
        Ok(Glm {
            family: self.family,
            link: self.link,
            inverse: last.inverse(),
            aliased,
            wanted: self.wanted.to_vec(),
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
    fn iterate(&self, mut state: State, kept: &[usize], mean: f64) -> Ended {
        for iteration in 1..=ITERATIONS {
            let ended = |state: State, converged: bool| Ended { state, converged, iterations: iteration };
            let packed = Packed { width: self.width, values: &state.information };
            let Some(information) = Information::factorise(packed, kept) else { return ended(state, false) };
            let step = information.solve(&state.score);
            let small = self.moved(&state.estimate, &step, mean) <= STEP;
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

    /// The largest change of a mean for a change of the coefficients, as a share of that mean and the mean of all rows together.
    fn moved(&self, estimate: &[f64], change: &[f64], mean: f64) -> f64 {
        let of_cell = |cell: usize| {
            let times = |values: &[f64]| self.entries(cell).iter().map(|(column, value)| value * values[*column]).sum::<f64>();
            let eta = times(estimate);
            (self.link.slope(eta) * times(change)).abs() / (self.link.mean(eta).abs() + mean.abs()).max(f64::MIN_POSITIVE)
        };
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
            wanted: self.wanted.to_vec(),
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

    #[test]
    fn a_warm_start_keeps_what_is_estimated() {
        let aliased = [Aliased { column: 1, combination: vec![2.0, 0.0, 0.0] }];
        assert_eq!(without(&[5.0, 3.0, -1.0], &aliased), [5.0, 0.0, -1.0]);
    }
}
