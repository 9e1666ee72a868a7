//! Why results cannot be written, or not be read again.

use std::path::PathBuf;

use crate::spec::PDF_BUILD;

/// A refusal to write results, or to read them again.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file or folder cannot be written.
    #[error("cannot write {}: {reason}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Another command is writing to the folder.
    #[error("another command is writing to {}", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A folder holds no finished run.
    #[error("{} holds no finished run", folder.display())]
    NoRun {
        /// The folder.
        folder: PathBuf,
    },
    /// The results of a run are not what the engine writes.
    #[error("cannot read the run: {reason}")]
    Unreadable {
        /// What is wrong.
        reason: String,
    },
    /// A text of the report is missing or malformed in a language.
    #[error("the report has no text `{0}`")]
    Text(String),
    /// The report is asked for as PDF, and the engine is built without it.
    #[error("this garantie is built without the report as PDF")]
    NoPdf,
    /// The template of the report failed.
    #[error("the report cannot be laid out: {0}")]
    Template(String),
}

impl ReportError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            ReportError::Write { .. } => "check that the output folder may be written to and that the disk is not full",
            ReportError::Busy { .. } => "wait for it to end, or give this study another folder in [output]",
            ReportError::NoRun { .. } => "give the output folder of a finished run, the one with its manifest.json",
            ReportError::Unreadable { .. } => "run the study again: garantie run STUDY",
            ReportError::NoPdf => PDF_BUILD,
            ReportError::Text(_) | ReportError::Template(_) => "please report this: the texts travel with the engine",
        }
    }
}
