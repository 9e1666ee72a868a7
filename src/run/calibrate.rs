//! Operating characteristics of each variant on the study's own data: known effects on pseudo-pilots.

use std::collections::HashMap;

use rayon::prelude::*;

use super::assess::Years;
use super::judge::{self, Judgements, PlaceboSet};
use super::placebos::Placebos;
use super::targets::Targets;
use super::variant_rows::VariantRows;
use super::zones::Zones;
use crate::counterfactual::{Comparison, Gain, GroupYear, Pool};
use crate::credibility::{Characteristics, Trial};
use crate::design::TargetRows;
use crate::error::Error;
use crate::fit::FittedModel;
use crate::panel::Panel;
use crate::progress::Progress;
use crate::report::{CharacteristicRow, Period};
use crate::spec::{Reading, Study, Variant};

/// Relative changes of cost that are tried.
const EFFECTS: [f64; 4] = [0.0, -0.01, -0.02, -0.05];

/// The operating characteristics of every variant, reading, period and effect.
pub fn characteristics(study: &Study, panel: &Panel, progress: &dyn Progress) -> Result<Vec<CharacteristicRow>, Error> {
    let zones = Zones::new(study, panel)?;
    let targets = Targets::new(study, panel)?;
    let mut rows = Vec::new();
    for variant in &study.variants {
        progress.stage("models");
        let of_rules = VariantRows::all(study, variant, panel, &zones, &targets)?;
        let treated: HashMap<&str, &TargetRows> = of_rules.iter().map(|(rule, rows)| (*rule, &rows.treated)).collect();
        progress.stage("gains");
        let mut judgements = Judgements::default();
        judge::variant(study, variant, &zones, &treated, &mut judgements, progress)?;
        progress.stage("known effects");
        for set in &judgements.placebos {
            let national = &judgements.models[set.model].fitted;
            rows.extend(of_set(study, variant, &zones, &of_rules[set.target.as_str()], national, set));
        }
    }
    Ok(rows)
}

fn of_set(
    study: &Study,
    variant: &Variant,
    zones: &Zones,
    rows: &VariantRows,
    national: &FittedModel,
    set: &PlaceboSet,
) -> Vec<CharacteristicRow> {
    let (placebos, years) = (&set.placebos, Years::new(study, &rows.treated));
    let cells = cells(placebos, &years);
    let mut trials: Vec<Vec<Vec<Trial>>> = vec![vec![Vec::new(); cells.len()]; EFFECTS.len()];
    let changed: Vec<TargetRows> =
        EFFECTS.iter().map(|effect| rows.with_effect(study, variant, zones, 1.0 + effect, &years.performance)).collect();
    let found: Vec<Option<Vec<Vec<Found>>>> =
        placebos.zones.par_iter().map(|zone| judge_zone(study, zones, rows, national, &changed, zone, &years, &cells, placebos)).collect();
    for (number, found) in found.iter().enumerate() {
        let Some(found) = found else { continue };
        for (cell, (reading, period)) in cells.iter().enumerate() {
            let shocks = placebos.by_others(number, *reading, *period, study.level);
            let alone = placebos.assessed[number].total(*reading, *period).v;
            for (trials, found) in trials.iter_mut().zip(found) {
                let Found { d, true_d, rate, true_rate } = found[cell];
                trials[cell].push(Trial { d, true_d, v: alone + shocks.tau2, df: shocks.df, rate, true_rate });
            }
        }
    }
    let periods = study.performance.iter().map(|year| Period::Year(*year)).chain([Period::All]).collect::<Vec<_>>();
    let mut characteristics = Vec::new();
    for (cell, (reading, period)) in cells.iter().enumerate() {
        let kept = placebos.keeps_size(*reading, *period, study.level);
        for (effect, trials) in EFFECTS.iter().zip(&trials) {
            characteristics.push(CharacteristicRow {
                variant: set.variant.clone(),
                pilots: set.pilots.clone(),
                period: periods[*period],
                reading: *reading,
                main: *reading == variant.reading,
                outliers: variant.outliers,
                effect: *effect,
                placebos: trials[cell].len() as u64,
                side_by_side: placebos.side_by_side as u64,
                found: Characteristics::of(&trials[cell], study.level),
                keeps_size: kept,
            });
        }
    }
    characteristics
}

/// The readings and periods that are judged.
fn cells(placebos: &Placebos, years: &Years) -> Vec<(Reading, usize)> {
    let readings = placebos.assessed[0].readings();
    readings.into_iter().flat_map(|reading| (0..=years.performance.len()).map(move |period| (reading, period))).collect()
}

/// What is found in a zone with an effect, and what is truly there.
struct Found {
    d: f64,
    true_d: f64,
    rate: f64,
    true_rate: f64,
}

/// A zone under every effect, by reading and period.
///
/// METHOD: an effect multiplies the cost of the zone in the performance years. The zone is not in its own reference group, so the
/// model and the pool are the same for every effect and only the zone's own sums are taken anew, after the outlier rule with the
/// cut-offs of the data as they are. (With `leave_out = "none"` the zone's part in its reference stays without the effect.) The
/// variance of a logarithm does not move with a factor: that of the zone without effect serves all.
#[expect(clippy::too_many_arguments, reason = "all that judging one zone takes, nothing more")]
fn judge_zone(
    study: &Study,
    zones: &Zones,
    rows: &VariantRows,
    national: &FittedModel,
    changed: &[TargetRows],
    zone: &[bool],
    years: &Years,
    cells: &[(Reading, usize)],
    placebos: &Placebos,
) -> Option<Vec<Vec<Found>>> {
    let left_out = zones.left_out_of_placebo(study, zone);
    let treated = &rows.treated;
    let model = national.refit(treated, &left_out, "a pseudo-pilot").ok()?;
    let group = |with: &TargetRows, year: usize| {
        let pool = Pool::new(&treated.taken(year, |municipality| !left_out[municipality]));
        GroupYear::new(with, year, zone, &model).charged(&with.taken(year, |municipality| zone[municipality]), pool)
    };
    let number = placebos.zones.iter().position(|known| known == zone)?;
    let base: Vec<(f64, GroupYear)> = years.base.iter().map(|(weight, year)| (*weight, group(treated, *year))).collect();
    let mut without: Vec<f64> = Vec::new();
    let of_effect = |(effect, with): (&f64, &TargetRows)| {
        let performance: Vec<GroupYear> = years.performance.iter().map(|year| group(with, *year)).collect();
        let found = cells.iter().enumerate().map(|(cell, (reading, period))| {
            let gain = |year: &GroupYear| {
                let comparison = Comparison { base: &base, performance: year };
                match reading {
                    Reading::Credible => placebos.assessed[number].credible(*period, &comparison),
                    _ => comparison.gain(*reading),
                }
            };
            let wanted = if *period < performance.len() { &performance[*period..=*period] } else { &performance[..] };
            let gain = Gain::sum(&wanted.iter().map(gain).collect::<Vec<_>>());
            let (guarantee, real) = (gain.guarantee_total(), gain.real_total());
            let rate = gain.total() / guarantee;
            if *effect == 0.0 {
                without.push(real);
            }
            let scale: f64 = wanted.iter().map(|year| year.exposure).sum();
            let (d, true_d) = match reading {
                Reading::Additive => (-gain.total() / scale, effect * without[cell] / scale),
                _ => ((real / guarantee).ln(), effect.ln_1p()),
            };
            Found { d, true_d, rate, true_rate: -effect }
        });
        found.collect()
    };
    Some(EFFECTS.iter().zip(changed).map(of_effect).collect())
}
