//! From triangles to the factors that complete the costs of each year and sector, and their error.

use serde::{Deserialize, Serialize};

use super::{ChainLadder, Origin, Triangles};
use crate::ingest::Month;
use crate::money::Cents;
use crate::panel::PanelError;
use crate::spec::{Method, Study};

/// What completes the costs of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Completed {
    /// The sectors in scope.
    pub sectors: Vec<CompletedSector>,
    /// The error of what they complete.
    pub error: CompletionError,
}

/// One sector: how it is booked, and what that makes of each year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompletedSector {
    /// Factors from lag to lag.
    pub ladder: ChainLadder,
    /// The years read, in order.
    pub years: Vec<CompletedYear>,
}

/// The costs of one year and sector.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompletedYear {
    /// The year of service.
    pub year: i32,
    /// What is booked, in cents.
    pub booked: f64,
    /// What it comes to over what is booked; 1 for a year that is whole.
    pub factor: f64,
    /// Standard error of the completed cost over that cost.
    pub se: f64,
}

/// Relative error of completed costs: Cov(U_t, U_t')/(U_t U_t') by sector, over the years of a study in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CompletionError {
    years: usize,
    relative: Vec<f64>,
}

impl CompletionError {
    /// From one covariance a sector and pair of years: `(sector × years + year) × years + other`.
    pub fn new(years: usize, relative: Vec<f64>) -> CompletionError {
        CompletionError { years, relative }
    }

    /// The same for some of the years, by their places.
    pub fn of_years(&self, years: &[usize]) -> CompletionError {
        let sectors = if self.years == 0 { 0 } else { self.relative.len() / (self.years * self.years) };
        let pairs = |sector: usize| years.iter().flat_map(move |year| years.iter().map(move |other| (sector, *year, *other)));
        let relative = (0..sectors).flat_map(pairs).map(|(sector, year, other)| self.covariance(sector, year, other));
        CompletionError { years: years.len(), relative: relative.collect() }
    }

    /// The covariance of a sector in two years; 0 when nothing was completed.
    pub fn covariance(&self, sector: usize, year: usize, other: usize) -> f64 {
        self.relative.get((sector * self.years + year) * self.years + other).copied().unwrap_or(0.0)
    }

    /// Whether a year of a sector has an error.
    pub fn of(&self, sector: usize, year: usize) -> bool {
        self.covariance(sector, year, year) > 0.0
    }
}

impl Completed {
    /// Learns the factors of every sector; `None` when the study completes nothing.
    ///
    /// METHOD: one national triangle a sector, of unweighted lines: bookings have the pace of funds and institutions, not of
    /// persons, and integer sums do not depend on the order of lines. A person's cost of a year is then multiplied by the
    /// factor of that year, which makes the national total of the year and sector what the chain ladder says of it.
    pub fn learn(study: &Study, triangles: &Triangles, names: &[String]) -> Result<Option<Completed>, PanelError> {
        let refuse = |message: String, help: &str| Err(study.refuse(study.completion.span.clone(), message, help).into());
        let years = study.years_read();
        let judged: Vec<usize> = study.years().iter().filter_map(|year| years.iter().position(|read| read == year)).collect();
        let Some((end, last_year)) = triangles.last().zip(years.last().copied()) else { return Ok(None) };
        if triangles.method() == Method::BookedWithin {
            // METHOD: the rule is symmetric only if every month has been followed for as long.
            let followed = end.0 - Month::of(last_year, 12).0;
            if followed < triangles.months() as i32 {
                let message =
                    format!("the lines are booked until {end}: December {last_year} has been followed for {} months only", followed.max(0));
                return refuse(message, "give a smaller `within`, or complete the costs with method = \"chain-ladder\"");
            }
        }
        if triangles.method() != Method::ChainLadder {
            return Ok(None);
        }
        let mut sectors = Vec::with_capacity(names.len());
        let mut relative = Vec::with_capacity(names.len() * years.len() * years.len());
        for (sector, name) in names.iter().enumerate() {
            let last = match triangles.last_of(sector) {
                Ok(last) => last.unwrap_or(end),
                Err([claims, drugs]) => {
                    let message =
                        format!("sector `{name}` has lines of both tables; the claims are booked until {claims}, the drugs until {drugs}");
                    return refuse(message, "give the month up to which both are whole, for example `until = 202012`");
                }
            };
            let rows = triangles.rows(sector, last);
            let end_of_year = Month::of(last_year, 12);
            if last < end_of_year {
                let message =
                    format!("the lines of sector `{name}` are booked until {last}: months of service after that cannot be completed");
                return refuse(message, "leave the last year out of [period], or add its lines");
            }
            // The first month is the one that has been followed for longest.
            if rows.iter().all(|row| row.len() <= triangles.months()) {
                let message = format!("no month of service has been followed for {} months", triangles.months());
                return refuse(message, "give the `months` after which everything is booked, or earlier years in [period]");
            }
            let ladder = match ChainLadder::fit(&rows) {
                Ok(ladder) => ladder,
                Err(step) => {
                    let message = format!("sector `{name}`: {} months after the service more is taken back than was ever booked", step + 1);
                    return refuse(message, "check the sign of its amounts and its months of booking");
                }
            };
            let origins: Vec<Vec<Origin>> = rows.chunks(12).map(|year| year.iter().map(|row| ladder.complete(row)).collect()).collect();
            let amounts: Vec<f64> = origins.iter().map(|year| year.iter().map(|origin| origin.completed).sum()).collect();
            let over = |error: f64, year: usize, other: usize| {
                let scale = amounts[year] * amounts[other];
                if amounts[year] > 0.0 && amounts[other] > 0.0 { error / scale } else { 0.0 }
            };
            for (year, other) in judged.iter().flat_map(|year| judged.iter().map(|other| (*year, *other))) {
                let error = match year == other {
                    true => ladder.error(&origins[year]),
                    false => ladder.covariance(&origins[year], &origins[other]),
                };
                relative.push(over(error, year, other));
            }
            let of_year = |(year, origins): (usize, &Vec<Origin>)| {
                let booked: f64 = origins.iter().map(|origin| origin.booked).sum();
                let factor = if booked > 0.0 { amounts[year] / booked } else { 1.0 };
                CompletedYear { year: years[year], booked, factor, se: over(ladder.error(origins), year, year).sqrt() }
            };
            sectors.push(CompletedSector { years: origins.iter().enumerate().map(of_year).collect(), ladder });
        }
        Ok(Some(Completed { sectors, error: CompletionError::new(judged.len(), relative) }))
    }

    /// The completed cost of a person's year in a sector, rounded to the cent as all money is.
    pub fn cost(&self, sector: usize, year: usize, booked: Cents) -> Cents {
        let factor = self.sectors[sector].years[year].factor;
        // A factor of 1 leaves every cent alone; past what is exact to the cent nothing can be completed.
        if factor == 1.0 { booked } else { Cents::rounded(booked.0 as f64 * factor).unwrap_or(booked) }
    }
}
