//! Second step: what becomes of a loss.

use super::{Outcome, Step, StepName};
use crate::money::Cents;
use crate::spec::Losses;

/// Forgives a loss, keeps it to be repaid, or carries it; `carried` is what earlier years left to set off, zero or below.
pub fn losses(treatment: Losses, amount: Cents, carried: &mut Cents) -> Step {
    let (outcome, left) = match treatment {
        Losses::Carried => {
            let balance = amount + *carried;
            let outcome = match (amount < Cents::ZERO, *carried < Cents::ZERO) {
                (true, _) => Outcome::Carried,
                (false, true) => Outcome::SetOff,
                (false, false) => Outcome::NoLoss,
            };
            *carried = balance.min(Cents::ZERO);
            (outcome, balance.max(Cents::ZERO))
        }
        _ if amount >= Cents::ZERO => (Outcome::NoLoss, amount),
        Losses::Forgiven => (Outcome::Forgiven, Cents::ZERO),
        Losses::Repaid => (Outcome::Repaid, amount),
    };
    Step::plain(StepName::Losses, outcome, left)
}
