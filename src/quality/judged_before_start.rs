//! Performance years in which the pilot had not begun.

use super::{Finding, Persons, Rule, list};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule { name: "judged-before-start", level: Level::Information, advice: "nothing, if a placebo year is meant" };

/// Looks at the performance years of a study of `of` years.
///
/// METHOD: a performance year before the start is a placebo year, where a gain would be false.
pub fn find(pilot: &str, start: i32, performance: &[i32], of: usize, quality: &Quality) -> Option<Finding> {
    let before: Vec<i32> = performance.iter().copied().filter(|year| *year < start).collect();
    let said = format!("pilot `{pilot}`: performance years before its start ({}): nothing should be found", list(&before));
    let finding = RULE.of_rows(&said, before.len() as u64, Persons::MANY, of as u64, quality)?;
    Some(finding.naming("pilot", pilot).naming("years", list(&before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placebo_year_is_good_to_know() {
        assert_eq!(find("p", 2018, &[2018, 2019], 4, &Quality::default()), None);
        let finding = find("p", 2019, &[2018, 2019], 4, &Quality::default()).expect("a finding");
        assert_eq!((finding.level, finding.count), (Level::Information, 1));
    }
}
