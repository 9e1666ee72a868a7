//! What is found of one pilot in one variant: its gains by period, reading and sector, with what they are worth.

use super::assess::Years;
use super::decomposition::Decomposed;
use super::judge::{Group, PlaceboSet};
use crate::counterfactual::GroupYear;
use crate::credibility::{Assessed, At, Bootstrap, Estimate, Interval, Shocks, Shrunk};
use crate::design::{PersonYears, Taken, TargetRows};
use crate::report::Period;
use crate::spec::{IntervalKind, Reading, Study};

/// A year before the pilots had begun, and the years that it is judged by.
#[derive(Clone)]
pub struct Before {
    pub base: Vec<i32>,
    pub year: i32,
}

impl Before {
    /// The names of the years of a trial.
    pub fn of(years: &Years, rows: &TargetRows) -> Before {
        let year = |index: usize| rows.years[index].year;
        Before {
            base: years.base.iter().map(|(_, base)| year(*base)).collect(),
            year: years.performance.first().map_or(0, |index| year(*index)),
        }
    }
}

/// A year before the pilots had begun: target persons and, by reading, estimates.
pub type FoundBefore = (Before, u64, Vec<(Reading, Estimate)>);

/// The gains of a pilot, by reading and period.
pub struct Found {
    pub base: Vec<(f64, GroupYear)>,
    pub periods: Vec<FoundPeriod>,
    /// What moved its cost, by performance year.
    pub decomposed: Vec<Decomposed>,
    /// Its gains in years before the pilots had begun.
    pub before: Vec<FoundBefore>,
    /// Person-years above the cut-off with a cost in a sector: by sector, then by year.
    pub above_by_sector: Vec<Vec<(i32, u64)>>,
    /// How many persons it has, by year.
    pub by_year: Vec<u64>,
    /// Its persons by year, their numbers ascending; empty where every variant counts the same ones.
    pub members: Vec<(i32, Vec<u32>)>,
}

impl Found {
    /// Person-years above the cut-off of the outlier rule, in each base and performance year.
    pub fn above(&self) -> Vec<(i32, u64)> {
        let base = self.base.iter().map(|(_, year)| (year.year, year.above));
        let of_period = |found: &FoundPeriod| match found.period {
            Period::Year(year) => Some((year, found.above)),
            Period::All => None,
        };
        base.chain(self.periods.iter().filter_map(of_period)).collect()
    }
}

/// A performance year, or all of them.
pub struct FoundPeriod {
    pub period: Period,
    /// Target persons of the period, distinct in the cumulative row.
    pub persons: u64,
    pub person_years: f64,
    pub expected: Vec<f64>,
    /// Real cost before the outlier rule, and the person-years above its cut-off.
    pub raw: f64,
    pub above: u64,
    /// The fewest users of each sector in the years concerned.
    pub users: Vec<u64>,
    pub readings: Vec<FoundReading>,
}

/// The gain in one reading, in total and by sector. Money in cents.
pub struct FoundReading {
    pub reading: Reading,
    pub total: Estimate,
    pub sectors: Vec<FoundSector>,
    /// τ, the standard deviation of zone shocks on the scale of the departure.
    pub zone_shock_sd: Option<f64>,
    /// Whether false gains and losses among pseudo-pilots are as rare as the level says.
    pub keeps_size: bool,
    /// Standard error from persons and models by the bootstrap, in cents.
    pub se_bootstrap: Option<f64>,
    /// The same by the jackknife.
    pub se_jackknife: Option<f64>,
    /// The total drawn towards the mean of all pilots, when there are several.
    pub shrunk: Option<Shrunk>,
    /// The share of the variance that comes from the costliest persons; `None`: too few of them.
    pub costliest_share: Option<f64>,
}

/// The gain of one sector.
pub struct FoundSector {
    pub guarantee: f64,
    pub real: f64,
    /// `None` where the totals alone are judged.
    pub interval: Option<Interval>,
}

/// The estimates of a group, by period and reading; `split` says what moved its cost.
pub fn found(
    study: &Study,
    rows: &TargetRows,
    group: Group,
    set: Option<&PlaceboSet>,
    zone: &[bool],
    split: impl Fn(&[GroupYear], &Assessed) -> Vec<Decomposed>,
) -> Found {
    let placebos = set.map(|set| &set.placebos);
    let judged = Years::new(study, rows);
    let base: Vec<(f64, GroupYear)> = judged.base.iter().map(|(weight, year)| (*weight, group.years[*year].clone())).collect();
    let assessed = match placebos {
        None => group.assessed,
        Some(placebos) => group.assessed.with_credible(placebos.lasting.clone()),
    };
    let assessed = &assessed;
    let readings = |period: usize| {
        let of_reading = |reading| {
            let sector = |sector: usize| {
                let gain = assessed.gain(reading, period);
                let shocks = placebos.filter(|_| assessed.tells_sectors()).map(|placebos| placebos.sector(reading, period, sector));
                let interval =
                    assessed.tells_sectors().then(|| Interval::of_sector(assessed, reading, period, sector, shocks, study.level));
                FoundSector { guarantee: gain.guarantee[sector], real: gain.real[sector], interval }
            };
            let shocks = placebos.map(|placebos| placebos.total(reading, period));
            let total = Estimate::of_total(assessed, reading, period, shocks, study.level);
            let drawn = group.bootstrap.as_ref().and_then(|bootstrap| drawn(study, bootstrap, assessed, reading, period, shocks));
            FoundReading {
                reading,
                se_bootstrap: drawn.as_ref().map(|drawn| drawn.se),
                se_jackknife: group
                    .jackknife
                    .as_ref()
                    .and_then(|jackknife| Some(jackknife.se(reading, period)? * scale(assessed, reading, period))),
                total: match drawn.and_then(|drawn| drawn.bounds) {
                    Some(bounds) => total.with_bounds(reading, bounds),
                    None => total,
                },
                sectors: (0..rows.sectors).map(sector).collect(),
                zone_shock_sd: shocks.map(|shocks| shocks.tau2.sqrt()),
                keeps_size: placebos.is_none_or(|placebos| placebos.keeps_size(reading, period, study.level)),
                shrunk: None,
                costliest_share: assessed.costliest_share(reading, period, study.data.small_cell()),
            }
        };
        assessed.readings().into_iter().map(of_reading).collect::<Vec<_>>()
    };
    let of_year = |(period, year): (usize, &usize)| {
        let year = &group.years[*year];
        let fewest = |sector: usize| base.iter().map(|(_, year)| year.users[sector]).chain([year.users[sector]]).min().unwrap_or(0);
        FoundPeriod {
            period: Period::Year(year.year),
            persons: year.persons,
            person_years: year.exposure,
            expected: year.expected.clone(),
            raw: year.raw.iter().sum(),
            above: year.above,
            users: (0..rows.sectors).map(fewest).collect(),
            readings: readings(period),
        }
    };
    let mut periods: Vec<FoundPeriod> = judged.performance.iter().enumerate().map(of_year).collect();
    let cumulative = periods.len();
    let sum = |of: &dyn Fn(&FoundPeriod) -> f64| periods.iter().map(of).sum();
    let all = FoundPeriod {
        period: Period::All,
        persons: assessed.persons(cumulative),
        person_years: sum(&|period| period.person_years),
        expected: (0..rows.sectors).map(|sector| sum(&|period| period.expected[sector])).collect(),
        raw: sum(&|period| period.raw),
        above: periods.iter().map(|period| period.above).sum(),
        users: (0..rows.sectors).map(|sector| periods.iter().map(|period| period.users[sector]).min().unwrap_or(0)).collect(),
        readings: readings(cumulative),
    };
    periods.push(all);
    let by_year = group.years.iter().map(|year| year.persons).collect();
    let early = Years::before(study, rows).into_iter().zip(group.before).enumerate().map(|(place, (years, assessed))| {
        let placebos = set.and_then(|set| set.before.get(place)).map(|(_, placebos)| placebos);
        let assessed = match placebos {
            None => assessed,
            Some(placebos) => assessed.with_credible(placebos.lasting.clone()),
        };
        let estimate = |reading| {
            let shocks = placebos.map(|placebos| placebos.total(reading, 0));
            (reading, Estimate::of_total(&assessed, reading, 0, shocks, study.level))
        };
        (Before::of(&years, rows), assessed.persons(0), assessed.readings().into_iter().map(estimate).collect())
    });
    Found {
        base,
        periods,
        decomposed: split(&group.years, assessed),
        before: early.collect(),
        by_year,
        above_by_sector: above_by_sector(rows, zone),
        members: if several_populations(study) { members(rows, zone) } else { Vec::new() },
    }
}

fn above_by_sector(rows: &TargetRows, zone: &[bool]) -> Vec<Vec<(i32, u64)>> {
    let years = rows.years.iter().enumerate();
    let taken: Vec<(i32, Taken)> = years.map(|(index, year)| (year.year, rows.taken(index, |municipality| zone[municipality]))).collect();
    let of_sector = |sector: usize| taken.iter().map(|(year, taken)| (*year, taken.users[sector])).collect();
    (0..rows.sectors).map(of_sector).collect()
}

/// Whether the variants that a study has, or compares, count different persons.
fn several_populations(study: &Study) -> bool {
    let compared = study.compare.variants.iter().map(|compared| (&compared.variant, compared.inclusion));
    let own = study.variants.iter().map(|variant| (variant, study.population.inclusion));
    let mut populations = compared.chain(own).map(|(variant, inclusion)| (variant.cohort, variant.movers, inclusion));
    let first = populations.next();
    populations.any(|other| Some(other) != first)
}

fn members(rows: &TargetRows, zone: &[bool]) -> Vec<(i32, Vec<u32>)> {
    let of_year = |year: &PersonYears| {
        let persons = year.person.iter().zip(&year.municipality);
        let mut members: Vec<u32> = persons.filter(|(_, municipality)| zone[**municipality as usize]).map(|(person, _)| *person).collect();
        members.sort_unstable();
        (year.year, members)
    };
    rows.years.iter().map(of_year).collect()
}

/// What the bootstrap says of a total: standard error in cents and, when the study asks for them, bounds of the departure.
struct Drawn {
    se: f64,
    bounds: Option<(f64, f64)>,
}

fn drawn(
    study: &Study,
    bootstrap: &Bootstrap,
    assessed: &Assessed,
    reading: Reading,
    period: usize,
    shocks: Option<&Shocks>,
) -> Option<Drawn> {
    let (departure, draws) = (assessed.total(reading, period).d, bootstrap.draws(reading, period)?);
    // Draws of a logarithm are worth the real cost in cents; those of the additive reading are in cents already.
    let (per, worth) = match reading {
        Reading::Additive => (assessed.scale(reading, period), 1.0),
        _ => (1.0, scale(assessed, reading, period)),
    };
    let at = At { departure, per, shocks, late: assessed.late_bookings(reading, period).sqrt() };
    let wanted = study.credibility.interval != IntervalKind::T;
    let bounds = wanted.then(|| bootstrap.bounds(study.credibility.interval, reading, period, at, study.level)).flatten();
    Some(Drawn { se: draws.sd() * worth, bounds })
}

/// What turns a departure of a total into cents: real cost for a logarithm, person-years in the additive reading.
fn scale(assessed: &Assessed, reading: Reading, period: usize) -> f64 {
    match reading {
        Reading::Level | Reading::Evolution | Reading::Credible => assessed.gain(reading, period).real_total(),
        Reading::Additive => assessed.scale(reading, period),
    }
}
