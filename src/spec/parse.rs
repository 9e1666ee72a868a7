//! TOML text to typed values, with errors that point at the mistake and suggest the nearest right word.

use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::StudyError;

/// Parses a TOML text; the path serves the error only.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &Arc<str>) -> Result<T, StudyError> {
    toml::from_str(text).map_err(|error| {
        let (message, help) = explain(error.message());
        let refused = StudyError::new(path, text, error.span(), message);
        match help {
            Some(help) => refused.with_help(help),
            None => refused,
        }
    })
}

/// Why a file that people write cannot be read, and what to do: `otherwise`, unless it is text of another encoding.
pub fn unread(error: &std::io::Error, otherwise: &str) -> (String, String) {
    match error.kind() {
        std::io::ErrorKind::InvalidData => (
            "it is not UTF-8 text".into(),
            "save it as UTF-8, which editors offer as the encoding when a file is saved under a name".into(),
        ),
        _ => (error.to_string(), otherwise.into()),
    }
}

/// Turns the deserialiser's sentence into ours: the finding, and a suggestion where it lists what it expected.
fn explain(message: &str) -> (String, Option<String>) {
    if let Some(key) = message.strip_prefix("missing field ") {
        return (format!("the key {key} is missing"), Some(format!("add {key} here; `garantie schema` describes every key")));
    }
    let Some((finding, expected)) = message.split_once(", expected ") else {
        return (message.to_owned(), None);
    };
    let mut quoted = finding.split('`').skip(1).step_by(2);
    let choices: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let finding = finding.replacen("unknown field", "unknown key", 1).replacen("unknown variant", "unknown choice", 1);
    let help = match quoted.next().and_then(|got| nearest(got, choices.iter().copied())) {
        Some(close) => format!("did you mean `{close}`?"),
        None if choices.is_empty() => format!("expected {}", in_words(expected)),
        None => format!("expected one of: {}", choices.join(", ")),
    };
    (finding, Some(help))
}

/// The deserialiser's name of a type as people say it.
fn in_words(expected: &str) -> &str {
    match expected {
        "u64" | "usize" => "a whole number that is not negative",
        "i32" => "a whole number",
        "f64" => "a number",
        "a sequence" => "a list",
        other => other,
    }
}

/// The choice that a mistyped word most likely meant.
pub fn nearest<'a>(word: &str, choices: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    choices
        .map(|choice| (strsim::jaro_winkler(&word, &choice.to_lowercase()), choice))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, choice)| choice)
}
