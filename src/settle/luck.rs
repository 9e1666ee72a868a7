//! What rules pay in all, and how much of it no true gain stands behind.

use serde::Serialize;

use super::Settlement;
use crate::money::Cents;

/// What one rule pays.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paid {
    /// Name of the rule.
    pub rule: String,
    /// Pilots settled.
    pub pilots: usize,
    /// Pilots that are paid something.
    pub pilots_paid: usize,
    /// All payments less repayments.
    pub paid: Cents,
    /// The part paid for luck; `None` where the truth is not known.
    pub luck: Option<Cents>,
}

/// The part of a payment that no true gain stands behind: what exceeds the true gain, or all of it after a true loss.
pub fn luck(paid: Cents, true_gain: Cents) -> Cents {
    (paid - true_gain.max(Cents::ZERO)).max(Cents::ZERO)
}

/// What each rule pays in all, in the order of the rules; `truth` holds the true gain of each pilot, if known.
pub fn totals(settlements: &[Settlement], truth: Option<&dyn Fn(&str) -> Cents>) -> Vec<Paid> {
    let mut totals: Vec<Paid> = Vec::new();
    for settlement in settlements {
        let place = totals.iter().position(|total| total.rule == settlement.rule).unwrap_or_else(|| {
            let luck = truth.map(|_| Cents::ZERO);
            totals.push(Paid { rule: settlement.rule.clone(), pilots: 0, pilots_paid: 0, paid: Cents::ZERO, luck });
            totals.len() - 1
        });
        let total = &mut totals[place];
        total.pilots += 1;
        total.pilots_paid += usize::from(settlement.paid > Cents::ZERO);
        total.paid += settlement.paid;
        total.luck = total.luck.zip(truth).map(|(sum, truth)| sum + luck(settlement.paid, truth(&settlement.pilot)));
    }
    totals
}
