//! Municipalities of a zone in which nobody lives in some years: most of them changed code.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "zone-without-residents",
    level: Level::Warning,
    advice: "if its code changed, add that to the table of mergers ([data] mergers); if it is very small, nothing",
};

/// Looks at a pilot's municipalities and years without residents, among `of` pairs of a municipality and a year.
///
/// METHOD: a municipality whose code changed in a way that the table of mergers does not have is without residents in some
/// years, and its persons of those years are in the reference group.
pub fn find(pilot: &str, empty: &[(&str, i32)], of: u64, quality: &Quality) -> Option<Finding> {
    let places = empty.iter().map(|(code, year)| format!("{code} ({year})")).collect::<Vec<_>>().join(", ");
    let said = format!("pilot `{pilot}`: nobody in the data lives in these municipalities: {places}");
    let finding = RULE.of_rows(&said, empty.len() as u64, Persons::MANY, of, quality)?;
    Some(finding.naming("pilot", pilot).naming("places", places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_without_residents_are_listed() {
        let usual = Quality::default();
        assert_eq!(find("p", &[], 4, &usual), None);
        let finding = find("p", &[("11002", 2018)], 4, &usual).expect("a finding");
        assert_eq!((finding.level, finding.count), (Level::Warning, 1));
        assert!(finding.message.ends_with("11002 (2018)"));
    }
}
