//! Why the data cannot be used.

use std::fmt;
use std::path::PathBuf;

use super::text_lines::LineFlaw;
use crate::spec::{COLUMN_MAPS, ColumnMaps};

/// A number of rows in a message: small ones, which may point at a person, print as "a few".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(u64);

impl From<u64> for Count {
    fn from(count: u64) -> Count {
        Count(count)
    }
}

impl Count {
    fn is_few(self) -> bool {
        self.0 < 5
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("no"),
            _ if self.is_few() => f.write_str("a few"),
            count => write!(f, "{count}"),
        }
    }
}

/// A refusal of the data: which table and file, what was expected, what was got. Never a value of a person.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// No file matches.
    #[error("no file for table `{table}`: {}", pattern.display())]
    NoFile {
        /// Our name of the table.
        table: &'static str,
        /// Path or pattern as the study gives it, made absolute to the study's folder.
        pattern: PathBuf,
    },
    /// A file is no longer the one that was digested.
    #[error("table `{table}`: {file} changed while it was read")]
    Changed {
        /// Our name of the table.
        table: &'static str,
        /// The file with its folder.
        file: String,
    },
    /// Two files of a table are the same to the byte.
    #[error("table `{table}`: {first} and {second} are the same to the byte: every line would count twice")]
    FileTwice {
        /// Our name of the table.
        table: &'static str,
        /// One of them, with its folder.
        first: String,
        /// The other.
        second: String,
    },
    /// A file is of no format that the engine reads.
    #[error("{}: unknown format", file.display())]
    UnknownFormat {
        /// The file.
        file: PathBuf,
    },
    /// A file cannot be read or is damaged.
    #[error("{}: cannot be read: {reason}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the reader says.
        reason: String,
        /// What to do about it.
        help: &'static str,
    },
    /// A file cannot be opened, or its disk fails.
    #[error("{}: cannot be opened: {reason}", file.display())]
    Unopened {
        /// The file.
        file: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Lines of a text file are not as they should be.
    #[error("{}: table `{table}`: {flaw}", file.display())]
    BadLines {
        /// Our name of the table.
        table: &'static str,
        /// The file.
        file: PathBuf,
        /// What is wrong, in how many lines, and where first.
        flaw: LineFlaw,
    },
    /// A fixed-width layout does not say where a column stands.
    #[error("table `{table}`: layout `{layout}` does not say where column `{column}` stands")]
    NoPlace {
        /// Our name of the table.
        table: &'static str,
        /// Name of the layout.
        layout: String,
        /// The column's name in the layout.
        column: String,
    },
    /// A file has two columns of one name.
    #[error("{}: table `{table}` has column `{column}` twice", file.display())]
    ColumnTwice {
        /// Our name of the table.
        table: &'static str,
        /// The file.
        file: PathBuf,
        /// The name.
        column: String,
    },
    /// Several things are wrong.
    #[error("{} things are wrong with the data:{}", .0.len(), listed(.0))]
    Several(Vec<DataError>),
    /// A required column is absent.
    #[error("{}{}: table `{table}` has no column `{theirs}`", file.display(), and_more(.more))]
    MissingColumn {
        /// Our name of the table.
        table: &'static str,
        /// The file.
        file: PathBuf,
        /// Our name of the column.
        ours: String,
        /// The name looked for in the file.
        theirs: String,
        /// The names that the file has.
        found: Box<[String]>,
        /// Further files of the table without it.
        more: usize,
    },
    /// The study maps a column that the table does not know.
    #[error("[data] columns: table `{table}` knows no column `{ours}`")]
    UnknownColumn {
        /// Our name of the table.
        table: &'static str,
        /// The name that stands on the left of the map.
        ours: String,
        /// The names that may stand there.
        known: Vec<String>,
    },
    /// A column has a type from which its values cannot be had.
    #[error("{}: column `{column}` of table `{table}` is of type {got}, expected {expected}", file.display())]
    WrongType {
        /// Our name of the table.
        table: &'static str,
        /// The file.
        file: PathBuf,
        /// The column's name in the file.
        column: String,
        /// What it should hold.
        expected: &'static str,
        /// The type it has.
        got: String,
    },
    /// Values of a column are missing or not what they should be.
    #[error("{}: column `{column}` of table `{table}`: {count} values are missing or not {expected}{}", file.display(), in_row(.first))]
    BadValues {
        /// Our name of the table.
        table: &'static str,
        /// The file.
        file: PathBuf,
        /// Our name of the column.
        column: String,
        /// What each value should be.
        expected: &'static str,
        /// How many are not.
        count: Count,
        /// Row of the first of them, counted from 1 without the header, where it is known.
        first: Option<u64>,
        /// The sign after which decimals seem to be written, where the study says the other one.
        decimal: Option<char>,
    },
    /// A person stands more than once in a year, with rows that differ.
    #[error("table `{table}`, year {year}: {count} rows repeat a person of that year with other values in {}", columns.join(", "))]
    DuplicatePersonYears {
        /// Our name of the table.
        table: &'static str,
        /// The year.
        year: i32,
        /// How many rows are too many.
        count: Count,
        /// The columns in which they differ.
        columns: Vec<String>,
    },
    /// Lines or money were lost on the way from the files to the panel.
    #[error("control totals differ: {what}: {got} instead of {expected}")]
    ControlTotals {
        /// What was counted.
        what: String,
        /// As read.
        expected: i64,
        /// As used.
        got: i64,
    },
    /// A list of group sizes is not as it should be.
    #[error("{}, line {line}: {reason}", file.display())]
    Sizes {
        /// The file.
        file: PathBuf,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A table that comes with the study is not as it should be.
    #[error("{}, line {line}: {reason}", file.display())]
    Codebook {
        /// The file.
        file: PathBuf,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// What to do where two columns are bad from their first value to their last.
const SHIFTED: &str = "columns seem to be swapped or shifted: compare the header with the values under it, or map the names of the \
    columns with [data] columns";

/// Whether what stands in a file's first line may be a value, which no message shows.
pub(super) fn may_be_value(name: &str) -> bool {
    name.trim_start_matches([' ', '-', '+', '"', '.', ',']).starts_with(|first: char| first.is_ascii_digit())
}

/// A column map of the engine under which a table would have the column that it lacks.
fn map_that_fits(table: &str, ours: &str, found: &[String]) -> Option<&'static str> {
    let fits = |text: &str| {
        let maps: ColumnMaps = toml::from_str(text).ok()?;
        found.contains(maps.get(table)?.get(ours)?).then_some(())
    };
    COLUMN_MAPS.iter().find(|(_, text)| fits(text).is_some()).map(|(name, _)| *name)
}

fn and_more(more: &usize) -> String {
    match more {
        0 => String::new(),
        1 => " and 1 more file".into(),
        more => format!(" and {more} more files"),
    }
}

fn in_row(first: &Option<u64>) -> String {
    first.map(|row| format!(", the first in row {row}")).unwrap_or_default()
}

fn listed(errors: &[DataError]) -> String {
    errors.iter().map(|error| format!("\n- {error}")).collect()
}

impl DataError {
    /// Nothing when there are no errors, the one there is, or all of them together.
    pub(crate) fn all(errors: Vec<DataError>) -> Result<(), DataError> {
        errors.into_iter().reduce(DataError::and).map_or(Ok(()), Err)
    }

    /// This one and another one; a column that several files lack stands once, and so do the bad values of a column of one file.
    pub(crate) fn and(self, other: DataError) -> DataError {
        let mut listed = self.parts();
        for error in other.parts() {
            if !listed.iter_mut().any(|known| known.takes_in(&error)) {
                listed.push(error);
            }
        }
        if listed.len() == 1 { listed.remove(0) } else { DataError::Several(listed) }
    }

    /// Whether another error is counted in this one: a further file that lacks the same column, further bad values of the same
    /// column of one file.
    fn takes_in(&mut self, error: &DataError) -> bool {
        match (self, error) {
            (DataError::MissingColumn { table, theirs, more, .. }, DataError::MissingColumn { table: other, theirs: also, .. })
                if table == other && theirs == also =>
            {
                *more += 1;
                true
            }
            (
                DataError::BadValues { file, column, expected, count, first, .. },
                DataError::BadValues { file: other, column: also, expected: same, count: more, first: earlier, .. },
            ) if file == other && column == also && expected == same => {
                count.0 += more.0;
                *first = [*first, *earlier].into_iter().flatten().min();
                true
            }
            _ => false,
        }
    }

    fn parts(self) -> Vec<DataError> {
        match self {
            DataError::Several(errors) => errors,
            one => vec![one],
        }
    }

    /// Whether a file could not be opened, and nothing else is known to be wrong.
    pub fn is_of_system(&self) -> bool {
        match self {
            DataError::Unopened { .. } => true,
            DataError::Several(errors) => errors.iter().all(DataError::is_of_system),
            _ => false,
        }
    }

    /// Whether all values of two columns of one file are bad: both in every row from the first.
    fn is_shifted_like(&self, other: &DataError) -> bool {
        match (self, other) {
            (
                DataError::BadValues { file, column, count, first: Some(1), decimal: None, .. },
                DataError::BadValues { file: same, column: another, count: also, first: Some(1), decimal: None, .. },
            ) => file == same && column != another && count == also && !count.is_few(),
            _ => false,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            DataError::NoFile { pattern, .. } if pattern.is_dir() => {
                "that is a folder: name its files, for example with `/*.parquet`".into()
            }
            DataError::NoFile { .. } => "paths in a study are relative to the study file; `*` matches within a folder".into(),
            DataError::UnknownColumn { known, .. } => format!("there are: {}", known.join(", ")),
            DataError::Changed { .. } => "run again when nobody writes to the data; nothing was written".into(),
            DataError::FileTwice { .. } => "take one of them away, or narrow the pattern in [data]".into(),
            DataError::UnknownFormat { .. } => "give files ending in .parquet, .sas7bdat, .csv or .txt (or these two with .gz or .zst); \
                 any other name is read as fixed width when [data.files] gives the table a layout"
                .into(),
            DataError::Unopened { .. } => "check that the file is there and may be read".into(),
            DataError::BadLines { flaw, .. } => flaw.help().into(),
            DataError::NoPlace { .. } => "copy the layout, give `first` and `last` of the column as the record description of the \
                 delivery has them, and name the copy in [data.files]"
                .into(),
            DataError::ColumnTwice { .. } => "leave one of them out of the extract".into(),
            DataError::Several(errors) => {
                let mut helps: Vec<String> = Vec::new();
                let mut tables: Vec<&str> = Vec::new();
                for error in errors {
                    // What a table has instead of the columns that it lacks is said once.
                    let said = matches!(error, DataError::MissingColumn { table, .. } if tables.contains(table));
                    let help = if errors.iter().any(|other| error.is_shifted_like(other)) { SHIFTED.to_owned() } else { error.help() };
                    if !said && !helps.contains(&help) {
                        helps.push(help);
                    }
                    if let DataError::MissingColumn { table, .. } = error {
                        tables.push(table);
                    }
                }
                helps.join("; ")
            }
            DataError::Unreadable { help, .. } => (*help).into(),
            DataError::MissingColumn { table: "sizes", found, .. } if found.len() == 1 && found[0].contains([';', '\t']) => {
                "write the list with commas between its columns".into()
            }
            DataError::MissingColumn { found, .. } if found.len() == 1 && found[0].contains([',', ';', '\t', '|']) => {
                let sign = [';', '\t', '|', ','].into_iter().max_by_key(|sign| found[0].matches(*sign).count()).unwrap_or(';');
                format!("the columns seem to be separated otherwise: give delimiter = \"{}\" in [data]", sign.escape_default())
            }
            DataError::MissingColumn { ours, found, .. } if found.iter().any(|name| may_be_value(name)) => format!(
                "the first line holds values, or names that begin with a digit: begin the file with a line of the columns' names, \
                 and map `{ours}` with [data] columns if it is called otherwise"
            ),
            DataError::MissingColumn { table: "sizes", found, .. } => {
                format!("name the column with the number of persons `persons`. The file has: {}", found.join(", "))
            }
            DataError::MissingColumn { table, ours, theirs, found, .. } => match map_that_fits(table, ours, found) {
                Some(name) if ours == theirs => {
                    format!("the file has the names of the column map `{name}`: say columns = \"{name}\" in [data]")
                }
                _ => format!("the column is needed as `{ours}`; map it with [data] columns. The file has: {}", found.join(", ")),
            },
            DataError::WrongType { expected, .. } => format!("write the column as {expected}, or map another column to it"),
            DataError::BadValues { decimal: Some(sign), .. } => {
                let name = if *sign == ',' { "comma" } else { "point" };
                format!("decimals seem to be written after a {name}: give decimal = \"{sign}\" in [data], or in [data.files] for this table")
            }
            DataError::BadValues { .. } => "correct the extract: a value that is silently left out would move the figures; what stands for a missing \
                 value in a text file, other than an empty cell and `NA`, is said with missing = [\".\"] in [data]"
                .into(),
            DataError::DuplicatePersonYears { .. } => {
                "the table must hold one row per person and year, and nobody can tell which of them is right: keep the last situation of the year".into()
            }
            DataError::ControlTotals { .. } => "this should not be possible; please report it with the manifest".into(),
            DataError::Sizes { .. } => {
                "give a CSV file with a header and in its column `persons` a whole number from 1 on in each row".into()
            }
            DataError::Codebook { .. } => "correct the table, or leave its key out of [data] to use the engine's own".into(),
        }
    }
}
