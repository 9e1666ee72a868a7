//! The whole method on pseudo-pilots, where nothing happened.

use rayon::prelude::*;

use super::assess::{Fitted, Years, assess};
use super::zones::Zones;
use crate::credibility::{Assessed, Departure, FEWEST, PseudoPilots, Shocks};
use crate::design::TargetRows;
use crate::spec::{Reading, Reference, Study};

/// Pilots whose sizes differ by less than this factor share their pseudo-pilots.
const LIKE_SIZE: f64 = 1.5;

/// Which pilots share their pseudo-pilots, by their target persons.
pub fn size_class(persons: u64) -> i32 {
    ((persons.max(1) as f64).ln() / LIKE_SIZE.ln()).round() as i32
}

/// The pseudo-pilots of one target rule and size, and what they say of every gain.
pub struct Placebos {
    /// Target persons of each, in the first performance year.
    pub persons: Vec<u64>,
    /// How many fit side by side.
    pub side_by_side: usize,
    periods: usize,
    sectors: usize,
    shocks: Vec<Shocks>,
}

impl Placebos {
    /// Judges up to the study's number of pseudo-pilots of about `size` target persons, for each set of years; `None` when too few fit
    /// side by side.
    ///
    /// METHOD: a pseudo-pilot is left out of its own reference group as a pilot is, and so are the pilots when the study says so.
    pub fn judge(study: &Study, national: &Fitted, zones: &Zones, sets: &[Years], size: u64) -> Option<Vec<Placebos>> {
        let (rows, first) = (national.rows, *sets.first()?.performance.first()?);
        let persons: Vec<u64> = rows.years[first].blocks.iter().map(|block| block.rows).collect();
        let in_pilot: Vec<bool> = (0..persons.len()).map(|municipality| zones.of_pilot.iter().any(|zone| zone[municipality])).collect();
        let free: Vec<bool> = in_pilot.iter().map(|pilot| !pilot).collect();
        let drawn = PseudoPilots::draw(&persons, &free, size, study.placebos, study.seed);
        if drawn.side_by_side < FEWEST {
            return None;
        }
        let left_out = |zone: &[bool]| -> Vec<bool> {
            match study.reference {
                Reference::None => vec![false; zone.len()],
                Reference::Pilot => zone.to_vec(),
                Reference::Pilots => zone.iter().zip(&in_pilot).map(|(zone, pilot)| *zone || *pilot).collect(),
            }
        };
        let assess = |zone: &Vec<bool>| Some((size_of(zone, &persons), assess(sets, national, zone, &left_out(zone)).ok()?));
        let outcomes: Vec<Option<(u64, Vec<Assessed>)>> = drawn.zones.par_iter().map(assess).collect();
        let (persons, assessed): (Vec<u64>, Vec<Vec<Assessed>>) = outcomes.into_iter().flatten().unzip();
        if assessed.len() < FEWEST {
            return None;
        }
        let of_set = |set: usize| {
            let assessed: Vec<&Assessed> = assessed.iter().map(|sets| &sets[set]).collect();
            Placebos::learn(study, rows, persons.clone(), &assessed, drawn.side_by_side)
        };
        Some((0..sets.len()).map(of_set).collect())
    }

    /// What pseudo-pilots of so many persons say of every gain.
    fn learn(study: &Study, rows: &TargetRows, persons: Vec<u64>, assessed: &[&Assessed], side_by_side: usize) -> Placebos {
        let periods = assessed.first().map_or(0, |assessed| assessed.periods());
        let mut shocks = Vec::new();
        for reading in Reading::ALL {
            for period in 0..periods {
                let learn = |of: &dyn Fn(&Assessed) -> Departure| {
                    Shocks::learn(assessed.iter().copied().map(of).collect(), side_by_side.min(assessed.len()), study.level)
                };
                shocks.extend((0..rows.sectors).map(|sector| learn(&|assessed| assessed.sector(reading, period, sector))));
                shocks.push(learn(&|assessed| assessed.total(reading, period)));
            }
        }
        Placebos { persons, side_by_side, periods, sectors: rows.sectors, shocks }
    }

    /// What they say of a total.
    pub fn total(&self, reading: Reading, period: usize) -> &Shocks {
        self.sector(reading, period, self.sectors)
    }

    /// What they say of a sector.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> &Shocks {
        &self.shocks[(reading as usize * self.periods + period) * (self.sectors + 1) + sector]
    }
}

fn size_of(zone: &[bool], persons: &[u64]) -> u64 {
    zone.iter().zip(persons).filter(|(inside, _)| **inside).map(|(_, persons)| persons).sum()
}
