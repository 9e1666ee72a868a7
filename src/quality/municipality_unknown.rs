//! Person-years under a code that is no municipality.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "municipality-unknown",
    level: Level::Warning,
    advice: "correct the codes, or give the places of the study with [data] geography and mergers",
};

/// Looks at the rows under `codes` unknown codes, `count` among `of` rows.
///
/// METHOD: such persons live somewhere: outside every zone they are in the reference group. So many of them blur what the pilots
/// are compared with.
pub fn find(codes: usize, count: u64, persons: Persons, of: u64, quality: &Quality) -> Option<Finding> {
    let said = format!("person-years have a code that is no municipality of the geography, now or before; codes: {codes}");
    Some(RULE.of_rows(&said, count, persons, of, quality)?.naming("codes", codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_unknown_codes_warn_and_the_study_may_set_a_limit() {
        let usual = Quality::default();
        assert_eq!(find(0, 0, Persons::default(), 100, &usual), None);
        let finding = find(2, 60, Persons::MANY, 100, &usual).expect("a finding");
        assert_eq!((finding.level, finding.count), (Level::Warning, 60));
        let limits = [("municipality-unknown".to_owned(), 0.5)].into();
        let strict = Quality { limits, ..usual };
        assert_eq!(find(2, 60, Persons::MANY, 100, &strict).expect("a finding").level, Level::Error);
    }
}
