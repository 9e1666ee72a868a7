//! The readings of the guarantee and the gain (method, section 5), by sector and in total.

use super::GroupYear;
use crate::spec::Reading;

/// A target group in its base years and in one performance year.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// Base years with weights that add up to one.
    pub base: &'a [(f64, GroupYear)],
    /// The performance year.
    pub performance: &'a GroupYear,
}

/// A guarantee and the cost set against it, in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Guarantee, by sector.
    pub guarantee: Vec<f64>,
    /// Real cost, by sector.
    pub real: Vec<f64>,
}

impl Gain {
    /// The sum of several years.
    pub fn sum(years: &[Gain]) -> Gain {
        let sectors = years.first().map_or(0, |gain| gain.real.len());
        let add = |of: fn(&Gain) -> &Vec<f64>| (0..sectors).map(|sector| years.iter().map(|gain| of(gain)[sector]).sum()).collect();
        Gain { guarantee: add(|gain| &gain.guarantee), real: add(|gain| &gain.real) }
    }

    /// Guarantee over all sectors.
    pub fn guarantee_total(&self) -> f64 {
        self.guarantee.iter().sum()
    }

    /// Real cost over all sectors.
    pub fn real_total(&self) -> f64 {
        self.real.iter().sum()
    }

    /// Guarantee less real cost over all sectors; negative: a loss.
    pub fn total(&self) -> f64 {
        self.guarantee_total() - self.real_total()
    }
}

impl Comparison<'_> {
    /// The gain in a reading.
    ///
    /// METHOD: every reading has the form BG_s = F_s,t + Q_t Σ_b ω_b (C_s,b − F_s,b)/Q_b: expected cost, plus the base
    /// difference carried on a scale Q. A carries nothing. B carries it on the scale Q = F of expected cost of all sectors,
    /// and over the sectors that is F_t Σ_b ω_b C_b/F_b: the pilot's own base cost under the expected evolution. C carries it
    /// on the scale Q = E of exposure, in euro per person-year. One scale for all sectors makes them add up to the total.
    pub fn gain(&self, reading: Reading) -> Gain {
        let guarantee = self.performance.expected.iter().enumerate().map(|(sector, expected)| match self.scale(reading) {
            None => *expected,
            Some(scale) => expected + scale * self.base_difference(reading, sector),
        });
        Gain { guarantee: guarantee.collect(), real: self.performance.real.clone() }
    }

    /// θ̄_0 = Σ_b ω_b C_b/F_b, the ratio of real to expected cost in the base period.
    pub fn base_ratio(&self) -> f64 {
        self.base.iter().map(|(weight, year)| weight * year.real_total() / year.expected_total()).sum()
    }

    /// θ_t = Y_t/F_t.
    pub fn ratio(&self) -> f64 {
        self.performance.real_total() / self.performance.expected_total()
    }

    fn scale(&self, reading: Reading) -> Option<f64> {
        scale_of(reading, self.performance)
    }

    /// Σ_b ω_b (C_s,b − F_s,b)/Q_b.
    fn base_difference(&self, reading: Reading, sector: usize) -> f64 {
        let share = |(weight, year): &(f64, GroupYear)| {
            weight * (year.real[sector] - year.expected[sector]) / scale_of(reading, year).unwrap_or(f64::INFINITY)
        };
        self.base.iter().map(share).sum()
    }
}

/// Q of a year: F for the evolution, E for the additive reading, none for the level; of the credible one see
/// `credibility::Assessed`.
fn scale_of(reading: Reading, year: &GroupYear) -> Option<f64> {
    match reading {
        Reading::Level | Reading::Credible => None,
        Reading::Evolution => Some(year.expected_total()),
        Reading::Additive => Some(year.exposure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counterfactual::Pool;

    fn year(expected: [f64; 2], real: [f64; 2], exposure: f64) -> GroupYear {
        let (expected, real) = (expected.to_vec(), real.to_vec());
        let profiles = vec![(0, exposure)];
        let (raw, users, pool) = (real.clone(), vec![10; 2], Pool::default());
        GroupYear { year: 2018, persons: 10, exposure, profiles, expected, real, users, raw, above: 0, pool }
    }

    #[test]
    fn the_readings_are_those_of_the_method() {
        let base = [(0.25, year([600.0, 400.0], [700.0, 390.0], 9.0)), (0.75, year([650.0, 430.0], [690.0, 480.0], 10.0))];
        let performance = year([700.0, 500.0], [720.0, 450.0], 11.0);
        let comparison = Comparison { base: &base, performance: &performance };
        let total = |reading| comparison.gain(reading).guarantee_total();
        assert!((total(Reading::Level) - 1200.0).abs() < 1e-9);
        let evolution = 1200.0 * (0.25 * 1090.0 / 1000.0 + 0.75 * 1170.0 / 1080.0);
        assert!((total(Reading::Evolution) - evolution).abs() < 1e-9);
        let additive = 1200.0 + 11.0 * (0.25 * 90.0 / 9.0 + 0.75 * 90.0 / 10.0);
        assert!((total(Reading::Additive) - additive).abs() < 1e-9);
    }

    #[test]
    fn the_ratios_give_the_savings_rate() {
        let base = [(1.0, year([600.0, 400.0], [700.0, 390.0], 9.0))];
        let performance = year([700.0, 500.0], [720.0, 450.0], 11.0);
        let comparison = Comparison { base: &base, performance: &performance };
        let gain = comparison.gain(Reading::Evolution);
        let rate = 1.0 - comparison.ratio() / comparison.base_ratio();
        assert!((rate - gain.total() / gain.guarantee_total()).abs() < 1e-12);
    }

    #[test]
    fn readings_agree_when_nothing_moved() {
        let base = [(1.0, year([600.0, 400.0], [600.0, 400.0], 9.0))];
        let performance = year([600.0, 400.0], [600.0, 400.0], 9.0);
        let comparison = Comparison { base: &base, performance: &performance };
        for reading in Reading::ALL {
            assert!(comparison.gain(reading).total().abs() < 1e-9);
        }
    }
}
