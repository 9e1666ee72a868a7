//! The report's sentences in three languages.
//!
//! The texts are the Fluent files in `locales/`; a test holds their keys and arguments equal.

mod names;
pub mod numbers;

use fluent::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::report::ReportError;
use crate::spec::Language;

/// The sentences of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The sentences of a language.
    ///
    /// # Errors
    /// [`ReportError::Text`] if its file is not well formed.
    pub fn new(language: Language) -> Result<Words, ReportError> {
        let tag = tag(language);
        let fault = |reason: String| ReportError::Text(format!("{tag}: {reason}"));
        let locale: LanguageIdentifier = tag.parse().map_err(|error| fault(format!("{error:?}")))?;
        let resource = FluentResource::try_new(text(language).to_owned()).map_err(|(_, errors)| fault(format!("{errors:?}")))?;
        let mut bundle = FluentBundle::new(vec![locale]);
        // The page is written in one direction; marks of isolation would only be copied into spreadsheets.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| fault(format!("{errors:?}")))?;
        Ok(Words { language, bundle })
    }

    /// The tag of the language: `en`, `fr` or `nl`.
    pub fn tag(&self) -> &'static str {
        tag(self.language)
    }

    /// What stands between items that hold commas of their own; in French after a space that does not break.
    pub fn semicolon(&self) -> &'static str {
        if self.language == Language::Fr { "\u{202f}; " } else { "; " }
    }

    /// What stands between a name and what is said of it.
    pub fn colon(&self) -> &'static str {
        if self.language == Language::Fr { "\u{a0}: " } else { ": " }
    }

    /// Whether there is a sentence of a name.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A sentence without arguments.
    ///
    /// # Errors
    /// As [`Words::tell`].
    pub fn say(&self, key: &str) -> Result<String, ReportError> {
        self.tell(key, &[])
    }

    /// A sentence with arguments. Numbers to print come as text (see [`numbers`]); numbers as such only choose between singular
    /// and plural.
    ///
    /// # Errors
    /// [`ReportError::Text`] if there is no such sentence, or if one of its arguments is missing.
    pub fn tell(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> Result<String, ReportError> {
        let name = || format!("{}/{key}", self.tag());
        let message = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = message.ok_or_else(|| ReportError::Text(name()))?;
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let sentence = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        if errors.is_empty() { Ok(sentence.into_owned()) } else { Err(ReportError::Text(format!("{}: {errors:?}", name()))) }
    }
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fr => "fr",
        Language::Nl => "nl",
    }
}

fn text(language: Language) -> &'static str {
    match language {
        Language::En => concat!(include_str!("../locales/en.ftl"), "\n", include_str!("../locales/sheets/en.ftl")),
        Language::Fr => concat!(include_str!("../locales/fr.ftl"), "\n", include_str!("../locales/sheets/fr.ftl")),
        Language::Nl => concat!(include_str!("../locales/nl.ftl"), "\n", include_str!("../locales/sheets/nl.ftl")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::money::Cents;
    use crate::quality::*;
    use crate::spec::{ANNEX_7, Outliers, Quality, RULES, RepeatedLines, SETTLEMENT_RULES};

    const LANGUAGES: [Language; 3] = [Language::En, Language::Fr, Language::Nl];

    /// The keys of a language, each with the arguments that its text names.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in text(language).lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                current = line.split(" =").next().unwrap_or_default().to_owned();
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice in {}", tag(language));
            }
            let named =
                line.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default().to_owned());
            keys.entry(current.clone()).or_default().extend(named);
        }
        keys
    }

    #[test]
    fn every_language_has_the_same_keys_with_the_same_arguments() {
        assert!(keys(Language::En).len() > 100);
        assert_eq!(keys(Language::En), keys(Language::Fr));
        assert_eq!(keys(Language::En), keys(Language::Nl));
    }

    /// One finding of each rule.
    fn findings() -> Vec<Finding> {
        let (usual, some, who) = (Quality::default(), [(1, Cents(100))].into_iter().collect::<Total>(), [1_u32]);
        let dropped = Quality { repeated_lines: RepeatedLines::Drop, ..usual.clone() };
        let found = [
            base_after_start::find("p", 2017, &[2016, 2017], 4, &usual),
            booked_later::find(&some, 9, &usual),
            changing_weight::find(&who, 9, &usual),
            code_without_sector::find(&[(Some(101_076), some)].into(), 9, &usual),
            cross_border::find("p", &["81001"], &usual),
            duplicate_person_year::find(&who, 9, &usual),
            exhaustive_with_weights::find(8, 9, &usual),
            exposure_over_one::find(&who, 9, &usual),
            fee_booked_twice::find(&some, 9, &usual),
            few_persons::find("p", &[(2017, 9), (2018, 8)], &usual),
            few_placebos::find("v", &["p".into(), "q".into()], &usual),
            fewer_placebos::find("v", &["p".into(), "q".into()], (120, 20), 200, &usual),
            one_cluster::find("p", &usual),
            screened_adjusters::find("v", &["gout"], 9, &usual),
            unconverged_fit::find("v", 1, 6, &usual),
            judged_before_start::find("p", 2019, &[2018, 2019], 4, &usual),
            late_booking::find(&some, 9, &usual),
            most_above_cut_off::find("v", "age > 5", Outliers::DEFAULT, (8, 9), &usual),
            municipality_merged::find(2, 9, Persons::MANY, 9, &usual),
            municipality_unknown::find(2, 9, Persons::MANY, 9, &usual),
            negative_person_year::find(&some, 9, &usual),
            no_credible_reading::find("v", &usual),
            no_exposure::find(&who, 9, &usual),
            one_person::find("p", &[(2018, 0.5)], &usual),
            own_age::find("population", 9, 9, &usual),
            repeated_line::find(&some, 9, &usual),
            repeated_line::find(&some, 9, &dropped),
            rule_looks_into_its_year::find("diabetes", &["diabetes".into()], 2, &usual),
            sample_without_weights::find(0, 9, &usual),
            target_too_small::find("p", &usual),
            undecided_target::find("age > 5", &who, 9, &usual),
            unknown_booking::find(&some, 9, &usual),
            unknown_person::find(&some, 9, &usual),
            unsupported_profile::find("p", &who, 9, &usual),
            year_not_in_study::find(&some, 9, &usual),
            zone_without_residents::find("p", &[("11002", 2018)], 9, &usual),
        ];
        found.into_iter().map(|finding| finding.expect("a finding")).collect()
    }

    #[test]
    fn every_rule_speaks_every_language_and_says_in_english_what_its_finding_says() {
        let findings = findings();
        for (rule, _) in RULES {
            assert!(findings.iter().any(|finding| finding.rule == rule), "{rule}");
        }
        for (language, finding) in LANGUAGES.into_iter().flat_map(|language| findings.iter().map(move |finding| (language, finding))) {
            let words = Words::new(language).expect("texts");
            let facts: Vec<(&str, FluentValue<'_>)> = finding.facts.iter().map(|(name, fact)| (&**name, fact.as_str().into())).collect();
            let message = words.tell(&format!("finding-{}", finding.rule), &facts).expect("a sentence");
            let advice = words.say(&format!("advice-{}", finding.rule)).expect("a sentence");
            let same = (message.as_str(), advice.as_str()) == (finding.message.as_str(), finding.advice.as_ref());
            assert_eq!(same, language == Language::En, "{}: {message} {advice}", finding.rule);
        }
    }

    #[test]
    fn french_signs_stand_after_a_space_that_does_not_break() {
        for (number, line) in text(Language::Fr).lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            assert_eq!(breaking(line), None, "line {}: {line}", number + 1);
        }
        let of_rules = SETTLEMENT_RULES.iter().map(|(_, text)| *text).chain([ANNEX_7]).flat_map(str::lines);
        for (key, line) in of_rules.filter_map(|line| line.split_once('=')).filter(|(key, _)| key.trim().ends_with("fr")) {
            assert_eq!(breaking(line), None, "{key}: {line}");
        }
        assert_eq!(breaking("le gain\u{a0}: 3\u{202f}%"), None);
        for wrong in ["le gain : 3", "3 %", "un gain ; une perte", "« gain\u{a0}»", "«\u{a0}gain »", "oui ?", "gain: 3", "oui; non", "5%"]
        {
            assert!(breaking(wrong).is_some(), "{wrong}");
        }
    }

    /// What of a French text could break off at the end of a line, or lacks its space: a colon between letters or digits is a time or an address.
    fn breaking(text: &str) -> Option<String> {
        let letters: Vec<char> = format!(" {text} ").chars().collect();
        let wrong = |around: &&[char]| match **around {
            [before, ':', after] => before != '\u{a0}' && (before == ' ' || after == ' '),
            [before, ';' | '!' | '?' | '%' | '€', _] => !['\u{202f}', '{', '`', '/', '('].contains(&before),
            [before, '»', _] => before != '\u{a0}',
            [_, '«', after] => after != '\u{a0}',
            _ => false,
        };
        letters.windows(3).find(wrong).map(|around| around.iter().collect())
    }

    #[test]
    fn every_language_can_be_read() {
        for language in LANGUAGES {
            assert!(Words::new(language).is_ok(), "{}", tag(language));
        }
    }

    #[test]
    fn a_missing_text_or_argument_is_an_error_that_names_it() {
        let words = Words::new(Language::En).expect("English texts");
        assert!(matches!(words.say("no-such-text"), Err(ReportError::Text(name)) if name == "en/no-such-text"));
        assert!(matches!(words.say("interval"), Err(ReportError::Text(name)) if name.starts_with("en/interval: ")));
    }
}
