//! Disclosure control of `calibration`: the subgroups of reference groups, in every variant and rule, beside each other.

use std::collections::HashMap;

use super::CalibrationRow;
use super::disclosure::Resting;
use super::suppression::{Cells, Told};
use crate::money::Cents;

/// Hides small subgroups of `calibration`, those that differ by few persons from the same of a reference group shown before, and what
/// would give one away; `conditions` are those of the panel.
///
/// METHOD: the subgroups of a family add up to the reference group, which is shown. Where nobody has many conditions, the numbers of
/// conditions add up to the persons with each of them; and nobody with none is chronic. Variants of one reference group count the same
/// persons, so a count is told by whichever of them shows it: what hides a count hides it in all.
pub fn calibration(mut rows: Vec<Resting<CalibrationRow>>, conditions: &[String], limit: u64) -> Vec<CalibrationRow> {
    let secrets: Vec<Secret> = secrets(&rows, limit);
    rows.iter_mut().zip(&secrets).filter(|(_, secret)| secret.cost).for_each(|(resting, _)| resting.row.figures = None);
    let mut references: Vec<(&mut [Resting<CalibrationRow>], &[Secret])> = Vec::new();
    let mut rest = secrets.as_slice();
    for reference in rows.chunk_by_mut(|a, b| reference_of(a) == reference_of(b)) {
        let (own, others) = rest.split_at(reference.len());
        references.push((reference, own));
        rest = others;
    }
    let counts: Vec<_> = references.iter().map(|(reference, _)| counts(reference)).collect();
    for (first, of_first) in counts.iter().enumerate().filter(|(place, of_one)| !counts[..*place].contains(of_one)) {
        let alike: Vec<usize> = (first..counts.len()).filter(|other| counts[*other] == *of_first).collect();
        let subgroups = Subgroups::of_persons(references[first].0, conditions);
        let cells = subgroups.persons.len();
        let secret: Vec<bool> = (0..cells).map(|cell| alike.iter().any(|one| references[*one].1[cell].count)).collect();
        // What a variant shows, it shows of all.
        let mut hidden: Vec<bool> = (0..cells).map(|cell| alike.iter().all(|one| references[*one].0[cell].row.figures.is_none())).collect();
        subgroups.hide(&secret, &mut hidden, limit);
        for one in alike {
            hide(references[one].0, &hidden);
        }
    }
    for (reference, secrets) in &mut references {
        let secret: Vec<bool> = secrets.iter().map(|secret| secret.cost).collect();
        let mut hidden: Vec<bool> = reference.iter().map(|resting| resting.row.figures.is_none()).collect();
        Subgroups::of_costs(reference, conditions).hide(&secret, &mut hidden, limit);
        hide(reference, &hidden);
    }
    rows.into_iter().map(|resting| resting.row).collect()
}

/// One subgroup in the reference groups before.
#[derive(Default)]
struct Before {
    /// Its persons.
    counted: Vec<u64>,
    /// Persons and real cost, where they are shown.
    shown: Vec<(u64, Cents)>,
}

/// What must not be learnt of a subgroup.
#[derive(Clone, Copy)]
struct Secret {
    /// How many they are.
    count: bool,
    /// What they cost.
    cost: bool,
}

/// Small subgroups, and those beside the same subgroup of another reference group, or under another outlier rule.
///
/// METHOD: real costs that differ tell of the persons between, who are never fewer than the counts are apart; so do counts, which are
/// compared whether shown or not: `models` may show what is hidden here.
fn secrets(rows: &[Resting<CalibrationRow>], limit: u64) -> Vec<Secret> {
    let mut before: HashMap<_, Before> = HashMap::new();
    let mut secrets = Vec::with_capacity(rows.len());
    for Resting { row, persons } in rows {
        let Before { counted, shown } = before.entry((row.year, &row.family, &row.group)).or_default();
        let near = counted.iter().any(|other| (1..=limit).contains(&other.abs_diff(*persons)));
        if !counted.contains(persons) {
            counted.push(*persons);
        }
        let small = *persons <= limit;
        let real = row.figures.as_ref().map(|figures| (*persons, figures.real_cost)).filter(|_| !small && !near);
        let cost = real.is_none_or(|real| shown.iter().any(|other| other.0 == real.0 && other.1 != real.1));
        shown.extend(real.filter(|real| !cost && !shown.contains(real)));
        secrets.push(Secret { count: small || near, cost });
    }
    secrets
}

/// What one reference group in one year and variant goes by.
fn reference_of(resting: &Resting<CalibrationRow>) -> (&str, &str, &str, i32) {
    let row = &resting.row;
    (&row.variant, &row.target, &row.left_out, row.year)
}

/// The family that goes by what a model expects, which stands last.
pub(super) const OF_MODEL: &str = "decile";

/// The persons of each subgroup that does not go by a model, with what it goes by.
fn counts(reference: &[Resting<CalibrationRow>]) -> (String, String, i32, Vec<(String, String, u64)>) {
    let row = &reference[0].row;
    let of_persons = reference.iter().filter(|resting| resting.row.family != OF_MODEL);
    let counts = of_persons.map(|resting| (resting.row.family.clone(), resting.row.group.clone(), resting.persons)).collect();
    (row.target.clone(), row.left_out.clone(), row.year, counts)
}

fn hide(reference: &mut [Resting<CalibrationRow>], hidden: &[bool]) {
    reference.iter_mut().zip(hidden).filter(|(_, hidden)| **hidden).for_each(|(resting, _)| resting.row.figures = None);
}

/// The subgroups of a reference group and the sums of them that are told.
struct Subgroups {
    persons: Vec<u64>,
    told: Vec<Told>,
}

impl Subgroups {
    /// Those that do not go by a model, which are the same in every variant.
    fn of_persons(reference: &[Resting<CalibrationRow>], conditions: &[String]) -> Subgroups {
        let cells = reference.iter().position(|resting| resting.row.family == OF_MODEL).unwrap_or(reference.len());
        Subgroups::of_costs(&reference[..cells], conditions)
    }

    /// All subgroups of a variant.
    fn of_costs(reference: &[Resting<CalibrationRow>], conditions: &[String]) -> Subgroups {
        let of =
            |family: &str, group: &str| reference.iter().position(|resting| resting.row.family == family && resting.row.group == group);
        let mut told: Vec<Told> = Vec::new();
        for (cell, resting) in reference.iter().enumerate() {
            match cell.checked_sub(1).filter(|before| reference[*before].row.family == resting.row.family) {
                Some(_) => told.last_mut().into_iter().for_each(|family| family.push((cell, 1))),
                None => told.push(vec![(cell, 1)]),
            }
        }
        // From four conditions on they are not counted.
        if of("conditions", "4+").is_none() {
            let numbers = (1..4).filter_map(|number| Some((of("conditions", &number.to_string())?, number)));
            told.push(numbers.chain(conditions.iter().filter_map(|condition| Some((of(condition, "yes")?, -1)))).collect());
        }
        let none: Told =
            [(of("conditions", "0"), 1), (of("chronic", "no"), -1)].into_iter().filter_map(|(cell, sign)| Some((cell?, sign))).collect();
        told.extend((none.len() == 2).then_some(none));
        Subgroups { persons: reference.iter().map(|resting| resting.persons).collect(), told }
    }

    fn hide(&self, secret: &[bool], hidden: &mut [bool], limit: u64) {
        let together = |cells: &[usize]| cells.iter().map(|cell| self.persons[*cell]).sum();
        Cells { persons: &self.persons, secret, told: &self.told, limit }.hide(hidden, together);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::CalibrationFigures;

    fn resting(variant: &str, family: &str, group: &str, (persons, cents): (u64, i64)) -> Resting<CalibrationRow> {
        let figures = CalibrationFigures {
            persons,
            person_years: 0.0,
            expected: Cents::ZERO,
            real_cost: Cents(cents),
            predictive_ratio: 1.0,
            mean_residual: 0.0,
        };
        let row = CalibrationRow {
            variant: variant.into(),
            target: "t".into(),
            left_out: "none".into(),
            year: 2018,
            family: family.into(),
            group: group.into(),
            figures: Some(figures),
        };
        Resting { row, persons }
    }

    fn shown(rows: Vec<Resting<CalibrationRow>>) -> Vec<bool> {
        calibration(rows, &[], 3).iter().map(|row| row.figures.is_some()).collect()
    }

    #[test]
    fn a_small_subgroup_takes_the_next_of_its_family_with_it() {
        let row = |family: &str, persons: u64| resting("v", family, &persons.to_string(), (persons, 0));
        let rows = vec![row("age", 90), row("age", 2), row("age", 30), row("gout", 900), row("gout", 3), row("sex", 40), row("sex", 50)];
        assert_eq!(shown(rows), [true, false, false, false, false, true, true]);
    }

    #[test]
    fn what_hides_a_count_hides_it_in_every_variant_that_counts_the_same_persons() {
        // The second variant has the cost of the first in the second group alone; it would hide the first group and show the second.
        let of = |variant, cents: [i64; 3]| {
            let groups = ["1", "2", "3"].into_iter().zip([98, 16, 1].into_iter().zip(cents));
            groups.map(move |(group, of)| resting(variant, "age", group, of))
        };
        let rows: Vec<_> = of("a", [9, 9, 9]).chain(of("b", [8, 9, 9])).collect();
        assert_eq!(shown(rows), [true, false, false, false, false, false]);
    }

    #[test]
    fn a_subgroup_beside_one_of_nearly_the_same_persons_takes_another_with_it() {
        let of = |variant, persons: [u64; 3]| {
            let groups = ["1", "2", "3"].into_iter().zip(persons.into_iter().zip([9; 3]));
            groups.map(move |(group, of)| resting(variant, "age", group, of))
        };
        let rows: Vec<_> = of("a", [98, 50, 40]).chain(of("b", [96, 30, 20])).collect();
        assert_eq!(shown(rows), [true, true, true, false, true, false]);
    }
}
