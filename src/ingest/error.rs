//! Why the data cannot be used.

use std::fmt;
use std::path::PathBuf;

/// A number of rows in a message: small ones, which may point at a person, print as "a few".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(u64);

impl From<u64> for Count {
    fn from(count: u64) -> Count {
        Count(count)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("no"),
            1..=4 => f.write_str("a few"),
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
    },
    /// A required column is absent.
    #[error("{}: table `{table}` has no column `{theirs}`", file.display())]
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
        found: Vec<String>,
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
    #[error("{}: column `{column}` of table `{table}`: {count} values are missing or not {expected}", file.display())]
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
    },
    /// A person stands more than once in a year, with rows that differ.
    #[error("table `{table}`, year {year}: {count} rows repeat a person of that year with other values")]
    DuplicatePersonYears {
        /// Our name of the table.
        table: &'static str,
        /// The year.
        year: i32,
        /// How many rows are too many.
        count: Count,
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

impl DataError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            DataError::NoFile { pattern, .. } if pattern.is_dir() => {
                "that is a folder: name its files, for example with `/*.parquet`".into()
            }
            DataError::NoFile { .. } => "paths in a study are relative to the study file; `*` matches within a folder".into(),
            DataError::UnknownColumn { known, .. } => format!("there are: {}", known.join(", ")),
            DataError::FileTwice { .. } => "take one of them away, or narrow the pattern in [data]".into(),
            DataError::UnknownFormat { .. } => "give files ending in .parquet, .csv or .csv.gz".into(),
            DataError::Unreadable { .. } => "check that the file may be read, is complete and is of the format that its name says".into(),
            DataError::MissingColumn { found, .. } if found.len() == 1 && found[0].contains([';', '\t']) => {
                "the file seems to be separated by semicolons or tabs: CSV is read with commas, decimal points and UTF-8".into()
            }
            DataError::MissingColumn { table: "sizes", found, .. } => {
                format!("name the column with the number of persons `persons`. The file has: {}", found.join(", "))
            }
            DataError::MissingColumn { ours, found, .. } => {
                format!("the column is needed as `{ours}`; map it with [data] columns. The file has: {}", found.join(", "))
            }
            DataError::WrongType { expected, .. } => format!("write the column as {expected}, or map another column to it"),
            DataError::BadValues { .. } => "correct the extract: a value that is silently left out would move the figures".into(),
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
