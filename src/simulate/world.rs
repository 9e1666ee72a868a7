//! What all persons share, and the blocks of persons made from it.

use super::calendar::Calendar;
use super::costs::{Drift, PersonEffects, Risk};
use super::demography::{Demography, cumulate, position};
use super::geography::{Municipality, Zones, choose_pilots, municipalities};
use super::lines::{LineWriter, Service};
use super::morbidity::Morbidity;
use super::nomenclature::Sector;
use super::person::{Person, PersonYear, increased_reimbursement};
use super::random::{Purpose, lognormal, pseudonym, stream};
use super::rows::{Block, YearRows};
use super::truth::{PilotTruth, TruthSums};
use super::{Settings, SimulateError, Source};

/// Persons in a block.
const BLOCK: u64 = 4096;
/// Target groups are of this age and over, as in [`super::TARGET_RULE`].
const ADULT: usize = 18;
const MOST_PERSONS: u64 = 100_000_000;

/// Everything that blocks of persons share.
pub struct World {
    settings: Settings,
    demography: Demography,
    morbidity: Morbidity,
    municipalities: Vec<Municipality>,
    /// Cumulative shares of the inhabitants.
    inhabitants: Vec<f64>,
    /// Pilot of each municipality.
    pilot_of: Vec<Option<usize>>,
    pilots: Vec<PilotTruth>,
    /// Cost factor of each municipality's zone, by year: lasting level times shock.
    zone_factors: Vec<Vec<f64>>,
    calendars: Vec<Calendar>,
    drifts: Vec<Drift>,
    /// Persons up to the residents at the start, then up to the newcomers of each year.
    persons_up_to: Vec<u64>,
}

impl World {
    /// Checks the settings and draws what persons share.
    pub fn new(settings: Settings) -> Result<Self, SimulateError> {
        check(&settings)?;
        let municipalities = municipalities()?;
        let total: u64 = municipalities.iter().map(|m| m.inhabitants).sum();
        let zone_size = settings.pilot_share * total as f64;
        let zones = Zones::new(&municipalities, zone_size);
        let pilots = choose_pilots(&municipalities, &zones, zone_size, settings.start_year);
        let factors = draw_zone_factors(&settings, &zones.inhabitants);
        let demography = Demography::new(match settings.source {
            Source::Sample => 2.0,
            Source::Exhaustive => 1.0,
        });
        let mut persons_up_to = vec![settings.persons];
        let mut sum = settings.persons;
        for year in 0..settings.years {
            sum += demography.newcomers(settings.persons, year);
            persons_up_to.push(sum);
        }
        let years = (settings.first_year..).take(settings.years);
        Ok(Self {
            inhabitants: cumulate(municipalities.iter().map(|m| m.inhabitants as f64)),
            pilot_of: municipalities.iter().map(|m| pilots.iter().position(|p| p.zone.contains(&m.nis))).collect(),
            zone_factors: zones.of_municipality.iter().map(|&zone| factors[zone].clone()).collect(),
            calendars: years.clone().map(Calendar::new).collect(),
            drifts: years.map(Drift::of_year).collect(),
            morbidity: Morbidity::new(),
            demography,
            municipalities,
            pilots,
            persons_up_to,
            settings,
        })
    }

    /// The pilots and their true effects.
    pub fn pilots(&self) -> &[PilotTruth] {
        &self.pilots
    }

    /// All persons, those who enter later included.
    pub fn persons(&self) -> u64 {
        self.persons_up_to[self.settings.years]
    }

    /// Number of blocks.
    pub fn blocks(&self) -> u64 {
        self.persons().div_ceil(BLOCK)
    }

    /// The rows of a block: a pure function of the settings and its index (from zero; empty past the last).
    pub fn block(&self, index: u64) -> Block {
        let years = (self.settings.first_year..).take(self.settings.years);
        let mut block = Block {
            years: years.map(|year| YearRows { year, ..YearRows::default() }).collect(),
            truth: TruthSums::new(self.pilots.len(), self.settings.years),
        };
        let mut writer = LineWriter::new(self.settings.lines);
        let mut person_years = Vec::with_capacity(self.settings.years + 1);
        let first = index.saturating_mul(BLOCK).min(self.persons());
        for person in first..(first + BLOCK).min(self.persons()) {
            self.write_person(person, &mut writer, &mut person_years, &mut block);
        }
        block
    }

    fn write_person(&self, index: u64, writer: &mut LineWriter, person_years: &mut Vec<PersonYear>, block: &mut Block) {
        let rng = &mut stream(self.settings.seed, Purpose::Person, index);
        let entry = self.persons_up_to.partition_point(|&up_to| up_to <= index).checked_sub(1);
        let (sex, age) = match entry {
            None => self.demography.draw_resident(rng),
            Some(_) => self.demography.draw_newcomer(rng),
        };
        let person = Person {
            pseudonym: pseudonym(self.settings.seed, index),
            sex,
            weight: match self.settings.source {
                Source::Exhaustive => 1,
                Source::Sample if age >= 65 => 20,
                Source::Sample => 40,
            },
        };
        // One year more than is written: who dies in it is already dear in the last year written.
        let years = self.settings.years + 1;
        let draw_municipality = |draw| position(&self.inhabitants, draw);
        PersonYear::draw_years(rng, &self.demography, (sex, age), entry, years, draw_municipality, person_years);
        let mut onsets = Morbidity::draw_onsets(rng);
        let mut effects = PersonEffects::draw(rng);
        for (position, state) in person_years.iter().enumerate() {
            let Some(rows) = block.years.get_mut(state.year) else {
                break;
            };
            let calendar = &self.calendars[state.year];
            let days = state.insured_days(calendar.days());
            let exposure = days.len() as f64 / f64::from(calendar.days());
            let municipality = &self.municipalities[state.municipality];
            let increased_reimbursement = state.situation < increased_reimbursement(municipality.region, state.age, sex, rows.year);
            person.write_row(state, calendar, municipality.nis, increased_reimbursement, &mut rows.population);

            onsets.turn_over(rng);
            let conditions = self.morbidity.conditions(&onsets, sex, state.age);
            let risk = Risk {
                sex,
                age: state.age,
                increased_reimbursement,
                conditions: &conditions,
                exposure,
                last_year_of_life: state.last_year_of_life(person_years.get(position + 1)).min(exposure),
            };
            let zone = self.zone_factors[state.municipality][state.year];
            let cost = effects.draw_cost(rng, &risk, zone, &self.drifts[state.year]);
            let drugs = cost[Sector::Pharmaceuticals as usize];
            let chronic = writer.plan_drugs(rng, &conditions, exposure, drugs);

            let pilot = self.pilot_of[state.municipality].filter(|_| chronic && state.age >= ADULT);
            let changed = pilot.filter(|_| rows.year >= self.settings.start_year);
            let service = Service {
                person: person.pseudonym,
                calendar,
                days,
                increased_reimbursement,
                effect: 1.0 + changed.map_or(0.0, |pilot| self.pilots[pilot].effect),
            };
            let mut with = writer.drugs(rng, &service, drugs, &mut rows.drugs);
            for sector in Sector::ALL.into_iter().filter(|&sector| sector != Sector::Pharmaceuticals) {
                with += writer.claims(rng, &service, sector, cost[sector as usize], &mut rows.claims);
            }
            if let Some(pilot) = pilot {
                let without: i64 = cost.iter().sum();
                block.truth.add(pilot, state.year, person.weight * without, person.weight * with);
            }
        }
    }
}

/// The factors of every zone by year. The levels average one over the inhabitants, so that the country keeps its cost.
fn draw_zone_factors(settings: &Settings, inhabitants: &[u64]) -> Vec<Vec<f64>> {
    let draws = |purpose, zone: usize| stream(settings.seed, purpose, zone as u64);
    let levels: Vec<f64> =
        (0..inhabitants.len()).map(|zone| lognormal(&mut draws(Purpose::ZoneLevel, zone), settings.zone_level_sd)).collect();
    let total: u64 = inhabitants.iter().sum();
    let mean = levels.iter().zip(inhabitants).map(|(level, &n)| level * n as f64).sum::<f64>() / total as f64;
    levels
        .iter()
        .enumerate()
        .map(|(zone, level)| {
            let rng = &mut draws(Purpose::ZoneShock, zone);
            (0..settings.years).map(|_| level / mean * lognormal(rng, settings.zone_shock_sd)).collect()
        })
        .collect()
}

fn check(settings: &Settings) -> Result<(), SimulateError> {
    let wrong = |name, got: String, expected| Err(SimulateError::Setting { name, got, expected });
    if !(1..=MOST_PERSONS).contains(&settings.persons) {
        return wrong("persons", settings.persons.to_string(), "1 to 100,000,000 persons");
    }
    if !(1..=50).contains(&settings.years) {
        return wrong("years", settings.years.to_string(), "1 to 50 years");
    }
    if !(1990..=2100).contains(&settings.first_year) {
        return wrong("first_year", settings.first_year.to_string(), "a year from 1990 to 2100");
    }
    for (name, sd) in [("zone_level_sd", settings.zone_level_sd), ("zone_shock_sd", settings.zone_shock_sd)] {
        if !(0.0..=1.0).contains(&sd) {
            return wrong(name, sd.to_string(), "a standard deviation of the log from 0 to 1");
        }
    }
    if !(0.01..=10.0).contains(&settings.lines) {
        return wrong("lines", settings.lines.to_string(), "a factor from 0.01 to 10");
    }
    if !(0.0001..=0.1).contains(&settings.pilot_share) {
        return wrong("pilot_share", settings.pilot_share.to_string(), "a share from 0.0001 to 0.1");
    }
    Ok(())
}
