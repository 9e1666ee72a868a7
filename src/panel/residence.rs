//! Where persons lived at base: what the intention to treat counts them by.

use polars::prelude::*;

use super::people::PeopleOfYear;

/// Finds for every row where its person lived in the inclusion year; `persons` are all that there are.
///
/// METHOD: who has no row in that year is counted where it is first seen after it, or else where it was last seen before: the
/// residence that no pilot can have moved yet.
pub(super) fn find_at_base(years: &mut [PeopleOfYear], persons: usize, inclusion: i32) -> PolarsResult<()> {
    let mut at_base: Vec<Option<u32>> = vec![None; persons];
    let mut codes: Vec<String> = Vec::new();
    let (before, from): (Vec<usize>, Vec<usize>) = (0..years.len()).partition(|index| years[*index].year < inclusion);
    for index in from.into_iter().chain(before.into_iter().rev()) {
        let year = &years[index];
        let mut number: PlHashMap<&str, u32> = PlHashMap::new();
        for (person, code) in year.person.iter().zip(year.frame.column("municipality")?.str()?.iter()) {
            let slot = &mut at_base[*person as usize];
            if slot.is_none() {
                let code = code.unwrap_or_default();
                *slot = Some(*number.entry(code).or_insert_with(|| {
                    codes.push(code.to_owned());
                    codes.len() as u32 - 1
                }));
            }
        }
    }
    let codes = StringChunked::from_slice("municipality".into(), &codes);
    for year in years {
        // Every person was seen in this year at the latest.
        let residence: IdxCa = year.person.iter().map(|person| at_base[*person as usize]).collect();
        year.at_base = codes.take(&residence)?.into_series().into_column();
    }
    Ok(())
}
