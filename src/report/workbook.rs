//! Tables as an Excel workbook: a first sheet that explains, then one sheet a table with typed cells, a frozen header with
//! filters, columns as wide and rows as high as they need.

use std::borrow::Cow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError};

use super::shown::{Cover, ShownTable};
use super::table::{Cell, Kind};
use super::{Folder, ReportError};

/// The widest a column gets, in characters; longer texts wrap.
const WIDEST: usize = 60;
/// Width of the texts on the first sheet, in characters.
const COVER: usize = 90;
/// Height of a line of text, in points.
const LINE: f64 = 15.0;
/// The most rows that a sheet holds below its header.
const ROWS: usize = 1_048_575;
/// The most characters that a cell holds.
const LETTERS: usize = 32_767;
/// The characters that the arrow of the filter takes in a head.
const ARROW: usize = 3;
/// The most columns of a sheet whose first one need not stay in sight.
const NARROW: usize = 8;
/// The most columns on a printed page.
const PAGE: usize = 14;
/// The number of A4 among paper sizes.
const A4: u8 = 9;

/// Writes `name.xlsx` with the cover and a sheet for each table, in their order; the same tables give the same bytes. A table with
/// more rows than a sheet holds is named on its sheet, never cut.
///
/// # Errors
/// [`ReportError::Write`] if the file cannot be written.
pub fn write_workbook(name: &str, cover: &Cover, tables: &[ShownTable], folder: &mut Folder) -> Result<(), ReportError> {
    folder.write(&format!("{name}.xlsx"), |file| {
        workbook(cover, tables).and_then(|mut book| book.save_to_writer(file)).map_err(|error| error.to_string())
    })
}

fn workbook(cover: &Cover, tables: &[ShownTable]) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The day of writing would change the bytes from one run to the next; the scheme's first day says as much.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2018, 1, 1)?));
    let formats = Formats::new(cover.day_format);
    explain(book.add_worksheet(), cover, tables, &formats)?;
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.short)?;
        match table.rows.len() > ROWS {
            true => refer(sheet, table, cover)?,
            false => fill(sheet, table, cover, &formats)?,
        }
    }
    Ok(book)
}

/// How cells look, in plain rows and in those that sum up.
struct Formats {
    head: Format,
    head_of_numbers: Format,
    link: Format,
    plain: Look,
    sum: Look,
}

struct Look {
    text: Format,
    whole: Format,
    count: Format,
    number: Format,
    share: Format,
    probability: Format,
    person_years: Format,
    money: Format,
    day: Format,
    small: Format,
}

impl Formats {
    fn new(day: &str) -> Formats {
        let cell = || Format::new().set_align(FormatAlign::Top);
        // Numbers keep a space to the texts at their right.
        let right = |cell: &dyn Fn() -> Format| cell().set_align(FormatAlign::Right).set_indent(1);
        let look = |cell: &dyn Fn() -> Format| Look {
            text: cell().set_text_wrap(),
            whole: cell().set_num_format("0").set_align(FormatAlign::Left),
            count: right(cell).set_num_format("#,##0"),
            number: right(cell).set_num_format("#,##0.0000"),
            share: right(cell).set_num_format("0.0%"),
            probability: right(cell).set_num_format("0.000"),
            person_years: right(cell).set_num_format("#,##0.0"),
            money: right(cell).set_num_format("#,##0.00"),
            day: right(cell).set_num_format(day),
            small: right(cell).set_italic(),
        };
        let head = || cell().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
        Formats {
            head: head(),
            // The arrow of the filter stands at the right.
            head_of_numbers: head().set_align(FormatAlign::Right).set_indent(2),
            link: cell().set_bold().set_hyperlink(),
            plain: look(&cell),
            sum: look(&|| cell().set_bold()),
        }
    }
}

/// The first sheet: labels on the left, texts on the right; a label that is the name of a sheet leads to it.
fn explain(sheet: &mut Worksheet, cover: &Cover, tables: &[ShownTable], formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(&cover.short)?;
    let label = cover.lines.iter().map(|(label, _)| label.chars().count() + 2).max().unwrap_or(0).min(WIDEST);
    sheet.set_column_width(0, label as f64)?;
    sheet.set_column_width(1, COVER as f64)?;
    for (line, (label, text)) in (0_u32..).zip(&cover.lines) {
        match tables.iter().any(|table| table.short == *label) {
            true => {
                let place = Url::new(format!("internal:'{}'!A1", label.replace('\'', "''"))).set_text(label);
                sheet.write_url_with_format(line, 0, place, &formats.link)?;
            }
            false => {
                sheet.write_string_with_format(line, 0, label, &formats.sum.text)?;
            }
        }
        sheet.write_string_with_format(line, 1, whole(text).as_ref(), &formats.plain.text)?;
        sheet.set_row_height(line, LINE * lines(text, COVER) as f64)?;
    }
    print(sheet, 2);
    Ok(())
}

/// A sheet that says where the table is that it has no room for.
fn refer(sheet: &mut Worksheet, table: &ShownTable, cover: &Cover) -> Result<(), XlsxError> {
    sheet.write_string(0, 0, &cover.too_long)?;
    sheet.write_string(1, 0, table.name)?;
    Ok(())
}

fn fill(sheet: &mut Worksheet, table: &ShownTable, cover: &Cover, formats: &Formats) -> Result<(), XlsxError> {
    let mut widths = Vec::with_capacity(table.heads.len());
    for (column, (head, kind)) in (0_u16..).zip(&table.heads) {
        let of_head = if matches!(kind, Kind::Text | Kind::Whole) { &formats.head } else { &formats.head_of_numbers };
        sheet.write_string_with_format(0, column, head, of_head)?;
        let cells = table.rows.iter().map(|(_, row)| &row[usize::from(column)]);
        let longest = cells.map(|cell| width(cell, *kind, cover)).max().unwrap_or(0);
        let chosen = longest.max(head_width(head)).min(WIDEST);
        sheet.set_column_width(column, chosen as f64)?;
        widths.push(chosen);
        for (line, (sum, row)) in (1_u32..).zip(&table.rows) {
            let look = if *sum { &formats.sum } else { &formats.plain };
            write(sheet, (line, column), &row[usize::from(column)], *kind, look, cover)?;
        }
    }
    // A spreadsheet measures the height of wrapped texts only when they are typed into it.
    let of_head = |((head, _), width): (&(String, Kind), &usize)| lines(head, width.saturating_sub(ARROW).max(1));
    let highest = table.heads.iter().zip(&widths).map(of_head).max().unwrap_or(1);
    sheet.set_row_height(0, LINE * highest as f64)?;
    for (line, (_, row)) in (1_u32..).zip(&table.rows) {
        let of_cell = |(cell, width): (&Cell, &usize)| if let Cell::Text(text) = cell { lines(text, *width) } else { 1 };
        let highest = row.iter().zip(&widths).map(of_cell).max().unwrap_or(1);
        if highest > 1 {
            sheet.set_row_height(line, LINE * highest as f64)?;
        }
    }
    sheet.set_freeze_panes(1, u16::from(table.heads.len() > NARROW))?;
    let (rows, columns) = (table.rows.len() as u32, table.heads.len() as u16);
    if columns > 0 {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    print(sheet, table.heads.len());
    sheet.set_repeat_rows(0, 0)?;
    if table.heads.len() > PAGE {
        sheet.set_repeat_columns(0, 0)?;
    }
    Ok(())
}

/// Lying A4 pages, so many side by side that what is on them can be read.
fn print(sheet: &mut Worksheet, columns: usize) {
    let pages = columns.div_ceil(PAGE).max(1);
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(pages as u16, 0);
}

fn write(sheet: &mut Worksheet, (line, column): (u32, u16), cell: &Cell, kind: Kind, look: &Look, cover: &Cover) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(line, column, whole(text).as_ref(), &look.text).map(drop),
        Cell::Whole(whole) => {
            let format = if kind == Kind::Count { &look.count } else { &look.whole };
            sheet.write_number_with_format(line, column, *whole as f64, format).map(drop)
        }
        Cell::Number(number) if number.is_finite() => {
            let format = match kind {
                Kind::Share => &look.share,
                Kind::Probability => &look.probability,
                Kind::PersonYears => &look.person_years,
                _ => &look.number,
            };
            sheet.write_number_with_format(line, column, *number, format).map(drop)
        }
        Cell::Money(cents) => sheet.write_number_with_format(line, column, cents.euro(), &look.money).map(drop),
        // Spreadsheets count days from 1900; what is earlier stays a text.
        Cell::Day(day) if day.year < 1900 => sheet.write_string_with_format(line, column, day.to_string(), &look.text).map(drop),
        Cell::Day(day) => {
            let counted = ExcelDateTime::from_ymd(day.year, day.month, day.day)?;
            sheet.write_datetime_with_format(line, column, &counted, &look.day).map(drop)
        }
        Cell::Small => {
            let format = if kind == Kind::Text { &look.text } else { &look.small };
            sheet.write_string_with_format(line, column, &cover.small_cell, format).map(drop)
        }
        Cell::Number(_) | Cell::Empty => Ok(()),
    }
}

/// A text that a cell can hold: what goes past its end is left out, which a mark says.
fn whole(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LETTERS) {
        None => text.into(),
        Some(_) => text.chars().take(LETTERS - 1).chain(['…']).collect::<String>().into(),
    }
}

/// The width of a head: of its longest word, and a third of it all, beside the arrow of the filter.
fn head_width(head: &str) -> usize {
    let word = head.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    word.max(head.chars().count().div_ceil(3)) + ARROW
}

/// The lines that a text takes in a column. Widths are counted in digits, of which a tenth more letters fit; words that do not fit
/// leave a part of their line empty.
fn lines(text: &str, width: usize) -> usize {
    let (letters, room) = (text.chars().count(), (width * 11 / 10).max(1));
    if letters <= room { 1 } else { (letters * 12).div_ceil(room * 11) }
}

/// The characters that a cell shows.
fn width(cell: &Cell, kind: Kind, cover: &Cover) -> usize {
    match cell {
        Cell::Text(text) => text.chars().count() + 1,
        Cell::Whole(whole) => whole.to_string().len() * 4 / 3 + 2,
        Cell::Number(number) if kind == Kind::Share => format!("{:.1}%", 100.0 * number).len() + 2,
        Cell::Number(number) => format!("{number:.4}").len() * 5 / 4 + 1,
        // One mark of thousands for every three digits.
        Cell::Money(cents) => cents.to_string().len() * 4 / 3 + 2,
        Cell::Day(_) => 12,
        Cell::Small => cover.small_cell.chars().count() + 2,
        Cell::Empty => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
    use crate::spec::{Date, Language};

    #[test]
    fn every_kind_of_cell_is_written_and_the_bytes_are_the_same_again() {
        let heads = [("name", Kind::Text), ("persons", Kind::Whole), ("rate", Kind::Number), ("gain", Kind::Money)];
        let heads = heads.into_iter().chain([("share", Kind::Share), ("day", Kind::Day)]).map(|(name, kind)| (name.to_owned(), kind));
        let day = Cell::Day(Date { year: 2018, month: 11, day: 15 });
        let early = Cell::Day(Date { year: 1815, month: 6, day: 18 });
        let rows = vec![
            (
                false,
                vec![Cell::Text("=1+1".into()), Cell::Whole(7), Cell::Number(0.25), Cell::Money(Cents(-123_456)), Cell::Number(0.2), day],
            ),
            (true, vec![Cell::Empty, Cell::Small, Cell::Number(f64::NAN), Cell::Small, Cell::Empty, early]),
        ];
        let table =
            |heads, rows| ShownTable { name: "gains", title: String::new(), short: format!("{} rows", Vec::len(&rows)), heads, rows };
        let tables = [table(heads.collect(), rows), table(Vec::new(), Vec::new())];
        let cover = cover();
        let bytes = || workbook(&cover, &tables).expect("a workbook").save_to_buffer().expect("bytes");
        let first = bytes();
        assert!(first.starts_with(b"PK") && first.len() > 1_000);
        assert!(first == bytes());
    }

    fn cover() -> Cover {
        let lines = vec![("Title".into(), "a text".into()), ("2 rows".into(), "a sheet".into())];
        Cover::new("About".into(), lines, Language::Fr).expect("texts")
    }

    #[test]
    fn a_table_with_more_rows_than_a_sheet_holds_is_named_and_not_cut() {
        let mut sheet = Worksheet::new();
        let rows = vec![(false, vec![Cell::Whole(1)]); ROWS + 1];
        let table =
            ShownTable { name: "models", title: String::new(), short: "Models".into(), heads: vec![("n".into(), Kind::Whole)], rows };
        assert!(fill(&mut sheet, &table, &cover(), &Formats::new("dd/mm/yyyy")).is_err(), "the sheet has no room for it");
        workbook(&cover(), &[table]).expect("a workbook").save_to_buffer().expect("bytes");
    }

    #[test]
    fn a_text_longer_than_a_cell_holds_says_that_it_goes_on() {
        assert_eq!(whole("é"), "é");
        let cut = whole(&"é".repeat(LETTERS + 1)).into_owned();
        assert!(cut.chars().count() == LETTERS && cut.ends_with('…'));
    }

    #[test]
    fn texts_get_the_lines_that_they_need() {
        assert_eq!(["", "short", &"x".repeat(66), &"x".repeat(70), &"x".repeat(180)].map(|text| lines(text, 60)), [1, 1, 1, 2, 3]);
    }
}
