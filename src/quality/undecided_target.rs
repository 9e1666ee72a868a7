//! Person-years for which a target rule cannot be decided.

use super::{Finding, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule =
    Rule { name: "undecided-target", level: Level::Warning, advice: "complete the column, or say in the rule what a missing value means" };

/// Looks at the person-years for which a rule is undecided, by person, among `of` person-years.
pub fn find(target: &str, persons: &[u32], of: u64, quality: &Quality) -> Option<Finding> {
    let said = format!("whether person-years meet `{target}` cannot be told, because a value is missing; they count as not meeting it");
    let finding = RULE.of_rows(&said, persons.len() as u64, persons.iter().copied().collect(), of, quality)?;
    Some(finding.naming("target", target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undecided_rows_warn() {
        assert_eq!(find("r", &[], 9, &Quality::default()), None);
        assert_eq!(find("r", &[1, 1], 9, &Quality::default()).expect("a finding").count, 2);
    }
}
