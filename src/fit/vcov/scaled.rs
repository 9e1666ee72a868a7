//! Scores and blocks of clusters in the coordinates in which the information of all is the unit matrix.

use faer::linalg::solvers::{Llt, SelfAdjointEigen};
use faer::linalg::triangular_solve::{solve_lower_triangular_in_place, solve_upper_triangular_in_place};
use faer::{Col, Mat, Par, Side};

use super::{Blocks, Covariance};
use crate::fit::FitError;
use crate::fit::information::Packed;

/// METHOD: a direction that one cluster alone tells of has nothing left without it; what is smaller than this is nothing.
const NOTHING: f64 = 1e-10;

/// X'WX = LL' of the columns that are not aliased.
pub struct Scaling {
    width: usize,
    kept: Vec<usize>,
    factor: Llt<f64>,
}

impl Scaling {
    /// # Errors
    /// Columns that cannot be told apart.
    pub fn new(blocks: &Blocks, model: &str) -> Result<Scaling, FitError> {
        let total = blocks.total();
        let packed = Packed { width: blocks.width, values: &total };
        let kept = packed.independent_columns();
        let matrix = Mat::from_fn(kept.len(), kept.len(), |i, j| packed.at(kept[i], kept[j]));
        let factor = matrix.llt(Side::Lower).map_err(|_| FitError::Singular { model: model.to_owned() })?;
        Ok(Scaling { width: blocks.width, kept, factor })
    }

    /// Columns that are not aliased.
    pub fn kept(&self) -> &[usize] {
        &self.kept
    }

    /// v = L⁻¹u of a score.
    pub fn score(&self, score: &[f64]) -> Col<f64> {
        let mut v = Mat::from_fn(self.kept.len(), 1, |i, _| score[self.kept[i]]);
        solve_lower_triangular_in_place(self.factor.L(), v.as_mut(), Par::Seq);
        v.col(0).to_owned()
    }

    /// S = L⁻¹AL⁻ᵀ of a block, as eigenvectors and eigenvalues: those of the cluster's hat matrix.
    pub fn block(&self, block: Packed) -> SelfAdjointEigen<f64> {
        let mut s = Mat::from_fn(self.kept.len(), self.kept.len(), |i, j| block.at(self.kept[i], self.kept[j]));
        solve_lower_triangular_in_place(self.factor.L(), s.as_mut(), Par::Seq);
        let mut s = s.transpose().to_owned();
        solve_lower_triangular_in_place(self.factor.L(), s.as_mut(), Par::Seq);
        s.self_adjoint_eigen(Side::Lower).expect("a symmetric matrix of numbers")
    }

    /// L⁻ᵀ Σ vv' L⁻¹.
    pub fn covariance(&self, scaled: &[Col<f64>]) -> Covariance {
        let k = self.kept.len();
        let mut influences = Mat::from_fn(k, scaled.len(), |i, cluster| scaled[cluster][i]);
        solve_upper_triangular_in_place(self.factor.L().transpose(), influences.as_mut(), Par::Seq);
        let mut values = vec![0.0; self.width * self.width];
        for influence in influences.col_iter() {
            for (i, row) in self.kept.iter().enumerate() {
                for (j, column) in self.kept.iter().enumerate() {
                    values[row * self.width + column] += influence[i] * influence[j];
                }
            }
        }
        Covariance { width: self.width, values }
    }
}

/// (I − S)^power times a vector; directions in which nothing is left are left out.
pub fn apply(block: &SelfAdjointEigen<f64>, power: f64, vector: &Col<f64>) -> Col<f64> {
    let u = block.U();
    let mut along = u.transpose() * vector;
    for (value, share) in along.iter_mut().zip(block.S().column_vector().iter()) {
        let left = 1.0 - share;
        *value *= if left > NOTHING { left.powf(power) } else { 0.0 };
    }
    u * along
}

/// S times a vector.
pub fn times_block(block: &SelfAdjointEigen<f64>, vector: &Col<f64>) -> Col<f64> {
    let u = block.U();
    let mut along = u.transpose() * vector;
    along.iter_mut().zip(block.S().column_vector().iter()).for_each(|(value, share)| *value *= share);
    u * along
}
