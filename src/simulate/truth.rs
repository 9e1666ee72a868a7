//! What the pilots really changed.

/// A pilot of the synthetic population.
#[derive(Clone, Debug, PartialEq)]
pub struct PilotTruth {
    /// Identifier.
    pub id: &'static str,
    /// NIS codes of its municipalities, in order.
    pub zone: Vec<u32>,
    /// Inhabitants of its municipalities.
    pub inhabitants: u64,
    /// Relative change of the target group's cost in every year from the start on: −0.06 is 6 % less.
    pub effect: f64,
    /// First year of the effect.
    pub start_year: i32,
}

/// Effects of the six pilots.
pub(super) const EFFECTS: [(&str, f64); 6] =
    [("pilot-a", -0.06), ("pilot-b", -0.03), ("pilot-c", 0.0), ("pilot-d", 0.0), ("pilot-e", 0.04), ("pilot-f", -0.02)];

/// Adults with a chronic condition; this is the rule that [`TruthSums`] counts by.
pub const TARGET_RULE: &str = "chronic and age >= 18";

/// One pilot's target group in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TruthCell {
    /// Persons, not weighted.
    pub persons: u64,
    /// Cost that the target group would have had without the pilot, in cents times weight.
    pub without: i64,
    /// Cost with the pilot, in cents times weight, as in the rows.
    pub with: i64,
}

impl TruthCell {
    /// The true gain, in cents times weight.
    pub fn gain(&self) -> i64 {
        self.without - self.with
    }
}

/// Cells by pilot and year; blocks of persons add up in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TruthSums {
    years: usize,
    cells: Vec<TruthCell>,
}

impl TruthSums {
    /// Empty cells for the given numbers of pilots and years.
    pub fn new(pilots: usize, years: usize) -> Self {
        Self { years, cells: vec![TruthCell::default(); pilots * years] }
    }

    /// The cell of a pilot (position in [`super::World::pilots`]) and a year (position from the first year).
    pub fn cell(&self, pilot: usize, year: usize) -> &TruthCell {
        &self.cells[pilot * self.years + year]
    }

    /// Counts one person-year of a target group; both costs in cents times weight.
    pub fn add(&mut self, pilot: usize, year: usize, without: i64, with: i64) {
        let cell = &mut self.cells[pilot * self.years + year];
        cell.persons += 1;
        cell.without += without;
        cell.with += with;
    }

    /// Adds the sums of other persons of the same settings.
    pub fn merge(&mut self, other: &Self) {
        if self.cells.is_empty() {
            self.clone_from(other);
            return;
        }
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            cell.persons += more.persons;
            cell.without += more.without;
            cell.with += more.with;
        }
    }
}
