//! How to cite the report, and what it takes to get the same figures again.

use super::Fact;
use super::context::Context;
use crate::report::ReportError;

/// The section on citing and reproducing.
pub struct Reproduce {
    /// What to write in a list of references.
    pub citation: String,
    /// What stands in the study and the manifest, as they write it.
    pub facts: Vec<Fact>,
    /// What the manifest holds besides.
    pub note: String,
}

impl Reproduce {
    /// From the study alone: no clock, no place, so that equal runs give equal bytes.
    pub fn new(context: &Context<'_>) -> Result<Reproduce, ReportError> {
        let (words, asked) = (context.words, &context.results.asked);
        let cited = [
            ("title", asked.title.as_str().into()),
            ("period", context.all.as_str().into()),
            ("version", asked.version.as_str().into()),
            ("digest", asked.digest.as_str().into()),
            ("seed", asked.seed.to_string().into()),
        ];
        let fact = |term: &str, value: String| Ok(Fact { term: words.say(term)?, value });
        let facts = [
            ("reproduce-command", format!("garantie run {}", quoted(&asked.file))),
            ("fact-version", words.tell("version", &[("version", asked.version.as_str().into())])?),
            ("reproduce-digest", asked.digest.clone()),
            ("reproduce-seed", asked.seed.to_string()),
        ];
        Ok(Reproduce {
            citation: words.tell("reproduce-citation", &cited)?,
            facts: facts.into_iter().map(|(term, value)| fact(term, value)).collect::<Result<_, ReportError>>()?,
            note: words.tell("reproduce", &[("version", asked.version.as_str().into())])?,
        })
    }
}

/// A file name as a shell takes it.
fn quoted(file: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    if file.chars().all(plain) { file.to_owned() } else { format!("'{}'", file.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_with_spaces_is_quoted() {
        assert_eq!(
            [quoted("study.toml"), quoted("my study.toml"), quoted("l'étude.toml")],
            ["study.toml", "'my study.toml'", "'l'\\''étude.toml'"]
        );
    }
}
