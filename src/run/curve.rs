//! The gain of every pilot over the cut-off of the outlier rule.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::assess::{Fitted, Years, complement, group_years};
use super::judge::Judgements;
use super::outliers::Above;
use super::variant_rows::VariantRows;
use super::zones::Zones;
use crate::counterfactual::GroupYear;
use crate::credibility::{Assessed, Detail, Estimate};
use crate::design::TargetRows;
use crate::error::Error;
use crate::fit::FittedModel;
use crate::money::Cents;
use crate::progress::{Parts, Progress};
use crate::report::CurveRow;
use crate::spec::{Outliers, Reading, Study, Variant};

/// A point of the curve, with the person-years above its cut-off.
pub struct Point {
    /// What it shows.
    pub row: CurveRow,
    /// Who is above.
    pub above: Above,
}

/// The gains of a variant over all performance years at each cut-off of the study's curve, by its reading (by the evolution when
/// that is the credible one, which would have to be learnt anew at each).
///
/// METHOD: a shock of a zone hits cost below and above a cut-off alike: τ² is that of the variant's own rule.
pub fn curve(
    study: &Study,
    variant: &Variant,
    zones: &Zones,
    rows: &BTreeMap<&str, VariantRows>,
    judgements: &Judgements,
    progress: &dyn Progress,
) -> Result<Vec<Point>, Error> {
    let reading = if variant.reading == Reading::Credible { Reading::Evolution } else { variant.reading };
    let limit = study.data.small_cell();
    let parts = Parts::new(progress, (study.pilots.len() * study.curve.len()) as u64);
    let mut by_cut_off = Vec::with_capacity(study.curve.len());
    for cut_off in &study.curve {
        let rule = variant.outliers.at(*cut_off);
        // Pilots with one target rule share its rows, and those with one reference group its model.
        let at: BTreeMap<&str, TargetRows> = rows.iter().map(|(target, rows)| (*target, rows.under(study, zones, rule))).collect();
        let mut models: BTreeMap<(&str, String), FittedModel> = BTreeMap::new();
        let mut points = Vec::with_capacity(study.pilots.len());
        for (index, pilot) in study.pilots.iter().enumerate() {
            parts.one_done();
            let judgement = judgements.pilots.iter().find(|judgement| judgement.pilot == pilot.id && judgement.variant == variant.name);
            let mut row = CurveRow { pilot: pilot.id.clone(), variant: variant.name.clone(), reading, cut_off: *cut_off, figures: None };
            let Some(found) = judgement.and_then(|judgement| judgement.found.as_ref()) else {
                points.push(Point { row, above: (rule, Vec::new()) });
                continue;
            };
            let (target, (group, left_out)) = (pilot.target.get_ref().as_str(), zones.left_out(study, index));
            let (at, zone) = (&at[target], &zones.of_pilot[index]);
            let model = match models.entry((target, group)) {
                Entry::Occupied(fitted) => fitted.into_mut(),
                Entry::Vacant(none) => none.insert(FittedModel::fit(&variant.model, at, &left_out, &format!("outlier rule {rule}"))?),
            };
            let groups = group_years(at, zone, &left_out, model);
            let large = groups.iter().all(|year| year.persons > limit && year.check(&pilot.id).is_ok());
            let above_own: Vec<u64> = found.above().into_iter().map(|(_, persons)| persons).collect();
            if large && may_be_shown(rule, variant.outliers, &above(&groups), &above_own, limit) {
                let years = Years::new(study, at);
                let fitted = Fitted { rows: at, model, clusters: zones.clusters.as_ref(), meat: None, detail: Detail::Total };
                let reference = complement(&left_out);
                let assessed = Assessed::new(&years.on(&fitted, zone, &reference, &groups));
                let period = assessed.periods() - 1;
                let set = judgements.placebos.iter().find(|set| set.variant == variant.name && set.pilots.contains(&pilot.id));
                let shocks = set.map(|set| set.placebos.total(reading, period));
                let estimate = Estimate::of_total(&assessed, reading, period, shocks, study.level);
                let cents = |amount: f64| Cents::rounded(amount.clamp(-9e15, 9e15)).unwrap_or_default();
                let interval = estimate.interval;
                row.figures = Some((cents(estimate.gain), cents(interval.low), cents(interval.high), estimate.savings_rate));
            }
            let above = groups.iter().map(|year| (year.year, year.above)).collect();
            points.push(Point { row, above: (rule, above) });
        }
        by_cut_off.push(points.into_iter());
    }
    Ok(study.pilots.iter().flat_map(|_| by_cut_off.iter_mut().filter_map(Iterator::next).collect::<Vec<_>>()).collect())
}

/// Person-years of a group above a cut-off, by year.
fn above(groups: &[GroupYear]) -> Vec<u64> {
    groups.iter().map(|year| year.above).collect()
}

/// Whether a point of the curve may stand beside the others and beside the gain of the variant's own rule.
///
/// METHOD: two points differ by what those above the stricter cut-off have above it. So a point above which there are few persons
/// is hidden, and so is a point with nobody above it when there are few above the variant's own cut-off.
pub fn may_be_shown(rule: Outliers, own: Outliers, above: &[u64], above_own: &[u64], limit: u64) -> bool {
    let few = |persons: &u64| (1..=limit).contains(persons);
    rule == own || !(above.iter().any(few) || (above.contains(&0) && above_own.iter().any(few)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::CutOff;

    #[test]
    fn a_point_that_would_tell_of_few_persons_is_hidden() {
        let (own, rule, limit) = (Outliers::DEFAULT, Outliers::Cap(CutOff::Quantile(0.98)), 3);
        let shown = |rule, above: &[u64], above_own: &[u64]| may_be_shown(rule, own, above, above_own, limit);
        assert!(shown(rule, &[9, 8], &[5, 4]));
        assert!(!shown(rule, &[9, 3], &[5, 0]), "few above the cut-off of the point");
        assert!(shown(rule, &[0, 0], &[5, 4]) && !shown(rule, &[0, 0], &[5, 2]), "few above that of the study alone");
        assert!(shown(own, &[5, 2], &[5, 2]), "the gain itself is in the table of gains");
    }
}
