//! The contract of a table: which columns it must have, of which kind, and how each kind is had from what a file holds.

use std::path::Path;

use polars::prelude::*;

use super::dates::{days, parse};
use super::error::may_be_value;
use super::files::{Form, form, repeats, unreadable};
use super::values::each;
use super::{DataError, Month};
use crate::spec::{ColumnMaps, Data, TextFormat};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A pseudonym: a whole number or a text; kept as it is.
    Id,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text.
    Text,
    /// Yes or no; a code other than 0 means yes.
    Flag,
    /// A day.
    Date,
    /// A month, read as the number of a [`Month`].
    Month,
}

impl Kind {
    pub fn expected(self) -> &'static str {
        match self {
            Kind::Id => "whole numbers or text",
            Kind::Integer => "whole numbers",
            Kind::Number => "numbers",
            Kind::Text => "text",
            Kind::Flag => "yes or no (boolean, or a code with 0 for no)",
            Kind::Date => "dates (2018-12-31, 31/12/2018, 20181231 or 31DEC2018)",
            Kind::Month => "months (201812, 2018-12 or a date)",
        }
    }

    /// The expression that has values of this kind from a column of a type, with null for what is none; `None` when it cannot.
    ///
    /// Texts are read with a decimal comma if `commas` says so.
    pub fn convert(self, column: Expr, held: &DataType, commas: bool) -> Option<Expr> {
        use DataType as T;
        let text = *held == T::String;
        let number = held.is_primitive_numeric() || held.is_decimal();
        match self {
            Kind::Id if *held == T::UInt64 => Some(column.cast(T::String)),
            Kind::Id if held.is_integer() => Some(column.cast(T::Int64)),
            // Whole numbers beyond 2^53 have lost digits in a floating-point column.
            Kind::Id if held.is_float() => {
                let id = whole(column, held);
                let exact = id.clone().lt(lit(1_i64 << 53)).and(id.clone().gt(lit(-(1_i64 << 53))));
                Some(when(exact).then(id).otherwise(lit(NULL)))
            }
            Kind::Id if text => Some(unless_blank(column.str().strip_chars(lit(NULL)))),
            Kind::Integer if number || text => Some(whole(column, held)),
            Kind::Number if number || text => {
                let column = match (text, commas) {
                    (true, true) => {
                        // 1.234 means a thousand and more to who writes decimal commas: it is refused, not read as one and a bit.
                        let plain = column.clone().str().contains_literal(lit(".")).not();
                        let point = column.str().strip_chars(lit(NULL)).str().replace_all(lit(","), lit("."), true);
                        when(plain).then(point).otherwise(lit(NULL))
                    }
                    (true, false) => column.str().strip_chars(lit(NULL)),
                    (false, _) => column,
                };
                Some(finite(column.cast(T::Float64)))
            }
            Kind::Text if text || matches!(held, T::Categorical(..)) => Some(unless_blank(column.cast(T::String))),
            Kind::Text if number => Some(whole(column, held).cast(T::String)),
            Kind::Flag if *held == T::Boolean => Some(column),
            Kind::Flag if number || text => Some(whole(column, held).neq(lit(0))),
            Kind::Date if matches!(held, T::Date | T::Datetime(..)) => Some(column.cast(T::Date)),
            Kind::Date if number => Some(days(whole(column, held).cast(T::String))),
            Kind::Date if text => Some(days(column.str().strip_chars(lit(NULL)))),
            Kind::Month if matches!(held, T::Date | T::Datetime(..)) => Some(month_of(column.cast(T::Date))),
            Kind::Month if held.is_integer() => Some(months(column)),
            Kind::Month if number => Some(months(whole(column, held))),
            Kind::Month if text => Some(months_written(column.str().strip_chars(lit(NULL)))),
            _ => None,
        }
    }
}

/// Whole numbers; null for a fraction.
fn whole(column: Expr, held: &DataType) -> Expr {
    if held.is_integer() {
        return column.cast(DataType::Int64);
    }
    if *held == DataType::String {
        return column.str().strip_chars(lit(NULL)).cast(DataType::Int64);
    }
    let number = column.cast(DataType::Float64);
    let value = number.clone().cast(DataType::Int64);
    when(value.clone().cast(DataType::Float64).eq(number)).then(value).otherwise(lit(NULL))
}

/// A text of blanks only is an absent value.
fn unless_blank(text: Expr) -> Expr {
    let blank = |text: &str| text.bytes().next_back().is_none_or(|last| !last.is_ascii_graphic()) && text.trim().is_empty();
    let look = move |column: polars::prelude::Column| {
        let texts = column.str()?;
        if !texts.iter().flatten().any(blank) {
            return Ok(column);
        }
        let texts: StringChunked = texts.iter().map(|text| text.filter(|text| !blank(text))).collect();
        Ok(texts.with_name(column.name().clone()).into_series().into_column())
    };
    text.map(look, |_, field| Ok(field.clone()))
}

fn month_of(date: Expr) -> Expr {
    date.clone().dt().year() * lit(12) + date.dt().month().cast(DataType::Int32) - lit(1)
}

/// Numbers, with null for what is not finite.
///
/// METHOD: nearly every batch has finite numbers only. It is looked at once and handed on as it is: a comparison and a choice value
/// by value would cost more than all else that is done with an amount.
fn finite(numbers: Expr) -> Expr {
    let look = |column: polars::prelude::Column| {
        let numbers = column.f64()?;
        let all = |values: &[f64]| values.iter().fold(true, |all, value| all & value.is_finite());
        if numbers.downcast_iter().all(|chunk| all(chunk.values())) {
            return Ok(column);
        }
        let finite: Float64Chunked = numbers.iter().map(|number| number.filter(|number| number.is_finite())).collect();
        Ok(finite.with_name(column.name().clone()).into_series().into_column())
    };
    numbers.map(look, |_, field| Ok(field.clone()))
}

/// Months that whole numbers YYYYMM or YYYYMMDD stand for; null for what stands for none.
///
/// METHOD: nearly every batch has a month in every row; it is gone through once, as wide as it is held.
fn months(numbers: Expr) -> Expr {
    fn read<T: PolarsNumericType<Native: Into<i64>>>(numbers: &ChunkedArray<T>) -> Int32Chunked {
        let mut all = numbers.null_count() == 0;
        let months = each(numbers, |number| {
            let month = number.and_then(|number| yyyymm(month_of_day(number.into())?));
            all &= month.is_some();
            month.unwrap_or_default()
        });
        match all {
            true => Int32Chunked::from_vec(numbers.name().clone(), months),
            false => numbers.iter().map(|number| yyyymm(month_of_day(number?.into())?)).collect_ca(numbers.name().clone()),
        }
    }
    let read = |column: polars::prelude::Column| {
        let months = match column.dtype() {
            DataType::Int32 => read(column.i32()?),
            DataType::UInt32 => read(column.u32()?),
            _ => read(column.cast(&DataType::Int64)?.i64()?),
        };
        Ok(months.into_series().into_column())
    };
    numbers.map(read, |_, field| Ok(Field::new(field.name().clone(), DataType::Int32)))
}

/// Months that texts write, as such or by one of their days; null for what is neither.
///
/// METHOD: days are looked for only in a batch with a text that is no month: six digits fit none of the many ways to write a day, and
/// trying them all would cost more than all else that is done with a line.
fn months_written(text: Expr) -> Expr {
    let read = |column: polars::prelude::Column| {
        let texts = column.str()?;
        let month = |text: Option<&str>| yyyymm(text?.replace('-', "").parse().ok()?);
        let mut months: Int32Chunked = texts.iter().map(month).collect_ca(column.name().clone());
        if months.null_count() > texts.null_count() {
            let of_days = parse(texts)?;
            let written = months.iter().zip(of_days.physical().iter());
            months = written.map(|(month, day)| month.or_else(|| day.map(|day| Month::of_day(day).0))).collect_ca(column.name().clone());
        }
        Ok(months.into_series().into_column())
    };
    text.map(read, |_, field| Ok(Field::new(field.name().clone(), DataType::Int32)))
}

/// Of a day YYYYMMDD, its month; a month as it is.
fn month_of_day(number: i64) -> Option<i64> {
    if number <= 999_999 {
        return Some(number);
    }
    (1..=31).contains(&(number % 100)).then_some(number / 100)
}

/// The number of the [`Month`] that a number YYYYMM is in the calendar.
fn yyyymm(number: i64) -> Option<i32> {
    let number = i32::try_from(number).ok().filter(|number| (180_001..=299_912).contains(number))?;
    (1..=12).contains(&(number % 100)).then(|| Month::from_yyyymm(number).0)
}

/// A column of a contract.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// Our name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    need: Need,
}

/// What a table must have of a column.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// The column, with a value in every row.
    Values,
    /// The column; values may be absent.
    Column,
    /// Nothing.
    Nothing,
}

impl Column {
    /// A column with a value in every row.
    pub const fn required(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, need: Need::Values }
    }

    /// A column that must be there but whose values may be absent.
    pub const fn nullable(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, need: Need::Column }
    }

    /// A column that may be absent.
    pub const fn optional(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, need: Need::Nothing }
    }
}

/// What becomes of a file's columns that the contract does not know.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Further {
    /// They are not read.
    Unread,
    /// They are read to compare lines by; the study may not map them.
    Compared,
    /// They are the user's: kept under their own names, or under those that the study maps to them.
    Users,
}

/// The column of [`Contract::numbered`].
pub(super) const ROW: &str = "garantie:row";

/// A table under contract.
pub(super) struct Contract<'a> {
    /// Our name of the table.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'a [Column],
    /// Columns of interfaces that the table may have and that nothing reads yet: the study may map them.
    pub unread: &'a [&'a str],
    /// The study's names for them.
    pub maps: &'a ColumnMaps,
    /// How its text files are written.
    pub format: &'a TextFormat,
}

impl<'a> Contract<'a> {
    /// The contract of a table in a study.
    pub fn new(table: &'static str, columns: &'a [Column], unread: &'a [&'a str], data: &'a Data) -> Contract<'a> {
        Contract { table, columns, unread, maps: &data.columns, format: data.formats.of(table) }
    }

    /// The name that a column of ours has in the files.
    pub fn theirs<'b>(&'b self, ours: &'b str) -> &'b str {
        self.maps.get(self.table).and_then(|map| map.get(ours)).map_or(ours, String::as_str)
    }

    /// Gives an opened file our names and kinds; of its further columns becomes what `further` says.
    ///
    /// # Errors
    /// Columns that must be there, or that the study maps, are absent or of a type that cannot hold their kind: all of them.
    pub fn apply(&self, mut frame: LazyFrame, path: &Path, further: Further) -> Result<LazyFrame, DataError> {
        let schema = frame.collect_schema().map_err(|error| unreadable(path, error))?;
        let map = self.maps.get(self.table);
        let mut errors = Vec::new();
        // Where a first line of values is taken for names, their being alike says nothing.
        if let Some(column) = schema.iter_names().find_map(|name| repeats(&schema, name)).filter(|name| !may_be_value(name)) {
            errors.push(DataError::ColumnTwice { table: self.table, file: path.to_owned(), column: column.to_owned() });
        }
        let missing = |ours: &str, theirs: &str| DataError::MissingColumn {
            table: self.table,
            file: path.to_owned(),
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            found: schema.iter_names().filter(|name| repeats(&schema, name).is_none()).map(|name| name.to_string()).collect(),
            more: 0,
        };
        let mut kept = Vec::with_capacity(schema.len());
        for column in self.columns {
            let theirs = self.theirs(column.name);
            let Some(held) = schema.get(theirs) else {
                if column.need != Need::Nothing || map.is_some_and(|map| map.contains_key(column.name)) {
                    errors.push(self.without_place(theirs).unwrap_or_else(|| missing(column.name, theirs)));
                }
                continue;
            };
            let wrong = || DataError::WrongType {
                table: self.table,
                file: path.to_owned(),
                column: theirs.to_owned(),
                expected: column.kind.expected(),
                got: format!("{held:?}").to_lowercase(),
            };
            let original = Expr::Column(theirs.into());
            let Some(values) = column.kind.convert(original.clone(), held, self.format.decimal_comma) else {
                errors.push(wrong());
                continue;
            };
            if column.need != Need::Values {
                // A value that is absent may be; one that was there and could not be used may not.
                let there = if *held == DataType::String { unless_blank(original) } else { original };
                kept.push(there.alias(there_before(column.name)));
            }
            kept.push(values.alias(column.name));
        }
        let known = |name: &str| self.columns.iter().any(|column| self.theirs(column.name) == name || column.name == name);
        for (ours, theirs) in map.into_iter().flatten().filter(|(ours, _)| !known(ours) && !self.unread.contains(&ours.as_str())) {
            if further != Further::Users {
                let names = self.columns.iter().map(|column| column.name).chain(self.unread.iter().copied());
                let known = names.map(str::to_owned).collect();
                errors.push(DataError::UnknownColumn { table: self.table, ours: ours.clone(), known });
            } else if schema.get(theirs).is_none() {
                errors.push(self.without_place(theirs).unwrap_or_else(|| missing(ours, theirs)));
            }
        }
        DataError::all(errors)?;
        if further != Further::Unread {
            // A further column takes our name for it when the study maps one (an adjuster, say).
            let ours = |name: &str| map.and_then(|map| map.iter().find(|(_, theirs)| *theirs == name)).map(|(ours, _)| ours.as_str());
            let further = schema.iter_names().filter(|name| !known(name));
            kept.extend(further.map(|name| Expr::Column(name.clone()).alias(ours(name).unwrap_or(name.as_str()))));
        }
        Ok(frame.select(kept))
    }

    /// Whether [`Contract::apply`] needs a column of a file.
    pub fn reads(&self, theirs: &str, further: Further) -> bool {
        further != Further::Unread || self.columns.iter().any(|column| self.theirs(column.name) == theirs)
    }

    /// Counts, by column of the contract, the values that are absent where they are required or of no use to their kind, and
    /// drops the values as they were, which [`Contract::apply`] left for it.
    pub fn count_bad(&self, rows: &mut DataFrame) -> Vec<u64> {
        let count = |column: &Column| {
            // A value is converted to one or to none: those lost are those that are absent now and were not before.
            let before = rows.drop_in_place(&there_before(column.name)).map_or(0, |values| values.null_count());
            rows.column(column.name).map_or(0, |values| (values.null_count() - before) as u64)
        };
        self.columns.iter().map(count).collect()
    }

    /// A column that the table's layout names without saying where it stands.
    fn without_place(&self, theirs: &str) -> Option<DataError> {
        let layout = self.format.layout.as_ref()?;
        layout.columns.iter().find(|column| column.name == theirs && column.place.is_none())?;
        Some(DataError::NoPlace { table: self.table, layout: layout.name.clone(), column: theirs.to_owned() })
    }

    /// Refuses a file for every column with bad values; the counts are those of the whole file.
    ///
    /// `file` gives the file's rows as they stand in it: they are gone through again to tell where the first bad value is and
    /// what was probably meant.
    pub fn refuse_bad(&self, path: &Path, bad: &[u64], file: impl Fn() -> Result<LazyFrame, DataError>) -> Result<(), DataError> {
        let columns = || self.columns.iter().zip(bad).filter(|(_, count)| **count > 0);
        if columns().next().is_none() {
            return Ok(());
        }
        let firsts = file().and_then(|frame| self.first_bad(frame, path)).unwrap_or_default();
        let decimal = |column: &Column| {
            let (sign, decimals) = if self.format.decimal_comma { ('.', r"^\s*-?\d+\.\d+\s*$") } else { (',', r"^\s*-?\d[\d .]*,\d+\s*$") };
            let found = column.kind == Kind::Number && file().is_ok_and(|frame| self.has_text(frame, path, column, decimals));
            found.then_some(sign)
        };
        let errors = columns().map(|(column, count)| DataError::BadValues {
            table: self.table,
            file: path.to_owned(),
            column: column.name.to_owned(),
            expected: column.kind.expected(),
            count: (*count).into(),
            first: firsts.iter().find(|(name, _)| *name == column.name).map(|(_, row)| *row),
            decimal: decimal(column),
        });
        DataError::all(errors.collect())
    }

    /// The rows of a file under contract, with their number, counted from 1, in a column [`ROW`].
    pub fn numbered(&self, frame: LazyFrame, path: &Path) -> Result<LazyFrame, DataError> {
        self.apply(frame.with_row_index(ROW, Some(1)), path, Further::Users)
    }

    /// The row of the first bad value of each column that has one, counted from 1.
    fn first_bad(&self, frame: LazyFrame, path: &Path) -> Result<Vec<(&'static str, u64)>, DataError> {
        let mut frame = self.numbered(frame, path)?;
        let refused = |error| unreadable(path, error);
        let schema = frame.collect_schema().map_err(refused)?;
        let mut wanted = Vec::new();
        for column in self.columns.iter().filter(|column| schema.contains(column.name)) {
            let bad = match column.need {
                Need::Values => col(column.name).is_null(),
                Need::Column | Need::Nothing => {
                    col(column.name).is_null().and(Expr::Column(there_before(column.name).into()).is_not_null())
                }
            };
            wanted.push(col(ROW).filter(bad).min().alias(column.name));
        }
        // The streaming engine does not take the reader of SAS files.
        let engine = if form(path, self.format)? == Form::Sas { Engine::InMemory } else { Engine::Streaming };
        let rows = frame.select(wanted).collect_with_engine(engine).map_err(refused)?.unwrap_single();
        let row = |column: &Column| rows.column(column.name).ok()?.cast(&DataType::UInt64).ok()?.u64().ok()?.get(0);
        Ok(self.columns.iter().filter_map(|column| Some((column.name, row(column)?))).collect())
    }

    /// Whether values like a pattern stand in a column of a text file.
    fn has_text(&self, mut frame: LazyFrame, path: &Path, column: &Column, pattern: &str) -> bool {
        let theirs = self.theirs(column.name).to_owned();
        let is_text = frame.collect_schema().is_ok_and(|schema| schema.get(&theirs) == Some(&DataType::String));
        let text_file = form(path, self.format).is_ok_and(|form| matches!(form, Form::Csv | Form::FixedWidth));
        let alike = Expr::Column(theirs.into()).str().contains(lit(pattern), true);
        is_text && text_file && frame.filter(alike).limit(1).collect().is_ok_and(|rows| rows.height() > 0)
    }

    /// A refusal of some values of a column.
    pub fn bad_values(&self, path: &Path, column: &str, expected: &'static str, count: u64) -> DataError {
        let (table, file, column) = (self.table, path.to_owned(), column.to_owned());
        DataError::BadValues { table, file, column, expected, count: count.into(), first: None, decimal: None }
    }
}

/// Name of the column with the values of an optional one before their conversion.
fn there_before(column: &str) -> String {
    format!("before:{column}")
}
