//! What findings say, in a language.

use fluent::FluentValue;

use super::language::Words;
use super::language::numbers::Numbers;
use super::{FindingRow, ReportError};

/// A finding in a language.
pub struct FindingText {
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// Whether both are in English because the rule has no other text.
    pub untranslated: bool,
}

/// What a finding says; a rule that has no text in the locales says what it says in English.
///
/// # Errors
/// [`ReportError::Text`] if the text names a fact that the finding does not have.
pub fn finding_text(row: &FindingRow, words: &Words, numbers: Numbers) -> Result<FindingText, ReportError> {
    let key = format!("finding-{}", row.rule);
    if !words.has(&key) {
        return Ok(FindingText { message: row.message.clone(), advice: row.advice.clone(), untranslated: true });
    }
    let fact = |(name, fact): (&String, &String)| {
        let share = (name == "percent").then(|| fact.parse().ok()).flatten();
        (name.clone(), share.map_or_else(|| fact.clone(), |share: f64| numbers.decimal(share, usize::from(share.fract() != 0.0))))
    };
    let facts: Vec<(String, String)> = row.facts.iter().map(fact).collect();
    let facts: Vec<(&str, FluentValue<'_>)> = facts.iter().map(|(name, fact)| (name.as_str(), fact.as_str().into())).collect();
    Ok(FindingText { message: words.tell(&key, &facts)?, advice: words.say(&format!("advice-{}", row.rule))?, untranslated: false })
}
