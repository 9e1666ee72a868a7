//! Data said to be exhaustive whose persons weigh more than themselves.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "exhaustive-with-weights",
    level: Level::Warning,
    advice: "say source = \"sample\" in [data] if these persons were drawn, or leave the column `weight` out: the limit of a small cell follows the source",
};

/// Looks at `of` person-years of exhaustive data, of which `weighted` have a weight that is not one.
pub fn find(weighted: u64, of: u64, quality: &Quality) -> Option<Finding> {
    let message =
        "person-years have a weight other than 1, yet the data are said to be exhaustive: each person then stands for itself alone";
    RULE.of_rows(message, weighted, Persons::MANY, of, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_stands_for_itself() {
        assert_eq!(find(0, 9, &Quality::default()), None);
        let finding = find(8, 9, &Quality::default()).expect("a finding");
        assert_eq!((finding.level, finding.count, finding.of), (Level::Warning, 8, 9));
    }
}
