//! Months of the calendar.

use std::fmt;

/// A month of the calendar, counted from January of the year 0, so that differences are months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub i32);

impl Month {
    /// A month (1 to 12) of a year.
    #[inline]
    pub fn of(year: i32, month: i32) -> Month {
        Month(12 * year + month - 1)
    }

    /// From the number YYYYMM.
    #[inline]
    pub fn from_yyyymm(number: i32) -> Month {
        Month::of(number / 100, number % 100)
    }

    /// The month of a day, in days since 1 January 1970.
    #[inline]
    pub fn of_day(day: i32) -> Month {
        // Counted from 1 March of the year 0, so that a leap day is the last of its year; 400 years have 146,097 days.
        let days = i64::from(day) + 719_468;
        let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097) as u32);
        let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        // From March on, months have 31, 30, 31, 30, 31 days, and again: 153 days in five months.
        let since_march = (5 * of_year + 2) / 153;
        Month((12 * (400 * cycle + i64::from(year)) + i64::from(since_march)) as i32 + 2)
    }

    /// The number YYYYMM.
    pub fn yyyymm(self) -> i32 {
        100 * self.year() + self.0.rem_euclid(12) + 1
    }

    /// Its first day, in days since 1 January 1970.
    pub fn first_day(self) -> i32 {
        // Counted from March of the year 0 again.
        let months = self.0 - 2;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 - 719_468
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
}

impl fmt::Display for Month {
    /// As YYYYMM.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.yyyymm())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_thousand_years_has_its_month() {
        let mut day = -62_091;
        for year in 1800..2800 {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for (month, days) in (1..).zip([31, 28 + i32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                let of_days: Vec<Month> = (day..day + days).map(Month::of_day).collect();
                assert_eq!(of_days, vec![Month::of(year, month); days as usize], "{month}/{year}");
                assert_eq!(Month::of(year, month).first_day(), day, "{month}/{year}");
                day += days;
            }
        }
        assert_eq!((Month::of_day(-1), Month::of_day(0)), (Month::of(1969, 12), Month::of(1970, 1)));
    }

    #[test]
    fn months_count_over_the_end_of_a_year() {
        assert_eq!(Month::from_yyyymm(201_802).0 - Month::from_yyyymm(201_612).0, 14);
        assert_eq!(Month(Month::of(2018, 12).0 + 1).to_string(), "201901");
    }
}
