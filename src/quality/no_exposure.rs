//! Person-years without a day insured and alive.

use super::{Finding, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule =
    Rule { name: "no-exposure", level: Level::Information, advice: "check the insured dates and the month of death if they are many" };

const MESSAGE: &str = "person-years without a day insured and alive were left out";

/// Looks at the rows without exposure, given by the number of their person, among `of` rows.
pub fn find(persons: &[u32], of: u64, quality: &Quality) -> Option<Finding> {
    RULE.of_rows(MESSAGE, persons.len() as u64, persons.iter().copied().collect(), of, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_exposure_are_good_to_know() {
        let usual = Quality::default();
        assert_eq!(find(&[], 10, &usual), None);
        let finding = find(&[7, 7, 8], 10, &usual).expect("a finding");
        assert_eq!((finding.level, finding.count, finding.persons.at_least()), (Level::Information, 3, 2));
    }
}
