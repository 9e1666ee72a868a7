//! What an elastic net kept of the columns of a model.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "screened-adjusters",
    level: Level::Information,
    advice: "nothing: the coefficients of the columns kept are fitted without a penalty",
};

/// Tells which columns a variant's model kept of `of`.
pub fn find(variant: &str, kept: &[&str], of: u64, quality: &Quality) -> Option<Finding> {
    let columns = kept.join(", ");
    let said = format!("variant `{variant}`: of {of} columns the elastic net keeps these: {columns}");
    let finding = RULE.of_rows(&said, kept.len() as u64, Persons::MANY, of, quality)?;
    Some(finding.naming("variant", variant).naming("of", of.to_string()).naming("columns", columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_named() {
        let finding = find("v", &["gout", "age"], 9, &Quality::default()).expect("a finding");
        assert!(finding.count == 2 && finding.message.contains("of 9 columns the elastic net keeps these: gout, age"));
    }
}
