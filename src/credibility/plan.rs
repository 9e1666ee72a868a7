//! **Planning.** Which gain can a study of so many persons and years find, and how many does it need?
//!
//! # Formula
//!
//! With σ² = cv² (1 − R²) of what the adjusters leave of a person's cost, of which a share ρ stays with the person, n persons, T
//! years and B base years:
//!
//! ```text
//! Var D           = σ² (1 − ρ) (1/T + 1/B) / n + shocks of zones     against a base
//! Var D           = σ² (ρ + (1 − ρ)/T) / n + shocks of zones         without one
//! detectable rate = 1 − exp(−(t_{1−α/2} + t_{power}) √Var D)
//! ```
//!
//! [`Dispersion::of_placebos`] takes the same from a study's pseudo-pilots instead of stated moments.
//!
//! # Example
//!
//! 10,000 patients whose cost varies 2.5 times its mean, of which the adjusters explain 0.3, in one year of the level reading: the
//! standard error is 2.5 √0.7/100 = 2.09 %, and 2.80 of them are found four times in five.
//!
//! ```
//! use garantie::credibility::{Dispersion, MinimumSavings, Stated, Test};
//!
//! let stated = Stated { cv: 2.5, r2: 0.3, correlation: 0.0, base_years: 0, zone_shock: 0.0 };
//! let (spread, test) = (Dispersion::stated(&stated), Test { level: 0.95, power: 0.8 });
//! assert!((spread.variance(10_000, 1).sqrt() - 0.0209).abs() < 1e-4);
//! assert!((spread.detectable(10_000, 1, test) - 0.0569).abs() < 1e-4);
//! // What the US shared-savings programme asks: from 5.0 % of 3,000 persons to 3.9 % of 4,999.
//! assert!((MinimumSavings::mssp().rate(4_816).unwrap() - 0.040007).abs() < 1e-6);
//! ```
//!
//! # References
//!
//! Bloom (1995), Minimum detectable effects: a simple way to report the statistical power of experimental designs, *Evaluation
//! Review*; the minimum savings rates of the Medicare Shared Savings Program.
//!
//! ---
//!
//! ← [Operating characteristics](crate::credibility::characteristics) · [Contents](crate) · [Variants side by side](crate::compare) →

use super::assessed::Departure;
use super::shocks::{found_from, paule_mandel};

/// What a study is planned to find: at which level, with which power.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Confidence level of the interval, for example 0.95.
    pub level: f64,
    /// Probability of finding a gain that is there, for example 0.8.
    pub power: f64,
}

/// A variance that years share and one that each year brings anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// What more years do not cure.
    pub lasting: f64,
    /// What one year adds; T years together add a T-th of it.
    pub yearly: f64,
}

/// How D = log(real cost / guarantee) spreads when nothing happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    /// The variance from persons and models, times the number of persons.
    pub persons: Parts,
    /// The variance from shocks that hit a whole zone, whatever its persons.
    pub zones: Parts,
    /// Degrees of freedom of the test: those of the pseudo-pilots that the spread was learnt from; `None`, the normal distribution,
    /// where it is stated.
    pub df: Option<f64>,
}

/// The spread of costs as a planner may state it before there are data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// Coefficient of variation of a person's yearly cost: standard deviation / mean.
    pub cv: f64,
    /// Share of its variance that the adjusters explain.
    pub r2: f64,
    /// Correlation between years of what they do not explain in a person's cost.
    pub correlation: f64,
    /// Base years of the evolution reading; 0 for the level reading, which has none.
    pub base_years: u32,
    /// Standard deviation, of log cost, of the shocks that hit a zone in a year.
    pub zone_shock: f64,
}

/// A pseudo-pilot: its persons, its departure and the variance of that from persons and models.
pub type Tried = (u64, Departure);

/// The farthest horizon of a plan, in years.
const HORIZON: u32 = 50;

impl Parts {
    /// The variance over several years.
    pub fn over(self, years: u32) -> f64 {
        self.lasting + self.yearly / f64::from(years)
    }

    /// The parts that give `one` for one year and `all` for several.
    ///
    /// METHOD: a single year cannot tell what lasts: all is taken to last, so that a plan promises nothing for more years.
    fn from_periods(one: f64, all: f64, years: u32) -> Parts {
        let yearly = if years > 1 { ((one - all) / (1.0 - 1.0 / f64::from(years))).clamp(0.0, one) } else { 0.0 };
        Parts { lasting: one - yearly, yearly }
    }
}

impl Dispersion {
    /// The spread that stated moments imply.
    ///
    /// METHOD: with variance σ² = cv²(1 − R²) of what the adjusters leave, of which a share ρ stays with the person, a mean over T
    /// years has variance σ²(ρ + (1 − ρ)/T) a person. Against B base years the lasting part cancels: σ²(1 − ρ)(1/T + 1/B).
    pub fn stated(stated: &Stated) -> Dispersion {
        let Stated { cv, r2, correlation, base_years, zone_shock } = *stated;
        let (variance, shock) = (cv * cv * (1.0 - r2), zone_shock * zone_shock);
        let yearly = variance * (1.0 - correlation);
        let (persons, zones) = match base_years {
            0 => (variance * correlation, 0.0),
            base => (yearly / f64::from(base), shock / f64::from(base)),
        };
        Dispersion { persons: Parts { lasting: persons, yearly }, zones: Parts { lasting: zones, yearly: shock }, df: None }
    }

    /// The spread that pseudo-pilots show, year by year and over all years together, `side_by_side` of them independent; `None` without any.
    ///
    /// METHOD: the variance from persons falls with their number, so v times persons is one figure for pseudo-pilots of all sizes. The
    /// small part that comes from fitting the models on the reference group is counted as if it fell too.
    pub fn of_placebos(of_years: &[Vec<Tried>], all: &[Tried], side_by_side: u64) -> Option<Dispersion> {
        let per_person =
            |tried: &[Tried]| tried.iter().map(|(persons, departure)| *persons as f64 * departure.v).sum::<f64>() / tried.len() as f64;
        let shocks = |tried: &[Tried]| paule_mandel(&tried.iter().map(|(_, departure)| *departure).collect::<Vec<_>>()).0;
        let years = of_years.len() as u32;
        if all.is_empty() || years == 0 || of_years.iter().any(Vec::is_empty) {
            return None;
        }
        let mean = |of: &dyn Fn(&[Tried]) -> f64| of_years.iter().map(|tried| of(tried)).sum::<f64>() / f64::from(years);
        Some(Dispersion {
            persons: Parts::from_periods(mean(&per_person), per_person(all), years),
            zones: Parts::from_periods(mean(&shocks), shocks(all), years),
            df: Some(side_by_side as f64 - 1.0),
        })
    }

    /// The variance of D for a group of `persons` judged over `years`.
    pub fn variance(&self, persons: u64, years: u32) -> f64 {
        self.persons.over(years) / persons as f64 + self.zones.over(years)
    }

    /// The smallest savings rate that the test of one pilot finds with its power.
    pub fn detectable(&self, persons: u64, years: u32, test: Test) -> f64 {
        1.0 - (-test.reach(self.df) * self.variance(persons, years).sqrt()).exp()
    }

    /// The persons needed to find a savings rate, between 0 and 1, over `years`; `None` when the shocks of zones alone hide it from any
    /// number of persons.
    pub fn persons_needed(&self, rate: f64, years: u32, test: Test) -> Option<u64> {
        let left = test.variance_for(rate, self.df) - self.zones.over(years);
        (left > 0.0).then(|| (self.persons.over(years) / left).ceil() as u64)
    }

    /// The years needed to find a savings rate, between 0 and 1, with `persons`; `None` when fifty do not suffice.
    pub fn years_needed(&self, rate: f64, persons: u64, test: Test) -> Option<u32> {
        (1..=HORIZON).find(|years| self.variance(persons, *years) <= test.variance_for(rate, self.df))
    }
}

impl Test {
    /// How many standard errors off zero a departure must lie.
    fn reach(self, df: Option<f64>) -> f64 {
        found_from(df, self.level, self.power)
    }

    /// The variance of D with which a savings rate is just found.
    fn variance_for(self, rate: f64, df: Option<f64>) -> f64 {
        ((1.0 - rate).ln() / self.reach(df)).powi(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Test = Test { level: 0.95, power: 0.8 };

    fn chronic() -> Stated {
        Stated { cv: 2.5, r2: 0.3, correlation: 0.0, base_years: 0, zone_shock: 0.0 }
    }

    #[test]
    fn the_order_of_magnitude_is_that_of_the_method() {
        // 10,000 patients at 6,000 €, coefficient of variation 2.5, R² 0.3: 1.25 million € (2.1 %).
        let se = Dispersion::stated(&chronic()).variance(10_000, 1).sqrt();
        assert!((se - 0.021).abs() < 1e-3 && (se * 6_000.0 * 10_000.0 - 1.25e6).abs() < 1e4, "{se}");
        // R 4.2: (qnorm(0.975) + qnorm(0.8)) * 2.5 * sqrt(0.7) / 100
        let detectable = -(1.0 - Dispersion::stated(&chronic()).detectable(10_000, 1, USUAL)).ln();
        assert!((detectable - 0.058_599_359_073_1).abs() < 1e-9, "{detectable}");
    }

    #[test]
    fn what_is_needed_is_what_is_found() {
        let stated = Stated { correlation: 0.4, base_years: 2, zone_shock: 0.005, ..chronic() };
        let dispersion = Dispersion::stated(&stated);
        for (rate, years) in [(0.03, 1), (0.05, 2), (0.1, 4)] {
            let persons = dispersion.persons_needed(rate, years, USUAL).expect("enough persons");
            assert!(dispersion.detectable(persons, years, USUAL) <= rate && dispersion.detectable(persons - 1, years, USUAL) > rate);
            assert_eq!(dispersion.years_needed(rate, persons, USUAL), Some(years));
        }
    }

    #[test]
    fn no_number_of_persons_sees_through_the_shocks_of_a_zone() {
        let shaken = Dispersion::stated(&Stated { zone_shock: 0.02, ..chronic() });
        assert_eq!(shaken.persons_needed(0.02, 1, USUAL), None);
        assert!(shaken.persons_needed(0.02, 12, USUAL).is_some());
        assert_eq!(Dispersion::stated(&Stated { correlation: 1.0, ..chronic() }).years_needed(0.001, 100, USUAL), None);
    }

    #[test]
    fn shocks_as_large_as_what_is_looked_for_hide_it() {
        let (none, lasting) = (Parts { lasting: 0.0, yearly: 0.0 }, USUAL.variance_for(0.05, None));
        let zones = Parts { lasting, yearly: 0.0 };
        assert_eq!(Dispersion { persons: none, zones, df: None }.persons_needed(0.05, 1, USUAL), None);
        // With the reach of the test, 1 − exp(−2.80 √Var) is the rate itself.
        assert!((Dispersion { persons: none, zones, df: None }.detectable(1, 1, USUAL) - 0.05).abs() < 1e-12);
        // Fifty years are within the horizon, and no more.
        let yearly = |years: f64| Dispersion { persons: none, zones: Parts { lasting: 0.0, yearly: lasting * years }, df: None };
        assert_eq!(yearly(49.9).years_needed(0.05, 1, USUAL), Some(50));
        assert_eq!(yearly(50.1).years_needed(0.05, 1, USUAL), None);
    }

    #[test]
    fn a_base_cancels_what_lasts_in_persons() {
        let lasting = Stated { correlation: 0.9, ..chronic() };
        let level = Dispersion::stated(&lasting);
        let evolution = Dispersion::stated(&Stated { base_years: 1, ..lasting });
        // σ² = 4.375: ρ + (1 − ρ) against 2 (1 − ρ).
        assert!((level.variance(1, 1) - 4.375).abs() < 1e-12 && (evolution.variance(1, 1) - 0.875).abs() < 1e-12);
        assert!((level.variance(1, 4) - 4.375 * 0.925).abs() < 1e-12 && (evolution.variance(1, 4) - 4.375 * 0.125).abs() < 1e-12);
        // Two base years halve what they bring, of persons and of the zone: (1 − ρ)(1/4 + 1/2) σ² and 3/4 of a yearly shock.
        let two = Dispersion::stated(&Stated { base_years: 2, zone_shock: 0.1, ..lasting });
        assert!((two.variance(1, 4) - 4.375 * 0.075 - 0.0075).abs() < 1e-12, "{two:?}");
    }

    #[test]
    fn pseudo_pilots_give_back_the_spread_they_were_made_with() {
        let made = Dispersion { persons: Parts { lasting: 2.0, yearly: 3.0 }, zones: Parts { lasting: 0.0, yearly: 0.0 }, df: None };
        let tried = |years: u32| [400, 900, 1600].map(|persons| (persons, Departure { d: 0.0, v: made.variance(persons, years) })).to_vec();
        let found = Dispersion::of_placebos(&[tried(1), tried(1), tried(1)], &tried(3), 13).expect("pseudo-pilots");
        assert!((found.persons.lasting - 2.0).abs() < 1e-12 && (found.persons.yearly - 3.0).abs() < 1e-12);
        // Thirteen pseudo-pilots side by side find what the t distribution with 12 degrees of freedom lets them: tests/reference/detectable.py
        let (few, many) = (found.detectable(1_000, 3, USUAL), Dispersion { df: None, ..found }.detectable(1_000, 3, USUAL));
        assert!(((1.0 - few).ln() / (1.0 - many).ln() - 1.0892).abs() < 1e-4, "{few} {many}");
        let one = Dispersion::of_placebos(&[tried(1)], &tried(1), 13).expect("pseudo-pilots");
        assert!((one.persons.lasting - 5.0).abs() < 1e-12 && one.persons.yearly == 0.0);
        assert_eq!(Dispersion::of_placebos(&[], &[], 0), None);
        assert_eq!(Dispersion::of_placebos(&[tried(1)], &[], 13), None);
        assert_eq!(Dispersion::of_placebos(&[], &tried(1), 13), None);
        assert_eq!(Dispersion::of_placebos(&[tried(1), Vec::new()], &tried(2), 13), None);
    }
}
