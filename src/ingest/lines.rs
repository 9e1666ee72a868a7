//! The tables with one row per benefit: health-care claims and delivered drugs, read in batches and never held whole.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc::sync_channel;

use polars::prelude::*;

use super::contract::{Column as Rule, Contract, Further, Kind};
use super::files::{Form, TextTypes, columns, form, matching, open, unreadable};
use super::month::Month;
use super::person_years::columns_wrong;
use super::repeats::{Repeated, Repeats};
use super::{DataError, Ids, MilliDoses, sas};
use crate::money::Cents;
use crate::spec::{Data, Input};

const CLAIMS: [Rule; 4] = [
    Rule::required("person", Kind::Id),
    Rule::required("service_date", Kind::Date),
    Rule::required("code", Kind::Integer),
    Rule::required("amount", Kind::Number),
];

const DRUGS: [Rule; 6] = [
    Rule::required("person", Kind::Id),
    Rule::required("service_date", Kind::Date),
    // Magistral preparations and devices have no class and no daily dose; their cost counts.
    Rule::nullable("atc", Kind::Text),
    Rule::nullable("ddd", Kind::Number),
    Rule::required("amount", Kind::Number),
    Rule::optional("fee", Kind::Number),
];

/// What a study needs to know of the months in which lines were booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bookings {
    /// Whatever the file says.
    IfThere,
    /// A file that does not say is refused; single lines may be silent.
    Needed,
}

impl Bookings {
    /// The columns of a table with the month of booking.
    fn after(self, columns: &[Rule]) -> Vec<Rule> {
        let booking = match self {
            Bookings::IfThere => Rule::optional("booking_month", Kind::Month),
            Bookings::Needed => Rule::nullable("booking_month", Kind::Month),
        };
        columns.iter().copied().chain([booking]).collect()
    }
}

/// Lines of a batch: large enough to amortise its handling, small enough to stay in the cache.
const BATCH: NonZeroUsize = NonZeroUsize::new(131_072).expect("not zero");

/// Whether lines are compared with each other.
pub enum Comparing<'a> {
    /// They are not.
    No,
    /// Their marks are collected.
    Noting(&'a mut Repeats),
    /// Those that repeat another one are marked, to be left out.
    LeavingOut(&'a mut Repeated),
}

/// A batch of health-care lines, all columns of one length.
pub struct ClaimLines<'a> {
    /// Number of the person: [`Ids::known`] or not.
    pub person: &'a [u32],
    /// Calendar year of the service.
    pub year: &'a [i32],
    /// Nomenclature code.
    pub code: &'a [i64],
    /// Reimbursed amount.
    pub amount: &'a [Cents],
    /// What holds for lines of either table.
    pub line: &'a Lines,
}

/// A batch of delivered drugs, all columns of one length.
pub struct DrugLines<'a> {
    /// Number of the person: [`Ids::known`] or not.
    pub person: &'a [u32],
    /// Calendar year of the delivery.
    pub year: &'a [i32],
    /// ATC class.
    pub atc: &'a StringChunked,
    /// Defined daily doses, in thousandths so that sums are exact.
    pub doses: &'a [MilliDoses],
    /// Reimbursed amount and the pharmacist's fee.
    pub amount: &'a [Cents],
    /// What holds for lines of either table.
    pub line: &'a Lines,
}

/// What holds for the lines of a batch, whatever their table.
#[derive(Default)]
pub struct Lines {
    /// Day of the service, in days since 1 January 1970.
    pub day: Vec<i32>,
    booking: Option<Vec<Option<Month>>>,
    service: Vec<Month>,
    repeated: Vec<bool>,
}

impl Lines {
    /// Whether the file says when its lines were booked.
    pub fn has_bookings(&self) -> bool {
        self.booking.is_some()
    }

    /// Month of service and month of booking of a line, if the file says when that was.
    pub fn booked(&self, line: usize) -> Option<(Month, Month)> {
        let booking = self.booking.as_ref()?[line]?;
        Some((self.service[line], booking))
    }

    /// Months from the service of a line to its booking, if the file says when that was.
    pub fn lag(&self, line: usize) -> Option<i32> {
        self.booked(line).map(|(service, booking)| booking.0 - service.0)
    }

    /// Whether a line repeats another one and is to be left out.
    pub fn repeated(&self, line: usize) -> bool {
        self.repeated.get(line) == Some(&true)
    }
}

fn claims_contract<'a>(data: &'a Data, columns: &'a [Rule]) -> Contract<'a> {
    Contract::new("claims", columns, &["share", "supplement", "cases", "days"], data)
}

fn drugs_contract<'a>(data: &'a Data, columns: &'a [Rule]) -> Contract<'a> {
    Contract::new("drugs", columns, &["cnk"], data)
}

/// Checks the columns of every file of every table, so that all that is wrong with them is known before a row is read.
pub fn check_columns(data: &Data, bookings: Bookings) -> Result<(), DataError> {
    let sources = [&data.input].into_iter().chain(&data.pilots);
    DataError::all(sources.flat_map(|input| wrong_in(input, data, bookings)).collect())
}

/// What is wrong with the columns of one source.
fn wrong_in(input: &Input, data: &Data, bookings: Bookings) -> Vec<DataError> {
    let (population, claims, drugs) = match input {
        Input::Claims { population, claims, drugs, .. } => (population, claims, drugs),
        Input::Panel { panel, .. } => return columns_wrong("panel", panel.get_ref(), data),
    };
    let (of_claims, of_drugs) = (bookings.after(&CLAIMS), bookings.after(&DRUGS));
    let tables = [Some((claims_contract(data, &of_claims), claims)), drugs.as_ref().map(|drugs| (drugs_contract(data, &of_drugs), drugs))];
    let mut errors = columns_wrong("population", population.get_ref(), data);
    for (contract, pattern) in tables.into_iter().flatten() {
        match matching(contract.table, pattern.get_ref()) {
            Err(error) => errors.push(error),
            Ok(files) => {
                let check = |path: &Path| contract.apply(columns(contract.table, path, contract.format)?, path, Further::Unread).map(drop);
                errors.extend(files.iter().filter_map(|path| check(path).err()));
            }
        }
    }
    errors
}

/// Reads the health-care lines, file after file, and hands each batch to `take`; gives the number of lines.
pub fn claims(
    pattern: &Path,
    data: &Data,
    ids: &Ids,
    bookings: Bookings,
    mut comparing: Comparing,
    mut take: impl FnMut(ClaimLines),
) -> Result<u64, DataError> {
    let columns = bookings.after(&CLAIMS);
    let contract = claims_contract(data, &columns);
    batches(&contract, pattern, comparing.further(), |rows, path| {
        let read = || -> PolarsResult<_> {
            let (person, year) = who_and_when(rows, ids)?;
            let code: Vec<i64> = rows.column("code")?.i64()?.iter().flatten().collect();
            Ok((person, year, code, cents(rows.column("amount")?)?, Lines::of(rows)?))
        };
        let (person, year, code, amount, mut line) = read().map_err(|error| unreadable(path, error))?;
        let amount = amount.ok_or_else(|| not_money(&contract, path, "amount"))?;
        line.repeated = comparing.look(rows, &person, &year, &amount).map_err(|error| unreadable(path, error))?;
        take(ClaimLines { person: &person, year: &year, code: &code, amount: &amount, line: &line });
        Ok(())
    })
}

/// Reads the delivered drugs, file after file, and hands each batch to `take`; gives the number of lines.
pub fn drugs(
    pattern: &Path,
    data: &Data,
    ids: &Ids,
    bookings: Bookings,
    mut comparing: Comparing,
    mut take: impl FnMut(DrugLines),
) -> Result<u64, DataError> {
    let columns = bookings.after(&DRUGS);
    let contract = drugs_contract(data, &columns);
    batches(&contract, pattern, comparing.further(), |rows, path| {
        let read = || -> PolarsResult<_> {
            let (person, year) = who_and_when(rows, ids)?;
            let doses = rows.column("ddd")?.f64()?.iter().map(|doses| MilliDoses::from_doses(doses.unwrap_or(0.0)));
            let fee = rows.column("fee").ok().map(|fee| cents(&fee.fill_null(FillNullStrategy::Zero)?)).transpose()?;
            let (amount, line) = (cents(rows.column("amount")?)?, Lines::of(rows)?);
            Ok((person, year, rows.column("atc")?.str()?, doses.collect::<Option<Vec<_>>>(), amount, fee, line))
        };
        let (person, year, atc, doses, amount, fee, mut line) = read().map_err(|error| unreadable(path, error))?;
        let doses = doses.ok_or_else(|| contract.bad_values(path, "ddd", "numbers of daily doses below two million", 1))?;
        let mut amount = amount.ok_or_else(|| not_money(&contract, path, "amount"))?;
        if let Some(fee) = fee {
            let fee = fee.ok_or_else(|| not_money(&contract, path, "fee"))?;
            amount.iter_mut().zip(fee).for_each(|(amount, fee)| *amount += fee);
        }
        line.repeated = comparing.look(rows, &person, &year, &amount).map_err(|error| unreadable(path, error))?;
        take(DrugLines { person: &person, year: &year, atc, doses: &doses, amount: &amount, line: &line });
        Ok(())
    })
}

impl Comparing<'_> {
    fn further(&self) -> Further {
        if matches!(self, Comparing::No) { Further::Unread } else { Further::Compared }
    }

    /// Notes the lines of a batch, or tells which of them are to be left out.
    fn look(&mut self, rows: &DataFrame, person: &[u32], year: &[i32], amount: &[Cents]) -> PolarsResult<Vec<bool>> {
        match self {
            Comparing::No => Ok(Vec::new()),
            Comparing::Noting(repeats) => repeats.add(rows, person, year, amount).map(|()| Vec::new()),
            Comparing::LeavingOut(repeated) => repeated.mark(rows, person, amount),
        }
    }
}

impl Lines {
    fn of(rows: &DataFrame) -> PolarsResult<Lines> {
        let days = rows.column("service_date")?.as_materialized_series().date()?;
        let booking = match rows.column("booking_month") {
            Ok(months) => Some(months.i32()?.iter().map(|month| month.map(Month::from_yyyymm)).collect()),
            Err(_) => None,
        };
        let service = match &booking {
            Some(_) => {
                days.year().iter().zip(days.month().iter()).filter_map(|(year, month)| Some(Month::of(year?, month?.into()))).collect()
            }
            None => Vec::new(),
        };
        Ok(Lines { day: days.physical().iter().flatten().collect(), booking, service, repeated: Vec::new() })
    }
}

fn who_and_when(rows: &DataFrame, ids: &Ids) -> PolarsResult<(Vec<u32>, Vec<i32>)> {
    let years = rows.column("service_date")?.as_materialized_series().date()?.year();
    Ok((ids.locate(rows.column("person")?)?, years.iter().flatten().collect()))
}

/// Euro to cents; `None` when a value is not an amount.
fn cents(euro: &Column) -> PolarsResult<Option<Vec<Cents>>> {
    Ok(euro.f64()?.iter().flatten().map(Cents::from_euro).collect())
}

fn not_money(contract: &Contract, path: &Path, column: &str) -> DataError {
    contract.bad_values(path, column, "amounts in euro below 90,000 billion", 1)
}

/// What is wrong with the lines of tables that no panel can be made of any more, because another one is wrong.
pub fn wrong_lines(claims_pattern: Option<&Path>, drugs_pattern: Option<&Path>, data: &Data, bookings: Bookings) -> Vec<DataError> {
    let Ok(nobody) = Ids::new(std::iter::empty()) else { return Vec::new() };
    let of_claims = claims_pattern.and_then(|pattern| claims(pattern, data, &nobody, bookings, Comparing::No, |_| ()).err());
    let of_drugs = drugs_pattern.and_then(|pattern| drugs(pattern, data, &nobody, bookings, Comparing::No, |_| ()).err());
    of_claims.into_iter().chain(of_drugs).collect()
}

/// Hands over the files' rows in batches; gives their number, or what is wrong with each of the files.
fn batches(
    contract: &Contract,
    pattern: &Path,
    further: Further,
    mut each: impl FnMut(&DataFrame, &Path) -> Result<(), DataError>,
) -> Result<u64, DataError> {
    let mut lines = 0;
    let mut errors = Vec::new();
    for path in matching(contract.table, pattern)? {
        match file_in_batches(contract, &path, further, &mut each) {
            Ok(more) => lines += more,
            Err(error) => errors.push(error),
        }
    }
    DataError::all(errors)?;
    Ok(lines)
}

/// Hands over the rows of a file in batches, up to the first bad value; a bad file is read to its end to count them.
fn file_in_batches(
    contract: &Contract,
    path: &Path,
    further: Further,
    mut each: impl FnMut(&DataFrame, &Path) -> Result<(), DataError>,
) -> Result<u64, DataError> {
    let file = || open(contract.table, path, contract.format, TextTypes::Text, &[]);
    let (mut lines, mut bad) = (0, vec![0; contract.columns.len()]);
    let mut take = |mut rows: DataFrame| {
        bad.iter_mut().zip(contract.count_bad(&mut rows)).for_each(|(sum, more)| *sum += more);
        if bad.iter().any(|bad| *bad > 0) {
            return Ok(());
        }
        rows.rechunk_mut();
        lines += rows.height() as u64;
        each(&rows, path)
    };
    if form(path, contract.format)? == Form::Sas {
        for rows in sas::batches(path, BATCH)? {
            let rows = contract.apply(rows?.lazy(), path, further)?.collect().map_err(|error| unreadable(path, error))?;
            take(rows)?;
        }
    } else {
        read_in_batches(contract.apply(file()?, path, further)?, path, take)?;
    }
    contract.refuse_bad(path, &bad, file)?;
    Ok(lines)
}

/// Decodes on polars' threads while `take` works here; at most two batches wait, so memory is bounded.
fn read_in_batches(frame: LazyFrame, path: &Path, mut take: impl FnMut(DataFrame) -> Result<(), DataError>) -> Result<(), DataError> {
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(2);
        let reading = scope.spawn(move || {
            // A batch that nobody takes any more ends the reading.
            let pass_on = PlanCallback::new(move |rows: DataFrame| Ok(send.send(rows).is_err()));
            // METHOD: batches come in any order; the sums made of them are integers, which do not mind.
            frame.sink_batches(pass_on, false, Some(BATCH))?.collect_with_engine(Engine::Streaming).map(drop)
        });
        for rows in receive {
            take(rows)?;
        }
        match reading.join() {
            Ok(done) => done.map_err(|error| unreadable(path, error)),
            Err(_) => Err(DataError::Unreadable {
                file: path.to_owned(),
                reason: "the reader stopped half-way".into(),
                help: "this should not be possible; please report it",
            }),
        }
    })
}
