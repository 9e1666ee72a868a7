//! What must be said beside the payments: rules that did not apply, and gains that one may not rely on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cumulation::{barred, periods};
use super::{Outcome, PilotGains};
use crate::spec::SettlementRule;

/// Something to say beside what the rules pay.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Notice {
    /// A rule pays nothing for years in which it is not in force.
    NotInForce {
        /// The rule.
        rule: String,
        /// The years.
        years: Vec<i32>,
    },
    /// Nothing is paid for years before a pilot began.
    BeforeStart {
        /// The pilot.
        pilot: String,
        /// Its first year.
        start: i32,
        /// The years.
        years: Vec<i32>,
    },
    /// Gains that the run has flagged.
    Flagged {
        /// The flag.
        flag: String,
        /// The pilots.
        pilots: Vec<String>,
    },
    /// A finding at error level in the run.
    Finding {
        /// Its rule.
        rule: String,
        /// What was found, in a sentence.
        message: String,
        /// What the sentence names, for translations of it.
        facts: BTreeMap<String, String>,
    },
}

impl Notice {
    /// Whether it says that the gains themselves are in doubt.
    pub fn is_doubt(&self) -> bool {
        matches!(self, Notice::Flagged { .. } | Notice::Finding { .. })
    }
}

/// The years for which rules pay nothing because they are not in force, or because a pilot had not begun: first by rule, then by
/// pilot.
pub fn unpaid(rules: &[SettlementRule], pilots: &[PilotGains]) -> Vec<Notice> {
    let of_rule = |rule: &SettlementRule| {
        let periods = pilots.iter().flat_map(|pilot| periods(rule, pilot).into_iter().map(move |period| (pilot, period.years)));
        let not_in_force = periods.filter(|(pilot, years)| barred(rule, pilot, years) == Some(Outcome::NotInForce));
        let years: BTreeSet<i32> = not_in_force.flat_map(|(_, years)| years).collect();
        let notice = || Notice::NotInForce { rule: rule.name.clone(), years: years.iter().copied().collect() };
        (!years.is_empty()).then(notice)
    };
    let of_pilot = |pilot: &PilotGains| {
        let years: Vec<i32> = pilot.years.iter().map(|(year, _)| *year).filter(|year| *year < pilot.start).collect();
        let notice = || Notice::BeforeStart { pilot: pilot.pilot.clone(), start: pilot.start, years: years.clone() };
        (!years.is_empty()).then(notice)
    };
    rules.iter().filter_map(of_rule).chain(pilots.iter().filter_map(of_pilot)).collect()
}
