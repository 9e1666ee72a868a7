//! Tables as an Excel workbook: one sheet a table, typed cells, a frozen header with filters, columns as wide as they need.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::table::{Cell, Kind, SMALL_CELL, Table};
use super::{Folder, ReportError};

/// The widest a column gets, in characters; longer texts wrap.
const WIDEST: usize = 60;

/// Writes `name.xlsx` with a sheet for each table, in their order; the same tables give the same bytes.
///
/// # Errors
/// [`ReportError::Write`] if the file cannot be written or a table is larger than a sheet.
pub fn write_workbook(name: &str, tables: &[Table], folder: &mut Folder) -> Result<(), ReportError> {
    folder.write(&format!("{name}.xlsx"), |file| {
        workbook(tables).and_then(|mut book| book.save_to_writer(file)).map_err(|error| error.to_string())
    })
}

fn workbook(tables: &[Table]) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The day of writing would change the bytes from one run to the next; the scheme's first day says as much.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2018, 1, 1)?));
    let formats = Formats::new();
    for table in tables {
        fill(book.add_worksheet(), table, &formats)?;
    }
    Ok(book)
}

/// How cells look.
struct Formats {
    head: Format,
    text: Format,
    whole: Format,
    number: Format,
    money: Format,
    small: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = || Format::new().set_align(FormatAlign::Top);
        Formats {
            head: cell().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap(),
            text: cell().set_text_wrap(),
            whole: cell().set_num_format("0"),
            number: cell().set_num_format("0.0000"),
            money: cell().set_num_format("#,##0.00"),
            small: cell().set_italic().set_align(FormatAlign::Right),
        }
    }
}

fn fill(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(table.name)?;
    for (column, (name, kind)) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, *name, &formats.head)?;
        let longest = table.rows.iter().map(|row| width(&row[usize::from(column)])).max().unwrap_or(0);
        // The arrow of the filter takes the room of three characters.
        sheet.set_column_width(column, longest.max(name.chars().count() + 3).min(WIDEST) as f64)?;
        for (line, row) in (1_u32..).zip(&table.rows) {
            write(sheet, line, column, &row[usize::from(column)], *kind, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let (rows, columns) = (table.rows.len() as u32, table.columns.len() as u16);
    if columns > 0 {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, line: u32, column: u16, cell: &Cell, kind: Kind, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(line, column, text, &formats.text).map(drop),
        Cell::Whole(whole) => sheet.write_number_with_format(line, column, *whole as f64, &formats.whole).map(drop),
        Cell::Number(number) if number.is_finite() => sheet.write_number_with_format(line, column, *number, &formats.number).map(drop),
        Cell::Money(cents) => sheet.write_number_with_format(line, column, cents.euro(), &formats.money).map(drop),
        Cell::Small => {
            let format = if kind == Kind::Text { &formats.text } else { &formats.small };
            sheet.write_string_with_format(line, column, SMALL_CELL, format).map(drop)
        }
        Cell::Number(_) | Cell::Empty => Ok(()),
    }
}

/// The characters that a cell shows.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.chars().count() + 1,
        Cell::Whole(whole) => whole.to_string().len() + 1,
        Cell::Number(number) => format!("{number:.4}").len() + 1,
        // One mark of thousands for every three digits.
        Cell::Money(cents) => cents.to_string().len() * 4 / 3 + 1,
        Cell::Small => SMALL_CELL.len() + 1,
        Cell::Empty => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;

    #[test]
    fn every_kind_of_cell_is_written_and_the_bytes_are_the_same_again() {
        let columns = vec![("name", Kind::Text), ("persons", Kind::Whole), ("rate", Kind::Number), ("gain", Kind::Money)];
        let rows = vec![
            vec![Cell::Text("=1+1".into()), Cell::Whole(7), Cell::Number(0.25), Cell::Money(Cents(-123_456))],
            vec![Cell::Empty, Cell::Small, Cell::Number(f64::NAN), Cell::Small],
        ];
        let tables = [Table { name: "gains", columns, rows }, Table { name: "nothing", columns: Vec::new(), rows: Vec::new() }];
        let bytes = || workbook(&tables).expect("a workbook").save_to_buffer().expect("bytes");
        let first = bytes();
        assert!(first.starts_with(b"PK") && first.len() > 1_000);
        assert!(first == bytes());
    }
}
