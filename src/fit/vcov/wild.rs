//! The wild cluster bootstrap of one coefficient of a least-squares fit, on scores.

use faer::linalg::solvers::{DenseSolveCore, Solve};
use faer::{Col, Mat, Side};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Blocks, Scores};
use crate::fit::FitError;

/// Replicates computed together: what they have in common is read once for all of them.
const BATCH: usize = 64;

/// The law of the weight by which a replicate multiplies the residuals of a cluster: mean 0, variance 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// −1 or 1.
    Rademacher,
    /// ±√(1/2), ±1 or ±√(3/2): for fewer than a dozen clusters, where signs alone give few replicates.
    Webb,
}

/// Which residuals a replicate is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restriction {
    /// 11: those of the fit without the coefficient (Cameron, Gelbach and Miller 2008).
    Plain,
    /// 31: those of that fit with the cluster left out (MacKinnon, Nielsen and Webb 2023).
    Jackknifed,
}

/// The bootstrap of the hypothesis that one coefficient is zero, ready to draw. Variances are CR1S in both t statistics, whose
/// factor cancels in the comparison: it is left out.
pub struct WildBootstrap {
    /// The t statistic of the data, with CR0.
    pub statistic: f64,
    column: usize,
    /// A⁻¹, k × k.
    bread: Mat<f64>,
    /// Scores of all columns kept under the hypothesis, a column a cluster: k × G.
    restricted: Mat<f64>,
    /// What each cluster's score adds to the coefficient under the hypothesis.
    own: Col<f64>,
    /// And what its block takes from that for each coefficient that changes: G × k.
    taken: Mat<f64>,
}

impl WildBootstrap {
    /// Prepares the bootstrap of a coefficient: `estimate` are the coefficients, `scores` and `blocks` those of the full fit.
    ///
    /// METHOD: with blocks A_g and scores u_g at β, the scores of the restricted fit are u_g + A_g(β − β̃), where
    /// β̃ = β − A⁻¹e_j β_j/(A⁻¹)_jj; nothing else of the rows is needed.
    ///
    /// # Errors
    /// Columns that cannot be told apart, or a coefficient that is aliased.
    pub fn new(
        estimate: &[f64],
        scores: &Scores,
        blocks: &Blocks,
        column: usize,
        restriction: Restriction,
        model: &str,
    ) -> Result<WildBootstrap, FitError> {
        let singular = || FitError::Singular { model: model.to_owned() };
        let total = blocks.total();
        let packed = super::Packed { width: blocks.width, values: &total };
        let kept = packed.independent_columns();
        let column = kept.iter().position(|kept| *kept == column).ok_or_else(singular)?;
        let dense = |packed: super::Packed| Mat::from_fn(kept.len(), kept.len(), |i, j| packed.at(kept[i], kept[j]));
        let bread = dense(packed).llt(Side::Lower).map_err(|_| singular())?.inverse();
        let blocks: Vec<Mat<f64>> = blocks.iter().map(dense).collect();
        let scores: Vec<Col<f64>> = scores.iter().map(|score| Col::from_fn(kept.len(), |i| score[kept[i]])).collect();
        let coefficient = estimate[kept[column]];
        let back = bread.col(column) * faer::Scale(coefficient / bread[(column, column)]);
        let mut restricted: Vec<Col<f64>> = scores.iter().zip(&blocks).map(|(score, block)| score + block * &back).collect();
        if restriction == Restriction::Jackknifed {
            let others: Vec<usize> = (0..kept.len()).filter(|other| *other != column).collect();
            let among = |matrix: &Mat<f64>| Mat::from_fn(others.len(), others.len(), |i, j| matrix[(others[i], others[j])]);
            let all = among(&dense(packed));
            for (score, block) in restricted.iter_mut().zip(&blocks) {
                let of_others = Mat::from_fn(others.len(), 1, |i, _| score[others[i]]);
                let without = (&all - among(block)).llt(Side::Lower).map_err(|_| singular())?;
                let moved = without.solve(&of_others);
                let spread = Col::from_fn(kept.len(), |i| others.iter().position(|other| *other == i).map_or(0.0, |at| moved[(at, 0)]));
                *score += block * spread;
            }
        }
        let row = bread.col(column);
        let variance: f64 = scores.iter().map(|score| (row.transpose() * score).powi(2)).sum();
        let own = Col::from_fn(restricted.len(), |cluster| row.transpose() * &restricted[cluster]);
        let of_blocks: Vec<Col<f64>> = blocks.iter().map(|block| block * row).collect();
        let taken = Mat::from_fn(blocks.len(), kept.len(), |cluster, i| of_blocks[cluster][i]);
        let restricted = Mat::from_fn(kept.len(), restricted.len(), |i, cluster| restricted[cluster][i]);
        Ok(WildBootstrap { statistic: coefficient / variance.sqrt(), column, bread, restricted, own, taken })
    }

    /// The t statistic of a replicate, given the weight of each cluster.
    pub fn replicate(&self, weights: &[f64]) -> f64 {
        self.statistics(&Mat::from_fn(weights.len(), 1, |cluster, _| weights[cluster])).sum()
    }

    /// The t statistics of replicates, given the weight of each cluster in each of them: G × replicates.
    ///
    /// METHOD: only the j-th entries of A⁻¹(w_g u_g − A_g(β* − β̃)) are squared, so that of each block the j-th row of A⁻¹A_g is enough.
    fn statistics(&self, weights: &Mat<f64>) -> impl Iterator<Item = f64> {
        let change = &self.bread * (&self.restricted * weights);
        let taken = &self.taken * &change;
        let of_replicate = |replicate: usize| {
            let left = |cluster: usize| weights[(cluster, replicate)] * self.own[cluster] - taken[(cluster, replicate)];
            let squares: f64 = (0..weights.nrows()).map(|cluster| left(cluster).powi(2)).sum();
            change[(self.column, replicate)] / squares.sqrt()
        };
        (0..weights.ncols()).map(of_replicate).collect::<Vec<f64>>().into_iter()
    }

    /// The share of replicates whose statistic is at least as far from zero as that of the data, which counts as one of them.
    /// Weights are a function of seed, replicate and cluster alone.
    pub fn p_value(&self, law: Law, replicates: u32, seed: u64) -> f64 {
        let clusters = self.own.nrows();
        // Rounding must not tell a replicate of the data's own weights from the data.
        let beyond = |statistic: &f64| statistic.abs() >= self.statistic.abs() * (1.0 - 1e-10);
        let of_batch = |first: u32| {
            let batch = first..replicates.min(first + BATCH as u32);
            let mut weights = Mat::zeros(clusters, batch.len());
            for (column, replicate) in batch.enumerate() {
                let mut rng = ChaCha8Rng::seed_from_u64(seed);
                rng.set_stream(u64::from(replicate));
                (0..clusters).for_each(|cluster| weights[(cluster, column)] = law.draw(&mut rng));
            }
            self.statistics(&weights).filter(beyond).count()
        };
        let count: usize = (0..replicates).into_par_iter().step_by(BATCH).map(of_batch).sum();
        (1 + count) as f64 / (1.0 + f64::from(replicates))
    }
}

impl Law {
    fn draw(self, rng: &mut ChaCha8Rng) -> f64 {
        let sign = if rng.random::<bool>() { 1.0 } else { -1.0 };
        match self {
            Law::Rademacher => sign,
            Law::Webb => sign * (f64::from(rng.random_range(1..=3_u8)) / 2.0).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Profiles;
    use crate::fit::vcov::{Observation, Solution};

    /// A mean and a difference of six clusters of three rows, some of which have one profile and some the other, by least squares.
    fn bootstrap() -> WildBootstrap {
        let profiles = Profiles { entries: vec![vec![(0, 1.0)], vec![(0, 1.0), (1, 1.0)]] };
        let value = |row: u32| f64::from(row * 7 % 11) + f64::from(row / 3) * 0.5;
        let rows: Vec<Observation> =
            (0..18).map(|row| Observation { cluster: row / 3, profile: u32::from(row % 5 < 2), weight: 1.0, value: value(row) }).collect();
        let mean = |profile: u32| {
            let values: Vec<f64> = rows.iter().filter(|row| row.profile == profile).map(|row| row.value).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        let estimate = [mean(0), mean(1) - mean(0)];
        let solution = Solution::of_squares(&estimate, &profiles);
        let scores = Scores::of(&solution, &profiles, 6, rows.iter().copied());
        let blocks = Blocks::of(&solution, &profiles, 6, rows.iter().copied());
        WildBootstrap::new(&estimate, &scores, &blocks, 1, Restriction::Plain, "m").expect("a bootstrap")
    }

    /// With the weight one everywhere a replicate is the data; with minus one it is the data mirrored at the restricted fit.
    #[test]
    fn a_replicate_with_the_data_s_own_weights_is_the_data() {
        let bootstrap = bootstrap();
        let statistic = bootstrap.statistic;
        assert!(statistic.abs() > 0.1, "{statistic}");
        assert!((bootstrap.replicate(&[1.0; 6]) - statistic).abs() < 1e-9 && (bootstrap.replicate(&[-1.0; 6]) + statistic).abs() < 1e-9);
    }

    /// Six clusters have 64 sets of signs, all of them alike probable.
    #[test]
    fn the_p_value_is_the_share_of_all_signs_as_far_from_zero() {
        let bootstrap = bootstrap();
        let signs = |set: u32| (0..6).map(|cluster| if (set >> cluster) & 1 == 1 { 1.0 } else { -1.0 }).collect::<Vec<f64>>();
        let far = |set: &u32| bootstrap.replicate(&signs(*set)).abs() >= bootstrap.statistic.abs() * (1.0 - 1e-10);
        let share = (0..64).filter(far).count() as f64 / 64.0;
        assert!(share < 1.0, "some replicate is nearer");
        let drawn = bootstrap.p_value(Law::Rademacher, 9999, 1);
        // Four standard errors of a share of ten thousand at most.
        assert!((drawn - share).abs() < 0.02, "{drawn} instead of {share}");
    }
}
