//! Variances from the meat over a reference group are those of going over its persons, on the small world.

use garantie::counterfactual::{GroupYear, Pool};
use garantie::credibility::{Detail, Judged, ReferenceMeat, Variances, variances};
use garantie::design::TargetRows;
use garantie::fit::FittedModel;
use garantie::spec::{ModelSpec, Outliers, Reading};

use crate::worlds::small_study;
use crate::{bootstrap, families};

/// A zone with the municipalities left out of its reference group, and those left out of the group that a meat is over.
struct Groups<'a> {
    zone: &'a [bool],
    left_out: &'a [bool],
    common: &'a [bool],
}

/// The variances of a zone by a model of everybody outside the municipalities left out, from the meat over those outside `common`, when
/// there is one, and from all persons.
fn both(rows: &TargetRows, spec: &ModelSpec, groups: &Groups, detail: Detail) -> (Option<Variances>, Variances) {
    let Groups { zone, left_out, common } = *groups;
    let national = FittedModel::fit(spec, rows, common, "everybody").expect("a model");
    let model = national.refit(rows, left_out, "the others").expect("a model");
    let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
    let of_year = |year: usize| {
        let pool = Pool::new(&rows.taken(year, |municipality| reference[municipality]));
        GroupYear::new(rows, year, zone, &model).charged(&rows.taken(year, |municipality| zone[municipality]), pool)
    };
    let years: Vec<GroupYear> = (0..rows.years.len()).map(of_year).collect();
    let meat = ReferenceMeat::new(rows, &national, common, detail);
    let by = |base: &[(f64, usize)], performance: &[usize], meat| {
        let (model, reference, years, base, performance) = (&model, &reference, &years, base.to_vec(), performance.to_vec());
        Judged { rows, model, group: zone, reference, base, performance, years, clusters: None, meat, detail }
    };
    let with = |meat| {
        let (asked, early) = (|| by(&[(0.4, 0), (0.6, 1)], &[2, 3], meat), || by(&[(1.0, 0)], &[1], meat));
        let (together, alone) = (variances(&[asked(), early()]), [asked(), early()].map(|judged| variances(&[judged]).remove(0)));
        // Sets of years that are judged together do not touch each other, but that whoever is in the zone in some year is gone over one by
        // one, with the residuals of the zone's own fit.
        let most = if meat.is_some() && left_out != common { 1e-4 } else { 1e-12 };
        for ((together, alone), periods) in together.iter().zip(&alone).zip([3, 2]) {
            let difference = largest_difference(together, alone, (detail.beside_total(rows.sectors), periods));
            assert!(difference < most, "{difference}");
        }
        let [asked, _] = alone;
        asked
    };
    (meat.as_ref().map(|meat| with(Some(meat))), with(None))
}

/// Every figure that variances hold, by name.
fn figures(variances: &Variances, (sectors, periods): (usize, usize)) -> Vec<(String, f64)> {
    let mut figures = Vec::new();
    for reading in Reading::ALL {
        for period in 0..periods {
            let name = |what: &str| format!("{what}, {reading:?}, {period}");
            figures.extend((0..sectors).map(|sector| (name(&format!("sector {sector}")), variances.sector(reading, period, sector))));
            figures.push((name("total"), variances.total(reading, period)));
            figures.push((name("own"), variances.own_share(reading, period)));
            figures.push((name("costliest"), variances.costliest_share(reading, period)));
        }
    }
    for period in 0..periods {
        figures.push((format!("persons, {period}"), variances.group_persons(period) as f64));
        figures.push((format!("carried, {period}"), variances.carried_total(period, 0.6)));
        figures.extend(
            (0..sectors).map(|sector| (format!("carried, {sector}, {period}"), variances.carried_sector(period, sector, 0.6, 1e6))),
        );
    }
    figures
}

fn largest_difference(one: &Variances, other: &Variances, size: (usize, usize)) -> f64 {
    let pairs = figures(one, size).into_iter().zip(figures(other, size));
    let differences = pairs.map(|((name, one), (_, other))| {
        let difference = (one - other).abs() / other.abs().max(1e-300);
        assert!(difference.is_finite(), "{name}: {one} and {other}");
        if one == other { 0.0 } else { difference }
    });
    differences.fold(0.0, f64::max)
}

/// Rows under the cap that is the default, for a model.
fn capped(spec: &ModelSpec) -> (TargetRows, Vec<bool>) {
    let (rows, zone) = families::rows(spec);
    let rule = Outliers::DEFAULT;
    let rows = rows.under(rule, &rows.cut_offs(rule, |_| true), |_| true);
    (rows, zone)
}

fn plain() -> ModelSpec {
    small_study().variants[0].model.clone()
}

fn constrained() -> ModelSpec {
    families::spec("family = 'gaussian'\nconstrain = ['diabetes', 'hypertension']", "")
}

#[test]
fn with_the_residuals_of_the_same_fit_they_agree_to_rounding() {
    for (name, spec, detail) in
        [("plain", plain(), Detail::Costliest), ("plain", plain(), Detail::Total), ("constrained", constrained(), Detail::Total)]
    {
        let (rows, zone) = capped(&spec);
        let nobody = vec![false; zone.len()];
        let (from_meat, one_by_one) = both(&rows, &spec, &Groups { zone: &zone, left_out: &nobody, common: &nobody }, detail);
        let sectors = detail.beside_total(rows.sectors);
        let difference = largest_difference(&from_meat.expect("least squares"), &one_by_one, (sectors, 3));
        assert!(difference < 1e-9, "{name}, {detail:?}: {difference}");
    }
}

#[test]
fn with_those_of_a_fit_that_lacks_the_zone_they_differ_by_less_than_the_share_of_the_zone() {
    for (name, spec, detail) in
        [("plain", plain(), Detail::Costliest), ("plain", plain(), Detail::Total), ("constrained", constrained(), Detail::Total)]
    {
        let (rows, zone) = capped(&spec);
        let persons = |wanted: &dyn Fn(usize) -> bool| rows.moments(2, wanted).rows as f64;
        let share = persons(&|municipality| zone[municipality]) / persons(&|_| true);
        let nobody = vec![false; zone.len()];
        let (from_meat, one_by_one) = both(&rows, &spec, &Groups { zone: &zone, left_out: &zone, common: &nobody }, detail);
        let sectors = detail.beside_total(rows.sectors);
        let difference = largest_difference(&from_meat.expect("least squares"), &one_by_one, (sectors, 3));
        assert!(difference < share, "{name}, {detail:?}: {difference} against {share}");
        assert!(difference > 0.0, "{name}, {detail:?}: the zone is in the meat");
    }
}

/// Judged alone, a total has the variances that it has beside its sectors, whatever the model.
#[test]
fn the_total_alone_is_the_total_of_the_sectors() {
    let others = ["family = 'poisson'", "family = 'gaussian'\npooled = true", "family = 'gamma'\nby = 'total'"];
    for spec in [plain(), constrained()].into_iter().chain(others.map(|head| families::spec(head, ""))) {
        let (rows, zone) = capped(&spec);
        let groups = Groups { zone: &zone, left_out: &zone, common: &zone };
        let [(_, of_sectors), (_, alone)] = [Detail::Sectors, Detail::Total].map(|detail| both(&rows, &spec, &groups, detail));
        let difference = largest_difference(&alone, &of_sectors, (0, 3));
        assert!(difference < 1e-9, "{:?}: {difference}", spec.family);
    }
}

#[test]
fn other_models_go_over_persons() {
    let (rows, zone) = bootstrap::rows();
    for head in ["family = 'poisson'", "family = 'gaussian'\npooled = true", "family = 'gamma'\nby = 'total'"] {
        let model = FittedModel::fit(&families::spec(head, ""), &rows, &zone, head).expect("a model");
        for detail in [Detail::Sectors, Detail::Total] {
            assert!(ReferenceMeat::new(&rows, &model, &zone, detail).is_none(), "{head}, {detail:?}");
        }
    }
    // With constraints the total alone has one.
    let (rows, zone) = families::rows(&constrained());
    let model = FittedModel::fit(&constrained(), &rows, &zone, "constrained").expect("a model");
    assert!(ReferenceMeat::new(&rows, &model, &zone, Detail::Sectors).is_none());
}
