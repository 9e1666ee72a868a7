//! The days of a study's years, each with its month: one look-up a line in place of a division.

use crate::ingest::{DaySpan, Month};

/// The months of the days of a study's years.
pub(super) struct Days {
    /// The days that are asked for.
    asked: DaySpan,
    /// The first day of those looked up, in days since 1 January 1970.
    first: i32,
    looked_up: Vec<Day>,
}

/// What a day says of a line served on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub month: Month,
    /// The month's place, `12 × index of its year + month from 0`, if its year is one of the study's; or what the day is else.
    pub place: u16,
}

impl Day {
    /// The place of a day of a year that is not one of the study's.
    pub const OTHER_YEAR: u16 = u16::MAX;

    /// The place of a day that is not asked for.
    pub const NOT_ASKED: u16 = u16::MAX - 1;

    /// Whether its year is one of the study's, and it is asked for.
    pub fn of_study(self) -> bool {
        self.place < Day::NOT_ASKED
    }
}

/// Years before and after those of a study whose days are looked up too: lines of other years are mostly of these.
const AROUND: i32 = 5;

impl Days {
    /// The days of some ascending years of a study, of which some are asked for.
    pub fn new(years: &[i32], asked: DaySpan) -> Days {
        let (Some(first), Some(last)) = (years.first(), years.last()) else { return Days { asked, first: 0, looked_up: Vec::new() } };
        let first = Month::of(first - AROUND, 1);
        let mut looked_up = Vec::new();
        for month in (first.0..=Month::of(last + AROUND, 12).0).map(Month) {
            let index = years.iter().position(|year| *year == month.year());
            let place = index.map_or(Day::OTHER_YEAR, |index| 12 * index as u16 + month.0.rem_euclid(12) as u16);
            let days = month.first_day()..Month(month.0 + 1).first_day();
            looked_up.extend(days.map(|day| Day { month, place: if asked.contains(&day) { place } else { Day::NOT_ASKED } }));
        }
        Days { asked, first: first.first_day(), looked_up }
    }

    /// What a day says of a line.
    #[inline]
    pub fn day(&self, day: i32) -> Day {
        match self.looked_up.get(day.wrapping_sub(self.first) as u32 as usize) {
            Some(day) => *day,
            None => self.far(day),
        }
    }

    /// A day that is not looked up.
    #[cold]
    fn far(&self, day: i32) -> Day {
        let place = if self.asked.contains(&day) { Day::OTHER_YEAR } else { Day::NOT_ASKED };
        Day { month: Month::of_day(day), place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_its_month_and_only_years_of_the_study_have_a_place() {
        let days = Days::new(&[2014, 2016], i32::MIN..=i32::MAX);
        let first = Month::of(2000, 1).first_day();
        for day in first..first + 30 * 366 {
            let month = Month::of_day(day);
            let index = [2014, 2016].iter().position(|year| *year == month.year());
            let place = index.map_or(Day::OTHER_YEAR, |index| 12 * index as u16 + month.0.rem_euclid(12) as u16);
            assert_eq!(days.day(day), Day { month, place });
        }
        assert_eq!([i32::MIN, i32::MAX].map(|day| days.day(day).place), [Day::OTHER_YEAR; 2]);
        assert_eq!(Days::new(&[], 0..=0).day(0), Day { month: Month::of(1970, 1), place: Day::OTHER_YEAR });
    }

    #[test]
    fn days_that_are_not_asked_for_are_told() {
        let first = Month::of(2014, 1).first_day();
        let days = Days::new(&[2013, 2014], first..=first + 364);
        let of_study: Vec<i32> = (first - 20_000..first + 20_000).filter(|day| days.day(*day).of_study()).collect();
        assert_eq!(of_study, (first..first + 365).collect::<Vec<_>>());
        assert_eq!([i32::MIN, first - 1, first + 365, i32::MAX].map(|day| days.day(day).place), [Day::NOT_ASKED; 4]);
    }
}
