//! Outlier rules side by side: what the figures of two of them would tell of the few persons between.

use super::judge::{Found, Judgement};
use crate::spec::Outliers;

/// Whether a judgement, beside those before it of the same pilot under other outlier rules, would tell of few persons.
///
/// METHOD: the real costs of a group under two rules differ by what those above the stricter cut-off have above it; under two
/// rules that leave persons out, also by those between the cut-offs.
pub fn tells_of_few(judgement: &Judgement, all: &[Judgement], limit: u64) -> bool {
    let few = |persons: u64| (1..=limit).contains(&persons);
    let left_out = |rule: Outliers| matches!(rule, Outliers::Drop(_));
    let apart = |other: &Judgement, mine: &Found, theirs: &Found| {
        let both_leave_out = left_out(judgement.outliers) && left_out(other.outliers);
        let mut years = mine.above().into_iter().zip(theirs.above());
        years.any(|(a, b)| few(a.max(b)) || (both_leave_out && few(a.abs_diff(b))))
    };
    let before = all.iter().take_while(|other| other.variant != judgement.variant);
    let mut others = before.filter(|other| other.pilot == judgement.pilot && other.outliers != judgement.outliers);
    others.any(|other| match (&judgement.found, &other.found) {
        (Some(mine), Some(theirs)) => apart(other, mine, theirs),
        _ => false,
    })
}
