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

/// Nomenclature codes and their sector, which may change from one day to the next.
#[derive(Debug, Clone)]
pub struct Codebook {
    /// Names of the sectors, in the order of their first appearance.
    pub sectors: Vec<String>,
    /// The first days of the eras after the first, in days since 1 January 1970, ascending.
    starts: Vec<i32>,
    eras: Vec<Era>,
}

/// A time within which no code changes its sector.
#[derive(Debug, Clone)]
struct Era {
    /// Sector of the drugs table, if it has one.
    drugs: Option<SectorId>,
    by_code: Vec<Option<SectorId>>,
}

/// A row of a sector table.
struct SectorRow {
    line: usize,
    /// First and last code; `None`: the drugs table.
    codes: Option<(usize, usize)>,
    sector: SectorId,
    /// First and last day, in days since 1 January 1970.
    days: (i32, i32),
}

impl SectorRow {
    fn overlaps(&self, other: &SectorRow) -> bool {
        let codes = match (self.codes, other.codes) {
            (None, None) => true,
            (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
            _ => false,
        };
        codes && self.days.0 <= other.days.1 && other.days.0 <= self.days.1
    }
}

impl Codebook {
    /// Reads `code_from,code_to,sector` and, if they are there, `from,to` from CSV bytes; a row with code_from `drugs` gives the
    /// sector of the drugs table.
    ///
    /// `from` and `to` are the first and last day of service for which the row holds: a date such as 2018-07-01 or a year; an empty
    /// one is without end.
    ///
    /// # Errors
    /// A code, sector or date that is none, or two rows that hold for the same code on the same day: both lines are named.
    pub fn parse(path: &Path, csv: &[u8]) -> Result<Codebook, DataError> {
        let mut sectors: Vec<String> = Vec::new();
        let mut known: Vec<SectorRow> = Vec::new();
        for (line, [first, last, sector, from, to]) in rows(path, csv, ["code_from", "code_to", "sector"], ["from", "to"])? {
            let refuse = |reason: String| DataError::Codebook { file: path.to_owned(), line, reason };
            let id = sectors.iter().position(|name| *name == sector).unwrap_or(sectors.len());
            let id = SectorId::try_from(id).map_err(|_| refuse("there are more than 256 sectors".into()))?;
            if sectors.len() == usize::from(id) {
                sectors.push(sector);
            }
            let day = |text: &str, of_year: &str, without: i32| match text {
                "" => Ok(without),
                _ => day(text, of_year).ok_or_else(|| refuse(format!("`{text}` is neither a date such as 2018-07-01 nor a year"))),
            };
            let days = (day(&from, "01-01", i32::MIN)?, day(&to, "12-31", i32::MAX)?);
            if days.0 > days.1 {
                return Err(refuse(format!("`{from}` is after `{to}`")));
            }
            let code = |text: &str| text.parse().ok().filter(|code: &usize| *code < CODES);
            let codes = match code(&first).zip(code(&last)).filter(|(first, last)| first <= last) {
                _ if first == DRUGS => None,
                None => return Err(refuse(format!("`{first}` to `{last}` is not a range of six-digit codes"))),
                range => range,
            };
            let row = SectorRow { line, codes, sector: id, days };
            if let Some(other) = known.iter().find(|other| row.overlaps(other)) {
                let code = row.codes.zip(other.codes).map_or(DRUGS.to_owned(), |(a, b)| format!("{:06}", a.0.max(b.0)));
                return Err(refuse(format!("`{code}` has a sector at that time already, on line {}", other.line)));
            }
            known.push(row);
        }
        let bounds = known.iter().flat_map(|row| [row.days.0, row.days.1.saturating_add(1)]);
        let mut starts: Vec<i32> = bounds.filter(|day| ![i32::MIN, i32::MAX].contains(day)).collect();
        starts.sort_unstable();
        starts.dedup();
        let era = |start: i32| {
            let mut era = Era { drugs: None, by_code: vec![None; CODES] };
            for row in known.iter().filter(|row| row.days.0 <= start && start <= row.days.1) {
                match row.codes {
                    None => era.drugs = Some(row.sector),
                    Some((first, last)) => era.by_code[first..=last].fill(Some(row.sector)),
                }
            }
            era
        };
        let eras = [i32::MIN].iter().chain(&starts).map(|start| era(*start)).collect();
        Ok(Codebook { sectors, starts, eras })
    }

    fn era(&self, day: i32) -> &Era {
        // Nearly every table has one era.
        let era = if self.starts.is_empty() { 0 } else { self.starts.partition_point(|start| *start <= day) };
        &self.eras[era]
    }

    /// The sector of a nomenclature code on a day, in days since 1 January 1970.
    pub fn sector(&self, code: i64, day: i32) -> Option<SectorId> {
        usize::try_from(code).ok().and_then(|code| self.era(day).by_code.get(code).copied()).flatten()
    }

    /// The sector of the drugs table on a day, if it has one.
    pub fn drugs(&self, day: i32) -> Option<SectorId> {
        self.era(day).drugs
    }
}

/// The day of a date such as 2018-07-01, or the day `of_year` of a year; in days since 1 January 1970.
fn day(text: &str, of_year: &str) -> Option<i32> {
    let year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let date = if year { format!("{text}-{of_year}") } else { text.to_owned() };
    let parsed = StringChunked::from_slice("day".into(), &[date.as_str()]).as_date(Some("%Y-%m-%d"), false).ok()?;
    parsed.physical().get(0)
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
        for (line, [atc, condition, threshold]) in rows(path, csv, ["atc", "condition", "threshold"], [])? {
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

/// The rows of a small CSV table, as text, with their line numbers: the columns that it must have, then those that it may.
pub(super) fn rows<const ALL: usize, const MUST: usize, const MAY: usize>(
    path: &Path,
    csv: &[u8],
    must: [&str; MUST],
    may: [&str; MAY],
) -> Result<Vec<(usize, [String; ALL])>, DataError> {
    let refused = |error| unreadable(path, error);
    let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
    let table = CsvReader::new(Cursor::new(csv)).with_options(options).finish().map_err(refused)?;
    let mut cells: Vec<Option<&StringChunked>> = Vec::with_capacity(ALL);
    for column in must {
        let missing = || DataError::Codebook { file: path.to_owned(), line: 1, reason: format!("there is no column `{column}`") };
        cells.push(Some(table.column(column).map_err(|_| missing())?.str().map_err(refused)?));
    }
    for column in may {
        cells.push(table.column(column).ok().map(|column| column.str()).transpose().map_err(refused)?);
    }
    let text = |cell: Option<&StringChunked>, row: usize| cell.and_then(|cell| cell.get(row)).unwrap_or_default().trim().to_owned();
    Ok((0..table.height()).map(|row| (row + 2, std::array::from_fn(|column| text(cells[column], row)))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sectors(rows: &str) -> Result<Codebook, DataError> {
        Codebook::parse(Path::new("sectors.csv"), format!("code_from,code_to,sector,from,to\n{rows}").as_bytes())
    }

    fn refusal(rows: &str) -> String {
        sectors(rows).expect_err("a refusal").to_string()
    }

    #[test]
    fn a_code_changes_its_sector_on_the_day() {
        let book = sectors("100000,199999,a,,2017\n100000,199999,b,2018-01-01,2018-06-30\n100000,150000,a,2018-07-01,\ndrugs,,c,2018,")
            .expect("a table");
        let name = |sector: Option<SectorId>| sector.map(|sector| book.sectors[usize::from(sector)].as_str());
        let first = day("2018", "01-01").expect("a day");
        let days = [first - 40_000, first - 1, first, first + 180, first + 181, first + 40_000];
        assert_eq!(days.map(|day| name(book.sector(120_000, day))), [Some("a"), Some("a"), Some("b"), Some("b"), Some("a"), Some("a")]);
        assert_eq!(days.map(|day| name(book.sector(160_000, day))), [Some("a"), Some("a"), Some("b"), Some("b"), None, None]);
        assert_eq!(days.map(|day| name(book.drugs(day))), [None, None, Some("c"), Some("c"), Some("c"), Some("c")]);
        assert_eq!(
            (name(book.sector(200_000, first)), name(book.sector(-1, first)), name(book.sector(1 << 40, first))),
            (None, None, None)
        );
    }

    #[test]
    fn a_table_without_dates_holds_for_ever() {
        let book = Codebook::parse(Path::new("sectors.csv"), crate::spec::SECTORS.as_bytes()).expect("the engine's table");
        assert!(book.starts.is_empty() && book.sector(101_076, 0).is_some() && book.drugs(i32::MAX).is_some());
    }

    #[test]
    fn rows_that_hold_at_once_are_refused_with_both_lines() {
        let said = refusal("100000,199999,a,,2018\n300000,300000,b,,\n150000,250000,b,2018-12-31,");
        assert!(said.contains("line 4") && said.contains("line 2") && said.contains("150000"), "{said}");
        let said = refusal("drugs,,a,,\ndrugs,,b,2020,");
        assert!(said.contains("line 3") && said.contains("line 2"), "{said}");
        sectors("100000,199999,a,,2018-12-30\n150000,250000,b,2018-12-31,").expect("no overlap");
    }

    #[test]
    fn days_that_are_none_are_refused() {
        assert!(refusal("100000,199999,a,31/02/2018,").contains("31/02/2018"));
        assert!(refusal("100000,199999,a,2018-02-30,").contains("2018-02-30"));
        assert!(refusal("100000,199999,a,2019,2018").contains("after"));
    }
}
