//! CR2, the bias-reduced variance of Bell and McCaffrey (2002), and the degrees of freedom of its t tests.

use faer::{Col, Mat};
use rayon::prelude::*;

use super::scaled::{Scaling, apply, times_block};
use super::{Blocks, Covariance, Scores};
use crate::fit::FitError;

/// A CR2 variance with Satterthwaite degrees of freedom by column; zero where aliased.
#[derive(Clone, Debug)]
pub struct Cr2 {
    /// The variance.
    pub covariance: Covariance,
    /// Degrees of freedom of the t test of each coefficient.
    pub degrees_of_freedom: Vec<f64>,
}

/// CR2 with the model's own variance as the working variance; `model` names it in errors.
///
/// METHOD: residuals of a cluster are multiplied by (I − H)^(−1/2), H its block of the hat matrix, so that the variance is
/// unbiased when the working variance is right. The degrees of freedom match mean and variance of the estimated variance
/// under it: ν = (tr G)²/tr G², G_gh = q_g'(I − H)_gh q_h with q_g the adjusted weights of cluster g in the coefficient.
///
/// # Errors
/// Columns that cannot be told apart.
pub fn cr2(scores: &Scores, blocks: &Blocks, model: &str) -> Result<Cr2, FitError> {
    let scaling = Scaling::new(blocks, model)?;
    let hats: Vec<_> = blocks.iter().collect::<Vec<_>>().into_par_iter().map(|block| scaling.block(block)).collect();
    let adjusted: Vec<Col<f64>> = scores.iter().zip(&hats).map(|(score, hat)| apply(hat, -0.5, &scaling.score(score))).collect();
    let mut degrees_of_freedom = vec![0.0; scores.width];
    for column in scaling.kept() {
        let mut unit = vec![0.0; scores.width];
        unit[*column] = 1.0;
        let direction = scaling.score(&unit);
        let k = direction.nrows();
        // G_gh = δ_gh a_g − m_g'm_h, whose traces need the a's, the m's and Σ m m' only.
        let (mut trace, mut squares, mut products) = (0.0, 0.0, Mat::<f64>::zeros(k, k));
        for hat in &hats {
            let q = apply(hat, -0.5, &direction);
            let m = times_block(hat, &q);
            let (own, shared) = (q.transpose() * &m, m.squared_norm_l2());
            trace += own - shared;
            squares += own * own - 2.0 * own * shared;
            products += &m * m.transpose();
        }
        degrees_of_freedom[*column] = trace * trace / (squares + products.squared_norm_l2());
    }
    Ok(Cr2 { covariance: scaling.covariance(&adjusted), degrees_of_freedom })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of clusters of one size is the mean of their means: a t test with G − 1 degrees of freedom, and CR2 is their
    /// variance over G.
    #[test]
    fn the_mean_of_like_clusters_has_one_degree_of_freedom_less_than_clusters() {
        let totals = [8.0, -4.0, 0.0, 6.0, -10.0];
        let scores = Scores { width: 1, values: totals.to_vec() };
        let blocks = Blocks { width: 1, values: vec![4.0; 5] };
        let Cr2 { covariance, degrees_of_freedom } = cr2(&scores, &blocks, "m").expect("a variance");
        assert!((degrees_of_freedom[0] - 4.0).abs() < 1e-9, "{degrees_of_freedom:?}");
        let of_means: f64 = totals.iter().map(|total| (total / 4.0_f64).powi(2)).sum::<f64>() / 4.0;
        assert!((covariance.values[0] - of_means / 5.0).abs() < 1e-12, "{:?}", covariance.values);
    }
}
