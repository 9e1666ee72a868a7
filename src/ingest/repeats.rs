//! Lines repeated to the letter, found among any number of lines in bounded memory.

use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, Read, Seek, Write};

use hashbrown::{DefaultHashBuilder, HashMap};
use polars::prelude::*;

use crate::money::Cents;
use crate::quality::Total;

/// Bytes that are held before they go to a temporary file.
const HELD: usize = 1 << 18;

/// A line's mark: the fingerprint of its columns, its person, its amount in cents.
type Mark = (u64, u32, i64);

/// Bytes of a mark.
const BYTES: usize = 20;

/// Makes the fingerprints of the rows of a table, each over all its columns; equal rows have equal ones.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints(DefaultHashBuilder);

impl Fingerprints {
    /// The fingerprint of every row; the order of columns does not matter.
    pub(super) fn of(&self, rows: &DataFrame) -> PolarsResult<Vec<u64>> {
        let mut columns: Vec<&Column> = rows.columns().iter().collect();
        columns.sort_unstable_by_key(|column| column.name());
        let names: Vec<&str> = columns.iter().map(|column| column.name().as_str()).collect();
        let mut prints = vec![self.0.hash_one(&names); rows.height()];
        for column in columns {
            let name = self.0.hash_one(column.name().as_str());
            let column = column.as_materialized_series();
            match column.dtype() {
                DataType::Float64 => self.add(name, &mut prints, column.f64()?, f64::to_bits),
                DataType::Float32 => self.add(name, &mut prints, column.cast(&DataType::Float64)?.f64()?, f64::to_bits),
                held if held.is_integer() || held.is_temporal() || held.is_bool() => {
                    let values = column.to_physical_repr().cast(&DataType::Int64)?;
                    self.add(name, &mut prints, values.i64()?, |value| value as u64);
                }
                _ => {
                    let values = column.cast(&DataType::String)?;
                    let values = values.str()?.iter().map(|value| value.map_or(name, |value| self.0.hash_one(value)));
                    prints.iter_mut().zip(values).for_each(|(print, value)| *print = self.with(*print, value));
                }
            }
        }
        Ok(prints)
    }

    /// Adds a column; no value has a print that depends on the column's name, so that it is not taken for a number.
    fn add<T: PolarsNumericType>(&self, name: u64, prints: &mut [u64], column: &ChunkedArray<T>, bits: impl Fn(T::Native) -> u64) {
        match column.cont_slice() {
            Ok(values) => prints.iter_mut().zip(values).for_each(|(print, value)| *print = self.with(*print, bits(*value))),
            Err(_) => {
                let values = column.iter().map(|value| value.map_or(name, &bits));
                prints.iter_mut().zip(values).for_each(|(print, value)| *print = self.with(*print, value));
            }
        }
    }

    /// A print with one value more. Two words in one piece are one multiplication.
    fn with(&self, print: u64, value: u64) -> u64 {
        self.0.hash_one(u128::from(print) << 64 | u128::from(value))
    }
}

/// Collects the marks of the lines of some persons and tells which stand more than once.
///
/// METHOD: two lines are taken for alike when their persons and amounts are the same and so is a 64-bit fingerprint of all
/// their columns; among the lines of one person with one amount, others share it with a probability below 1e-15. The marks
/// (20 bytes a line) go to a temporary file without a name, under a mask that only this process knows. So memory does not grow
/// with the lines, and what is left on a disk tells nothing.
#[derive(Debug, Default)]
pub struct Marks {
    mask: DefaultHashBuilder,
    held: Vec<u8>,
    file: Option<File>,
    failed: Option<io::Error>,
}

/// Lines that repeat another one.
#[derive(Debug, Default)]
pub struct Repeated {
    /// The lines too many.
    pub total: Total,
    /// How often each mark stands too many times.
    surplus: HashMap<Mark, u32>,
}

impl Marks {
    /// Adds a line with its fingerprint, person and amount.
    pub fn add(&mut self, print: u64, person: u32, amount: Cents) {
        let mask = self.mask.hash_one(print);
        self.held.extend_from_slice(&print.to_le_bytes());
        self.held.extend_from_slice(&(person ^ mask as u32).to_le_bytes());
        self.held.extend_from_slice(&(amount.0 ^ mask as i64).to_le_bytes());
        if self.held.len() >= HELD && self.failed.is_none() {
            self.failed = self.put_away().err();
        }
    }

    fn put_away(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }

    /// The lines that repeat another one.
    ///
    /// METHOD: a bit for each line, taken from its fingerprint, tells nearly all lines that are alone: only those whose bit another
    /// one has too, one in sixteen or so, are sorted to find the runs.
    ///
    /// # Errors
    /// The folder for temporary files is full or cannot be written to.
    pub fn finish(mut self) -> io::Result<Repeated> {
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        if let Some(mut file) = self.file.take() {
            let last = std::mem::take(&mut self.held);
            file.rewind()?;
            file.read_to_end(&mut self.held)?;
            self.held.extend(last);
        }
        let marks = self.held.as_chunks::<BYTES>().0;
        let words = (marks.len() / 4).next_power_of_two();
        let place = |mark: &[u8; BYTES]| {
            let (print, ..) = unpack(mark);
            (print as usize >> 6 & (words - 1), 1_u64 << (print & 63))
        };
        // Of each bit whether it was seen, and whether it was again: side by side, since one is asked for with the other.
        let mut bits = vec![[0_u64; 2]; words];
        for (word, bit) in marks.iter().map(place) {
            let [seen, again] = &mut bits[word];
            *again |= *seen & bit;
            *seen |= bit;
        }
        let shared = |mark: &&[u8; BYTES]| {
            let (word, bit) = place(mark);
            bits[word][1] & bit != 0
        };
        let mut alike: Vec<Mark> = marks.iter().filter(shared).map(unpack).collect();
        alike.sort_unstable();
        let mut repeated = Repeated::default();
        for run in alike.chunk_by(|a, b| a == b).filter(|run| run.len() > 1) {
            let (print, person, amount) = run[0];
            let mask = self.mask.hash_one(print);
            let mark = (print, person ^ mask as u32, amount ^ mask as i64);
            run[1..].iter().for_each(|_| repeated.total.count(mark.1, Cents(mark.2)));
            repeated.surplus.insert(mark, run.len() as u32 - 1);
        }
        Ok(repeated)
    }
}

fn unpack(bytes: &[u8; BYTES]) -> Mark {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = *bytes;
    let print = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    (print, u32::from_le_bytes([i, j, k, l]), i64::from_le_bytes([m, n, o, p, q, r, s, t]))
}

impl Repeated {
    /// Whether a line is to be left out, so that of lines alike one is left when all have been asked about once.
    pub fn leave_out(&mut self, print: u64, person: u32, amount: Cents) -> bool {
        match self.surplus.get_mut(&(print, person, amount.0)) {
            Some(times) if *times > 0 => {
                *times -= 1;
                true
            }
            _ => false,
        }
    }
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

    #[test]
    fn rows_that_differ_in_one_column_are_no_repeats() {
        let rows = [(1, "a", 2.5), (1, "b", 2.5), (2, "a", 2.5), (1, "a", 2.6), (1, "a", 2.5), (1, "a", 2.5)];
        let prints = Fingerprints::default().of(&table(&rows)).expect("prints");
        let lines = || prints.iter().zip(&rows).map(|(print, row)| (*print, 7, Cents::from_euro(row.2).expect("an amount")));
        let mut marks = Marks::default();
        lines().for_each(|(print, person, amount)| marks.add(print, person, amount));
        let mut repeated = marks.finish().expect("a count");
        assert_eq!((repeated.total.lines, repeated.total.amount), (2, Cents(500)));
        let left_out: Vec<bool> = lines().map(|(print, person, amount)| repeated.leave_out(print, person, amount)).collect();
        assert_eq!(left_out, [true, false, false, false, true, false], "one of the three is left");
    }

    #[test]
    fn other_persons_and_other_amounts_do_not_count() {
        let mut marks = Marks::default();
        [(7, 5), (8, 5), (8, 6), (9, 5)].iter().for_each(|(person, cents)| marks.add(1, *person, Cents(*cents)));
        assert_eq!(marks.finish().expect("a count").total.lines, 0);
    }

    #[test]
    fn columns_in_another_order_are_the_same_line_and_empty_is_not_zero() {
        let prints = Fingerprints::default();
        let one = table(&[(1, "a", 2.5)]);
        let turned = one.select(["euro", "code", "text"]).expect("a table");
        assert_eq!(prints.of(&one).expect("prints"), prints.of(&turned).expect("prints"));
        let column = |name: &str, value: Option<i64>| DataFrame::new(1, vec![Column::new(name.into(), [value])]).expect("a table");
        let of = |name: &str, value: Option<i64>| prints.of(&column(name, value)).expect("prints")[0];
        let all = [of("n", None), of("n", Some(0)), of("n", Some(1)), of("m", Some(0))];
        let distinct: std::collections::HashSet<u64> = all.into_iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn numbers_are_alike_whatever_their_width() {
        let prints = Fingerprints::default();
        let of = |values: Series| prints.of(&values.with_name("n".into()).into_frame()).expect("prints");
        let wide: Series = [1_i64, 70_000].into_iter().collect();
        let narrow: Series = [1_i32, 70_000].into_iter().collect();
        assert_eq!(of(wide), of(narrow));
    }

    #[test]
    fn marks_that_went_to_a_file_are_found_again() {
        let lines = 3 * HELD as u64 / BYTES as u64;
        let mut marks = Marks::default();
        for _ in 0..2 {
            // Fingerprints are spread over all numbers; these are.
            (0..lines).for_each(|line| marks.add(line.wrapping_mul(0x9E37_79B9_7F4A_7C15), 1, Cents(10)));
        }
        assert!(marks.file.is_some() && !marks.held.is_empty());
        let repeated = marks.finish().expect("a count");
        assert_eq!((repeated.total.lines, repeated.total.amount), (lines, Cents(10 * lines as i64)));
    }
}
