//! The whole method on pseudo-pilots, where nothing happened.

use rayon::prelude::*;

use super::assess::{Fitted, Years, assess};
use super::zones::Zones;
use crate::credibility::{Assessed, Before, Departure, FEWEST, Lasting, PseudoPilots, ReferenceMeat, Shocks, keeps_size};
use crate::design::PersonYears;
use crate::progress::Parts;
use crate::spec::{Reading, Study};

/// Pilots whose sizes differ by less than this factor share their pseudo-pilots.
const LIKE_SIZE: f64 = 1.5;

/// Which pilots share their pseudo-pilots, by their target persons.
pub fn size_class(persons: u64) -> i32 {
    ((persons.max(1) as f64).ln() / LIKE_SIZE.ln()).round() as i32
}

/// The size of a group among those that it is compared with.
///
/// METHOD: with two sources a pilot is counted whole and the other zones by their sample: what they stand for compares them. Its
/// shocks are those of zones as large; that a sampled zone tells them less well is in its own variance.
pub fn represented(study: &Study, persons: u64, person_years: f64) -> u64 {
    if study.data.pilots.is_some() { person_years.round() as u64 } else { persons }
}

/// The pseudo-pilots of one target rule and size, and what they say of every gain.
pub struct Placebos {
    /// Target persons of each, in the first performance year.
    pub persons: Vec<u64>,
    /// How many fit side by side.
    pub side_by_side: usize,
    /// The zones, as marks over the municipalities.
    pub zones: Vec<Vec<bool>>,
    /// Each with its gains; what lasts of its base difference is learnt from the zones that share no municipality with it.
    pub assessed: Vec<Assessed>,
    /// For each, the zones that share no municipality with it.
    pub apart: Vec<Vec<usize>>,
    /// θ of each, by year of the rows.
    pub ratios: Vec<Vec<f64>>,
    /// What lasts of a base difference, by period.
    pub lasting: Vec<Lasting>,
    periods: usize,
    sectors: usize,
    shocks: Vec<Shocks>,
}

impl Placebos {
    /// Judges up to the study's number of pseudo-pilots of about `size` target persons, for each set of years; `None` when too few fit
    /// side by side.
    ///
    /// METHOD: a pseudo-pilot is left out of its own reference group as a pilot is, and so are the pilots when the study says so.
    pub fn judge(study: &Study, national: &Fitted, zones: &Zones, sets: &[Years], size: u64, parts: &Parts) -> Option<Vec<Placebos>> {
        let (rows, first) = (national.rows, *sets.first()?.performance.first()?);
        let persons: Vec<u64> = rows.years[first].blocks.by_municipality.iter().map(|block| block.rows).collect();
        let in_pilot: Vec<bool> = (0..persons.len()).map(|municipality| zones.of_pilot.iter().any(|zone| zone[municipality])).collect();
        let free: Vec<bool> = in_pilot.iter().map(|pilot| !pilot).collect();
        let blocks = rows.years[first].blocks.by_municipality.iter();
        let sizes: Vec<u64> = blocks.map(|block| represented(study, block.rows, block.exposure())).collect();
        let drawn = PseudoPilots::draw(&sizes, &free, size, study.credibility.placebos, study.seed);
        if drawn.side_by_side < FEWEST {
            return None;
        }
        let common = zones.left_out_of_placebo(study, &vec![false; free.len()]);
        let lacks_meat = national.clusters.is_none() && national.meat.is_none();
        let meat = lacks_meat.then(|| ReferenceMeat::new(rows, national.model, &common, national.detail)).flatten();
        let national = &Fitted { meat: national.meat.or(meat.as_ref()), ..*national };
        let limit = study.data.small_cell();
        let in_year = |year: &PersonYears, zone: &[bool]| {
            size_of(zone, &year.blocks.by_municipality.iter().map(|block| block.rows).collect::<Vec<_>>())
        };
        // A zone of few persons in some year would tell of them.
        let large = |zone: &Vec<bool>| rows.years.iter().all(|year| in_year(year, zone) > limit);
        let assess = |zone: &Vec<bool>| {
            let judged = large(zone).then(|| assess(sets, national, zone, &zones.left_out_of_placebo(study, zone)));
            parts.one_done();
            judged.and_then(Result::ok)
        };
        let outcomes: Vec<Option<(Vec<Assessed>, Vec<f64>)>> = drawn.zones.par_iter().map(assess).collect();
        let judged = drawn.zones.into_iter().zip(outcomes).filter_map(|(zone, judged)| Some((zone, judged?)));
        let (zones, judged): (Vec<Vec<bool>>, Vec<_>) = judged.unzip();
        let (assessed, ratios): (Vec<Vec<Assessed>>, Vec<Vec<f64>>) = judged.into_iter().unzip();
        let mut assessed: Vec<std::vec::IntoIter<Assessed>> = assessed.into_iter().map(Vec::into_iter).collect();
        if assessed.len() < FEWEST {
            return None;
        }
        let persons: Vec<u64> = zones.iter().map(|zone| size_of(zone, &persons)).collect();
        let drawn = Drawn { apart: apart(&zones), zones, persons, ratios, side_by_side: drawn.side_by_side };
        let sectors = national.detail.beside_total(rows.sectors);
        let of_set = |_| drawn.learn(assessed.iter_mut().filter_map(Iterator::next).collect(), sectors, study.level);
        Some(sets.iter().map(of_set).collect())
    }

    /// The shocks that one of them is judged by: those of the zones that share no municipality with it.
    ///
    /// METHOD: a pilot is no part of the zones that it is judged by. Counted among them, a zone would widen its own interval and
    /// false gains would look rarer than they are.
    pub fn by_others(&self, number: usize, reading: Reading, period: usize, level: f64) -> Shocks {
        let all = &self.total(reading, period).departures;
        Shocks::learn(self.apart[number].iter().map(|other| all[*other]).collect(), self.side_by_side - 1, level)
    }

    /// Whether false gains and losses of a total are as rare as the level says.
    pub fn keeps_size(&self, reading: Reading, period: usize, level: f64) -> bool {
        keeps_size(self.total(reading, period).false_with, self.side_by_side as f64, level)
    }

    /// Counts the false gains and losses of every total, each zone judged by others.
    fn judge_by_others(&mut self, level: f64) {
        for reading in self.assessed[0].readings() {
            for period in 0..self.periods {
                let total = self.total(reading, period);
                let found = |number: &usize| self.by_others(*number, reading, period, level).finds(total.departures[*number], level);
                let false_with = (0..self.zones.len()).into_par_iter().filter(found).count() as f64 / self.zones.len() as f64;
                let slot = self.slot(reading, period, self.sectors);
                self.shocks[slot].false_with = false_with;
            }
        }
    }

    /// What they say of a total.
    pub fn total(&self, reading: Reading, period: usize) -> &Shocks {
        self.sector(reading, period, self.sectors)
    }

    /// What they say of a sector, where sectors are told.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> &Shocks {
        &self.shocks[self.slot(reading, period, sector)]
    }

    fn slot(&self, reading: Reading, period: usize, sector: usize) -> usize {
        (reading as usize * self.periods + period) * (self.sectors + 1) + sector
    }
}

/// Pseudo-pilots before they are judged.
struct Drawn {
    persons: Vec<u64>,
    ratios: Vec<Vec<f64>>,
    side_by_side: usize,
    zones: Vec<Vec<bool>>,
    apart: Vec<Vec<usize>>,
}

impl Drawn {
    /// What they say of every gain of one set of years.
    fn learn(&self, assessed: Vec<Assessed>, sectors: usize, level: f64) -> Placebos {
        let side_by_side = self.side_by_side;
        let periods = assessed.first().map_or(0, Assessed::periods);
        let lasting: Vec<Lasting> = (0..periods).map(|period| learn_lasting(&assessed, period, side_by_side)).collect();
        let assessed = with_credible(assessed, &self.apart, side_by_side);
        let mut shocks = Vec::new();
        for reading in assessed[0].readings() {
            for period in 0..periods {
                let learn = |of: &dyn Fn(&Assessed) -> Departure| {
                    Shocks::learn(assessed.iter().map(of).collect(), side_by_side.min(assessed.len()), level)
                };
                shocks.extend((0..sectors).map(|sector| learn(&|assessed| assessed.sector(reading, period, sector))));
                shocks.push(learn(&|assessed| assessed.total(reading, period)));
            }
        }
        let (persons, zones, apart, ratios) = (self.persons.clone(), self.zones.clone(), self.apart.clone(), self.ratios.clone());
        let mut placebos = Placebos { persons, side_by_side, zones, assessed, apart, ratios, lasting, periods, sectors, shocks };
        placebos.judge_by_others(level);
        placebos
    }
}

/// METHOD: a zone must not teach how its own difference lasts, or the credible reading would look better on pseudo-pilots than it
/// is on a pilot: each is judged by what the zones apart from it show.
fn with_credible(assessed: Vec<Assessed>, apart: &[Vec<usize>], side_by_side: usize) -> Vec<Assessed> {
    let all: Vec<Vec<Before>> = assessed.iter().map(|zone| (0..zone.periods()).map(|period| zone.before(period)).collect()).collect();
    let of_zone = |(zone, apart): (Assessed, &Vec<usize>)| {
        let learn = |period: usize| {
            let others: Vec<Before> = apart.iter().map(|other| all[*other][period]).collect();
            let known = Lasting::learn(&others, side_by_side as f64 - 1.0);
            // How well it is known is common to all zones, and no shock of a zone.
            Lasting { se: 0.0, ..known }
        };
        let lasting = (0..zone.periods()).map(learn).collect();
        zone.with_credible(lasting)
    };
    assessed.into_iter().zip(apart).map(of_zone).collect()
}

fn learn_lasting(assessed: &[Assessed], period: usize, side_by_side: usize) -> Lasting {
    let zones: Vec<Before> = assessed.iter().map(|zone| zone.before(period)).collect();
    Lasting::learn(&zones, side_by_side.min(zones.len()) as f64)
}

/// For each zone, those that share no municipality with it.
fn apart(zones: &[Vec<bool>]) -> Vec<Vec<usize>> {
    let inside: Vec<Vec<usize>> = zones.iter().map(|zone| (0..zone.len()).filter(|index| zone[*index]).collect()).collect();
    let shares = |zone: &[bool], other: &Vec<usize>| other.iter().any(|index| zone[*index]);
    zones.iter().map(|zone| (0..zones.len()).filter(|other| !shares(zone, &inside[*other])).collect()).collect()
}

fn size_of(zone: &[bool], persons: &[u64]) -> u64 {
    zone.iter().zip(persons).filter(|(inside, _)| **inside).map(|(_, persons)| persons).sum()
}
