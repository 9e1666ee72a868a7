//! The sandwich as it is, and the factors that correct it for few clusters or many columns.

use super::{Covariance, Scores};
use crate::fit::information::times;

/// CR0: bread × Σ uu' × bread. With every row its own cluster it is HC0. `bread` is the inverse information, p × p by rows.
pub fn cr0(bread: &[f64], scores: &Scores) -> Covariance {
    let width = scores.width;
    let mut values = vec![0.0; width * width];
    for score in scores.iter() {
        // The influence of the cluster on the coefficients.
        let influence = times(bread, score);
        for (row, left) in values.chunks_exact_mut(width).zip(&influence) {
            row.iter_mut().zip(&influence).for_each(|(sum, right)| *sum += left * right);
        }
    }
    Covariance { width, values }
}

/// CR1 over CR0: G/(G − 1).
pub fn cr1_factor(clusters: usize) -> f64 {
    clusters as f64 / (clusters as f64 - 1.0)
}

/// CR1S over CR0: G/(G − 1) · (N − 1)/(N − k), with N rows and k columns that are not aliased.
pub fn cr1s_factor(clusters: usize, rows: u64, columns: usize) -> f64 {
    cr1_factor(clusters) * (rows as f64 - 1.0) / (rows as f64 - columns as f64)
}

/// HC1 over HC0: N/(N − k).
pub fn hc1_factor(rows: u64, columns: usize) -> f64 {
    rows as f64 / (rows as f64 - columns as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// N/(N − k) by hand: 2/1 and 12/8.
    #[test]
    fn the_correction_for_columns_is_rows_over_degrees_of_freedom() {
        assert_eq!((hc1_factor(2, 1), hc1_factor(12, 4)), (2.0, 1.5));
    }
}
