//! Lines repeated to the letter.

use super::{Finding, Rule, Total};
use crate::spec::{Level, Quality, RepeatedLines};

const RULE: Rule = Rule {
    name: "repeated-line",
    level: Level::Warning,
    advice: "two benefits can be alike; if the extract was made twice, take it once or say [quality] repeated_lines = \"drop\"",
};

/// Looks at the lines that repeat an earlier one of their table in every column, among `of` lines of the study's years.
///
/// METHOD: a benefit can be given twice a day at one price, so a repeat alone proves nothing and the default keeps it. A whole
/// delivery that came twice shows as a large share.
pub fn find(found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
    let (choice, said) = match quality.repeated_lines {
        RepeatedLines::Drop => ("drop", "lines repeat another one in every column; they were left out"),
        RepeatedLines::Keep | RepeatedLines::Unchecked => ("keep", "lines repeat another one in every column; they are counted"),
    };
    Some(RULE.of_money(said, found, of, quality)?.naming("choice", choice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_repeats_warn_many_are_an_error() {
        super::super::tests::has_a_limit_of_one_in_twenty(find);
    }

    #[test]
    fn the_sentence_says_what_became_of_them() {
        let of = |repeated_lines| {
            let quality = Quality { repeated_lines, ..Quality::default() };
            find(&super::super::tests::total(9), 1000, &quality).expect("a finding").message
        };
        assert!(of(RepeatedLines::Drop).ends_with("left out") && of(RepeatedLines::Keep).ends_with("counted"));
    }
}
