//! Two-part models: whether there is a cost, times the cost of those who have one.

use super::{Family, FitError, Glm, Link};
use crate::design::{Profiles, RiskCells};

/// P(y ≠ 0) by logit times E[y/e | y ≠ 0] by gamma-log, both with weight w·e.
#[derive(Clone, Debug)]
pub struct TwoPart {
    /// Whether there is a cost; means are shares of exposure.
    pub any_use: Glm,
    /// Annualised cost of those who have one, in cents.
    pub amount: Glm,
}

impl TwoPart {
    /// Fits one outcome of some cells: a sector, or the total last; `model` names the model in errors.
    pub fn fit(cells: &RiskCells, outcome: usize, profiles: &Profiles, width: usize, model: &str) -> Result<TwoPart, FitError> {
        let any_use = Glm::fit(&cells.any_use(outcome), profiles, width, Family::Binomial, Link::Logit, model)?;
        let amount = Glm::fit(&cells.costs_of_users(outcome), profiles, width, Family::Gamma, Link::Log, model)?;
        Ok(TwoPart { any_use, amount })
    }

    /// Fits the same model to other cells, beginning at its own coefficients.
    pub fn refit(&self, cells: &RiskCells, outcome: usize, profiles: &Profiles, model: &str) -> Result<TwoPart, FitError> {
        let any_use = self.any_use.refit(&cells.any_use(outcome), profiles, model)?;
        let amount = self.amount.refit(&cells.costs_of_users(outcome), profiles, model)?;
        Ok(TwoPart { any_use, amount })
    }

    /// The error of a part that did not converge.
    pub fn check(&self, model: &str) -> Result<(), FitError> {
        self.any_use.check(model)?;
        self.amount.check(model)
    }

    /// Expected cost by profile, in cents per year of full exposure.
    pub fn means(&self, profiles: &Profiles) -> Vec<f64> {
        let amounts = self.amount.means(profiles);
        self.any_use.means(profiles).into_iter().zip(amounts).map(|(share, amount)| share * amount).collect()
    }
}
