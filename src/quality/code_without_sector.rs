//! Lines whose nomenclature code is in no range of the sector table.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule =
    Rule { name: "code-without-sector", level: Level::Warning, advice: "add the codes to the sector table ([data] sectors)" };

const MESSAGE: &str = "lines whose nomenclature code has no sector were left out";

/// Looks at the lines concerned, among `of` lines of the study's years.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money(MESSAGE, found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn few_codes_warn_many_are_an_error() {
        super::super::tests::has_a_limit_of_one_in_twenty(super::find);
    }
}
