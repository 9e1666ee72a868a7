//! What the making of a panel tells about its data; each rule is a pure function of totals or rows.

use super::totals::{Bucket, ControlTotals};
use super::{Panel, YearPanel};
use crate::ingest::{Finding, Level, Persons};
use crate::money::Cents;

/// Share of the lines left out from which the figures should not be used.
const TOO_MANY: f64 = 0.05;

/// Rows of persons who were insured and alive on no day of the year; `persons` holds one number a row.
pub(super) fn no_exposure(persons: &[u32], of: u64) -> Vec<Finding> {
    let finding = Finding {
        rule: "no-exposure",
        level: Level::Information,
        message: "person-years without a day insured and alive were left out".into(),
        count: persons.len() as u64,
        of,
        persons: persons.iter().copied().collect(),
        amount: None,
        advice: "check the insured dates and the month of death if they are many",
    };
    Vec::from_iter((!persons.is_empty()).then_some(finding))
}

/// Benefit lines that are not part of the panel's costs, and why.
pub(super) fn lines(totals: &ControlTotals) -> Vec<Finding> {
    let of = totals.sum(|bucket| *bucket != Bucket::OtherYear).lines;
    let unused = |rule, bucket: Bucket, harmless: bool, message: &str, advice| {
        let total = totals.sum(|other| *other == bucket);
        let level = match (harmless, total.lines as f64 > TOO_MANY * of as f64) {
            (true, _) => Level::Information,
            (false, false) => Level::Warning,
            (false, true) => Level::Error,
        };
        let (count, persons, amount) = (total.lines, total.persons, Some(total.amount));
        (count > 0).then(|| Finding { rule, level, message: message.into(), count, of, persons, amount, advice })
    };
    let rules = [
        unused(
            "year-not-in-study",
            Bucket::OtherYear,
            true,
            "lines of years that the study does not need were left out",
            "nothing, if the extract holds more years than the study; otherwise check the dates of service",
        ),
        unused(
            "unknown-person",
            Bucket::NotInPopulation,
            false,
            "lines of persons who are not in the population of the year of service were left out",
            "check that population and claims come from one extract and that the population holds the born and deceased of the year",
        ),
        unused(
            "code-without-sector",
            Bucket::NoSector,
            false,
            "lines whose nomenclature code has no sector were left out",
            "add the codes to the sector table ([data] sectors)",
        ),
        unused(
            "fee-booked-twice",
            Bucket::FeeTwice,
            true,
            "pharmacists' fees booked under nomenclature codes were left out, because the drugs table holds them",
            "nothing to do",
        ),
    ];
    rules.into_iter().flatten().collect()
}

/// The rules on a finished panel.
pub(super) fn all(panel: &Panel) -> Vec<Finding> {
    [negative_totals(panel), changing_weights(panel)].into_iter().flatten().collect()
}

fn negative_totals(panel: &Panel) -> Option<Finding> {
    let width = panel.sectors.len();
    let of_year = |year: &YearPanel| {
        let rows = year.person.iter().enumerate().map(|(row, person)| (*person, year.total(row, width)));
        rows.filter(|(_, total)| *total < Cents::ZERO).collect::<Vec<_>>()
    };
    let negative: Vec<(u32, Cents)> = panel.years.iter().flat_map(of_year).collect();
    (!negative.is_empty()).then(|| Finding {
        rule: "negative-person-year",
        level: Level::Warning,
        message: "person-years have a negative cost: corrections without the line they correct".into(),
        count: negative.len() as u64,
        of: panel.years.iter().map(|year| year.person.len() as u64).sum(),
        persons: negative.iter().map(|(person, _)| *person).collect(),
        amount: Some(negative.iter().map(|(_, total)| *total).sum()),
        advice: "check that corrections and the lines they correct fall in the years of the extract",
    })
}

/// METHOD: a prior weight belongs to the stratum in which a person was drawn; one that changes with current age would
/// count the same person differently in base and performance years.
fn changing_weights(panel: &Panel) -> Option<Finding> {
    let mut weights = vec![f64::NAN; panel.persons.len()];
    let mut changed = vec![false; panel.persons.len()];
    for year in &panel.years {
        let column = year.frame.column("weight").ok()?.f64().ok()?;
        for (person, weight) in year.person.iter().zip(column.iter()) {
            let (known, weight) = (&mut weights[*person as usize], weight?);
            changed[*person as usize] |= !known.is_nan() && *known != weight;
            *known = weight;
        }
    }
    let changed = || changed.iter().zip(0_u32..).filter(|(changed, _)| **changed).map(|(_, person)| person);
    let count = changed().count() as u64;
    (count > 0).then(|| Finding {
        rule: "changing-weight",
        level: Level::Warning,
        message: "persons have another weight in another year".into(),
        count,
        of: panel.persons.len() as u64,
        persons: changed().collect::<Persons>(),
        amount: None,
        advice: "give each person the weight of the stratum in which it was drawn, not of its current age",
    })
}
