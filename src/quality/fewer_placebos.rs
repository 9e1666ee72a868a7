//! Fewer pseudo-pilots than the study wants, which is no harm as long as there are enough of them side by side.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule =
    Rule { name: "fewer-placebos", level: Level::Information, advice: "nothing: their number is in the width of the intervals" };

/// Tells how many pseudo-pilots there are for the pilots of one size in a variant, and how many of them fit side by side.
pub fn find(variant: &str, pilots: &[String], (had, side_by_side): (u64, u64), wanted: u64, quality: &Quality) -> Option<Finding> {
    let pilots = pilots.join(", ");
    let said = format!(
        "variant `{variant}`: what zones without a pilot show for {pilots} rests on {had} pseudo-pilots instead of {wanted}, of which {side_by_side} fit side by side"
    );
    let finding = RULE.of_rows(&said, wanted.saturating_sub(had), Persons::MANY, wanted, quality)?;
    let numbers = [("had", had), ("wanted", wanted), ("side-by-side", side_by_side)];
    let finding = finding.naming("variant", variant).naming("pilots", pilots);
    Some(numbers.into_iter().fold(finding, |finding, (name, number)| finding.naming(name, number.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_counted() {
        let pilots = ["p".to_owned()];
        assert_eq!(find("v", &pilots, (200, 20), 200, &Quality::default()), None);
        let finding = find("v", &pilots, (120, 20), 200, &Quality::default()).expect("a finding");
        assert!(finding.count == 80 && finding.of == 200 && finding.message.contains("120 pseudo-pilots instead of 200"));
    }
}
