//! What becomes of lines, counted: by year and sector or reason, by month of booking, late and unknown bookings.

use std::collections::BTreeMap;

use super::completion::{Source, Triangles};
use super::totals::{Bucket, ControlTotals};
use super::watch::Watch;
use crate::ingest::SectorId;
use crate::money::Cents;
use crate::quality::Total;

/// Why a line is not of a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    NoSector,
    FeeTwice,
    Repeated,
    NotInPopulation,
    BookedLater,
    Elsewhere,
}

/// Every reason, in the order of its declaration.
const REASONS: [Reason; 6] =
    [Reason::NoSector, Reason::FeeTwice, Reason::Repeated, Reason::NotInPopulation, Reason::BookedLater, Reason::Elsewhere];

/// Where a line counts: under the number of its sector, or of the reason why it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading(u16);

/// From here on headings are reasons: there are at most 256 sectors.
const FIRST_REASON: u16 = SectorId::MAX as u16 + 1;

impl Heading {
    /// How many there are.
    const ALL: usize = FIRST_REASON as usize + REASONS.len();

    /// The sector, if it is one.
    #[inline]
    pub fn sector(self) -> Option<usize> {
        (self.0 < FIRST_REASON).then_some(self.0.into())
    }
}

impl From<SectorId> for Heading {
    #[inline]
    fn from(sector: SectorId) -> Heading {
        Heading(sector.into())
    }
}

impl From<Reason> for Heading {
    #[inline]
    fn from(reason: Reason) -> Heading {
        Heading(FIRST_REASON + reason as u16)
    }
}

/// The counts of some lines. Those of parts of the lines add up to those of all, in any order.
#[derive(Clone)]
pub(super) struct Counts {
    /// `year × all headings + heading`.
    headings: Vec<Total>,
    other_years: BTreeMap<i32, Total>,
    /// Lines without a sector of persons of the population, by code; `None`: of the drugs table.
    pub without_sector: BTreeMap<Option<i64>, Total>,
    /// Lines of persons of the population that count for something, by year and [`Source`].
    pub of_population: Vec<[u64; 2]>,
    /// What is booked when, if the study asks.
    pub triangles: Option<Triangles>,
    /// What is noted of bookings for the rules of quality.
    pub watch: Watch,
}

impl Counts {
    /// No line yet, for as many years.
    pub fn new(years: usize, triangles: Option<Triangles>, within: i32) -> Counts {
        Counts {
            headings: vec![Total::default(); years * Heading::ALL],
            other_years: BTreeMap::new(),
            without_sector: BTreeMap::new(),
            of_population: vec![[0; 2]; years],
            triangles,
            watch: Watch::new(within),
        }
    }

    /// Counts a line of a year of the study, by its index.
    #[inline]
    pub fn count(&mut self, year: usize, heading: Heading, person: u32, amount: Cents) {
        self.headings[year * Heading::ALL + usize::from(heading.0)].count(person, amount);
    }

    /// Counts a line of a year that the study does not need.
    pub fn count_other_year(&mut self, year: i32, person: u32, amount: Cents) {
        self.other_years.entry(year).or_default().count(person, amount);
    }

    /// Takes note of the code of a line without a sector.
    pub fn note_code(&mut self, code: Option<i64>, person: u32, amount: Cents) {
        self.without_sector.entry(code).or_default().count(person, amount);
    }

    /// Takes note of a line that is part of a person's cost: its table, year and sector by their places, and month and lag of its
    /// booking if it says so.
    pub fn book(&mut self, source: Source, year: usize, column: usize, booked: Option<(usize, i32)>, amount: Cents) {
        if let Some((triangles, (month, lag))) = self.triangles.as_mut().zip(booked) {
            triangles.add(source, (year, month), column, lag, amount);
        }
    }

    /// Adds the counts of other lines.
    pub fn merge(&mut self, other: &Counts) {
        self.headings.iter_mut().zip(&other.headings).for_each(|(sum, more)| sum.add(more));
        other.other_years.iter().for_each(|(year, more)| self.other_years.entry(*year).or_default().add(more));
        other.without_sector.iter().for_each(|(code, more)| self.without_sector.entry(*code).or_default().add(more));
        let of_population = self.of_population.iter_mut().flatten().zip(other.of_population.iter().flatten());
        of_population.for_each(|(sum, more)| *sum += more);
        if let Some((triangles, more)) = self.triangles.as_mut().zip(other.triangles.as_ref()) {
            triangles.merge(more);
        }
        self.watch.merge(&other.watch);
    }

    /// What became of every line; `scope` tells which of the sectors the study wants.
    pub fn totals(&self, years: &[i32], names: &[String], scope: &[Option<usize>]) -> ControlTotals {
        let mut totals = ControlTotals::default();
        for (year, headings) in years.iter().zip(self.headings.chunks_exact(Heading::ALL)) {
            for (index, total) in headings.iter().enumerate().filter(|(_, total)| total.lines > 0) {
                let bucket = match index.checked_sub(FIRST_REASON.into()).map(|reason| REASONS[reason]) {
                    Some(Reason::NoSector) => Bucket::NoSector,
                    Some(Reason::FeeTwice) => Bucket::FeeTwice,
                    Some(Reason::Repeated) => Bucket::Repeated,
                    Some(Reason::NotInPopulation) => Bucket::NotInPopulation,
                    Some(Reason::BookedLater) => Bucket::BookedLater,
                    Some(Reason::Elsewhere) => Bucket::Elsewhere,
                    None if scope[index].is_some() => Bucket::Sector(names[index].clone()),
                    None => Bucket::OutOfScope(names[index].clone()),
                };
                totals.add(*year, bucket, *total);
            }
        }
        self.other_years.iter().for_each(|(year, total)| totals.add(*year, Bucket::OtherYear, *total));
        totals
    }
}
