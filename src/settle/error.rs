//! Why a run cannot be settled.

use std::path::PathBuf;

/// A refusal to settle.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The output folder holds no finished run.
    #[error("{} holds no finished run of this study", folder.display())]
    NoRun {
        /// The output folder.
        folder: PathBuf,
    },
    /// The run in the folder is of another study.
    #[error("the study has changed since the run in {}", folder.display())]
    Changed {
        /// The output folder.
        folder: PathBuf,
    },
    /// A file of the run is not what the engine writes.
    #[error("cannot read the run: {reason}")]
    Unreadable {
        /// What is wrong.
        reason: String,
    },
    /// A gain that a rule needs rests on too few persons.
    #[error("rule `{rule}` needs the gain of pilot `{pilot}`, {year}, which is a small cell")]
    SmallCell {
        /// The rule.
        rule: String,
        /// The pilot.
        pilot: String,
        /// The year, or `all`.
        year: String,
    },
    /// The truth of a simulation lacks a pilot's year.
    #[error("the truth does not tell the gain of pilot `{pilot}` in {year}")]
    NoTruth {
        /// The pilot.
        pilot: String,
        /// The year.
        year: i32,
    },
}

impl SettleError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            SettleError::NoRun { .. } => "run the study first: garantie run STUDY",
            SettleError::Changed { .. } => {
                "run it again: garantie run STUDY; rules can also be given without touching the study, with --rule"
            }
            SettleError::Unreadable { .. } => "run the study again, with \"csv\", \"parquet\" or \"arrow\" among its formats",
            SettleError::SmallCell { .. } => {
                "nothing may be paid on a gain that may not be shown: widen the target rule, or settle by rules that do not need it, with --rule"
            }
            SettleError::NoTruth { .. } => "give the truth.toml of the simulation that this study judges",
        }
    }

    /// Exit code of the process: 2 for what was asked, 3 for what the data hold.
    pub fn exit_code(&self) -> u8 {
        match self {
            SettleError::NoRun { .. } | SettleError::Changed { .. } | SettleError::NoTruth { .. } => 2,
            SettleError::Unreadable { .. } | SettleError::SmallCell { .. } => 3,
        }
    }
}
