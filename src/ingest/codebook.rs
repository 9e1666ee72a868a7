//! The tables that turn codes into meaning: nomenclature code → sector, drug class → condition.

use std::io::Cursor;
use std::path::Path;

use polars::prelude::*;

use super::DataError;
use super::files::unreadable;

/// Number of a sector in its codebook.
pub type SectorId = u8;

/// One past the largest nomenclature code, which has six digits.
const CODES: usize = 1_000_000;

/// Where the lines of the drugs table stand in a sector table.
const DRUGS: &str = "drugs";

/// Nomenclature codes and their sector.
#[derive(Debug, Clone)]
pub struct Codebook {
    /// Names of the sectors, in the order of their first appearance.
    pub sectors: Vec<String>,
    /// Sector of the drugs table, if it has one.
    pub drugs: Option<SectorId>,
    by_code: Vec<Option<SectorId>>,
}

impl Codebook {
    /// Reads `code_from,code_to,sector` from CSV bytes; a row with code_from `drugs` gives the sector of the drugs table.
    pub fn parse(path: &Path, csv: &[u8]) -> Result<Codebook, DataError> {
        let mut book = Codebook { sectors: Vec::new(), drugs: None, by_code: vec![None; CODES] };
        for (line, [from, to, sector]) in rows(path, csv, ["code_from", "code_to", "sector"])? {
            let refuse = |reason: String| DataError::Codebook { file: path.to_owned(), line, reason };
            let known = book.sectors.iter().position(|name| *name == sector);
            let id = known.unwrap_or(book.sectors.len());
            let id = SectorId::try_from(id).map_err(|_| refuse("there are more than 256 sectors".into()))?;
            if known.is_none() {
                book.sectors.push(sector);
            }
            if from == DRUGS {
                book.drugs = Some(id);
                continue;
            }
            let code = |text: &str| text.parse().ok().filter(|code: &usize| *code < CODES);
            let range = code(&from).zip(code(&to)).filter(|(from, to)| from <= to);
            let (from, to) = range.ok_or_else(|| refuse(format!("`{from}` to `{to}` is not a range of six-digit codes")))?;
            let range = book.by_code.iter_mut().zip(0..).take(to + 1).skip(from);
            for (slot, code) in range {
                if slot.replace(id).is_some() {
                    return Err(refuse(format!("code {code:06} has a sector already")));
                }
            }
        }
        Ok(book)
    }

    /// The sector of a nomenclature code.
    pub fn sector(&self, code: i64) -> Option<SectorId> {
        usize::try_from(code).ok().and_then(|code| self.by_code.get(code).copied()).flatten()
    }
}

/// Defined daily doses in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MilliDoses(pub i32);

impl MilliDoses {
    /// From a number of doses; `None` if it is not a number, or beyond two million.
    pub fn from_doses(doses: f64) -> Option<MilliDoses> {
        (doses.abs() < 2e6).then(|| MilliDoses((doses * 1000.0).round() as i32))
    }
}

/// Drug classes and the conditions that they reveal (method, section 4).
#[derive(Debug, Clone)]
pub struct Morbidity {
    /// Names of the conditions, in the order of their first appearance.
    pub conditions: Vec<String>,
    /// Daily doses in a year from which a person has the condition, by condition.
    pub thresholds: Vec<MilliDoses>,
    prefixes: Vec<(String, u8)>,
}

impl Morbidity {
    /// Reads `atc,condition,threshold` from CSV bytes.
    pub fn parse(path: &Path, csv: &[u8]) -> Result<Morbidity, DataError> {
        let mut table = Morbidity { conditions: Vec::new(), thresholds: Vec::new(), prefixes: Vec::new() };
        for (line, [atc, condition, threshold]) in rows(path, csv, ["atc", "condition", "threshold"])? {
            let refuse = |reason: String| DataError::Codebook { file: path.to_owned(), line, reason };
            let doses = threshold.parse().ok().and_then(MilliDoses::from_doses).filter(|doses| doses.0 > 0);
            let doses = doses.ok_or_else(|| refuse(format!("`{threshold}` is not a number of daily doses")))?;
            let id = match table.conditions.iter().position(|name| *name == condition) {
                Some(id) if table.thresholds[id] == doses => id,
                Some(_) => return Err(refuse(format!("condition `{condition}` has another threshold above"))),
                None => {
                    table.conditions.push(condition);
                    table.thresholds.push(doses);
                    table.conditions.len() - 1
                }
            };
            let id = u8::try_from(id).map_err(|_| refuse("there are more than 256 conditions".into()))?;
            if atc.is_empty() {
                return Err(refuse("the drug class is empty".into()));
            }
            // Doses of a class within a class of the same condition would count twice.
            let within = |(other, of): &&(String, u8)| *of == id && (atc.starts_with(other.as_str()) || other.starts_with(atc.as_str()));
            if let Some((other, _)) = table.prefixes.iter().find(within) {
                return Err(refuse(format!("classes `{other}` and `{atc}` of one condition overlap")));
            }
            table.prefixes.push((atc, id));
        }
        Ok(table)
    }

    /// The conditions that a drug class counts for.
    pub fn of(&self, atc: &str) -> impl Iterator<Item = usize> {
        self.prefixes.iter().filter(move |(prefix, _)| atc.starts_with(prefix.as_str())).map(|(_, id)| usize::from(*id))
    }
}

/// The rows of a small CSV table, as text, with their line numbers.
fn rows(path: &Path, csv: &[u8], columns: [&str; 3]) -> Result<Vec<(usize, [String; 3])>, DataError> {
    let refused = |error| unreadable(path, error);
    let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
    let table = CsvReader::new(Cursor::new(csv)).with_options(options).finish().map_err(refused)?;
    let mut cells = Vec::with_capacity(3);
    for column in columns {
        let missing = || DataError::Codebook { file: path.to_owned(), line: 1, reason: format!("there is no column `{column}`") };
        cells.push(table.column(column).map_err(|_| missing())?.str().map_err(refused)?);
    }
    let text = |cell: &StringChunked, row: usize| cell.get(row).unwrap_or_default().trim().to_owned();
    Ok((0..table.height()).map(|row| (row + 2, [text(cells[0], row), text(cells[1], row), text(cells[2], row)])).collect())
}
