//! Persons whose weight is another one in another year.

use super::{Finding, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "changing-weight",
    level: Level::Warning,
    advice: "give each person the weight of the stratum in which it was drawn, not of its current age",
};

const MESSAGE: &str = "persons have another weight in another year";

/// Looks at the persons whose weight changes, by number, among `of` persons.
///
/// METHOD: a prior weight belongs to the stratum in which a person was drawn; one that changes with current age would
/// count the same person differently in base and performance years.
pub fn find(persons: &[u32], of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_rows(MESSAGE, persons.len() as u64, persons.iter().copied().collect(), of, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changing_weights_warn() {
        let usual = Quality::default();
        assert_eq!(find(&[], 100, &usual), None);
        assert_eq!(find(&[3], 100, &usual).expect("a finding").level, Level::Warning);
    }
}
