//! Births, deaths, arrivals and departures, and the age pyramid that they keep stable.

use rand::Rng;

use super::random::uniform;

const AGES: usize = 106;
/// Births in a year per inhabitant.
const BIRTHS: f64 = 0.0114;
/// Arrivals in a year per inhabitant: from 18 to 39 years old, and children at 0.4 of that rate.
const ARRIVALS: f64 = 0.0112;
const ARRIVING_CHILD: f64 = 0.4;
/// Departures in a year per person under 60.
const DEPARTURES: f64 = 0.0087;
const MALE_BIRTHS: f64 = 0.512;

/// Probability of death in the year in which a person reaches an age (Gompertz; sex 0 male, 1 female).
fn mortality(sex: usize, age: usize) -> f64 {
    let (level, slope) = [(-11.25, 0.102), (-12.0, 0.1065)][sex];
    f64::exp(level + slope * age as f64).min(0.6)
}

/// Probability that an arrival is of the given age.
fn arrival_age(age: usize) -> f64 {
    let rate = |age: usize| match age {
        1..18 => ARRIVING_CHILD,
        18..40 => 1.0,
        _ => 0.0,
    };
    rate(age) / (17.0 * ARRIVING_CHILD + 22.0)
}

/// The stable population of these rates: the same age structure year after year, growing by a constant rate.
pub(super) struct Demography {
    /// Cumulative shares by sex and age on 31 December, as drawn (the oldest perhaps doubly).
    cumulative: Vec<f64>,
    arrival_ages: Vec<f64>,
    mortality: Vec<f64>,
    /// Growth of the population in a year.
    growth: f64,
    /// Persons of the country per person drawn, relative to those under 65.
    represented: f64,
}

impl Demography {
    /// `oversampling`: how many times as often persons of 65 and over are drawn.
    pub fn new(oversampling: f64) -> Self {
        let mortality: Vec<f64> = (0..2 * AGES).map(|cell| mortality(cell / AGES, cell % AGES)).collect();
        let mut pyramid = vec![1.0 / (2 * AGES) as f64; 2 * AGES];
        let mut growth = 0.0;
        // Projecting any pyramid long enough gives the stable one.
        for _ in 0..400 {
            let mut next = vec![0.0; 2 * AGES];
            for sex in 0..2 {
                next[sex * AGES] = BIRTHS * if sex == 0 { MALE_BIRTHS } else { 1.0 - MALE_BIRTHS };
                for age in 1..AGES {
                    let staying = if age < 60 { 1.0 - DEPARTURES } else { 1.0 };
                    let cell = sex * AGES + age;
                    next[cell] = pyramid[cell - 1] * (1.0 - mortality[cell]) * staying + ARRIVALS * arrival_age(age) / 2.0;
                }
            }
            let total: f64 = next.iter().sum();
            growth = total - 1.0;
            pyramid = next.into_iter().map(|share| share / total).collect();
        }
        let drawn: Vec<f64> =
            pyramid.iter().enumerate().map(|(cell, share)| if cell % AGES >= 65 { oversampling * share } else { *share }).collect();
        let represented = 1.0 / drawn.iter().sum::<f64>();
        Self { cumulative: cumulate(drawn.into_iter()), arrival_ages: cumulate((0..AGES).map(arrival_age)), mortality, growth, represented }
    }

    /// Persons who are born or arrive in a year (0: the first), for a number of persons drawn before it.
    pub fn newcomers(&self, persons: u64, year: usize) -> u64 {
        let population = persons as f64 * self.represented * (1.0 + self.growth).powi(year as i32);
        (population * (BIRTHS + ARRIVALS)).round() as u64
    }

    /// Sex (0 male, 1 female) and age on the 31 December before the first year, of a person drawn then.
    pub fn draw_resident(&self, rng: &mut impl Rng) -> (usize, usize) {
        let cell = position(&self.cumulative, uniform(rng));
        (cell / AGES, cell % AGES)
    }

    /// Sex and age on 31 December of the year of birth or arrival.
    pub fn draw_newcomer(&self, rng: &mut impl Rng) -> (usize, usize) {
        if uniform(rng) < BIRTHS / (BIRTHS + ARRIVALS) {
            (usize::from(uniform(rng) >= MALE_BIRTHS), 0)
        } else {
            let age = position(&self.arrival_ages, uniform(rng));
            (usize::from(uniform(rng) >= 0.5), age)
        }
    }

    /// Whether a resident dies in the year in which an age is reached.
    pub fn draw_death(&self, rng: &mut impl Rng, sex: usize, age: usize) -> bool {
        uniform(rng) < self.mortality[sex * AGES + age.min(AGES - 1)]
    }

    /// Whether a resident leaves the country in that year.
    pub fn draw_departure(&self, rng: &mut impl Rng, age: usize) -> bool {
        age < 60 && uniform(rng) < DEPARTURES
    }
}

/// Cumulative shares that end at one.
pub(super) fn cumulate(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    let mut cumulative: Vec<f64> = weights
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    cumulative.iter_mut().for_each(|value| *value /= sum);
    cumulative
}

/// The cell of a uniform draw in cumulative shares.
pub(super) fn position(cumulative: &[f64], draw: f64) -> usize {
    cumulative.partition_point(|&share| share <= draw).min(cumulative.len() - 1)
}
