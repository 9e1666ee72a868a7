//! The expenditure model of a reference group: what it expects of a profile in each year, and what moves that.

use super::pull::Pull;
use super::{Coefficients, FitError, LeastSquares};
use crate::design::{Profiles, TargetRows};

/// The model of one reference group over all years, of any family.
///
/// What comes after the fit asks it three things alone: what a person of a profile is expected to cost, what a group is, and
/// how a person of the reference group moves the latter.
#[derive(Clone, Debug)]
pub struct FittedModel {
    /// One a year.
    pub years: Vec<YearModel>,
}

/// The model of one year.
#[derive(Clone, Debug)]
pub struct YearModel {
    /// f_s by profile, in cents per full year, after neutralisation and calibration: `profile × sectors + sector`.
    pub predicted: Vec<f64>,
    /// Sectors.
    pub sectors: usize,
    /// Least squares of the year.
    pub squares: LeastSquares,
}

impl FittedModel {
    /// Fits the model of the persons outside the municipalities `left_out`; `name` stands in errors.
    pub fn fit(rows: &TargetRows, left_out: &[bool], name: &str) -> Result<FittedModel, FitError> {
        let year = |index: usize| {
            let moments = rows.moments(index, |municipality| !left_out[municipality]);
            let squares = LeastSquares::fit(&moments, &format!("{name}, {}", rows.years[index].year))?;
            let predicted = by_profile(&rows.profiles, &squares.outcomes[..rows.sectors]);
            Ok(YearModel { predicted, sectors: rows.sectors, squares })
        };
        Ok(FittedModel { years: (0..rows.years.len()).map(year).collect::<Result<_, FitError>>()? })
    }

    /// How the rows of the reference group move the expected cost of a group in a year, one pull for each year that they do in.
    pub fn pulls(&self, year: usize, profiles: &Profiles, group: &[(u32, f64)]) -> Vec<Pull> {
        let model = &self.years[year];
        let leverage = profiles.times(&model.squares.inverse_times(&profiles.sum(group, model.squares.width())));
        let each = || leverage.iter().flat_map(|leverage| std::iter::repeat_n(leverage, model.sectors));
        let exposure = each().zip(&model.predicted).map(|(leverage, predicted)| -leverage * predicted).collect();
        vec![Pull { year, sectors: model.sectors, cost: each().copied().collect(), exposure, users: Vec::new() }]
    }
}

impl YearModel {
    /// F_s = Σ_k E_k f_ks, in cents, of a group given by its exposure E by profile.
    pub fn expected(&self, group: &[(u32, f64)]) -> Vec<f64> {
        let mut expected = vec![0.0; self.sectors];
        for (profile, exposure) in group {
            let predicted = &self.predicted[*profile as usize * self.sectors..][..self.sectors];
            expected.iter_mut().zip(predicted).for_each(|(sum, predicted)| *sum += exposure * predicted);
        }
        expected
    }
}

/// The prediction of some outcomes by profile: `profile × outcomes + outcome`.
fn by_profile(profiles: &Profiles, outcomes: &[Coefficients]) -> Vec<f64> {
    let mut predicted = vec![0.0; profiles.entries.len() * outcomes.len()];
    for (outcome, fit) in outcomes.iter().enumerate() {
        let values = profiles.times(&fit.estimate);
        predicted.iter_mut().skip(outcome).step_by(outcomes.len()).zip(values).for_each(|(slot, value)| *slot = value);
    }
    predicted
}
