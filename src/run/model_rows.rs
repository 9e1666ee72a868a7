//! From fitted models to the rows that may be seen: coefficients, fit statistics, expected against real cost.

use super::judge::Models;
use super::rows::cents;
use crate::fit::{Asks, Estimates, Link};
use crate::panel::Panel;
use crate::report::disclosure::Resting;
use crate::report::{CalibrationFigures, CalibrationRow, FitRow, TermRow};

/// Sector names with the total last, as the outcomes of a fit stand.
fn outcomes(panel: &Panel) -> Vec<String> {
    panel.sectors.iter().cloned().chain(["total".to_owned()]).collect()
}

/// Coefficients as they may be shown: none of a reference group that is small or beside a small group, none that rests on few.
///
/// METHOD: levels of terms and subgroups of `calibration` cut the same persons in many ways. Where one of either is small, no level is
/// counted, so that no sum of counts can give it away.
pub fn terms(models: &Models, panel: &Panel, limit: u64) -> Vec<Resting<TermRow>> {
    let mut rows = Vec::new();
    let effects = panel.years.iter().skip(1).map(|year| format!("year {}", year.year));
    let names: Vec<String> = models.design.names.iter().cloned().chain(effects).collect();
    let outcomes = outcomes(panel);
    for (index, year) in panel.years.iter().enumerate() {
        let small_group = models.reference[index].biases.iter().any(|bias| (1..=limit).contains(&bias.persons));
        for fit in models.fitted.of_year(index).estimates(panel.sectors.len()) {
            let hidden = models.beside_small_group || fit.rows <= limit;
            let resting = models.design.resting(&fit.present, fit.rows);
            let small = |persons: u64| (1..=limit).contains(&persons);
            let counted = !small_group && !resting.iter().any(|persons| small(*persons));
            let estimated = |(column, _): &(usize, &String)| models.fitted.estimates(*column);
            for (column, term) in names.iter().enumerate().take(fit.estimate.len()).filter(estimated) {
                // A year effect rests on the persons of its year.
                let small = hidden || small(resting.get(column).copied().unwrap_or(fit.present[column]));
                let aliased = fit.aliased[column];
                let shown = !aliased && !small;
                let row = TermRow {
                    variant: models.variant.clone(),
                    target: models.target.clone(),
                    left_out: models.left_out.clone(),
                    year: year.year,
                    sector: outcomes[fit.outcome].clone(),
                    part: part(fit.asks).into(),
                    scale: scale(fit.link).into(),
                    term: term.clone(),
                    persons: (!small && (counted || column == 0)).then_some(fit.present[column]),
                    estimate: shown.then(|| fit.estimate[column]),
                    se: Some(fit.se[column]).filter(|se| shown && se.is_finite()),
                    df: fit.degrees_of_freedom.as_ref().map(|df| df[column]).filter(|df| shown && df.is_finite()),
                    se_kind: fit.standard_errors.to_string(),
                    aliased,
                };
                rows.push(Resting { row, persons: fit.present[column] });
            }
        }
    }
    rows
}

/// What a part of a model was asked, in words.
fn part(asks: Asks) -> &'static str {
    match asks {
        Asks::Cost => "cost",
        Asks::AnyUse => "any cost",
        Asks::CostOfUsers => "cost of users",
    }
}

/// The scale of coefficients, in words.
fn scale(link: Link) -> &'static str {
    match link {
        Link::Identity => "euro",
        Link::Log => "log",
        Link::Logit => "log odds",
    }
}

pub fn fits(models: &Models, panel: &Panel, limit: u64) -> Vec<FitRow> {
    let mut rows = Vec::new();
    for (index, year) in panel.years.iter().enumerate() {
        let estimates = models.fitted.of_year(index).estimates(panel.sectors.len());
        let of_year = &models.reference[index];
        let before = match index {
            0 => Vec::new(),
            _ if models.fitted.fits.len() == 1 => Vec::new(),
            _ => models.fitted.of_year(index - 1).estimates(panel.sectors.len()),
        };
        if models.beside_small_group || of_year.persons <= limit {
            continue;
        }
        let factors = models.fitted.years[index].factors();
        for (outcome, (sector, goodness)) in outcomes(panel).into_iter().zip(&of_year.goodness).enumerate() {
            // A total that is the sum of its sectors is as well conditioned as the worst of them.
            let own: Vec<&Estimates> = estimates.iter().filter(|fit| fit.outcome == outcome).collect();
            let behind: Vec<&Estimates> = if own.is_empty() { estimates.iter().collect() } else { own };
            let single = if let [fit] = behind[..] { Some(fit).filter(|fit| fit.outcome == outcome) } else { None };
            rows.push(FitRow {
                variant: models.variant.clone(),
                target: models.target.clone(),
                left_out: models.left_out.clone(),
                year: year.year,
                sector,
                persons: of_year.persons,
                person_years: of_year.person_years,
                r2: goodness.r2,
                cpm: goodness.cpm,
                mae: goodness.mae / 100.0,
                sigma: goodness.sigma / 100.0,
                calibration: factors[outcome] * goodness.calibration,
                deviance_explained: single.and_then(|fit| fit.deviance_explained),
                dispersion: single.map(|fit| fit.dispersion),
                condition: behind.iter().map(|fit| fit.condition).fold(0.0, f64::max),
                changed: changed(&behind, &before),
                iterations: behind.iter().map(|fit| fit.iterations as u64).max().unwrap_or(0),
                converged: behind.iter().all(|fit| fit.converged),
            });
        }
    }
    rows
}

/// Share of coefficients that differ from those of the year before by more than two standard errors.
///
/// METHOD: about 5 % of those that stay the same do so by chance; the years share persons, so that the share is on the low side.
fn changed(now: &[&Estimates], before: &[Estimates]) -> Option<f64> {
    let (mut all, mut apart) = (0_u32, 0_u32);
    for fit in now {
        let Some(other) = before.iter().find(|other| (other.outcome, other.asks) == (fit.outcome, fit.asks)) else { continue };
        for column in (1..fit.estimate.len()).filter(|column| fit.se[*column] > 0.0 && other.se[*column] > 0.0) {
            let difference = (fit.estimate[column] - other.estimate[column]).abs();
            all += 1;
            apart += u32::from(difference > 2.0 * fit.se[column].hypot(other.se[column]));
        }
    }
    (all > 0).then(|| f64::from(apart) / f64::from(all))
}

/// Expected and real cost by subgroup of each reference group.
///
/// METHOD: two reference groups of one rule that leave out different pilots would by their difference tell of these; the
/// first alone is shown.
pub fn calibration(all: &[Models], panel: &Panel) -> Vec<Resting<CalibrationRow>> {
    let same = |a: &Models, b: &Models| a.variant == b.variant && a.target == b.target;
    let first = all.iter().enumerate().filter(|(index, models)| !all[..*index].iter().any(|before| same(before, models)));
    let mut rows = Vec::new();
    for (_, models) in first.filter(|(_, models)| !models.beside_small_group) {
        for (year, reference) in panel.years.iter().zip(&models.reference) {
            for bias in &reference.biases {
                let euro = |cents: f64| cents / 100.0;
                let figures = CalibrationFigures {
                    persons: bias.persons,
                    person_years: bias.exposure,
                    expected: cents(bias.expected),
                    real_cost: cents(bias.real),
                    predictive_ratio: bias.expected / bias.real,
                    mean_residual: euro(bias.real - bias.expected) / bias.exposure,
                };
                let row = CalibrationRow {
                    variant: models.variant.clone(),
                    target: models.target.clone(),
                    left_out: models.left_out.clone(),
                    year: year.year,
                    family: bias.family.clone(),
                    group: bias.group.clone(),
                    figures: Some(figures),
                };
                rows.push(Resting { row, persons: bias.persons });
            }
        }
    }
    rows
}
