//! A sentence of a rules file, in one language for all or in each.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Language;

/// A sentence: one text for every language, or `en`, `fr` and `nl`.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "neither a text nor texts `en`, `fr` and `nl`, expected one of the two")]
pub enum LocalText {
    /// The same text in every language.
    Same(String),
    /// A text for each language.
    Each(Texts),
}

/// A text in each language.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    en: String,
    fr: String,
    nl: String,
}

impl LocalText {
    /// The text in a language.
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (LocalText::Same(text), _) => text,
            (LocalText::Each(texts), Language::En) => &texts.en,
            (LocalText::Each(texts), Language::Fr) => &texts.fr,
            (LocalText::Each(texts), Language::Nl) => &texts.nl,
        }
    }
}

impl Default for LocalText {
    fn default() -> LocalText {
        LocalText::Same(String::new())
    }
}
