//! **Errors of coefficients.** How far can a coefficient be trusted when persons of one municipality depend on one another?
//!
//! # Formula
//!
//! A sandwich has bread, the inverse information, and meat, the sum over clusters g of the products of their scores:
//!
//! ```text
//! u_g  = Σ_{i in g} x w e (y/e − μ) (dμ/dη)/V(μ)
//! CR0  = H⁻¹ (Σ_g u_g u_g') H⁻¹
//! CR1  = CR0 · G/(G − 1)
//! CR1S = CR1 · (N − 1)/(N − k)
//! ```
//!
//! CR2, CR3 and the bootstrap work on p × p blocks of information by cluster ([`Blocks`]), never on rows: with X'WX = LL', v = L⁻¹u
//! and S = L⁻¹AL⁻ᵀ for the score u and the block A of a cluster, whatever a hat matrix of the cluster's rows does to their
//! residuals S does to v.
//!
//! | file | variance | when |
//! | --- | --- | --- |
//! | `cr0` | CR0 of scores, and by factors HC1, CR1, CR1S; every row its own cluster: HC0 | many clusters |
//! | `meat` | CR0 of persons, who are too many for a score each, and HC0 | persons |
//! | `cr2` | CR2 with Satterthwaite degrees of freedom | few clusters |
//! | `cr3` | CR3, the jackknife over clusters | few clusters, of unlike sizes |
//! | `wild` | the wild cluster bootstrap 11 and 31 of one coefficient (least squares) | few clusters |
//!
//! # Example
//!
//! The mean of four persons, two in each of two municipalities, who cost 3, 3, 1 and 1: the residuals of each municipality go
//! together and add up to 2 and −2. The standard error of the mean is 1, not the 0.58 of four persons who know nothing of each
//! other.
//!
//! ```
//! use garantie::fit::vcov::{Scores, cr0, cr1_factor};
//!
//! let scores = Scores { width: 1, values: vec![2.0, -2.0] };
//! let variance = cr0(&[1.0 / 4.0], &scores).scaled(cr1_factor(2));
//! assert_eq!(variance.standard_errors(), [1.0]);
//! ```
//!
//! # In the code
//!
//! The scores come from rows or from cells ([`Scores::of`]): a cell of one cluster counts as a row.
//!
//! # References
//!
//! Bell and McCaffrey (2002), Bias reduction in standard errors for linear regression with multi-stage samples, *Survey
//! Methodology*; Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with clustered errors, *Review of
//! Economics and Statistics*; MacKinnon, Nielsen and Webb (2023).
//!
//! ---
//!
//! ← [Risk adjustment](crate::fit) · [Contents](crate) · [The guarantee](crate::counterfactual) →

mod cr0;
mod cr2;
mod cr3;
mod meat;
mod scaled;
mod wild;

pub use cr0::{cr0, cr1_factor, cr1s_factor, hc1_factor};
pub use cr2::{Cr2, cr2};
pub use cr3::{cr3, jackknife_factor};
pub use meat::Meat;
pub use wild::{Law, Restriction, WildBootstrap};

use super::Glm;
use super::information::Packed;
use crate::design::Profiles;

/// A row, or a cell of a cluster: `weight` w·e and the annualised cost `value` y/e, or Σwe and Σwy/Σwe.
#[derive(Clone, Copy, Debug)]
pub struct Observation {
    /// Number of the cluster.
    pub cluster: u32,
    /// Profile.
    pub profile: u32,
    /// w·e, in person-years.
    pub weight: f64,
    /// y/e, in cents per year, or a share.
    pub value: f64,
}

/// A model at its solution, as scores and information see it: values by profile.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Columns p.
    pub width: usize,
    /// μ, in cents per year, or a share.
    pub means: Vec<f64>,
    /// dμ/dη.
    pub slopes: Vec<f64>,
    /// h = (dμ/dη)/V(μ).
    pub factors: Vec<f64>,
}

/// Scores u = Σ x h w(y − eμ) by cluster: `cluster × width + column`.
#[derive(Clone, Debug)]
pub struct Scores {
    /// Columns p.
    pub width: usize,
    /// G × p values by rows.
    pub values: Vec<f64>,
}

/// Information A = Σ x x' w e (dμ/dη)²/V(μ) by cluster: packed upper triangles, one after the other.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// Columns p.
    pub width: usize,
    /// G × p (p + 1)/2 values.
    pub values: Vec<f64>,
}

/// A p × p variance of coefficients by rows; zero where aliased.
#[derive(Clone, Debug)]
pub struct Covariance {
    /// Columns p.
    pub width: usize,
    /// p × p values.
    pub values: Vec<f64>,
}

impl Solution {
    /// The solution of a generalised linear model.
    pub fn of_glm(glm: &Glm, profiles: &Profiles) -> Solution {
        let (means, slopes, factors) = (glm.means(profiles), glm.slopes(profiles), glm.score_factors(profiles));
        Solution { width: glm.estimate.len(), means, slopes, factors }
    }

    /// The solution of least squares with these coefficients.
    pub fn of_squares(estimate: &[f64], profiles: &Profiles) -> Solution {
        let ones = vec![1.0; profiles.entries.len()];
        Solution { width: estimate.len(), means: profiles.times(estimate), slopes: ones.clone(), factors: ones }
    }

    /// h w (y − e μ): what the entries of a row's profile are multiplied by in its score.
    fn residual(&self, row: &Observation) -> f64 {
        let profile = row.profile as usize;
        row.weight * (row.value - self.means[profile]) * self.factors[profile]
    }
}

impl Scores {
    /// The scores of `clusters` clusters at the solution of a model.
    pub fn of(solution: &Solution, profiles: &Profiles, clusters: usize, rows: impl Iterator<Item = Observation>) -> Scores {
        let width = solution.width;
        let mut scores = Scores { width, values: vec![0.0; clusters * width] };
        for row in rows {
            let residual = solution.residual(&row);
            let score = &mut scores.values[row.cluster as usize * width..][..width];
            profiles.entries[row.profile as usize].iter().for_each(|(column, entry)| score[*column] += residual * entry);
        }
        scores
    }

    /// Number of clusters.
    pub fn clusters(&self) -> usize {
        self.values.len() / self.width
    }

    /// The score of each cluster in turn.
    pub fn iter(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.width)
    }
}

impl Blocks {
    /// The information of `clusters` clusters at the solution of a model.
    pub fn of(solution: &Solution, profiles: &Profiles, clusters: usize, rows: impl Iterator<Item = Observation>) -> Blocks {
        let Solution { width, slopes, factors, .. } = solution;
        let width = *width;
        let size = width * (width + 1) / 2;
        let mut blocks = Blocks { width, values: vec![0.0; clusters * size] };
        for Observation { cluster, profile, weight, .. } in rows {
            let profile = profile as usize;
            let block = &mut blocks.values[cluster as usize * size..][..size];
            Packed::add_square(block, width, &profiles.entries[profile], weight * slopes[profile] * factors[profile]);
        }
        blocks
    }

    fn size(&self) -> usize {
        self.width * (self.width + 1) / 2
    }

    /// The block of each cluster in turn.
    fn iter(&self) -> impl Iterator<Item = Packed<'_>> {
        self.values.chunks_exact(self.size()).map(|values| Packed { width: self.width, values })
    }

    /// The information of all clusters.
    fn total(&self) -> Vec<f64> {
        let mut total = vec![0.0; self.size()];
        self.values.chunks_exact(self.size()).for_each(|block| total.iter_mut().zip(block).for_each(|(sum, more)| *sum += more));
        total
    }
}

impl Covariance {
    /// Standard errors by column.
    pub fn standard_errors(&self) -> Vec<f64> {
        (0..self.width).map(|column| self.values[column * self.width + column].sqrt()).collect()
    }

    /// The variance times a factor.
    pub fn scaled(mut self, factor: f64) -> Covariance {
        self.values.iter_mut().for_each(|value| *value *= factor);
        self
    }
}
