//! Third step: what a gain must pass before it is shared.

use super::{Gains, Outcome, Step, StepName};
use crate::credibility::MinimumSavings;
use crate::money::Cents;
use crate::spec::Gate;

/// Lets an amount through, or nothing. A loss to be repaid must pass the gate as a gain must, on its own side of zero.
pub fn gate(gate: Gate, minimum: &MinimumSavings, amount: Cents, gains: Option<&Gains>) -> Step {
    let none = Step::plain(StepName::Gate, Outcome::NoGate, amount);
    let Some(gains) = gains else { return none };
    let loss = amount < Cents::ZERO;
    let (rate, required) = match gate {
        Gate::None => return none,
        Gate::MinimumSavings => (gains.savings_rate, minimum.rate(gains.persons).unwrap_or(f64::INFINITY)),
        Gate::Detectable => (gains.savings_rate, gains.detectable_rate),
        Gate::Interval => (if loss { gains.rate_high } else { gains.rate_low }, 0.0),
    };
    let reached = if loss { -rate } else { rate };
    // METHOD: an interval that touches zero does not leave it out; a rate equal to the minimum reaches it. A rate that is not a
    // number, for want of a positive guarantee, passes nothing.
    let passed = if gate == Gate::Interval { reached > required } else { reached >= required };
    let (outcome, amount) = if passed { (Outcome::Passed, amount) } else { (Outcome::NotPassed, Cents::ZERO) };
    Step { rate: Some(rate), required_rate: Some(required), ..Step::plain(StepName::Gate, outcome, amount) }
}
