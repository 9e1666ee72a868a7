//! Weighted least squares from the moments of the reference group.

use faer::linalg::solvers::{DenseSolveCore, Solve};
use faer::{Mat, Side};

use super::FitError;
use crate::design::Moments;

/// METHOD: a column is aliased when, in the information scaled to unit diagonal, less than this share of it is left after the
/// columns before it; as in R the later column is left out.
const ALIASED: f64 = 1e-10;

/// Weighted least squares of annualised cost y/e on x with weight w·e, all sectors at once.
///
/// With p columns and S sectors. Expected cost of a person is e·x'β; because the model is linear, the sectors' coefficients
/// add up to the total's.
#[derive(Clone, Debug)]
pub struct LeastSquares {
    /// One per sector, then the total.
    pub outcomes: Vec<Coefficients>,
    /// Columns left out because those before them determine them.
    pub aliased: Vec<Aliased>,
    /// (Σ w e x x')⁻¹ by rows, p × p, zero where aliased.
    pub inverse: Vec<f64>,
    /// Person-years fitted on.
    pub rows: u64,
    /// Weighted person-years fitted on.
    pub exposure: f64,
    /// Person-years with a non-zero value, by column.
    pub present: Vec<u64>,
    /// Largest / smallest squared pivot of the information scaled to unit diagonal.
    pub condition: f64,
}

/// The fit of one sector or of the total, in cents.
#[derive(Clone, Debug)]
pub struct Coefficients {
    /// Cents per year of full exposure; zero where aliased.
    pub estimate: Vec<f64>,
    /// Model-based standard errors; zero where aliased.
    pub se: Vec<f64>,
    /// Residual standard deviation.
    pub sigma: f64,
    /// Share of the weighted variance of annualised cost that is explained.
    pub r2: f64,
    /// Real / expected cost of the rows fitted on: 1 but for rounding, because there is an intercept.
    pub calibration: f64,
}

/// A column that the reference group cannot tell from others.
#[derive(Clone, Debug)]
pub struct Aliased {
    /// The column.
    pub column: usize,
    /// What it is, in the reference group, as a combination of the columns kept: one factor a column.
    pub combination: Vec<f64>,
}

impl LeastSquares {
    /// Fits the moments of a reference group; `model` names it in errors.
    pub fn fit(moments: &Moments, model: &str) -> Result<LeastSquares, FitError> {
        let p = moments.width;
        let xx = |row: usize, column: usize| {
            let (row, column) = (row.min(column), row.max(column));
            moments.xx[row * (2 * p - row + 1) / 2 - row + column]
        };
        // Unit diagonal: columns of different units weigh alike in every tolerance.
        let scale: Vec<f64> = (0..p).map(|column| xx(column, column).sqrt()).collect();
        let mut kept: Vec<usize> = (0..p).filter(|column| scale[*column] > 0.0).collect();
        let scaled = |kept: &[usize]| Mat::from_fn(kept.len(), kept.len(), |i, j| xx(kept[i], kept[j]) / (scale[kept[i]] * scale[kept[j]]));
        let too_few = |terms: usize| FitError::TooFew { model: model.to_owned(), rows: moments.rows.into(), terms };
        if kept.is_empty() {
            return Err(too_few(p));
        }
        while let Some(aliased) = first_aliased(&scaled(&kept)) {
            kept.remove(aliased);
        }
        let df = moments.rows.checked_sub(kept.len() as u64).filter(|df| *df > 0).ok_or_else(|| too_few(kept.len()))? as f64;
        let information = scaled(&kept);
        let factor = information.llt(Side::Lower).map_err(|_| FitError::Singular { model: model.to_owned() })?;
        let pivots = || factor.L().diagonal().column_vector().iter().map(|pivot| pivot * pivot).collect::<Vec<f64>>();
        let condition = pivots().iter().copied().fold(0.0, f64::max) / pivots().iter().copied().fold(f64::INFINITY, f64::min);
        let scaled_inverse = factor.inverse();
        let mut inverse = vec![0.0; p * p];
        for (i, row) in kept.iter().enumerate() {
            for (j, column) in kept.iter().enumerate() {
                inverse[row * p + column] = scaled_inverse[(i, j)] / (scale[*row] * scale[*column]);
            }
        }
        let xy = |column: usize, outcome: usize| match outcome < moments.sectors {
            true => moments.xy[column * moments.sectors + outcome],
            false => moments.xy[column * moments.sectors..][..moments.sectors].iter().sum(),
        };
        let right = Mat::from_fn(kept.len(), moments.sectors + 1, |i, outcome| xy(kept[i], outcome) / scale[kept[i]]);
        let mut solution = factor.solve(&right);
        // One step of refinement: the moments' residual at the solution, solved for again.
        solution += factor.solve(&(&right - &information * &solution));
        let outcome = |outcome: usize| {
            let mut estimate = vec![0.0; p];
            kept.iter().enumerate().for_each(|(i, column)| estimate[*column] = solution[(i, outcome)] / scale[*column]);
            let explained: f64 = (0..p).map(|column| estimate[column] * xy(column, outcome)).sum();
            let rss = (moments.yy[outcome] - explained).max(0.0);
            let tss = moments.yy[outcome] - xy(0, outcome) * xy(0, outcome) / moments.exposure();
            let sigma = (rss / df).sqrt();
            let expected: f64 = moments.weighted_profile().iter().zip(&estimate).map(|(g, beta)| g * beta).sum();
            let se = (0..p).map(|column| sigma * inverse[column * p + column].sqrt()).collect();
            let r2 = if tss > 0.0 { 1.0 - rss / tss } else { 0.0 };
            // A sector without any cost is predicted without any.
            let calibration = if expected == 0.0 { 1.0 } else { xy(0, outcome) / expected };
            Coefficients { estimate, se, sigma, r2, calibration }
        };
        let aliased = |column: usize| {
            let of_kept = Mat::from_fn(kept.len(), 1, |i, _| xx(kept[i], column) / scale[kept[i]]);
            let factors = factor.solve(&of_kept);
            let mut combination = vec![0.0; p];
            kept.iter().enumerate().for_each(|(i, column)| combination[*column] = factors[(i, 0)] / scale[*column]);
            Aliased { column, combination }
        };
        Ok(LeastSquares {
            outcomes: (0..=moments.sectors).map(outcome).collect(),
            aliased: (0..p).filter(|column| !kept.contains(column)).map(aliased).collect(),
            inverse,
            rows: moments.rows,
            exposure: moments.exposure(),
            present: moments.present.clone(),
            condition,
        })
    }

    /// Whether a column was left out.
    pub fn is_aliased(&self, column: usize) -> bool {
        self.aliased.iter().any(|aliased| aliased.column == column)
    }

    /// Whether the reference group can tell the cost of a profile, given by its non-zero entries.
    ///
    /// METHOD: an aliased column may be left out of a prediction as long as it is, in the profile too, what it is in the
    /// reference group: the same combination of the columns kept.
    pub fn supports(&self, profile: &[(usize, f64)]) -> bool {
        self.aliased.iter().all(|Aliased { column, combination }| {
            let value = profile.iter().find(|(entry, _)| entry == column).map_or(0.0, |(_, value)| *value);
            let combined: f64 = profile.iter().map(|(entry, value)| combination[*entry] * value).sum();
            (value - combined).abs() <= 1e-6 * (1.0 + value.abs())
        })
    }

    /// H⁻¹ g for a vector of one value a column.
    pub fn inverse_times(&self, g: &[f64]) -> Vec<f64> {
        self.inverse.chunks_exact(g.len()).map(|row| row.iter().zip(g).map(|(a, b)| a * b).sum()).collect()
    }
}

/// The first column of a Gram matrix with unit diagonal that those before it determine.
///
/// METHOD: a column of X lies in the span of earlier ones exactly if its column of X'X lies in the span of theirs, and an
/// unpivoted QR shows that on the diagonal of R. Pivoting would leave out whichever column is shortest, not the later one.
fn first_aliased(gram: &Mat<f64>) -> Option<usize> {
    let qr = gram.qr();
    let r = qr.thin_R();
    (0..gram.ncols()).find(|column| r[(*column, *column)].abs() < ALIASED * gram.col(*column).norm_l2())
}
