//! Pilots of a size for which there are too few pseudo-pilots.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule { name: "few-placebos", level: Level::Warning, advice: "read these intervals as too narrow" };

/// Tells of the pilots of one size in a variant for which there are too few.
pub fn find(variant: &str, pilots: &[String], quality: &Quality) -> Option<Finding> {
    let count = pilots.len() as u64;
    let pilots = pilots.join(", ");
    let said = format!(
        "variant `{variant}`: too few zones without a pilot are of the size of {pilots}: shocks that hit a whole zone are not in their intervals"
    );
    let finding = RULE.of_rows(&said, count, Persons::MANY, count, quality)?;
    Some(finding.naming("variant", variant).naming("pilots", pilots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pilot_of_the_size_is_named() {
        assert_eq!(find("v", &[], &Quality::default()), None);
        let finding = find("v", &["p".into(), "q".into()], &Quality::default()).expect("a finding");
        assert!(finding.count == 2 && finding.message.contains("p, q"));
    }
}
