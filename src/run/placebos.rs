//! The whole method on pseudo-pilots, where nothing happened.

use rayon::prelude::*;

use super::zones::Zones;
use crate::counterfactual::GroupYear;
use crate::credibility::{Assessed, FEWEST, Judged, PseudoPilots, Shocks};
use crate::design::TargetRows;
use crate::fit::{FitError, LeastSquares};
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
    /// Judges up to the study's number of pseudo-pilots of about `size` target persons; `None` when too few fit side by side.
    ///
    /// METHOD: a pseudo-pilot is left out of its own reference group as a pilot is, and so are the pilots when the study says so.
    pub fn judge(study: &Study, rows: &TargetRows, zones: &Zones, judged: &Years, size: u64) -> Option<Placebos> {
        let first = *judged.performance.first()?;
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
        let assess = |zone: &Vec<bool>| Some((size_of(zone, &persons), judged.assess(rows, zone, &left_out(zone)).ok()?));
        let outcomes: Vec<Option<(u64, Assessed)>> = drawn.zones.par_iter().map(assess).collect();
        let (persons, assessed): (Vec<u64>, Vec<Assessed>) = outcomes.into_iter().flatten().unzip();
        let periods = assessed.first().filter(|_| assessed.len() >= FEWEST)?.periods();
        let mut shocks = Vec::new();
        for reading in Reading::ALL {
            for period in 0..periods {
                let learn = |of: &dyn Fn(&Assessed) -> crate::credibility::Departure| {
                    Shocks::learn(assessed.iter().map(of).collect(), drawn.side_by_side.min(assessed.len()), study.level)
                };
                shocks.extend((0..rows.sectors).map(|sector| learn(&|assessed| assessed.sector(reading, period, sector))));
                shocks.push(learn(&|assessed| assessed.total(reading, period)));
            }
        }
        Some(Placebos { persons, side_by_side: drawn.side_by_side, periods, sectors: rows.sectors, shocks })
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

/// The years that a study judges, as indices into the years of its rows.
pub struct Years {
    /// Base years with their weights.
    pub base: Vec<(f64, usize)>,
    /// Performance years.
    pub performance: Vec<usize>,
}

impl Years {
    /// Places the years of a study.
    pub fn new(study: &Study, rows: &TargetRows) -> Years {
        let index = |year: i32| rows.years.iter().position(|rows| rows.year == year).expect("the panel has every year of the study");
        let base = study.base.iter().map(|(year, weight)| (*weight, index(*year))).collect();
        Years { base, performance: study.performance.iter().map(|year| index(*year)).collect() }
    }

    /// The whole method on one zone.
    fn assess(&self, rows: &TargetRows, zone: &[bool], left_out: &[bool]) -> Result<Assessed, FitError> {
        let models = fit(rows, left_out, "a pseudo-pilot")?;
        let years = group_years(rows, zone, &models);
        years.iter().try_for_each(|year| year.check("a pseudo-pilot"))?;
        Ok(self.assess_group(rows, &models, zone, left_out, &years))
    }

    /// A group held against its guarantee.
    pub fn assess_group(
        &self,
        rows: &TargetRows,
        models: &[LeastSquares],
        group: &[bool],
        left_out: &[bool],
        years: &[GroupYear],
    ) -> Assessed {
        let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
        let (base, performance) = (self.base.clone(), self.performance.clone());
        Assessed::new(&Judged { rows, models, group, reference: &reference, base, performance, years })
    }
}

/// The models of the persons outside the municipalities left out, one a year; `name` stands in errors.
pub fn fit(rows: &TargetRows, left_out: &[bool], name: &str) -> Result<Vec<LeastSquares>, FitError> {
    let year = |index: usize| {
        let moments = rows.moments(index, |municipality| !left_out[municipality]);
        LeastSquares::fit(&moments, &format!("{name}, {}", rows.years[index].year))
    };
    (0..rows.years.len()).map(year).collect()
}

/// The sums over a zone, one a year.
pub fn group_years(rows: &TargetRows, zone: &[bool], models: &[LeastSquares]) -> Vec<GroupYear> {
    let year = |(index, model): (usize, &LeastSquares)| {
        GroupYear::new(rows.years[index].year, &rows.moments(index, |municipality| zone[municipality]), model)
    };
    models.iter().enumerate().map(year).collect()
}
