//! Adding benefit lines into dense tables of person × sector, one per year.
//!
//! Persons are numbered densely before the first line is read, so a line is one addition at a computed place: no hashing
//! of groups, exact integer sums, any order of lines.

use std::collections::BTreeMap;

use super::completion::{Source, Triangles};
use super::totals::{Bucket, ControlTotals};
use crate::ingest::{ClaimLines, Codebook, DrugLines, Ids, MilliDoses, Month, Morbidity, SectorId};
use crate::money::Cents;
use crate::quality::Total;
use crate::spec::Completion;

/// Nomenclature codes under which pharmacists' fees are booked a second time beside the drugs table (domain, the data).
const FEES_IN_CLAIMS: [i64; 4] = [753_550, 753_572, 753_594, 753_616];

/// Where a line stands when it is not of a sector: after the sectors, in this order.
const NO_SECTOR: usize = 0;
const FEE_TWICE: usize = 1;
const REPEATED: usize = 2;
const NOT_IN_POPULATION: usize = 3;
const BOOKED_LATER: usize = 4;
const ELSEWHERE: usize = 5;
const REASONS: usize = 6;

/// Whether a person is in the population of a year.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Presence {
    Absent,
    Here,
    /// Another source has it.
    Elsewhere,
}

/// The sums of one year.
pub(super) struct YearSums {
    year: i32,
    /// Which persons are in the population of the year.
    present: Vec<Presence>,
    /// Cents, person-major: `person × sectors in scope + sector`.
    pub cents: Vec<i64>,
    /// Thousandths of daily doses, person-major: `person × conditions + condition`.
    pub doses: Vec<MilliDoses>,
    /// Totals by sector of the codebook, then by the reasons above.
    buckets: Vec<Total>,
    /// Lines of persons present, by table.
    pub claims: u64,
    pub drugs: u64,
}

/// A line to add.
struct Line {
    source: Source,
    person: u32,
    year: i32,
    /// Its sector, or why it has none.
    sector: Result<SectorId, usize>,
    amount: Cents,
    /// Months of service and booking, if the file says when that was.
    booked: Option<(Month, Month)>,
}

/// Sums of all years of a study.
pub(super) struct Accumulator<'a> {
    book: &'a Codebook,
    morbidity: &'a Morbidity,
    /// Column of each sector of the codebook; `None` when out of scope.
    scope: &'a [Option<usize>],
    width: usize,
    fees_in_drugs: bool,
    years: Vec<YearSums>,
    /// What is booked when, if the study asks.
    triangles: Option<Triangles>,
    /// Lines without a sector, by code; `None`: of the drugs table.
    without_sector: BTreeMap<Option<i64>, Total>,
    other_years: BTreeMap<i32, Total>,
}

impl<'a> Accumulator<'a> {
    /// Empty sums for the persons present in each year.
    pub fn new(
        book: &'a Codebook,
        morbidity: &'a Morbidity,
        scope: &'a [Option<usize>],
        present: Vec<(i32, Vec<Presence>)>,
        fees_in_drugs: bool,
        completion: &Completion,
    ) -> Accumulator<'a> {
        let width = scope.iter().flatten().count();
        let triangles = Triangles::new(completion, width, present.iter().map(|(year, _)| *year).collect());
        let years = present.into_iter().map(|(year, present)| YearSums {
            year,
            cents: vec![0; present.len() * width],
            doses: vec![MilliDoses(0); present.len() * morbidity.conditions.len()],
            buckets: vec![Total::default(); book.sectors.len() + REASONS],
            claims: 0,
            drugs: 0,
            present,
        });
        let (without_sector, other_years) = (BTreeMap::new(), BTreeMap::new());
        Accumulator { book, morbidity, scope, width, fees_in_drugs, years: years.collect(), triangles, without_sector, other_years }
    }

    /// Adds a batch of health-care lines.
    pub fn claims(&mut self, lines: ClaimLines) {
        let rows = lines.person.iter().zip(lines.year).zip(lines.code).zip(lines.amount);
        for (row, (((person, year), code), amount)) in rows.enumerate() {
            let fee = self.fees_in_drugs && FEES_IN_CLAIMS.contains(code);
            let sector = match fee {
                _ if lines.line.repeated(row) => Err(REPEATED),
                true => Err(FEE_TWICE),
                false => self.book.sector(*code, lines.line.day[row]).ok_or(NO_SECTOR),
            };
            let booked = lines.line.booked(row);
            let line = Line { source: Source::Claims, person: *person, year: *year, sector, amount: *amount, booked };
            let Some(sums) = self.add(line) else { continue };
            sums.claims += 1;
            if sector == Err(NO_SECTOR) {
                self.without_sector.entry(Some(*code)).or_default().count(*person, *amount);
            }
        }
    }

    /// Adds a batch of delivered drugs: their cost, and the daily doses of each condition that they reveal.
    pub fn drugs(&mut self, lines: DrugLines) {
        let (morbidity, book) = (self.morbidity, self.book);
        let conditions = morbidity.conditions.len();
        let rows = lines.person.iter().zip(lines.year).zip(lines.atc.iter()).zip(lines.doses).zip(lines.amount);
        for (row, ((((person, year), atc), doses), amount)) in rows.enumerate() {
            let sector = if lines.line.repeated(row) { Err(REPEATED) } else { book.drugs(lines.line.day[row]).ok_or(NO_SECTOR) };
            let booked = lines.line.booked(row);
            let line = Line { source: Source::Drugs, person: *person, year: *year, sector, amount: *amount, booked };
            let Some(sums) = self.add(line) else { continue };
            sums.drugs += 1;
            for condition in morbidity.of(atc.unwrap_or_default(), lines.line.day[row]) {
                let sum = &mut sums.doses[*person as usize * conditions + condition];
                sum.0 = sum.0.saturating_add(doses.0);
            }
            if sector == Err(NO_SECTOR) {
                self.without_sector.entry(None).or_default().count(*person, *amount);
            }
        }
    }

    /// Adds a line to the cost of its person and to its bucket; gives the year's sums if the line counts and the person is in its
    /// population.
    fn add(&mut self, line: Line) -> Option<&mut YearSums> {
        let Line { source, person, year, mut sector, amount, booked } = line;
        if let Some((triangles, (service, booking))) = self.triangles.as_mut().zip(booked)
            && !matches!(sector, Err(FEE_TWICE | REPEATED))
            && !triangles.counts(source, service, booking)
        {
            sector = Err(BOOKED_LATER);
        }
        let Some((index, sums)) = self.years.iter_mut().enumerate().find(|(_, sums)| sums.year == year) else {
            self.other_years.entry(year).or_default().count(person, amount);
            return None;
        };
        let reasons = self.book.sectors.len();
        let presence = if Ids::known(person) { sums.present[person as usize] } else { Presence::Absent };
        let known = presence == Presence::Here;
        let bucket = match sector {
            Err(FEE_TWICE) => reasons + FEE_TWICE,
            _ if presence == Presence::Elsewhere => reasons + ELSEWHERE,
            _ if !known => reasons + NOT_IN_POPULATION,
            Err(reason) => reasons + reason,
            Ok(sector) => {
                if let Some(column) = self.scope[usize::from(sector)] {
                    sums.cents[person as usize * self.width + column] += amount.0;
                    if let Some((triangles, booked)) = self.triangles.as_mut().zip(booked) {
                        triangles.add(source, index, column, booked, amount);
                    }
                }
                usize::from(sector)
            }
        };
        sums.buckets[bucket].count(person, amount);
        (known && !matches!(sector, Err(REPEATED | BOOKED_LATER))).then_some(sums)
    }

    /// The lines without a sector, by code; `None`: of the drugs table.
    pub fn without_sector(&self) -> &BTreeMap<Option<i64>, Total> {
        &self.without_sector
    }

    /// The sums by year, what became of every line, and what was booked when.
    pub fn finish(self) -> (Vec<YearSums>, ControlTotals, Option<Triangles>) {
        let mut totals = ControlTotals::default();
        let sectors = self.book.sectors.len();
        for sums in &self.years {
            for (index, total) in sums.buckets.iter().enumerate().filter(|(_, total)| total.lines > 0) {
                let bucket = match index.checked_sub(sectors) {
                    Some(NO_SECTOR) => Bucket::NoSector,
                    Some(FEE_TWICE) => Bucket::FeeTwice,
                    Some(REPEATED) => Bucket::Repeated,
                    Some(BOOKED_LATER) => Bucket::BookedLater,
                    Some(ELSEWHERE) => Bucket::Elsewhere,
                    Some(_) => Bucket::NotInPopulation,
                    None if self.scope[index].is_some() => Bucket::Sector(self.book.sectors[index].clone()),
                    None => Bucket::OutOfScope(self.book.sectors[index].clone()),
                };
                totals.add(sums.year, bucket, *total);
            }
        }
        for (year, total) in self.other_years {
            totals.add(year, Bucket::OtherYear, total);
        }
        (self.years, totals, self.triangles)
    }
}
