//! Lines that do not say when they were booked, where the study's completion needs it.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "unknown-booking",
    level: Level::Warning,
    advice: "fill in the accounting months, above all of the last years: late bookings are learnt from the lines that have one",
};

/// Looks at the lines without an accounting month, among `of` lines. They are kept.
///
/// METHOD: nothing says that such a line is late, so it counts; no place in a triangle is its own, so it teaches nothing. A
/// completed cost holds it as if it were as old as the other lines of its year.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_money("lines do not say when they were booked; they are counted as booked in time", found, of, quality)
}

#[cfg(test)]
mod tests {
    #[test]
    fn few_unknown_bookings_warn_many_are_an_error() {
        super::super::tests::has_a_limit_of_one_in_twenty(super::find);
    }
}
