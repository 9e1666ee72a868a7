//! Generalised linear models on risk cells.

use super::information::{self, Aliased};
use super::irls::Fitting;
use super::{Family, FitError, Link};
use crate::design::{Cells, Profiles};

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
    /// Columns that the model was fitted on, or would have been if they were not aliased.
    pub wanted: Vec<bool>,
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

impl Glm {
    /// Fits cells with `width` columns of profiles; `model` names the model in errors.
    ///
    /// # Errors
    /// Too few rows for the columns; columns that cannot be told apart; a mean cost that the link has no predictor for.
    pub fn fit(cells: &Cells, profiles: &Profiles, width: usize, family: Family, link: Link, model: &str) -> Result<Glm, FitError> {
        Glm::fit_columns(cells, profiles, &vec![true; width], family, link, model)
    }

    /// Fits on some columns only, such as those that a screening kept; the others have coefficients of zero.
    pub fn fit_columns(
        cells: &Cells,
        profiles: &Profiles,
        wanted: &[bool],
        family: Family,
        link: Link,
        model: &str,
    ) -> Result<Glm, FitError> {
        let fitting = Fitting { cells, profiles, wanted, width: wanted.len(), family, link };
        fitting.run(None, model)
    }

    /// Fits the same model to other cells, such as those without a pilot's zone, beginning at its own coefficients.
    pub fn refit(&self, cells: &Cells, profiles: &Profiles, model: &str) -> Result<Glm, FitError> {
        let (wanted, width) = (self.wanted.as_slice(), self.wanted.len());
        let fitting = Fitting { cells, profiles, wanted, width, family: self.family, link: self.link };
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
            blocks: Default::default(),
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
        let logit = Glm::fit(&separated.any_use(1), &profiles, 2, Family::Binomial, Link::Logit, "m").expect("a fit");
        assert!(logit.converged && logit.means(&profiles).iter().zip([0.0, 1.0]).all(|(mean, share)| (mean - share).abs() < 1e-9));
        let given_up = Glm { converged: false, ..logit };
        assert!(matches!(given_up.check("m"), Err(FitError::NotConverged { .. })));
    }

    #[test]
    fn a_column_that_repeats_another_is_named_and_left_out() {
        let profiles = intercept_and(&[&[(2, 2.0)], &[(1, 1.0), (2, 5.0)], &[(2, 1.0)]]);
        let cells = cells(&[(0, 100.0), (0, 300.0), (1, 60.0), (1, 50.0)]);
        let glm = Glm::fit(&cells.costs(1), &profiles, 3, Family::Gamma, Link::Log, "cells").expect("a fit");
        assert!(glm.is_aliased(2) && !glm.is_aliased(1) && glm.estimate[2] == 0.0 && glm.converged);
        // dμ/dη over V(μ): with a log link and V = μ² one over the mean.
        let (means, factors) = (glm.means(&profiles), glm.score_factors(&profiles));
        assert!(means.iter().zip(&factors).all(|(mean, factor)| (mean * factor - 1.0).abs() < 1e-9), "{means:?} {factors:?}");
        assert!(glm.supports(&profiles.entries[1]) && !glm.supports(&profiles.entries[2]));
    }

    /// In a saturated Poisson model with a log link the variance of a logarithm of a mean is the dispersion over its sum.
    #[test]
    fn standard_errors_of_logarithms_are_those_of_their_sums() {
        let profiles = intercept_and(&[&[], &[(1, 1.0)]]);
        let cells = cells(&[(0, 100.0), (0, 300.0), (1, 50.0), (1, 10.0)]);
        let glm = Glm::fit(&cells.costs(1), &profiles, 2, Family::Poisson, Link::Log, "cells").expect("a fit");
        for (se, variance) in glm.standard_errors(9.0).into_iter().zip([1.0_f64 / 400.0, 1.0 / 400.0 + 1.0 / 60.0]) {
            assert!((se - 3.0 * variance.sqrt()).abs() < 1e-9, "{se} for {variance}");
        }
        assert_eq!(glm.standard_errors(9.0).len(), 2);
    }

    /// Cells are added up in tasks of some thousands; here they are more.
    #[test]
    fn the_deviance_of_many_cells_is_that_of_their_rows() {
        let count = 9000;
        let profiles = Profiles { entries: (0..count).map(|row| vec![(0, 1.0), (1, f64::from(row) / 9000.0)]).collect() };
        let rows: Vec<(u32, f64)> = (0..count).map(|row| (row, f64::from(row * 7919 % 1009) + 0.1 * f64::from(row))).collect();
        let glm = Glm::fit(&cells(&rows).costs(1), &profiles, 2, Family::Gaussian, Link::Identity, "cells").expect("a fit");
        let deviance: f64 = rows.iter().zip(glm.means(&profiles)).map(|((_, cost), mean)| (cost - mean).powi(2)).sum();
        assert!((glm.deviance.expect("a deviance") / deviance - 1.0).abs() < 1e-9, "{:?} instead of {deviance}", glm.deviance);
    }
}
