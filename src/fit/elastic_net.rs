//! Screening of adjusters by an elastic net (Zou and Hastie 2005) on moments; the only place that knows linfa.

use faer::{Mat, Side};
use linfa::Dataset;
use linfa::traits::Fit;
use linfa_elasticnet::ElasticNet;
use ndarray::{Array1, Array2, ShapeBuilder};
use rayon::prelude::*;

use super::information::Packed;
use crate::design::Moments;

/// Penalties tried, from the smallest that keeps nothing down to a thousandth of it.
const PENALTIES: usize = 50;

/// The last penalty as a share of the first.
const SMALLEST: f64 = 1e-3;

/// METHOD: a descent ends when no scaled coefficient moves by more than this share of the largest: what is kept is told by then, and
/// is fitted again without a penalty, so that further digits would serve nothing.
const TOLERANCE: f64 = 1e-5;

/// Sweeps over the columns before a descent is left as it is.
const SWEEPS: u32 = 300;

/// How adjusters are screened.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Share of the lasso in the penalty, in (0, 1]; the rest is ridge.
    pub l1_ratio: f64,
    /// Folds of clusters, at least 2.
    pub folds: usize,
}

/// What screening found.
#[derive(Clone, Debug)]
pub struct Screened {
    /// Whether each column is kept; the intercept always is.
    pub kept: Vec<bool>,
    /// The penalty chosen, on columns and cost scaled to unit variance.
    pub penalty: f64,
    /// The coefficients under it, in cents per year: for looking at, not for predicting.
    pub coefficients: Vec<f64>,
    /// The penalties tried, from the largest.
    pub path: Vec<PenaltyPoint>,
}

/// One penalty.
#[derive(Clone, Copy, Debug)]
pub struct PenaltyPoint {
    /// The penalty.
    pub penalty: f64,
    /// Mean squared error outside the folds fitted on, as a share of the variance of annualised cost.
    pub error: f64,
    /// Its standard error over folds.
    pub se: f64,
    /// Columns kept, fitted on all.
    pub columns: usize,
}

impl Screen {
    /// Screens the total cost of the blocks of clusters (municipalities), in their order; `None` when there are fewer clusters
    /// with rows than folds, or nothing varies.
    ///
    /// METHOD: clusters, not persons, are dealt out to folds, in turn and in their order: neighbours share shocks, which a fit
    /// on the one must not learn for the other. The penalty with the least error is taken, not, as elsewhere, the largest within
    /// one standard error of it: errors differ between folds by the few very expensive persons in them, whatever the model,
    /// and that spread would keep nothing (in the RAND data it does). What is kept is then to be fitted without a penalty,
    /// because a penalty bends coefficients towards zero.
    pub fn run(&self, clusters: &[Moments]) -> Option<Screened> {
        let with_rows: Vec<&Moments> = clusters.iter().filter(|moments| moments.rows > 0).collect();
        if with_rows.len() < self.folds {
            return None;
        }
        let sum = |wanted: &dyn Fn(usize) -> bool| {
            let chosen = with_rows.iter().enumerate().filter(|(index, _)| wanted(index % self.folds));
            chosen.fold(Moments::zero(with_rows[0].width, with_rows[0].sectors), |mut sum, (_, moments)| {
                sum.add(moments);
                sum
            })
        };
        let all = sum(&|_| true);
        let standard = Standardised::new(&all)?;
        let largest = standard.correlation.iter().fold(0.0_f64, |max, r| max.max(r.abs())) / self.l1_ratio;
        let penalties: Vec<f64> = (0..PENALTIES).map(|step| largest * SMALLEST.powf(step as f64 / (PENALTIES as f64 - 1.0))).collect();
        let folds: Vec<(Moments, Moments)> = (0..self.folds).map(|fold| (sum(&|of| of != fold), sum(&|of| of == fold))).collect();
        let errors: Vec<Option<Vec<f64>>> = folds
            .into_par_iter()
            .map(|(others, own)| {
                let standard = Standardised::new(&others)?;
                Some(penalties.iter().map(|penalty| squared_error(&own, &standard.coefficients(self.l1_ratio, *penalty))).collect())
            })
            .collect();
        let errors: Vec<Vec<f64>> = errors.into_iter().collect::<Option<_>>()?;
        let fits: Vec<Vec<f64>> = penalties.par_iter().map(|penalty| standard.coefficients(self.l1_ratio, *penalty)).collect();
        let folds = self.folds as f64;
        let point = |index: usize| {
            let of_folds = || errors.iter().map(|errors| errors[index] / standard.variance);
            let error = of_folds().sum::<f64>() / folds;
            let spread = of_folds().map(|of_fold| (of_fold - error) * (of_fold - error)).sum::<f64>() / (folds - 1.0);
            let columns = kept(&fits[index]).iter().filter(|kept| **kept).count();
            PenaltyPoint { penalty: penalties[index], error, se: (spread / folds).sqrt(), columns }
        };
        let path: Vec<PenaltyPoint> = (0..PENALTIES).map(point).collect();
        let chosen = (0..PENALTIES).min_by(|a, b| path[*a].error.total_cmp(&path[*b].error))?;
        Some(Screened { kept: kept(&fits[chosen]), penalty: penalties[chosen], coefficients: fits[chosen].clone(), path })
    }
}

/// Columns and total cost centred and scaled to unit variance: their correlations as the rows of a small data set.
struct Standardised {
    records: Array2<f64>,
    target: Array1<f64>,
    /// Correlation of each column with the cost.
    correlation: Vec<f64>,
    /// The columns that vary, without the intercept.
    columns: Vec<usize>,
    mean: Vec<f64>,
    sd: Vec<f64>,
    mean_cost: f64,
    variance: f64,
    width: usize,
}

impl Standardised {
    /// METHOD: an elastic net needs X'WX and X'Wy only, so that any rows with these products do: a square root of the
    /// correlations stands for millions of weighted rows.
    fn new(moments: &Moments) -> Option<Standardised> {
        let (p, exposure) = (moments.width, moments.exposure());
        let packed = Packed { width: p, values: &moments.xx };
        let xy = |column: usize| moments.xy[column * moments.sectors..][..moments.sectors].iter().sum::<f64>();
        let mean: Vec<f64> = moments.weighted_profile().iter().map(|sum| sum / exposure).collect();
        let mean_cost = xy(0) / exposure;
        let variance = moments.yy[moments.sectors] / exposure - mean_cost * mean_cost;
        let between = |a: usize, b: usize| packed.at(a, b) / exposure - mean[a] * mean[b];
        let sd: Vec<f64> = (0..p).map(|column| between(column, column).max(0.0).sqrt()).collect();
        let columns: Vec<usize> = (1..p).filter(|column| sd[*column] > 1e-7 * (mean[*column].abs() + sd[*column])).collect();
        if columns.is_empty() || variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let correlation: Vec<f64> =
            columns.iter().map(|column| (xy(*column) / exposure - mean[*column] * mean_cost) / (sd[*column] * variance.sqrt())).collect();
        let k = columns.len();
        let joint = Mat::from_fn(k + 1, k + 1, |i, j| match (i == k, j == k) {
            (false, false) => between(columns[i], columns[j]) / (sd[columns[i]] * sd[columns[j]]),
            (true, true) => 1.0,
            (true, false) => correlation[j],
            (false, true) => correlation[i],
        });
        let eigen = joint.self_adjoint_eigen(Side::Lower).ok()?;
        let root = |i: usize, j: usize| eigen.S().column_vector()[i].max(0.0).sqrt() * eigen.U()[(j, i)];
        // The descent goes from column to column, so each lies in one piece. The last is empty: with as many columns as rows the library
        // leaves out standard errors, which nobody asks for here and which cost far more than the descent.
        let records = Array2::from_shape_fn((k + 1, k + 1).f(), |(i, j)| if j < k { root(i, j) } else { 0.0 });
        let target = Array1::from_shape_fn(k + 1, |i| root(i, k));
        Some(Standardised { records, target, correlation, columns, mean, sd, mean_cost, variance, width: p })
    }

    /// The coefficients of a penalty, in cents per year; zero where not kept.
    fn coefficients(&self, l1_ratio: f64, penalty: f64) -> Vec<f64> {
        let data = Dataset::new(self.records.clone(), self.target.clone());
        // The library multiplies the penalty by the number of rows.
        let params = ElasticNet::params()
            .penalty(penalty / self.target.len() as f64)
            .l1_ratio(l1_ratio)
            .with_intercept(false)
            .tolerance(TOLERANCE)
            .max_iterations(SWEEPS);
        let mut coefficients = vec![0.0; self.width];
        let net = params.fit(&data).expect("a penalty and a ratio in range");
        for (column, scaled) in self.columns.iter().zip(net.hyperplane()) {
            coefficients[*column] = scaled * self.variance.sqrt() / self.sd[*column];
        }
        coefficients[0] = self.mean_cost - coefficients.iter().zip(&self.mean).map(|(beta, mean)| beta * mean).sum::<f64>();
        coefficients
    }
}

/// Mean squared error of annualised cost over the rows of some moments.
fn squared_error(moments: &Moments, coefficients: &[f64]) -> f64 {
    let packed = Packed { width: moments.width, values: &moments.xx };
    let xy = |column: usize| moments.xy[column * moments.sectors..][..moments.sectors].iter().sum::<f64>();
    let mut sum = moments.yy[moments.sectors];
    for (row, beta) in coefficients.iter().enumerate().filter(|(_, beta)| **beta != 0.0) {
        let predicted: f64 = coefficients.iter().enumerate().map(|(column, other)| other * packed.at(row, column)).sum();
        sum += beta * (predicted - 2.0 * xy(row));
    }
    sum / moments.exposure()
}

fn kept(coefficients: &[f64]) -> Vec<bool> {
    coefficients.iter().enumerate().map(|(column, beta)| column == 0 || *beta != 0.0).collect()
}
