//! Outlier rules side by side: what the figures of two of them would tell of the few persons between.

use crate::spec::Outliers;

/// Person-years above the cut-off of a rule, by year.
pub type Above = (Outliers, Vec<(i32, u64)>);

/// Whether the figures of a group under two rules, or under one rule with cut-offs of its own in two countries, differ by few persons
/// in some year.
///
/// METHOD: the real costs of a group under two rules differ by what those above the stricter cut-off have above it; under two
/// rules that leave persons out, also by those between the cut-offs. Two cut-offs of one rule lie so close that only those between
/// them can be told.
pub fn differ_by_few((mine, above_mine): &Above, (theirs, above_theirs): &Above, limit: u64) -> bool {
    let few = |persons: u64| (1..=limit).contains(&persons);
    let left_out = |rule: &Outliers| matches!(rule, Outliers::Drop(_));
    let both_leave_out = left_out(mine) && left_out(theirs);
    let told = |a: u64, b: u64| (mine != theirs && few(a.max(b))) || ((mine == theirs || both_leave_out) && few(a.abs_diff(b)));
    let in_both = above_mine.iter().filter_map(|(year, mine)| {
        let (_, theirs) = above_theirs.iter().find(|(other, _)| other == year)?;
        Some((*mine, *theirs))
    });
    in_both.into_iter().any(|(a, b)| told(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::CutOff;

    #[test]
    fn few_above_the_stricter_cut_off_or_between_two_are_told() {
        let above = |rule: Outliers, persons: [u64; 2]| -> Above { (rule, vec![(2018, persons[0]), (2019, persons[1])]) };
        let cap = |quantile| Outliers::Cap(CutOff::Quantile(quantile));
        let leave_out = |quantile| Outliers::Drop(CutOff::Quantile(quantile));
        let none = above(Outliers::None, [0, 0]);
        assert!(differ_by_few(&above(cap(0.99), [2, 9]), &none, 3) && !differ_by_few(&above(cap(0.99), [4, 9]), &none, 3));
        assert!(!differ_by_few(&above(cap(0.9), [40, 42]), &above(cap(0.95), [20, 41]), 3));
        assert!(differ_by_few(&above(leave_out(0.9), [40, 42]), &above(leave_out(0.95), [20, 41]), 3));
        assert!(differ_by_few(&above(cap(0.99), [9, 9]), &above(cap(0.99), [9, 7]), 3));
        assert!(!differ_by_few(&above(cap(0.99), [2, 2]), &above(cap(0.99), [2, 2]), 3));
        assert!(!differ_by_few(&above(cap(0.99), [2, 2]), &(Outliers::None, vec![(2017, 0)]), 3), "no year in common");
    }
}
