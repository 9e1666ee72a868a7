//! Person-years under the code of a municipality that is no more.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule =
    Rule { name: "municipality-merged", level: Level::Information, advice: "nothing to do; [data] mergers replaces the table of mergers" };

/// Looks at the rows under `codes` codes of before, `count` among `of` rows.
pub fn find(codes: usize, count: u64, persons: Persons, of: u64, quality: &Quality) -> Option<Finding> {
    let said = format!(
        "person-years under the code of a municipality that merged or changed code count for the municipality of today; codes: {codes}"
    );
    Some(RULE.of_rows(&said, count, persons, of, quality)?.naming("codes", codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_codes_are_good_to_know_however_many() {
        let usual = Quality::default();
        assert_eq!(find(0, 0, Persons::default(), 100, &usual), None);
        let finding = find(3, 90, Persons::MANY, 100, &usual).expect("a finding");
        assert_eq!((finding.level, finding.count, finding.of), (Level::Information, 90, 100));
        assert!(finding.message.ends_with("codes: 3"));
    }
}
