//! Tables as people read them: titles, heads and words in a language, values as they are; here those on the use of gains.

use super::ReportError;
use super::language::Words;
use super::table::{Cell, Kind, Table};
use crate::spec::Language;

/// A table as people read it.
pub struct ShownTable {
    /// The name of the table that it shows.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// A short title, which a sheet can bear.
    pub short: String,
    /// Heads of the columns and what is in them.
    pub heads: Vec<(String, Kind)>,
    /// Rows, each with whether it sums up.
    pub rows: Vec<(bool, Vec<Cell>)>,
}

/// What the first sheet of a workbook says: labels and texts.
pub struct Cover {
    /// Its short title.
    pub short: String,
    /// Its lines: a label and what there is to say under it.
    pub lines: Vec<(String, String)>,
    /// How days are written, as the spreadsheet wants it.
    pub day_format: &'static str,
    /// What stands in a small cell.
    pub small_cell: String,
    /// What is said of a table that has more rows than a sheet can hold, before its name.
    pub too_long: String,
}

impl Cover {
    /// The first sheet of a workbook in a language.
    ///
    /// # Errors
    /// [`ReportError::Text`] if a text is missing.
    pub fn new(short: String, lines: Vec<(String, String)>, language: Language) -> Result<Cover, ReportError> {
        let words = Words::new(language)?;
        let day_format = match language {
            Language::En => "yyyy-mm-dd",
            Language::Fr => "dd/mm/yyyy",
            Language::Nl => "dd-mm-yyyy",
        };
        Ok(Cover { short, lines, day_format, small_cell: words.say("small-cell")?, too_long: words.say("sheet-too-long")? })
    }
}

/// Tables in a language.
///
/// # Errors
/// [`ReportError::Text`] if a text is missing.
pub fn shown(tables: &[Table], language: Language) -> Result<Vec<ShownTable>, ReportError> {
    let words = Words::new(language)?;
    tables.iter().map(|table| show(table, &words)).collect()
}

fn show(table: &Table, words: &Words) -> Result<ShownTable, ReportError> {
    let head = |(name, kind): &(&str, Kind)| Ok((words.say(&format!("use-{name}"))?, *kind));
    let place = |wanted: &str| table.columns.iter().position(|(name, _)| *name == wanted);
    let row = |cells: &Vec<Cell>| -> Result<(bool, Vec<Cell>), ReportError> {
        // Rows without a post, where others have one and a level or purpose of their own, sum up: their title is a word of ours.
        let sum = table.name != "breaches" && place("post").is_some_and(|post| cells[post] == Cell::Empty);
        let word = |(cell, (name, _)): (&Cell, &(&str, Kind))| match cell {
            Cell::Text(text) if ["level", "purpose"].contains(name) => words.say(&format!("use-{name}-{text}")).map(Cell::Text),
            Cell::Text(text) if sum && *name == "title" => words.say(&format!("use-{text}")).map(Cell::Text),
            cell => Ok(cell.clone()),
        };
        Ok((sum, cells.iter().zip(&table.columns).map(word).collect::<Result<_, _>>()?))
    };
    Ok(ShownTable {
        name: table.name,
        title: words.say(&format!("use-{}", table.name))?,
        short: words.say(&format!("use-sheet-{}", table.name))?,
        heads: table.columns.iter().map(head).collect::<Result<_, ReportError>>()?,
        rows: table.rows.iter().map(row).collect::<Result<_, _>>()?,
    })
}
