//! Judgements of one pilot side by side: what the difference of two of them would tell of the few persons between.

use std::collections::BTreeSet;

use super::curve::Point;
use super::found::Found;
use super::judge::{Judgement, Models};
use super::outliers::differ_by_few;
use crate::report::CurveRow;
use crate::spec::{Reference, Study};

/// Whether a judgement, beside those before it of the same pilot, would tell of few persons: of those between two outlier rules or two
/// cohorts.
pub fn tells_of_few(judgement: &Judgement, all: &[Judgement], limit: u64) -> bool {
    let Some(found) = &judgement.found else { return false };
    let mut others = before(judgement, all);
    others.any(|(other, theirs)| {
        let rules = other.outliers != judgement.outliers
            && differ_by_few(&(judgement.outliers, found.above()), &(other.outliers, theirs.above()), limit);
        rules || few_between(&found.members, &theirs.members, limit)
    })
}

/// Whether the sectors of a judgement, beside those of one before it under another outlier rule, would tell of few persons.
///
/// METHOD: what a cap takes is taken from the sectors in proportion, so that in a sector two rules differ by what those above the
/// stricter cut-off have there: fewer than those above it. Sectors add up, so one that tells hides all of them.
pub fn sectors_tell(judgement: &Judgement, all: &[Judgement], limit: u64) -> bool {
    let Some(found) = &judgement.found else { return false };
    let mut others = before(judgement, all).filter(|(other, _)| other.outliers != judgement.outliers);
    others.any(|(other, theirs)| {
        let mut sectors = found.above_by_sector.iter().zip(&theirs.above_by_sector);
        sectors.any(|(mine, theirs)| differ_by_few(&(judgement.outliers, mine.clone()), &(other.outliers, theirs.clone()), limit))
    })
}

/// The years in which some judgement of a pilot has few persons above its cut-off.
///
/// METHOD: cost before the outlier rule is the same in every variant: beside the cost after the rule of any of them it tells what lies
/// above that one's cut-off.
pub fn few_above(pilot: &str, all: &[Judgement], limit: u64) -> BTreeSet<i32> {
    let of_pilot = all.iter().filter(|judgement| judgement.pilot == pilot).filter_map(|judgement| judgement.found.as_ref());
    let above = of_pilot.flat_map(Found::above);
    above.filter(|(_, persons)| (1..=limit).contains(persons)).map(|(year, _)| year).collect()
}

/// The points of the curve that may stand beside the gains of every variant.
pub fn curve(points: Vec<Point>, all: &[Judgement], limit: u64) -> Vec<CurveRow> {
    let shown = |Point { mut row, above }: Point| {
        let others = all.iter().filter(|judgement| judgement.pilot == row.pilot && judgement.variant != row.variant);
        let mut others = others.filter_map(|judgement| Some((judgement.outliers, judgement.found.as_ref()?.above())));
        if others.any(|other| differ_by_few(&above, &other, limit)) {
            row.figures = None;
        }
        row
    };
    points.into_iter().map(shown).collect()
}

/// Hides what models say of reference groups that hold everybody, where the pilots that are shown are nearly all of them.
pub fn hide_rest_of_country(study: &Study, models: &mut [Models], all: &[Judgement], limit: u64) {
    for models in models.iter_mut().filter(|_| study.reference == Reference::None) {
        let of_models = |judgement: &&Judgement| {
            let pilot = study.pilots.iter().find(|pilot| pilot.id == judgement.pilot);
            judgement.variant == models.variant && pilot.is_some_and(|pilot| *pilot.target.get_ref() == models.target)
        };
        let in_pilots = |year: usize| -> u64 {
            all.iter().filter(of_models).filter_map(|judgement| judgement.found.as_ref()).map(|found| found.by_year[year]).sum()
        };
        let few = models.reference.iter().enumerate().any(|(year, reference)| {
            let rest = reference.persons.saturating_sub(in_pilots(year));
            (1..=limit).contains(&rest)
        });
        models.beside_small_group |= few;
    }
}

/// The judgements of the same pilot before one, with what they found.
fn before<'a>(judgement: &'a Judgement, all: &'a [Judgement]) -> impl Iterator<Item = (&'a Judgement, &'a Found)> {
    let before = all.iter().take_while(|other| other.variant != judgement.variant);
    before.filter(|other| other.pilot == judgement.pilot).filter_map(|other| Some((other, other.found.as_ref()?)))
}

/// Whether two groups have few persons of one that are not of the other, in some year of both.
pub fn few_between(mine: &[(i32, Vec<u32>)], theirs: &[(i32, Vec<u32>)], limit: u64) -> bool {
    let apart = |a: &[u32], b: &[u32]| a.iter().filter(|person| b.binary_search(person).is_err()).count() as u64;
    mine.iter().any(|(year, mine)| {
        let other = theirs.iter().find(|(other, _)| other == year);
        other.is_some_and(|(_, theirs)| (1..=limit).contains(&(apart(mine, theirs) + apart(theirs, mine))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_of_one_group_alone_are_counted_from_both_sides() {
        let year = |persons: &[u32]| vec![(2018, persons.to_vec())];
        let all: Vec<u32> = (0..20).collect();
        assert!(!few_between(&year(&all), &year(&all), 3), "the same persons");
        assert!(few_between(&year(&all), &year(&all[..18]), 3) && few_between(&year(&all[1..]), &year(&all[..18]), 3));
        assert!(!few_between(&year(&all[2..]), &year(&all[..18]), 3), "four persons are apart");
        assert!(!few_between(&year(&all), &[(2019, vec![1])], 3), "no year in common");
    }
}
