//! Weighted least squares from the moments of the reference group.

use super::FitError;
use super::information::{self, Aliased, Information, Packed};
use crate::design::Moments;

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

impl LeastSquares {
    /// Fits the moments of a reference group; `model` names it in errors.
    pub fn fit(moments: &Moments, model: &str) -> Result<LeastSquares, FitError> {
        LeastSquares::fit_columns(moments, &vec![true; moments.width], model)
    }

    /// Fits on some columns only, such as those that a screening kept; the others have coefficients of zero.
    pub fn fit_columns(moments: &Moments, wanted: &[bool], model: &str) -> Result<LeastSquares, FitError> {
        let p = moments.width;
        let packed = Packed { width: p, values: &moments.xx };
        let kept = packed.independent_among(wanted);
        let too_few = |terms: usize| FitError::TooFew { model: model.to_owned(), rows: moments.rows.into(), terms };
        if kept.is_empty() {
            return Err(too_few(p));
        }
        let df = moments.rows.checked_sub(kept.len() as u64).filter(|df| *df > 0).ok_or_else(|| too_few(kept.len()))? as f64;
        let information = Information::factorise(packed, &kept).ok_or_else(|| FitError::Singular { model: model.to_owned() })?;
        let inverse = information.inverse();
        let xy = |column: usize, outcome: usize| match outcome < moments.sectors {
            true => moments.xy[column * moments.sectors + outcome],
            false => moments.xy[column * moments.sectors..][..moments.sectors].iter().sum(),
        };
        let outcome = |outcome: usize| {
            let right: Vec<f64> = (0..p).map(|column| xy(column, outcome)).collect();
            let estimate = information.solve(&right);
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
        Ok(LeastSquares {
            outcomes: (0..=moments.sectors).map(outcome).collect(),
            aliased: information.aliased(wanted),
            inverse,
            rows: moments.rows,
            exposure: moments.exposure(),
            present: moments.present.clone(),
            condition: information.condition(),
        })
    }

    /// g'β by sector, with the coefficients that other moments give the same columns: (H⁻¹g)'X'Wy. `None` when they cannot be told apart.
    pub fn expected_by(&self, moments: &Moments, profile: &[f64]) -> Option<Vec<f64>> {
        let (p, sectors) = (moments.width, moments.sectors);
        let kept: Vec<usize> = (0..p).filter(|column| self.inverse[column * p + column] > 0.0).collect();
        let direction = Information::factorise(Packed { width: p, values: &moments.xx }, &kept)?.solve(profile);
        let of_sector = |sector: usize| direction.iter().zip(moments.xy.iter().skip(sector).step_by(sectors)).map(|(d, xy)| d * xy).sum();
        Some((0..sectors).map(of_sector).collect())
    }

    /// Whether a column was left out.
    pub fn is_aliased(&self, column: usize) -> bool {
        self.aliased.iter().any(|aliased| aliased.column == column)
    }

    /// Whether the reference group can tell the cost of a profile, given by its non-zero entries.
    pub fn supports(&self, profile: &[(usize, f64)]) -> bool {
        information::supports(&self.aliased, profile)
    }

    /// H⁻¹ g for a vector of one value a column.
    pub fn inverse_times(&self, g: &[f64]) -> Vec<f64> {
        information::times(&self.inverse, g)
    }
}
