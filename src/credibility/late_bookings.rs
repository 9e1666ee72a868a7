//! What the completing of late bookings adds to the variance of a gain (method, section 7: v_completion).

use crate::counterfactual::{Comparison, Gain, GroupYear};
use crate::panel::CompletionError;
use crate::spec::Reading;

/// Variances of the gains of one group through the factors that completed its costs.
///
/// METHOD: the factors are national. If that of sector s and year t is wrong by a share δ, the group's real cost Y_s and, the
/// model being fitted on costs completed alike, its expected cost F_s are both wrong by that share. D = log(Y/F) − log(C_0/F_0)
/// then moves by δ (Y_s/Y − F_s/F): what all share cancels, and the difference in the mix of sectors remains. So
/// v_completion = Σ_s Σ_tt' a_st a_st' Cov(δ_st, δ_st'), with a the slopes of the gain, sectors completed independently. That
/// bookings of the group's own persons come late by chance is in the variance over persons already; that its zone is booked
/// more slowly than the country is a shock of the zone. For a model that is no multiple of the costs of its own year and sector
/// (common coefficients of several years, a model of the total alone) this holds approximately.
///
/// The slopes are taken from the readings themselves, by a central difference, so that every reading brings its own.
#[derive(Clone, Debug)]
pub struct LateBookings {
    periods: usize,
    sectors: usize,
    /// `(reading × periods + period) × (sectors + 1) + sector`, the total last.
    variances: Vec<f64>,
}

/// The share by which costs are moved to find a slope: its square is the relative error of the slope.
const STEP: f64 = 1e-4;

impl LateBookings {
    /// From the error of the completed costs and the sums of the group in every year of the study; base years with their
    /// weights and performance years as indices into those.
    pub fn new(error: &CompletionError, base: &[(f64, usize)], performance: &[usize], years: &[GroupYear], sectors: usize) -> LateBookings {
        let periods = performance.len() + 1;
        let mut variances = vec![0.0; Reading::ALL.len() * periods * (sectors + 1)];
        for sector in 0..sectors {
            let open: Vec<usize> = (0..years.len()).filter(|year| error.of(sector, *year)).collect();
            let slopes: Vec<Vec<f64>> = open
                .iter()
                .map(|year| {
                    let moved = |share: f64| {
                        let mut years = years.to_vec();
                        years[*year].real[sector] *= 1.0 + share;
                        years[*year].expected[sector] *= 1.0 + share;
                        outcomes(base, performance, &years)
                    };
                    moved(STEP).iter().zip(moved(-STEP)).map(|(up, down)| (up - down) / (2.0 * STEP)).collect()
                })
                .collect();
            for (year, slope) in open.iter().zip(&slopes) {
                for (other, other_slope) in open.iter().zip(&slopes) {
                    let covariance = error.covariance(sector, *year, *other);
                    variances.iter_mut().zip(slope.iter().zip(other_slope)).for_each(|(sum, (a, b))| *sum += covariance * a * b);
                }
            }
        }
        LateBookings { periods, sectors, variances }
    }

    /// The variance of a total: of D for the level and evolution readings, of the gain in cents for the additive one.
    pub fn total(&self, reading: Reading, period: usize) -> f64 {
        self.sector(reading, period, self.sectors)
    }

    /// The variance of a total of the credible reading, which carries the share `carried` of the base difference on.
    ///
    /// METHOD: its slopes lie between those of the level and of the evolution reading, by that share; what is given is the most
    /// that their correlation allows.
    pub fn carried_total(&self, period: usize, carried: f64) -> f64 {
        self.carried_sector(period, self.sectors, carried)
    }

    /// The same of the gain of a sector, in cents.
    pub fn carried_sector(&self, period: usize, sector: usize, carried: f64) -> f64 {
        let sd = |reading| self.sector(reading, period, sector).sqrt();
        ((1.0 - carried) * sd(Reading::Level) + carried * sd(Reading::Evolution)).powi(2)
    }

    /// The variance of the gain of a sector, in cents.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> f64 {
        self.variances[(reading as usize * self.periods + period) * (self.sectors + 1) + sector]
    }
}

/// Every gain in cents by reading, period and sector, and the total on its own scale: D, or cents in the additive reading.
fn outcomes(base: &[(f64, usize)], performance: &[usize], years: &[GroupYear]) -> Vec<f64> {
    let base: Vec<(f64, GroupYear)> = base.iter().map(|(weight, year)| (*weight, years[*year].clone())).collect();
    let mut outcomes = Vec::new();
    for reading in Reading::ALL {
        let of_years: Vec<Gain> =
            performance.iter().map(|year| Comparison { base: &base, performance: &years[*year] }.gain(reading)).collect();
        let all = Gain::sum(&of_years);
        for gain in of_years.iter().chain([&all]) {
            outcomes.extend(gain.guarantee.iter().zip(&gain.real).map(|(guarantee, real)| guarantee - real));
            outcomes.push(match reading {
                Reading::Additive => gain.total(),
                _ => (gain.real_total() / gain.guarantee_total()).ln(),
            });
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32, expected: [f64; 2], real: [f64; 2]) -> GroupYear {
        let (expected, real) = (expected.to_vec(), real.to_vec());
        let (raw, pool) = (real.clone(), Default::default());
        GroupYear { year, persons: 10, exposure: 10.0, profiles: Vec::new(), expected, real, users: vec![10; 2], raw, above: 0, pool }
    }

    fn years() -> Vec<GroupYear> {
        vec![
            year(2016, [500.0, 500.0], [520.0, 470.0]),
            year(2018, [600.0, 500.0], [690.0, 430.0]),
            year(2019, [640.0, 520.0], [700.0, 480.0]),
        ]
    }

    /// Covariances of the sectors over the three years: the first sector has an error in the last two years.
    fn error(first: [[f64; 2]; 2]) -> CompletionError {
        let mut relative = vec![0.0; 18];
        for (year, other) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
            relative[year * 3 + other] = first[year - 1][other - 1];
        }
        CompletionError::new(3, relative)
    }

    #[test]
    fn the_difference_in_the_mix_of_sectors_remains() {
        let late = LateBookings::new(&error([[4e-4, 1e-4], [1e-4, 9e-4]]), &[(1.0, 0)], &[1, 2], &years(), 2);
        let slope = 690.0 / 1120.0 - 600.0 / 1100.0;
        for reading in [Reading::Level, Reading::Evolution] {
            assert!((late.total(reading, 0) / (slope * slope * 4e-4) - 1.0).abs() < 1e-6, "{reading}");
        }
        // The gain of the first sector in the level reading is F_s − Y_s: wrong by δ (F_s − Y_s).
        assert!((late.sector(Reading::Level, 0, 0) / (90.0_f64.powi(2) * 4e-4) - 1.0).abs() < 1e-6);
        assert_eq!(late.sector(Reading::Level, 0, 1), 0.0);
        // In the evolution, expected cost of all sectors carries the base difference: the second moves by δ F_1 (470 − 500)/1000.
        assert!((late.sector(Reading::Evolution, 0, 1) / ((600.0_f64 * -0.03).powi(2) * 4e-4) - 1.0).abs() < 1e-6);
        // Two years with a common part: Var(a δ_1 + b δ_2).
        let (a, b) = (-90.0, -60.0);
        let expected = a * a * 4e-4 + b * b * 9e-4 + 2.0 * a * b * 1e-4;
        assert!((late.sector(Reading::Level, 2, 0) / expected - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_group_with_the_mix_of_the_country_has_no_error_from_it() {
        let years = vec![year(2016, [500.0, 500.0], [450.0, 450.0]), year(2018, [600.0, 500.0], [660.0, 550.0])];
        let mut relative = vec![0.0; 8];
        relative[3] = 0.01;
        let late = LateBookings::new(&CompletionError::new(2, relative), &[(1.0, 0)], &[1], &years, 2);
        assert!(late.total(Reading::Evolution, 0) < 1e-15);
        assert!(late.sector(Reading::Level, 0, 0) > 1.0);
    }

    #[test]
    fn nothing_completed_adds_nothing() {
        let late = LateBookings::new(&CompletionError::default(), &[(1.0, 0)], &[1, 2], &years(), 2);
        assert!(late.variances.iter().all(|variance| *variance == 0.0));
    }
}
