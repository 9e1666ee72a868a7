//! Zones in arrondissements where many work across the border, insured there.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "cross-border",
    level: Level::Information,
    advice: "read its figures with care: who works across the border is insured there, so the data hold another population than the register",
};

/// The first two digits of the NIS codes of an arrondissement from which many cross the border to work: Arlon.
const ARRONDISSEMENTS: [&str; 1] = ["81"];

/// Looks at a pilot's municipalities, by NIS code.
pub fn find(pilot: &str, zone: &[&str], quality: &Quality) -> Option<Finding> {
    let across = zone.iter().filter(|code| ARRONDISSEMENTS.iter().any(|arrondissement| code.starts_with(arrondissement))).count();
    let said = format!("pilot `{pilot}`: municipalities of its zone lie where many work across the border and are insured there");
    let finding = RULE.of_rows(&said, across as u64, Persons::MANY, zone.len() as u64, quality)?;
    Some(finding.naming("pilot", pilot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arlon_is_named_and_liege_is_not() {
        let usual = Quality::default();
        assert_eq!(find("p", &["62063", "28100", "18100"], &usual), None);
        let finding = find("p", &["81001", "62063"], &usual).expect("a finding");
        assert_eq!((finding.level, finding.count, finding.of), (Level::Information, 1, 2));
    }
}
