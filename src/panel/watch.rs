//! What is noted of lines beside their sums, for the rules of quality.

use crate::ingest::Lines;
use crate::money::Cents;
use crate::quality::Total;

/// Counts late and unknown bookings.
pub(super) struct Watch {
    years: Vec<i32>,
    within: i32,
    /// Lines of the study's years whose booking is known.
    pub booked: u64,
    /// Those of them booked more months after the service than the study allows.
    pub late: Total,
    /// Lines that do not say when they were booked, of files that do for others.
    pub unknown: Total,
}

impl Watch {
    /// No line yet; lines of other years than `years` do not count.
    pub fn new(years: Vec<i32>, within: i32) -> Watch {
        Watch { years, within, booked: 0, late: Total::default(), unknown: Total::default() }
    }

    /// Adds the lines of a batch.
    pub fn add(&mut self, lines: &Lines, person: &[u32], year: &[i32], amount: &[Cents]) {
        if !lines.has_bookings() {
            return;
        }
        for (row, ((person, year), amount)) in person.iter().zip(year).zip(amount).enumerate() {
            if !self.years.contains(year) {
                continue;
            }
            let Some(lag) = lines.lag(row) else {
                self.unknown.count(*person, *amount);
                continue;
            };
            self.booked += 1;
            if lag > self.within {
                self.late.count(*person, *amount);
            }
        }
    }
}
