//! What a run shows of its models: coefficients, fits, and whom they expect too much or too little of.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// A row of `models`: one coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermRow {
    /// Name of the variant.
    pub variant: String,
    /// The target rule whose reference group the model was fitted on.
    pub target: String,
    /// Whose zones are left out of that group: `all pilots`, a pilot's id, or `none`.
    pub left_out: String,
    /// Year of the model.
    pub year: i32,
    /// Sector, or `total`.
    pub sector: String,
    /// What was asked: `cost`; in a two-part model `any cost`, then `cost of users`.
    pub part: String,
    /// The scale of the estimate: `euro` per year of full exposure, `log` of it, or `log odds`.
    pub scale: String,
    /// Name of the term.
    pub term: String,
    /// Persons of the reference group with a non-zero value of the term; `None`: small cell, or beside one.
    pub persons: Option<u64>,
    /// On its scale; `None`: small cell, or aliased with other terms.
    pub estimate: Option<f64>,
    /// Its standard error; `None` also where there are not two clusters.
    pub se: Option<f64>,
    /// Degrees of freedom of its t test, where the standard error knows them.
    pub df: Option<f64>,
    /// What the standard error rests on: `model`, `hc1`, `cr0`, `cr1`, `cr2`, `cr3`.
    pub se_kind: String,
    /// Whether the term was left out because others determine it.
    pub aliased: bool,
}

/// Fit statistics of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitRow {
    /// Name of the variant.
    pub variant: String,
    /// The target rule whose reference group the model was fitted on.
    pub target: String,
    /// Whose zones are left out of that group: `all pilots`, a pilot's id, or `none`.
    pub left_out: String,
    /// Year of the model.
    pub year: i32,
    /// Sector, or `total`.
    pub sector: String,
    /// Persons in the reference group.
    pub persons: u64,
    /// Weighted person-years in the reference group.
    pub person_years: f64,
    /// Share of the weighted variance of annualised cost that the model explains.
    pub r2: f64,
    /// Cumming's prediction measure: the share of the absolute deviation from the mean that the model explains.
    pub cpm: f64,
    /// Mean absolute error, euro per person-year.
    pub mae: f64,
    /// Residual standard deviation, euro per root person-year.
    pub sigma: f64,
    /// Real cost / expected cost of the reference group before predictions were multiplied by it; 1 with a canonical link and an
    /// intercept.
    pub calibration: f64,
    /// Share of the deviance around the mean that is explained; `None` without one, or in parts.
    pub deviance_explained: Option<f64>,
    /// Pearson's statistic over the degrees of freedom, in euro; `None` in parts.
    pub dispersion: Option<f64>,
    /// Ratio of the largest to the smallest pivot of the scaled information: past 1e10, coefficients lose digits.
    pub condition: f64,
    /// Share of the coefficients that differ from the year before by more than two standard errors of the difference; `None` in the
    /// first year, and when the years share their coefficients.
    pub changed: Option<f64>,
    /// Steps of the slowest fit; none in least squares.
    pub iterations: u64,
    /// Whether every fit settled.
    pub converged: bool,
}

/// A row of `calibration`: a subgroup of a reference group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRow {
    /// Name of the variant.
    pub variant: String,
    /// The target rule whose reference group the model was fitted on.
    pub target: String,
    /// Whose zones are left out of that group: `all pilots`, a pilot's id, or `none`.
    pub left_out: String,
    /// The year.
    pub year: i32,
    /// What the subgroups go by: `age`, `sex`, `conditions` (their number), a yes-or-no column, `province`, or `decile` of expected
    /// cost.
    pub family: String,
    /// The subgroup.
    pub group: String,
    /// `None`: small cell.
    pub figures: Option<CalibrationFigures>,
}

/// The figures of a row of `calibration`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationFigures {
    /// Persons.
    pub persons: u64,
    /// Weighted person-years.
    pub person_years: f64,
    /// Expected cost.
    pub expected: Cents,
    /// Real cost.
    pub real_cost: Cents,
    /// Expected / real cost: below 1 the model expects too little; not a number without cost.
    pub predictive_ratio: f64,
    /// Real less expected cost, euro per person-year: positive where the model expects too little.
    pub mean_residual: f64,
}
