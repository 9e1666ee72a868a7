//! Distinct persons and totals of lines, counted as far as disclosure control needs.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// Distinct persons, counted as far as disclosure control needs: enough to tell a small cell, never a list to keep.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Persons {
    seen: [u32; Persons::ENOUGH],
    count: usize,
}

impl PartialEq for Persons {
    fn eq(&self, other: &Persons) -> bool {
        self.count == other.count
    }
}

impl Persons {
    /// More than any limit of a small cell.
    const ENOUGH: usize = 5;

    /// For findings that are of no persons.
    pub const MANY: Persons = Persons { seen: [0; Persons::ENOUGH], count: Persons::ENOUGH };

    /// Counts a person, once.
    #[inline]
    pub fn add(&mut self, person: u32) {
        if self.count < Persons::ENOUGH && !self.seen[..self.count].contains(&person) {
            self.seen[self.count] = person;
            self.count += 1;
        }
    }

    /// Counts those of another part.
    pub fn merge(&mut self, other: &Persons) {
        other.seen[..other.count].iter().for_each(|person| self.add(*person));
    }

    /// How many, or 5 if there are more.
    pub fn at_least(&self) -> u64 {
        self.count as u64
    }
}

impl FromIterator<u32> for Persons {
    fn from_iter<Numbers: IntoIterator<Item = u32>>(numbers: Numbers) -> Persons {
        let mut persons = Persons::default();
        numbers.into_iter().for_each(|person| persons.add(person));
        persons
    }
}

/// Lines, their money and the persons they are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// Lines.
    pub lines: u64,
    /// Their sum, unweighted.
    pub amount: Cents,
    /// The persons they are of.
    pub persons: Persons,
}

impl Total {
    /// Adds another part.
    pub fn add(&mut self, more: &Total) {
        self.lines += more.lines;
        self.amount += more.amount;
        self.persons.merge(&more.persons);
    }

    /// Adds a line.
    #[inline]
    pub fn count(&mut self, person: u32, amount: Cents) {
        self.lines += 1;
        self.amount += amount;
        self.persons.add(person);
    }
}

impl FromIterator<(u32, Cents)> for Total {
    fn from_iter<Lines: IntoIterator<Item = (u32, Cents)>>(lines: Lines) -> Total {
        let mut total = Total::default();
        lines.into_iter().for_each(|(person, amount)| total.count(person, amount));
        total
    }
}
