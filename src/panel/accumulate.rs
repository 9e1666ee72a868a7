//! Adding benefit lines into dense tables of person × sector, one per year.
//!
//! Persons are numbered densely before the first line is read, so a line is one addition at a computed place: no hashing
//! of groups, exact integer sums, any order of lines. A worker sorts the lines of a batch by ranges of persons ([`Tile`]), then
//! adds those of one range after the other while no other worker does: what it adds to stays in its processor's cache, and the
//! tables stand in memory once, however many workers there are.

use std::io;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::classes::Classes;
use super::completion::Triangles;
use super::counts::{Counts, Heading, Reason};
use super::days::{Day, Days};
use super::people::PeopleOfYear;
use super::tile::{Batch, Comparing, Line, Tile, Widths, YearOfTile};
use super::totals::ControlTotals;
use crate::ingest::{Codebook, DaySpan, Ids, Lines, MilliDoses, Month, Morbidity, SectorId, UNBOOKED};
use crate::quality::Total;
use crate::spec::Study;

/// Nomenclature codes under which pharmacists' fees are booked a second time beside the drugs table (domain, the data).
const FEES_IN_CLAIMS: [i64; 4] = [753_550, 753_572, 753_594, 753_616];

/// Persons of a tile at least: with fifteen sectors, half a megabyte a year.
const SMALLEST: usize = 1 << 12;

/// Tiles at most: a batch is spread over all of them, and each may keep a temporary file open when lines are compared.
const TILES: usize = 256;

/// Bytes of marks that are held in memory when lines are compared, over all tiles.
const ROOM: usize = 1 << 25;

/// Sums of some years of a study at a time, and counts of all.
pub(super) struct Accumulator<'a> {
    book: &'a Codebook,
    widths: Widths<'a>,
    fees_in_drugs: bool,
    years: Vec<i32>,
    /// All persons, by tile.
    ranges: Vec<Range<u32>>,
    /// Persons of a tile are this power of two.
    power: u32,
    /// The days of the lines that are being added.
    days: DaySpan,
    /// The years that they are summed in, among those of the study.
    begun: Range<usize>,
    /// Their sums, by the range of persons.
    tiles: Vec<Mutex<Tile>>,
    workers: Vec<Worker<'a>>,
}

/// What a thread that adds lines has of its own.
pub(super) struct Worker<'a> {
    number: usize,
    counts: Counts,
    classes: Classes<'a>,
    /// Of each line of a batch what its day says, its lag as in [`Line::lag`], and where it belongs if it counts.
    days: Vec<Day>,
    lags: Vec<i16>,
    headings: Vec<Heading>,
    /// The lines of a batch, by tile.
    sorted: Vec<Vec<Line>>,
}

/// The sums of one year, in the order of its persons.
pub(super) struct YearSums {
    /// Cents, row-major: `row × sectors in scope + sector`.
    pub cents: Vec<i64>,
    /// Thousandths of daily doses, row-major: `row × conditions + condition`.
    pub doses: Vec<MilliDoses>,
    /// Lines of the population, by [`super::completion::Source`].
    pub lines: [u64; 2],
}

impl<'a> Accumulator<'a> {
    /// Counts of no line yet, for lines of so many persons, added by as many workers as there are threads.
    ///
    /// `years` are those of the study, `scope` the column of each sector of the codebook.
    pub fn new(
        study: &Study,
        book: &'a Codebook,
        morbidity: &'a Morbidity,
        scope: &'a [Option<usize>],
        (years, persons): (Vec<i32>, usize),
        fees_in_drugs: bool,
    ) -> Accumulator<'a> {
        let conditions = if fees_in_drugs { morbidity.conditions.len() } else { 0 };
        let widths = Widths { scope, sectors: scope.iter().flatten().count(), conditions };
        let size = persons.div_ceil(TILES).next_power_of_two().max(SMALLEST);
        let ranges: Vec<_> = (0..persons).step_by(size).map(|first| first as u32..(first + size).min(persons) as u32).collect();
        let worker = |number| Worker {
            number,
            counts: Counts::new(years.len(), Triangles::new(&study.completion, widths.sectors, years.clone()), study.quality.booked_within),
            classes: Classes::new(morbidity),
            days: Vec::new(),
            lags: Vec::new(),
            headings: Vec::new(),
            sorted: ranges.iter().map(|_| Vec::new()).collect(),
        };
        let workers = (0..rayon::current_num_threads()).map(worker).collect();
        let (power, days) = (size.trailing_zeros(), i32::MIN..=i32::MIN);
        Accumulator { book, widths, fees_in_drugs, years, ranges, power, days, begun: 0..0, tiles: Vec::new(), workers }
    }

    /// Begins with empty sums for the people of some years, the first of them at a place among those of the study, to which lines of some
    /// days are added; others are passed over.
    pub fn begin(&mut self, days: DaySpan, people: &[PeopleOfYear], first: usize) {
        (self.days, self.begun) = (days, first..first + people.len());
        let room = ROOM / self.ranges.len().max(1);
        self.tiles = self.ranges.iter().map(|range| Mutex::new(Tile::new((people, first), range, &self.widths, room))).collect();
    }

    /// What takes batches, and the workers that do so.
    pub fn adding(&mut self, comparing: Comparing) -> (Adding<'_>, &mut [Worker<'a>]) {
        let Accumulator { book, widths, fees_in_drugs, years, power, days, tiles, workers, .. } = self;
        let (fees_in_drugs, days, power) = (*fees_in_drugs, Days::new(years, days.clone()), *power);
        let adding = Adding { book, widths, fees_in_drugs, days, power, tiles, comparing };
        (adding, workers)
    }

    /// Finds the lines noted that repeat another one; gives the lines too many.
    ///
    /// # Errors
    /// The folder for temporary files is full or cannot be written to.
    pub fn find_repeated(&mut self) -> io::Result<Total> {
        let of_tile = |tile: &mut Mutex<Tile>| tile.get_mut().unwrap_or_else(PoisonError::into_inner).find_repeated();
        let of_tiles: Vec<Total> = self.tiles.par_iter_mut().map(of_tile).collect::<io::Result<_>>()?;
        let mut total = Total::default();
        of_tiles.iter().for_each(|more| total.add(more));
        Ok(total)
    }

    /// The sums of the years that were begun with, one year after the other.
    pub fn take_years(&mut self) -> Vec<YearSums> {
        let tiles = std::mem::take(&mut self.tiles).into_iter().map(|tile| tile.into_inner().unwrap_or_else(PoisonError::into_inner));
        let mut tiles: Vec<_> = tiles.map(|tile| tile.into_years().into_iter()).collect();
        let of_year = |year: usize| {
            let of_tiles: Vec<YearOfTile> = tiles.iter_mut().filter_map(Iterator::next).collect();
            let all = |of: fn(&YearOfTile) -> usize| of_tiles.iter().map(of).sum();
            let (mut cents, mut doses) =
                (Vec::with_capacity(all(|tile| tile.cents.len())), Vec::with_capacity(all(|tile| tile.doses.len())));
            for tile in of_tiles {
                cents.extend_from_slice(&tile.cents);
                doses.extend_from_slice(&tile.doses);
            }
            let lines = [0, 1].map(|source| self.workers.iter().map(|worker| worker.counts.of_population[year][source]).sum());
            YearSums { cents, doses, lines }
        };
        self.begun.clone().map(of_year).collect()
    }

    /// What became of every line, and what was counted of lines.
    pub fn finish(self) -> (ControlTotals, Counts) {
        let mut of_workers = self.workers.into_iter().map(|worker| worker.counts);
        let mut counts = of_workers.next().expect("one worker at least");
        of_workers.for_each(|more| counts.merge(&more));
        (counts.totals(&self.years, &self.book.sectors, self.widths.scope), counts)
    }
}

/// What takes the batches of a reading.
pub(super) struct Adding<'b> {
    book: &'b Codebook,
    widths: &'b Widths<'b>,
    fees_in_drugs: bool,
    days: Days,
    power: u32,
    tiles: &'b [Mutex<Tile>],
    comparing: Comparing,
}

impl Adding<'_> {
    /// Adds a batch: health-care lines to the cost of their persons, drugs to cost and to the daily doses of each condition that
    /// they reveal.
    ///
    /// METHOD: column by column, in loops so short that all they need stays in the processor's registers.
    pub fn add(&self, worker: &mut Worker, batch: &Batch) {
        self.place(worker, batch);
        if self.comparing != Comparing::OnlyNoting {
            note_bookings(worker, batch);
        }
        self.sort(worker, batch);
        let Worker { number, counts, classes, sorted, .. } = worker;
        // Workers begin at different tiles, so that they seldom wait for each other.
        let tiles = self.tiles.len();
        for tile in (0..tiles).map(|tile| (tile + *number * 37) % tiles) {
            if !sorted[tile].is_empty() {
                let mut sums = self.tiles[tile].lock().expect("no worker has failed");
                sums.add(&mut sorted[tile], batch, self.comparing, self.widths, classes, counts);
                sorted[tile].clear();
            }
        }
    }

    /// Finds what the day of each line says, when it was booked, and where it belongs if nothing else is to be said of it.
    fn place(&self, Worker { days, lags, headings, .. }: &mut Worker, batch: &Batch) {
        let Lines { day: of_lines, booking, .. } = batch.lines();
        days.clear();
        days.extend(of_lines.iter().map(|day| self.days.day(*day)));
        lags.clear();
        match booking {
            Some(bookings) => lags.extend(days.iter().zip(&**bookings).map(|(day, booking)| lag(day.month, *booking))),
            None => lags.resize(days.len(), Line::UNBOOKED),
        }
        headings.clear();
        let of_sector = |sector: Option<SectorId>| sector.map_or(Reason::NoSector.into(), Heading::from);
        match batch {
            Batch::Drugs(_) => headings.extend(of_lines.iter().map(|day| of_sector(self.book.drugs(*day)))),
            Batch::Claims(claims) => headings.extend(claims.code.iter().zip(*of_lines).map(|(code, day)| {
                let twice = self.fees_in_drugs && FEES_IN_CLAIMS[0] <= *code && FEES_IN_CLAIMS.contains(code);
                if twice { Reason::FeeTwice.into() } else { of_sector(self.book.sector(*code, *day)) }
            })),
        }
    }

    /// Sorts the lines of known persons and of the study's years by tile, and counts the others.
    fn sort(&self, Worker { counts, days, lags, headings, sorted, .. }: &mut Worker, batch: &Batch) {
        let (lines, counting) = (batch.lines(), self.comparing != Comparing::OnlyNoting);
        let placed = days.iter().zip(&*lags).zip(&*headings);
        for (row, ((person, amount), ((day, lag), heading))) in lines.person.iter().zip(&lines.amount).zip(placed).enumerate() {
            let (person, amount, heading) = (*person, *amount, *heading);
            match day.place {
                // Only a file that tells its days wrongly has such a line here. It counts nowhere, which the control of lines finds.
                Day::NOT_ASKED => {}
                month if day.of_study() && Ids::known(person) => sorted[(person >> self.power) as usize].push(Line {
                    print: lines.print.as_ref().map_or(0, |prints| prints[row]),
                    amount,
                    person,
                    row: row as u32,
                    month,
                    lag: *lag,
                    heading,
                }),
                _ if !counting => {}
                Day::OTHER_YEAR => counts.count_other_year(day.month.year(), person, amount),
                month => {
                    let twice = heading == Reason::FeeTwice.into();
                    let heading = if twice { heading } else { Reason::NotInPopulation.into() };
                    counts.count(usize::from(month / 12), heading, person, amount);
                }
            }
        }
    }
}

/// Takes note of when the lines were booked; those booked later than the study counts belong nowhere.
fn note_bookings(Worker { counts, days, lags, headings, .. }: &mut Worker, batch: &Batch) {
    let lines = batch.lines();
    let Some(bookings) = &lines.booking else { return };
    for (row, (_, lag)) in days.iter().zip(&*lags).enumerate().filter(|(_, (day, _))| day.of_study()) {
        counts.watch.add((*lag != Line::UNBOOKED).then_some((*lag).into()), lines.person[row], lines.amount[row]);
    }
    if let Some(triangles) = &mut counts.triangles {
        for ((day, booking), heading) in days.iter().zip(&**bookings).zip(headings) {
            if day.place != Day::NOT_ASKED
                && *booking != UNBOOKED
                && *heading != Reason::FeeTwice.into()
                && !triangles.counts(batch.source(), day.month, Month(*booking))
            {
                *heading = Reason::BookedLater.into();
            }
        }
    }
}

/// Months from service to the month of booking, if it is known; what is beyond all reason is as good as the last that can be written.
#[inline]
fn lag(service: Month, booking: i32) -> i16 {
    let months = booking.saturating_sub(service.0).clamp(i16::MIN as i32 + 1, i16::MAX.into()) as i16;
    if booking == UNBOOKED { Line::UNBOOKED } else { months }
}
