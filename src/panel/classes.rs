//! Drug classes and the conditions that they count for, looked up in the morbidity table once for each class.

use hashbrown::HashMap;

use crate::ingest::Morbidity;

/// Classes that are remembered at a time; the register has fewer.
const REMEMBERED: usize = 1 << 14;

/// The drug classes seen, with the rows of the morbidity table that they begin with.
pub(super) struct Classes<'a> {
    morbidity: &'a Morbidity,
    known: HashMap<String, Vec<usize>>,
}

impl<'a> Classes<'a> {
    /// None seen yet.
    pub fn new(morbidity: &'a Morbidity) -> Classes<'a> {
        Classes { morbidity, known: HashMap::new() }
    }

    /// The conditions that a drug class delivered on a day, in days since 1 January 1970, counts for.
    pub fn conditions(&mut self, atc: &str, day: i32) -> impl Iterator<Item = usize> {
        let Classes { morbidity, known } = self;
        if known.len() == REMEMBERED {
            known.clear();
        }
        let rows = known.entry_ref(atc).or_insert_with(|| morbidity.rows_of(atc));
        rows.iter().filter_map(move |row| morbidity.condition(*row, day))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_class_counts_for_the_conditions_that_it_begins_with_on_its_days() {
        let table = b"atc,condition,threshold,from,to\nA10,diabetes,90,,\nA10B,oral,90,,1970\nN06A,depression,120,,\n";
        let morbidity = Morbidity::parse(Path::new("morbidity.csv"), table).expect("a table");
        let mut classes = Classes::new(&morbidity);
        for _ in 0..2 {
            for (atc, day, expected) in [
                ("A10BA02", 0, vec![0, 1]),
                ("A10BA02", 365, vec![0]),
                ("A10AB01", 0, vec![0]),
                ("N06AB04", 9999, vec![2]),
                ("C07", 0, vec![]),
            ] {
                assert_eq!(classes.conditions(atc, day).collect::<Vec<_>>(), expected, "{atc} on day {day}");
            }
        }
        assert_eq!(classes.known.len(), 4);
    }
}
