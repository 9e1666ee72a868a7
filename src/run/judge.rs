//! One variant: models on the reference group, groups of the pilots, gains and what they are worth.

use std::collections::HashMap;

use super::zones::Zones;
use crate::counterfactual::{Comparison, Gain, GroupYear};
use crate::credibility::{Estimate, Interval, Judged, variances};
use crate::design::{Design, PersonYears, TargetRows};
use crate::error::Error;
use crate::fit::LeastSquares;
use crate::ingest::{Finding, Level};
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
    /// Whether the group left out is so small that the models, beside those of others, would tell of it.
    pub beside_small_group: bool,
    pub design: Design,
    pub years: Vec<LeastSquares>,
}

/// One pilot in one variant. `None`: its target group is a small cell in a year that the judgement needs.
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
    zones: &Zones,
    rows: &HashMap<&str, TargetRows>,
    into: &mut Judgements,
) -> Result<(), Error> {
    for (index, pilot) in study.pilots.iter().enumerate() {
        let target = pilot.target.get_ref().as_str();
        let rows = &rows[target];
        let group = &zones.of_pilot[index];
        let (label, left_out) = zones.left_out(study, index);
        let same = |models: &Models| models.variant == variant.name && models.target == target && models.left_out == label;
        let position = match into.models.iter().position(same) {
            Some(known) => known,
            None => {
                let years = fit(variant, rows, &left_out, target)?;
                let (variant, target) = (variant.name.clone(), target.to_owned());
                into.models.push(Models {
                    variant,
                    target,
                    left_out: label,
                    beside_small_group: false,
                    design: rows.design.clone(),
                    years,
                });
                into.models.len() - 1
            }
        };
        let models = &mut into.models[position];
        let years: Vec<GroupYear> = (0..rows.years.len())
            .map(|year| GroupYear::new(rows.years[year].year, &rows.moments(year, |municipality| group[municipality]), &models.years[year]))
            .collect();
        let small = years.iter().any(|year| year.persons <= study.data.source.small_cell());
        models.beside_small_group |= small && study.reference == Reference::Pilot;
        // METHOD: nothing is computed of a small group, so that no failure or finding can tell of it either.
        let found = match small {
            true => None,
            false => {
                into.findings.extend(unsupported(pilot, rows, &models.years, group));
                let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
                Some(pilot_found(study, pilot, rows, &models.years, group, &reference, &years)?)
            }
        };
        into.pilots.push(Judgement { pilot: pilot.id.clone(), variant: variant.name.clone(), reading: variant.reading, found });
    }
    Ok(())
}

fn fit(variant: &Variant, rows: &TargetRows, left_out: &[bool], target: &str) -> Result<Vec<LeastSquares>, Error> {
    let year = |(index, year): (usize, &PersonYears)| {
        let moments = rows.moments(index, |municipality| !left_out[municipality]);
        let name = format!("variant `{}`, {}, persons with `{target}`", variant.name, year.year);
        Ok(LeastSquares::fit(&moments, &name)?)
    };
    rows.years.iter().enumerate().map(year).collect()
}

/// Target persons whose profile the reference group cannot tell the cost of.
fn unsupported(pilot: &Pilot, rows: &TargetRows, models: &[LeastSquares], group: &[bool]) -> Option<Finding> {
    let of_year = |(year, model): (&PersonYears, &LeastSquares)| {
        let supported: Vec<bool> = rows.profiles.entries.iter().map(|profile| model.supports(profile)).collect();
        let outside = |row: &usize| group[year.municipality[*row] as usize] && !supported[year.profile[*row] as usize];
        (0..year.person.len()).filter(outside).map(|row| year.person[row]).collect::<Vec<u32>>()
    };
    let outside: Vec<u32> = rows.years.iter().zip(models).flat_map(of_year).collect();
    let in_group = rows.years.iter().flat_map(|year| &year.municipality).filter(|municipality| group[**municipality as usize]);
    (!outside.is_empty()).then(|| Finding {
        rule: "unsupported-profile",
        level: Level::Warning,
        message: format!(
            "pilot `{}`: the reference group cannot tell the cost of person-years with a characteristic that it does not have",
            pilot.id
        ),
        count: outside.len() as u64,
        of: in_group.count() as u64,
        persons: outside.into_iter().collect(),
        amount: None,
        advice: "merge age bands or categories of the model, or widen the reference group",
    })
}

fn pilot_found(
    study: &Study,
    pilot: &Pilot,
    rows: &TargetRows,
    models: &[LeastSquares],
    group: &[bool],
    reference: &[bool],
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
    let sectors = rows.sectors;
    let mut periods = Vec::with_capacity(comparisons.len() + 1);
    for (period, comparison) in comparisons.iter().enumerate() {
        let year = comparison.performance;
        let readings = Reading::ALL.map(|reading| FoundReading {
            reading,
            total: Estimate::of_year(comparison, reading, period, &variances, study.level),
            sectors: sector_gains(&[comparison.gain(reading)], sectors, |sector| variances.sector(reading, period, sector), study.level),
        });
        let fewest = |sector: usize| base.iter().map(|(_, year)| year.users[sector]).chain([year.users[sector]]).min().unwrap_or(0);
        periods.push(FoundPeriod {
            period: Period::Year(year.year),
            persons: year.persons,
            person_years: year.exposure,
            expected: year.expected.clone(),
            users: (0..sectors).map(fewest).collect(),
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
