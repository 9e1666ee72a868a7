//! Tables as an Excel workbook: a first sheet that explains, then one sheet a table with typed cells, a frozen header with
//! filters, columns as wide and rows as high as they need.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::shown::{Cover, ShownTable};
use super::table::{Cell, Kind, SMALL_CELL};
use super::{Folder, ReportError};

/// The widest a column gets, in characters; longer texts wrap.
const WIDEST: usize = 60;
/// Width of the texts on the first sheet, in characters.
const COVER: usize = 90;
/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// Writes `name.xlsx` with the cover and a sheet for each table, in their order; the same tables give the same bytes.
///
/// # Errors
/// [`ReportError::Write`] if the file cannot be written or a table is larger than a sheet.
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
    explain(book.add_worksheet(), cover, &formats)?;
    for table in tables {
        fill(book.add_worksheet(), table, &formats)?;
    }
    Ok(book)
}

/// How cells look, in plain rows and in those that sum up.
struct Formats {
    head: Format,
    plain: Look,
    sum: Look,
}

struct Look {
    text: Format,
    whole: Format,
    number: Format,
    share: Format,
    money: Format,
    day: Format,
    small: Format,
}

impl Formats {
    fn new(day: &str) -> Formats {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let look = |cell: &dyn Fn() -> Format| Look {
            text: cell().set_text_wrap(),
            whole: cell().set_num_format("0"),
            number: cell().set_num_format("0.0000"),
            share: cell().set_num_format("0.0%"),
            money: cell().set_num_format("#,##0.00"),
            day: cell().set_num_format(day).set_align(FormatAlign::Right),
            small: cell().set_italic().set_align(FormatAlign::Right),
        };
        Formats {
            head: cell().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap(),
            plain: look(&cell),
            sum: look(&|| cell().set_bold()),
        }
    }
}

/// The first sheet: labels on the left, texts on the right.
fn explain(sheet: &mut Worksheet, cover: &Cover, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(&cover.short)?;
    let label = cover.lines.iter().map(|(label, _)| label.chars().count() + 2).max().unwrap_or(0).min(WIDEST);
    sheet.set_column_width(0, label as f64)?;
    sheet.set_column_width(1, COVER as f64)?;
    for (line, (label, text)) in (0_u32..).zip(&cover.lines) {
        sheet.write_string_with_format(line, 0, label, &formats.sum.text)?;
        sheet.write_string_with_format(line, 1, text, &formats.plain.text)?;
        sheet.set_row_height(line, LINE * lines(text, COVER) as f64)?;
    }
    Ok(())
}

fn fill(sheet: &mut Worksheet, table: &ShownTable, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(&table.short)?;
    let mut widths = Vec::with_capacity(table.heads.len());
    for (column, (head, kind)) in (0_u16..).zip(&table.heads) {
        sheet.write_string_with_format(0, column, head, &formats.head)?;
        let longest = table.rows.iter().map(|(_, row)| width(&row[usize::from(column)], *kind)).max().unwrap_or(0);
        // The arrow of the filter takes the room of three characters.
        let chosen = longest.max(head.chars().count() + 3).min(WIDEST);
        sheet.set_column_width(column, chosen as f64)?;
        widths.push(chosen);
        for (line, (sum, row)) in (1_u32..).zip(&table.rows) {
            let look = if *sum { &formats.sum } else { &formats.plain };
            write(sheet, line, column, &row[usize::from(column)], *kind, look)?;
        }
    }
    // A spreadsheet measures the height of wrapped texts only when they are typed into it.
    for (line, (_, row)) in (1_u32..).zip(&table.rows) {
        let of_cell = |(cell, width): (&Cell, &usize)| if let Cell::Text(text) = cell { lines(text, *width) } else { 1 };
        let highest = row.iter().zip(&widths).map(of_cell).max().unwrap_or(1);
        if highest > 1 {
            sheet.set_row_height(line, LINE * highest as f64)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let (rows, columns) = (table.rows.len() as u32, table.heads.len() as u16);
    if columns > 0 {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, line: u32, column: u16, cell: &Cell, kind: Kind, look: &Look) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(line, column, text, &look.text).map(drop),
        Cell::Whole(whole) => sheet.write_number_with_format(line, column, *whole as f64, &look.whole).map(drop),
        Cell::Number(number) if number.is_finite() => {
            let format = if kind == Kind::Share { &look.share } else { &look.number };
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
            sheet.write_string_with_format(line, column, SMALL_CELL, format).map(drop)
        }
        Cell::Number(_) | Cell::Empty => Ok(()),
    }
}

/// The lines that a text takes in a column; words that do not fit leave a part of their line empty, hence a sixth more.
fn lines(text: &str, width: usize) -> usize {
    let characters = text.chars().count();
    if characters < width { 1 } else { (characters * 7).div_ceil(width.max(1) * 6) }
}

/// The characters that a cell shows.
fn width(cell: &Cell, kind: Kind) -> usize {
    match cell {
        Cell::Text(text) => text.chars().count() + 1,
        Cell::Whole(whole) => whole.to_string().len() + 1,
        Cell::Number(number) if kind == Kind::Share => format!("{:.1}%", 100.0 * number).len() + 1,
        Cell::Number(number) => format!("{number:.4}").len() + 1,
        // One mark of thousands for every three digits.
        Cell::Money(cents) => cents.to_string().len() * 4 / 3 + 1,
        Cell::Day(_) => 12,
        Cell::Small => SMALL_CELL.len() + 1,
        Cell::Empty => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
    use crate::spec::Date;

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
        let cover = Cover { short: "About".into(), lines: vec![("Title".into(), "a text".into())], day_format: "dd/mm/yyyy" };
        let bytes = || workbook(&cover, &tables).expect("a workbook").save_to_buffer().expect("bytes");
        let first = bytes();
        assert!(first.starts_with(b"PK") && first.len() > 1_000);
        assert!(first == bytes());
    }

    #[test]
    fn texts_get_the_lines_that_they_need() {
        assert_eq!([lines("", 60), lines("short", 60), lines(&"x".repeat(60), 60), lines(&"x".repeat(180), 60)], [1, 1, 2, 4]);
    }
}
