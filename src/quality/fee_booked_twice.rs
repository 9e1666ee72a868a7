//! Pharmacists' fees that stand in the claims and, a second time, in the drugs table.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule { name: "fee-booked-twice", level: Level::Information, advice: "nothing to do" };

const MESSAGE: &str = "pharmacists' fees booked under nomenclature codes were left out, because the drugs table holds them";

/// Looks at the lines concerned, among `of` lines of the study's years.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money(MESSAGE, found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn fees_left_out_are_good_to_know() {
        super::super::tests::is_information(super::find);
    }
}
