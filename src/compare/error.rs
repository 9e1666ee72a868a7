//! Why two runs cannot be held against each other.

use std::path::PathBuf;

/// A refusal to compare runs.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// A folder holds no finished run.
    #[error("{} holds no finished run", folder.display())]
    NoRun {
        /// The folder.
        folder: PathBuf,
    },
    /// A file of a run is not what the engine writes.
    #[error("cannot read the run: {reason}")]
    Unreadable {
        /// What is wrong.
        reason: String,
    },
    /// No pilot and year is in both runs.
    #[error("the two runs have no pilot and year in common")]
    NothingInCommon,
}

impl CompareError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            CompareError::NoRun { .. } => {
                "give the output folders of two finished runs, each with a manifest.json, or one study whose variants are compared"
            }
            CompareError::Unreadable { .. } => "run the study again, with \"csv\", \"parquet\" or \"arrow\" among its formats",
            CompareError::NothingInCommon => "compare runs of the same pilots, under the same identifiers",
        }
    }

    /// Exit code of the process: 2 for what was asked, 3 for what the files hold.
    pub fn exit_code(&self) -> u8 {
        match self {
            CompareError::NoRun { .. } | CompareError::NothingInCommon => 2,
            CompareError::Unreadable { .. } => 3,
        }
    }
}
