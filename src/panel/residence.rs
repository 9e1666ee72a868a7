//! Where persons lived at base: what the intention to treat counts them by.

use polars::prelude::*;

use super::people::PeopleOfYear;

/// Finds for every row where its person lived in the inclusion year; `persons` are all that there are.
///
/// METHOD: who has no row in that year is counted where it is first seen after it, or else where it was last seen before: the
/// residence that no pilot can have moved yet.
pub(super) fn find_at_base(years: &mut [PeopleOfYear], persons: usize, inclusion: i32) -> PolarsResult<()> {
    let mut at_base: Vec<Option<u32>> = vec![None; persons];
    let (before, from): (Vec<usize>, Vec<usize>) = (0..years.len()).partition(|index| years[*index].year < inclusion);
    for index in from.into_iter().chain(before.into_iter().rev()) {
        let year = &years[index];
        for (person, place) in year.person.iter().zip(year.frame.column("municipality")?.u32()?.iter()) {
            let slot = &mut at_base[*person as usize];
            *slot = slot.or(place);
        }
    }
    for year in years {
        // Every person was seen in this year at the latest.
        let residence: UInt32Chunked = year.person.iter().map(|person| at_base[*person as usize]).collect();
        year.at_base = residence.with_name("municipality".into()).into_series().into_column();
    }
    Ok(())
}
