//! Target groups that are small cells.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "target-too-small",
    level: Level::Warning,
    advice: "check its zone and its target rule for a mistake; if they are right, widen them or take exhaustive data",
};

/// Says that a pilot is not judged because its target group is a small cell in some year.
///
/// METHOD: whether nobody or a few persons are in it is not told; that its figures are hidden is in every table anyway.
pub fn find(pilot: &str, quality: &Quality) -> Option<Finding> {
    let said = format!("pilot `{pilot}`: in some year too few persons, or none, of its zone meet its target rule: it is not judged");
    Some(RULE.of_rows(&said, 1, Persons::MANY, 1, quality)?.naming("pilot", pilot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pilot_that_is_not_judged_is_named() {
        let finding = find("p", &Quality::default()).expect("a finding");
        assert!(finding.level == Level::Warning && finding.message.contains("`p`"));
    }
}
