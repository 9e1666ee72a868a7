//! The sums of a range of persons: dense tables small enough for a processor's cache, to which one thread adds at a time.

use std::io;
use std::ops::Range;

use super::classes::Classes;
use super::completion::Source;
use super::counts::{Counts, Heading, Reason};
use super::people::PeopleOfYear;
use crate::ingest::{ClaimLines, DrugLines, Lines, Marks, MilliDoses, Repeated};
use crate::money::Cents;
use crate::quality::Total;

/// A line of a known person and a year of the study, ready to be added. 32 bytes: a batch of them stays in the cache.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Fingerprint; 0 when lines are not compared.
    pub print: u64,
    /// Reimbursed amount.
    pub amount: Cents,
    /// Number of the person.
    pub person: u32,
    /// Its row in its batch.
    pub row: u32,
    /// `12 × index of the year of service + month of it`.
    pub month: u16,
    /// Months to the booking, or [`Line::UNBOOKED`].
    pub lag: i16,
    /// Where it counts if its person is in the population.
    pub heading: Heading,
}

impl Line {
    /// The lag of a line that does not say when it was booked.
    pub const UNBOOKED: i16 = i16::MIN;

    /// Index of the year of service.
    fn year(&self) -> usize {
        usize::from(self.month / 12)
    }

    /// Whether it is no part of anything, whoever's it is.
    fn left_out(&self) -> bool {
        [Reason::Repeated, Reason::BookedLater].map(Heading::from).contains(&self.heading)
    }

    /// Month of service from 0 and lag, if the line says when it was booked.
    fn booked(&self) -> Option<(usize, i32)> {
        (self.lag != Line::UNBOOKED).then(|| (usize::from(self.month % 12), self.lag.into()))
    }
}

/// A batch of one of the tables.
pub(super) enum Batch<'b> {
    Claims(&'b ClaimLines<'b>),
    Drugs(&'b DrugLines<'b>),
}

impl Batch<'_> {
    /// What holds for lines of either table.
    pub fn lines(&self) -> &Lines<'_> {
        match self {
            Batch::Claims(batch) => &batch.lines,
            Batch::Drugs(batch) => &batch.lines,
        }
    }

    /// Its table.
    pub fn source(&self) -> Source {
        match self {
            Batch::Claims(_) => Source::Claims,
            Batch::Drugs(_) => Source::Drugs,
        }
    }
}

/// How the lines of a reading are compared with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparing {
    /// They are not.
    No,
    /// Their marks are collected, and they count.
    Noting,
    /// Their marks are collected, and nothing else is done with them.
    OnlyNoting,
    /// Those that repeat another one are left out.
    LeavingOut,
}

/// How wide the tables are.
pub(super) struct Widths<'a> {
    /// Column of each sector of the codebook; `None` when out of scope.
    pub scope: &'a [Option<usize>],
    /// Sectors in scope.
    pub sectors: usize,
    /// Conditions that drugs reveal.
    pub conditions: usize,
}

/// The sums of a range of persons.
pub(super) struct Tile {
    /// The first person of the range.
    first: u32,
    /// Index of the first year among those of the study.
    first_year: usize,
    years: Vec<YearOfTile>,
    /// Bytes of marks that are held in memory.
    room: usize,
    marks: Marks,
    repeated: Repeated,
    /// Of the lines that are being added, the row of each in its year.
    rows: Vec<u32>,
}

/// The row of a person who is not in the population of the year.
const ABSENT: u32 = u32::MAX;

/// The row of a person whom another source of the study has; those below are rows.
const ELSEWHERE: u32 = u32::MAX - 1;

/// The sums of one year; rows are the range's persons of that year, in their order.
pub(super) struct YearOfTile {
    /// Row of each person of the range, or [`ABSENT`], or [`ELSEWHERE`].
    row: Vec<u32>,
    /// Cents: `row × sectors in scope + sector`.
    pub cents: Vec<i64>,
    /// Thousandths of daily doses: `row × conditions + condition`.
    pub doses: Vec<MilliDoses>,
}

/// Takes note of a line that counts for something, of a person of the population.
#[inline]
fn note(line: &Line, batch: &Batch, widths: &Widths, counts: &mut Counts) {
    let (year, source) = (line.year(), batch.source());
    counts.of_population[year][source as usize] += 1;
    if counts.triangles.is_some()
        && let Some(column) = line.heading.sector().and_then(|sector| widths.scope[sector])
    {
        counts.book(source, year, column, line.booked(), line.amount);
    }
    if line.heading == Reason::NoSector.into() {
        let code = if let Batch::Claims(claims) = batch { Some(claims.code[line.row as usize]) } else { None };
        counts.note_code(code, line.person, line.amount);
    }
}

impl YearOfTile {
    fn new(people: &PeopleOfYear, persons: &Range<u32>, widths: &Widths) -> YearOfTile {
        let among = |numbers: &[u32]| {
            let before = |end: u32| numbers.partition_point(|person| *person < end);
            before(persons.start)..before(persons.end)
        };
        let mut row = vec![ABSENT; persons.len()];
        let here = &people.person[among(&people.person)];
        here.iter().zip(0..).for_each(|(person, number)| row[(person - persons.start) as usize] = number);
        let elsewhere = &people.elsewhere[among(&people.elsewhere)];
        elsewhere.iter().for_each(|person| row[(person - persons.start) as usize] = ELSEWHERE);
        YearOfTile { row, cents: vec![0; here.len() * widths.sectors], doses: vec![MilliDoses(0); here.len() * widths.conditions] }
    }
}

impl Tile {
    /// Empty sums of the persons of a range, one year after the other, the first of them at a place among those of the study; so many
    /// bytes of marks are held in memory.
    pub fn new((people, first_year): (&[PeopleOfYear], usize), persons: &Range<u32>, widths: &Widths, room: usize) -> Tile {
        let years = people.iter().map(|people| YearOfTile::new(people, persons, widths)).collect();
        Tile { first: persons.start, first_year, years, room, marks: Marks::new(room), repeated: Repeated::default(), rows: Vec::new() }
    }

    /// Adds lines of a batch, of persons of the range, to the costs and doses of their persons, and to the counts.
    ///
    /// METHOD: what is done with a line is done with many before the next thing is: each of these loops is so short that a
    /// processor waits for the rows of several persons at a time instead of for one after the other.
    pub fn add(
        &mut self,
        lines: &mut [Line],
        batch: &Batch,
        comparing: Comparing,
        widths: &Widths,
        classes: &mut Classes,
        counts: &mut Counts,
    ) {
        if matches!(comparing, Comparing::Noting | Comparing::OnlyNoting) {
            lines.iter().for_each(|line| self.marks.add(line.print, line.person, line.amount));
        }
        if comparing == Comparing::OnlyNoting {
            return;
        }
        if comparing == Comparing::LeavingOut {
            let repeated = |line: &&mut Line| self.repeated.leave_out(line.print, line.person, line.amount);
            lines.iter_mut().filter(repeated).for_each(|line| line.heading = Reason::Repeated.into());
        }
        let first = self.first_year;
        let row = |line: &Line| self.years[line.year() - first].row[(line.person - self.first) as usize];
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        rows.extend(lines.iter().map(row));
        for (line, row) in lines.iter_mut().zip(&rows).filter(|(line, row)| **row >= ELSEWHERE && line.heading != Reason::FeeTwice.into()) {
            line.heading = if *row == ABSENT { Reason::NotInPopulation } else { Reason::Elsewhere }.into();
        }
        for (line, row) in lines.iter().zip(&rows) {
            if let Some(column) = line.heading.sector().and_then(|sector| widths.scope[sector]) {
                self.years[line.year() - first].cents[*row as usize * widths.sectors + column] += line.amount.0;
            }
        }
        lines.iter().for_each(|line| counts.count(line.year(), line.heading, line.person, line.amount));
        for (line, _) in lines.iter().zip(&rows).filter(|(line, row)| **row < ELSEWHERE && !line.left_out()) {
            note(line, batch, widths, counts);
        }
        if let Batch::Drugs(drugs) = batch {
            for (line, row) in lines.iter().zip(&rows).filter(|(line, row)| **row < ELSEWHERE && !line.left_out()) {
                let (doses, of_batch) = (&mut self.years[line.year() - first].doses, line.row as usize);
                for condition in classes.conditions(drugs.atc.get(of_batch).unwrap_or_default(), drugs.lines.day[of_batch]) {
                    let sum = &mut doses[*row as usize * widths.conditions + condition];
                    sum.0 = sum.0.saturating_add(drugs.doses[of_batch].0);
                }
            }
        }
        self.rows = rows;
    }

    /// Finds which of the lines noted repeat another one, so that a next reading can leave them out; gives the lines too many.
    ///
    /// # Errors
    /// The folder for temporary files is full or cannot be written to.
    pub fn find_repeated(&mut self) -> io::Result<Total> {
        self.repeated = std::mem::replace(&mut self.marks, Marks::new(self.room)).finish()?;
        Ok(self.repeated.total)
    }

    /// The sums, one year after the other.
    pub fn into_years(self) -> Vec<YearOfTile> {
        self.years
    }
}
