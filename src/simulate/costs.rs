//! What a person costs in a year, and how that is shared out over the sectors.

use rand::Rng;

use super::morbidity::CONDITIONS;
use super::nomenclature::Sector;
use super::random::{lognormal, normal, uniform};

const SECTORS: usize = Sector::ALL.len();

/// Expenditure by sector in 2016, 2017 and 2018, in millions of euro.
const EXPENDITURE: [[f64; 3]; SECTORS] = [
    [7_873.0, 8_045.0, 8_277.0],
    [5_255.0, 5_414.0, 5_561.0],
    [4_639.0, 4_864.0, 5_168.0],
    [1_426.0, 1_479.0, 1_526.0],
    [917.0, 919.0, 958.0],
    [3_491.0, 3_528.0, 3_576.0],
];
const INSURED_MILLIONS: f64 = 11.3;
/// Yearly growth after 2018; before 2016 the growth of 2016 to 2018 is carried back.
const LATER_GROWTH: [f64; SECTORS] = [0.025, 0.037, 0.008, 0.060, 0.025, 0.020];

/// National expenditure of a sector per person-year, in euro.
fn per_head(sector: Sector, year: i32) -> f64 {
    let [first, middle, last] = EXPENDITURE[sector as usize].map(|millions| millions / INSURED_MILLIONS);
    match year {
        2017 => middle,
        ..2018 => first * (last / first).sqrt().powi(year - 2016),
        _ => last * (1.0 + LATER_GROWTH[sector as usize]).powi(year - 2018),
    }
}

// CALIBRATION: the constants below were set by iteration, on the statistics that tests/simulate checks.
/// Expected cost in 2018 of a man of 40 without conditions nor increased reimbursement, in euro.
const LEVEL: f64 = 813.2;
const PERSON_SD: f64 = 0.30;
const STATE_SD: f64 = 0.32;
const STATE_CORRELATION: f64 = 0.7;
/// Standard deviation of the log of the transitory shock, without and with a chronic condition.
const TRANSITORY_SD: [f64; 2] = [1.43, 1.27];
/// Nobody costs more in a year, before what is scaled by the zone: dearer lives are not seen in practice. Euro.
const CEILING: f64 = 1_500_000.0;
const INCREASED_REIMBURSEMENT: f64 = 1.35;

/// Expected cost by age, relative to a man of 40: age, men, women; linear between.
const AGE_CURVE: [(f64, f64, f64); 11] = [
    (0.0, 2.4, 2.1),
    (2.0, 1.0, 0.9),
    (8.0, 0.6, 0.55),
    (16.0, 0.7, 0.8),
    (25.0, 0.75, 1.15),
    (33.0, 0.85, 1.6),
    (40.0, 1.0, 1.35),
    (55.0, 1.4, 1.5),
    (70.0, 1.9, 1.75),
    (85.0, 2.4, 2.25),
    (105.0, 2.6, 2.5),
];

/// What the expected cost of a person-year depends on.
pub(super) struct Risk<'a> {
    /// 0 male, 1 female.
    pub sex: usize,
    pub age: usize,
    pub increased_reimbursement: bool,
    pub conditions: &'a [bool; CONDITIONS.len()],
    /// Fraction of the year insured and alive, and the part of it (at most) that falls in the
    /// last twelve months of life.
    pub exposure: f64,
    pub last_year_of_life: f64,
}

impl Risk<'_> {
    fn chronic(&self) -> bool {
        self.conditions.contains(&true)
    }

    /// Expected cost at the prices of 2018 for the exposed part of the year, in euro, if not zero.
    fn expected(&self) -> f64 {
        let conditions: f64 = CONDITIONS.iter().zip(self.conditions).filter(|(_, has)| **has).map(|(condition, _)| condition.cost).sum();
        let reimbursement = if self.increased_reimbursement { INCREASED_REIMBURSEMENT } else { 1.0 };
        let dying = (8.0 - 0.18 * (self.age as f64 - 60.0)).clamp(2.5, 8.0);
        let time = self.exposure + (dying - 1.0) * self.last_year_of_life;
        LEVEL * age_curve(self.sex, self.age) * reimbursement * (1.0 + conditions) * time
    }

    /// Probability of no cost at all.
    fn zero_probability(&self) -> f64 {
        if self.chronic() {
            return 0.0;
        }
        let full_year = match (self.age, self.sex) {
            (0..2, _) => 0.02,
            (2..15, _) => 0.09,
            (15..20, _) => 0.11,
            (20..50, 0) => 0.20,
            (20..50, _) => 0.08,
            (50..65, 0) => 0.14,
            (50..65, _) => 0.08,
            _ => 0.06,
        };
        full_year + (1.0 - full_year) * (1.0 - self.exposure) / 2.0
    }
}

fn age_curve(sex: usize, age: usize) -> f64 {
    let age = age as f64;
    let after = AGE_CURVE.partition_point(|point| point.0 <= age).clamp(1, AGE_CURVE.len() - 1);
    let (from, to) = (AGE_CURVE[after - 1], AGE_CURVE[after]);
    let value = |point: (f64, f64, f64)| if sex == 0 { point.1 } else { point.2 };
    let share = ((age - from.0) / (to.0 - from.0)).min(1.0);
    value(from) + share * (value(to) - value(from))
}

/// How a sector's part of the yearly cost is drawn.
struct Split {
    /// Set so that the sector has its share of national expenditure in 2018.
    base: f64,
    /// How its part grows with the yearly cost: a power of cost / 2,000 €.
    elasticity: f64,
    /// Standard deviation of the log, lasting and of the year.
    person_sd: f64,
    year_sd: f64,
    /// Smaller amounts are not spent in the sector, in euro.
    minimum: f64,
}

#[rustfmt::skip]
const SPLITS: [Split; SECTORS] = [
    Split { base: 1.1325, elasticity: -0.10, person_sd: 0.3, year_sd: 0.3, minimum: 5.0 },
    Split { base: 0.1692, elasticity: 0.55, person_sd: 0.3, year_sd: 1.2, minimum: 150.0 },
    Split { base: 0.4612, elasticity: 0.05, person_sd: 0.5, year_sd: 0.3, minimum: 4.0 },
    Split { base: 0.0380, elasticity: 0.15, person_sd: 1.8, year_sd: 0.7, minimum: 20.0 },
    Split { base: 0.0911, elasticity: -0.50, person_sd: 0.9, year_sd: 1.0, minimum: 25.0 },
    Split { base: 0.3150, elasticity: 0.0, person_sd: 0.9, year_sd: 0.6, minimum: 20.0 },
];

/// What is lasting in a person's cost.
pub(super) struct PersonEffects {
    effect: f64,
    state: f64,
    /// A person with a low draw is often without any cost.
    zero: f64,
    sectors: [f64; SECTORS],
}

impl PersonEffects {
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self {
            effect: lognormal(rng, PERSON_SD),
            state: normal(rng),
            zero: uniform(rng),
            sectors: SPLITS.each_ref().map(|split| (split.person_sd * normal(rng)).exp()),
        }
    }

    /// Cost of a year by sector in cents; `zone` is the product of the zone's level and shock. Advances the state.
    pub fn draw_cost(&mut self, rng: &mut impl Rng, risk: &Risk, zone: f64, drift: &Drift) -> [i64; SECTORS] {
        let innovation = (1.0 - STATE_CORRELATION * STATE_CORRELATION).sqrt();
        self.state = STATE_CORRELATION * self.state + innovation * normal(rng);
        // Half of the time the lasting draw decides, so that being without cost persists.
        let fresh = uniform(rng);
        let zero = if uniform(rng) < 0.5 { self.zero } else { fresh };
        let transitory = lognormal(rng, TRANSITORY_SD[usize::from(risk.chronic())]);
        if zero < risk.zero_probability() {
            return [0; SECTORS];
        }
        let state = (STATE_SD * self.state - STATE_SD * STATE_SD / 2.0).exp();
        let cost = (risk.expected() * self.effect * state * transitory).min(CEILING);
        // Who has a condition buys drugs, who has a cost at all has at least a consultation.
        let floor = if risk.chronic() { 60.0 } else { 15.0 };
        let cost = (cost * drift.total).max(floor) * zone;
        self.split(rng, risk, cost, drift)
    }

    fn split(&self, rng: &mut impl Rng, risk: &Risk, cost: f64, drift: &Drift) -> [i64; SECTORS] {
        let log_size = (cost / 2_000.0).ln();
        let mut weights: [f64; SECTORS] = std::array::from_fn(|s| {
            let split = &SPLITS[s];
            let noise = split.elasticity * log_size + split.year_sd * normal(rng);
            split.base * drift.sectors[s] * self.sectors[s] * noise.exp()
        });
        let age = risk.age as f64;
        weights[Sector::Nurses as usize] *= (0.06 * (age - 70.0)).clamp(-2.5, 1.5).exp();
        weights[Sector::Pharmaceuticals as usize] *= if risk.chronic() { 1.5 } else { 0.6 };
        let sum: f64 = weights.iter().sum();
        for (s, weight) in weights.iter_mut().enumerate() {
            let kept = s == Sector::Doctors as usize || (s == Sector::Pharmaceuticals as usize && risk.chronic());
            if !kept && *weight / sum * cost < SPLITS[s].minimum {
                *weight = 0.0;
            }
        }
        share_cents((cost * 100.0).round() as i64, &weights)
    }
}

/// Shares cents out in proportion to the weights, exactly.
fn share_cents(cents: i64, weights: &[f64; SECTORS]) -> [i64; SECTORS] {
    let scale = cents as f64 / weights.iter().sum::<f64>();
    let (mut sum, mut given) = (0.0, 0);
    weights.map(|weight| {
        sum += weight;
        let part = (sum * scale).round() as i64 - given;
        given += part;
        part
    })
}

/// National expenditure of a year relative to 2018, in total and by sector.
pub(super) struct Drift {
    total: f64,
    sectors: [f64; SECTORS],
}

impl Drift {
    pub fn of_year(year: i32) -> Self {
        let total = |year| Sector::ALL.map(|sector| per_head(sector, year)).iter().sum::<f64>();
        Self { total: total(year) / total(2018), sectors: Sector::ALL.map(|sector| per_head(sector, year) / per_head(sector, 2018)) }
    }
}
