//! What was tried where and when nothing happened, as it may be seen.

use std::collections::BTreeMap;

use super::found::Before;
use super::judge::{Judgement, PlaceboSet};
use super::placebos::Placebos;
use crate::credibility::{Estimate, Verdict, holm};
use crate::report::{Period, PlaceboRow, PlaceboYearRow};
use crate::spec::{Reading, Study};

/// What the pseudo-pilots of a set say of each reading and period, and of the years before the pilots had begun. Each is of a pilot's size, so
/// none is a small cell.
pub fn of_set(study: &Study, set: &PlaceboSet) -> Vec<PlaceboRow> {
    let base: Vec<i32> = study.base.iter().map(|(year, _)| *year).collect();
    let periods = study.performance.iter().map(|year| Period::Year(*year)).chain([Period::All]).enumerate();
    let judged = periods.flat_map(|(index, period)| rows(set, &set.placebos, &base, (index, period), false, study.level));
    let before = set
        .before
        .iter()
        .flat_map(|(Before { base, year }, placebos)| rows(set, placebos, base, (0, Period::Year(*year)), true, study.level));
    judged.chain(before).collect()
}

fn rows(
    set: &PlaceboSet,
    placebos: &Placebos,
    base: &[i32],
    (index, period): (usize, Period),
    before: bool,
    level: f64,
) -> Vec<PlaceboRow> {
    let row = |reading| {
        let shocks = placebos.total(reading, index);
        let departures = placebos.persons.iter().zip(&shocks.departures).map(|(persons, departure)| (*persons, departure.d, departure.v));
        PlaceboRow {
            variant: set.variant.clone(),
            pilots: set.pilots.clone(),
            base: base.to_vec(),
            before,
            period,
            reading,
            side_by_side: placebos.side_by_side as u64,
            mean: shocks.mean,
            sd: shocks.sd,
            tau2: shocks.tau2,
            lasting: (reading == Reading::Credible).then(|| placebos.lasting[index]).map(|lasting| (lasting.share, lasting.se)),
            false_gain_rate_without: shocks.false_without,
            false_gain_rate: shocks.false_with,
            keeps_size: placebos.keeps_size(reading, index, level),
            departures: departures.collect(),
        }
    };
    placebos.assessed[0].readings().into_iter().map(row).collect()
}

/// What the method finds in the pilots' own zones in years before they had begun.
pub fn of_years(study: &Study, judgements: &[Judgement]) -> Vec<PlaceboYearRow> {
    let mut rows: Vec<PlaceboYearRow> = judgements.iter().flat_map(|judgement| of_pilot(study, judgement)).collect();
    let mut families: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        families.entry((row.variant.clone(), row.year, row.reading)).or_default().push(index);
    }
    for family in families.values() {
        // As for the gains: every pilot of the study counts.
        let mut p_values: Vec<f64> = family.iter().map(|index| rows[*index].p_value).collect();
        p_values.resize(study.pilots.len(), 1.0);
        for (index, p_holm) in family.iter().zip(holm(&p_values)) {
            rows[*index].verdict = Verdict::new(rows[*index].savings_rate, p_holm, study.level);
        }
    }
    rows
}

fn of_pilot(study: &Study, judgement: &Judgement) -> Vec<PlaceboYearRow> {
    let before = judgement.found.iter().flat_map(|found| &found.before);
    let row = |(Before { base, year }, persons, estimates): &(Before, u64, Vec<(Reading, Estimate)>)| {
        let of_reading = |(reading, estimate): &(Reading, Estimate)| PlaceboYearRow {
            pilot: judgement.pilot.clone(),
            variant: judgement.variant.clone(),
            base: base.clone(),
            year: *year,
            reading: *reading,
            main: *reading == judgement.reading && judgement.variant == study.variants[0].name,
            persons: *persons,
            savings_rate: estimate.savings_rate,
            rate_low: estimate.rate.0,
            rate_high: estimate.rate.1,
            p_value: estimate.p_value,
            p_placebo: estimate.p_placebo,
            verdict: Verdict::NotDistinguishable,
        };
        estimates.iter().map(of_reading).collect::<Vec<_>>()
    };
    before.flat_map(row).collect()
}
