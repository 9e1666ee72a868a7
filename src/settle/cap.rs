//! Fifth step: the largest and the smallest payment.

use super::{Gains, Outcome, Step, StepName};
use crate::money::Cents;
use crate::spec::Cap;

/// Cuts a payment to the smaller of its caps, a repayment to its own, and either to nothing when it is too small.
pub fn cap(cap: Cap, amount: Cents, gains: Option<&Gains>) -> Step {
    let of_guarantee = cap.most_of_guarantee.zip(gains).map(|(share, gains)| share.of(gains.guarantee).max(Cents::ZERO));
    let loss = amount < Cents::ZERO;
    let most = match (cap.most, of_guarantee) {
        _ if loss => cap.most_repaid,
        (Some(fixed), Some(relative)) => Some(fixed.min(relative)),
        (one, other) => one.or(other),
    };
    let magnitude = if loss { -amount } else { amount };
    let cut = most.map_or(magnitude, |most| magnitude.min(most));
    let too_small = cap.least.filter(|least| Cents::ZERO < cut && cut < *least);
    let (outcome, kept) = match (too_small, most) {
        (Some(_), _) => (Outcome::TooSmall, Cents::ZERO),
        (None, Some(_)) if cut < magnitude => (Outcome::Capped, cut),
        (None, None) if cap.least.is_none() => (Outcome::NoCap, cut),
        (None, _) => (Outcome::Within, cut),
    };
    Step { limit: too_small.or(most), ..Step::plain(StepName::Cap, outcome, if loss { -kept } else { kept }) }
}
