//! Fourth step: the pilot's part.

use super::{Outcome, Step, StepName};
use crate::money::{Cents, Share};
use crate::spec::Unit;

/// The part of an amount, rounded half away from zero to the rule's unit.
pub fn share(share: Share, unit: Unit, amount: Cents) -> Step {
    let part = match unit {
        Unit::Cent => share.of(amount),
        Unit::Euro => share.of_in_euro(amount),
    };
    Step { rate: Some(share.fraction()), ..Step::plain(StepName::Share, Outcome::Shared, part) }
}
