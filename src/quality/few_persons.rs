//! Target groups of few persons.

use super::{Finding, Persons, Rule, list};
use crate::spec::{Level, Quality};

/// Target persons below which an interval that rests on their number says little.
const FEW: u64 = 30;

const RULE: Rule = Rule {
    name: "few-persons",
    level: Level::Warning,
    advice: "do not use its interval and verdict: widen the zone or the target rule, or take exhaustive data",
};

/// Looks at a pilot's years, each with its target persons.
///
/// METHOD: influence functions and the logarithm make the tails of cost bearable, not harmless: with a handful of persons one of
/// them is the group.
pub fn find(pilot: &str, years: &[(i32, u64)], quality: &Quality) -> Option<Finding> {
    let few: Vec<i32> = years.iter().filter(|(_, persons)| *persons < FEW).map(|(year, _)| *year).collect();
    let said = format!("pilot `{pilot}`: fewer than {FEW} target persons in {}", list(&few));
    let finding = RULE.of_rows(&said, few.len() as u64, Persons::MANY, years.len() as u64, quality)?;
    Some(finding.naming("pilot", pilot).naming("few", FEW).naming("years", list(&few)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_persons_are_enough() {
        let usual = Quality::default();
        assert_eq!(find("p", &[(2017, 30), (2018, 31)], &usual), None);
        assert_eq!(find("p", &[(2017, 29), (2018, 31)], &usual).expect("a finding").count, 1);
    }
}
