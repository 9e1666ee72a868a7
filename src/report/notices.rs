//! What must be said beside payments, in sentences.

use fluent::FluentValue;

use super::ReportError;
use super::language::Words;
use crate::settle::Notice;
use crate::spec::Language;

/// The sentences of notices, in their order.
///
/// # Errors
/// [`ReportError::Text`] if a text is missing.
pub fn notice_sentences<'a>(notices: impl IntoIterator<Item = &'a Notice>, language: Language) -> Result<Vec<String>, ReportError> {
    let words = Words::new(language)?;
    notices.into_iter().map(|notice| sentence(notice, &words)).collect()
}

fn sentence(notice: &Notice, words: &Words) -> Result<String, ReportError> {
    let listed = |years: &[i32]| FluentValue::from(super::html::span(years));
    match notice {
        Notice::NotInForce { rule, years } => {
            words.tell("settle-not-in-force", &[("rule", rule.as_str().into()), ("years", listed(years))])
        }
        Notice::BeforeStart { pilot, start, years } => {
            let facts = [("pilot", pilot.as_str().into()), ("start", start.to_string().into()), ("years", listed(years))];
            words.tell("settle-before-start", &facts)
        }
        Notice::Flagged { flag, pilots } => {
            let known = format!("settle-flag-{flag}");
            let key = if words.has(&known) { known.as_str() } else { "settle-flag" };
            words.tell(key, &[("flag", flag.as_str().into()), ("pilots", pilots.join(", ").into())])
        }
        Notice::Finding { rule, message, facts } => {
            let key = format!("finding-{rule}");
            let facts: Vec<(&str, FluentValue<'_>)> = facts.iter().map(|(name, fact)| (name.as_str(), fact.as_str().into())).collect();
            let found = if words.has(&key) { words.tell(&key, &facts)? } else { message.clone() };
            words.tell("settle-finding", &[("finding", found.into())])
        }
    }
}
