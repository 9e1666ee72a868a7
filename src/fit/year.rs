//! The columns of one year as a model sees them: year effects of pooled coefficients, neutralised adjusters at their mean.

use crate::design::{Profiles, Use};

/// How the profiles of one year enter the linear predictors of a model.
#[derive(Clone, Debug)]
pub struct YearColumns {
    /// Columns of the model: those of the design, then one for each year but the first when coefficients are pooled.
    pub width: usize,
    /// The column of this year's effect; `None` in the first year, or when the years share nothing.
    pub effect: Option<usize>,
    /// The neutralised columns with their mean in the reference group.
    pub neutral: Vec<(usize, f64)>,
    /// Exposure Σwe of the reference group.
    pub exposure: f64,
}

impl YearColumns {
    /// The columns of a year whose reference group has this exposure by profile; `pooled` gives the year and the number of years.
    pub fn new(profiles: &Profiles, uses: &[Use], reference: &[(u32, f64)], pooled: Option<(usize, usize)>) -> YearColumns {
        let columns = uses.len();
        let exposure: f64 = reference.iter().map(|(_, exposure)| exposure).sum();
        let neutral: Vec<usize> = (0..columns).filter(|column| uses[*column] == Use::Neutralise).collect();
        let sums = if neutral.is_empty() { Vec::new() } else { profiles.sum(reference, columns) };
        YearColumns {
            width: columns + pooled.map_or(0, |(_, years)| years - 1),
            effect: pooled.and_then(|(year, _)| Some(columns + year.checked_sub(1)?)),
            neutral: neutral.into_iter().map(|column| (column, sums[column] / exposure)).collect(),
            exposure,
        }
    }

    /// x'b by profile, with a person's own values.
    pub fn linear(&self, profiles: &Profiles, b: &[f64]) -> Vec<f64> {
        let mut products = profiles.times(b);
        if let Some(effect) = self.effect {
            products.iter_mut().for_each(|product| *product += b[effect]);
        }
        products
    }

    /// x̃'b by profile, with the neutralised columns at their mean.
    pub fn neutralised(&self, profiles: &Profiles, b: &[f64]) -> Vec<f64> {
        if self.neutral.is_empty() {
            return self.linear(profiles, b);
        }
        let mut kept = b.to_vec();
        self.neutral.iter().for_each(|(column, _)| kept[*column] = 0.0);
        let at_mean: f64 = self.neutral.iter().map(|(column, mean)| b[*column] * mean).sum();
        self.linear(profiles, &kept).into_iter().map(|product| product + at_mean).collect()
    }

    /// Σ_k c_k x̃_k over profiles, one value a column.
    pub fn sum(&self, profiles: &Profiles, c: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.width];
        for (x, c) in profiles.entries.iter().zip(c).filter(|(_, c)| **c != 0.0) {
            x.iter().for_each(|(column, value)| sum[*column] += c * value);
        }
        let total: f64 = c.iter().sum();
        self.neutral.iter().for_each(|(column, mean)| sum[*column] = total * mean);
        if let Some(effect) = self.effect {
            sum[effect] = total;
        }
        sum
    }

    /// Σ_n b_n (x_n − x̄_n)/E over the neutralised columns, by profile: how a row moves what they are set to.
    pub fn off_mean(&self, profiles: &Profiles, b: &[f64]) -> Vec<f64> {
        let mut only = vec![0.0; b.len()];
        self.neutral.iter().for_each(|(column, _)| only[*column] = b[*column]);
        let at_mean: f64 = self.neutral.iter().map(|(column, mean)| b[*column] * mean).sum();
        profiles.times(&only).into_iter().map(|product| (product - at_mean) / self.exposure).collect()
    }
}
