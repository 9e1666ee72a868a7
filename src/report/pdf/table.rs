//! A table on paper: cells, and how much of the page's width each column takes.

use serde::Serialize;

use super::document::Marked;
use crate::report::html::page::{PageCell, PageHead, PageTable};

/// After how many letters a cell may go on in a next line.
#[derive(Clone, Copy)]
struct Turn {
    /// A text.
    text: usize,
    /// What stands smaller below a number.
    under: usize,
}

/// In a table with room.
const ROOMY: Turn = Turn { text: 30, under: 22 };
/// In one without.
const NARROW: Turn = Turn { text: 20, under: 13 };
/// Letters of a head after which it may.
const HEAD: usize = 13;
/// Letters that a line of the page holds at a size that is easily read.
const ROOM: usize = 120;
/// What stands between two columns, in letters.
const BETWEEN: usize = 2;

/// A table.
#[derive(Serialize)]
pub struct Table {
    caption: String,
    heads: Vec<Head>,
    lines: Vec<Line>,
    /// Width of each column, in letters.
    widths: Vec<usize>,
}

/// The head of a column.
#[derive(Serialize)]
pub struct Head {
    text: String,
    under: String,
    number: bool,
}

/// A line of a table.
#[derive(Default, Serialize)]
pub struct Line {
    /// Whether it sums up.
    pub sum: bool,
    /// Whether it names the lines below it.
    pub group: bool,
    /// Its cells; the last takes what is left of the columns.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Default, Serialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// A smaller text below.
    pub under: String,
    /// A verdict below that.
    pub verdict: Option<Marked>,
    /// What must not be missed, last.
    pub warning: String,
    /// Whether it holds a number.
    pub number: bool,
    /// Whether the number is out of the ordinary.
    pub suspect: bool,
    /// Whether the text is what a machine reads.
    pub code: bool,
    /// Tag of its language, when it is not that of the document.
    pub language: Option<&'static str>,
}

impl Table {
    /// A table with its columns made as wide as what they hold asks for.
    pub fn new(caption: impl Into<String>, heads: Vec<Head>, lines: Vec<Line>) -> Table {
        let widths = |turn: Turn| (0..heads.len()).map(|place| width(place, &heads, &lines, turn)).collect::<Vec<_>>();
        let roomy = widths(ROOMY);
        let fits = roomy.iter().map(|width| width + BETWEEN).sum::<usize>() <= ROOM;
        let widths = if fits { roomy } else { widths(NARROW) };
        Table { caption: caption.into(), heads, lines, widths }
    }
}

impl From<&PageTable> for Table {
    fn from(table: &PageTable) -> Table {
        let line = |row: &crate::report::html::page::PageRow| Line {
            sum: row.sum,
            cells: row.cells.iter().map(Cell::from).collect(),
            ..Line::default()
        };
        Table::new(&table.caption, table.heads.iter().map(Head::from).collect(), table.rows.iter().map(line).collect())
    }
}

impl Head {
    /// Over texts.
    pub fn text(text: String) -> Head {
        Head { text, under: String::new(), number: false }
    }

    /// Over numbers.
    pub fn number(text: String) -> Head {
        Head { text, under: String::new(), number: true }
    }

    /// The same with a smaller text below.
    pub fn with_under(self, under: String) -> Head {
        Head { under, ..self }
    }
}

impl From<&PageHead> for Head {
    fn from(head: &PageHead) -> Head {
        Head { text: head.text.clone(), under: head.under.clone(), number: head.number }
    }
}

impl Line {
    /// A line that neither sums up nor names others.
    pub fn new(cells: Vec<Cell>) -> Line {
        Line { cells, ..Line::default() }
    }

    /// The name of the lines below.
    pub fn group(name: &str) -> Line {
        Line { group: true, cells: vec![Cell::text(name)], ..Line::default() }
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A number.
    pub fn number(number: impl Into<String>) -> Cell {
        Cell { number: true, ..Cell::text(number) }
    }

    /// The same with a smaller text below.
    pub fn with_under(self, under: impl Into<String>) -> Cell {
        Cell { under: under.into(), ..self }
    }
}

impl From<&PageCell> for Cell {
    fn from(cell: &PageCell) -> Cell {
        Cell { text: cell.text.clone(), under: cell.under.clone(), number: cell.number, ..Cell::default() }
    }
}

/// The letters of a column: numbers stay whole, texts go on in a next line, a word is not broken.
fn width(place: usize, heads: &[Head], lines: &[Line], turn: Turn) -> usize {
    // A cell that takes the columns after it too says nothing of its own.
    let whole = lines.iter().filter(|line| line.cells.len() == heads.len()).map(|line| &line.cells[place]);
    let of_cell = |cell: &Cell| {
        let text = if cell.number { letters(&cell.text) } else { flowing(&cell.text, turn.text) };
        let verdict = cell.verdict.as_ref().map_or(0, |verdict| flowing(&verdict.text, turn.under) + 2);
        text.max(verdict).max(flowing(&cell.under, turn.under)).max(flowing(&cell.warning, turn.under))
    };
    let head = flowing(&heads[place].text, HEAD).max(flowing(&heads[place].under, HEAD));
    whole.map(of_cell).chain([head, 3]).max().unwrap_or_default()
}

/// The letters that a text takes which may go on in a next line after so many.
fn flowing(text: &str, line: usize) -> usize {
    let longest = text.split([' ', '-', '/']).map(letters).max().unwrap_or_default();
    letters(text).min(line.max(longest))
}

fn letters(text: &str) -> usize {
    text.chars().count()
}
