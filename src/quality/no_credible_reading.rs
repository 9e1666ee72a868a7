//! A variant that is to be judged by the credible reading without what it is learnt from.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "no-credible-reading",
    level: Level::Warning,
    advice: "take the evolution reading, or pilots of a size that more zones without a pilot have",
};

/// Tells of the variant, which is judged by the evolution reading instead.
pub fn find(variant: &str, quality: &Quality) -> Option<Finding> {
    let said =
        format!("variant `{variant}`: too few pseudo-pilots to learn how much of a base difference lasts; judged by the evolution reading");
    Some(RULE.of_rows(&said, 1, Persons::MANY, 1, quality)?.naming("variant", variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variant_is_named() {
        assert!(find("v", &Quality::default()).expect("a finding").message.starts_with("variant `v`"));
    }
}
