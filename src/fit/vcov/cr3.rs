//! CR3, the jackknife over clusters.

use super::scaled::{Scaling, apply};
use super::{Blocks, Covariance, Scores};
use crate::fit::FitError;

/// CR3: Σ (β₍g₎ − β)(β₍g₎ − β)' over the fits that leave out one cluster; `model` names the model in errors.
///
/// METHOD: times (G − 1)/G it is the jackknife of MacKinnon, Nielsen and Webb (2023), from blocks and without refitting:
/// β − β₍g₎ = (A − A_g)⁻¹u_g, exactly for least squares, as a first step for other models. A coefficient that a cluster alone
/// tells of stays where it was when that cluster is left out.
///
/// # Errors
/// Columns that cannot be told apart.
pub fn cr3(scores: &Scores, blocks: &Blocks, model: &str) -> Result<Covariance, FitError> {
    let scaling = Scaling::new(blocks, model)?;
    let adjusted: Vec<_> =
        scores.iter().zip(blocks.iter()).map(|(score, block)| apply(&scaling.block(block), -1.0, &scaling.score(score))).collect();
    Ok(scaling.covariance(&adjusted))
}

/// The jackknife over CR3: (G − 1)/G.
pub fn jackknife_factor(clusters: usize) -> f64 {
    (clusters as f64 - 1.0) / clusters as f64
}
