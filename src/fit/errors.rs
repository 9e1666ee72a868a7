//! Standard errors of coefficients from the rows that a model was fitted on, by the study's choice.

use std::ops::Range;

use rayon::prelude::*;

use super::method::pooled_profiles;
use super::model::{Fit, Numbers};
use super::part::Asks;
use super::vcov::{Blocks, Covariance, Meat, Observation, Scores, Solution, cr0, cr1_factor, cr2, cr3, hc1_factor};
use super::{FitError, FittedModel};
use crate::design::{Profiles, TargetRows};
use crate::spec::StandardErrors;

/// Standard errors of the coefficients of one outcome, or of one part of it, on the scale of the fit.
#[derive(Clone, Debug)]
pub struct Errors {
    /// By column; zero where left out, not a number where there are not two clusters.
    pub se: Vec<f64>,
    /// Degrees of freedom of the t test by column, where the variance knows them.
    pub degrees_of_freedom: Option<Vec<f64>>,
}

/// Coefficients whose errors are asked for.
struct Asked<'a> {
    asks: Asks,
    /// The sector, or one past the last for the total.
    outcome: usize,
    estimate: &'a [f64],
    /// Inverse information, p × p by rows.
    bread: &'a [f64],
    glm: Option<&'a super::Glm>,
}

/// The rows that coefficients were fitted on.
struct Sample<'a> {
    rows: &'a TargetRows,
    left_out: &'a [bool],
    years: Range<usize>,
    /// Those of several years side by side.
    profiles: &'a Profiles,
    /// Cluster by municipality; `None`: persons.
    clusters: Option<&'a [usize]>,
}

impl FittedModel {
    /// Takes the model's own standard errors for those of `kind`; `clusters` gives the cluster of each municipality, `None` makes
    /// clusters of persons. The rest is as in [`FittedModel::fit`].
    ///
    /// # Errors
    /// Columns that cannot be told apart.
    pub fn with_errors(
        mut self,
        kind: StandardErrors,
        rows: &TargetRows,
        left_out: &[bool],
        clusters: Option<&[usize]>,
        name: &str,
    ) -> Result<FittedModel, FitError> {
        if kind == StandardErrors::Model {
            return Ok(self);
        }
        let years = rows.years.len() / self.fits.len();
        let profiles = pooled_profiles(&rows.profiles, rows.design.width(), years);
        for (index, fit) in self.fits.iter_mut().enumerate() {
            let sample = Sample { rows, left_out, years: index * years..(index + 1) * years, profiles: &profiles, clusters };
            let asked = asked(fit, rows.sectors);
            let errors = asked.par_iter().map(|asked| sample.errors(asked, kind, name)).collect::<Result<Vec<_>, _>>()?;
            fit.errors = Some((kind, errors));
        }
        Ok(self)
    }
}

/// What was estimated in a fit, in the order of [`Fit::estimates`].
fn asked(fit: &Fit, sectors: usize) -> Vec<Asked<'_>> {
    match &fit.numbers {
        Numbers::Squares(squares) => {
            let outcomes = squares.outcomes.iter().enumerate();
            outcomes
                .map(|(outcome, coefficients)| Asked {
                    asks: Asks::Cost,
                    outcome,
                    estimate: &coefficients.estimate,
                    bread: &squares.inverse,
                    glm: None,
                })
                .collect()
        }
        Numbers::Glms(glms) => {
            let parts = (fit.first_outcome(sectors)..).zip(&fit.outcomes).zip(glms);
            parts
                .flat_map(|((outcome, fit), glms)| {
                    fit.parts.iter().zip(glms).map(move |(part, glm)| Asked {
                        asks: part.asks,
                        outcome,
                        estimate: &glm.estimate,
                        bread: &glm.inverse,
                        glm: Some(glm),
                    })
                })
                .collect()
        }
    }
}

impl Asked<'_> {
    fn solution(&self, profiles: &Profiles) -> Solution {
        match self.glm {
            Some(glm) => Solution::of_glm(glm, profiles),
            None => Solution::of_squares(self.estimate, profiles),
        }
    }

    /// Whether a column was estimated.
    fn kept(&self, column: usize) -> bool {
        self.bread[column * self.estimate.len() + column] > 0.0
    }
}

impl Sample<'_> {
    fn errors(&self, asked: &Asked, kind: StandardErrors, name: &str) -> Result<Errors, FitError> {
        let solution = asked.solution(self.profiles);
        let columns = (0..solution.width).filter(|column| asked.kept(*column)).count();
        // What is not estimated has no score.
        let estimated = |x: &Vec<(usize, f64)>| x.iter().copied().filter(|(column, _)| asked.kept(*column)).collect();
        let profiles = Profiles { entries: self.profiles.entries.iter().map(estimated).collect() };
        let no_df = |covariance: Covariance, clusters: usize| Errors {
            se: if clusters > 1 { covariance.standard_errors() } else { vec![f64::NAN; solution.width] },
            degrees_of_freedom: None,
        };
        let corrected = |covariance: Covariance, clusters: usize| match kind {
            StandardErrors::Cr1 => covariance.scaled(cr1_factor(clusters)),
            StandardErrors::Hc1 => covariance.scaled(hc1_factor(clusters as u64, columns)),
            _ => covariance,
        };
        let independent = kind == StandardErrors::Hc1;
        let Some(clusters) = self.clusters.filter(|_| !independent) else {
            let meat = match self.years.len() == 1 || independent {
                true => Meat::of_rows(&solution, &profiles, self.of_municipalities(asked, None)),
                false => Meat::of_clusters(&solution, &profiles, self.of_persons(asked)),
            };
            return Ok(no_df(corrected(meat.between(asked.bread), meat.clusters), meat.clusters));
        };
        let (number, count) = self.number(asked, clusters);
        let rows = || self.of_municipalities(asked, Some(&number));
        let scores = Scores::of(&solution, &profiles, count, rows());
        let blocks = || Blocks::of(&solution, &profiles, count, rows());
        Ok(match kind {
            _ if columns == 0 || count < 2 => no_df(cr0(asked.bread, &scores), count),
            StandardErrors::Cr2 => {
                let reduced = cr2(&scores, &blocks(), name)?;
                Errors { se: reduced.covariance.standard_errors(), degrees_of_freedom: Some(reduced.degrees_of_freedom) }
            }
            StandardErrors::Cr3 => no_df(cr3(&scores, &blocks(), name)?, count),
            _ => no_df(corrected(cr0(asked.bread, &scores), count), count),
        })
    }

    /// Numbers the clusters of which a row was fitted on, by municipality, and counts them.
    fn number(&self, asked: &Asked, clusters: &[usize]) -> (Vec<u32>, usize) {
        let mut present = vec![false; clusters.iter().max().map_or(0, |last| last + 1)];
        for year in self.years.clone() {
            let of_year = &self.rows.years[year];
            let seen = (0..of_year.person.len()).filter(|row| self.observe(asked, year, *row, 0).is_some());
            seen.for_each(|row| present[clusters[of_year.municipality[row] as usize]] = true);
        }
        let mut count = 0;
        let mut numbers = vec![0; present.len()];
        for (number, _) in numbers.iter_mut().zip(&present).filter(|(_, present)| **present) {
            *number = count;
            count += 1;
        }
        (clusters.iter().map(|cluster| numbers[*cluster]).collect(), count as usize)
    }

    /// The rows fitted on, in their order; `clusters` numbers the clusters by municipality.
    fn of_municipalities<'a>(&'a self, asked: &'a Asked, clusters: Option<&'a [u32]>) -> impl Iterator<Item = Observation> + 'a {
        self.years.clone().flat_map(move |year| {
            let of_year = &self.rows.years[year];
            (0..of_year.person.len()).filter_map(move |row| {
                self.observe(asked, year, row, clusters.map_or(0, |clusters| clusters[of_year.municipality[row] as usize]))
            })
        })
    }

    /// The rows fitted on, person by person.
    fn of_persons<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = impl Iterator<Item = Observation> + 'a> + 'a {
        (0..self.rows.persons()).map(move |person| {
            let of_person = &self.rows.rows_of(person)[self.years.clone()];
            let there = self.years.clone().zip(of_person).filter(|(_, row)| **row != TargetRows::NO_ROW);
            there.filter_map(move |(year, row)| self.observe(asked, year, *row as usize, 0))
        })
    }

    /// A row as a part of a model sees it; `None` when it was not fitted on.
    fn observe(&self, asked: &Asked, year: usize, row: usize, cluster: u32) -> Option<Observation> {
        let (of_year, sectors) = (&self.rows.years[year], self.rows.sectors);
        if self.left_out[of_year.municipality[row] as usize] {
            return None;
        }
        let costs = &of_year.cost[row * sectors..][..sectors];
        let cost = costs.get(asked.outcome).copied().unwrap_or_else(|| costs.iter().sum());
        let value = match asked.asks {
            Asks::CostOfUsers if cost == 0.0 => return None,
            Asks::Cost | Asks::CostOfUsers => cost / of_year.exposure[row],
            Asks::AnyUse => f64::from(u8::from(cost != 0.0)),
        };
        let profile = ((year - self.years.start) * self.rows.profiles.entries.len()) as u32 + of_year.profile[row];
        Some(Observation { cluster, profile, weight: of_year.weight[row] * of_year.exposure[row], value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (X'WX)⁻¹ is zero where a column is aliased and nowhere else on its diagonal.
    #[test]
    fn a_column_without_a_variance_was_not_estimated() {
        let (estimate, bread) = ([3.0, 0.0, 1.0], [0.5, 0.0, -0.1, 0.0, 0.0, 0.0, -0.1, 0.0, 0.2]);
        let asked = Asked { asks: Asks::Cost, outcome: 0, estimate: &estimate, bread: &bread, glm: None };
        assert_eq!([0, 1, 2].map(|column| asked.kept(column)), [true, false, true]);
    }
}
