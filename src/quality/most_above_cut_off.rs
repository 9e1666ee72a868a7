//! Outlier rules that hit most persons.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Outliers, Quality};

const RULE: Rule = Rule {
    name: "most-above-cut-off",
    level: Level::Warning,
    advice: "raise the cut-off in [outliers]: what is above it counts for nobody, and an effect on it is not seen",
};

/// Looks at the person-years that meet a target rule, `above` of `of` above the cut-off of a variant's outlier rule.
///
/// METHOD: an outlier rule is about a few costs that nobody can foresee. One that most costs are above levels what is to be judged.
pub fn find(variant: &str, target: &str, outliers: Outliers, (above, of): (u64, u64), quality: &Quality) -> Option<Finding> {
    let said = format!("variant `{variant}`: most person-years that meet `{target}` are above the cut-off of its outlier rule, {outliers}");
    let finding = RULE.of_rows(&said, if 2 * above > of { above } else { 0 }, Persons::MANY, of, quality)?;
    Some(finding.naming("variant", variant).naming("target", target).naming("outliers", outliers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::CutOff;

    #[test]
    fn more_than_half_are_most() {
        let find = |above| find("v", "age > 5", Outliers::Cap(CutOff::Threshold(1.0)), (above, 100), &Quality::default());
        assert_eq!(find(50), None);
        let finding = find(100).expect("a finding");
        assert!((finding.level, finding.count, finding.of) == (Level::Warning, 100, 100) && finding.message.ends_with("cap 1 EUR"));
    }
}
