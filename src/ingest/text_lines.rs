//! What is wrong with the lines of a text file, counted and located.

use std::fmt;

use super::error::Count;
use crate::spec::{Encoding, Layout, TextFormat};

/// Bytes of a row from which a text file is refused: a thousand times what a benefit line takes, and little memory.
pub const LONGEST_ROW: usize = 1 << 20;

/// What is wrong with some lines of a text file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineFlaw {
    /// What it is.
    pub kind: FlawKind,
    /// How many lines have it.
    pub count: Count,
    /// The first of them, counted from 1, the header included.
    pub first: u64,
}

/// What can be wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FlawKind {
    /// A row longer than [`LONGEST_ROW`].
    TooLong,
    /// A quoted text that nothing closes.
    OpenQuote,
    /// A byte zero: no text has one.
    Nul,
    /// Not UTF-8, as was said.
    NotUtf8,
    /// UTF-8, though another encoding was said.
    IsUtf8,
    /// Another number of columns than the header has.
    Columns {
        /// How many the header has.
        expected: usize,
    },
    /// Another number of characters than the layout says.
    Width {
        /// How many characters the layout says.
        expected: usize,
    },
}

impl fmt::Display for LineFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, first) = (self.count, self.first);
        match self.kind {
            FlawKind::TooLong => write!(f, "line {first}: a row is longer than {} KiB", LONGEST_ROW >> 10),
            FlawKind::OpenQuote => write!(f, "line {first}: a quoted text begins that nothing closes"),
            FlawKind::Nul => write!(f, "{count} lines hold bytes that no text has, the first in line {first}"),
            FlawKind::NotUtf8 => write!(f, "{count} lines are not UTF-8, the first is line {first}"),
            FlawKind::IsUtf8 => write!(f, "{count} lines are UTF-8, not the encoding that the study says; the first is line {first}"),
            FlawKind::Columns { expected } => {
                write!(f, "{count} lines have another number of columns than the header's {expected}, the first is line {first}")
            }
            FlawKind::Width { expected } => {
                write!(f, "{count} lines do not have the {expected} characters of the layout, the first is line {first}")
            }
        }
    }
}

impl LineFlaw {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.kind {
            FlawKind::TooLong => "check that the file is text with one row a line",
            FlawKind::OpenQuote => "close the quote, or double a quote that is part of a text",
            FlawKind::Nul => "check that the file is text, and was copied whole",
            FlawKind::NotUtf8 => "give its encoding in [data], for example encoding = \"latin1\"",
            FlawKind::IsUtf8 => "leave `encoding` out of [data], or give encoding = \"utf-8\"",
            FlawKind::Columns { .. } => "a line may be cut off, or hold the delimiter in a text without quotes",
            FlawKind::Width { .. } => "check that file and layout belong together, and that no line is cut off",
        }
    }
}

/// How many lines have a flaw, and the first of them.
#[derive(Clone, Copy, Default)]
struct Tally {
    count: u64,
    first: u64,
}

impl Tally {
    fn add(&mut self, line: u64) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
    }

    fn flaw(self, kind: FlawKind) -> Option<LineFlaw> {
        (self.count > 0).then(|| LineFlaw { kind, count: self.count.into(), first: self.first })
    }
}

/// Goes through the bytes of a text file, block after block, and tallies what is wrong.
///
/// Line ends, delimiters and quotes are the same bytes in all encodings read, so bytes are looked at before they are decoded.
pub struct Lines<'a> {
    format: &'a TextFormat,
    /// The beginning of a line whose end is in a later block.
    rest: Vec<u8>,
    line: u64,
    /// Line on which the row began, its bytes and its columns so far.
    row: (u64, usize, usize),
    quoted: bool,
    /// Columns of the header.
    header: Option<usize>,
    /// Blank lines that nothing followed yet: at the end of a file they do no harm.
    blank: Tally,
    nul: Tally,
    not_utf8: Tally,
    beyond_ascii: Tally,
    columns: Tally,
    width: Tally,
}

impl<'a> Lines<'a> {
    /// Before the first line.
    pub fn new(format: &'a TextFormat) -> Lines<'a> {
        let none = Tally::default();
        let (rest, row) = (Vec::new(), (1, 0, 0));
        let tallies = (none, none, none, none, none, none);
        let (blank, nul, not_utf8, beyond_ascii, columns, width) = tallies;
        Lines { format, rest, line: 0, row, quoted: false, header: None, blank, nul, not_utf8, beyond_ascii, columns, width }
    }

    /// Looks at a block; a row that is too long ends it at once.
    pub fn take(&mut self, mut block: &[u8]) -> Result<(), LineFlaw> {
        while let Some(end) = block.iter().position(|byte| *byte == b'\n') {
            let (line, after) = block.split_at(end + 1);
            block = after;
            if self.rest.is_empty() {
                self.line(&line[..end])?;
            } else {
                let mut whole = std::mem::take(&mut self.rest);
                whole.extend_from_slice(&line[..end]);
                self.line(&whole)?;
            }
        }
        self.rest.extend_from_slice(block);
        self.refuse_long(self.rest.len())
    }

    /// What is wrong with the file, after its last block.
    pub fn finish(mut self) -> Vec<LineFlaw> {
        let last = std::mem::take(&mut self.rest);
        if !last.is_empty()
            && let Err(flaw) = self.line(&last)
        {
            return vec![flaw];
        }
        let open = Tally { count: u64::from(self.quoted), first: self.row.0 };
        let other_encoding = match self.format.encoding {
            Encoding::Utf8 => self.not_utf8.flaw(FlawKind::NotUtf8),
            // METHOD: text that is UTF-8 throughout and not plain ASCII is hardly ever anything else.
            _ if self.not_utf8.count == 0 => self.beyond_ascii.flaw(FlawKind::IsUtf8),
            _ => None,
        };
        if let Some(nul) = self.nul.flaw(FlawKind::Nul) {
            // The rest of what is wrong follows from its not being text.
            return vec![nul];
        }
        let columns = self.columns.flaw(FlawKind::Columns { expected: self.header.unwrap_or(0) });
        let width = self.width.flaw(FlawKind::Width { expected: self.format.layout.as_ref().map_or(0, Layout::reach) });
        [open.flaw(FlawKind::OpenQuote), other_encoding, columns, width].into_iter().flatten().collect()
    }

    fn refuse_long(&self, more: usize) -> Result<(), LineFlaw> {
        if self.row.1 + more <= LONGEST_ROW {
            return Ok(());
        }
        // Where a quote was left open, the row is long because of it.
        let kind = if self.quoted { FlawKind::OpenQuote } else { FlawKind::TooLong };
        Err(LineFlaw { kind, count: 1.into(), first: self.row.0 })
    }

    fn line(&mut self, line: &[u8]) -> Result<(), LineFlaw> {
        self.refuse_long(line.len())?;
        self.line += 1;
        let mut line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.line == 1 {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        let mut characters = line.len();
        if !line.is_ascii() {
            self.beyond_ascii.add(self.line);
            match std::str::from_utf8(line) {
                Ok(text) if self.format.encoding == Encoding::Utf8 => characters = text.chars().count(),
                Ok(_) => {}
                Err(_) => self.not_utf8.add(self.line),
            }
        }
        if line.contains(&0) {
            self.nul.add(self.line);
        }
        if line.is_empty() && !self.quoted {
            self.blank.add(self.line);
            return Ok(());
        }
        match &self.format.layout {
            Some(layout) => {
                let (reach, exact) = (layout.reach(), layout.length.is_some());
                self.flush_blank(true);
                if characters < reach || (exact && characters > reach) {
                    self.width.add(self.line);
                }
            }
            None => self.csv(line),
        }
        Ok(())
    }

    /// Blank lines between others are rows of another shape.
    fn flush_blank(&mut self, layout: bool) {
        let blank = std::mem::take(&mut self.blank);
        let tally = if layout { &mut self.width } else { &mut self.columns };
        if blank.count > 0 {
            tally.first = if tally.count == 0 { blank.first } else { tally.first };
            tally.count += blank.count;
        }
    }

    fn csv(&mut self, line: &[u8]) {
        self.flush_blank(false);
        if !self.quoted {
            self.row = (self.line, 0, 1);
        }
        if self.quoted || line.contains(&b'"') {
            for byte in line {
                match *byte {
                    b'"' => self.quoted = !self.quoted,
                    other if other == self.format.delimiter && !self.quoted => self.row.2 += 1,
                    _ => {}
                }
            }
        } else {
            self.row.2 += line.iter().filter(|byte| **byte == self.format.delimiter).count();
        }
        if self.quoted {
            self.row.1 += line.len();
            return;
        }
        let (first, _, columns) = self.row;
        self.row.1 = 0;
        match self.header {
            None => self.header = Some(columns),
            Some(header) if header != columns => self.columns.add(first),
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaws(format: &TextFormat, text: &[u8], block: usize) -> Vec<(FlawKind, u64)> {
        let mut lines = Lines::new(format);
        for block in text.chunks(block) {
            if let Err(flaw) = lines.take(block) {
                return vec![(flaw.kind, flaw.first)];
            }
        }
        lines.finish().into_iter().map(|flaw| (flaw.kind, flaw.first)).collect()
    }

    #[test]
    fn flaws_are_found_on_their_line_however_the_bytes_come() {
        let csv = TextFormat::default();
        let latin1 = TextFormat { encoding: Encoding::Latin1, ..TextFormat::default() };
        let columns = FlawKind::Columns { expected: 2 };
        type Case<'a> = (&'a TextFormat, &'a [u8], Vec<(FlawKind, u64)>);
        let cases: [Case; 14] = [
            (&csv, b"a,b\n1,2\n", vec![]),
            (&csv, b"\xEF\xBB\xBFa,b\r\n1,2\r\n\r\n", vec![]),
            (&csv, b"a,b\n1,\"x\ny, \"\"z\"\n3,4", vec![]),
            (&csv, b"a,b\n1,2\n3\n", vec![(columns, 3)]),
            (&csv, b"a,b\n1,2,3\n4,5\n", vec![(columns, 2)]),
            (&csv, b"a,b\n\n1,2\n", vec![(columns, 2)]),
            (&csv, b"a,b\n1,\"x\n2,y\n3,z\n", vec![(FlawKind::OpenQuote, 2)]),
            (&csv, b"a,b\n1,\xE9\n", vec![(FlawKind::NotUtf8, 2)]),
            (&csv, b"a,b\n1,\xC3\xA9\n", vec![]),
            (&latin1, b"a,b\n1,\xE9\n", vec![]),
            (&latin1, b"a,b\n1,\xC3\xA9\n", vec![(FlawKind::IsUtf8, 2)]),
            (&csv, b"a,b\n1,\0\n", vec![(FlawKind::Nul, 2)]),
            (&csv, b"a,b\n1\n2,\xE9\n", vec![(FlawKind::NotUtf8, 3), (columns, 2)]),
            (&csv, b"", vec![]),
        ];
        for (format, text, expected) in cases {
            for block in [1, 3, 1000] {
                assert_eq!(flaws(format, text, block), expected, "{:?} by {block}", String::from_utf8_lossy(text));
            }
        }
    }

    #[test]
    fn a_row_without_end_is_refused_before_it_is_held() {
        let csv = TextFormat::default();
        let long = vec![b'x'; LONGEST_ROW + 2];
        assert_eq!(flaws(&csv, &long, 4096), [(FlawKind::TooLong, 1)]);
        let mut open = b"a,b\n1,\"".to_vec();
        open.extend("2,y\n".repeat(LONGEST_ROW / 3).bytes());
        assert_eq!(flaws(&csv, &open, 4096), [(FlawKind::OpenQuote, 2)]);
    }
}
