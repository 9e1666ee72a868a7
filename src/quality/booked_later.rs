//! Lines booked later than the study's completion counts.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule { name: "booked-later", level: Level::Information, advice: "nothing, if [completion] means it" };

/// Looks at the lines of the study's years, among `of`, that are left out because they were booked later than it counts.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money("lines booked later than the study counts were left out", found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_booked_later_are_good_to_know() {
        super::super::tests::is_information(super::find);
    }
}
