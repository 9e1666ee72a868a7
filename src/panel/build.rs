//! Making the panel of a study, from claims or from a table that exists already.

use std::path::Path;

use polars::prelude::*;
use serde_spanned::Spanned;

use super::accumulate::Accumulator;
use super::people::{self, People, PeopleOfYear};
use super::totals::ControlTotals;
use super::watch::Watch;
use super::{PanelError, findings, table};
use crate::ingest::{self, Codebook, Comparing, DataError, Ids, Morbidity, Repeats};
use crate::money::Cents;
use crate::progress::Progress;
use crate::quality::{Finding, Total};
use crate::spec::{self, Input, RepeatedLines, Study};

/// The person-years of a study.
#[derive(Debug)]
pub struct Panel {
    /// The persons, numbered over all years.
    pub persons: Ids,
    /// Sectors in scope.
    pub sectors: Vec<String>,
    /// Names of the columns that are conditions.
    pub conditions: Vec<String>,
    /// The years of the study, in order.
    pub years: Vec<YearPanel>,
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
    let mut panel = match &study.data.input {
        Input::Claims { population, claims, drugs, sectors, morbidity } => {
            let book = Codebook::parse(&table_path(sectors, "sectors.csv"), &table_bytes(sectors, spec::SECTORS)?)?;
            let morbidity = Morbidity::parse(&table_path(morbidity, "morbidity.csv"), &table_bytes(morbidity, spec::MORBIDITY)?)?;
            let tables = Tables {
                population: population.get_ref(),
                claims: claims.get_ref(),
                drugs: drugs.as_ref().map(|drugs| drugs.get_ref().as_path()),
            };
            from_claims(study, &tables, &book, &morbidity, progress)?
        }
        Input::Panel { panel, conditions } => table::panel(study, panel.get_ref(), conditions, progress)?,
    };
    for year in &panel.years {
        for (index, sector) in panel.sectors.iter().enumerate() {
            panel.totals.check(year.year, sector, year.sector_total(index, panel.sectors.len()))?;
        }
    }
    panel.findings.extend(findings::all(&panel, &study.quality));
    Ok(panel)
}

fn table_path(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> std::path::PathBuf {
    given.as_ref().map_or_else(|| builtin.into(), |given| given.get_ref().clone())
}

fn table_bytes(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> Result<Vec<u8>, DataError> {
    match given {
        None => Ok(builtin.as_bytes().to_vec()),
        Some(path) => {
            std::fs::read(path.get_ref()).map_err(|error| DataError::Unreadable { file: path.get_ref().clone(), reason: error.to_string() })
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
    progress: &dyn Progress,
) -> Result<Panel, PanelError> {
    let maps = &study.data.columns;
    let in_scope = scope(study, &book.sectors)?;
    let mut column = 0..;
    let columns: Vec<Option<usize>> = in_scope.iter().map(|wanted| wanted.then(|| column.next()).flatten()).collect();
    let sectors: Vec<String> = book.sectors.iter().zip(&in_scope).filter(|(_, wanted)| **wanted).map(|(name, _)| name.clone()).collect();
    let conditions = if tables.drugs.is_some() { morbidity.conditions.clone() } else { Vec::new() };

    progress.stage("population");
    let People { persons, years: people, mut findings } = people::read(study, "population", tables.population)?;
    let present = people.iter().map(|people| (people.year, marks(&people.person, persons.len()))).collect();
    let mut sums = Accumulator::new(book, morbidity, &columns, present, tables.drugs.is_some());
    let mut watch = Watch::new(study.years(), study.quality.booked_within);
    progress.stage("claims");
    let (mut lines, repeated) = compared(study, |comparing, counts| {
        ingest::claims(tables.claims, maps, &persons, comparing, |lines| {
            if counts {
                watch.add(lines.line, lines.person, lines.year, lines.amount);
                sums.claims(lines);
            }
        })
    })?;
    let mut repeats = repeated;
    if let Some(drugs) = tables.drugs {
        progress.stage("drugs");
        let (more, repeated) = compared(study, |comparing, counts| {
            ingest::drugs(drugs, maps, &persons, comparing, |lines| {
                if counts {
                    watch.add(lines.line, lines.person, lines.year, lines.amount);
                    sums.drugs(lines);
                }
            })
        })?;
        lines += more;
        repeats.add(&repeated);
    }
    progress.stage("panel");
    let (sums, totals) = sums.finish();
    totals.check_lines(lines)?;
    let mut years = Vec::with_capacity(people.len());
    for (PeopleOfYear { year, person, mut frame }, sums) in people.into_iter().zip(sums) {
        for (table, lines) in [("claims", Some(sums.claims)), ("drugs", tables.drugs.map(|_| sums.drugs))] {
            if lines == Some(0) {
                let message = format!("the {table} have no line of {year} for a person of the population");
                return Err(study.refuse_period(message, "leave the year out of [period], or add its lines").into());
            }
        }
        for (index, condition) in conditions.iter().enumerate() {
            if frame.schema().contains(condition) {
                let message = format!("the population has a column `{condition}`, which is also a condition from drugs");
                let help = "give the condition another name in a table of your own ([data] morbidity)";
                return Err(study.refuse(None, message, help).into());
            }
            let doses = |person: &u32| sums.doses[*person as usize * conditions.len() + index];
            let has: BooleanChunked = person.iter().map(|person| doses(person) >= morbidity.thresholds[index]).collect();
            frame.with_column(has.with_name(condition.as_str().into()).into_series().into_column())?;
        }
        let width = sectors.len();
        let mut cost = Vec::with_capacity(person.len() * width);
        person.iter().for_each(|person| cost.extend_from_slice(&sums.cents[*person as usize * width..][..width]));
        years.push(YearPanel { year, frame: people::complete(frame, year, &conditions)?, person, cost });
    }
    findings.extend(findings::lines(&totals, &watch, &repeats, &study.quality));
    Ok(Panel { persons, sectors, conditions, years, totals, findings })
}

/// Reads a table, comparing its lines as the study asks; gives the number of lines and those that repeat another one.
///
/// METHOD: which of several lines alike is left out makes no difference, but how many there are is known only when all have
/// been seen. So leaving them out takes a first reading that only compares, whose lines do not count.
fn compared(study: &Study, mut read: impl FnMut(Comparing, bool) -> Result<u64, DataError>) -> Result<(u64, Total), PanelError> {
    let mut repeats = Repeats::new(study.years());
    let finish = |repeats: Repeats| {
        let full = "cannot compare lines, which takes 20 bytes a line in the folder for temporary files";
        let otherwise = "[quality] repeated_lines = \"unchecked\" does without";
        repeats.finish().map_err(|error| PanelError::Write(format!("{full}: {error}; {otherwise}")))
    };
    match study.quality.repeated_lines {
        RepeatedLines::Unchecked => Ok((read(Comparing::No, true)?, Total::default())),
        RepeatedLines::Keep => {
            let lines = read(Comparing::Noting(&mut repeats), true)?;
            Ok((lines, finish(repeats)?.total))
        }
        RepeatedLines::Drop => {
            read(Comparing::Noting(&mut repeats), false)?;
            let mut repeated = finish(repeats)?;
            Ok((read(Comparing::LeavingOut(&mut repeated), true)?, repeated.total))
        }
    }
}

fn marks(persons: &[u32], of: usize) -> Vec<bool> {
    let mut marks = vec![false; of];
    persons.iter().for_each(|person| marks[*person as usize] = true);
    marks
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
