//! Variances from the meat over a reference group are those of going over its persons, on the small world.

use garantie::counterfactual::{GroupYear, Pool};
use garantie::credibility::{Judged, ReferenceMeat, Variances, variances};
use garantie::design::TargetRows;
use garantie::fit::FittedModel;
use garantie::spec::{Outliers, Reading};

use crate::worlds::small_study;
use crate::{bootstrap, families};

/// The variances of a zone by a model of everybody outside the municipalities left out, from the meat over those outside `common`, and
/// from all persons.
fn both(rows: &TargetRows, zone: &[bool], left_out: &[bool], common: &[bool]) -> [Variances; 2] {
    let spec = &small_study().variants[0].model;
    let national = FittedModel::fit(spec, rows, common, "everybody").expect("a model");
    let model = national.refit(rows, left_out, "the others").expect("a model");
    let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
    let of_year = |year: usize| {
        let pool = Pool::new(&rows.taken(year, |municipality| reference[municipality]));
        GroupYear::new(rows, year, zone, &model).charged(&rows.taken(year, |municipality| zone[municipality]), pool)
    };
    let years: Vec<GroupYear> = (0..rows.years.len()).map(of_year).collect();
    let meat = ReferenceMeat::new(rows, &national, common).expect("least squares");
    let (base, performance) = (vec![(0.4, 0), (0.6, 1)], vec![2, 3]);
    [Some(&meat), None].map(|meat| {
        let (base, performance) = (base.clone(), performance.clone());
        variances(&Judged {
            rows,
            model: &model,
            group: zone,
            reference: &reference,
            base,
            performance,
            years: &years,
            clusters: None,
            meat,
        })
    })
}

/// Every figure that variances hold, by name.
fn figures(variances: &Variances, sectors: usize) -> Vec<(String, f64)> {
    let mut figures = Vec::new();
    for reading in Reading::ALL {
        for period in 0..3 {
            let name = |what: &str| format!("{what}, {reading:?}, {period}");
            figures.extend((0..sectors).map(|sector| (name(&format!("sector {sector}")), variances.sector(reading, period, sector))));
            figures.push((name("total"), variances.total(reading, period)));
            figures.push((name("own"), variances.own_share(reading, period)));
            figures.push((name("costliest"), variances.costliest_share(reading, period)));
        }
    }
    for period in 0..3 {
        figures.push((format!("persons, {period}"), variances.group_persons(period) as f64));
        figures.push((format!("carried, {period}"), variances.carried_total(period, 0.6)));
        figures.extend(
            (0..sectors).map(|sector| (format!("carried, {sector}, {period}"), variances.carried_sector(period, sector, 0.6, 1e6))),
        );
    }
    figures
}

fn largest_difference([one, other]: &[Variances; 2], sectors: usize) -> f64 {
    let pairs = figures(one, sectors).into_iter().zip(figures(other, sectors));
    let differences = pairs.map(|((name, one), (_, other))| {
        let difference = (one - other).abs() / other.abs().max(1e-300);
        assert!(difference.is_finite(), "{name}: {one} and {other}");
        if one == other { 0.0 } else { difference }
    });
    differences.fold(0.0, f64::max)
}

fn capped() -> (TargetRows, Vec<bool>) {
    let (rows, zone) = bootstrap::rows();
    let rule = Outliers::DEFAULT;
    let rows = rows.under(rule, &rows.cut_offs(rule, |_| true), |_| true);
    (rows, zone)
}

#[test]
fn with_the_residuals_of_the_same_fit_they_agree_to_rounding() {
    let (rows, zone) = capped();
    let nobody = vec![false; zone.len()];
    let difference = largest_difference(&both(&rows, &zone, &nobody, &nobody), rows.sectors);
    assert!(difference < 1e-9, "{difference}");
}

#[test]
fn with_those_of_a_fit_that_lacks_the_zone_they_differ_by_less_than_the_share_of_the_zone() {
    let (rows, zone) = capped();
    let persons = |wanted: &dyn Fn(usize) -> bool| rows.moments(2, wanted).rows as f64;
    let share = persons(&|municipality| zone[municipality]) / persons(&|_| true);
    let difference = largest_difference(&both(&rows, &zone, &zone, &vec![false; zone.len()]), rows.sectors);
    println!("share of the zone {share:.4}, largest difference {difference:.5}");
    assert!(difference < share, "{difference} against {share}");
}

#[test]
fn other_models_go_over_persons() {
    let (rows, zone) = bootstrap::rows();
    for head in ["family = 'poisson'", "family = 'gaussian'\npooled = true", "family = 'gamma'\nby = 'total'"] {
        let model = FittedModel::fit(&families::spec(head, ""), &rows, &zone, head).expect("a model");
        assert!(ReferenceMeat::new(&rows, &model, &zone).is_none(), "{head}");
    }
}
