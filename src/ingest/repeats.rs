//! Lines repeated to the letter, found among any number of lines in bounded memory.

use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, Read, Seek, Write};

use hashbrown::{DefaultHashBuilder, HashMap};
use polars::prelude::*;
use rayon::prelude::*;

use super::Ids;
use crate::money::Cents;
use crate::quality::Total;

/// Parts that the marks of lines are spread over, each looked through on its own: memory is that of one part a thread.
const PARTS: usize = 128;

/// Bytes that a part holds before it goes to a temporary file.
const HELD: usize = 1 << 18;

/// A line's mark: the fingerprint of its columns, its person, its amount in cents.
type Mark = (u64, u32, i64);

/// Bytes of a mark.
const BYTES: usize = 20;

/// The fingerprints of the rows of a table, each over all its columns; equal rows have equal ones.
#[derive(Clone, Debug, Default)]
struct Fingerprints(DefaultHashBuilder);

impl Fingerprints {
    /// The fingerprint of every row; the order of columns does not matter.
    fn of(&self, rows: &DataFrame) -> PolarsResult<Vec<u64>> {
        let mut columns: Vec<&Column> = rows.columns().iter().collect();
        columns.sort_unstable_by_key(|column| column.name());
        let mut prints = vec![0; rows.height()];
        for column in columns {
            let name = self.0.hash_one(column.name().as_str());
            let column = column.as_materialized_series();
            match column.dtype() {
                DataType::Float32 | DataType::Float64 => {
                    let values = column.cast(&DataType::Float64)?;
                    self.add(name, &mut prints, values.f64()?.iter().map(|value| value.map(f64::to_bits)));
                }
                held if held.is_integer() || held.is_temporal() || held.is_bool() => {
                    let values = column.to_physical_repr().cast(&DataType::Int64)?;
                    self.add(name, &mut prints, values.i64()?.iter());
                }
                _ => {
                    let values = column.cast(&DataType::String)?;
                    self.add(name, &mut prints, values.str()?.iter());
                }
            }
        }
        Ok(prints)
    }

    fn add<Value: std::hash::Hash>(&self, name: u64, prints: &mut [u64], values: impl Iterator<Item = Value>) {
        prints.iter_mut().zip(values).for_each(|(print, value)| *print = self.0.hash_one((*print, name, value)));
    }
}

/// Collects the marks of lines and tells which stand more than once.
///
/// METHOD: two lines are taken for alike when their persons and amounts are the same and so is a 64-bit fingerprint of all
/// their columns; among the lines of one person with one amount, others share it with a probability below 1e-15. The marks
/// (20 bytes a line) are spread by fingerprint over parts that go to temporary files without a name, under a mask that only this
/// process knows. So memory does not grow with the lines, and what is left on a disk tells nothing.
pub struct Repeats {
    /// The years that the study needs.
    years: Vec<i32>,
    prints: Fingerprints,
    mask: DefaultHashBuilder,
    parts: Vec<Part>,
    failed: Option<io::Error>,
}

#[derive(Default)]
struct Part {
    held: Vec<u8>,
    file: Option<File>,
}

/// Lines that repeat another one.
#[derive(Debug, Default)]
pub struct Repeated {
    /// The lines too many.
    pub total: Total,
    prints: Fingerprints,
    /// How often each mark stands too many times.
    surplus: HashMap<Mark, u32>,
}

impl Repeats {
    /// No line yet; those of other years than the study's and of persons whom it does not know will not count.
    pub fn new(years: Vec<i32>) -> Repeats {
        let parts = (0..PARTS).map(|_| Part::default()).collect();
        Repeats { years, prints: Fingerprints::default(), mask: DefaultHashBuilder::default(), parts, failed: None }
    }

    /// Adds the rows of a table, with person, year of service and amount of each.
    pub(super) fn add(&mut self, rows: &DataFrame, person: &[u32], year: &[i32], amount: &[Cents]) -> PolarsResult<()> {
        let prints = self.prints.of(rows)?;
        for (((print, person), year), amount) in prints.iter().zip(person).zip(year).zip(amount) {
            if !self.years.contains(year) || !Ids::known(*person) {
                continue;
            }
            let mask = self.mask.hash_one(print);
            let part = &mut self.parts[(print >> 57) as usize];
            part.held.extend_from_slice(&print.to_le_bytes());
            part.held.extend_from_slice(&(person ^ mask as u32).to_le_bytes());
            part.held.extend_from_slice(&(amount.0 ^ mask as i64).to_le_bytes());
            if part.held.len() >= HELD && self.failed.is_none() {
                self.failed = part.put_away().err();
            }
        }
        Ok(())
    }

    /// The lines that repeat another one.
    ///
    /// # Errors
    /// The folder for temporary files is full or cannot be written to.
    pub fn finish(self) -> io::Result<Repeated> {
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        let of_parts: Vec<Vec<(Mark, u32)>> =
            self.parts.into_par_iter().map(|part| Ok(surplus(part.marks()?))).collect::<io::Result<_>>()?;
        let mut repeated = Repeated { prints: self.prints, ..Repeated::default() };
        for ((print, person, amount), times) in of_parts.into_iter().flatten() {
            let mask = self.mask.hash_one(print);
            let mark = (print, person ^ mask as u32, amount ^ mask as i64);
            let lines = u64::from(times);
            (0..lines).for_each(|_| repeated.total.count(mark.1, Cents(mark.2)));
            repeated.surplus.insert(mark, times);
        }
        Ok(repeated)
    }
}

impl Repeated {
    /// Which rows are to be left out, so that of lines alike one is left when all rows have been asked about once.
    pub(super) fn mark(&mut self, rows: &DataFrame, person: &[u32], amount: &[Cents]) -> PolarsResult<Vec<bool>> {
        if self.surplus.is_empty() {
            return Ok(Vec::new());
        }
        let prints = self.prints.of(rows)?;
        let leave_out = |((print, person), amount): ((u64, &u32), &Cents)| match self.surplus.get_mut(&(print, *person, amount.0)) {
            Some(times) if *times > 0 => {
                *times -= 1;
                true
            }
            _ => false,
        };
        Ok(prints.into_iter().zip(person).zip(amount).map(leave_out).collect())
    }
}

impl Part {
    fn put_away(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }

    fn marks(mut self) -> io::Result<Vec<Mark>> {
        if let Some(mut file) = self.file.take() {
            file.rewind()?;
            file.read_to_end(&mut self.held)?;
        }
        let mark = |bytes: &[u8; BYTES]| {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = *bytes;
            let print = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
            (print, u32::from_le_bytes([i, j, k, l]), i64::from_le_bytes([m, n, o, p, q, r, s, t]))
        };
        Ok(self.held.as_chunks::<BYTES>().0.iter().map(mark).collect())
    }
}

/// The marks that stand more than once, and how often too many.
fn surplus(mut marks: Vec<Mark>) -> Vec<(Mark, u32)> {
    marks.sort_unstable();
    let runs = marks.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
    runs.map(|run| (run[0], run.len() as u32 - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(i64, &str, f64)]) -> DataFrame {
        let column = |name: &str, values: Series| values.with_name(name.into()).into_column();
        let codes = column("code", rows.iter().map(|row| row.0).collect());
        let texts = column("text", rows.iter().map(|row| row.1).collect());
        let euro = column("euro", rows.iter().map(|row| row.2).collect());
        DataFrame::new(rows.len(), vec![codes, texts, euro]).expect("a table")
    }

    fn amounts(rows: &[(i64, &str, f64)]) -> Vec<Cents> {
        rows.iter().map(|row| Cents::from_euro(row.2).expect("an amount")).collect()
    }

    #[test]
    fn rows_that_differ_in_one_column_are_no_repeats() {
        let rows = [(1, "a", 2.5), (1, "b", 2.5), (2, "a", 2.5), (1, "a", 2.6), (1, "a", 2.5), (1, "a", 2.5)];
        let mut repeats = Repeats::new(vec![2018]);
        repeats.add(&table(&rows), &[7; 6], &[2018; 6], &amounts(&rows)).expect("added");
        let mut repeated = repeats.finish().expect("a count");
        assert_eq!((repeated.total.lines, repeated.total.amount), (2, Cents(500)));
        let marks = repeated.mark(&table(&rows), &[7; 6], &amounts(&rows)).expect("marks");
        assert_eq!(marks, [true, false, false, false, true, false], "one of the three is left");
    }

    #[test]
    fn other_persons_and_other_years_do_not_count() {
        let rows = [(1, "a", 2.5); 5];
        let mut repeats = Repeats::new(vec![2018]);
        repeats.add(&table(&rows), &[7, 8, 8, u32::MAX, u32::MAX], &[2018, 2018, 2010, 2018, 2018], &amounts(&rows)).expect("added");
        assert_eq!(repeats.finish().expect("a count").total.lines, 0);
    }

    #[test]
    fn columns_in_another_order_are_the_same_line_and_empty_is_not_zero() {
        let prints = Fingerprints::default();
        let one = table(&[(1, "a", 2.5)]);
        let turned = one.select(["euro", "code", "text"]).expect("a table");
        assert_eq!(prints.of(&one).expect("prints"), prints.of(&turned).expect("prints"));
        let column = |value: Option<i64>| DataFrame::new(1, vec![Column::new("n".into(), [value])]).expect("a table");
        assert_ne!(prints.of(&column(None)).expect("prints"), prints.of(&column(Some(0))).expect("prints"));
    }

    #[test]
    fn marks_that_went_to_a_file_are_found_again() {
        // More marks than all parts hold, each twice, in two batches.
        let lines = 2 * PARTS * HELD / BYTES;
        let numbers: Vec<i64> = (0..lines as i64).collect();
        let rows = DataFrame::new(lines, vec![Column::new("n".into(), numbers)]).expect("a table");
        let (person, year, amount) = (vec![1; lines], vec![2018; lines], vec![Cents(10); lines]);
        let mut repeats = Repeats::new(vec![2018]);
        for _ in 0..2 {
            repeats.add(&rows, &person, &year, &amount).expect("added");
        }
        assert!(repeats.parts.iter().all(|part| part.file.is_some()));
        let repeated = repeats.finish().expect("a count");
        assert_eq!((repeated.total.lines, repeated.total.amount), (lines as u64, Cents(10 * lines as i64)));
    }
}
