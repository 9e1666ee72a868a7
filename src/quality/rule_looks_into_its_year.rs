//! A target rule that a pilot's own care can influence.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "rule-looks-into-its-year",
    level: Level::Information,
    advice: "compare with known = \"previous-year\" or cohort = \"closed\" in [population]",
};

/// Looks at the conditions that a rule names, when it is judged for the very year that they are known from; `years` are judged.
///
/// METHOD: who has a condition is told by the drugs of a year. Judged in the year itself, a pilot's own care helps to decide who is
/// counted: the reference group meets the same rule, but has no pilot.
pub fn find(target: &str, conditions: &[String], years: u64, quality: &Quality) -> Option<Finding> {
    let named = conditions.join(", ");
    let said = format!("the rule `{target}` looks at {named} of the very year that it is judged for, which a pilot can influence");
    let count = if conditions.is_empty() { 0 } else { years };
    let finding = RULE.of_rows(&said, count, Persons::MANY, years, quality)?;
    Some(finding.naming("target", target).naming("conditions", named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conditions_are_named() {
        let find = |conditions: &[&str]| {
            let conditions: Vec<String> = conditions.iter().map(|name| (*name).to_owned()).collect();
            find("diabetes or copd", &conditions, 2, &Quality::default())
        };
        assert_eq!(find(&[]), None);
        let finding = find(&["diabetes", "copd"]).expect("a finding");
        assert!(finding.level == Level::Information && finding.count == 2 && finding.message.contains("looks at diabetes, copd of"));
    }
}
