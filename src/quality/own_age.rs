//! An age that the table brings itself.

use super::{Finding, Persons, Rule};
use crate::spec::{Level, Quality};

const RULE: Rule = Rule {
    name: "own-age",
    level: Level::Warning,
    advice: "leave the column out, or give it another name, if the age of the year is meant",
};

/// Looks at the rows of a table that has a column `age`, `count` among `of` rows.
///
/// METHOD: the engine derives age from year and birth year. A column of that name takes its place everywhere, in target rules
/// and in the model; what it measures (at the last birthday, on 1 January) is the table's business, and to be known.
pub fn find(table: &str, count: u64, of: u64, quality: &Quality) -> Option<Finding> {
    let said = format!("table `{table}` has a column `age`, which stands in place of year less birth year");
    Some(RULE.of_rows(&said, count, Persons::MANY, of, quality)?.naming("table", table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_its_own_warns() {
        let usual = Quality::default();
        assert_eq!(find("population", 0, 100, &usual), None);
        let finding = find("population", 100, 100, &usual).expect("a finding");
        assert_eq!((finding.level, finding.count), (Level::Warning, 100));
        assert!(finding.message.contains("`population`"));
    }
}
