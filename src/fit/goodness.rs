//! How close predictions come to the costs of the persons that a model was fitted on.

use crate::design::TargetRows;

/// Fit statistics of one outcome in one year, over the reference group; annualised cost with weight × exposure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goodness {
    /// Share of the variance that is explained.
    pub r2: f64,
    /// Cumming's prediction measure, 1 − Σ|y − ŷ|/Σ|y − ȳ|: the share of the absolute deviation that is explained.
    pub cpm: f64,
    /// Mean absolute error, cents per person-year.
    pub mae: f64,
    /// Residual standard deviation, cents.
    pub sigma: f64,
    /// Real over expected cost.
    pub calibration: f64,
}

/// The statistics of each sector and, last, of the total; `terms` were estimated.
pub fn goodness(rows: &TargetRows, year: usize, reference: impl Fn(usize) -> bool, predicted: &[f64], terms: usize) -> Vec<Goodness> {
    let (sectors, of_year) = (rows.sectors, &rows.years[year]);
    let members: Vec<usize> = (0..of_year.person.len()).filter(|row| reference(of_year.municipality[*row] as usize)).collect();
    let weight = |row: usize| of_year.weight[row] * of_year.exposure[row];
    let exposure: f64 = members.iter().map(|row| weight(*row)).sum();
    let total_last = |values: &[f64], into: &mut [f64]| {
        into[..sectors].copy_from_slice(values);
        into[sectors] = values.iter().sum();
    };
    let mut annual = vec![0.0; sectors + 1];
    let mut expected = vec![0.0; sectors + 1];
    let mut means = vec![0.0; sectors + 1];
    for row in &members {
        total_last(&of_year.cost[row * sectors..][..sectors], &mut annual);
        means.iter_mut().zip(&annual).for_each(|(mean, cost)| *mean += of_year.weight[*row] * cost / exposure);
    }
    // By outcome: squared and absolute residuals, squared and absolute deviations from the mean, expected cost.
    let mut sums = vec![[0.0; 5]; sectors + 1];
    for row in &members {
        total_last(&of_year.cost[row * sectors..][..sectors], &mut annual);
        total_last(&predicted[of_year.profile[*row] as usize * sectors..][..sectors], &mut expected);
        let weight = weight(*row);
        for ((sums, (annual, expected)), mean) in sums.iter_mut().zip(annual.iter().zip(&expected)).zip(&means) {
            let annual = annual / of_year.exposure[*row];
            let (residual, deviation) = (annual - expected, annual - mean);
            let terms = [residual * residual, residual.abs(), deviation * deviation, deviation.abs(), *expected];
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += weight * term);
        }
    }
    let df = members.len().saturating_sub(terms).max(1) as f64;
    let share = |residual: f64, deviation: f64| if deviation > 0.0 { 1.0 - residual / deviation } else { 0.0 };
    let of_outcome = |([square, absolute, square_deviation, deviation, expected], mean): ([f64; 5], f64)| Goodness {
        r2: share(square, square_deviation),
        cpm: share(absolute, deviation),
        mae: absolute / exposure,
        sigma: (square / df).sqrt(),
        calibration: if expected == 0.0 { 1.0 } else { mean * exposure / expected },
    };
    sums.into_iter().zip(means).map(of_outcome).collect()
}
