//! Why a panel cannot be made.

use crate::ingest::DataError;
use crate::spec::StudyError;

/// A refusal on the way from tables to panel.
#[derive(Debug, thiserror::Error)]
pub enum PanelError {
    /// The study asks for what the data do not have.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The data cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The panel cannot be written.
    #[error("cannot write the panel: {0}")]
    Write(String),
    /// The table engine failed at something that the checks before it should have made impossible.
    #[error("the table engine failed: {0}")]
    Engine(#[from] polars::prelude::PolarsError),
}
