//! The days of a study's years, each with its month: one look-up a line in place of a division.

use crate::ingest::Month;

/// The months of the days of a study's years.
pub(super) struct Days {
    /// The first day that has a place, in days since 1 January 1970.
    first: i32,
    /// Of each day from then on its month, and the month's place if its year is one of the study's.
    months: Vec<(Month, Option<u16>)>,
}

impl Days {
    /// The days from the first to the last of some ascending years.
    pub fn new(years: &[i32]) -> Days {
        let (Some(first), Some(last)) = (years.first(), years.last()) else { return Days { first: 0, months: Vec::new() } };
        let mut months = Vec::new();
        for month in (Month::of(*first, 1).0..=Month::of(*last, 12).0).map(Month) {
            let index = years.iter().position(|year| *year == month.year());
            let place = index.map(|index| 12 * index as u16 + month.0.rem_euclid(12) as u16);
            let days = Month(month.0 + 1).first_day() - month.first_day();
            months.extend((0..days).map(|_| (month, place)));
        }
        Days { first: Month::of(*first, 1).first_day(), months }
    }

    /// The month of a day, and its place: `12 × index of its year + month from 0`, if its year is one of the study's.
    pub fn month(&self, day: i32) -> (Month, Option<u16>) {
        let place = day.checked_sub(self.first).and_then(|days| usize::try_from(days).ok());
        place.and_then(|place| self.months.get(place).copied()).unwrap_or_else(|| (Month::of_day(day), None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_its_month_and_only_years_of_the_study_have_a_place() {
        let days = Days::new(&[2014, 2016]);
        let first = Month::of(2012, 1).first_day();
        for day in first..first + 6 * 366 {
            let month = Month::of_day(day);
            let index = [2014, 2016].iter().position(|year| *year == month.year());
            let place = index.map(|index| 12 * index as u16 + month.0.rem_euclid(12) as u16);
            assert_eq!(days.month(day), (month, place));
        }
        assert_eq!(days.month(i32::MIN).1, None);
        assert_eq!(Days::new(&[]).month(0), (Month::of(1970, 1), None));
    }
}
