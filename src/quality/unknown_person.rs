//! Lines of persons whom the population does not have in the year of service.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "unknown-person",
    level: Level::Warning,
    advice: "check that population and claims come from one extract and that the population holds the born and deceased of the year",
};

const MESSAGE: &str = "lines of persons who are not in the population of the year of service were left out";

/// Looks at the lines concerned, among `of` lines of the study's years.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money(MESSAGE, found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn few_unknown_persons_warn_many_are_an_error() {
        super::super::tests::has_a_limit_of_one_in_twenty(super::find);
    }
}
