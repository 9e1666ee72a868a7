//! First step: the amount that a rule starts from.

use super::{Gains, Outcome, Step, StepName};
use crate::money::Cents;
use crate::spec::Basis;

/// The gain, the lower bound of its interval or the fixed sum of the year; nothing where a period is barred or none is known.
pub fn basis(basis: &Basis, gains: Option<&Gains>, year: Option<i32>, barred: Option<Outcome>) -> Step {
    if let Some(why) = barred {
        return Step::plain(StepName::Basis, why, Cents::ZERO);
    }
    let (outcome, amount) = match basis {
        Basis::Gain => (Outcome::Gain, gains.map(|gains| gains.gain)),
        Basis::LowerBound => (Outcome::LowerBound, gains.map(|gains| gains.low)),
        Basis::LumpSum(sums) => match year.and_then(|year| sums.in_year(year)) {
            Some(sum) => (Outcome::LumpSum, Some(sum.value)),
            None => (Outcome::NotInForce, None),
        },
    };
    Step::plain(StepName::Basis, outcome, amount.unwrap_or(Cents::ZERO))
}
