//! How the data are to be judged: the rules that findings come from, and what a study may say about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Every rule by the name that its findings carry, and the share of what it looked at from which a finding is an error.
pub const RULES: [(&str, Option<f64>); 35] = [
    ("base-after-start", None),
    ("booked-later", None),
    ("changing-weight", None),
    ("code-without-sector", Some(0.05)),
    ("cross-border", None),
    ("duplicate-person-year", Some(0.05)),
    ("exhaustive-with-weights", None),
    ("exposure-over-one", Some(0.05)),
    ("fee-booked-twice", None),
    ("few-persons", None),
    ("few-placebos", None),
    ("fewer-placebos", None),
    ("judged-before-start", None),
    ("late-booking", Some(0.05)),
    ("most-above-cut-off", None),
    ("municipality-merged", None),
    ("municipality-unknown", None),
    ("negative-person-year", Some(0.05)),
    ("no-credible-reading", None),
    ("no-exposure", None),
    ("one-cluster", None),
    ("one-person", None),
    ("own-age", None),
    ("repeated-line", Some(0.05)),
    ("rule-looks-into-its-year", None),
    ("sample-without-weights", None),
    ("screened-adjusters", None),
    ("target-too-small", None),
    ("unconverged-fit", None),
    ("undecided-target", None),
    ("unknown-booking", Some(0.05)),
    ("unknown-person", Some(0.05)),
    ("unsupported-profile", Some(0.05)),
    ("year-not-in-study", None),
    ("zone-without-residents", None),
];

/// Importance of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Information,
    /// Look before you use the figures.
    Warning,
    /// The figures should not be used as they are.
    Error,
}

impl Level {
    /// The word of the tables.
    pub fn word(self) -> &'static str {
        match self {
            Level::Information => "information",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What becomes of lines that are alike to the letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RepeatedLines {
    /// They are counted and kept: two benefits can be alike.
    #[default]
    Keep,
    /// They are counted, and one of them is kept.
    Drop,
    /// Nobody looks: saves the time that it takes.
    Unchecked,
}

/// How a study wants its data judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// What becomes of lines that are alike to the letter.
    pub repeated_lines: RepeatedLines,
    /// Months from service to booking after which a booking is late.
    pub booked_within: i32,
    /// Share of a target group's cost in a year from which one person is a finding.
    pub one_person_share: f64,
    /// Levels that rules have whatever they find.
    pub levels: BTreeMap<String, Level>,
    /// Shares from which a rule's finding is an error, where they are not those of [`RULES`].
    pub limits: BTreeMap<String, f64>,
}

impl Default for Quality {
    fn default() -> Quality {
        Quality {
            repeated_lines: RepeatedLines::Keep,
            booked_within: 24,
            one_person_share: 0.05,
            levels: BTreeMap::new(),
            limits: BTreeMap::new(),
        }
    }
}

impl Quality {
    /// The level of a finding that concerns `count` of `of`: the study's, else `usual`, or an error past the rule's limit.
    pub fn level(&self, rule: &str, usual: Level, count: u64, of: u64) -> Level {
        let known = RULES.iter().find(|(name, _)| *name == rule).and_then(|(_, limit)| *limit);
        let limit = self.limits.get(rule).copied().or(known);
        let too_many = limit.is_some_and(|limit| count as f64 > limit * of as f64);
        self.levels.get(rule).copied().unwrap_or(if too_many { Level::Error } else { usual })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_once_each_in_alphabetical_order() {
        assert!(RULES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_limit_makes_an_error_and_the_study_has_the_last_word() {
        let mut quality = Quality::default();
        let level = |quality: &Quality, count| quality.level("unknown-person", Level::Warning, count, 100);
        assert_eq!([5, 6].map(|count| level(&quality, count)), [Level::Warning, Level::Error]);
        quality.limits.insert("unknown-person".into(), 0.5);
        assert_eq!([50, 51].map(|count| level(&quality, count)), [Level::Warning, Level::Error]);
        quality.levels.insert("unknown-person".into(), Level::Information);
        assert_eq!(level(&quality, 100), Level::Information);
        assert_eq!(quality.level("few-persons", Level::Warning, 100, 100), Level::Warning);
    }
}
