//! A zone within one cluster, of which no variance between clusters can be had.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "one-cluster",
    level: Level::Warning,
    advice: "set [credibility] cluster to a smaller unit, or rely on the shocks that pseudo-pilots show",
};

/// Tells of a pilot whose zone lies within one cluster.
pub fn find(pilot: &str, quality: &Quality) -> Option<Finding> {
    let said = format!("pilot `{pilot}`: its zone lies within one cluster: its own part of the variance is that of its persons");
    Some(RULE.of_rows(&said, 1, Persons::MANY, 1, quality)?.naming("pilot", pilot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pilot_is_named() {
        assert!(find("p", &Quality::default()).expect("a finding").message.starts_with("pilot `p`"));
    }
}
