//! Exposures of more than the whole year.

use super::{Finding, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "exposure-over-one",
    level: Level::Warning,
    advice: "give the exposure as a fraction of the year, from 0 to 1; 366 days over 365 are harmless, a number of days is not",
};

const MESSAGE: &str = "person-years have an exposure of more than the whole year; they count as the whole year";

/// Looks at the rows whose exposure was above one, given by the number of their person, among `of` rows.
pub fn find(persons: &[u32], of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_rows(MESSAGE, persons.len() as u64, persons.iter().copied().collect(), of, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_warn_many_are_an_error() {
        let usual = Quality::default();
        assert_eq!(find(&[], 100, &usual), None);
        let level = |rows: u32| find(&(0..rows).collect::<Vec<_>>(), 100, &usual).expect("a finding").level;
        assert_eq!([level(5), level(6)], [Level::Warning, Level::Error]);
    }
}
