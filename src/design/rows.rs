//! The person-years that meet a target rule, as parallel arrays in the order of their municipalities, and their blocks.

use std::ops::Range;
use std::sync::OnceLock;

use polars::prelude::*;
use rayon::prelude::*;

use super::families::{Grouping, groupings};
use crate::design::{Blocks, Design, Moments, Profiles, Treated};
use crate::panel::{CompletionError, Panel, PanelError};
use crate::spec::{Movers, Study, Variant};

/// The person-years of one year that meet a target rule, ordered by municipality, then person. All arrays of one length.
#[derive(Debug)]
pub struct PersonYears {
    /// The year.
    pub year: i32,
    /// Number of the person.
    pub person: Vec<u32>,
    /// Index of the municipality in the list given to [`TargetRows::select`].
    pub municipality: Vec<u32>,
    /// Index of the profile in [`TargetRows::profiles`].
    pub profile: Vec<u32>,
    /// Prior weight.
    pub weight: Vec<f64>,
    /// Fraction of the year, in (0, 1].
    pub exposure: Vec<f64>,
    /// Cost in cents, row-major: `row × sectors + sector`; whole numbers.
    pub cost: Vec<f64>,
    /// Their moments by municipality.
    pub blocks: Blocks,
    /// What an outlier rule did to the rows.
    pub treated: Treated,
}

/// All years of the persons who meet a target rule.
#[derive(Debug)]
pub struct TargetRows {
    /// Row of each person in each year, person-major: `person × years + year`; [`TargetRows::NO_ROW`] when it has none.
    /// Persons here are those with a row in some year, in the order of their numbers.
    pub row_of: Vec<u32>,
    /// Sectors in scope.
    pub sectors: usize,
    /// The design of the variant's model on these rows.
    pub design: Design,
    /// The distinct rows of the design.
    pub profiles: Profiles,
    /// Families of subgroups that predictions are held against.
    pub groupings: Vec<Grouping>,
    /// The years, in order.
    pub years: Vec<PersonYears>,
    /// Error of what completed their costs.
    pub completion: CompletionError,
    /// Cost of all sectors together, by year and row; made when first asked for.
    totals: OnceLock<Vec<Vec<f64>>>,
}

impl TargetRows {
    /// Where a person has no row.
    pub const NO_ROW: u32 = u32::MAX;

    /// Persons with a row in some year.
    pub fn persons(&self) -> usize {
        self.row_of.len() / self.years.len().max(1)
    }

    /// The row of each year of a person, the years in order.
    pub fn rows_of(&self, person: usize) -> &[u32] {
        &self.row_of[person * self.years.len()..][..self.years.len()]
    }

    /// Takes from a panel the rows that meet a rule, given as one mark per row and year, and adds up their blocks;
    /// `municipalities` are the codes of the panel, ascending.
    pub fn select(
        study: &Study,
        variant: &Variant,
        panel: &Panel,
        municipalities: &[String],
        meeting: &[Vec<bool>],
    ) -> Result<TargetRows, PanelError> {
        let sectors = panel.sectors.len();
        let mut tables = Vec::with_capacity(panel.years.len());
        let mut selected = Vec::with_capacity(panel.years.len());
        let index_of: Vec<Option<u32>> =
            panel.places.codes.iter().map(|code| municipalities.binary_search(code).ok().map(|index| index as u32)).collect();
        for (year, meeting) in panel.years.iter().zip(meeting) {
            let residence = match variant.movers {
                Movers::Year => year.frame.column("municipality")?,
                Movers::Base => &year.at_base,
            };
            let place_of = residence.u32()?;
            // A municipality is in the list because a row has it.
            let index = |row: usize| place_of.get(row).and_then(|place| index_of[place as usize]);
            let mut rows: Vec<(u32, usize)> =
                (0..meeting.len()).filter(|row| meeting[*row]).map(|row| (index(row).unwrap_or_default(), row)).collect();
            rows.sort_unstable();
            let order: Vec<IdxSize> = rows.iter().map(|(_, row)| *row as IdxSize).collect();
            tables.push(panel.places.written_out(year.frame.take(&IdxCa::from_vec("order".into(), order))?)?);
            selected.push(rows);
        }
        let design = Design::freeze(study, variant, &panel.conditions, &tables)?;
        let (profile, profiles) = design.profiles(&tables)?;
        let mut years = Vec::with_capacity(tables.len());
        for (((table, rows), profile), year) in tables.iter().zip(selected).zip(profile).zip(&panel.years) {
            let number = |column: &str| -> PolarsResult<Vec<f64>> { Ok(table.column(column)?.f64()?.iter().flatten().collect()) };
            let cost = rows.iter().flat_map(|(_, row)| &year.cost[row * sectors..][..sectors]).map(|cents| *cents as f64).collect();
            let mut rows = PersonYears {
                year: year.year,
                person: rows.iter().map(|(_, row)| year.person[*row]).collect(),
                municipality: rows.iter().map(|(municipality, _)| *municipality).collect(),
                profile,
                weight: number("weight")?,
                exposure: number("exposure")?,
                cost,
                blocks: Blocks::default(),
                treated: Treated::default(),
            };
            rows.blocks = blocks(&rows, municipalities.len(), &profiles, design.width(), sectors);
            years.push(rows);
        }
        let row_of = rows_by_person(&years, panel.persons.len());
        let completion = panel.completed.as_ref().map(|completed| completed.error.clone()).unwrap_or_default();
        let (groupings, totals) = (groupings(&tables, &panel.conditions)?, OnceLock::new());
        Ok(TargetRows { row_of, sectors, design, profiles, groupings, years, completion, totals })
    }

    /// The same persons with other rows of the same years, whose blocks are added up anew.
    pub(super) fn with_years(&self, mut years: Vec<PersonYears>) -> TargetRows {
        for (year, before) in years.iter_mut().zip(&self.years) {
            year.blocks = blocks(year, before.blocks.by_municipality.len(), &self.profiles, self.design.width(), self.sectors);
        }
        let persons = self.years.iter().flat_map(|year| &year.person).max().map_or(0, |last| *last as usize + 1);
        let row_of = rows_by_person(&years, persons);
        let places: Vec<Vec<usize>> = years.iter().zip(&self.years).map(|(year, before)| year.places_in(before)).collect();
        let groupings = self.groupings.iter().map(|grouping| grouping.of(&places)).collect();
        TargetRows {
            row_of,
            sectors: self.sectors,
            design: self.design.clone(),
            profiles: self.profiles.clone(),
            groupings,
            years,
            completion: self.completion.clone(),
            totals: OnceLock::new(),
        }
    }

    /// Cost of all sectors together of the rows of a year, in cents.
    pub fn totals(&self, year: usize) -> &[f64] {
        let of_year = |year: &PersonYears| year.cost.chunks_exact(self.sectors.max(1)).map(|cost| cost.iter().sum()).collect();
        &self.totals.get_or_init(|| self.years.iter().map(of_year).collect())[year]
    }

    /// The moments of a year over the municipalities that are wanted.
    pub fn moments(&self, year: usize, wanted: impl Fn(usize) -> bool) -> Moments {
        self.years[year].blocks.sum(wanted)
    }

    /// The exposure Σwe of a year by profile, over the municipalities that are wanted; profiles in order, those of nobody left out.
    pub fn exposure(&self, year: usize, wanted: impl Fn(usize) -> bool) -> Vec<(u32, f64)> {
        let year = &self.years[year];
        let mut by_profile = vec![0.0; self.profiles.entries.len()];
        let municipalities = (0..year.blocks.by_municipality.len()).filter(|municipality| wanted(*municipality));
        for row in municipalities.flat_map(|municipality| year.of_municipality(municipality)) {
            by_profile[year.profile[row] as usize] += year.weight[row] * year.exposure[row];
        }
        (0..).zip(by_profile).filter(|(_, exposure)| *exposure > 0.0).collect()
    }
}

impl PersonYears {
    /// The rows of a municipality.
    pub fn of_municipality(&self, municipality: usize) -> Range<usize> {
        let start = |municipality: usize| self.municipality.partition_point(|other| (*other as usize) < municipality);
        start(municipality)..start(municipality + 1)
    }

    /// Where each of these rows stands among the rows that they were selected from, which have the same order.
    fn places_in(&self, all: &PersonYears) -> Vec<usize> {
        let mut rest = all.person.iter().enumerate();
        self.person.iter().filter_map(|person| rest.find(|(_, other)| *other == person).map(|(place, _)| place)).collect()
    }

    /// Copies the rows that are wanted, without their blocks.
    pub(super) fn select(&self, wanted: impl Fn(usize) -> bool, sectors: usize) -> PersonYears {
        let rows: Vec<usize> = (0..self.person.len()).filter(|row| wanted(*row)).collect();
        let numbers = |column: &[f64]| rows.iter().map(|row| column[*row]).collect();
        let indices = |column: &[u32]| rows.iter().map(|row| column[*row]).collect();
        PersonYears {
            year: self.year,
            person: indices(&self.person),
            municipality: indices(&self.municipality),
            profile: indices(&self.profile),
            weight: numbers(&self.weight),
            exposure: numbers(&self.exposure),
            cost: rows.iter().flat_map(|row| &self.cost[row * sectors..][..sectors]).copied().collect(),
            blocks: Blocks::default(),
            treated: Treated::default(),
        }
    }
}

fn rows_by_person(years: &[PersonYears], persons: usize) -> Vec<u32> {
    let mut number = vec![TargetRows::NO_ROW; persons];
    years.iter().flat_map(|year| &year.person).for_each(|person| number[*person as usize] = 0);
    let mut members = 0_u32;
    for slot in number.iter_mut().filter(|slot| **slot == 0) {
        *slot = members;
        members += 1;
    }
    let mut row_of = vec![TargetRows::NO_ROW; members as usize * years.len()];
    for (index, year) in years.iter().enumerate() {
        for (person, row) in year.person.iter().zip(0..) {
            row_of[number[*person as usize] as usize * years.len() + index] = row;
        }
    }
    row_of
}

/// METHOD: a block is added up row after row by one thread and blocks are folded in the order of municipalities, so that
/// the same rows give the same bits whatever the number of threads.
fn blocks(rows: &PersonYears, municipalities: usize, profiles: &Profiles, width: usize, sectors: usize) -> Blocks {
    let block = |municipality| Moments::of(rows, rows.of_municipality(municipality), profiles, width, sectors);
    Blocks::new((0..municipalities).into_par_iter().map(block).collect())
}
