//! Putting two sources together: one panel, the persons of the second numbered after those of the first.

use polars::prelude::*;

use super::places::renumbered;
use super::{Panel, PanelError};
use crate::ingest::Ids;
use crate::spec::Study;

/// The persons of a panel, numbered source after source.
#[derive(Debug)]
pub struct Numbering {
    count: usize,
    /// By source; none when the panel was kept without them.
    pseudonyms: Vec<Ids>,
}

impl Numbering {
    /// The persons of one source.
    pub fn of(ids: Ids) -> Numbering {
        Numbering { count: ids.len(), pseudonyms: vec![ids] }
    }

    /// So many persons of whom nothing but their number is known.
    pub fn without_pseudonyms(count: usize) -> Numbering {
        Numbering { count, pseudonyms: Vec::new() }
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pseudonyms of numbered persons, as a column for the panel that stays with the researcher. With two sources, whose
    /// pseudonyms have nothing to do with each other, they are texts that begin with `1:` or `2:`.
    pub fn column(&self, persons: &[u32]) -> PolarsResult<Column> {
        let (first, second) = match self.pseudonyms.as_slice() {
            [first, second] => (first, second),
            [only] => return Ok(only.column(persons)),
            _ => polars_bail!(ComputeError: "a panel that was kept has no pseudonyms"),
        };
        let split = first.len() as u32;
        let (mut ones, mut twos) = (Vec::new(), Vec::new());
        persons.iter().for_each(|person| if *person < split { ones.push(*person) } else { twos.push(*person - split) });
        let (ones, twos) = (first.column(&ones).cast(&DataType::String)?, second.column(&twos).cast(&DataType::String)?);
        let (mut ones, mut twos) = (ones.str()?.iter(), twos.str()?.iter());
        let text = |person: &u32| match *person < split {
            true => format!("1:{}", ones.next().flatten().unwrap_or_default()),
            false => format!("2:{}", twos.next().flatten().unwrap_or_default()),
        };
        Ok(Column::new("person".into(), persons.iter().map(text).collect::<Vec<_>>()))
    }
}

/// Adds the persons of the zones' tables to those of the sample.
pub(super) fn mix(study: &Study, mut sample: Panel, zones: Panel) -> Result<Panel, PanelError> {
    let offset = sample.persons.len() as u32;
    let (places, [of_sample, of_zones]) = sample.places.united(&zones.places);
    sample.places = places;
    for (year, mut more) in sample.years.iter_mut().zip(zones.years) {
        for (year, numbers) in [(&mut *year, &of_sample), (&mut more, &of_zones)] {
            let lives_in = renumbered(year.frame.column("municipality")?, numbers)?;
            year.frame.with_column(lives_in)?;
            year.at_base = renumbered(&year.at_base, numbers)?;
        }
        let schema = year.frame.schema().clone();
        let columns = schema.iter().map(|(name, kind)| Ok(more.frame.column(name)?.strict_cast(kind)?.with_name(name.clone())));
        let columns = columns.collect::<PolarsResult<Vec<Column>>>().map_err(|_| {
            let names = schema.iter_names().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
            let message = format!("the tables of the pilots' zones do not have the columns of the sample in {}", year.year);
            study.refuse(None, message, format!("both need, of the same kinds: {names}"))
        })?;
        year.frame.vstack_mut(&DataFrame::new(more.person.len(), columns)?)?;
        year.frame.rechunk_mut();
        year.at_base.append(&more.at_base)?;
        year.person.extend(more.person.iter().map(|person| person + offset));
        year.cost.extend(more.cost);
    }
    for (year, bucket, total) in zones.totals.iter() {
        sample.totals.add(year, bucket.clone(), total);
    }
    sample.findings.extend(zones.findings);
    sample.persons.count += zones.persons.count;
    sample.persons.pseudonyms.extend(zones.persons.pseudonyms);
    Ok(sample)
}
