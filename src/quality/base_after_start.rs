//! Base years in which the pilot was active already.

use super::{Finding, Persons, Rule, list};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "base-after-start",
    level: Level::Warning,
    advice: "take base years before the start of the pilot, or read the level reading",
};

/// Looks at the base years of a study of `of` years.
///
/// METHOD: a base year in which the pilot was active holds part of its effect, which the evolution then hides.
pub fn find(pilot: &str, start: i32, base: &[i32], of: usize, quality: &Quality) -> Option<Finding> {
    let after: Vec<i32> = base.iter().copied().filter(|year| *year >= start).collect();
    let said = format!("pilot `{pilot}`: base years after its start ({}): part of its effect is in its own base", list(&after));
    let finding = RULE.of_rows(&said, after.len() as u64, Persons::MANY, of as u64, quality)?;
    Some(finding.naming("pilot", pilot).naming("years", list(&after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_the_start_is_no_base_year() {
        assert_eq!(find("p", 2018, &[2016, 2017], 4, &Quality::default()), None);
        assert_eq!(find("p", 2017, &[2016, 2017], 4, &Quality::default()).expect("a finding").count, 1);
    }
}
