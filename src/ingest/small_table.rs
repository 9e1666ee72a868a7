//! The small CSV tables that come with a study: sectors, conditions, places.

use std::io::Cursor;
use std::path::Path;

use polars::prelude::*;

use super::dates;
use super::files::unreadable;
use super::text_lines::{FlawKind, Lines};
use super::{DataError, LineFlaw};
use crate::spec::TextFormat;

/// What a small table must have and may have.
pub(super) struct SmallTable<'a, const MUST: usize, const MAY: usize> {
    /// Our name of the table.
    pub table: &'static str,
    /// Its file.
    pub file: &'a Path,
    /// Columns that it must have.
    pub must: [&'a str; MUST],
    /// Columns that it may have.
    pub may: [&'a str; MAY],
    /// Whether a further column is refused, but for [`NOTE`]: a date or code under a name that nothing reads would be lost in silence.
    pub closed: bool,
}

/// A column for remarks, in any table.
const NOTE: &str = "note";

impl<const MUST: usize, const MAY: usize> SmallTable<'_, MUST, MAY> {
    /// A refusal of a line, counted from 1.
    pub fn refuse(&self, line: usize, reason: impl Into<String>) -> DataError {
        DataError::Codebook { file: self.file.to_owned(), line, reason: reason.into() }
    }

    /// The rows as text, with their line numbers: the columns that must be there, then those that may, empty where nothing stands.
    ///
    /// Columns are separated by the first of comma, semicolon and tab that the header has.
    ///
    /// # Errors
    /// Lines that are no rows of a table, and columns that are missing, stand twice or that nothing reads.
    pub fn rows<const ALL: usize>(&self, csv: &[u8]) -> Result<Vec<(usize, [String; ALL])>, DataError> {
        let refused = |error| unreadable(self.file, error);
        let header = csv.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = b",;\t".iter().copied().find(|sign| header.contains(sign)).unwrap_or(b',');
        self.check_lines(csv, delimiter)?;
        let parse = CsvParseOptions::default().with_separator(delimiter);
        let options = CsvReadOptions::default().with_infer_schema_length(Some(0)).with_parse_options(parse);
        let table = CsvReader::new(Cursor::new(csv)).with_options(options).finish().map_err(refused)?;
        let known = || self.must.into_iter().chain(self.may).chain([NOTE]);
        let mut errors = Vec::new();
        for column in self.must.into_iter().filter(|column| !table.schema().contains(column)) {
            errors.push(self.refuse(1, format!("there is no column `{column}`")));
        }
        for name in table.schema().iter_names().filter(|name| self.closed && !known().any(|known| *name == known)) {
            let columns = known().collect::<Vec<_>>().join(", ");
            errors.push(self.refuse(1, format!("nothing reads a column `{name}`: there are {columns}")));
        }
        DataError::all(errors)?;
        let mut cells: Vec<Option<&StringChunked>> = Vec::with_capacity(ALL);
        for column in self.must.into_iter().chain(self.may) {
            cells.push(table.column(column).ok().map(Column::str).transpose().map_err(refused)?);
        }
        let text = |cell: Option<&StringChunked>, row: usize| cell.and_then(|cell| cell.get(row)).unwrap_or_default().trim().to_owned();
        Ok((0..table.height()).map(|row| (row + 2, std::array::from_fn(|column| text(cells[column], row)))).collect())
    }

    fn check_lines(&self, csv: &[u8], delimiter: u8) -> Result<(), DataError> {
        let format = TextFormat { delimiter, ..TextFormat::default() };
        let mut lines = Lines::new(&format);
        let flaws = match lines.take(csv) {
            Ok(()) => lines.finish(),
            Err(flaw) => vec![flaw],
        };
        let refusal = |flaw: LineFlaw| match flaw.kind {
            FlawKind::NotUtf8 => self.refuse(flaw.first as usize, "the text is not UTF-8: save the table as UTF-8"),
            _ => DataError::BadLines { table: self.table, file: self.file.to_owned(), flaw },
        };
        DataError::all(flaws.into_iter().map(refusal).collect())
    }
}

/// First and last day of service for which a row holds, in days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub first: i32,
    pub last: i32,
}

impl Span {
    /// From the cells `from` and `to`: a date as in any table, or a year; an empty one is without end.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence.
    pub fn parse(from: &str, to: &str) -> Result<Span, String> {
        let bound = |text: &str, of_year: &str, without: i32| match text {
            "" => Ok(without),
            _ => day(text, of_year).ok_or_else(|| format!("`{text}` is neither a date such as 2018-07-01 nor a year")),
        };
        let span = Span { first: bound(from, "01-01", i32::MIN)?, last: bound(to, "12-31", i32::MAX)? };
        if span.first <= span.last { Ok(span) } else { Err(format!("`{from}` is after `{to}`")) }
    }

    /// Whether a day lies within.
    pub fn holds(self, day: i32) -> bool {
        self.first <= day && day <= self.last
    }

    /// First and last calendar year with a day within.
    pub fn years(self) -> (i32, i32) {
        let year = |day: i32| match day {
            i32::MIN | i32::MAX => day,
            day => Int32Chunked::from_slice("day".into(), &[day]).into_date().year().get(0).unwrap_or(day),
        };
        (year(self.first), year(self.last))
    }

    /// Whether the two have a day in common.
    pub fn meets(self, other: Span) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The day of a date, or the day `of_year` (such as 12-31) of a year; in days since 1 January 1970.
fn day(text: &str, of_year: &str) -> Option<i32> {
    let year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if year { dates::day(&format!("{text}-{of_year}")) } else { dates::day(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(closed: bool) -> SmallTable<'static, 2, 1> {
        SmallTable { table: "t", file: Path::new("t.csv"), must: ["a", "b"], may: ["c"], closed }
    }

    fn refusal(csv: &[u8]) -> String {
        table(true).rows::<3>(csv).expect_err("a refusal").to_string()
    }

    #[test]
    fn rows_are_read_whatever_separates_them() {
        let rows = |csv: &str| table(true).rows::<3>(csv.as_bytes()).expect("rows");
        let expected = [(2, ["1", "x", ""].map(str::to_owned)), (3, ["2", "y", ""].map(str::to_owned))];
        assert_eq!(rows("a,b\n1,x\n2, y\n"), expected);
        assert_eq!(rows("\u{feff}b;a\r\nx;1\r\ny;2\r\n"), expected);
        assert_eq!(rows("note\ta\tb\n-\t1\tx\n\t2\ty\n"), expected);
        assert_eq!(rows("a,b,c\n\"1\",x,\n2,y,"), expected);
    }

    #[test]
    fn lines_and_columns_that_are_no_table_are_refused() {
        assert!(refusal(b"a,b\n1,x\n2\n").contains("the first is line 3"));
        assert!(refusal(b"a,b\n\n2,y\n").contains("the first is line 2"));
        assert!(refusal(b"a,b\n1,\xE9\n").contains("line 2: the text is not UTF-8"));
        assert!(refusal(b"a,d\n1,x\n").contains("no column `b`") && refusal(b"a,d\n1,x\n").contains("nothing reads a column `d`"));
        assert!(refusal(b"").contains("t.csv"));
        table(false).rows::<3>(b"a,b,d\n1,x,y\n").expect("a further column that nothing reads");
    }

    #[test]
    fn days_are_dates_or_years() {
        let span = |from, to| Span::parse(from, to).map(|span| (span.first, span.last));
        assert_eq!(span("2018", "2018"), span("2018-01-01", "31/12/2018"));
        assert_eq!(span("", "1970-01-02"), Ok((i32::MIN, 1)));
        assert_eq!(Span::parse("2018-12-31", "").map(Span::years), Ok((2018, i32::MAX)));
        for (from, to, said) in [("2018-02-30", "", "2018-02-30"), ("", "31/02/2018", "31/02/2018"), ("2019", "2018", "after")] {
            assert!(span(from, to).expect_err("a refusal").contains(said));
        }
    }
}
