//! Making the panel of a study, from claims or from a table that exists already.

use std::path::Path;

use polars::prelude::*;
use serde_spanned::Spanned;

use super::accumulate::{Accumulator, Sums, Worker};
use super::completion::Completed;
use super::mix::mix;
use super::people::{self, People, PeopleOfYear};
use super::source::Part;
use super::tile::{Batch, Comparing};
use super::totals::{Bucket, ControlTotals};
use super::{Numbering, PanelError, findings, table};
use crate::ingest::{self, Bookings, ClaimLines, Codebook, DataError, DrugLines, Fingerprints, MilliDoses, Morbidity};
use crate::money::Cents;
use crate::progress::Progress;
use crate::quality::{Finding, Total};
use crate::spec::{self, Input, RepeatedLines, Study};

/// The person-years of a study.
#[derive(Debug)]
pub struct Panel {
    /// The persons, numbered over all years.
    pub persons: Numbering,
    /// Sectors in scope.
    pub sectors: Vec<String>,
    /// Names of the columns that are conditions.
    pub conditions: Vec<String>,
    /// The years that the study judges, in order.
    pub years: Vec<YearPanel>,
    /// Years before those, which only a target rule looks at.
    pub before: Vec<YearPanel>,
    /// What completed the costs, if the study asks for it.
    pub completed: Option<Completed>,
    /// What became of every line and cent read.
    pub totals: ControlTotals,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// The person-years of one year, in the order of their persons.
#[derive(Debug)]
pub struct YearPanel {
    /// The year.
    pub year: i32,
    /// Number of the person of each row, ascending.
    pub person: Vec<u32>,
    /// What is known of each row but its cost: `year`, `birth_year`, `age`, `sex`, `municipality`, `exposure` (fraction of
    /// the year), `weight`, the conditions, `chronic`, `increased_reimbursement` if the table has it, and the user's columns.
    pub frame: DataFrame,
    /// Cost in cents, row-major: `row × sectors + sector`.
    pub cost: Vec<i64>,
    /// Municipality in which the person of each row lived at base.
    pub at_base: Column,
}

impl YearPanel {
    /// Cost of one row over all sectors.
    pub fn total(&self, row: usize, sectors: usize) -> Cents {
        self.cost[row * sectors..][..sectors].iter().copied().map(Cents).sum()
    }

    /// The municipalities that its persons live in, ascending.
    pub fn municipalities(&self) -> PolarsResult<Vec<String>> {
        let mut codes: Vec<String> = self.frame.column("municipality")?.unique()?.str()?.iter().flatten().map(str::to_owned).collect();
        codes.sort_unstable();
        Ok(codes)
    }

    fn sector_total(&self, sector: usize, sectors: usize) -> Cents {
        self.cost.iter().skip(sector).step_by(sectors).copied().map(Cents).sum()
    }
}

/// Makes the panel of a study.
pub fn build(study: &Study, progress: &dyn Progress) -> Result<Panel, PanelError> {
    ingest::check_columns(&study.data, bookings(study)).map_err(|error| without_bookings(study, error))?;
    let mut panel = match &study.data.pilots {
        None => read(study, &study.data.input, Part::Everywhere, None, progress)?,
        Some(zones) => {
            let sample = read(study, &study.data.input, Part::OutsideZones, None, progress)?;
            let zones = read(study, zones, Part::Zones, sample.completed.as_ref(), progress)?;
            mix(study, sample, zones)?
        }
    };
    let judged = study.years();
    (panel.years, panel.before) = std::mem::take(&mut panel.years).into_iter().partition(|year| judged.contains(&year.year));
    panel.findings.extend(findings::all(study, &panel));
    Ok(panel)
}

/// Makes the panel of one source, of every year read; `learned` is what completes its costs when another source tells it.
fn read(study: &Study, input: &Input, part: Part, learned: Option<&Completed>, progress: &dyn Progress) -> Result<Panel, PanelError> {
    let panel = match input {
        Input::Claims { population, claims, drugs, sectors, morbidity } => {
            let book = Codebook::parse(&table_path(sectors, "sectors.csv"), &table_bytes(sectors, spec::SECTORS)?);
            let morbidity = Morbidity::parse(&table_path(morbidity, "morbidity.csv"), &table_bytes(morbidity, spec::MORBIDITY)?);
            let (book, morbidity) = match (book, morbidity) {
                (Ok(book), Ok(morbidity)) => (book, morbidity),
                (Err(error), Err(other)) => return Err(error.and(other).into()),
                (Err(error), _) | (_, Err(error)) => return Err(error.into()),
            };
            let tables = Tables {
                population: population.get_ref(),
                claims: claims.get_ref(),
                drugs: drugs.as_ref().map(|drugs| drugs.get_ref().as_path()),
            };
            from_claims(study, &tables, &book, &morbidity, (part, learned), progress)?
        }
        Input::Panel { panel, conditions } => table::panel(study, panel.get_ref(), conditions, part, progress)?,
    };
    for year in &panel.years {
        for (index, sector) in panel.sectors.iter().enumerate() {
            panel.totals.check(year.year, sector, year.sector_total(index, panel.sectors.len()))?;
        }
    }
    Ok(panel)
}

fn table_path(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> std::path::PathBuf {
    given.as_ref().map_or_else(|| builtin.into(), |given| given.get_ref().clone())
}

fn table_bytes(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> Result<Vec<u8>, DataError> {
    match given {
        None => Ok(builtin.as_bytes().to_vec()),
        Some(path) => {
            std::fs::read(path.get_ref()).map_err(|error| DataError::Unopened { file: path.get_ref().clone(), reason: error.to_string() })
        }
    }
}

struct Tables<'a> {
    population: &'a Path,
    claims: &'a Path,
    drugs: Option<&'a Path>,
}

fn from_claims(
    study: &Study,
    tables: &Tables,
    book: &Codebook,
    morbidity: &Morbidity,
    (part, learned): (Part, Option<&Completed>),
    progress: &dyn Progress,
) -> Result<Panel, PanelError> {
    let in_scope = scope(study, &book.sectors)?;
    let mut column = 0..;
    let columns: Vec<Option<usize>> = in_scope.iter().map(|wanted| wanted.then(|| column.next()).flatten()).collect();
    let sectors: Vec<String> = book.sectors.iter().zip(&in_scope).filter(|(_, wanted)| **wanted).map(|(name, _)| name.clone()).collect();
    let conditions = if tables.drugs.is_some() { morbidity.conditions.clone() } else { Vec::new() };

    progress.stage("population");
    let People { persons, years: people, mut findings } = people::read(study, "population", tables.population, part)
        .map_err(|error| with_wrong_lines(study, error, Some(tables.claims), tables.drugs))?;
    let mut sums = Accumulator::new(study, book, morbidity, &columns, (&people, persons.len()), tables.drugs.is_some());
    let bookings = bookings(study);
    progress.stage("claims");
    let (mut lines, mut repeated) = compared(study, &mut sums, |sums, comparing, prints| {
        let (adding, workers) = sums.adding(comparing);
        let take = |worker: &mut Worker, batch: ClaimLines| adding.add(worker, &Batch::Claims(&batch));
        ingest::claims(tables.claims, &study.data, &persons, bookings, prints, workers, take)
    })
    .map_err(|error| with_wrong_lines(study, error, None, tables.drugs))?;
    if let Some(drugs) = tables.drugs {
        progress.stage("drugs");
        let (more, again) = compared(study, &mut sums, |sums, comparing, prints| {
            let (adding, workers) = sums.adding(comparing);
            let take = |worker: &mut Worker, batch: DrugLines| adding.add(worker, &Batch::Drugs(&batch));
            ingest::drugs(drugs, &study.data, &persons, bookings, prints, workers, take)
        })?;
        lines += more;
        repeated.add(&again);
    }
    progress.stage("panel");
    let Sums { years: sums, mut totals, counts } = sums.finish();
    totals.check_lines(lines)?;
    // METHOD: two sources are completed by the factors of the sample, which are national; the error is then common to both.
    let completed = match (learned, &counts.triangles) {
        (Some(learned), _) => Some(learned.clone()),
        (None, Some(triangles)) => Completed::learn(study, triangles, &sectors)?,
        (None, None) => None,
    };
    let mut years = Vec::with_capacity(people.len());
    for (index_of_year, (PeopleOfYear { year, person, mut frame, at_base, .. }, sums)) in people.into_iter().zip(sums).enumerate() {
        let [of_claims, of_drugs] = sums.lines;
        for (table, lines) in [("claims", Some(of_claims)), ("drugs", tables.drugs.map(|_| of_drugs))] {
            if lines == Some(0) {
                let message = format!("the {table} have no line of {year} for a person of the population");
                return Err(study.refuse_period(message, "leave the year out of [period], or add its lines").into());
            }
        }
        for (condition, has) in conditions.iter().zip(having(&sums.doses, morbidity, year)) {
            if frame.schema().contains(condition) {
                let message = format!("the population has a column `{condition}`, which is also a condition from drugs");
                let help = "give the condition another name in a table of your own ([data] morbidity)";
                return Err(study.refuse(None, message, help).into());
            }
            frame.with_column(BooleanChunked::from_slice(condition.as_str().into(), &has).into_series().into_column())?;
        }
        let mut cost = sums.cents;
        if let Some(completed) = &completed {
            for (sector, more) in add_still_to_book(completed, index_of_year, &person, &mut cost)
                .into_iter()
                .enumerate()
                .filter(|(_, more)| more.persons.at_least() > 0)
            {
                totals.add(year, Bucket::StillToBook(sectors[sector].clone()), more);
            }
        }
        years.push(YearPanel { year, frame: people::complete(frame, year, &conditions)?, person, cost, at_base });
    }
    findings.extend(findings::lines(&totals, &counts, &repeated, study));
    let persons = Numbering::of(persons);
    Ok(Panel { persons, sectors, conditions, years, before: Vec::new(), completed, totals, findings })
}

/// By condition, which of the rows of a year have it; `doses` are theirs, `row × conditions + condition`.
fn having(doses: &[MilliDoses], morbidity: &Morbidity, year: i32) -> Vec<Vec<bool>> {
    let least: Vec<Option<MilliDoses>> = (0..morbidity.conditions.len()).map(|index| morbidity.threshold(index, year)).collect();
    let mut having = vec![Vec::with_capacity(doses.len() / least.len().max(1)); least.len()];
    for row in doses.chunks_exact(least.len().max(1)) {
        for ((having, doses), least) in having.iter_mut().zip(row).zip(&least) {
            having.push(least.is_some_and(|least| *doses >= least));
        }
    }
    having
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

fn bookings(study: &Study) -> Bookings {
    if study.completion.needs_bookings() { Bookings::Needed } else { Bookings::IfThere }
}

/// What is wrong with a table, and with those that would have been read after it.
fn with_wrong_lines(study: &Study, error: PanelError, claims: Option<&Path>, drugs: Option<&Path>) -> PanelError {
    match error {
        PanelError::Data(error) => {
            let further = ingest::wrong_lines(claims, drugs, &study.data, bookings(study));
            PanelError::Data(further.into_iter().fold(error, DataError::and))
        }
        other => other,
    }
}

/// A table that does not say when its lines were booked, where the study needs it.
fn without_bookings(study: &Study, error: DataError) -> PanelError {
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
