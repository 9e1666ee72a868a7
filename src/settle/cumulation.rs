//! Last step, and the whole way: one pilot's settlement by one rule.

use serde::Serialize;

use super::{Gains, Outcome, PilotGains, SettleError, Step, StepName, basis, cap, gate, losses, share};
use crate::credibility::MinimumSavings;
use crate::money::Cents;
use crate::spec::{Basis, Cumulation, Gate, SettlementRule};

/// What a rule makes of a pilot's gains.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settlement {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Name of the rule.
    pub rule: String,
    /// Where the rule comes from.
    pub source: String,
    /// What was settled, in order.
    pub periods: Vec<Settled>,
    /// All payments less repayments.
    pub paid: Cents,
}

/// A year, or all of them together, settled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settled {
    /// The year; `None`: all performance years together.
    pub year: Option<i32>,
    /// The steps from gain to amount.
    pub steps: Vec<Step>,
    /// The payment; negative: a repayment.
    pub amount: Cents,
}

/// Settles a pilot's gains by a rule.
///
/// # Errors
/// [`SettleError::SmallCell`] where the rule needs a gain that rests on too few persons.
// METHOD: a rule that settles the whole period pays on the cumulative gain with its own interval. The same luck is then not
// paid twice, and as every year is held against the same base, a gain of one year does not lower what the next may gain.
pub fn settle(rule: &SettlementRule, pilot: &PilotGains) -> Result<Settlement, SettleError> {
    let minimum = MinimumSavings::mssp();
    let whole = [(None, pilot.whole)];
    let years: Vec<(Option<i32>, Option<Gains>)> = match rule.cumulation {
        Cumulation::EachYear => pilot.years.iter().map(|(year, gains)| (Some(*year), *gains)).collect(),
        Cumulation::WholePeriod => whole.into(),
    };
    let needs_gain = !matches!(rule.basis, Basis::LumpSum(_)) || rule.gate != Gate::None || rule.cap.most_of_guarantee.is_some();
    let (mut carried, mut paid) = (Cents::ZERO, Cents::ZERO);
    let mut periods = Vec::with_capacity(years.len());
    for (year, gains) in years {
        if needs_gain && gains.is_none() {
            let year = year.map_or("all".into(), |year| year.to_string());
            return Err(SettleError::SmallCell { rule: rule.name.clone(), pilot: pilot.pilot.clone(), year });
        }
        let gains = gains.as_ref();
        let mut steps = vec![basis::basis(&rule.basis, gains, year)];
        let mut take = |next: &mut dyn FnMut(Cents) -> Step| {
            let amount = steps.last().map_or(Cents::ZERO, |step| step.amount);
            steps.push(next(amount));
        };
        take(&mut |amount| losses::losses(rule.losses, amount, &mut carried));
        take(&mut |amount| gate::gate(rule.gate, &minimum, amount, gains));
        take(&mut |amount| share::share(rule.share, rule.rounding, amount));
        take(&mut |amount| cap::cap(rule.cap, amount, gains));
        let amount = steps.last().map_or(Cents::ZERO, |step| step.amount);
        paid += amount;
        steps.push(Step::plain(StepName::Cumulation, Outcome::Added, paid));
        periods.push(Settled { year, steps, amount });
    }
    let (rule, source) = (rule.name.clone(), rule.source.clone());
    Ok(Settlement { pilot: pilot.pilot.clone(), rule, source, periods, paid })
}
