//! One variant: models on the reference group, groups of the pilots, gains and what they are worth.

use std::collections::HashMap;

use crate::counterfactual::{Comparison, Gain, GroupYear};
use crate::credibility::{Estimate, Interval, Judged, variances};
use crate::design::TargetRows;
use crate::error::Error;
use crate::fit::LeastSquares;
use crate::ingest::{Finding, Level};
use crate::panel::Panel;
use crate::report::Period;
use crate::spec::{Pilot, Reading, Reference, Study, Variant};

/// What was found for all variants, before disclosure control.
#[derive(Default)]
pub struct Judgements {
    pub pilots: Vec<Judgement>,
    pub models: Vec<Models>,
    pub findings: Vec<Finding>,
}

/// The models of one reference group, one a year.
pub struct Models {
    pub variant: String,
    pub target: String,
    pub left_out: String,
    pub names: Vec<String>,
    pub years: Vec<(i32, LeastSquares)>,
}

/// One pilot in one variant. `None`: the target group is empty in a year that the judgement needs.
pub struct Judgement {
    pub pilot: String,
    pub variant: String,
    pub reading: Reading,
    pub found: Option<Found>,
}

/// The gains of a pilot, by reading and period.
pub struct Found {
    pub base: Vec<(f64, GroupYear)>,
    pub periods: Vec<FoundPeriod>,
}

/// A performance year, or all of them.
pub struct FoundPeriod {
    pub period: Period,
    /// Target persons of the period, distinct in the cumulative row.
    pub persons: u64,
    pub person_years: f64,
    pub expected: Vec<f64>,
    /// The fewest users of each sector in the years concerned.
    pub users: Vec<u64>,
    pub readings: Vec<FoundReading>,
}

/// The gain in one reading, in total and by sector. Money in cents.
pub struct FoundReading {
    pub reading: Reading,
    pub total: Estimate,
    pub sectors: Vec<(Gain, Interval)>,
}

/// Judges all pilots in one variant.
pub fn variant(
    study: &Study,
    variant: &Variant,
    panel: &Panel,
    rows: &HashMap<&str, TargetRows>,
    into: &mut Judgements,
) -> Result<(), Error> {
    for pilot in &study.pilots {
        let target = pilot.target.get_ref().as_str();
        let rows = &rows[target];
        let group = zone(study, pilot, rows)?;
        let left_out = left_out(study, pilot, rows)?;
        let label = match study.reference {
            Reference::Pilots => "all pilots".to_owned(),
            Reference::Pilot => pilot.id.clone(),
            Reference::None => "none".to_owned(),
        };
        let known =
            into.models.iter().position(|models| models.variant == variant.name && models.target == target && models.left_out == label);
        let models = match known {
            Some(known) => known,
            None => {
                let years = fit(variant, rows, &left_out, target)?;
                into.models.push(Models {
                    variant: variant.name.clone(),
                    target: target.into(),
                    left_out: label,
                    names: rows.design.names.clone(),
                    years,
                });
                into.models.len() - 1
            }
        };
        let models: Vec<LeastSquares> = into.models[models].years.iter().map(|(_, model)| model.clone()).collect();
        let reference = left_out.iter().map(|out| !out).collect();
        let years: Vec<GroupYear> = panel
            .years
            .iter()
            .zip(&models)
            .enumerate()
            .map(|(index, (year, model))| GroupYear::new(year.year, &rows.moments(index, |municipality| group[municipality]), model))
            .collect();
        into.findings.extend(unsupported(pilot, &years));
        let found = match years.iter().any(|year| year.persons == 0) {
            true => None,
            false => Some(pilot_found(study, pilot, rows, &models, group, reference, &years)?),
        };
        into.pilots.push(Judgement { pilot: pilot.id.clone(), variant: variant.name.clone(), reading: variant.reading, found });
    }
    Ok(())
}

fn fit(variant: &Variant, rows: &TargetRows, left_out: &[bool], target: &str) -> Result<Vec<(i32, LeastSquares)>, Error> {
    let year = |(index, year): (usize, &crate::design::PersonYears)| {
        let moments = rows.moments(index, |municipality| !left_out[municipality]);
        let name = format!("variant `{}`, {}, persons with `{target}`", variant.name, year.year);
        Ok((year.year, LeastSquares::fit(&moments, &name)?))
    };
    rows.years.iter().enumerate().map(year).collect()
}

/// Which municipalities are in a pilot's zone.
fn zone(study: &Study, pilot: &Pilot, rows: &TargetRows) -> Result<Vec<bool>, Error> {
    if let Some(empty) = pilot.zone.iter().find(|code| !rows.municipalities.contains(code.get_ref())) {
        let code = empty.get_ref();
        let message = format!("pilot `{}`: nobody lives in municipality {code}", pilot.id);
        // NIS codes that begin alike lie in one arrondissement.
        let near = rows.municipalities.iter().map(String::as_str).filter(|known| known.get(..2) == code.get(..2));
        return Err(study.refuse(Some(empty.span()), message, Study::advise(code, near)).into());
    }
    Ok(rows.municipalities.iter().map(|code| pilot.covers(code)).collect())
}

/// Which municipalities are not in the reference group of a pilot.
fn left_out(study: &Study, pilot: &Pilot, rows: &TargetRows) -> Result<Vec<bool>, Error> {
    match study.reference {
        Reference::None => Ok(vec![false; rows.municipalities.len()]),
        Reference::Pilot => zone(study, pilot, rows),
        Reference::Pilots => {
            let zones = study.pilots.iter().map(|pilot| zone(study, pilot, rows)).collect::<Result<Vec<_>, _>>()?;
            Ok((0..rows.municipalities.len()).map(|municipality| zones.iter().any(|zone| zone[municipality])).collect())
        }
    }
}

fn unsupported(pilot: &Pilot, years: &[GroupYear]) -> Option<Finding> {
    let count: u64 = years.iter().map(|year| year.unsupported).sum();
    (count > 0).then(|| Finding {
        rule: "unsupported-profile",
        level: Level::Warning,
        message: format!(
            "pilot `{}`: person-years have a characteristic that nobody in the reference group has; it is predicted as if absent",
            pilot.id
        ),
        count,
        of: years.iter().map(|year| year.persons).sum(),
        amount: None,
        advice: "merge age bands or categories of the model, or widen the reference group",
    })
}

fn pilot_found(
    study: &Study,
    pilot: &Pilot,
    rows: &TargetRows,
    models: &[LeastSquares],
    group: Vec<bool>,
    reference: Vec<bool>,
    years: &[GroupYear],
) -> Result<Found, Error> {
    let index = |year: i32| rows.years.iter().position(|rows| rows.year == year).expect("the panel has every year of the study");
    let base: Vec<(f64, usize)> = study.base.iter().map(|(year, weight)| (*weight, index(*year))).collect();
    let performance: Vec<usize> = study.performance.iter().map(|year| index(*year)).collect();
    years.iter().try_for_each(|year| year.check(&pilot.id))?;
    let judged = Judged { rows, models, group, reference, base, performance, years };
    let variances = variances(&judged);
    let base: Vec<(f64, GroupYear)> = judged.base.iter().map(|(weight, year)| (*weight, years[*year].clone())).collect();
    let comparisons: Vec<Comparison> =
        judged.performance.iter().map(|year| Comparison { base: &base, performance: &years[*year] }).collect();
    let fewest = |of: &dyn Fn(&GroupYear) -> u64, year: Option<&GroupYear>| {
        base.iter().map(|(_, year)| of(year)).chain(year.map(of)).min().unwrap_or(0)
    };
    let sectors = rows.sectors;
    let mut periods = Vec::with_capacity(comparisons.len() + 1);
    for (period, comparison) in comparisons.iter().enumerate() {
        let year = comparison.performance;
        let readings = Reading::ALL.map(|reading| FoundReading {
            reading,
            total: Estimate::of_year(comparison, reading, period, &variances, study.level),
            sectors: sector_gains(&[comparison.gain(reading)], sectors, |sector| variances.sector(reading, period, sector), study.level),
        });
        periods.push(FoundPeriod {
            period: Period::Year(year.year),
            persons: year.persons,
            person_years: year.exposure,
            expected: year.expected.clone(),
            users: (0..sectors).map(|sector| fewest(&|year| year.users[sector], Some(year))).collect(),
            readings: readings.into(),
        });
    }
    let cumulative = comparisons.len();
    let readings = Reading::ALL.map(|reading| {
        let gains: Vec<Gain> = comparisons.iter().map(|comparison| comparison.gain(reading)).collect();
        FoundReading {
            reading,
            total: Estimate::cumulative(&gains, reading, variances.total(reading, cumulative), study.level),
            sectors: sector_gains(&gains, sectors, |sector| variances.sector(reading, cumulative, sector), study.level),
        }
    });
    let sum = |of: &dyn Fn(&FoundPeriod) -> f64| periods.iter().map(of).sum();
    periods.push(FoundPeriod {
        period: Period::All,
        persons: variances.group_persons(cumulative),
        person_years: sum(&|period| period.person_years),
        expected: (0..sectors).map(|sector| sum(&|period| period.expected[sector])).collect(),
        users: (0..sectors).map(|sector| periods.iter().map(|period| period.users[sector]).min().unwrap_or(0)).collect(),
        readings: readings.into(),
    });
    Ok(Found { base, periods })
}

/// The gain of each sector over some years, with its interval.
fn sector_gains(gains: &[Gain], sectors: usize, variance: impl Fn(usize) -> f64, level: f64) -> Vec<(Gain, Interval)> {
    let sum = |of: fn(&Gain) -> &Vec<f64>, sector: usize| gains.iter().map(|gain| of(gain)[sector]).sum();
    let sector = |sector: usize| {
        let gain = Gain { guarantee: vec![sum(|gain| &gain.guarantee, sector)], real: vec![sum(|gain| &gain.real, sector)] };
        let interval = Interval::symmetric(gain.total(), variance(sector), level);
        (gain, interval)
    };
    (0..sectors).map(sector).collect()
}
