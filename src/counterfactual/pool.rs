//! The pool of what a cap took: every group is charged with the reference's mean of it.

use crate::design::Taken;

/// What a reference group spent above the cap in a year, per euro below it.
///
/// METHOD: cost above the cap is real money that somebody pays, but which group has it is chance. So a group with capped cost
/// Y' and expected capped cost F' is held to have cost Y* = Y' + κF', and to be expected to cost F* = F' + κF', with
/// κ = Σ_R w·excess / Σ_R w·y': neither gains nor loses by what lies above the cap, and nobody gains by pushing cost there. An
/// effect that a pilot has on cost above the cap is not credited to it either.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// κ by sector, per euro of capped cost of all sectors; empty: nothing is pooled.
    rates: Vec<f64>,
    /// Σ_R w·y', the capped cost of the reference group in cents.
    reference: f64,
}

impl Pool {
    /// The pool of a reference group, from what the rule took of it.
    pub fn new(taken: &Taken) -> Pool {
        match taken.pooled && taken.left > 0.0 {
            true => Pool { rates: taken.amount.iter().map(|amount| amount / taken.left).collect(), reference: taken.left },
            false => Pool::default(),
        }
    }

    /// κ of a sector.
    pub fn of_sector(&self, sector: usize) -> f64 {
        self.rates.get(sector).copied().unwrap_or(0.0)
    }

    /// κ over all sectors.
    pub fn rate(&self) -> f64 {
        self.rates.iter().sum()
    }

    /// How κ moves per cent of a reference person's excess over κ times its capped cost.
    pub fn per_reference_cost(&self) -> f64 {
        if self.rates.is_empty() { 0.0 } else { 1.0 / self.reference }
    }
}
