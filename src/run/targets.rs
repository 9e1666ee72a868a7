//! Target rules of a study on its panel, and when they are judged.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::panel::Panel;
use crate::quality::{Finding, base_after_start, judged_before_start, rule_looks_into_its_year, undecided_target};
use crate::spec::{Cohort, Known, Pilot, Study, StudyError};

/// One mark per row and year, by the text of the rule.
type Marks<'a> = BTreeMap<&'a str, Vec<Vec<bool>>>;

/// Which rows meet each rule. Pilots with one rule share it.
pub struct Targets<'a> {
    open: Marks<'a>,
    closed: Marks<'a>,
    /// What was found about the rules and the years they are judged in.
    pub findings: Vec<Finding>,
}

impl<'a> Targets<'a> {
    /// Evaluates the rules of a study.
    pub fn new(study: &'a Study, panel: &Panel) -> Result<Targets<'a>, Error> {
        let mut meeting: Marks<'a> = BTreeMap::new();
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
            let years = panel.years.iter().map(|year| panel.meeting(study, pilot, year)).collect::<Result<Vec<_>, _>>()?;
            let undecided: Vec<u32> = years.iter().flat_map(|year| year.undecided.iter().copied()).collect();
            let of = panel.years.iter().map(|year| year.person.len() as u64).sum();
            findings.extend(undecided_target::find(rule, &undecided, of, &study.quality));
            findings.extend(looks_into_its_year(study, panel, pilot));
            let met: Vec<Vec<bool>> = years.into_iter().map(|year| year.met).collect();
            somebody(study, panel, pilot, &met)?;
            meeting.insert(rule, met);
        }
        let closed = if study.variants.iter().any(|variant| variant.cohort == Cohort::Closed) {
            meeting.iter().map(|(rule, marks)| (*rule, followed(study, panel, marks))).collect()
        } else {
            Marks::new()
        };
        Ok(Targets { open: meeting, closed, findings })
    }

    /// The marks of every rule in a cohort.
    pub fn of(&self, cohort: Cohort) -> &Marks<'a> {
        match cohort {
            Cohort::Open => &self.open,
            Cohort::Closed => &self.closed,
        }
    }
}

/// Refuses a rule that nobody of the data meets in a year in which it is judged: the country is no small cell.
fn somebody(study: &Study, panel: &Panel, pilot: &Pilot, met: &[Vec<bool>]) -> Result<(), StudyError> {
    let open = study.variants.iter().any(|variant| variant.cohort == Cohort::Open);
    let judged = |year: i32| open || year == study.population.inclusion;
    let nobody = panel.years.iter().zip(met).find(|(year, met)| judged(year.year) && !met.contains(&true));
    nobody.map_or(Ok(()), |(year, _)| {
        let message = format!("pilot `{}`: nobody of the data meets the target rule in {}", pilot.id, year.year);
        let help = "compare the rule with the values of the columns that it names: yes-or-no columns stand alone, texts in 'quotes'";
        Err(study.refuse(Some(pilot.target.span()), message, help))
    })
}

/// The rows of those who meet a rule in the inclusion year, in every year.
///
/// METHOD: nobody leaves a closed cohort: the deceased count up to their death through exposure, and a person who no longer meets
/// the rule, or lives elsewhere, stays.
fn followed(study: &Study, panel: &Panel, marks: &[Vec<bool>]) -> Vec<Vec<bool>> {
    let mut included = vec![false; panel.persons.len()];
    for (year, marks) in panel.years.iter().zip(marks).filter(|(year, _)| year.year == study.population.inclusion) {
        year.person.iter().zip(marks).filter(|(_, met)| **met).for_each(|(person, _)| included[*person as usize] = true);
    }
    panel.years.iter().map(|year| year.person.iter().map(|person| included[*person as usize]).collect()).collect()
}

/// Looks for conditions of the very year in the rule of a pilot, if it is judged in the year itself.
fn looks_into_its_year(study: &Study, panel: &Panel, pilot: &Pilot) -> Option<Finding> {
    let open = study.variants.iter().any(|variant| variant.cohort == Cohort::Open);
    let of_drugs = |name: &String| panel.conditions.contains(name) || (name == "chronic" && !panel.conditions.is_empty());
    let named: Vec<String> = panel.named_by(pilot).into_iter().filter(of_drugs).collect();
    let looks = open && study.population.known == Known::SameYear;
    let years = study.performance.len() as u64;
    looks.then(|| rule_looks_into_its_year::find(pilot.target.get_ref(), &named, years, &study.quality)).flatten()
}
