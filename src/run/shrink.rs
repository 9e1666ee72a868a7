//! What the pilots of a variant lend each other: every total drawn towards the mean of all.

use std::collections::BTreeSet;

use super::found::{Found, FoundReading};
use crate::credibility::shrink;
use crate::report::Period;
use crate::spec::Reading;

/// Shrinks the totals of all pilots that were judged, reading by reading and period by period.
///
/// METHOD: pilots lend each other what was found in the same way: one without the credible reading has no part in it.
pub fn shrink_over_pilots(pilots: &mut [Option<Found>]) {
    let asked = |found: &Found| -> Vec<(Period, Reading)> {
        let periods = found.periods.iter();
        periods.flat_map(|period| period.readings.iter().map(|read| (period.period, read.reading))).collect()
    };
    let every: BTreeSet<(Period, Reading)> = pilots.iter().flatten().flat_map(asked).collect();
    for (period, reading) in every {
        let of_pilot = |found| -> Option<&mut FoundReading> {
            let found: &mut Found = found;
            let period = found.periods.iter_mut().find(|other| other.period == period)?;
            period.readings.iter_mut().find(|read| read.reading == reading)
        };
        let mut totals: Vec<&mut FoundReading> = pilots.iter_mut().flatten().filter_map(of_pilot).collect();
        let departures: Vec<_> = totals.iter().map(|total| total.total.departure).collect();
        for (total, shrunk) in totals.iter_mut().zip(shrink(&departures).into_iter().flatten()) {
            total.shrunk = Some(shrunk);
        }
    }
}
