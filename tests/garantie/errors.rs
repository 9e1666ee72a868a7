//! Standard errors of coefficients in the pipeline: held against refits and against sums over rows, by every choice of a study.

use std::collections::HashMap;

use garantie::design::{Blocks, Moments, TargetRows};
use garantie::fit::{Estimates, FittedModel, Numbers};
use garantie::report::{Results, TermRow};
use garantie::spec::{ModelSpec, StandardErrors, Study};

use crate::families::{MANY, rows, spec};
use crate::reference::close;
use crate::worlds::{judge, small_study, small_world};

fn fit(model: &ModelSpec, rows: &TargetRows, left_out: &[bool]) -> FittedModel {
    FittedModel::fit(model, rows, left_out, "m").expect("a fit")
}

fn estimates(model: &FittedModel, year: usize, rows: &TargetRows) -> Vec<Estimates> {
    model.of_year(year).estimates(rows.sectors)
}

/// Sums of squares of what each municipality of the reference group moves each coefficient of each outcome by.
fn squares(estimates: &[Estimates], zone: &[bool], moved: impl Fn(usize) -> Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut sums: Vec<Vec<f64>> = estimates.iter().map(|estimates| vec![0.0; estimates.estimate.len()]).collect();
    for place in (0..zone.len()).filter(|place| !zone[*place]) {
        for (sums, moved) in sums.iter_mut().zip(moved(place)) {
            sums.iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved * moved);
        }
    }
    sums
}

fn differences(a: &[Estimates], b: &[Estimates], factor: f64) -> Vec<Vec<f64>> {
    let of = |(a, b): (&Estimates, &Estimates)| a.estimate.iter().zip(&b.estimate).map(|(a, b)| factor * (a - b)).collect();
    a.iter().zip(b).map(of).collect()
}

#[test]
fn cr3_is_what_refits_without_a_municipality_show() {
    for head in ["family = 'gaussian'", "family = 'gaussian'\npooled = true"] {
        let model = spec(head, "");
        let (rows, zone) = rows(&model);
        let own: Vec<usize> = (0..zone.len()).collect();
        let fitted = fit(&model, &rows, &zone).with_errors(StandardErrors::Cr3, &rows, &zone, Some(&own), head).expect("errors");
        let all = estimates(&fitted, 1, &rows);
        let wanted = squares(&all, &zone, |place| {
            let mut without = zone.clone();
            without[place] = true;
            differences(&all, &estimates(&fit(&model, &rows, &without), 1, &rows), 1.0)
        });
        for (all, wanted) in all.iter().zip(wanted) {
            assert!(all.standard_errors == StandardErrors::Cr3 && all.degrees_of_freedom.is_none());
            all.se.iter().zip(wanted).for_each(|(se, wanted)| close(head, *se, wanted.sqrt(), 1e-7));
        }
    }
}

/// METHOD of the test: with a canonical link, CR0 sums the squares of the derivatives of the coefficients by the weight of each cluster.
#[test]
fn cr0_is_what_refits_with_other_weights_of_a_municipality_show() {
    const STEP: f64 = 1e-3;
    for (head, more) in [
        ("family = 'poisson'\nby = 'total'\npooled = true", ""),
        ("family = 'gaussian'\nscreen = 'elastic net'", MANY),
        ("family = 'poisson'\nby = 'total'\nscreen = 'elastic net'", MANY),
    ] {
        let model = spec(head, more);
        let (rows, zone) = rows(&model);
        let own: Vec<usize> = (0..zone.len()).collect();
        let plain = fit(&model, &rows, &zone);
        let screened = (0..rows.design.width()).filter(|column| !plain.estimates(*column)).count();
        assert_eq!(screened > 0, head.contains("screen"), "{head}: {screened} columns left out");
        let fitted = plain.with_errors(StandardErrors::Cr0, &rows, &zone, Some(&own), head).expect("errors");
        let all = estimates(&fitted, 1, &rows);
        let weighed = |place: usize, factor: f64| {
            let mut rows = self::rows(&model).0;
            let (width, sectors) = (rows.design.width(), rows.sectors);
            for year in &mut rows.years {
                let range = year.of_municipality(place);
                year.weight[range.clone()].iter_mut().for_each(|weight| *weight *= factor);
                let mut blocks = year.blocks.by_municipality.clone();
                blocks[place] = Moments::of(year, range, &rows.profiles, width, sectors);
                year.blocks = Blocks::new(blocks);
            }
            estimates(&fitted.refit(&rows, &zone, head).expect("a fit"), 1, &rows)
        };
        let wanted = squares(&all, &zone, |place| differences(&weighed(place, 1.0 + STEP), &weighed(place, 1.0 - STEP), 0.5 / STEP));
        for (all, wanted) in all.iter().zip(wanted) {
            all.se.iter().zip(wanted).for_each(|(se, wanted)| close(head, *se, wanted.sqrt(), 1e-4));
        }
    }
}

#[test]
fn persons_over_the_years_are_clusters() {
    let model = spec("family = 'gaussian'\npooled = true", "");
    let (rows, zone) = rows(&model);
    let fitted = fit(&model, &rows, &zone).with_errors(StandardErrors::Cr1, &rows, &zone, None, "m").expect("errors");
    let Numbers::Squares(squares) = &fitted.fits[0].numbers else { panic!("least squares") };
    let (total, width) = (rows.sectors, squares.present.len());
    let beta = &squares.outcomes[total].estimate;
    let mut scores: HashMap<u32, Vec<f64>> = HashMap::new();
    for (index, year) in rows.years.iter().enumerate() {
        for row in (0..year.person.len()).filter(|row| !zone[year.municipality[*row] as usize]) {
            let mut x = vec![0.0; width];
            rows.profiles.entries[year.profile[row] as usize].iter().for_each(|(column, value)| x[*column] = *value);
            if index > 0 {
                x[rows.design.width() + index - 1] = 1.0;
            }
            let cost: f64 = year.cost[row * total..][..total].iter().sum();
            let expected: f64 = x.iter().zip(beta).map(|(x, beta)| x * beta).sum();
            let residual = year.weight[row] * (cost - year.exposure[row] * expected);
            let score = scores.entry(year.person[row]).or_insert_with(|| vec![0.0; width]);
            score.iter_mut().zip(&x).for_each(|(score, x)| *score += x * residual);
        }
    }
    let clusters = scores.len() as f64;
    let found = &estimates(&fitted, 0, &rows)[total];
    for column in 0..width {
        let row = &squares.inverse[column * width..][..width];
        let moved = |score: &Vec<f64>| row.iter().zip(score).map(|(a, b)| a * b).sum::<f64>();
        let variance: f64 = scores.values().map(|score| moved(score).powi(2)).sum::<f64>() * clusters / (clusters - 1.0);
        close("cr1", found.se[column], variance.sqrt() / 100.0, 1e-9);
    }
}

#[test]
fn person_years_within_a_year_differ_from_persons_by_the_correction_alone() {
    for head in ["family = 'gaussian'", "family = 'poisson'", "family = 'gamma'\ntwo_part = true"] {
        let model = spec(head, "");
        let (rows, zone) = rows(&model);
        let of = |kind| {
            let fitted = fit(&model, &rows, &zone).with_errors(kind, &rows, &zone, None, head).expect("errors");
            estimates(&fitted, 2, &rows)
        };
        for (hc1, cr1) in of(StandardErrors::Hc1).iter().zip(of(StandardErrors::Cr1)) {
            let (n, k) = (hc1.rows as f64, hc1.aliased.iter().filter(|aliased| !**aliased).count() as f64);
            let factor = ((n - 1.0) / (n - k)).sqrt();
            hc1.se.iter().zip(cr1.se).for_each(|(hc1, cr1)| close(head, *hc1, factor * cr1, 1e-10));
        }
    }
}

#[test]
fn one_cluster_tells_of_no_standard_error() {
    let model = spec("family = 'gaussian'", "");
    let (rows, zone) = rows(&model);
    for kind in [StandardErrors::Cr1, StandardErrors::Cr2, StandardErrors::Cr3] {
        let one = vec![0; zone.len()];
        let fitted = fit(&model, &rows, &zone).with_errors(kind, &rows, &zone, Some(&one), "m").expect("errors");
        assert!(estimates(&fitted, 0, &rows)[0].se.iter().all(|se| se.is_nan()), "{kind}");
    }
}

fn study(model: &str, credibility: &str) -> Result<Study, String> {
    let text = small_study().text().replace("placebos = 24\n", &format!("placebos = 0\n{credibility}\n"));
    let text = match text.find("[[variant]]") {
        Some(at) => text[..at].to_owned() + text[at..].find("\n[credibility]").map_or("", |credibility| &text[at..][credibility..]),
        None => text,
    };
    let text = format!("{text}\n[[variant]]\nname = \"tried\"\nmodel = \"{model}\"\n");
    Study::parse(&small_world().join("study.toml"), text).map_err(|error| {
        let place = error.line().and_then(|line| error.text.lines().nth(line - 1)).unwrap_or_default();
        format!("{error}: {place}")
    })
}

fn judged(model: &str, credibility: &str) -> Results {
    judge(&study(model, credibility).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn the_table_of_models_says_which_errors_it_has() {
    for (model, credibility, kind) in [
        ("ols-demographic", "", "cr1"),
        ("ols-constrained", "", "model"),
        ("ols-demographic", "se = \"model\"", "model"),
        ("age-sex", "se = \"hc1\"", "hc1"),
        ("ols-demographic", "se = \"cr2\"\ncluster = \"municipality\"", "cr2"),
    ] {
        let results = judged(model, credibility);
        let shown: Vec<_> = results.models.iter().filter(|row| row.estimate.is_some()).collect();
        assert!(!shown.is_empty() && results.models.iter().all(|row| row.se_kind == kind), "{model} {credibility}");
        // Where nobody of an age and sex has any cost of a sector, nothing varies.
        let varies = |row: &TermRow| row.sector == "total" || row.estimate.is_some_and(|estimate| estimate.abs() > 1e-6);
        let without: Vec<_> = shown.iter().filter(|row| varies(row) && !row.se.is_some_and(|se| se > 0.0)).collect();
        assert!(without.is_empty(), "{model} {credibility}: {without:?}");
        assert!(shown.iter().all(|row| row.df.is_some_and(|df| df > 0.0) == (kind == "cr2")), "{model} {credibility}");
    }
}

#[test]
fn choices_that_make_no_sense_are_refused_where_they_stand() {
    for (model, credibility, said) in [
        ("age-sex", "se = \"hc1\"\ncluster = \"municipality\"", "takes person-years as independent"),
        ("age-sex", "se = \"cr2\"", "is for few clusters"),
        ("age-sex", "se = \"cr3\"\ncluster = \"person\"", "is for few clusters"),
        ("pooled-trend", "se = \"hc1\"", "sees a person in several years"),
        ("ols-constrained", "se = \"cr1\"", "meet constraints"),
        ("age-sex", "se = \"cr4\"", "cr4"),
    ] {
        let refused = study(model, credibility).expect_err(credibility);
        assert!(refused.contains(said) && refused.contains("se = "), "{credibility}: {refused}");
    }
}
