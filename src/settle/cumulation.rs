//! Last step, and the whole way: one pilot's settlement by one rule.

use serde::Serialize;

use super::{Gains, Outcome, PilotGains, SettleError, Step, StepName, basis, cap, gate, losses, share};
use crate::credibility::MinimumSavings;
use crate::money::Cents;
use crate::spec::{Cumulation, Language, SettlementRule};

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
    let (mut carried, mut paid) = (Cents::ZERO, Cents::ZERO);
    let mut settled = Vec::new();
    for Span { year, years, gains } in periods(rule, pilot) {
        let barred = barred(rule, pilot, &years);
        if rule.needs_gain() && gains.is_none() && barred.is_none() {
            let year = year.map_or("all".into(), |year| year.to_string());
            return Err(SettleError::SmallCell { rule: rule.name.clone(), pilot: pilot.pilot.clone(), year });
        }
        let gains = gains.as_ref();
        let mut steps = vec![basis::basis(&rule.basis, gains, year, barred)];
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
        settled.push(Settled { year, steps, amount });
    }
    let (rule, source) = (rule.name.clone(), rule.source.text(Language::En).to_owned());
    Ok(Settlement { pilot: pilot.pilot.clone(), rule, source, periods: settled, paid })
}

/// What is settled at once: a year, or all years together.
pub(super) struct Span {
    /// The year; `None`: all together.
    year: Option<i32>,
    /// The years that it takes in.
    pub years: Vec<i32>,
    /// Their gains; `None`: small cell.
    gains: Option<Gains>,
}

/// The periods that a rule settles, in order.
pub(super) fn periods(rule: &SettlementRule, pilot: &PilotGains) -> Vec<Span> {
    match rule.cumulation {
        Cumulation::EachYear => {
            pilot.years.iter().map(|(year, gains)| Span { year: Some(*year), years: vec![*year], gains: *gains }).collect()
        }
        Cumulation::WholePeriod => {
            vec![Span { year: None, years: pilot.years.iter().map(|(year, _)| *year).collect(), gains: pilot.whole }]
        }
    }
}

/// Why a rule pays nothing for some years whatever the gain; `None` if nothing stands in its way.
// METHOD: the gain of all years together cannot be split into what lies before the start and after it, so that one such year bars
// the whole period; the study should then judge fewer years.
pub(super) fn barred(rule: &SettlementRule, pilot: &PilotGains, years: &[i32]) -> Option<Outcome> {
    if years.iter().any(|year| *year < pilot.start) {
        return Some(Outcome::BeforeStart);
    }
    years.iter().any(|year| !rule.in_force(*year)).then_some(Outcome::NotInForce)
}
