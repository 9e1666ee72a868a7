//! Fits that ended without having converged, which the model file allowed.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "unconverged-fit",
    level: Level::Error,
    advice: "do not use these figures: leave out adjusters that few persons have, or take another family",
};

/// Tells how many of a variant's fits did not converge.
pub fn find(variant: &str, unconverged: u64, of: u64, quality: &Quality) -> Option<Finding> {
    let said = format!("variant `{variant}`: fits of the expenditure model did not converge");
    Some(RULE.of_rows(&said, unconverged, Persons::MANY, of, quality)?.naming("variant", variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_that_converged_are_not_told_of() {
        assert_eq!(find("v", 0, 6, &Quality::default()), None);
        assert_eq!(find("v", 2, 6, &Quality::default()).expect("a finding").count, 2);
    }
}
