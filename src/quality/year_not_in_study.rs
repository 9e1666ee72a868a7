//! Lines whose service falls in a year that the study does not need.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "year-not-in-study",
    level: Level::Information,
    advice: "nothing, if the extract holds more years than the study; otherwise check the dates of service",
};

const MESSAGE: &str = "lines of years that the study does not need were left out";

/// Looks at the lines concerned; `of` are the lines of all years.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money(MESSAGE, found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_of_other_years_are_good_to_know() {
        super::super::tests::is_information(super::find);
    }
}
