//! Lines booked later after their service than benefits are.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "late-booking",
    level: Level::Warning,
    advice: "check the accounting months; if benefits are booked as late as that, the last years of the study are not complete",
};

/// Looks at the lines booked more than [`Quality::booked_within`] months after the service, among `of` lines that have an
/// accounting month. They are kept.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    let months = quality.booked_within;
    let said = format!("lines were booked more than {months} months after the service; they are counted");
    Some(RULE.of_money(&said, found, of, quality)?.naming("months", months))
}

#[cfg(test)]
mod tests {
    #[test]
    fn few_late_bookings_warn_many_are_an_error() {
        super::super::tests::has_a_limit_of_one_in_twenty(super::find);
    }
}
