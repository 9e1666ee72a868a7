//! What the pilots of a variant lend each other: every total drawn towards the mean of all.

use super::found::{Found, FoundReading};
use crate::credibility::shrink;

/// Shrinks the totals of all pilots that were judged, reading by reading and period by period.
pub fn shrink_over_pilots(pilots: &mut [Option<Found>]) {
    let Some(first) = pilots.iter().flatten().next() else { return };
    let cells: Vec<(usize, usize)> = first
        .periods
        .iter()
        .enumerate()
        .flat_map(|(period, found)| (0..found.readings.len()).map(move |reading| (period, reading)))
        .collect();
    for (period, reading) in cells {
        let mut totals: Vec<&mut FoundReading> =
            pilots.iter_mut().flatten().map(|found| &mut found.periods[period].readings[reading]).collect();
        let departures: Vec<_> = totals.iter().map(|total| total.total.departure).collect();
        for (total, shrunk) in totals.iter_mut().zip(shrink(&departures).into_iter().flatten()) {
            total.shrunk = Some(shrunk);
        }
    }
}
