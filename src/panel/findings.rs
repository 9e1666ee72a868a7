//! What the making of a panel tells about its data; each rule is a pure function of totals or rows.

use super::Panel;
use super::totals::{Bucket, ControlTotals};
use crate::ingest::{Finding, Level};
use crate::money::Cents;

/// Rows of persons who were insured and alive on no day of the year.
pub(super) fn no_exposure(count: u64, of: u64) -> Vec<Finding> {
    let finding = Finding {
        rule: "no-exposure",
        level: Level::Information,
        message: "person-years without a day insured and alive were left out".into(),
        count,
        of,
        amount: None,
        advice: "check the insured dates and the month of death if they are many",
    };
    Vec::from_iter((count > 0).then_some(finding))
}

/// Benefit lines that are not part of the panel's costs, and why.
pub(super) fn lines(totals: &ControlTotals) -> Vec<Finding> {
    let of = totals.sum(|bucket| *bucket != Bucket::OtherYear).lines;
    let unused = |rule, level, bucket: Bucket, message: &str, advice| {
        let total = totals.sum(|other| *other == bucket);
        let finding = Finding { rule, level, message: message.into(), count: total.lines, of, amount: Some(total.amount), advice };
        (total.lines > 0).then_some(finding)
    };
    [
        unused(
            "unknown-person",
            Level::Warning,
            Bucket::NotInPopulation,
            "lines of persons who are not in the population of the year of service were left out",
            "check that population and claims come from one extract and that the population holds the born and deceased of the year",
        ),
        unused(
            "code-without-sector",
            Level::Warning,
            Bucket::NoSector,
            "lines whose nomenclature code has no sector were left out",
            "add the codes to the sector table ([data] sectors)",
        ),
        unused(
            "fee-booked-twice",
            Level::Information,
            Bucket::FeeTwice,
            "pharmacists' fees booked under nomenclature codes were left out, because the drugs table holds them",
            "nothing to do",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The rules on a finished panel.
pub(super) fn all(panel: &Panel) -> Vec<Finding> {
    [negative_totals(panel), changing_weights(panel)].into_iter().flatten().collect()
}

fn negative_totals(panel: &Panel) -> Option<Finding> {
    let width = panel.sectors.len();
    let totals = panel.years.iter().flat_map(|year| (0..year.person.len()).map(|row| year.total(row, width)));
    let (count, amount) = totals.filter(|total| *total < Cents::ZERO).fold((0, Cents::ZERO), |(n, sum), total| (n + 1, sum + total));
    (count > 0).then(|| Finding {
        rule: "negative-person-year",
        level: Level::Warning,
        message: "person-years have a negative cost: corrections without the line they correct".into(),
        count,
        of: panel.years.iter().map(|year| year.person.len() as u64).sum(),
        amount: Some(amount),
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
    let count = changed.iter().filter(|changed| **changed).count() as u64;
    (count > 0).then(|| Finding {
        rule: "changing-weight",
        level: Level::Warning,
        message: "persons have another weight in another year".into(),
        count,
        of: panel.persons.len() as u64,
        amount: None,
        advice: "give each person the weight of the stratum in which it was drawn, not of its current age",
    })
}
