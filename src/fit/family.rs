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
