//! Person-years whose costs add up to less than nothing.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "negative-person-year",
    level: Level::Warning,
    advice: "check that corrections and the lines they correct fall in the years of the extract",
};

const MESSAGE: &str = "person-years have a negative cost: corrections without the line they correct";

/// Looks at the person-years with a negative total, among `of` person-years.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money(MESSAGE, found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn few_negative_totals_warn_many_are_an_error() {
        super::super::tests::has_a_limit_of_one_in_twenty(super::find);
    }
}
