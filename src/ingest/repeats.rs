//! Lines repeated to the letter, found among any number of lines in bounded memory.

use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, Read, Seek, Write};

use hashbrown::{DefaultHashBuilder, HashMap};
use polars::prelude::*;

use crate::money::Cents;
use crate::quality::Total;

/// Marks that go to a temporary file at a time.
const AT_A_TIME: usize = 1 << 12;

/// A line's mark: the fingerprint of its columns, its person, its amount in cents.
type Mark = (u64, u32, i64);

/// A mark as it is held: 20 bytes.
type Packed = [u8; 20];

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
                DataType::Float32 => self.add(name, &mut prints, column.f32()?, |value| f64::from(value).to_bits()),
                // The same number has one print, however wide it is held.
                DataType::Int32 => self.add(name, &mut prints, column.i32()?, |value| i64::from(value) as u64),
                DataType::UInt32 => self.add(name, &mut prints, column.u32()?, u64::from),
                DataType::Date => self.add(name, &mut prints, column.date()?.physical(), |day| i64::from(day) as u64),
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
    #[inline]
    fn with(&self, print: u64, value: u64) -> u64 {
        self.0.hash_one(u128::from(print) << 64 | u128::from(value))
    }
}

/// Collects the marks of the lines of some persons and tells which stand more than once.
///
/// METHOD: two lines are taken for alike when their persons and amounts are the same and so is a 64-bit fingerprint of all
/// their columns; among the lines of one person with one amount, others share it with a probability below 1e-15. The marks
/// (20 bytes a line) for which there is no room in memory go to a temporary file without a name, under a mask that only this
/// process knows. So memory does not grow with the lines, and what is left on a disk tells nothing.
#[derive(Debug)]
pub struct Marks {
    /// Marks that may be held.
    room: usize,
    held: Vec<Packed>,
    file: Option<File>,
    mask: DefaultHashBuilder,
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
    /// None yet; those for which `bytes` of memory have no room go to a file.
    pub fn new(bytes: usize) -> Marks {
        let (held, mask) = (Vec::new(), DefaultHashBuilder::default());
        Marks { room: bytes / size_of::<Packed>(), held, file: None, mask, failed: None }
    }

    /// Adds a line with its fingerprint, person and amount.
    #[inline]
    pub fn add(&mut self, print: u64, person: u32, amount: Cents) {
        self.held.push(pack((print, person, amount.0)));
        if self.held.len() == self.room + AT_A_TIME && self.failed.is_none() {
            self.failed = self.put_away().err();
        }
    }

    /// Puts away the marks for which there is no room.
    fn put_away(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        self.held[self.room..].iter_mut().for_each(|mark| *mark = masked(&self.mask, *mark));
        file.write_all(self.held[self.room..].as_flattened())?;
        self.held.truncate(self.room);
        Ok(())
    }

    /// Takes back the marks that were put away.
    fn take_back(&mut self) -> io::Result<()> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let (last, away) = (self.held.len(), file.stream_position()? as usize / size_of::<Packed>());
        file.rewind()?;
        self.held.resize(last + away, [0; _]);
        file.read_exact(self.held[last..].as_flattened_mut())?;
        self.held[last..].iter_mut().for_each(|mark| *mark = masked(&self.mask, *mark));
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
        self.take_back()?;
        let marks = &self.held;
        let words = (marks.len() / 4).next_power_of_two();
        let place = |mark: &Packed| {
            let (print, ..) = unpack(*mark);
            (print as usize >> 6 & (words - 1), 1_u64 << (print & 63))
        };
        // Of each bit whether it was seen, and whether it was again: side by side, since one is asked for with the other.
        let mut bits = vec![[0_u64; 2]; words];
        for (word, bit) in marks.iter().map(place) {
            let [seen, again] = &mut bits[word];
            *again |= *seen & bit;
            *seen |= bit;
        }
        let shared = |mark: &&Packed| {
            let (word, bit) = place(mark);
            bits[word][1] & bit != 0
        };
        let mut alike: Vec<Mark> = marks.iter().filter(shared).copied().map(unpack).collect();
        alike.sort_unstable();
        let mut repeated = Repeated::default();
        for run in alike.chunk_by(|a, b| a == b).filter(|run| run.len() > 1) {
            run[1..].iter().for_each(|(_, person, amount)| repeated.total.count(*person, Cents(*amount)));
            repeated.surplus.insert(run[0], run.len() as u32 - 1);
        }
        Ok(repeated)
    }
}

fn pack((print, person, amount): Mark) -> Packed {
    let [a, b, c, d, e, f, g, h] = print.to_le_bytes();
    let [i, j, k, l] = person.to_le_bytes();
    let [m, n, o, p, q, r, s, t] = amount.to_le_bytes();
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t]
}

fn unpack([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t]: Packed) -> Mark {
    let print = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    (print, u32::from_le_bytes([i, j, k, l]), i64::from_le_bytes([m, n, o, p, q, r, s, t]))
}

/// A mark that tells neither person nor amount; the same once more is the mark itself.
fn masked(mask: &DefaultHashBuilder, mark: Packed) -> Packed {
    let (print, person, amount) = unpack(mark);
    let mask = mask.hash_one(print);
    pack((print, person ^ mask as u32, amount ^ mask as i64))
}

impl Repeated {
    /// Whether a line is to be left out, so that of lines alike one is left when all have been asked about once.
    #[inline]
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
        let mut marks = Marks::new(1 << 20);
        lines().for_each(|(print, person, amount)| marks.add(print, person, amount));
        let mut repeated = marks.finish().expect("a count");
        assert_eq!((repeated.total.lines, repeated.total.amount), (2, Cents(500)));
        let left_out: Vec<bool> = lines().map(|(print, person, amount)| repeated.leave_out(print, person, amount)).collect();
        assert_eq!(left_out, [true, false, false, false, true, false], "one of the three is left");
    }

    #[test]
    fn other_persons_and_other_amounts_do_not_count() {
        let mut marks = Marks::new(1 << 20);
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
        let lines = 3 * AT_A_TIME as u64;
        let mut marks = Marks::new(AT_A_TIME * size_of::<Packed>());
        for _ in 0..2 {
            // Fingerprints are spread over all numbers; these are.
            (0..lines).for_each(|line| marks.add(line.wrapping_mul(0x9E37_79B9_7F4A_7C15), 1, Cents(10)));
        }
        assert!(marks.file.is_some() && marks.held.len() < 2 * AT_A_TIME);
        let repeated = marks.finish().expect("a count");
        assert_eq!((repeated.total.lines, repeated.total.amount), (lines, Cents(10 * lines as i64)));
    }
}
