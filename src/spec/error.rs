//! A refusal of a study or model file, located in its text.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is wrong in a study or model file, where, and what would be right.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct StudyError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The file.
    pub path: PathBuf,
    /// Its text, empty when it could not be read.
    pub text: Arc<str>,
    /// The bytes of the text concerned; `None` when the whole file is meant.
    pub span: Option<Range<usize>>,
}

impl StudyError {
    /// A refusal of the bytes `span` of a text.
    pub fn new(path: &Path, text: &Arc<str>, span: Option<Range<usize>>, message: impl Into<String>) -> StudyError {
        StudyError { message: message.into(), help: None, path: path.to_owned(), text: text.clone(), span }
    }

    /// The same with a sentence on what to do.
    pub fn with_help(self, help: impl Into<String>) -> StudyError {
        StudyError { help: Some(help.into()), ..self }
    }

    /// Line in the file, counted from 1.
    pub fn line(&self) -> Option<usize> {
        let start = self.span.as_ref()?.start;
        Some(self.text.get(..start)?.bytes().filter(|byte| *byte == b'\n').count() + 1)
    }
}
