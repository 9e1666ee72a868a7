//! Cells as people read them: the words that programs know a choice by become words of the language.

use crate::credibility::Verdict;
use crate::report::finding_text::finding_text;
use crate::report::html::{reading_key, span, verdict_key};
use crate::report::language::Words;
use crate::report::language::numbers::Numbers;
use crate::report::table::Cell;
use crate::report::{ReportError, Results};
use crate::spec::Reading;

/// How the cells of one run are shown.
pub struct Cells<'a> {
    results: &'a Results,
    /// The language.
    pub words: &'a Words,
    numbers: Numbers,
    all: String,
}

impl<'a> Cells<'a> {
    /// In the language of the results.
    pub fn new(results: &'a Results, words: &'a Words) -> Cells<'a> {
        Cells { results, words, numbers: Numbers::new(results.asked.language), all: span(&results.asked.performance) }
    }

    /// The cell of a table in its row and column.
    pub fn shown(&self, table: &str, row: usize, column: &str, cell: &Cell) -> Result<Cell, ReportError> {
        let Cell::Text(text) = cell else { return Ok(cell.clone()) };
        let said = |key: &str| if self.words.has(key) { self.words.say(key) } else { Ok(text.clone()) };
        let finding = || finding_text(&self.results.findings[row], self.words, self.numbers);
        let shown = match (table, column) {
            ("findings", "message") => finding()?.message,
            ("findings", "what_to_do") => finding()?.advice,
            (_, "year") => match text.parse() {
                Ok(year) => return Ok(Cell::Whole(year)),
                Err(_) => self.all.clone(),
            },
            (_, "reading") => {
                let reading = [Reading::Level, Reading::Evolution, Reading::Additive, Reading::Credible];
                let known = reading.into_iter().find(|reading| reading.to_string() == *text);
                known.map_or_else(|| Ok(text.clone()), |reading| self.words.say(reading_key(reading)))?
            }
            (_, "verdict") => {
                let known = [Verdict::Gain, Verdict::Loss, Verdict::NotDistinguishable].into_iter().find(|known| known.word() == text);
                known.map_or_else(|| Ok(text.clone()), |verdict| self.words.say(verdict_key(verdict)))?
            }
            (_, "sector") if text == "total" => self.words.say("total")?,
            (_, "sector") => self.words.sector(text)?,
            (_, "adjuster") => self.words.adjuster(text)?,
            (_, "term") => self.words.term(text)?,
            (_, "flags") => {
                let said = |flag: &str| {
                    let key = format!("flag-{flag}");
                    if self.words.has(&key) { self.words.say(&key) } else { Ok(flag.to_owned()) }
                };
                let flags = text.split(' ').filter(|flag| !flag.is_empty()).map(said);
                flags.collect::<Result<Vec<_>, _>>()?.join(self.words.semicolon())
            }
            (_, "left_out") => match text.as_str() {
                "all pilots" => self.words.say("left-out-all")?,
                "none" => self.words.say("left-out-none")?,
                pilot => self.words.tell("left-out-pilot", &[("pilot", pilot.into())])?,
            },
            (_, "component" | "part" | "scale") => said(&format!("{column}-{}", text.replace([' ', '_'], "-")))?,
            (_, "outliers") => self.words.outliers(text, self.numbers)?,
            (_, "cut_off") => self.numbers.rewritten(text),
            (_, "level") => said(&format!("level-{text}"))?,
            (_, "family") => match self.words.has(&format!("family-{text}")) {
                true => self.words.say(&format!("family-{text}"))?,
                false => self.words.column(text)?,
            },
            (_, "group" | "used") => said(&format!("diagnostics-{text}"))?,
            _ => text.clone(),
        };
        Ok(if shown.is_empty() { Cell::Empty } else { Cell::Text(shown) })
    }
}
