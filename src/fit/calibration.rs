//! What a model without a canonical link gets wrong on the rows that it was fitted on.

use crate::design::Cells;

/// Σ w y / Σ w e f(x) over cells, with f by profile: the factor that makes expected cost of these rows their real cost.
///
/// METHOD: one by construction with an intercept and a canonical link; gamma, Tweedie and two-part models with a log link have
/// none, and their predictions are multiplied by it. Rows without any cost are predicted without any.
pub fn calibration(cells: &Cells, means: &[f64]) -> f64 {
    let expected: f64 = cells.profile.iter().zip(&cells.weight).map(|(profile, weight)| weight * means[*profile as usize]).sum();
    let real: f64 = cells.sum.iter().sum();
    if expected == 0.0 { 1.0 } else { real / expected }
}
