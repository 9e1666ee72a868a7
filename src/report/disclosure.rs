//! **Small cells.** Could anybody learn from the outputs together what rests on too few persons?
//!
//! No figure is shown that rests on 3 persons or fewer (permanent sample), or on fewer than 5 (exhaustive data), counted without
//! weights; nor one from which such a figure could be derived, by subtraction within a table, between tables, between variants, or
//! between runs.
//!
//! # Formula
//!
//! Shown totals are linear equations in the hidden cells. A hidden cell x_c is told exactly when its unit vector lies in their
//! span, which elimination in the integers modulo 2⁶¹ − 1 decides without rounding. As long as one is told, the smallest shown cell
//! beside it is hidden too. What is not small may be a secret as well: a group that differs by few persons from one that is shown.
//!
//! # Example
//!
//! Three sectors with 120, 3 and 40 persons, and their total. Hiding the second alone would be of no use: the total less the others
//! is the second.
//!
//! ```
//! use garantie::report::suppression::{Cells, determined};
//!
//! let total = vec![(0, 1), (1, 1), (2, 1)];
//! let mut hidden = [false, true, false];
//! assert_eq!(determined(3, &[total.clone()], &hidden), [false, true, false]);
//! let persons = [120, 3, 40];
//! let together = |cells: &[usize]| cells.iter().map(|cell| persons[*cell]).sum();
//! Cells { persons: &persons, secret: &[false, true, false], told: &[total], limit: 3 }.hide(&mut hidden, together);
//! assert_eq!(hidden, [false, true, true]);
//! ```
//!
//! # In the code
//!
//! One function for each table; [`suppression`](super::suppression) finds what follows from what is shown, [`subgroups`] holds
//! reference groups beside each other. `garantie compare RUN_A RUN_B` counts the groups that are few persons apart between two runs.
//!
//! ---
//!
//! ← [The use of gains](crate::settle::annex7) · [Contents](crate) · [Worlds whose truth is known](crate::simulate) →

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::subgroups;
use super::{CalibrationRow, DecompositionRow, FitRow, GainRow, Period, SectorRow, TermRow};

/// A row with the number of unweighted persons that its figures rest on.
pub struct Resting<Row> {
    /// The row, figures filled in.
    pub row: Row,
    /// The fewest persons that one of its figures rests on.
    pub persons: u64,
}

/// Hides small rows of `gains`.
///
/// METHOD: the cumulative row is the sum of the years, so a hidden year hides it too; otherwise a subtraction would show the year.
pub fn gains(rows: Vec<Resting<GainRow>>, limit: u64) -> Vec<GainRow> {
    let key = |row: &GainRow| (row.pilot.clone(), row.variant.clone(), row.reading);
    let small: BTreeSet<_> = rows.iter().filter(|resting| resting.persons <= limit).map(|resting| key(&resting.row)).collect();
    let hide = |resting: Resting<GainRow>| {
        let Resting { mut row, persons } = resting;
        if persons <= limit || (row.period == Period::All && small.contains(&key(&row))) {
            row.figures = None;
        }
        row
    };
    rows.into_iter().map(hide).collect()
}

/// Hides small rows of `gains_by_sector`, all of a hidden row of `gains`, and what would give a hidden one away.
///
/// METHOD: the sectors add up to the total, which is shown: a single hidden sector takes the next smallest with it. A sector
/// hidden in one year is hidden in the cumulative row, which is the sum of the years.
pub fn sectors(mut rows: Vec<Resting<SectorRow>>, gains: &[GainRow], limit: u64) -> Vec<SectorRow> {
    let hidden_total = |row: &SectorRow| {
        let same = |gain: &&GainRow| {
            (&gain.pilot, gain.period, &gain.variant, gain.reading) == (&row.pilot, row.period, &row.variant, row.reading)
        };
        gains.iter().find(same).is_none_or(|gain| gain.figures.is_none())
    };
    for resting in &mut rows {
        if resting.persons <= limit || hidden_total(&resting.row) {
            resting.row.figures = None;
        }
    }
    // The years first, then the cumulative rows, which take over what the years hide.
    hide_second_sectors(&mut rows, |period| period != Period::All, limit);
    let key = |row: &SectorRow| (row.pilot.clone(), row.variant.clone(), row.reading, row.sector.clone());
    let hidden: BTreeSet<_> = rows.iter().filter(|resting| resting.row.figures.is_none()).map(|resting| key(&resting.row)).collect();
    for resting in &mut rows {
        if resting.row.period == Period::All && hidden.contains(&key(&resting.row)) {
            resting.row.figures = None;
        }
    }
    hide_second_sectors(&mut rows, |period| period == Period::All, limit);
    rows.into_iter().map(|resting| resting.row).collect()
}

/// Hides the rows of `decomposition` whose row of `gains` or `gains_by_sector` is hidden, and the adjusters of small ones; a row
/// rests on the fewest persons that tell of one of its adjusters.
///
/// METHOD: the components of a row add up as its gain does, over sectors and over years, so what hides the one hides the other.
/// The adjusters of a row add up to its case mix, and the published coefficients of several sectors and variants would solve for
/// two that are hidden together: a small one hides all of them, also in the cumulative row.
pub fn decomposition(rows: Vec<Resting<DecompositionRow>>, gains: &[GainRow], sectors: &[SectorRow], limit: u64) -> Vec<DecompositionRow> {
    let shown_gains = gains
        .iter()
        .filter(|row| row.figures.is_some())
        .map(|row| (row.pilot.as_str(), row.variant.as_str(), row.period, row.reading, None));
    let shown_sectors = sectors
        .iter()
        .filter(|row| row.figures.is_some())
        .map(|row| (row.pilot.as_str(), row.variant.as_str(), row.period, row.reading, Some(row.sector.as_str())));
    let shown: BTreeSet<_> = shown_gains.chain(shown_sectors).collect();
    let of_pilot = |row: &DecompositionRow| (row.pilot.clone(), row.variant.clone());
    let small: BTreeSet<_> = rows.iter().filter(|resting| resting.persons <= limit).map(|resting| of_pilot(&resting.row)).collect();
    let hide = |resting: Resting<DecompositionRow>| {
        let Resting { mut row, persons } = resting;
        let key = (row.pilot.as_str(), row.variant.as_str(), row.period, row.reading, row.sector.as_deref());
        row.figures = row.figures.filter(|_| shown.contains(&key));
        if persons <= limit || (row.period == Period::All && small.contains(&of_pilot(&row))) {
            row.figures.iter_mut().for_each(|figures| figures.case_mix = None);
        }
        row
    };
    rows.into_iter().map(hide).collect()
}

/// Hides coefficients whose persons are nearly those of the same coefficient of another target rule or variant; a row rests on the persons
/// with a non-zero value of its term; `calibration` is what is shown of the same groups.
///
/// METHOD: of two reference groups that differ by few persons the counts, means and sums tell of these by their difference. The
/// persons between them are never fewer than the counts are apart, so to compare counts misses none. They are compared whether shown or
/// not: `calibration` may show what is hidden here. What that does not count in any variant is not counted here either.
pub fn terms(mut rows: Vec<Resting<TermRow>>, calibration: &[CalibrationRow], limit: u64) -> Vec<TermRow> {
    let uncounted = uncounted(calibration);
    let fit = |resting: &Resting<TermRow>| {
        let row = &resting.row;
        (row.variant.clone(), row.target.clone(), row.left_out.clone(), row.year, row.sector.clone(), row.part.clone())
    };
    let mut before: HashMap<_, Vec<u64>> = HashMap::new();
    for terms in rows.chunk_by_mut(|a, b| fit(a) == fit(b)) {
        let key = |row: &TermRow| (row.year, row.sector.clone(), row.part.clone(), row.term.clone());
        let near = |resting: &Resting<TermRow>| {
            let others = before.get(&key(&resting.row));
            others.is_some_and(|others| others.iter().any(|other| (1..=limit).contains(&other.abs_diff(resting.persons))))
        };
        let near: Vec<bool> = terms.iter().map(near).collect();
        let (beside, told) = (near.contains(&true), !uncounted.contains(&(terms[0].row.target.as_str(), terms[0].row.year)));
        for (place, (Resting { row, .. }, near)) in terms.iter_mut().zip(near).enumerate() {
            // The levels of a term count the one that is hidden. The first counts everybody, as the fit does.
            row.persons = row.persons.filter(|_| !beside && (told || place == 0));
            if near {
                (row.estimate, row.se, row.df) = (None, None, None);
            }
        }
        for resting in terms {
            before.entry(key(&resting.row)).or_default().push(resting.persons);
        }
    }
    rows.into_iter().map(|resting| resting.row).collect()
}

/// The target rules and years of which some subgroup is not counted in any variant.
fn uncounted(calibration: &[CalibrationRow]) -> BTreeSet<(&str, i32)> {
    let mut counted: BTreeMap<(&str, i32, &str, &str), bool> = BTreeMap::new();
    for row in calibration.iter().filter(|row| row.family != subgroups::OF_MODEL) {
        *counted.entry((&row.target, row.year, &row.family, &row.group)).or_default() |= row.figures.is_some();
    }
    counted.into_iter().filter(|(_, counted)| !counted).map(|((target, year, ..), _)| (target, year)).collect()
}

/// Leaves out fit statistics of reference groups that differ by few persons from one that is shown.
pub fn fits(rows: Vec<FitRow>, limit: u64) -> Vec<FitRow> {
    let mut shown: HashMap<i32, Vec<u64>> = HashMap::new();
    let stays = |row: &FitRow| {
        let before = shown.entry(row.year).or_default();
        let few = before.iter().any(|other| (1..=limit).contains(&other.abs_diff(row.persons)));
        if !few {
            before.push(row.persons);
        }
        !few
    };
    rows.into_iter().filter(stays).collect()
}

/// METHOD: total less shown sectors is the sum of the hidden ones. While all of those are small, that sum is one too.
fn hide_second_sectors(rows: &mut [Resting<SectorRow>], wanted: impl Fn(Period) -> bool, limit: u64) {
    let same = |a: &Resting<SectorRow>, b: &Resting<SectorRow>| {
        let key = |row: &SectorRow| (row.pilot.clone(), row.period, row.variant.clone(), row.reading);
        key(&a.row) == key(&b.row)
    };
    for family in rows.chunk_by_mut(same).filter(|family| wanted(family[0].row.period)) {
        loop {
            let hidden: Vec<u64> = family.iter().filter(|resting| resting.row.figures.is_none()).map(|resting| resting.persons).collect();
            let enough = hidden.is_empty() || (hidden.len() > 1 && hidden.iter().any(|persons| *persons > limit));
            let next = family.iter_mut().filter(|resting| resting.row.figures.is_some()).min_by_key(|resting| resting.persons);
            match next {
                Some(next) if !enough => next.row.figures = None,
                _ => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
    use crate::report::{DecompositionFigures, SectorFigures};
    use crate::spec::Reading;

    fn sector(period: Period, sector: &str, persons: u64) -> Resting<SectorRow> {
        let zero = Cents::ZERO;
        let figures = SectorFigures { expected: zero, guarantee: zero, real_cost: zero, gain: zero, se: zero, low: zero, high: zero };
        let row = SectorRow {
            pilot: "p".into(),
            period,
            variant: "v".into(),
            reading: Reading::Level,
            main: true,
            sector: sector.into(),
            figures: Some(figures),
        };
        Resting { row, persons }
    }

    fn gain(period: Period) -> GainRow {
        let figures = crate::report::results::tests::figures();
        GainRow { pilot: "p".into(), period, variant: "v".into(), reading: Reading::Level, main: true, figures: Some(figures) }
    }

    #[test]
    fn a_small_year_hides_the_cumulative_row() {
        let rows = [(Period::Year(2018), 9), (Period::Year(2019), 3), (Period::All, 9)];
        let rows = rows.map(|(period, persons)| Resting { row: gain(period), persons });
        let shown: Vec<bool> = gains(rows.into(), 3).iter().map(|row| row.figures.is_some()).collect();
        assert_eq!(shown, [true, false, false]);
    }

    #[test]
    fn a_small_sector_takes_the_next_with_it_in_the_year_and_in_the_sum() {
        let years = [Period::Year(2018), Period::Year(2019), Period::All];
        let rows = years.iter().flat_map(|period| {
            let small = if *period == Period::Year(2018) { 2 } else { 20 };
            [sector(*period, "doctors", 90), sector(*period, "dentists", small), sector(*period, "nurses", 30)]
        });
        let totals: Vec<GainRow> = years.iter().map(|period| gain(*period)).collect();
        let shown: Vec<bool> = sectors(rows.collect(), &totals, 3).iter().map(|row| row.figures.is_some()).collect();
        assert_eq!(shown, [true, false, false, true, true, true, true, false, false]);
    }

    #[test]
    fn what_hides_a_gain_hides_what_moved_the_cost_and_a_small_adjuster_hides_all_of_them() {
        let row = |(period, sector, persons): (Period, Option<&str>, u64)| {
            let zero = Cents::ZERO;
            let figures = DecompositionFigures { base_cost: zero, components: Vec::new(), real_cost: zero, case_mix: Some(vec![zero]) };
            let (reading, adjusters) = (Reading::Level, vec!["age".to_owned()]);
            let row = DecompositionRow {
                pilot: "p".into(),
                period,
                variant: "v".into(),
                reading,
                main: true,
                sector: sector.map(str::to_owned),
                adjusters,
                figures: Some(figures),
            };
            Resting { row, persons }
        };
        let [early, late] = [Period::Year(2018), Period::Year(2019)];
        let rows =
            [(early, None, 9), (early, Some("nurses"), 9), (late, None, 3), (Period::All, None, 9), (Period::All, Some("nurses"), 9)];
        let gains = [early, late, Period::All].map(gain);
        let hidden = SectorRow { figures: None, ..sector(early, "nurses", 2).row };
        let sectors = [hidden, sector(Period::All, "nurses", 90).row];
        let shown = decomposition(rows.map(row).into(), &gains, &sectors, 3);
        let shown: Vec<Option<bool>> = shown.iter().map(|row| row.figures.as_ref().map(|figures| figures.case_mix.is_some())).collect();
        assert_eq!(shown, [Some(true), None, Some(false), Some(false), Some(false)]);
        let small_year = GainRow { figures: None, ..gain(early) };
        let shown = decomposition(vec![row((early, None, 9))], &[small_year], &[], 3);
        assert_eq!(shown[0].figures, None);
    }

    #[test]
    fn small_sectors_that_hide_each_other_take_a_large_one_with_them() {
        let period = Period::Year(2018);
        let rows =
            vec![sector(period, "doctors", 90), sector(period, "dentists", 0), sector(period, "nurses", 2), sector(period, "other", 40)];
        let shown: Vec<bool> = sectors(rows, &[gain(period)], 3).iter().map(|row| row.figures.is_some()).collect();
        assert_eq!(shown, [true, false, false, false]);
    }
}
