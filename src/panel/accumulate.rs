//! Adding benefit lines into dense tables of person × sector, one per year.
//!
//! Persons are numbered densely before the first line is read, so a line is one addition at a computed place: no hashing
//! of groups, exact integer sums, any order of lines.

use std::collections::BTreeMap;

use super::totals::{Bucket, ControlTotals};
use crate::ingest::{ClaimLines, Codebook, DrugLines, Ids, MilliDoses, Morbidity, SectorId};
use crate::money::Cents;
use crate::quality::Total;

/// Nomenclature codes under which pharmacists' fees are booked a second time beside the drugs table (domain, the data).
const FEES_IN_CLAIMS: [i64; 4] = [753_550, 753_572, 753_594, 753_616];

/// Where a line stands when it is not of a sector: after the sectors, in this order.
const NO_SECTOR: usize = 0;
const FEE_TWICE: usize = 1;
const REPEATED: usize = 2;
const NOT_IN_POPULATION: usize = 3;

/// The sums of one year.
pub(super) struct YearSums {
    year: i32,
    /// Which persons are in the population of the year.
    present: Vec<bool>,
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

/// Sums of all years of a study.
pub(super) struct Accumulator<'a> {
    book: &'a Codebook,
    morbidity: &'a Morbidity,
    /// Column of each sector of the codebook; `None` when out of scope.
    scope: &'a [Option<usize>],
    width: usize,
    fees_in_drugs: bool,
    years: Vec<YearSums>,
    other_years: BTreeMap<i32, Total>,
}

impl<'a> Accumulator<'a> {
    /// Empty sums for the persons present in each year.
    pub fn new(
        book: &'a Codebook,
        morbidity: &'a Morbidity,
        scope: &'a [Option<usize>],
        present: Vec<(i32, Vec<bool>)>,
        fees_in_drugs: bool,
    ) -> Accumulator<'a> {
        let width = scope.iter().flatten().count();
        let years = present.into_iter().map(|(year, present)| YearSums {
            year,
            cents: vec![0; present.len() * width],
            doses: vec![MilliDoses(0); present.len() * morbidity.conditions.len()],
            buckets: vec![Total::default(); book.sectors.len() + NOT_IN_POPULATION + 1],
            claims: 0,
            drugs: 0,
            present,
        });
        Accumulator { book, morbidity, scope, width, fees_in_drugs, years: years.collect(), other_years: BTreeMap::new() }
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
            if let Some(sums) = self.add(*person, *year, sector, *amount) {
                sums.claims += 1;
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
            let Some(sums) = self.add(*person, *year, sector, *amount) else { continue };
            sums.drugs += 1;
            for condition in morbidity.of(atc.unwrap_or_default()) {
                let sum = &mut sums.doses[*person as usize * conditions + condition];
                sum.0 = sum.0.saturating_add(doses.0);
            }
        }
    }

    /// Adds a line to the cost of its person and to its bucket; gives the year's sums if the person is in its population.
    fn add(&mut self, person: u32, year: i32, sector: Result<SectorId, usize>, amount: Cents) -> Option<&mut YearSums> {
        let Some(sums) = self.years.iter_mut().find(|sums| sums.year == year) else {
            self.other_years.entry(year).or_default().count(person, amount);
            return None;
        };
        let reasons = self.book.sectors.len();
        let known = Ids::known(person) && sums.present[person as usize];
        let bucket = match sector {
            Err(FEE_TWICE) => reasons + FEE_TWICE,
            _ if !known => reasons + NOT_IN_POPULATION,
            Err(reason) => reasons + reason,
            Ok(sector) => {
                if let Some(column) = self.scope[usize::from(sector)] {
                    sums.cents[person as usize * self.width + column] += amount.0;
                }
                usize::from(sector)
            }
        };
        sums.buckets[bucket].count(person, amount);
        (known && sector != Err(REPEATED)).then_some(sums)
    }

    /// The sums by year, and what became of every line.
    pub fn finish(self) -> (Vec<YearSums>, ControlTotals) {
        let mut totals = ControlTotals::default();
        let sectors = self.book.sectors.len();
        for sums in &self.years {
            for (index, total) in sums.buckets.iter().enumerate().filter(|(_, total)| total.lines > 0) {
                let bucket = match index.checked_sub(sectors) {
                    Some(NO_SECTOR) => Bucket::NoSector,
                    Some(FEE_TWICE) => Bucket::FeeTwice,
                    Some(REPEATED) => Bucket::Repeated,
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
        (self.years, totals)
    }
}
