//! A list of group sizes, each with whatever the user keeps beside it.

use std::io::Cursor;
use std::path::Path;

use polars::prelude::*;

use super::DataError;
use super::files::{unopened, unreadable};

/// The column that holds the sizes.
const PERSONS: &str = "persons";

/// Rows of a file, as they were written, with the number of persons of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Values of each row; `None` where nothing stands.
    pub rows: Vec<Vec<Option<String>>>,
    /// Persons of each row, at least one.
    pub persons: Vec<u64>,
}

impl Sizes {
    /// Reads a CSV file.
    ///
    /// # Errors
    /// A file that cannot be read, has no column `persons` or no row, or holds a size that is no whole number from 1 on.
    pub fn read(file: &Path) -> Result<Sizes, DataError> {
        let bytes = std::fs::read(file).map_err(|error| unopened(file, &error))?;
        Sizes::parse(file, &bytes)
    }

    fn parse(file: &Path, csv: &[u8]) -> Result<Sizes, DataError> {
        let refuse = |line: usize, reason: String| DataError::Sizes { file: file.to_owned(), line, reason };
        if csv.trim_ascii().is_empty() {
            return Err(refuse(1, "the file is empty".into()));
        }
        // Every value as text: what stands beside the sizes goes out as it came in.
        let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
        let table = CsvReader::new(Cursor::new(csv)).with_options(options).finish().map_err(|error| unreadable(file, error))?;
        let columns: Vec<String> = table.schema().iter_names().map(|name| name.to_string()).collect();
        let place = columns.iter().position(|name| name == PERSONS).ok_or_else(|| DataError::MissingColumn {
            table: "sizes",
            file: file.to_owned(),
            ours: PERSONS.into(),
            theirs: PERSONS.into(),
            found: columns.clone().into(),
            more: 0,
        })?;
        let texts = table.columns().iter().map(Column::str).collect::<PolarsResult<Vec<_>>>().map_err(|error| unreadable(file, error))?;
        let row = |index: usize| texts.iter().map(|column| column.get(index).map(str::to_owned)).collect::<Vec<_>>();
        let rows: Vec<Vec<Option<String>>> = (0..table.height()).map(row).collect();
        if rows.is_empty() {
            return Err(refuse(1, "there is a header and no row".into()));
        }
        let size = |(index, row): (usize, &Vec<Option<String>>)| {
            let text = row[place].as_deref().unwrap_or_default().trim();
            let whole = text.parse().ok().filter(|persons: &u64| *persons > 0);
            whole.ok_or_else(|| refuse(index + 2, format!("`{text}` is no number of persons")))
        };
        let persons = rows.iter().enumerate().map(size).collect::<Result<_, _>>()?;
        Ok(Sizes { columns, rows, persons })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(csv: &str) -> Result<Sizes, String> {
        Sizes::parse(Path::new("sizes.csv"), csv.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_stands_beside_the_sizes_is_kept_as_it_was_written() {
        let sizes = parse("name,persons,note\n\"Lys, nord\",4816,007\nDour,12,\n").expect("two rows");
        assert_eq!(sizes.persons, [4816, 12]);
        let texts = |row: usize| sizes.rows[row].iter().map(Option::as_deref).collect::<Vec<_>>();
        assert_eq!(texts(0), [Some("Lys, nord"), Some("4816"), Some("007")]);
        assert_eq!(texts(1), [Some("Dour"), Some("12"), None]);
    }

    #[test]
    fn a_size_that_is_none_is_refused_in_its_line() {
        for (csv, line, what) in
            [("persons\n12\n-4\n", 3, "-4"), ("persons\nmany\n", 2, "many"), ("persons\n0\n", 2, "0"), ("a,persons\nx,\n", 2, "")]
        {
            assert_eq!(parse(csv), Err(format!("sizes.csv, line {line}: `{what}` is no number of persons")));
        }
        assert_eq!(parse(""), Err("sizes.csv, line 1: the file is empty".into()));
        assert_eq!(parse("persons\n"), Err("sizes.csv, line 1: there is a header and no row".into()));
        assert_eq!(parse("people\n4\n"), Err("sizes.csv: table `sizes` has no column `persons`".into()));
    }
}
