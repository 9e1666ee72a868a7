//! What is noted of lines beside their sums, for the rules of quality.

use crate::money::Cents;
use crate::quality::Total;

/// Counts late and unknown bookings of lines of the study's years.
#[derive(Clone)]
pub(super) struct Watch {
    within: i32,
    /// Lines whose booking is known.
    pub booked: u64,
    /// Those of them booked more months after the service than the study allows.
    pub late: Total,
    /// Lines that do not say when they were booked, of files that do for others.
    pub unknown: Total,
}

impl Watch {
    /// No line yet; a booking more than `within` months after the service is late.
    pub fn new(within: i32) -> Watch {
        Watch { within, booked: 0, late: Total::default(), unknown: Total::default() }
    }

    /// Adds a line of a file that says when its lines were booked; `lag` are the months to its booking, if it does.
    #[inline]
    pub fn add(&mut self, lag: Option<i32>, person: u32, amount: Cents) {
        let Some(lag) = lag else { return self.unknown.count(person, amount) };
        self.booked += 1;
        if lag > self.within {
            self.late.count(person, amount);
        }
    }

    /// Adds what was noted of other lines.
    pub fn merge(&mut self, other: &Watch) {
        self.booked += other.booked;
        self.late.add(&other.late);
        self.unknown.add(&other.unknown);
    }
}
