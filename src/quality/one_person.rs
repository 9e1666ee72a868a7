//! Target groups whose cost is largely that of one person.

use super::{Finding, Persons, Rule, list};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "one-person",
    level: Level::Warning,
    advice: "take an outlier rule, a lower cut-off or a wider zone: what happened to one person moves the gain more than what the pilot did",
};

/// Looks at a pilot's years, each with the largest share of its weighted cost that is one person's.
///
/// METHOD: the share itself is a fact about one person and is not passed on; that it is past the study's bound is.
pub fn find(pilot: &str, years: &[(i32, f64)], quality: &Quality) -> Option<Finding> {
    let past: Vec<i32> = years.iter().filter(|(_, share)| *share > quality.one_person_share).map(|(year, _)| *year).collect();
    let percent = (1000.0 * quality.one_person_share).round() / 10.0;
    let said = format!("pilot `{pilot}`: one person has more than {percent} % of the target group's cost in {}", list(&past));
    let finding = RULE.of_rows(&said, past.len() as u64, Persons::MANY, years.len() as u64, quality)?;
    Some(finding.naming("pilot", pilot).naming("percent", percent).naming("years", list(&past)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_past_the_bound_is_found_and_not_told() {
        let quality = Quality { one_person_share: 0.25, ..Quality::default() };
        assert_eq!(find("p", &[(2017, 0.25), (2018, 0.1)], &quality), None);
        let finding = find("p", &[(2017, 0.25), (2018, 0.2718)], &quality).expect("a finding");
        assert_eq!((finding.count, finding.of, finding.amount), (1, 2, None));
        assert!(finding.message.contains("2018") && !finding.message.contains("27"), "{}", finding.message);
    }
}
