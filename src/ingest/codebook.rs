//! The table that gives each nomenclature code its sector, which may change from one day to the next.

use std::path::Path;

use hashbrown::HashMap;

use super::DataError;
use super::small_table::{SmallTable, Span};

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
    by_code: Vec<Held>,
    histories: Vec<History>,
    drugs: History,
}

/// The sector that a code has.
#[derive(Debug, Clone, Copy)]
enum Held {
    /// The same one for ever: nearly every code.
    Always(SectorId),
    /// That of the day, or none: place of its history.
    ByDay(u32),
}

/// The sectors of a code, each from the first to the last day of its row; no two have a day in common.
type History = Vec<Entry>;

#[derive(Debug, Clone, Copy)]
struct Entry {
    span: Span,
    sector: SectorId,
    /// Line of the table that says so.
    line: usize,
}

fn on(history: &[Entry], day: i32) -> Option<SectorId> {
    history.iter().find(|entry| entry.span.holds(day)).map(|entry| entry.sector)
}

/// The row of a history that an entry would overlap.
fn overlapped<'a>(history: &'a [Entry], entry: &Entry) -> Option<&'a Entry> {
    history.iter().find(|other| other.span.meets(entry.span))
}

/// Histories by place while a table is read: codes of the same rows share one.
struct Histories {
    of_code: Vec<u32>,
    known: Vec<History>,
}

impl Histories {
    /// Every code with the empty history.
    fn new() -> Histories {
        Histories { of_code: vec![0; CODES], known: vec![Vec::new()] }
    }

    /// Adds a row to the histories of a range of codes, or gives a code and the line of the row that it overlaps there.
    fn add(&mut self, (first, last): (usize, usize), entry: Entry) -> Result<(), (usize, usize)> {
        let mut extended: HashMap<u32, u32> = HashMap::new();
        for code in first..=last {
            let before = self.of_code[code];
            let after = match extended.get(&before) {
                Some(after) => *after,
                None => {
                    let history = &self.known[before as usize];
                    if let Some(other) = overlapped(history, &entry) {
                        return Err((code, other.line));
                    }
                    self.known.push(history.iter().copied().chain([entry]).collect());
                    let after = self.known.len() as u32 - 1;
                    extended.insert(before, after);
                    after
                }
            };
            self.of_code[code] = after;
        }
        Ok(())
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
    /// Every row whose code, sector or date is none, or that holds for a code on a day for which another does: both lines are named.
    pub fn parse(file: &Path, csv: &[u8]) -> Result<Codebook, DataError> {
        let table = SmallTable { table: "sectors", file, must: ["code_from", "code_to", "sector"], may: ["from", "to"], closed: true };
        let (mut sectors, mut drugs, mut histories) = (Vec::new(), History::new(), Histories::new());
        let mut errors = Vec::new();
        for (line, [first, last, sector, from, to]) in table.rows(csv)? {
            let add = || -> Result<(), String> {
                let entry = Entry { span: Span::parse(&from, &to)?, sector: sector_id(&mut sectors, sector)?, line };
                let twice = |code: &str, other: usize| Err(format!("`{code}` has a sector at that time already, on line {other}"));
                if first == DRUGS {
                    if let Some(other) = overlapped(&drugs, &entry) {
                        return twice(DRUGS, other.line);
                    }
                    drugs.push(entry);
                    return Ok(());
                }
                let range = code(&first).zip(code(&last)).filter(|(first, last)| first <= last);
                let range = range.ok_or_else(|| format!("`{first}` to `{last}` is not a range of six-digit codes"))?;
                histories.add(range, entry).or_else(|(code, other)| twice(&format!("{code:06}"), other))
            };
            errors.extend(add().err().map(|reason| table.refuse(line, reason)));
        }
        DataError::all(errors)?;
        let Histories { of_code, known: histories } = histories;
        let always = Span { first: i32::MIN, last: i32::MAX };
        let held = |history: u32| match histories[history as usize].as_slice() {
            [entry] if entry.span == always => Held::Always(entry.sector),
            _ => Held::ByDay(history),
        };
        Ok(Codebook { by_code: of_code.into_iter().map(held).collect(), sectors, histories, drugs })
    }

    /// The sector of a nomenclature code on a day, in days since 1 January 1970.
    #[inline]
    pub fn sector(&self, code: i64, day: i32) -> Option<SectorId> {
        match *usize::try_from(code).ok().and_then(|code| self.by_code.get(code))? {
            Held::Always(sector) => Some(sector),
            Held::ByDay(history) => on(&self.histories[history as usize], day),
        }
    }

    /// The sector of the drugs table on a day, if it has one.
    #[inline]
    pub fn drugs(&self, day: i32) -> Option<SectorId> {
        on(&self.drugs, day)
    }
}

fn code(text: &str) -> Option<usize> {
    text.parse().ok().filter(|code| *code < CODES)
}

/// The number of a sector, a new one for a new name.
fn sector_id(sectors: &mut Vec<String>, name: String) -> Result<SectorId, String> {
    if name.is_empty() {
        return Err("the sector has no name".into());
    }
    let place = sectors.iter().position(|known| *known == name).unwrap_or(sectors.len());
    let id = SectorId::try_from(place).map_err(|_| "there are more than 256 sectors")?;
    if place == sectors.len() {
        sectors.push(name);
    }
    Ok(id)
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

    fn day(text: &str) -> i32 {
        Span::parse(text, "").expect("a day").first
    }

    #[test]
    fn a_code_changes_its_sector_on_the_day() {
        let book = sectors("100000,199999,a,,2017\n100000,199999,b,2018-01-01,2018-06-30\n100000,150000,a,2018-07-01,\ndrugs,,c,2018,")
            .expect("a table");
        let name = |sector: Option<SectorId>| sector.map(|sector| book.sectors[usize::from(sector)].as_str());
        let first = day("2018");
        let days = [first - 40_000, first - 1, first, day("2018-06-30"), day("2018-07-01"), first + 40_000];
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
        assert!([i32::MIN, 0, i32::MAX].iter().all(|day| book.sector(101_076, *day) == Some(0) && book.drugs(*day).is_some()));
    }

    #[test]
    fn the_order_of_rows_decides_nothing() {
        let rows = ["100000,300000,a,,2017", "200000,200000,b,2018,2018", "150000,250000,a,2019,", "200001,300000,b,2018,2018-06-30"];
        let book = |order: [usize; 4]| sectors(&order.map(|row| rows[row]).join("\n")).expect("a table");
        let (straight, turned) = (book([0, 1, 2, 3]), book([3, 1, 2, 0]));
        for code in [99_999, 100_000, 150_000, 199_999, 200_000, 200_001, 250_000, 250_001, 300_000, 300_001] {
            for at in ["2016", "2017-12-31", "2018", "2018-06-30", "2018-07-01", "2018-12-31", "2019", "2030"] {
                let name = |book: &Codebook| book.sector(code, day(at)).map(|sector| book.sectors[usize::from(sector)].clone());
                assert_eq!(name(&straight), name(&turned), "{code} on {at}");
            }
        }
    }

    #[test]
    fn rows_that_hold_at_once_are_refused_with_both_lines() {
        let said = refusal("100000,199999,a,,2018\n300000,300000,b,,\n150000,250000,b,2018-12-31,");
        assert_eq!(said, "sectors.csv, line 4: `150000` has a sector at that time already, on line 2");
        assert_eq!(refusal("drugs,,a,,\ndrugs,,b,2020,"), "sectors.csv, line 3: `drugs` has a sector at that time already, on line 2");
        sectors("100000,199999,a,,2018-12-30\n150000,250000,b,2018-12-31,").expect("no overlap");
    }

    #[test]
    fn every_row_that_cannot_be_is_told() {
        let said = refusal("100000,199999,a,31/02/2018,\n100000,199999,a,2019,2018\n10000x,199999,a,,\n2,1,a,,\n1,2,,,\n1,1000000,a,,");
        for (line, what) in
            [(2, "31/02/2018"), (3, "after"), (4, "10000x"), (5, "`2` to `1`"), (6, "no name"), (7, "not a range of six-digit codes")]
        {
            assert!(said.lines().any(|told| told.contains(&format!("line {line}: ")) && told.contains(what)), "{line}: {said}");
        }
    }

    #[test]
    fn a_sector_too_many_is_refused() {
        let rows = |count: usize| (0..count).map(|row| format!("{row},{row},sector {row},,\n")).collect::<String>();
        assert_eq!(sectors(&rows(256)).expect("a table").sector(255, 0), Some(255));
        assert!(refusal(&rows(257)).contains("line 258: there are more than 256 sectors"));
    }
}
