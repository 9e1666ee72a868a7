//! Chronic conditions, who has them, and the drugs that show them.

use rand::Rng;
use rand_distr::{Distribution, Exp1};

use super::random::{normal, uniform};

/// A chronic condition seen from drugs: doses of its ATC classes in a year reach a threshold.
#[derive(Debug)]
pub struct Condition {
    /// Name used in tables.
    pub name: &'static str,
    /// ATC prefixes.
    pub classes: &'static [&'static str],
    /// Defined daily doses in a year.
    pub threshold: f64,
    /// Delivered drugs: ATC code, package code.
    pub(super) products: &'static [(&'static str, u32)],
    /// Prevalence in old age, of which half is reached at `middle`, rising over about four times `width` years.
    peak: f64,
    middle: f64,
    width: f64,
    /// Relative prevalence of men; women have 2 minus it.
    men: f64,
    /// What it adds to the expected cost, in multiples of the cost without conditions.
    pub(super) cost: f64,
}

impl Condition {
    /// Whether a drug belongs to the condition's classes.
    pub fn covers(&self, atc: &str) -> bool {
        self.classes.iter().any(|class| atc.starts_with(class))
    }
}

macro_rules! condition {
    ($name:literal, $classes:expr, $threshold:literal, $products:expr, $prevalence:expr, $cost:literal) => {
        Condition {
            name: $name,
            classes: &$classes,
            threshold: $threshold,
            products: &$products,
            peak: $prevalence.0,
            middle: $prevalence.1,
            width: $prevalence.2,
            men: $prevalence.3,
            cost: $cost,
        }
    };
}

/// The conditions: name, ATC prefixes, threshold in defined daily doses, products, prevalence, cost.
#[rustfmt::skip]
pub const CONDITIONS: [Condition; 13] = [
    condition!("hypertension", ["C02", "C03", "C07", "C08", "C09"], 90.0,
        [("C07AB07", 2_010_011), ("C08CA01", 2_010_029), ("C09AA04", 2_010_037), ("C09CA06", 2_010_045), ("C03BA11", 2_010_052)],
        (0.68, 63.0, 7.0, 0.95), 0.7),
    condition!("diabetes", ["A10"], 90.0,
        [("A10BA02", 2_020_010), ("A10BB09", 2_020_028), ("A10AE04", 2_020_036)], (0.16, 63.0, 8.5, 1.1), 2.1),
    condition!("copd_asthma", ["R03"], 90.0,
        [("R03AK06", 2_030_019), ("R03BB04", 2_030_027), ("R03BA01", 2_030_035)], (0.105, 60.0, 18.0, 1.0), 2.0),
    condition!("depression", ["N06A"], 120.0,
        [("N06AB10", 2_040_018), ("N06AX16", 2_040_026), ("N06AX11", 2_040_034)], (0.12, 53.0, 11.0, 0.65), 1.6),
    condition!("cardiovascular", ["B01", "C01"], 90.0,
        [("B01AC06", 2_050_017), ("B01AF01", 2_050_025), ("C01BD01", 2_050_033)], (0.45, 74.0, 7.0, 1.2), 2.4),
    condition!("thyroid", ["H03"], 90.0, [("H03AA01", 2_060_016)], (0.06, 55.0, 12.0, 0.35), 0.4),
    condition!("parkinson", ["N04"], 90.0, [("N04BA02", 2_070_015), ("N04BC05", 2_070_023)], (0.035, 79.0, 5.0, 1.1), 3.5),
    condition!("epilepsy", ["N03"], 90.0, [("N03AG01", 2_080_014), ("N03AX14", 2_080_022)], (0.012, 38.0, 22.0, 1.0), 2.5),
    condition!("psychosis", ["N05A"], 90.0, [("N05AX08", 2_090_013), ("N05AH04", 2_090_021)], (0.016, 45.0, 14.0, 1.0), 4.0),
    condition!("osteoporosis", ["M05B"], 90.0, [("M05BA04", 2_100_010), ("M05BX04", 2_100_028)], (0.07, 75.0, 6.0, 0.3), 0.8),
    condition!("gout", ["M04"], 90.0, [("M04AA01", 2_110_019)], (0.04, 66.0, 9.0, 1.5), 0.4),
    condition!("dementia", ["N06D"], 90.0, [("N06DA02", 2_120_018), ("N06DX01", 2_120_026)], (0.08, 84.0, 4.0, 0.9), 3.5),
    condition!("cancer", ["L01", "L02"], 90.0, [("L01EF01", 2_130_017), ("L02BG04", 2_130_025)], (0.03, 68.0, 9.0, 0.9), 9.0),
];

/// Drugs without a chronic condition: ATC code, package code, doses of a package.
#[rustfmt::skip]
pub(super) const OTHER_DRUGS: [(&str, u32, f64); 8] = [
    ("J01CR02", 2_900_013, 7.0), ("J01FA09", 2_900_021, 7.0), ("N02BE01", 2_900_039, 20.0), ("M01AE01", 2_900_047, 20.0),
    ("A02BC02", 2_900_054, 28.0), ("C10AA05", 2_900_062, 28.0), ("R06AE07", 2_900_070, 30.0), ("G03AA07", 2_900_088, 84.0),
];

/// Short uses of the chronic classes: far below every threshold.
#[rustfmt::skip]
pub(super) const SHORT_USES: [(&str, u32, f64); 5] = [
    ("R03AC02", 2_900_104, 25.0), ("C07AA05", 2_900_112, 14.0), ("N06AB04", 2_900_120, 28.0), ("N05AL01", 2_900_138, 7.5),
    ("B01AB05", 2_900_146, 10.0),
];

/// Variance of the frailty that all conditions of a person share: what makes them come together.
/// At one half, frailty is the mean of two exponential draws.
const FRAILTY_VARIANCE: f64 = 0.5;
/// Share of conditions whose onset is drawn anew in a year: remissions and new cases beside those of ageing.
const TURNOVER: f64 = 0.02;
/// Doses in a full year of treatment.
const YEARLY_DOSES: f64 = 330.0;

/// Cumulative hazard of every condition by sex and age.
pub(super) struct Morbidity {
    hazard: Vec<[f64; CONDITIONS.len()]>,
}

const AGES: usize = 111;

impl Morbidity {
    pub fn new() -> Self {
        let hazard = (0..2 * AGES).map(|cell| CONDITIONS.each_ref().map(|c| hazard(prevalence(c, cell / AGES, cell % AGES)))).collect();
        Self { hazard }
    }

    /// Onsets of a person: a condition is there at ages whose cumulative hazard exceeds it.
    pub fn draw_onsets(rng: &mut impl Rng) -> Onsets {
        let frailty = (exponential(rng) + exponential(rng)) / 2.0;
        Onsets { frailty, onset: std::array::from_fn(|_| draw_onset(rng, frailty)) }
    }

    /// Which conditions a person (sex 0 male, 1 female) has at an age.
    pub fn conditions(&self, onsets: &Onsets, sex: usize, age: usize) -> [bool; CONDITIONS.len()] {
        let hazard = &self.hazard[sex * AGES + age.min(AGES - 1)];
        std::array::from_fn(|c| onsets.onset[c] < hazard[c])
    }
}

/// The cumulative hazards at which a person's conditions begin.
pub(super) struct Onsets {
    frailty: f64,
    onset: [f64; CONDITIONS.len()],
}

impl Onsets {
    /// Draws some conditions anew, once a year.
    pub fn turn_over(&mut self, rng: &mut impl Rng) {
        for onset in &mut self.onset {
            if uniform(rng) < TURNOVER {
                *onset = draw_onset(rng, self.frailty);
            }
        }
    }
}

fn draw_onset(rng: &mut impl Rng, frailty: f64) -> f64 {
    exponential(rng) / frailty.max(1e-9)
}

fn exponential(rng: &mut impl Rng) -> f64 {
    Exp1.sample(rng)
}

fn prevalence(condition: &Condition, sex: usize, age: usize) -> f64 {
    let relative = if sex == 0 { condition.men } else { 2.0 - condition.men };
    let rise = 1.0 / (1.0 + f64::exp(-(age as f64 - condition.middle) / condition.width));
    (relative * condition.peak * rise).min(0.95)
}

/// The hazard that gives a prevalence after averaging over a gamma frailty of mean one.
fn hazard(prevalence: f64) -> f64 {
    ((1.0 - prevalence).powf(-FRAILTY_VARIANCE) - 1.0) / FRAILTY_VARIANCE
}

/// Doses that a person with the condition receives in a year: over the threshold in a full one.
pub(super) fn draw_doses(rng: &mut impl Rng, condition: &Condition, exposure: f64) -> f64 {
    (YEARLY_DOSES * (0.3 * normal(rng)).exp()).max(1.15 * condition.threshold) * exposure
}
