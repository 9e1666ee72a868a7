//! Pseudonyms and the dense numbers that stand for them.

use hashbrown::HashMap;
use polars::prelude::*;

/// The persons of a study, numbered from 0 in the order of their pseudonyms, so that the order of rows never matters.
#[derive(Debug)]
pub enum Ids {
    /// Pseudonyms that are whole numbers.
    Numbers(Vec<i64>, HashMap<i64, u32>),
    /// Pseudonyms that are texts.
    Texts(Vec<String>, HashMap<String, u32>),
}

impl Ids {
    /// From here on a number stands for a person that the study does not know; most unknown persons have one of their own.
    const UNKNOWN: u32 = 1 << 31;

    /// Whether a number of [`Ids::locate`] stands for a person of the study.
    #[inline]
    pub fn known(number: u32) -> bool {
        number < Ids::UNKNOWN
    }

    /// The persons of several years' `person` columns.
    ///
    /// Texts that are whole numbers without leading zeros count as numbers, so that a table gives the same numbering as CSV
    /// and as Parquet.
    pub fn new<'a>(columns: impl Iterator<Item = &'a Column>) -> PolarsResult<Ids> {
        let (mut numbers, mut texts) = (Vec::new(), Vec::new());
        for column in columns {
            match column.dtype() {
                DataType::String => texts.extend(column.str()?.iter().flatten().map(str::to_owned)),
                _ => numbers.extend(column.i64()?.iter().flatten()),
            }
        }
        match texts.iter().map(|text| number_in(text)).collect::<Option<Vec<i64>>>() {
            Some(more) => {
                numbers.extend(more);
                // Years come in the order of their persons: a stable sort only merges them.
                numbers.sort();
                numbers.dedup();
                let index = numbers.iter().zip(0..).map(|(id, number)| (*id, number)).collect();
                Ok(Ids::Numbers(numbers, index))
            }
            None => {
                texts.extend(numbers.iter().map(i64::to_string));
                texts.sort_unstable();
                texts.dedup();
                let index = texts.iter().zip(0..).map(|(id, number)| (id.clone(), number)).collect();
                Ok(Ids::Texts(texts, index))
            }
        }
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        match self {
            Ids::Numbers(ids, _) => ids.len(),
            Ids::Texts(ids, _) => ids.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of each person of a column.
    ///
    /// METHOD: the lines of a person often stand together, so each is looked up once where they do; all are before the first is
    /// written out, so that a processor waits for several at a time.
    pub fn locate(&self, column: &Column) -> PolarsResult<Vec<u32>> {
        fn located<Id: PartialEq + Copy>(ids: &[Id], of: impl Fn(Id) -> u32) -> Vec<u32> {
            let runs: Vec<&[Id]> = ids.chunk_by(|one, next| one == next).collect();
            let numbers: Vec<u32> = runs.iter().map(|run| of(run[0])).collect();
            let mut located = Vec::with_capacity(ids.len());
            runs.iter().zip(numbers).for_each(|(run, number)| located.resize(located.len() + run.len(), number));
            located
        }
        Ok(match column.dtype() {
            DataType::String => located(&column.str()?.iter().flatten().collect::<Vec<_>>(), |text| self.of_text(text)),
            _ => match column.i64()?.cont_slice() {
                Ok(ids) => located(ids, |id| self.of_number(id)),
                Err(_) => located(&column.i64()?.iter().flatten().collect::<Vec<_>>(), |id| self.of_number(id)),
            },
        })
    }

    fn of_number(&self, id: i64) -> u32 {
        match self {
            Ids::Numbers(_, index) => index.get(&id).copied().unwrap_or_else(|| unknown(&id.to_le_bytes())),
            Ids::Texts(..) => self.of_text(&id.to_string()),
        }
    }

    fn of_text(&self, text: &str) -> u32 {
        match (self, number_in(text)) {
            (Ids::Texts(_, index), _) => index.get(text).copied().unwrap_or_else(|| unknown(text.as_bytes())),
            (Ids::Numbers(..), Some(id)) => self.of_number(id),
            (Ids::Numbers(..), None) => unknown(text.as_bytes()),
        }
    }

    /// The pseudonyms of numbered persons, as a column for the panel that stays with the researcher.
    pub fn column(&self, persons: &[u32]) -> Column {
        let name: PlSmallStr = "person".into();
        match self {
            Ids::Numbers(ids, _) => Column::new(name, persons.iter().map(|person| ids[*person as usize]).collect::<Vec<_>>()),
            Ids::Texts(ids, _) => Column::new(name, persons.iter().map(|person| ids[*person as usize].as_str()).collect::<Vec<_>>()),
        }
    }
}

/// The whole number that a text writes in its only way.
fn number_in(text: &str) -> Option<i64> {
    let plain = text == "0" || !text.trim_start_matches('-').starts_with('0');
    text.parse().ok().filter(|_| plain && !text.starts_with('+') && text != "-0")
}

/// A number past [`Ids::UNKNOWN`] that depends on the pseudonym alone (FNV-1a).
fn unknown(id: &[u8]) -> u32 {
    let hash = id.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    Ids::UNKNOWN | (hash >> 33) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ids: &[&str]) -> Column {
        Column::new("person".into(), ids.to_vec())
    }

    #[test]
    fn numbers_written_as_text_are_numbers() {
        let ids = Ids::new([texts(&["30", "4"]), Column::new("person".into(), [30_i64, 7])].iter()).expect("ids");
        assert_eq!(ids.locate(&texts(&["4", "7", "30"])).expect("numbers"), [0, 1, 2]);
        assert_eq!(ids.locate(&Column::new("person".into(), [7_i64])).expect("numbers"), [1]);
    }

    #[test]
    fn leading_zeros_make_another_person() {
        let ids = Ids::new([texts(&["007", "7"])].iter()).expect("ids");
        assert_eq!(ids.locate(&texts(&["7", "007"])).expect("numbers"), [1, 0]);
        let numbers = Ids::new([texts(&["7"])].iter()).expect("ids");
        assert!(!Ids::known(numbers.locate(&texts(&["007"])).expect("numbers")[0]));
    }

    #[test]
    fn unknown_persons_are_told_apart() {
        let ids = Ids::new([texts(&["1"])].iter()).expect("ids");
        let numbers = ids.locate(&texts(&["5", "6", "1", "5"])).expect("numbers");
        assert!(!Ids::known(numbers[0]) && Ids::known(numbers[2]));
        assert_eq!(numbers[0], numbers[3]);
        assert_ne!(numbers[0], numbers[1]);
    }
}
