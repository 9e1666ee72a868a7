//! The tables with one row per benefit: health-care claims and delivered drugs, read in batches and never held whole.

use std::borrow::Cow;
use std::path::Path;

use polars::prelude::*;

use super::batches::each_batch;
use super::contract::{Column as Rule, Contract, Further, Kind};
use super::files::{columns, matching, unreadable};
use super::person_years::columns_wrong;
use super::repeats::Fingerprints;
use super::spans::{DaySpan, Spans};
use super::values::{each, numbers_or};
use super::{DataError, Ids, MilliDoses};
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

/// What is asked of a reading of lines.
#[derive(Clone)]
pub struct Asked<'a> {
    /// What is needed of bookings.
    pub bookings: Bookings,
    /// How lines are compared with each other, if they are, and the days whose lines are.
    pub prints: Option<(&'a Fingerprints, DaySpan)>,
    /// The days that are asked for: lines of others may be read, but need not be.
    pub days: DaySpan,
}

impl Asked<'_> {
    /// Lines of every day, which are not compared.
    pub fn all(bookings: Bookings) -> Asked<'static> {
        Asked { bookings, prints: None, days: i32::MIN..=i32::MAX }
    }

    /// Lines are compared in all their columns, known or not.
    fn further(&self) -> Further {
        if self.prints.is_some() { Further::Compared } else { Further::Unread }
    }
}

/// A batch of health-care lines.
pub struct ClaimLines<'a> {
    /// What holds for lines of either table.
    pub lines: Lines<'a>,
    /// Nomenclature code of each.
    pub code: &'a [i64],
}

/// A batch of delivered drugs.
pub struct DrugLines<'a> {
    /// What holds for lines of either table; the amount includes the pharmacist's fee.
    pub lines: Lines<'a>,
    /// ATC class of each.
    pub atc: &'a StringChunked,
    /// Defined daily doses of each, in thousandths so that sums are exact.
    pub doses: Vec<MilliDoses>,
}

/// What holds for the lines of a batch, whatever their table; all columns are of one length.
pub struct Lines<'a> {
    /// Number of the person: [`Ids::known`] or not.
    pub person: Vec<u32>,
    /// Day of the service, in days since 1 January 1970.
    pub day: &'a [i32],
    /// Reimbursed amount.
    pub amount: Vec<Cents>,
    /// Number of the [`Month`](super::Month) of the booking, if the file has it; [`UNBOOKED`] for a line that does not say.
    pub booking: Option<Cow<'a, [i32]>>,
    /// Fingerprint over all columns of the file, if one of the lines is compared with others.
    pub print: Option<Vec<u64>>,
}

/// The booking of a line that does not say when it was booked, in a file that does for others.
pub const UNBOOKED: i32 = i32::MIN;

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

/// Reads the health-care lines, file after file, and hands batches to the workers; gives the number of lines.
pub fn claims<Worker: Send>(
    pattern: &Path,
    data: &Data,
    ids: &Ids,
    asked: &Asked,
    workers: &mut [Worker],
    take: impl Fn(&mut Worker, ClaimLines) + Sync,
) -> Result<u64, DataError> {
    let columns = asked.bookings.after(&CLAIMS);
    let contract = claims_contract(data, &columns);
    each_batch(&contract, pattern, (asked.further(), &asked.days), workers, |worker, rows, path| {
        let lines = lines(&contract, rows, path, ids, asked)?;
        let code = rows.column("code").and_then(|codes| codes.i64()?.cont_slice());
        take(worker, ClaimLines { lines, code: code.map_err(|error| unreadable(path, error))? });
        Ok(())
    })
}

/// Reads the delivered drugs, file after file, and hands batches to the workers; gives the number of lines.
pub fn drugs<Worker: Send>(
    pattern: &Path,
    data: &Data,
    ids: &Ids,
    asked: &Asked,
    workers: &mut [Worker],
    take: impl Fn(&mut Worker, DrugLines) + Sync,
) -> Result<u64, DataError> {
    let columns = asked.bookings.after(&DRUGS);
    let contract = drugs_contract(data, &columns);
    each_batch(&contract, pattern, (asked.further(), &asked.days), workers, |worker, rows, path| {
        let refused = |error| unreadable(path, error);
        let mut lines = lines(&contract, rows, path, ids, asked)?;
        let doses = rows.column("ddd").and_then(Column::f64).map_err(refused)?;
        let doses = each(doses, |doses| MilliDoses::from_doses(doses.unwrap_or(0.0))).into_iter().collect::<Option<Vec<_>>>();
        let doses = doses.ok_or_else(|| contract.bad_values(path, "ddd", "numbers of daily doses below two million", 1))?;
        if let Ok(fee) = rows.column("fee") {
            let fee = cents(fee).map_err(refused)?.ok_or_else(|| not_money(&contract, path, "fee"))?;
            lines.amount.iter_mut().zip(fee).for_each(|(amount, fee)| *amount += fee);
        }
        let atc = rows.column("atc").and_then(Column::str).map_err(refused)?;
        take(worker, DrugLines { lines, atc, doses });
        Ok(())
    })
}

/// When the health-care lines and, if there are any, the drugs were served: each table's parts; none if one does not tell.
pub fn spans(claims: &Path, drugs: Option<&Path>, data: &Data) -> Option<Vec<Spans>> {
    let claims = Spans::of(&claims_contract(data, &CLAIMS), claims);
    let drugs = drugs.map(|drugs| Spans::of(&drugs_contract(data, &DRUGS), drugs));
    [claims].into_iter().chain(drugs).collect()
}

/// What holds for the lines of a batch, whatever their table.
fn lines<'a>(contract: &Contract, rows: &'a DataFrame, path: &Path, ids: &Ids, asked: &Asked) -> Result<Lines<'a>, DataError> {
    let read = || -> PolarsResult<_> {
        let day = rows.column("service_date")?.as_materialized_series().date()?.physical().cont_slice()?;
        let booking = match rows.column("booking_month") {
            Ok(months) => Some(numbers_or(months.i32()?, UNBOOKED)),
            Err(_) => None,
        };
        let compared = asked.prints.as_ref().filter(|(_, days)| day.iter().any(|day| days.contains(day)));
        let print = compared.map(|(prints, _)| prints.of(rows)).transpose()?;
        Ok((ids.locate(rows.column("person")?)?, day, cents(rows.column("amount")?)?, booking, print))
    };
    let (person, day, amount, booking, print) = read().map_err(|error| unreadable(path, error))?;
    let amount = amount.ok_or_else(|| not_money(contract, path, "amount"))?;
    Ok(Lines { person, day, amount, booking, print })
}

/// Euro to cents, an absent value to none; `None` when a value is not an amount.
fn cents(euro: &Column) -> PolarsResult<Option<Vec<Cents>>> {
    let mut all = true;
    let cents = each(euro.f64()?, |euro| {
        let cents = Cents::from_euro(euro.unwrap_or(0.0));
        all &= cents.is_some();
        cents.unwrap_or_default()
    });
    Ok(all.then_some(cents))
}

fn not_money(contract: &Contract, path: &Path, column: &str) -> DataError {
    contract.bad_values(path, column, "amounts in euro below 90,000 billion", 1)
}

/// What is wrong with the lines of tables that no panel can be made of any more, because another one is wrong.
pub fn wrong_lines(claims_pattern: Option<&Path>, drugs_pattern: Option<&Path>, data: &Data, bookings: Bookings) -> Vec<DataError> {
    let Ok(nobody) = Ids::new(std::iter::empty()) else { return Vec::new() };
    let (asked, mut workers) = (Asked::all(bookings), vec![(); rayon::current_num_threads()]);
    let of_claims = claims_pattern.and_then(|pattern| claims(pattern, data, &nobody, &asked, &mut workers, |_, _| ()).err());
    let of_drugs = drugs_pattern.and_then(|pattern| drugs(pattern, data, &nobody, &asked, &mut workers, |_, _| ()).err());
    of_claims.into_iter().chain(of_drugs).collect()
}
