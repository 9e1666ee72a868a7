//! What was found about the data without being a reason to stop.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// Importance of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Information,
    /// Look before you use the figures.
    Warning,
    /// The figures should not be used as they are.
    Error,
}

impl Level {
    /// The word of the tables.
    pub fn word(self) -> &'static str {
        match self {
            Level::Information => "information",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// A counted observation about the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Name of the rule that made it.
    pub rule: &'static str,
    /// Importance.
    pub level: Level,
    /// What was found, in a sentence that names no person.
    pub message: String,
    /// Rows concerned.
    pub count: u64,
    /// Rows looked at.
    pub of: u64,
    /// Distinct persons concerned, counted as far as disclosure control needs.
    pub persons: Persons,
    /// The money at stake, unweighted.
    pub amount: Option<Cents>,
    /// What to do about it.
    pub advice: &'static str,
}

/// Distinct persons, counted as far as disclosure control needs: enough to tell a small cell, never a list to keep.
#[derive(Clone, Copy, Debug, Default)]
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
