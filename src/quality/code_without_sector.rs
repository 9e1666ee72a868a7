//! Lines whose nomenclature code is in no range of the sector table.

use std::collections::BTreeMap;

use super::{Finding, Persons, Rule, Total};
use crate::spec::{Level, Quality};

const RULE: Rule =
    Rule { name: "code-without-sector", level: Level::Warning, advice: "add the codes to the sector table ([data] sectors)" };

/// Codes that the sentence names.
const NAMED: usize = 5;

/// Looks at the lines concerned, by code (`None`: of the drugs table), among `of` lines of the study's years.
///
/// The codes with the most lines are named, but none that only a few persons have.
pub fn find(found: &BTreeMap<Option<i64>, Total>, of: u64, quality: &Quality) -> Option<Finding> {
    let mut sum = Total::default();
    found.values().for_each(|total| sum.add(total));
    let mut frequent: Vec<(&Option<i64>, &Total)> =
        found.iter().filter(|(_, total)| total.persons.at_least() >= Persons::MANY.at_least()).collect();
    frequent.sort_by_key(|(code, total)| (std::cmp::Reverse(total.lines), **code));
    let name = |code: &Option<i64>| code.map_or("drugs".to_owned(), |code| format!("{code:06}"));
    let named: Vec<String> = frequent.iter().take(NAMED).map(|(code, _)| name(code)).collect();
    let named = if named.is_empty() { "–".to_owned() } else { named.join(", ") };
    let codes = found.len();
    let said = format!("lines whose nomenclature code has no sector were left out; codes: {codes}, those with the most lines: {named}");
    Some(RULE.of_money(&said, &sum, of, quality)?.naming("codes", codes).naming("named", named))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{has_a_limit_of_one_in_twenty, total};
    use super::*;

    #[test]
    fn few_codes_warn_many_are_an_error() {
        has_a_limit_of_one_in_twenty(|found, of, quality| find(&[(Some(101_076), *found)].into(), of, quality));
    }

    #[test]
    fn codes_of_few_persons_are_counted_and_not_named() {
        let of = |codes: &[(i64, u64)]| {
            let found = codes.iter().map(|(code, lines)| ((*code > 0).then_some(*code), total(*lines))).collect();
            find(&found, 1000, &Quality::default()).expect("a finding")
        };
        let finding = of(&[(7, 5), (101_076, 4), (300_000, 9), (400_000, 9)]);
        assert!(finding.message.ends_with("codes: 4, those with the most lines: 300000, 400000, 000007"), "{}", finding.message);
        assert_eq!((finding.count, finding.of), (27, 1000));
        assert!(of(&[(101_076, 4)]).message.ends_with("codes: 1, those with the most lines: –"));
        assert!(of(&[(0, 9)]).message.ends_with("codes: 1, those with the most lines: drugs"));
        assert!(of(&[(1, 9), (2, 9), (3, 9), (4, 9), (5, 9), (6, 9)]).message.ends_with("000001, 000002, 000003, 000004, 000005"));
    }
}
