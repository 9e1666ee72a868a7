//! Target persons with a characteristic that the reference group does not have.

use super::{Finding, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "unsupported-profile",
    level: Level::Warning,
    advice: "merge age bands or categories of the model, or widen the reference group",
};

/// Looks at a pilot's person-years whose cost the reference group cannot tell, by person, among `of` person-years.
pub fn find(pilot: &str, persons: &[u32], of: u64, quality: &Quality) -> Option<Finding> {
    let said =
        format!("pilot `{pilot}`: the reference group cannot tell the cost of person-years with a characteristic that it does not have");
    let finding = RULE.of_rows(&said, persons.len() as u64, persons.iter().copied().collect(), of, quality)?;
    Some(finding.naming("pilot", pilot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_warn_many_are_an_error() {
        let usual = Quality::default();
        assert_eq!(find("p", &[], 100, &usual), None);
        let level = |rows: u32| find("p", &(0..rows).collect::<Vec<_>>(), 100, &usual).expect("a finding").level;
        assert_eq!([level(5), level(6)], [Level::Warning, Level::Error]);
    }
}
