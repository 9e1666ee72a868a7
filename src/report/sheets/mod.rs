//! The workbook of a run: what each sheet shows, in the language of the report.

mod about;
mod cells;

use super::language::Words;
use super::shown::{Cover, ShownTable};
use super::table::{Cell, Kind, Table};
use super::{Folder, ReportError, Results, write_workbook};
use cells::Cells;

/// Writes `name.xlsx`: a sheet that explains, a sheet for each table that has rows, and one that tells what their columns mean.
///
/// # Errors
/// [`ReportError::Text`] if a text is missing; [`ReportError::Write`] if the file cannot be written.
pub fn write_run_workbook(name: &str, results: &Results, tables: &[Table], folder: &mut Folder) -> Result<(), ReportError> {
    let (cover, sheets) = sheets(results, tables)?;
    write_workbook(name, &cover, &sheets, folder)
}

fn sheets(results: &Results, tables: &[Table]) -> Result<(Cover, Vec<ShownTable>), ReportError> {
    let words = Words::new(results.asked.language)?;
    let cells = Cells::new(results, &words);
    let with_rows = || tables.iter().filter(|table| !table.rows.is_empty());
    let mut sheets = with_rows().map(|table| show(table, &cells)).collect::<Result<Vec<_>, _>>()?;
    sheets.push(columns(with_rows(), &words)?);
    let cover = about::cover(results, &words, &sheets)?;
    Ok((cover, sheets))
}

fn show(table: &Table, cells: &Cells<'_>) -> Result<ShownTable, ReportError> {
    let words = cells.words;
    let head = |(name, kind): &(&'static str, Kind)| Ok((text_of(table.name, name, "column", words)?, *kind));
    let row = |(place, row): (usize, &Vec<Cell>)| {
        let cells = row.iter().zip(&table.columns).map(|(cell, (column, _))| cells.shown(table.name, place, column, cell));
        Ok((false, cells.collect::<Result<Vec<_>, ReportError>>()?))
    };
    Ok(ShownTable {
        name: table.name,
        title: words.say(&format!("table-{}", table.name))?,
        short: words.say(&format!("sheet-{}", table.name))?,
        heads: table.columns.iter().map(head).collect::<Result<_, ReportError>>()?,
        rows: table.rows.iter().enumerate().map(row).collect::<Result<_, ReportError>>()?,
    })
}

/// The text of a column; one of its own for this table, if there is.
fn text_of(table: &str, column: &str, text: &str, words: &Words) -> Result<String, ReportError> {
    let own = format!("{text}-{table}-{column}");
    if words.has(&own) { words.say(&own) } else { words.say(&format!("{text}-{column}")) }
}

/// The sheet that tells what the columns of the others mean.
fn columns<'a>(tables: impl Iterator<Item = &'a Table>, words: &Words) -> Result<ShownTable, ReportError> {
    let mut rows = Vec::new();
    for table in tables {
        let sheet = words.say(&format!("sheet-{}", table.name))?;
        for (name, _) in &table.columns {
            let (head, meaning) = (text_of(table.name, name, "column", words)?, text_of(table.name, name, "meaning", words)?);
            let cells = [sheet.clone(), head, meaning, format!("{}.{name}", table.name)];
            rows.push((false, cells.map(Cell::Text).into()));
        }
    }
    let head = |name: &str| Ok((words.say(&format!("column-{name}"))?, Kind::Text));
    Ok(ShownTable {
        name: "columns",
        title: words.say("table-columns")?,
        short: words.say("sheet-columns")?,
        heads: ["sheet", "column", "meaning", "name"].into_iter().map(head).collect::<Result<_, ReportError>>()?,
        rows,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::html::sample::results;
    use crate::report::{RAW_HIDDEN, tables};
    use crate::spec::Language;

    const LANGUAGES: [Language; 3] = [Language::En, Language::Fr, Language::Nl];

    /// Also the tables that the made-up results leave empty.
    #[test]
    fn every_table_and_column_has_its_texts_in_every_language() {
        for language in LANGUAGES {
            let results = results(language);
            let words = Words::new(language).expect("texts");
            let all = tables(&results);
            for table in &all {
                show(table, &Cells::new(&results, &words)).unwrap_or_else(|error| panic!("{}: {error}", table.name));
            }
            let told = columns(all.iter(), &words).expect("a sheet");
            assert_eq!(told.rows.len(), all.iter().map(|table| table.columns.len()).sum::<usize>());
        }
    }

    #[test]
    fn every_flag_has_its_words_in_every_language() {
        let flags = ["main", "small-cell", "without-zone-shocks", "size-not-kept", RAW_HIDDEN, "aliased", "statistic"];
        for language in LANGUAGES {
            let results = results(language);
            let words = Words::new(language).expect("texts");
            assert!(flags.iter().all(|flag| words.has(&format!("flag-{flag}"))));
            let shown = Cells::new(&results, &words).shown("gains", 0, "flags", &Cell::Text(flags.join(" "))).expect("words");
            assert!(matches!(shown, Cell::Text(text) if text.matches("; ").count() == flags.len() - 1));
        }
    }

    #[test]
    fn sheets_have_names_that_a_spreadsheet_takes() {
        for language in LANGUAGES {
            let results = results(language);
            let words = Words::new(language).expect("texts");
            let all = tables(&results);
            let names = all
                .iter()
                .map(|table| table.name)
                .chain(["columns", "about"])
                .map(|name| words.say(&format!("sheet-{name}")).expect("a name").to_lowercase());
            let names: Vec<String> = names.collect();
            assert!(names.iter().all(|name| name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])));
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        }
    }

    #[test]
    fn words_of_programs_become_words_of_people() {
        let results = results(Language::Nl);
        let (cover, sheets) = sheets(&results, &tables(&results)).expect("sheets");
        let gains = &sheets[0];
        let place = |head: &str| gains.heads.iter().position(|(name, _)| name == head).expect("a column");
        let of = |head: &str| gains.rows.iter().map(|(_, cells)| cells[place(head)].clone()).collect::<Vec<_>>();
        assert!(of("Oordeel").contains(&Cell::Text("winst".into())));
        assert!(of("Jaar").contains(&Cell::Whole(2018)) && of("Jaar").contains(&Cell::Text("2018–2019".into())));
        assert!(of("Lezing").contains(&Cell::Text("evolutie".into())));
        assert!(cover.lines.iter().any(|(label, _)| *label == gains.short), "the first sheet names the others");
    }
}
