//! What was found about the data without being a reason to stop.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// Importance of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Information,
    /// Look before you use the figures.
    Warning,
    /// The figures should not be used as they are.
    Error,
}

/// A counted observation about the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Name of the rule that made it.
    pub rule: &'static str,
    /// Importance.
    pub level: Level,
    /// What was found, in a sentence that names no person.
    pub message: String,
    /// Rows concerned.
    pub count: u64,
    /// Rows looked at.
    pub of: u64,
    /// The money at stake, unweighted.
    pub amount: Option<Cents>,
    /// What to do about it.
    pub advice: &'static str,
}
