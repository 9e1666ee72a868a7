//! Zones in arrondissements where many work across the border, insured there.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "cross-border",
    level: Level::Information,
    advice: "read its figures with care: who works across the border is insured there, so the data hold another population than the register",
};

/// Arlon, Bastogne, Neufchâteau and Virton, by the first two digits of their NIS codes: most of those who live in Wallonia and
/// work in Luxembourg live there (National Institute for Health and Disability Insurance, 2013 and 2019, as mapped by the GIS of the
/// Greater Region).
const ARRONDISSEMENTS: [&str; 4] = ["81", "82", "84", "85"];

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
