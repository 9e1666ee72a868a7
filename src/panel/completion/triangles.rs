//! Booked amounts by month of service, lag and sector, gathered while the lines are read.

use crate::ingest::Month;
use crate::money::Cents;
use crate::spec::{Completion, Method};

/// The table that a line comes from.
#[derive(Clone, Copy)]
pub enum Source {
    /// Health-care lines.
    Claims,
    /// Delivered drugs.
    Drugs,
}

/// One triangle a sector in scope: cents by month of service and months to the booking. Memory is months × lags × sectors.
#[derive(Clone)]
pub struct Triangles {
    method: Method,
    months: usize,
    until: Option<Month>,
    sectors: usize,
    years: Vec<i32>,
    /// `((year × 12 + month) × (months + 1) + lag) × sectors + sector`.
    cents: Vec<i64>,
    /// Last booking month of each table.
    last: [Option<Month>; 2],
    /// Which tables have lines of a sector.
    tables: Vec<[bool; 2]>,
}

impl Triangles {
    /// Empty triangles of the sectors in scope; `None` when the study asks nothing of bookings.
    pub fn new(asked: &Completion, sectors: usize, years: Vec<i32>) -> Option<Triangles> {
        let months = asked.months as usize;
        asked.needs_bookings().then(|| Triangles {
            method: asked.method,
            months,
            until: asked.until.map(Month::from_yyyymm),
            sectors,
            cents: vec![0; years.len() * 12 * (months + 1) * sectors],
            years,
            last: [None; 2],
            tables: vec![[false; 2]; sectors],
        })
    }

    /// Takes note of a line's booking; says whether the line counts.
    pub fn counts(&mut self, source: Source, service: Month, booking: Month) -> bool {
        if self.until.is_some_and(|until| booking > until) {
            return false;
        }
        let last = &mut self.last[source as usize];
        *last = (*last).max(Some(booking));
        self.method != Method::BookedWithin || booking.0 - service.0 <= self.months as i32
    }

    /// Adds a line of a month of service (index of the year in the study, month from 0) and a sector in scope (by its column),
    /// booked `lag` months later.
    ///
    /// METHOD: what is booked after the last month that the study follows is whole by then all the same, and a booking before
    /// its service is a mistake of dates: they count at the last and at the first lag.
    pub fn add(&mut self, source: Source, (year, month): (usize, usize), sector: usize, lag: i32, amount: Cents) {
        let lag = lag.clamp(0, self.months as i32) as usize;
        self.cents[((year * 12 + month) * (self.months + 1) + lag) * self.sectors + sector] += amount.0;
        self.tables[sector][source as usize] = true;
    }

    /// Adds the lines of others like these.
    pub fn merge(&mut self, other: &Triangles) {
        self.cents.iter_mut().zip(&other.cents).for_each(|(sum, more)| *sum += more);
        self.last.iter_mut().zip(&other.last).for_each(|(last, other)| *last = (*last).max(*other));
        self.tables.iter_mut().flatten().zip(other.tables.iter().flatten()).for_each(|(there, other)| *there |= other);
    }

    /// The method asked for.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Months that bookings are followed, or counted.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Sectors in scope.
    pub fn sectors(&self) -> usize {
        self.sectors
    }

    /// The last month of booking over both tables.
    pub fn last(&self) -> Option<Month> {
        self.until.or(self.last[0].max(self.last[1]))
    }

    /// The last month of booking that a sector's tables have; `Err` with those of the two tables when it has lines of both and they
    /// do not end together.
    pub fn last_of(&self, sector: usize) -> Result<Option<Month>, [Month; 2]> {
        if self.until.is_some() {
            return Ok(self.until);
        }
        match (self.tables[sector], self.last) {
            ([true, true], [Some(claims), Some(drugs)]) if claims != drugs => Err([claims, drugs]),
            ([true, _], [claims, _]) => Ok(claims),
            ([false, true], [_, drugs]) => Ok(drugs),
            ([false, false], _) => Ok(self.last()),
        }
    }

    /// Cumulative cents of a sector at the lags seen by a month, one row a month of service, the years of the study in order. A
    /// month of service after it has an empty row.
    pub fn rows(&self, sector: usize, last: Month) -> Vec<Vec<f64>> {
        let lags = self.months + 1;
        let row = |(year, month): (usize, usize)| {
            let seen = (last.0 - Month::of(self.years[year], month as i32 + 1).0 + 1).clamp(0, lags as i32) as usize;
            let booked = |lag: usize| self.cents[((year * 12 + month) * lags + lag) * self.sectors + sector];
            // Sums of cents are exact; a float holds them to the cent up to 90,000 billion euro.
            let sums = (0..seen).scan(0, |sum, lag| {
                *sum += booked(lag);
                Some(*sum as f64)
            });
            sums.collect()
        };
        (0..self.years.len()).flat_map(|year| (0..12).map(move |month| (year, month))).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triangles(method: Method, months: u32, until: Option<i32>) -> Triangles {
        let asked = Completion { method, months, until, span: None };
        Triangles::new(&asked, 2, vec![2018]).expect("bookings are asked for")
    }

    fn line(triangles: &mut Triangles, service: i32, booking: i32, cents: i64) -> bool {
        let booked = (Month::from_yyyymm(service), Month::from_yyyymm(booking));
        let counts = triangles.counts(Source::Claims, booked.0, booked.1);
        if counts {
            let month = booked.0.0.rem_euclid(12) as usize;
            triangles.add(Source::Claims, (0, month), 1, booked.1.0 - booked.0.0, Cents(cents));
        }
        counts
    }

    #[test]
    fn rows_are_cumulative_and_end_where_the_bookings_end() {
        let mut sums = triangles(Method::ChainLadder, 2, None);
        for (service, booking, cents) in
            [(201_811, 201_811, 5), (201_811, 201_812, 7), (201_811, 201_902, 1), (201_812, 201_811, 3), (201_801, 201_806, 2)]
        {
            assert!(line(&mut sums, service, booking, cents));
        }
        let rows = sums.rows(1, Month::from_yyyymm(201_812));
        assert_eq!((&rows[0], &rows[10], &rows[11]), (&vec![0.0, 0.0, 2.0], &vec![5.0, 12.0], &vec![3.0]));
        assert!(sums.rows(0, Month::from_yyyymm(201_812)).iter().flatten().all(|cents| *cents == 0.0));
        assert_eq!(sums.rows(1, Month::from_yyyymm(201_811))[11], Vec::<f64>::new());
        assert_eq!(sums.last_of(1), Ok(Some(Month::from_yyyymm(201_902))));
    }

    #[test]
    fn late_lines_do_not_count_when_asked() {
        let mut within = triangles(Method::BookedWithin, 3, None);
        assert!(line(&mut within, 201_810, 201_901, 5) && !line(&mut within, 201_810, 201_902, 5));
        let mut until = triangles(Method::ChainLadder, 24, Some(201_812));
        assert!(line(&mut until, 201_810, 201_812, 5) && !line(&mut until, 201_810, 201_901, 5));
        assert_eq!(until.last(), Some(Month::from_yyyymm(201_812)));
    }

    #[test]
    fn a_sector_of_both_tables_needs_one_end() {
        let mut sums = triangles(Method::ChainLadder, 2, None);
        line(&mut sums, 201_801, 201_803, 5);
        let booked = (Month::from_yyyymm(201_801), Month::from_yyyymm(201_802));
        sums.counts(Source::Drugs, booked.0, booked.1);
        sums.add(Source::Drugs, (0, 0), 0, 1, Cents(1));
        assert_eq!(sums.last_of(0), Ok(Some(booked.1)));
        sums.add(Source::Drugs, (0, 0), 1, 1, Cents(1));
        assert_eq!(sums.last_of(1), Err([Month::from_yyyymm(201_803), booked.1]));
    }
}
