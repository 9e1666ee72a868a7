//! Target rules of a study on its panel, and when they are judged.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::ingest::{Finding, Level, Persons};
use crate::panel::Panel;
use crate::spec::{Pilot, Study};

/// Which rows meet each rule: one mark per row and year, by the text of the rule. Pilots with one rule share it.
pub struct Targets<'a> {
    /// The marks.
    pub meeting: BTreeMap<&'a str, Vec<Vec<bool>>>,
    /// What was found about the rules and the years they are judged in.
    pub findings: Vec<Finding>,
}

impl<'a> Targets<'a> {
    /// Evaluates the rules of a study.
    pub fn new(study: &'a Study, panel: &Panel) -> Result<Targets<'a>, Error> {
        let mut meeting = BTreeMap::new();
        let mut findings: Vec<Finding> = study.pilots.iter().flat_map(|pilot| timing(study, pilot)).collect();
        for pilot in &study.pilots {
            let rule = pilot.target.get_ref().as_str();
            if meeting.contains_key(rule) {
                continue;
            }
            let years = panel.years.iter().map(|year| year.meeting(study, pilot)).collect::<Result<Vec<_>, _>>()?;
            let undecided: Vec<u32> = years.iter().flat_map(|year| year.undecided.iter().copied()).collect();
            if !undecided.is_empty() {
                findings.push(Finding {
                    rule: "undecided-target",
                    level: Level::Warning,
                    message: format!(
                        "whether person-years meet `{rule}` cannot be told, because a value is missing; they count as not meeting it"
                    ),
                    count: undecided.len() as u64,
                    of: panel.years.iter().map(|year| year.person.len() as u64).sum(),
                    persons: undecided.into_iter().collect(),
                    amount: None,
                    advice: "complete the column, or say in the rule what a missing value means",
                });
            }
            meeting.insert(rule, years.into_iter().map(|year| year.met).collect());
        }
        Ok(Targets { meeting, findings })
    }
}

/// METHOD: a base year in which the pilot was active holds part of its effect, which the evolution then hides; a performance
/// year before its start is a placebo year, where a gain would be false.
fn timing(study: &Study, pilot: &Pilot) -> Vec<Finding> {
    let base: Vec<i32> = study.base.iter().map(|(year, _)| *year).filter(|year| *year >= pilot.start).collect();
    let before: Vec<i32> = study.performance.iter().copied().filter(|year| *year < pilot.start).collect();
    let list = |years: &[i32]| years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    let finding = |rule, level, message: String, years: &[i32], advice| {
        let (count, of) = (years.len() as u64, study.years().len() as u64);
        (count > 0).then_some(Finding { rule, level, message, count, of, persons: Persons::MANY, amount: None, advice })
    };
    let in_base = finding(
        "base-after-start",
        Level::Warning,
        format!("pilot `{}`: base years after its start ({}): part of its effect is in its own base", pilot.id, list(&base)),
        &base,
        "take base years before the start of the pilot, or read the level reading",
    );
    let placebo = finding(
        "judged-before-start",
        Level::Information,
        format!("pilot `{}`: performance years before its start ({}): nothing should be found", pilot.id, list(&before)),
        &before,
        "nothing, if a placebo year is meant",
    );
    in_base.into_iter().chain(placebo).collect()
}
