//! The panel of a source of claims: its persons, then its lines, year after year as far as the files keep years apart.

use std::path::Path;

use polars::prelude::*;
use rayon::prelude::*;

use super::accumulate::{Accumulator, Worker, YearSums};
use super::completion::Completed;
use super::people::{self, People, PeopleOfYear};
use super::source::Part;
use super::tile::{Batch, Comparing};
use super::totals::Bucket;
use super::{Numbering, Panel, PanelError, YearPanel, findings};
use crate::ingest::{
    self, Asked, Bookings, ClaimLines, Codebook, DataError, DaySpan, DrugLines, Fingerprints, Ids, MilliDoses, Month, Morbidity,
};
use crate::money::Cents;
use crate::progress::Progress;
use crate::quality::Total;
use crate::spec::{RepeatedLines, Study};

/// The tables of a source of claims.
pub(super) struct Tables<'a> {
    pub population: &'a Path,
    pub claims: &'a Path,
    pub drugs: Option<&'a Path>,
    pub book: &'a Codebook,
    pub morbidity: &'a Morbidity,
}

/// Makes the panel of one source, of every year read; `learned` is what completes its costs when another source tells it.
pub(super) fn panel(
    study: &Study,
    tables: &Tables,
    (part, learned): (Part, Option<&Completed>),
    progress: &dyn Progress,
) -> Result<Panel, PanelError> {
    let Tables { book, morbidity, drugs, .. } = *tables;
    let in_scope = scope(study, &book.sectors)?;
    let mut column = 0..;
    let columns: Vec<Option<usize>> = in_scope.iter().map(|wanted| wanted.then(|| column.next()).flatten()).collect();
    let sectors: Vec<String> = book.sectors.iter().zip(&in_scope).filter(|(_, wanted)| **wanted).map(|(name, _)| name.clone()).collect();
    let conditions = if drugs.is_some() { morbidity.conditions.clone() } else { Vec::new() };

    progress.stage("population");
    let People { persons, places, years: mut people, mut findings } =
        people::read(study, "population", tables.population, part).map_err(|error| with_wrong_lines(study, error, tables))?;
    let names: Vec<i32> = people.iter().map(|people| people.year).collect();
    let passes = passes(study, tables, &names);
    let mut sums = Accumulator::new(study, book, morbidity, &columns, (names, persons.len()), drugs.is_some());
    let mut years = Vec::with_capacity(people.len());
    let (mut lines, mut repeated) = (0, Total::default());
    for days in passes {
        let later = people.split_off(people.partition_point(|people| first_day(people.year) <= *days.end()));
        let people = std::mem::replace(&mut people, later);
        sums.begin(days.clone(), &people, years.len());
        for (read, again) in
            add_lines(study, tables, &persons, &days, &mut sums, progress).map_err(|error| all_wrong(study, error, tables))?
        {
            lines += read;
            repeated.add(&again);
        }
        progress.stage("panel");
        for (people, sums) in people.into_iter().zip(sums.take_years()) {
            years.push(year_panel(study, tables, &conditions, people, sums)?);
        }
    }
    let (mut totals, counts) = sums.finish();
    totals.check_lines(lines)?;
    // METHOD: two sources are completed by the factors of the sample, which are national; the error is then common to both.
    let completed = match (learned, &counts.triangles) {
        (Some(learned), _) => Some(learned.clone()),
        (None, Some(triangles)) => Completed::learn(study, triangles, &sectors)?,
        (None, None) => None,
    };
    for (index_of_year, year) in years.iter_mut().enumerate() {
        let Some(completed) = &completed else { break };
        let added = add_still_to_book(completed, index_of_year, &year.person, &mut year.cost);
        for (sector, more) in added.into_iter().enumerate().filter(|(_, more)| more.persons.at_least() > 0) {
            totals.add(year.year, Bucket::StillToBook(sectors[sector].clone()), more);
        }
    }
    findings.extend(findings::lines(&totals, &counts, &repeated, study));
    let persons = Numbering::of(persons);
    Ok(Panel { persons, places, sectors, conditions, years, before: Vec::new(), completed, totals, findings })
}

/// The days of each pass over the lines, which leave no day out; `years` are those of the study.
///
/// METHOD: the sums of a year are dense tables of its persons, so years are summed one after the other where no part of a file has
/// lines of both: memory then holds the tables of one year, and no line is decoded twice.
fn passes(study: &Study, tables: &Tables, years: &[i32]) -> Vec<DaySpan> {
    let spans = ingest::spans(tables.claims, tables.drugs, &study.data);
    let apart = |day: &i32| spans.as_ref().is_some_and(|spans| !spans.iter().any(|spans| spans.cross(*day)));
    let cuts: Vec<i32> = years.iter().skip(1).map(|year| first_day(*year)).filter(apart).collect();
    let first = [i32::MIN].into_iter().chain(cuts.iter().copied());
    let last = cuts.iter().map(|day| day - 1).chain([i32::MAX]);
    first.zip(last).map(|(first, last)| first..=last).collect()
}

/// The first day of a year, in days since 1 January 1970.
fn first_day(year: i32) -> i32 {
    Month::of(year, 1).first_day()
}

/// Adds the lines of some days; gives for each table the number of its lines and those that repeat another one.
fn add_lines<'a>(
    study: &Study,
    tables: &Tables,
    persons: &Ids,
    days: &DaySpan,
    sums: &mut Accumulator<'a>,
    progress: &dyn Progress,
) -> Result<Vec<(u64, Total)>, PanelError> {
    progress.stage("claims");
    // Lines of other years are only counted.
    let years = study.years_read();
    let of_study = years.first().map_or(0, |first| first_day(*first))..=years.last().map_or(0, |last| first_day(last + 1) - 1);
    let claims = compared(study, sums, |sums, comparing, prints| {
        let (adding, workers) = sums.adding(comparing);
        let prints = prints.map(|prints| (prints, of_study.clone()));
        let take = |worker: &mut Worker, batch: ClaimLines| adding.add(worker, &Batch::Claims(&batch));
        let asked = Asked { bookings: bookings(study), prints, days: days.clone() };
        ingest::claims(tables.claims, &study.data, persons, &asked, workers, take)
    })?;
    let Some(drugs) = tables.drugs else { return Ok(vec![claims]) };
    progress.stage("drugs");
    let drugs = compared(study, sums, |sums, comparing, prints| {
        let (adding, workers) = sums.adding(comparing);
        let prints = prints.map(|prints| (prints, of_study.clone()));
        let take = |worker: &mut Worker, batch: DrugLines| adding.add(worker, &Batch::Drugs(&batch));
        let asked = Asked { bookings: bookings(study), prints, days: days.clone() };
        ingest::drugs(drugs, &study.data, persons, &asked, workers, take)
    })?;
    Ok(vec![claims, drugs])
}

/// The panel of one year, as it is booked.
fn year_panel(
    study: &Study,
    tables: &Tables,
    conditions: &[String],
    people: PeopleOfYear,
    sums: YearSums,
) -> Result<YearPanel, PanelError> {
    let PeopleOfYear { year, person, mut frame, at_base, .. } = people;
    let [of_claims, of_drugs] = sums.lines;
    for (table, lines) in [("claims", Some(of_claims)), ("drugs", tables.drugs.map(|_| of_drugs))] {
        if lines == Some(0) {
            let message = format!("the {table} have no line of {year} for a person of the population");
            return Err(study.refuse_period(message, "leave the year out of [period], or add its lines").into());
        }
    }
    for (condition, has) in conditions.iter().zip(having(&sums.doses, conditions, tables.morbidity, year)) {
        if frame.schema().contains(condition) {
            let message = format!("the population has a column `{condition}`, which is also a condition from drugs");
            let help = "give the condition another name in a table of your own ([data] morbidity)";
            return Err(study.refuse(None, message, help).into());
        }
        frame.with_column(has)?;
    }
    Ok(YearPanel { year, frame: people::complete(frame, year, conditions)?, person, cost: sums.cents, at_base })
}

/// By condition, which of the rows of a year have it; `doses` are theirs, `row × conditions + condition`.
fn having(doses: &[MilliDoses], conditions: &[String], morbidity: &Morbidity, year: i32) -> Vec<Column> {
    const ROWS: usize = 1 << 16;
    let least: Vec<Option<MilliDoses>> = (0..conditions.len()).map(|index| morbidity.threshold(index, year)).collect();
    let of_rows = |rows: &[MilliDoses]| {
        let mut having = vec![Vec::with_capacity(ROWS); least.len()];
        for row in rows.chunks_exact(least.len()) {
            for ((having, doses), least) in having.iter_mut().zip(row).zip(&least) {
                having.push(least.is_some_and(|least| *doses >= least));
            }
        }
        having
    };
    let parts: Vec<Vec<Vec<bool>>> = doses.par_chunks(ROWS * least.len().max(1)).map(of_rows).collect();
    let column = |(index, name): (usize, &String)| {
        let having: Vec<bool> = parts.iter().flat_map(|part| &part[index]).copied().collect();
        BooleanChunked::from_slice(name.as_str().into(), &having).into_series().into_column()
    };
    conditions.par_iter().enumerate().map(column).collect()
}

/// Completes the costs of a year, person by person; gives what that adds, by sector.
fn add_still_to_book(completed: &Completed, year: usize, person: &[u32], cost: &mut [i64]) -> Vec<Total> {
    let mut added = vec![Total::default(); completed.sectors.len()];
    for (person, cost) in person.iter().zip(cost.chunks_exact_mut(completed.sectors.len())) {
        for (sector, (cost, added)) in cost.iter_mut().zip(&mut added).enumerate() {
            let whole = completed.cost(sector, year, Cents(*cost));
            if whole.0 != *cost {
                added.amount += whole - Cents(*cost);
                added.persons.add(*person);
                *cost = whole.0;
            }
        }
    }
    added
}

/// What the study needs to know of bookings.
pub(super) fn bookings(study: &Study) -> Bookings {
    if study.completion.needs_bookings() { Bookings::Needed } else { Bookings::IfThere }
}

/// What is wrong with the population, and with the lines that would have been read after it.
fn with_wrong_lines(study: &Study, error: PanelError, tables: &Tables) -> PanelError {
    match error {
        PanelError::Data(error) => PanelError::Data(wrong_lines(study, tables).into_iter().fold(error, DataError::and)),
        other => other,
    }
}

/// What is wrong with all lines, where some have been refused: what is wrong with later years and other tables is still told.
fn all_wrong(study: &Study, error: PanelError, tables: &Tables) -> PanelError {
    match error {
        PanelError::Data(error) => PanelError::Data(wrong_lines(study, tables).into_iter().reduce(DataError::and).unwrap_or(error)),
        other => other,
    }
}

fn wrong_lines(study: &Study, tables: &Tables) -> Vec<DataError> {
    ingest::wrong_lines(Some(tables.claims), tables.drugs, &study.data, bookings(study))
}

/// A table that does not say when its lines were booked, where the study needs it.
pub(super) fn without_bookings(study: &Study, error: DataError) -> PanelError {
    match &error {
        DataError::MissingColumn { table, ours, theirs, .. } if ours == "booking_month" => {
            let message = format!("late bookings cannot be told from the {table}: they have no column `{theirs}`");
            let help = "map the accounting month with [data] columns as `booking_month`, or leave [completion] out";
            study.refuse(study.completion.span.clone(), message, help).into()
        }
        _ => error.into(),
    }
}

/// Reads a table, comparing its lines as the study asks; gives the number of lines and those that repeat another one.
///
/// METHOD: which of several lines alike is left out makes no difference, but how many there are is known only when all have
/// been seen. So leaving them out takes a first reading that only compares, whose lines do not count.
fn compared<'a>(
    study: &Study,
    sums: &mut Accumulator<'a>,
    read: impl Fn(&mut Accumulator<'a>, Comparing, Option<&Fingerprints>) -> Result<u64, DataError>,
) -> Result<(u64, Total), PanelError> {
    let prints = Fingerprints::default();
    let read = |sums: &mut Accumulator<'a>, comparing| {
        let prints = Some(&prints).filter(|_| comparing != Comparing::No);
        read(sums, comparing, prints).map_err(|error| without_bookings(study, error))
    };
    let find = |sums: &mut Accumulator| {
        let full = "cannot compare lines, which takes 20 bytes a line in the folder for temporary files";
        let otherwise = "[quality] repeated_lines = \"unchecked\" does without";
        sums.find_repeated().map_err(|error| PanelError::Write(format!("{full}: {error}; {otherwise}")))
    };
    match study.quality.repeated_lines {
        RepeatedLines::Unchecked => Ok((read(sums, Comparing::No)?, Total::default())),
        RepeatedLines::Keep => {
            let lines = read(sums, Comparing::Noting)?;
            Ok((lines, find(sums)?))
        }
        RepeatedLines::Drop => {
            read(sums, Comparing::OnlyNoting)?;
            let repeated = find(sums)?;
            Ok((read(sums, Comparing::LeavingOut)?, repeated))
        }
    }
}

/// Which of the sectors that there are the study wants.
fn scope(study: &Study, sectors: &[String]) -> Result<Vec<bool>, PanelError> {
    let asked = study.sectors.get_ref();
    let named = |entry: &str| entry.strip_prefix('-').unwrap_or(entry).to_owned();
    for entry in asked.iter().filter(|entry| *entry != "*") {
        if !sectors.contains(&named(entry)) {
            let help = Study::advise(&named(entry), sectors.iter().map(String::as_str));
            return Err(study.refuse(Some(study.sectors.span()), format!("there is no sector `{}`", named(entry)), help).into());
        }
    }
    let only_left_out = asked.iter().all(|entry| entry.starts_with('-'));
    let wanted = |sector: &String| {
        let listed = only_left_out || asked.iter().any(|entry| entry == "*" || entry == sector);
        listed && !asked.iter().any(|entry| entry.strip_prefix('-') == Some(sector))
    };
    let wanted: Vec<bool> = sectors.iter().map(wanted).collect();
    if !wanted.contains(&true) {
        return Err(study.refuse(Some(study.sectors.span()), "no sector is left in scope", "keep at least one").into());
    }
    Ok(wanted)
}
