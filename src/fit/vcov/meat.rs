//! The meat of persons and of person-years, of whom there are too many for a score each.

use super::{Covariance, Observation, Solution};
use crate::design::Profiles;
use crate::fit::information::{Packed, times};

/// Σ uu' over clusters: the packed upper triangle.
#[derive(Clone, Debug)]
pub struct Meat {
    /// Columns p.
    pub width: usize,
    /// p (p + 1)/2 values.
    pub values: Vec<f64>,
    /// Clusters with a row.
    pub clusters: usize,
}

impl Meat {
    /// Every row its own cluster.
    ///
    /// METHOD: rows of one profile have scores along the same x, so that one x x' stands for all of them.
    pub fn of_rows(solution: &Solution, profiles: &Profiles, rows: impl Iterator<Item = Observation>) -> Meat {
        let mut squares = vec![0.0; profiles.entries.len()];
        let mut meat = Meat::zero(solution.width);
        for row in rows {
            squares[row.profile as usize] += solution.residual(&row).powi(2);
            meat.clusters += 1;
        }
        for (x, square) in profiles.entries.iter().zip(squares).filter(|(_, square)| *square > 0.0) {
            Packed::add_square(&mut meat.values, meat.width, x, square);
        }
        meat
    }

    /// Clusters of few rows each, such as persons over the years; those without a row do not count.
    pub fn of_clusters<R: Iterator<Item = Observation>>(
        solution: &Solution,
        profiles: &Profiles,
        clusters: impl Iterator<Item = R>,
    ) -> Meat {
        let mut meat = Meat::zero(solution.width);
        let mut score: Vec<(usize, f64)> = Vec::new();
        let mut merged: Vec<(usize, f64)> = Vec::new();
        for rows in clusters {
            score.clear();
            let mut present = false;
            for row in rows {
                let residual = solution.residual(&row);
                score.extend(profiles.entries[row.profile as usize].iter().map(|(column, value)| (*column, residual * value)));
                present = true;
            }
            score.sort_by_key(|(column, _)| *column);
            merged.clear();
            for (column, value) in &score {
                match merged.last_mut() {
                    Some((last, sum)) if last == column => *sum += value,
                    _ => merged.push((*column, *value)),
                }
            }
            Packed::add_square(&mut meat.values, meat.width, &merged, 1.0);
            meat.clusters += usize::from(present);
        }
        meat
    }

    fn zero(width: usize) -> Meat {
        Meat { width, values: vec![0.0; width * (width + 1) / 2], clusters: 0 }
    }

    /// CR0: bread × meat × bread, with the inverse information, p × p by rows, as bread.
    pub fn between(&self, bread: &[f64]) -> Covariance {
        let width = self.width;
        let meat = Packed { width, values: &self.values };
        // Row by row of bread × meat, then times bread, which is symmetric.
        let row = |bread_row: &[f64]| {
            let through: Vec<f64> = (0..width).map(|j| (0..width).map(|i| bread_row[i] * meat.at(i, j)).sum()).collect();
            times(bread, &through)
        };
        Covariance { width, values: bread.chunks_exact(width).flat_map(row).collect() }
    }
}
