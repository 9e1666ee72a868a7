//! One error for the whole engine, one variant per stage, each with its exit code.

use crate::compare::CompareError;
use crate::fit::FitError;
use crate::ingest::DataError;
use crate::panel::PanelError;
use crate::report::ReportError;
use crate::settle::SettleError;
use crate::simulate::SimulateError;
use crate::spec::StudyError;

/// Why a command could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The study or a model file is not right.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The data are not right.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A model or a group has no answer.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// Results could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A run could not be settled.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// Two runs could not be compared.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// A population could not be simulated.
    #[error(transparent)]
    Simulate(#[from] SimulateError),
    /// An input or output failed.
    #[error("{0}")]
    Io(String),
    /// Something that the engine should have made impossible.
    #[error("{0}")]
    Bug(String),
}

impl Error {
    /// Exit code of the process: 2 study or usage, 3 data, 4 numerical, 5 input or output, 70 bug.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Study(_) => 2,
            Error::Simulate(error) => error.exit_code(),
            Error::Settle(error) => error.exit_code(),
            Error::Compare(error) => error.exit_code(),
            Error::Data(error) if error.is_of_system() => 5,
            Error::Data(_) => 3,
            Error::Fit(_) => 4,
            Error::Report(ReportError::Write { .. } | ReportError::Busy { .. }) | Error::Io(_) => 5,
            Error::Report(ReportError::NoRun { .. } | ReportError::NoPdf) => 2,
            Error::Report(ReportError::Unreadable { .. }) => 3,
            Error::Report(_) | Error::Bug(_) => 70,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Study(error) => error.help.clone(),
            Error::Data(error) => Some(error.help()),
            Error::Fit(error) => Some(error.help().into()),
            Error::Report(error) => Some(error.help().into()),
            Error::Settle(error) => Some(error.help().into()),
            Error::Compare(error) => Some(error.help().into()),
            Error::Simulate(_) | Error::Io(_) => None,
            Error::Bug(_) => Some("please report this with the command and the manifest; the data are not needed".into()),
        }
    }
}

impl From<PanelError> for Error {
    fn from(error: PanelError) -> Error {
        match error {
            PanelError::Study(error) => Error::Study(error),
            PanelError::Data(error) => Error::Data(error),
            PanelError::Write(reason) => Error::Io(reason),
            PanelError::Engine(error) => Error::Bug(error.to_string()),
        }
    }
}
