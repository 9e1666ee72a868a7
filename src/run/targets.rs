//! Target rules of a study on its panel, and when they are judged.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::panel::Panel;
use crate::quality::{Finding, base_after_start, judged_before_start, undecided_target};
use crate::spec::Study;

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
        let mut findings = Vec::new();
        let (base, years): (Vec<i32>, usize) = (study.base.iter().map(|(year, _)| *year).collect(), study.years().len());
        for pilot in &study.pilots {
            findings.extend(base_after_start::find(&pilot.id, pilot.start, &base, years, &study.quality));
            findings.extend(judged_before_start::find(&pilot.id, pilot.start, &study.performance, years, &study.quality));
        }
        for pilot in &study.pilots {
            let rule = pilot.target.get_ref().as_str();
            if meeting.contains_key(rule) {
                continue;
            }
            let years = panel.years.iter().map(|year| year.meeting(study, pilot)).collect::<Result<Vec<_>, _>>()?;
            let undecided: Vec<u32> = years.iter().flat_map(|year| year.undecided.iter().copied()).collect();
            let of = panel.years.iter().map(|year| year.person.len() as u64).sum();
            findings.extend(undecided_target::find(rule, &undecided, of, &study.quality));
            meeting.insert(rule, years.into_iter().map(|year| year.met).collect());
        }
        Ok(Targets { meeting, findings })
    }
}
