//! What each choice does to the error on the study's own pseudo-pilots (method, section 5): the ladder of precision.

use rayon::prelude::*;

use super::assess::{self, Years, group_years};
use super::judge::PlaceboSet;
use super::variant_rows::VariantRows;
use super::zones::Zones;
use crate::credibility::{Before, Lasting};
use crate::design::TargetRows;
use crate::fit::FittedModel;
use crate::progress::Parts;
use crate::report::PrecisionRow;
use crate::spec::{Outliers, Reading, Study};

/// The steps, from what the decree describes to what is most precise; `true` with all base years, `false` with the last.
const STEPS: [(Reading, Outliers, bool); 7] = [
    (Reading::Evolution, Outliers::None, false),
    (Reading::Evolution, Outliers::None, true),
    (Reading::Evolution, Outliers::DEFAULT, false),
    (Reading::Evolution, Outliers::DEFAULT, true),
    (Reading::Credible, Outliers::DEFAULT, true),
    (Reading::Level, Outliers::None, true),
    (Reading::Level, Outliers::DEFAULT, true),
];

/// The outlier rules of the steps.
const RULES: [Outliers; 2] = [Outliers::None, Outliers::DEFAULT];

/// How many models the ladder of a set takes.
pub fn parts(set: &PlaceboSet) -> u64 {
    (RULES.len() * set.placebos.zones.len()) as u64
}

/// The ladder on one set of pseudo-pilots: errors of the yearly savings rate where there is nothing to find.
pub fn ladder(
    study: &Study,
    zones: &Zones,
    (rows, own): (&VariantRows, Outliers),
    national: &FittedModel,
    set: &PlaceboSet,
    told: &Parts,
) -> Vec<PrecisionRow> {
    // Under the rule of the variant they are known.
    let ratios = RULES.map(|rule| match rule == own {
        true => {
            set.placebos.zones.iter().for_each(|_| told.one_done());
            set.placebos.ratios.iter().map(|ratios| is_known(ratios).then(|| ratios.clone())).collect()
        }
        false => ratios(study, zones, &rows.under(study, zones, rule), national, set, told),
    });
    let years = Years::new(study, &rows.raw);
    let one_base_year = years.base.len() == 1;
    let steps = STEPS.into_iter().filter(|(reading, _, all)| !one_base_year || *all || *reading != Reading::Evolution);
    steps
        .map(|(reading, outliers, all_base_years)| {
            let ratios = &ratios[usize::from(outliers != Outliers::None)];
            let base: &[(f64, usize)] = if all_base_years { &years.base } else { &years.base[years.base.len() - 1..] };
            let errors = errors(set, ratios, base, &years.performance, reading);
            let of = errors.len() as f64;
            PrecisionRow {
                variant: set.variant.clone(),
                pilots: set.pilots.clone(),
                reading,
                outliers,
                base_years: base.len() as u64,
                placebos: set.placebos.zones.len() as u64,
                bias: errors.iter().sum::<f64>() / of,
                rmse: (errors.iter().map(|error| error * error).sum::<f64>() / of).sqrt(),
            }
        })
        .collect()
}

/// θ of every pseudo-pilot in every year under a rule; none where a model or a ratio fails.
fn ratios(
    study: &Study,
    zones: &Zones,
    rows: &TargetRows,
    national: &FittedModel,
    set: &PlaceboSet,
    told: &Parts,
) -> Vec<Option<Vec<f64>>> {
    let of_zone = |zone: &Vec<bool>| {
        told.one_done();
        let left_out = zones.left_out_of_placebo(study, zone);
        let model = national.refit(rows, &left_out, "a pseudo-pilot").ok()?;
        let years = group_years(rows, zone, &left_out, &model);
        Some(assess::ratios(&years)).filter(|ratios| is_known(ratios))
    };
    set.placebos.zones.par_iter().map(of_zone).collect()
}

fn is_known(ratios: &[f64]) -> bool {
    ratios.iter().all(|ratio| ratio.is_finite() && *ratio > 0.0)
}

/// The savings rates found in each performance year, where there is none.
fn errors(set: &PlaceboSet, ratios: &[Option<Vec<f64>>], base: &[(f64, usize)], performance: &[usize], reading: Reading) -> Vec<f64> {
    let weights: f64 = base.iter().map(|(weight, _)| weight).sum();
    let before = |zone: &[f64]| base.iter().map(|(weight, year)| weight / weights * zone[*year]).sum::<f64>().ln();
    let mut errors = Vec::new();
    for year in performance {
        let of_zone = |zone: &Option<Vec<f64>>| zone.as_ref().map(|zone| Before { base: before(zone), performance: zone[*year].ln() });
        let zones: Vec<Option<Before>> = ratios.iter().map(of_zone).collect();
        for (zone, apart) in zones.iter().zip(&set.placebos.apart) {
            let Some(zone) = zone else { continue };
            let share = match reading {
                Reading::Level | Reading::Additive => 0.0,
                Reading::Evolution => 1.0,
                // By the zones that share no municipality with it, as in the credible reading of a pseudo-pilot.
                Reading::Credible => {
                    let others: Vec<Before> = apart.iter().filter_map(|other| zones[*other]).collect();
                    Lasting::learn(&others, set.placebos.side_by_side as f64).share
                }
            };
            errors.push(1.0 - (zone.performance - share * zone.base).exp());
        }
    }
    errors
}
