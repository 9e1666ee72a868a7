//! Person-years that stand more than once, alike to the letter.

use super::{Finding, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule { name: "duplicate-person-year", level: Level::Warning, advice: "check that no extract of the table came twice" };

const MESSAGE: &str = "rows repeat a person and year in every column; each counts once";

/// Looks at the rows too many, given by the number of their person, among `of` rows.
///
/// METHOD: rows of one person and year that differ are another matter: nobody can tell which is right, so the reader refuses
/// them.
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
