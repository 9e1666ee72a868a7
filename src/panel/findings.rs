//! What the rules of quality get to see of a panel.

use super::counts::Counts;
use super::totals::{Bucket, ControlTotals};
use super::{Panel, YearPanel};
use crate::money::Cents;
use crate::quality::{
    Finding, Total, booked_later, changing_weight, code_without_sector, exhaustive_with_weights, fee_booked_twice, late_booking,
    negative_person_year, repeated_line, sample_without_weights, unknown_booking, unknown_person, year_not_in_study,
};
use crate::spec::{Source, Study};

/// Benefit lines, some of them by their code, that are not part of the panel's costs, and those that are but should be looked at.
pub(super) fn lines(totals: &ControlTotals, counts: &Counts, repeats: &Total, study: &Study) -> Vec<Finding> {
    let (quality, watch, asked) = (&study.quality, &counts.watch, study.completion.needs_bookings());
    let read = totals.sum(|_| true).lines;
    let total = |bucket: Bucket| totals.sum(|other| *other == bucket);
    let other_years = total(Bucket::OtherYear);
    let of = read - other_years.lines;
    let rules = [
        year_not_in_study::find(&other_years, read, quality),
        unknown_person::find(&total(Bucket::NotInPopulation), of, quality),
        code_without_sector::find(&counts.without_sector, of, quality),
        fee_booked_twice::find(&total(Bucket::FeeTwice), of, quality),
        booked_later::find(&total(Bucket::BookedLater), of, quality),
        late_booking::find(&watch.late, watch.booked, quality),
        asked.then(|| unknown_booking::find(&watch.unknown, watch.booked + watch.unknown.lines, quality)).flatten(),
        repeated_line::find(repeats, of, quality),
    ];
    rules.into_iter().flatten().collect()
}

/// The rules on a finished panel.
pub(super) fn all(study: &Study, panel: &Panel) -> Vec<Finding> {
    let (rows, persons) = (panel.years.iter().map(|year| year.person.len() as u64).sum(), panel.persons.len() as u64);
    let sample = study.data.source == Source::Sample;
    let rules = [
        negative_person_year::find(&negative_totals(panel), rows, &study.quality),
        changing_weight::find(&changing_weights(panel), persons, &study.quality),
        (!sample).then(|| exhaustive_with_weights::find(weighted(panel), rows, &study.quality)).flatten(),
        sample.then(|| sample_without_weights::find(weighted(panel), persons, &study.quality)).flatten(),
    ];
    rules.into_iter().flatten().collect()
}

fn negative_totals(panel: &Panel) -> Total {
    let of_year = |year: &YearPanel| {
        let rows = year.person.iter().enumerate().map(|(row, person)| (*person, year.total(row, panel.sectors.len())));
        rows.filter(|(_, total)| *total < Cents::ZERO).collect::<Vec<_>>()
    };
    panel.years.iter().flat_map(of_year).collect()
}

/// Person-years whose weight is not one.
fn weighted(panel: &Panel) -> u64 {
    let of_year = |year: &YearPanel| {
        let weights = year.frame.column("weight").ok().and_then(|column| column.f64().ok());
        weights.map_or(0, |weights| weights.iter().filter(|weight| *weight != Some(1.0)).count() as u64)
    };
    panel.years.iter().map(of_year).sum()
}

/// The persons, by number, whose weight is not the same in every year.
fn changing_weights(panel: &Panel) -> Vec<u32> {
    let mut weights = vec![f64::NAN; panel.persons.len()];
    let mut changed = vec![false; panel.persons.len()];
    for year in &panel.years {
        let Some(column) = year.frame.column("weight").ok().and_then(|column| column.f64().ok()) else { continue };
        for (person, weight) in year.person.iter().zip(column.iter()) {
            let (known, weight) = (&mut weights[*person as usize], weight.unwrap_or(f64::NAN));
            changed[*person as usize] |= !known.is_nan() && *known != weight;
            *known = weight;
        }
    }
    changed.iter().zip(0..).filter(|(changed, _)| **changed).map(|(_, person)| person).collect()
}
