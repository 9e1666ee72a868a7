//! Months of the calendar.

use std::fmt;

/// A month of the calendar, counted from January of the year 0, so that differences are months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub i32);

impl Month {
    /// A month (1 to 12) of a year.
    pub fn of(year: i32, month: i32) -> Month {
        Month(12 * year + month - 1)
    }

    /// From the number YYYYMM.
    pub fn from_yyyymm(number: i32) -> Month {
        Month::of(number / 100, number % 100)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
}

impl fmt::Display for Month {
    /// As YYYYMM.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", 100 * self.year() + self.0.rem_euclid(12) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_over_the_end_of_a_year() {
        assert_eq!(Month::from_yyyymm(201_802).0 - Month::from_yyyymm(201_612).0, 14);
        assert_eq!(Month(Month::of(2018, 12).0 + 1).to_string(), "201901");
    }
}
