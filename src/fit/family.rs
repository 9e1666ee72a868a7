//! Exponential-dispersion families: the range of a mean, the unit variance, the unit deviance, and nothing else.

use crate::design::Cells;

/// How the variance of annualised cost follows its mean. Money is in cents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Family {
    /// Variance constant.
    Gaussian,
    /// Variance in proportion to the mean.
    Poisson,
    /// Variance in proportion to the squared mean.
    Gamma,
    /// Variance in proportion to the mean to a power.
    Tweedie {
        /// Between 1 and 2: a mass at zero and a density above it.
        power: f64,
    },
    /// Yes or no: variance μ (1 − μ).
    Binomial,
}

impl Family {
    /// Between what a mean lies, both ends excluded.
    pub fn range(self) -> (f64, f64) {
        match self {
            Family::Gaussian => (f64::NEG_INFINITY, f64::INFINITY),
            Family::Poisson | Family::Gamma | Family::Tweedie { .. } => (0.0, f64::INFINITY),
            Family::Binomial => (0.0, 1.0),
        }
    }

    /// Whether a mean is possible.
    pub fn admits(self, mean: f64) -> bool {
        let (low, high) = self.range();
        low < mean && mean < high
    }

    /// Unit variance V(μ).
    pub fn variance(self, mean: f64) -> f64 {
        match self {
            Family::Gaussian => 1.0,
            Family::Poisson => mean,
            Family::Gamma => mean * mean,
            Family::Tweedie { power } => mean.powf(power),
            Family::Binomial => mean * (1.0 - mean),
        }
    }

    /// dV/dμ.
    pub fn variance_slope(self, mean: f64) -> f64 {
        match self {
            Family::Gaussian => 0.0,
            Family::Poisson => 1.0,
            Family::Gamma => 2.0 * mean,
            Family::Tweedie { power } => power * mean.powf(power - 1.0),
            Family::Binomial => 1.0 - 2.0 * mean,
        }
    }

    /// Unit deviance d(y, μ) = 2 ∫ (y − v)/V(v) dv from μ to y.
    ///
    /// METHOD: where y lies outside the family's range (a corrected, negative cost; a zero in a gamma model) the integral has
    /// no end to begin at. Quasi-likelihood needs none: the part that depends on y alone is left out, so that differences
    /// between means, which is what a fit minimises, stay exact.
    pub fn deviance(self, y: f64, mean: f64) -> f64 {
        match self {
            Family::Gaussian => (y - mean) * (y - mean),
            Family::Poisson if y > 0.0 => 2.0 * (y * (y / mean).ln() - (y - mean)),
            Family::Poisson => 2.0 * (mean - y * mean.ln()),
            Family::Gamma if y > 0.0 => 2.0 * ((y - mean) / mean - (y / mean).ln()),
            Family::Gamma => 2.0 * (mean.ln() + y / mean),
            Family::Tweedie { power } => {
                let of_mean = mean.powf(1.0 - power) * (mean / (2.0 - power) - y / (1.0 - power));
                2.0 * (self.saturated(y) + of_mean)
            }
            Family::Binomial => {
                let part = |share: f64, mean: f64| if share > 0.0 { share * (share / mean).ln() } else { 0.0 };
                2.0 * (part(y, mean) + part(1.0 - y, 1.0 - mean))
            }
        }
    }

    /// Half the part of the unit deviance that depends on y alone; zero outside the family's range.
    fn saturated(self, y: f64) -> f64 {
        match self {
            Family::Gaussian => y * y / 2.0,
            _ if y <= 0.0 => 0.0,
            Family::Poisson => y * y.ln() - y,
            Family::Gamma => -y.ln() - 1.0,
            Family::Tweedie { power } => y.powf(2.0 - power) / ((1.0 - power) * (2.0 - power)),
            Family::Binomial => {
                let part = |share: f64| if share > 0.0 { share * share.ln() } else { 0.0 };
                part(y) + part(1.0 - y)
            }
        }
    }

    /// What the deviance of the rows has over that of their cells, whatever the means; `None` when a row lies outside the
    /// family's range, or when a Tweedie power was not asked for with the cells.
    pub(super) fn deviance_within(self, cells: &Cells) -> Option<f64> {
        let Cells { rows, weight, sum, square, saturated, .. } = cells;
        let of_rows = match self {
            Family::Gaussian => square.iter().sum::<f64>() / 2.0,
            Family::Poisson => saturated.entropy - sum.iter().sum::<f64>(),
            Family::Gamma => -saturated.logs - weight.iter().sum::<f64>(),
            Family::Tweedie { power } => {
                let (_, sum) = saturated.powers.iter().find(|(carried, _)| *carried == power)?;
                sum / ((1.0 - power) * (2.0 - power))
            }
            // Rows are 0 or 1.
            Family::Binomial => 0.0,
        };
        let in_range = match self {
            Family::Gaussian | Family::Binomial => true,
            Family::Poisson | Family::Tweedie { .. } => saturated.negative == 0,
            Family::Gamma => saturated.positive == rows.iter().sum::<u64>(),
        };
        let of_cells: f64 = weight.iter().zip(sum).map(|(weight, sum)| weight * self.saturated(sum / weight)).sum();
        in_range.then_some(2.0 * (of_rows - of_cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{PersonYears, RiskCells};

    const POWER: f64 = 1.4;
    const OF_COSTS: [Family; 4] = [Family::Gaussian, Family::Poisson, Family::Gamma, Family::Tweedie { power: POWER }];

    #[track_caller]
    fn close(found: f64, wanted: f64, what: &str) {
        assert!((found - wanted).abs() <= 1e-7 * wanted.abs().max(1.0), "{what}: {found} {wanted}");
    }

    /// 2 ∫ (y − v)/V(v) dv from μ to y, by Simpson's rule.
    fn integral(family: Family, y: f64, mean: f64) -> f64 {
        const STEPS: usize = 2_000;
        let step = (y - mean) / STEPS as f64;
        let at = |place: usize| {
            let v = mean + step * place as f64;
            (y - v) / family.variance(v) * if place == 0 || place == STEPS { 1.0 } else { 2.0 + 2.0 * (place % 2) as f64 }
        };
        2.0 * step / 3.0 * (0..=STEPS).map(at).sum::<f64>()
    }

    #[test]
    fn a_deviance_is_the_integral_that_defines_it() {
        for (y, mean) in [(3.0, 2.0), (0.7, 2.5), (4.0, 4.0), (1.5, 0.4)] {
            for family in OF_COSTS {
                close(family.deviance(y, mean), integral(family, y, mean), &format!("{family:?} {y} {mean}"));
            }
        }
        for (y, mean) in [(0.3, 0.6), (0.9, 0.2)] {
            close(Family::Binomial.deviance(y, mean), integral(Family::Binomial, y, mean), "binomial");
        }
        close(Family::Binomial.deviance(1.0, 0.3), -2.0 * 0.3_f64.ln(), "yes");
        close(Family::Binomial.deviance(0.0, 0.3), -2.0 * 0.7_f64.ln(), "no");
        // V is μ, μ², μ^p and μ (1 − μ): reference values of R 4.2, poisson()$variance(2.5) and so on.
        let variances = OF_COSTS.map(|family| family.variance(2.5));
        assert_eq!(variances[..3], [1.0, 2.5, 6.25]);
        close(variances[3], 3.606_749_764_768_034, "2.5^1.4");
        assert_eq!(Family::Binomial.variance(0.25), 0.1875);
    }

    /// Outside the family's range too, the deviance moves with the mean as quasi-likelihood says: by −2 (y − μ)/V(μ).
    #[test]
    fn every_deviance_moves_with_the_mean_as_it_should() {
        const STEP: f64 = 1e-5;
        for (y, mean) in [(0.0, 2.0), (-0.5, 1.5), (3.0, 2.0)] {
            for family in OF_COSTS {
                let slope = (family.deviance(y, mean + STEP) - family.deviance(y, mean - STEP)) / (2.0 * STEP);
                close(slope, -2.0 * (y - mean) / family.variance(mean), &format!("{family:?} {y} {mean}"));
                let bent = (family.variance(mean + STEP) - family.variance(mean - STEP)) / (2.0 * STEP);
                close(family.variance_slope(mean), bent, &format!("{family:?} {mean}"));
            }
        }
        assert_eq!([0.25, 0.5, 0.9].map(|share| Family::Binomial.variance_slope(share)), [0.5, 0.0, -0.8]);
    }

    #[test]
    fn the_ends_of_a_range_are_no_means() {
        for (family, inside, outside) in [
            (Family::Gaussian, -5.0, f64::INFINITY),
            (Family::Poisson, 1e-300, 0.0),
            (Family::Gamma, 1e300, f64::INFINITY),
            (Family::Binomial, 0.5, 1.0),
            (Family::Binomial, 0.999, 0.0),
        ] {
            assert!(family.admits(inside) && !family.admits(outside), "{family:?}");
        }
    }

    /// Rows of (profile, annual cost, weight, exposure) in one sector.
    fn cells(rows: &[(u32, f64, f64, f64)], powers: &[f64]) -> RiskCells {
        let rows = PersonYears {
            year: 2018,
            person: (0..rows.len() as u32).collect(),
            municipality: vec![0; rows.len()],
            profile: rows.iter().map(|row| row.0).collect(),
            weight: rows.iter().map(|row| row.2).collect(),
            exposure: rows.iter().map(|row| row.3).collect(),
            cost: rows.iter().map(|row| row.1 * row.3).collect(),
            blocks: Default::default(),
            treated: Default::default(),
        };
        RiskCells::of(&rows, 0..rows.person.len(), 1, powers)
    }

    /// The deviance of rows is that of their cells and what they have within them, whatever the means.
    #[test]
    fn rows_are_their_cells_and_what_is_within_them() {
        let all = [(0, 100.0, 1.0, 1.0), (0, 300.0, 2.0, 0.5), (1, 20.0, 0.5, 1.0), (1, 50.0, 1.0, 0.8), (1, 10.0, 1.0, 1.0)];
        let means = [150.0, 30.0];
        let whole = |family: Family, rows: &[(u32, f64, f64, f64)], powers: &[f64]| {
            let cells = cells(rows, powers).costs(0);
            let of_cells = cells.weight.iter().zip(&cells.sum).zip(means);
            let between: f64 = of_cells.map(|((weight, sum), mean)| weight * family.deviance(sum / weight, mean)).sum();
            Some(between + family.deviance_within(&cells)?)
        };
        let of_rows = |family: Family, rows: &[(u32, f64, f64, f64)]| -> f64 {
            rows.iter().map(|(profile, y, weight, exposure)| weight * exposure * family.deviance(*y, means[*profile as usize])).sum()
        };
        let mut zero = all;
        zero[4].1 = 0.0;
        let mut negative = all;
        negative[4].1 = -10.0;
        for family in OF_COSTS {
            close(whole(family, &all, &[POWER]).expect("in range"), of_rows(family, &all), &format!("{family:?}"));
            // A zero has no gamma deviance; below zero only the normal family has one.
            match family {
                Family::Gamma => assert_eq!(whole(family, &zero, &[POWER]), None),
                _ => close(whole(family, &zero, &[POWER]).expect("in range"), of_rows(family, &zero), &format!("{family:?}, zero")),
            }
            assert_eq!(whole(family, &negative, &[POWER]).is_some(), family == Family::Gaussian, "{family:?}");
        }
        assert_eq!(whole(Family::Tweedie { power: POWER }, &all, &[1.5]), None);
        let used = cells(&zero, &[]).any_use(0);
        assert_eq!(Family::Binomial.deviance_within(&used).map(|within| within > 0.0), Some(true));
        let share = |weight: f64, of: f64| of * Family::Binomial.deviance(weight / of, 0.5);
        let between = share(2.0, 2.0) + share(1.3, 2.3);
        let rows = 4.3 * 2.0 * 2.0_f64.ln();
        close(between + Family::Binomial.deviance_within(&used).expect("in range"), rows, "binomial");
    }
}
