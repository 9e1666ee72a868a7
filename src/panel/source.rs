//! Two sources in one study: a sample of the country, and everybody in the zones of the pilots.

use std::collections::BTreeSet;

use polars::prelude::*;

use super::people::PeopleOfYear;
use super::places::Places;
use crate::ingest::Geography;
use crate::spec::{Movers, Study};

/// Which persons a table counts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    /// All of its own.
    Everywhere,
    /// Those outside the pilots' zones: the sample, beside tables of the zones.
    OutsideZones,
    /// Those in the pilots' zones.
    Zones,
}

impl Part {
    /// Leaves out who is of the other source, and takes note of them.
    ///
    /// METHOD: a place is covered by one source, or its persons would count twice. Where a person lives is told as the study counts
    /// movers, so that a person whom the intention to treat keeps in a zone stays with the zone's source.
    pub fn keep(self, study: &Study, geography: &Geography, places: &Places, years: &mut [PeopleOfYear]) -> PolarsResult<()> {
        if self == Part::Everywhere {
            return Ok(());
        }
        let entries = study.pilots.iter().flat_map(|pilot| &pilot.zone);
        let zones: BTreeSet<String> = entries.flat_map(|entry| geography.zone(entry.get_ref())).collect();
        let in_zone: Vec<bool> = places.codes.iter().map(|code| zones.contains(code)).collect();
        let movers = study.population.movers(study.population.cohort);
        for year in years {
            let residence = match movers {
                Movers::Year => year.frame.column("municipality")?.u32()?,
                Movers::Base => year.at_base.u32()?,
            };
            let lives_in_zone = |place: Option<u32>| place.is_some_and(|place| in_zone[place as usize]);
            let kept: BooleanChunked = residence.iter().map(|place| lives_in_zone(place) == (self == Part::Zones)).collect();
            let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
            for (person, kept) in year.person.iter().zip(kept.iter()) {
                if kept == Some(true) { here.push(*person) } else { elsewhere.push(*person) }
            }
            year.frame = year.frame.filter(&kept)?;
            year.at_base = year.at_base.filter(&kept)?;
            (year.person, year.elsewhere) = (here, elsewhere);
        }
        Ok(())
    }
}
