//! Why a model cannot be fitted.

use crate::ingest::Count;

/// A refusal to fit, with what it concerned.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// The reference group is empty, or too small for the model.
    #[error("{model}: {rows} person-years in the reference group for {terms} terms")]
    TooFew {
        /// Variant, target rule and year of the model.
        model: String,
        /// Rows of the reference group.
        rows: Count,
        /// Terms that are not aliased.
        terms: usize,
    },
    /// The information matrix could not be factorised after aliased columns were left out.
    #[error("{model}: the adjusters are too close to one another to be told apart")]
    Singular {
        /// Variant, target rule and year of the model.
        model: String,
    },
    /// A fit did not settle.
    #[error("{model}: the fit did not converge in {iterations} steps")]
    NotConverged {
        /// Variant, target rule and year of the model.
        model: String,
        /// Steps taken.
        iterations: usize,
    },
    /// Subgroups whose costs no coefficients can all meet.
    #[error("{model}: the adjusters are too few to predict every subgroup of `constrain` what it costs")]
    Constraints {
        /// Variant, target rule and year of the model.
        model: String,
    },
    /// The mean cost of the reference group is not positive, where the model knows positive costs only.
    #[error("{model}: the cost of the reference group is not positive in sum")]
    NoMean {
        /// Variant, target rule and year of the model.
        model: String,
    },
    /// A group whose expected or real cost is not positive has no ratio of the two.
    #[error("pilot `{pilot}`, {year}: {what} of the target group is not positive")]
    NotPositive {
        /// Identifier of the pilot.
        pilot: String,
        /// The year.
        year: i32,
        /// Expected or real cost.
        what: &'static str,
    },
}

impl FitError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            FitError::TooFew { .. } => {
                "widen the target rule, take a model with fewer terms, or set [reference] leave_out so that persons remain"
            }
            FitError::Singular { .. } => "leave out one of the adjusters that nearly repeat each other",
            FitError::NotConverged { .. } => {
                "leave out adjusters that few persons have, or take a model that settles more easily: least squares, Poisson with a log link"
            }
            FitError::Constraints { .. } => "constrain fewer subgroups, or add adjusters",
            FitError::NoMean { .. } => "check the sectors in scope and the findings on negative amounts; least squares can fit such costs",
            FitError::NotPositive { .. } => {
                "check the sectors in scope and the findings on negative amounts; the level and evolution readings need positive costs"
            }
        }
    }
}
