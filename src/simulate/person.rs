//! One person's years: when it enters and leaves, where it lives, which ground for reimbursement it has.

use std::ops::Range;

use rand::Rng;

use super::calendar::Calendar;
use super::demography::Demography;
use super::geography::Region;
use super::random::uniform;
use super::rows::PopulationRows;

/// A move to another municipality, in a year.
const MOVES: f64 = 0.015;
/// The social situation is drawn anew, in a year.
const SITUATION_CHANGES: f64 = 0.04;

/// What ends a person's insurance within a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Death,
    Departure,
}

/// A person's state in one year.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersonYear {
    /// Position from the first year.
    pub year: usize,
    pub age: usize,
    /// Position of the municipality on 31 December.
    pub municipality: usize,
    /// Begin and end of the insured time, as fractions of the year.
    pub from: f64,
    pub to: f64,
    pub end: Option<End>,
    /// Decides on increased reimbursement: the lower, the poorer.
    pub situation: f64,
}

impl PersonYear {
    /// Draws the years of a person: `age` on 31 December of year `entry`, or of the year before the first if none.
    pub fn draw_years(
        rng: &mut impl Rng,
        demography: &Demography,
        (sex, age): (usize, usize),
        entry: Option<usize>,
        years: usize,
        mut draw_municipality: impl FnMut(f64) -> usize,
        out: &mut Vec<Self>,
    ) {
        out.clear();
        let mut municipality = draw_municipality(uniform(rng));
        let mut situation = uniform(rng);
        let first = entry.unwrap_or(0);
        for year in first..years {
            let age = age + year + usize::from(entry.is_none()) - first;
            let mut state = Self { year, age, municipality, from: 0.0, to: 1.0, end: None, situation };
            if entry == Some(year) {
                state.from = uniform(rng);
            } else if demography.draw_death(rng, sex, age) {
                state.end = Some(End::Death);
                state.to = uniform(rng);
            } else if demography.draw_departure(rng, age) {
                state.end = Some(End::Departure);
                state.to = uniform(rng);
            } else if uniform(rng) < MOVES {
                municipality = draw_municipality(uniform(rng));
                state.municipality = municipality;
            }
            if uniform(rng) < SITUATION_CHANGES {
                situation = uniform(rng);
                state.situation = situation;
            }
            out.push(state);
            if state.end.is_some() {
                break;
            }
        }
    }

    /// The days of the year (from zero) on which the person is insured and alive: at least one.
    pub fn insured_days(&self, days: u32) -> Range<u32> {
        let first = (self.from * f64::from(days)) as u32;
        let last = ((self.to * f64::from(days)) as u32).clamp(first, days - 1);
        first..last + 1
    }

    /// The part of the year that falls in the last twelve months of life, given the next year.
    pub fn last_year_of_life(&self, next: Option<&Self>) -> f64 {
        match (self.end, next) {
            (Some(End::Death), _) => self.to,
            (None, Some(next)) if next.end == Some(End::Death) => 1.0 - next.to,
            _ => 0.0,
        }
    }
}

/// What of a person never changes.
pub(super) struct Person {
    pub pseudonym: i64,
    /// 0 male, 1 female.
    pub sex: usize,
    /// 1, or 40 or 20 by the stratum in which the person was drawn.
    pub weight: i64,
}

impl Person {
    /// Writes the row of a year.
    pub fn write_row(&self, state: &PersonYear, calendar: &Calendar, nis: u32, increased_reimbursement: bool, rows: &mut PopulationRows) {
        let insured = state.insured_days(calendar.days());
        let last = insured.end - 1;
        rows.person.push(self.pseudonym);
        rows.year.push(calendar.year);
        rows.birth_year.push(calendar.year - state.age as i32);
        rows.sex.push(self.sex as i8 + 1);
        rows.municipality.push(nis);
        rows.death.push((state.end == Some(End::Death)).then(|| calendar.month(last, 0)));
        rows.from.push((insured.start > 0).then(|| calendar.date(insured.start)));
        rows.to.push((state.end == Some(End::Departure)).then(|| calendar.date(last)));
        rows.weight.push(self.weight as f64);
        rows.increased_reimbursement.push(if increased_reimbursement { ground(self.pseudonym, state.age) } else { 0 });
    }
}

/// Probability of increased reimbursement.
pub(super) fn increased_reimbursement(region: Region, age: usize, sex: usize, year: i32) -> f64 {
    let regional = match region {
        Region::Flanders => 0.142,
        Region::Wallonia => 0.203,
        Region::Brussels => 0.285,
    };
    let by_age = match (age, sex) {
        (0..18, _) => 1.05,
        (18..25, _) => 0.95,
        (25..50, _) => 0.80,
        (50..65, _) => 0.85,
        (65..75, _) => 1.05,
        (75.., 0) => 1.40,
        (75.., _) => 1.80,
    };
    // 17 % of the insured in 2015, 19 % in 2024.
    let trend = 1.0 + 0.012 * f64::from(year - 2016);
    (regional * by_age * trend).clamp(0.0, 0.9)
}

/// Ground for increased reimbursement by age: 1 integration income, 2 income of the elderly, 3 disability, 4 child
/// with a handicap, 5 low income of the household. The share of each ground is illustrative.
fn ground(person: i64, age: usize) -> i32 {
    match (person % 10, age) {
        (0..2, ..18) => 4,
        (0..2, 65..) => 2,
        (0..2, _) => 1,
        (2, _) => 3,
        _ => 5,
    }
}
