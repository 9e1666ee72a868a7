//! What the judging of pilots tells about how far their figures carry; each rule is a pure function.

use crate::counterfactual::GroupYear;
use crate::design::{PersonYears, TargetRows};
use crate::fit::{FittedModel, YearModel};
use crate::ingest::{Finding, Level, Persons};
use crate::spec::Pilot;

/// Target persons below which an interval that rests on their number says little.
const FEW: u64 = 30;

/// METHOD: influence functions and the logarithm make the tails of cost bearable, not harmless: with a handful of persons one of
/// them is the group.
pub fn few_persons(pilot: &Pilot, years: &[GroupYear]) -> Option<Finding> {
    let few: Vec<i32> = years.iter().filter(|year| year.persons < FEW).map(|year| year.year).collect();
    let list = few.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    (!few.is_empty()).then(|| Finding {
        rule: "few-persons",
        level: Level::Warning,
        message: format!("pilot `{}`: fewer than {FEW} target persons in {list}", pilot.id),
        count: few.len() as u64,
        of: years.len() as u64,
        persons: Persons::MANY,
        amount: None,
        advice: "do not use its interval and verdict: widen the zone or the target rule, or take exhaustive data",
    })
}

/// Pilots of a size for which there are too few pseudo-pilots.
pub fn few_placebos(variant: &str, pilots: &[String]) -> Finding {
    Finding {
        rule: "few-placebos",
        level: Level::Warning,
        message: format!(
            "variant `{variant}`: too few zones without a pilot are of the size of {}: shocks that hit a whole zone are not in their intervals",
            pilots.join(", ")
        ),
        count: pilots.len() as u64,
        of: pilots.len() as u64,
        persons: Persons::MANY,
        amount: None,
        advice: "read these intervals as too narrow",
    }
}

/// Share of a target group with profiles that the reference group does not have from which its figures should not be used.
const TOO_MANY: f64 = 0.05;

/// Target persons whose profile the reference group cannot tell the cost of.
pub fn unsupported(pilot: &Pilot, rows: &TargetRows, model: &FittedModel, group: &[bool]) -> Option<Finding> {
    let of_year = |(year, model): (&PersonYears, &YearModel)| {
        let supported: Vec<bool> = rows.profiles.entries.iter().map(|profile| model.supports(profile)).collect();
        let outside = |row: &usize| group[year.municipality[*row] as usize] && !supported[year.profile[*row] as usize];
        (0..year.person.len()).filter(outside).map(|row| year.person[row]).collect::<Vec<u32>>()
    };
    let outside: Vec<u32> = rows.years.iter().zip(&model.years).flat_map(of_year).collect();
    let in_group = rows.years.iter().flat_map(|year| &year.municipality).filter(|municipality| group[**municipality as usize]);
    let of = in_group.count() as u64;
    let level = if outside.len() as f64 > TOO_MANY * of as f64 { Level::Error } else { Level::Warning };
    (!outside.is_empty()).then(|| Finding {
        rule: "unsupported-profile",
        level,
        message: format!(
            "pilot `{}`: the reference group cannot tell the cost of person-years with a characteristic that it does not have",
            pilot.id
        ),
        count: outside.len() as u64,
        of,
        persons: outside.into_iter().collect(),
        amount: None,
        advice: "merge age bands or categories of the model, or widen the reference group",
    })
}
