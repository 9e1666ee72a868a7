//! What `run` shows of a study: figures that a comparison stands beside, whatever it lists and in which order.

use std::collections::BTreeMap;

use super::outliers::{Above, differ_by_few};
use super::targets::Targets;
use super::variant_rows::VariantRows;
use super::zones::Zones;
use super::{curve, rows};
use crate::design::{PersonYears, TargetRows};
use crate::error::Error;
use crate::panel::Panel;
use crate::spec::{Cohort, Movers, Outliers, Reference, Study, Variant};

/// The persons of a pilot that two rules are told apart on: pilot, cohort, movers, inclusion and completion.
pub type Persons = (String, Cohort, bool, i32, String);

/// The outlier rules and reference groups of what is shown, by the persons that they were applied to.
pub type Shown = BTreeMap<Persons, Vec<(Reference, Above)>>;

/// The persons that a variant of a study judges in a pilot.
pub fn persons(study: &Study, variant: &Variant, pilot: &str) -> Persons {
    (pilot.to_owned(), variant.cohort, variant.movers == Movers::Base, study.population.inclusion, study.completion.to_string())
}

/// Whether figures under a rule, beside those that are shown already, would tell of few persons; if not, they are noted as shown.
pub fn tells_of_few(shown: &mut Vec<(Reference, Above)>, reference: Reference, above: Above, limit: u64) -> bool {
    let mut others = shown.iter().filter(|(other, of_other)| (*other, of_other.0) != (reference, above.0));
    let tells = others.any(|(_, other)| differ_by_few(&above, other, limit));
    let known = (reference, above);
    if !tells && !shown.contains(&known) {
        shown.push(known);
    }
    tells
}

/// What `run` shows of a study on its panel: the rules of its variants in their order, their real cost before the rule, and the points of
/// the curve over the cut-off.
pub fn shown_by_run(study: &Study, panel: &Panel) -> Result<Shown, Error> {
    let (zones, targets) = (Zones::new(study, panel)?, Targets::new(study, panel)?);
    let limit = study.data.small_cell();
    let (mut shown, mut raw_costs, mut points) = (Shown::new(), Vec::new(), Vec::new());
    for (position, variant) in study.variants.iter().enumerate() {
        let of_rules = VariantRows::raw(study, variant, panel, &zones, &targets)?;
        let on_curve = study.curve.iter().filter(|_| position == 0).map(|cut_off| variant.outliers.at(*cut_off));
        let rules: Vec<Outliers> = std::iter::once(variant.outliers).chain(on_curve).collect();
        let cut_offs = |rows: &TargetRows| rules.iter().map(|rule| zones.cut_offs(study, rows, *rule)).collect::<Vec<_>>();
        let cut_offs: BTreeMap<&str, Vec<Vec<f64>>> = of_rules.iter().map(|(target, rows)| (*target, cut_offs(rows))).collect();
        for (pilot, zone) in study.pilots.iter().zip(&zones.of_pilot) {
            let target = pilot.target.get_ref().as_str();
            let mut above = rules.iter().zip(&cut_offs[target]).map(|rule| above(study, &of_rules[target], zone, rule, limit));
            let Some(of_own) = above.next().flatten() else { continue };
            let persons = persons(study, variant, &pilot.id);
            if tells_of_few(shown.entry(persons.clone()).or_default(), study.reference, (variant.outliers, of_own.clone()), limit) {
                continue;
            }
            let in_performance =
                of_own.iter().filter(|(year, above)| study.performance.contains(year) && rows::raw_may_be_shown(*above, limit));
            raw_costs.push((persons.clone(), (Outliers::None, in_performance.map(|(year, _)| (*year, 0)).collect())));
            for (rule, of_rule) in rules.iter().copied().skip(1).zip(above) {
                let Some(of_rule) = of_rule else { continue };
                let counts = |years: &[(i32, u64)]| years.iter().map(|(_, above)| *above).collect::<Vec<_>>();
                if curve::may_be_shown(rule, variant.outliers, &counts(&of_rule), &counts(&of_own), limit) {
                    points.push((persons.clone(), (rule, of_rule)));
                }
            }
        }
    }
    for (persons, above) in raw_costs.into_iter().chain(points) {
        tells_of_few(shown.entry(persons).or_default(), study.reference, above, limit);
    }
    Ok(shown)
}

/// Person-years of a zone above the cut-off of a rule, by year of the study; `None` where the rule leaves few persons in one of them.
fn above(study: &Study, rows: &TargetRows, zone: &[bool], (rule, cut_offs): (&Outliers, &Vec<f64>), limit: u64) -> Option<Vec<(i32, u64)>> {
    let judged = study.years();
    let years = rows.years.iter().zip(cut_offs).enumerate().filter(|(_, (year, _))| judged.contains(&year.year));
    let of_year = |(index, (year, cut_off)): (usize, (&PersonYears, &f64))| {
        let (persons, above) = rows.above(index, *cut_off, |municipality| zone[municipality]);
        let left = if matches!(rule, Outliers::Drop(_)) { persons - above } else { persons };
        (left > limit).then_some((year.year, above))
    };
    years.map(of_year).collect()
}
