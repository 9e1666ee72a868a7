//! Where persons live, as numbers: there are few municipalities and many rows.

use hashbrown::HashMap;
use polars::prelude::*;
use serde::{Deserialize, Serialize};

use super::people::PeopleOfYear;
use crate::ingest::{Geography, Mapped, Residence};

/// The column of a municipality: its number in the panel, its code where it is written out.
const MUNICIPALITY: &str = "municipality";

/// The column of a province, which is there only where it is written out, or as one of the user's.
const PROVINCE: &str = "province";

/// The municipalities of a panel, ascending; a row's number is its place among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The code of each.
    pub codes: Vec<String>,
    /// The name of its province; `unknown` for a code that is no municipality.
    pub provinces: Vec<String>,
}

impl Places {
    /// Some codes, in the reference geography.
    pub(super) fn new(mut codes: Vec<String>, geography: &Geography) -> Places {
        codes.sort_unstable();
        codes.dedup();
        let provinces = codes.iter().map(|code| geography.province(code).to_owned()).collect();
        Places { codes, provinces }
    }

    /// Rows of a panel with the code of their municipality in place of its number, and with their province.
    pub fn written_out(&self, mut rows: DataFrame) -> PolarsResult<DataFrame> {
        let numbers = rows.column(MUNICIPALITY)?.u32()?.clone();
        let written = |name: &str, texts: &[String]| {
            PolarsResult::Ok(StringChunked::from_slice(name.into(), texts).take(&numbers)?.into_series().into_column())
        };
        let place = rows.try_get_column_index(MUNICIPALITY)?;
        rows.replace_column(place, written(MUNICIPALITY, &self.codes)?)?;
        if !rows.schema().contains(PROVINCE) {
            rows.insert_column(place + 1, written(PROVINCE, &self.provinces)?)?;
        }
        Ok(rows)
    }

    /// Whether a column has to be written out.
    pub(super) fn tell(&self, column: &str) -> bool {
        [MUNICIPALITY, PROVINCE].contains(&column)
    }

    /// These places and others, and what the numbers of each become.
    pub(super) fn united(&self, other: &Places) -> (Places, [Vec<u32>; 2]) {
        let mut all: Vec<(&String, &String)> =
            [self, other].into_iter().flat_map(|places| places.codes.iter().zip(&places.provinces)).collect();
        all.sort_unstable();
        all.dedup_by_key(|(code, _)| *code);
        let (codes, provinces) = all.into_iter().map(|(code, province)| (code.clone(), province.clone())).unzip();
        let united = Places { codes, provinces };
        let become_ = |places: &Places| places.codes.iter().map(|code| united.number(code)).collect();
        let numbers = [become_(self), become_(other)];
        (united, numbers)
    }

    fn number(&self, code: &String) -> u32 {
        self.codes.binary_search(code).map_or(u32::MAX, |place| place as u32)
    }
}

/// Numbers of a column in another numbering.
pub(super) fn renumbered(column: &Column, numbers: &[u32]) -> PolarsResult<Column> {
    Ok(column.u32()?.apply_values(|number| numbers[number as usize]).into_series().into_column())
}

/// The codes of a population, numbered as they are first seen.
#[derive(Default)]
pub(super) struct CodesSeen {
    codes: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl CodesSeen {
    /// Puts the number of its code in the place of each row's code.
    pub fn number(&mut self, rows: &mut DataFrame) -> PolarsResult<()> {
        let column = rows.column(MUNICIPALITY)?.str()?;
        let numbers: UInt32Chunked = column.iter().map(|code| Some(self.of(code.unwrap_or_default()))).collect();
        rows.with_column(numbers.with_name(MUNICIPALITY.into()).into_series().into_column())?;
        Ok(())
    }

    fn of(&mut self, code: &str) -> u32 {
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let number = self.codes.len() as u32;
        self.codes.push(code.to_owned());
        self.numbers.insert(code.to_owned(), number);
        number
    }

    /// The places of the reference geography that the codes stand for, whose numbers the rows then have; `residence` takes note of codes
    /// that are none of today's.
    pub fn places(&self, geography: &Geography, years: &mut [PeopleOfYear], residence: &mut Residence) -> PolarsResult<Places> {
        let today = |code: &String| if let Mapped::Merged(new) = geography.map(code) { new.to_owned() } else { code.clone() };
        let today: Vec<String> = self.codes.iter().map(today).collect();
        let places = Places::new(today.clone(), geography);
        let numbers: Vec<u32> = today.iter().map(|code| places.number(code)).collect();
        for people in years {
            let column = people.frame.column(MUNICIPALITY)?;
            residence.note(geography, &self.codes, column.u32()?.iter().flatten().zip(people.person.iter().copied()));
            let column = renumbered(column, &numbers)?;
            people.frame.with_column(column)?;
        }
        Ok(places)
    }
}
