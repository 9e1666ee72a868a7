//! A sample whose persons all weigh the same.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "sample-without-weights",
    level: Level::Warning,
    advice: "give a column `weight`, or a column `stratum` and the weights of [population] strata",
};

/// Looks at a sample of `of` persons, of whom `weighted` person-years have a weight that is not one.
///
/// METHOD: the permanent sample draws the old twice as often: without weights they count twice.
pub fn find(weighted: u64, of: u64, quality: &Quality) -> Option<Finding> {
    let message = "the data are a sample, but every person has weight 1: those drawn more often count more";
    RULE.of_rows(message, if weighted == 0 { of } else { 0 }, Persons::MANY, of, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_weight_is_enough() {
        let find = |weighted, of| find(weighted, of, &Quality::default());
        assert_eq!((find(1, 100), find(0, 0)), (None, None));
        let finding = find(0, 100).expect("a finding");
        assert_eq!((finding.level, finding.count, finding.of), (Level::Warning, 100, 100));
    }
}
