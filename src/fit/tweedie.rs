//! The power of a Tweedie model, by profile likelihood over a grid.

use rayon::prelude::*;
use statrs::function::gamma::ln_gamma;

use super::vcov::Observation;
use super::{Family, FitError, Glm, Link};
use crate::design::{Cells, Profiles};

/// METHOD: terms of the density's series that are smaller than the largest by more than this, in logarithms, do not change
/// sixteen digits of it.
const NEGLIGIBLE: f64 = 40.0;

/// Rows per task: fixed, so that sums are folded alike whatever the number of threads.
const CHUNK: usize = 1024;

/// One power of the grid.
#[derive(Clone, Debug)]
pub struct PowerPoint {
    /// Power p of the variance, between 1 and 2.
    pub power: f64,
    /// The dispersion at which the likelihood is largest.
    pub dispersion: f64,
    /// Log-likelihood of the rows at that dispersion.
    pub log_likelihood: f64,
}

/// The likelihood of each power of a grid, log link; the largest is [`PowerProfile::best`].
#[derive(Clone, Debug)]
pub struct PowerProfile {
    /// In the order of the grid.
    pub points: Vec<PowerPoint>,
}

impl PowerProfile {
    /// Fits each power on the cells and finds the likelihood of the rows; `model` names the model in errors.
    ///
    /// METHOD: coefficients come from cells, but the likelihood has a part of each row with the dispersion (Dunn and Smyth
    /// 2005), so that rows are needed too. Some ten thousand of them tell the power well enough.
    ///
    /// # Errors
    /// Those of a fit, one that did not converge, and costs that do not vary.
    pub fn new(
        cells: &Cells,
        rows: &[Observation],
        profiles: &Profiles,
        width: usize,
        grid: &[f64],
        model: &str,
    ) -> Result<PowerProfile, FitError> {
        let point = |power: &f64| {
            let glm = Glm::fit(cells, profiles, width, Family::Tweedie { power: *power }, Link::Log, model)?;
            glm.check(model)?;
            if glm.dispersion <= 0.0 {
                return Err(FitError::NoMean { model: model.to_owned() });
            }
            let means = glm.means(profiles);
            let of = |log: f64| log_likelihood(*power, log.exp(), rows, &means);
            let (log, log_likelihood) = maximum(of, glm.dispersion.ln() - 3.0, glm.dispersion.ln() + 3.0);
            Ok(PowerPoint { power: *power, dispersion: log.exp(), log_likelihood })
        };
        Ok(PowerProfile { points: grid.iter().map(point).collect::<Result<_, FitError>>()? })
    }

    /// The point with the largest likelihood; `None` of an empty grid.
    pub fn best(&self) -> Option<&PowerPoint> {
        self.points.iter().max_by(|a, b| a.log_likelihood.total_cmp(&b.log_likelihood))
    }
}

/// Log-likelihood of rows under a power and a dispersion, with means by profile; a row with a negative cost has no density
/// under any power and is passed over.
pub fn log_likelihood(power: f64, dispersion: f64, rows: &[Observation], means: &[f64]) -> f64 {
    let of_rows = |rows: &[Observation]| {
        let with_density = rows.iter().filter(|row| row.value >= 0.0);
        with_density.map(|row| log_density(power, dispersion / row.weight, row.value, means[row.profile as usize])).sum::<f64>()
    };
    rows.par_chunks(CHUNK).map(of_rows).collect::<Vec<f64>>().iter().sum()
}

/// The logarithm of the density at y ≥ 0, or of the mass at zero (Dunn and Smyth 2005, series evaluation).
fn log_density(power: f64, dispersion: f64, y: f64, mean: f64) -> f64 {
    let kappa = mean.powf(2.0 - power) / (2.0 - power);
    if y == 0.0 {
        return -kappa / dispersion;
    }
    // Γ(a j), a positive; ln z: the series is Σ z^j / (Γ(a j) j!).
    let a = (2.0 - power) / (power - 1.0);
    let log_z = a * (y.ln() - (power - 1.0).ln()) - (1.0 + a) * dispersion.ln() - (2.0 - power).ln();
    let term = |j: f64| j * log_z - ln_gamma(j + 1.0) - ln_gamma(a * j);
    let middle = (y.powf(2.0 - power) / (dispersion * (2.0 - power))).round().max(1.0);
    let largest = term(middle);
    let near = |log: &f64| *log > largest - NEGLIGIBLE;
    let above = (1..).map(|step| term(middle + f64::from(step))).take_while(near);
    let below = (1..middle as u32).map(|step| term(middle - f64::from(step))).take_while(near);
    let sum: f64 = 1.0 + above.chain(below).map(|log| (log - largest).exp()).sum::<f64>();
    let exponent = (y * mean.powf(1.0 - power) / (1.0 - power) - kappa) / dispersion;
    largest + sum.ln() - y.ln() + exponent
}

/// Where a function of one peak is largest between two ends, and its value there, by golden sections.
fn maximum(of: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> (f64, f64) {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (of(left), of(right));
    while high - low > 1e-5 {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = of(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = of(right);
        }
    }
    if at_left >= at_right { (left, at_left) } else { (right, at_right) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mass at zero and a density of positive costs: together they are one, and their mean is the mean.
    #[test]
    fn the_density_adds_up_to_one_and_has_its_mean() {
        for (power, dispersion, mean) in [(1.5, 1.0, 2.0), (1.3, 0.7, 1.5), (1.7, 1.8, 0.6)] {
            let (mut all, mut first) = (log_density(power, dispersion, 0.0, mean).exp(), 0.0);
            // Midpoints of t with y = t⁶, which takes away the pole that gamma variables of a small shape have at zero.
            let step = 5e-4;
            for t in (0..5000).map(|point| (f64::from(point) + 0.5) * step) {
                let share = log_density(power, dispersion, t.powi(6), mean).exp() * 6.0 * t.powi(5) * step;
                all += share;
                first += share * t.powi(6);
            }
            assert!((all - 1.0).abs() < 1e-5 && (first / mean - 1.0).abs() < 1e-5, "{power}: {all}, {first} for {mean}");
        }
    }

    #[test]
    fn the_peak_is_found_and_nothing_asked_outside_the_ends() {
        for peak in [-0.9, 0.3, 1.7] {
            let of = |at: f64| {
                assert!((-1.0..=2.0).contains(&at), "{at}");
                5.0 - (at - peak).powi(2)
            };
            let (at, value) = maximum(of, -1.0, 2.0);
            assert!((at - peak).abs() < 1e-5 && (value - 5.0).abs() < 1e-9, "{at} for {peak}: {value}");
        }
    }
}
