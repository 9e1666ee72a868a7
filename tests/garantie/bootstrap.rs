//! The bootstrap, clusters and years before the pilots, on the small world.

use std::cell::RefCell;
use std::collections::BTreeSet;

use garantie::counterfactual::{GroupYear, Pool};
use garantie::credibility::{Assessed, At, Bootstrap, Clusters, Detail, Judged, variances, weight};
use garantie::design::{Blocks, Moments, TargetRows};
use garantie::fit::FittedModel;
use garantie::panel;
use garantie::progress::Silent;
use garantie::report::{GainFigures, Period, Results};
use garantie::spec::{IntervalKind, Outliers, Reading, Study};

use crate::worlds::{judge, small_study, small_world};

/// The small study with some credibility settings.
fn study(settings: &str) -> Study {
    let text = small_study().text().replace("[credibility]\nplacebos = 24\n", &format!("[credibility]\n{settings}\n"));
    assert!(text.contains(settings));
    Study::parse(&small_world().join("study.toml"), text).expect("a valid study")
}

fn cumulative(results: &Results) -> Vec<&GainFigures> {
    let rows = results.gains.iter().filter(|row| row.period == Period::All && row.reading == Reading::Evolution);
    rows.filter_map(|row| row.figures.as_ref()).collect()
}

/// Rows of the first pilot's target rule and the pilot's zone.
pub fn rows() -> (TargetRows, Vec<bool>) {
    let study = small_study();
    let panel = panel::build(&study, &Silent).expect("a panel");
    let codes: BTreeSet<String> = panel.years.iter().flat_map(|year| year.municipalities(&panel.places).expect("municipalities")).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let pilot = &study.pilots[0];
    let meeting: Vec<Vec<bool>> = panel.years.iter().map(|year| panel.meeting(&study, pilot, year).expect("a rule").met).collect();
    let rows = TargetRows::select(&study, &study.variants[0], &panel, &codes, &meeting).expect("rows");
    let zone = codes.iter().map(|code| pilot.zone.iter().any(|known| known.get_ref() == code)).collect();
    (rows, zone)
}

/// Hands the first pilot, judged by 2016 and 2017, to `with`.
fn judged<T>(rows: &TargetRows, zone: &[bool], with: impl FnOnce(&Judged) -> T) -> T {
    let model = FittedModel::fit(&small_study().variants[0].model, rows, zone, "test").expect("a model");
    let years: Vec<GroupYear> = (0..rows.years.len()).map(|year| GroupYear::new(rows, year, zone, &model)).collect();
    let reference: Vec<bool> = zone.iter().map(|inside| !inside).collect();
    let (base, performance) = (vec![(0.5, 0), (0.5, 1)], vec![2, 3]);
    with(&Judged {
        rows,
        model: &model,
        group: zone,
        reference: &reference,
        base,
        performance,
        years: &years,
        clusters: None,
        meat: None,
        detail: Detail::Sectors,
    })
}

/// Weights every person anew and adds the blocks up again: the moments of the reweighted data.
fn reweighted(mut rows: TargetRows, weights: &[Vec<f64>], seed: u64, replicate: usize) -> TargetRows {
    let (width, sectors) = (rows.design.width(), rows.sectors);
    for (year, weights) in rows.years.iter_mut().zip(weights) {
        let drawn = |(weight_before, person): (&f64, &u32)| weight_before * weight(seed, replicate, u64::from(*person));
        year.weight = weights.iter().zip(&year.person).map(drawn).collect();
        let municipalities = year.blocks.by_municipality.len();
        let block = |municipality| Moments::of(year, year.of_municipality(municipality), &rows.profiles, width, sectors);
        year.blocks = Blocks::new((0..municipalities).map(block).collect());
    }
    rows
}

#[test]
fn the_algebra_of_the_bootstrap_agrees_with_models_fitted_anew() {
    const REPLICATES: usize = 80;
    let (rows, zone) = rows();
    let of_totals = |judged: &Judged| {
        let assessed = Assessed::new(judged);
        Reading::ALL.map(|reading| [0, 1, 2].map(|period| assessed.total(reading, period)))
    };
    let (estimate, bootstrap) = judged(&rows, &zone, |judged| (of_totals(judged), Bootstrap::new(judged, 5, REPLICATES)));
    let scales = judged(&rows, &zone, |judged| {
        let assessed = Assessed::new(judged);
        [0, 1, 2].map(|period| assessed.scale(Reading::Additive, period))
    });
    let weights: Vec<Vec<f64>> = rows.years.iter().map(|year| year.weight.clone()).collect();
    let mut refitted = vec![Vec::new(); 9];
    let mut anew = rows;
    for replicate in 0..REPLICATES {
        anew = reweighted(anew, &weights, 5, replicate);
        let found = judged(&anew, &zone, of_totals);
        for (reading, period) in (0..3).flat_map(|reading| (0..3).map(move |period| (reading, period))) {
            refitted[reading * 3 + period].push(found[reading][period].d - estimate[reading][period].d);
        }
    }
    for (reading, period) in Reading::ALL.into_iter().flat_map(|reading| [0, 1, 2].map(|period| (reading, period))) {
        let per = if reading == Reading::Additive { scales[period] } else { 1.0 };
        let linear: Vec<f64> = bootstrap.draws(reading, period).expect("draws").moved.iter().map(|moved| moved / per).collect();
        let anew = &refitted[reading as usize * 3 + period];
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let correlation = dot(&linear, anew) / (dot(&linear, &linear) * dot(anew, anew)).sqrt();
        let ratio = (dot(anew, anew) / dot(&linear, &linear)).sqrt();
        assert!(correlation > 0.95 && (ratio - 1.0).abs() < 0.2, "{reading} {period}: correlation {correlation}, spread {ratio}");
    }
}

/// With municipalities as clusters a replicate is the whole method on rows weighted anew: models, pool, gains.
#[test]
fn replicates_of_municipalities_are_refits() {
    const REPLICATES: usize = 70;
    let (raw, zone) = rows();
    let rule = Outliers::DEFAULT;
    let cut_offs = raw.cut_offs(rule, |_| true);
    let clusters = Clusters { of: (0..zone.len()).map(|municipality| municipality / 2).collect(), count: zone.len().div_ceil(2) };
    let of_totals = |rows: &TargetRows, with: &dyn Fn(&Judged)| {
        let model = FittedModel::fit(&small_study().variants[0].model, rows, &zone, "test").expect("a model");
        let reference: Vec<bool> = zone.iter().map(|inside| !inside).collect();
        let of_year = |year: usize| {
            let pool = Pool::new(&rows.taken(year, |municipality| reference[municipality]));
            GroupYear::new(rows, year, &zone, &model).charged(&rows.taken(year, |municipality| zone[municipality]), pool)
        };
        let years: Vec<GroupYear> = (0..rows.years.len()).map(of_year).collect();
        let (base, performance, clusters) = (vec![(0.3, 0), (0.7, 1)], vec![2, 3], Some(&clusters));
        let (model, group, reference, years, detail) = (&model, &zone, &reference, &years, Detail::Total);
        let judged = Judged { rows, model, group, reference, base, performance, years, clusters, meat: None, detail };
        with(&judged);
        let assessed = Assessed::new(&judged);
        Reading::ALL.map(|reading| [0, 1, 2].map(|period| (assessed.total(reading, period).d, assessed.scale(reading, period))))
    };
    let drawn = RefCell::new(None);
    let own = raw.under(rule, &cut_offs, |_| true);
    let estimate = of_totals(&own, &|judged| *drawn.borrow_mut() = Some(Bootstrap::new(judged, 5, REPLICATES)));
    let bootstrap = drawn.take().expect("draws");
    let weights: Vec<Vec<f64>> = raw.years.iter().map(|year| year.weight.clone()).collect();
    let (mut anew, mut largest) = (raw, 0.0_f64);
    for replicate in [0, 1, 2, 63, 64, 69] {
        for (year, weights) in anew.years.iter_mut().zip(&weights) {
            let of_cluster = |municipality: &u32| weight(5, replicate, clusters.of[*municipality as usize] as u64);
            year.weight = weights.iter().zip(&year.municipality).map(|(weight, municipality)| weight * of_cluster(municipality)).collect();
        }
        let refitted = of_totals(&anew.under(rule, &cut_offs, |_| true), &|_| ());
        for (reading, period) in Reading::ALL.into_iter().flat_map(|reading| [0, 1, 2].map(|period| (reading, period))) {
            let (before, scale) = estimate[reading as usize][period];
            let per = if reading == Reading::Additive { scale } else { 1.0 };
            let draws = bootstrap.draws(reading, period).expect("draws");
            let moved = draws.moved[replicate] / per;
            largest = largest.max((before + moved - refitted[reading as usize][period].0).abs() / before.abs());
        }
    }
    println!("largest relative difference {largest:e}");
    assert!(largest < 1e-10, "{largest:e}");
}

#[test]
fn the_bootstrap_agrees_with_the_influence_of_persons_and_with_itself_on_any_threads() {
    let (rows, zone) = rows();
    let draw = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| judged(&rows, &zone, |judged| (Assessed::new(judged), Bootstrap::new(judged, 5, 999))))
    };
    let ((assessed, one), (_, three)) = (draw(1), draw(3));
    for reading in Reading::ALL {
        for period in 0..3 {
            let draws = one.draws(reading, period).expect("draws");
            assert_eq!(Some(draws), three.draws(reading, period));
            let per = if reading == Reading::Additive { assessed.scale(reading, period) } else { 1.0 };
            let ratio = draws.sd() / per / assessed.total(reading, period).v.sqrt();
            // 999 draws: 2.2 % for a normal figure, more for one with heavy tails.
            assert!((ratio - 1.0).abs() < 0.1, "{reading} {period}: {ratio}");
        }
    }
}

#[test]
fn intervals_of_the_bootstrap_hold_the_error_of_late_bookings() {
    let (rows, zone) = rows();
    let bootstrap = judged(&rows, &zone, |judged| Bootstrap::new(judged, 5, 999));
    let sd = bootstrap.draws(Reading::Level, 0).expect("draws").sd();
    let width = |late: f64| {
        let at = At { departure: 0.0, per: 1.0, shocks: None, late };
        let (low, high) = bootstrap.bounds(IntervalKind::Percentile, Reading::Level, 0, at, 0.95).expect("bounds");
        high - low
    };
    // Independent errors add up in squares; 999 draws tell the width of a normal figure with an error of 3 %.
    let expected = 2.0 * 1.96 * (1.0 + 10.0_f64.powi(2)).sqrt() * sd;
    assert!((width(10.0 * sd) / expected - 1.0).abs() < 0.12, "{} {expected}", width(10.0 * sd));
    assert!(width(0.0) < 0.2 * expected);
}

#[test]
fn intervals_of_the_bootstrap_lie_around_the_estimate_and_hold_the_shocks_of_zones() {
    let by_t = judge(&study("placebos = 24"));
    for kind in ["percentile", "basic", "bca"] {
        let drawn = judge(&study(&format!("placebos = 24\ninterval = \"{kind}\"")));
        for (t, drawn) in cumulative(&by_t).into_iter().zip(cumulative(&drawn)) {
            assert_eq!((t.gain, t.se, t.p_value), (drawn.gain, drawn.se, drawn.p_value));
            assert!(drawn.rate_low < drawn.savings_rate && drawn.savings_rate < drawn.rate_high, "{kind}");
            let width = (drawn.rate_high - drawn.rate_low) / (t.rate_high - t.rate_low);
            assert!((0.6..1.4).contains(&width), "{kind}: {width}");
            assert!(drawn.low < drawn.gain && drawn.gain < drawn.high);
            let ratio = drawn.se_bootstrap.expect("draws").euro() / drawn.se_persons.euro();
            assert!(t.se_bootstrap.is_none() && (ratio - 1.0).abs() < 0.15, "{kind}: {ratio}");
        }
    }
}

#[test]
fn the_jackknife_agrees_with_the_algebra_of_clusters() {
    let results = judge(&study("placebos = 0\ncluster = \"municipality\"\njackknife = true"));
    let mut ratios = Vec::new();
    for figures in results.gains.iter().filter_map(|row| row.figures.as_ref()) {
        let jackknife = figures.se_jackknife.expect("zones of several municipalities").euro();
        ratios.push(jackknife / figures.se_persons.euro());
    }
    // Zones of a few municipalities of unequal size: one left out moves more than its influence, in a zone of two very much more.
    ratios.sort_unstable_by(f64::total_cmp);
    println!("{ratios:.2?}");
    let [low, middle, high] = [1, 4, 6].map(|eighth| ratios[ratios.len() * eighth / 8]);
    assert!(low > 0.9 && (0.97..1.2).contains(&middle) && high < 1.5, "{ratios:.2?}");
    let persons = judge(&study("placebos = 0\ncluster = \"municipality\""));
    assert!(persons.gains.iter().filter_map(|row| row.figures.as_ref()).all(|figures| figures.se_jackknife.is_none()));
}

#[test]
fn the_parts_of_the_variance_add_up_and_clusters_change_the_persons_part_alone() {
    let persons = judge(&study("placebos = 0"));
    let municipalities = judge(&study("placebos = 0\ncluster = \"municipality\""));
    let (by_person, by_municipality) = (cumulative(&persons), cumulative(&municipalities));
    assert!(!by_person.is_empty());
    for (one, other) in by_person.into_iter().zip(by_municipality) {
        assert_eq!((one.gain, one.savings_rate), (other.gain, other.savings_rate));
        assert_ne!(one.se, other.se);
        for figures in [one, other] {
            assert!((figures.share_own + figures.share_reference + figures.share_zones - 1.0).abs() < 1e-12);
            assert!(figures.share_own > 0.3 && figures.share_reference > 0.0 && figures.share_zones == 0.0, "{figures:?}");
        }
    }
    let findings = judge(&study("placebos = 0\ncluster = \"arrondissement\"")).findings;
    assert!(findings.iter().all(|finding| finding.rule != "one-cluster" || finding.message.contains("within one cluster")));
}

#[test]
fn a_year_before_the_pilots_is_judged_as_a_study_of_it_would_be() {
    let results = judge(&study("placebos = 24"));
    let rows: Vec<_> = results.placebo_years.iter().filter(|row| row.reading == Reading::Evolution).collect();
    assert_eq!(rows.len(), small_study().pilots.len());
    let text =
        small_study().text().replace("base = [2016, 2017]", "base = [2016]").replace("performance = [2018, 2019]", "performance = [2017]");
    let earlier = judge(&Study::parse(&small_world().join("study.toml"), text).expect("a valid study"));
    for row in rows {
        assert_eq!((row.base.as_slice(), row.year, row.main), ([2016].as_slice(), 2017, true));
        let same =
            |gain: &&garantie::report::GainRow| gain.pilot == row.pilot && gain.period == Period::Year(2017) && gain.reading == row.reading;
        let figures = earlier.gains.iter().find(same).and_then(|gain| gain.figures.as_ref()).expect("figures");
        assert!((figures.savings_rate - row.savings_rate).abs() < 1e-9, "{} {}", figures.savings_rate, row.savings_rate);
    }
    let before = results.placebos.iter().filter(|row| row.before).collect::<Vec<_>>();
    assert!(before.iter().all(|row| row.base == [2016] && row.period == Period::Year(2017) && row.departures.len() >= 10));
    assert_eq!(before.len() * 3, results.placebos.len() - before.len(), "one year before, three periods judged");
}

/// Judged on its own base year, a group moves log θ_t and log θ̄_0 alike: of the level reading's variance (1 − λ)² is left.
#[test]
fn a_year_judged_by_itself_has_the_variance_that_the_share_leaves() {
    let (rows, zone) = rows();
    let of = |judged: &Judged| {
        let Judged { rows, model, group, reference, years, clusters, .. } = *judged;
        let (base, performance, detail) = (vec![(1.0, 2)], vec![2], Detail::Sectors);
        variances(&[Judged { rows, model, group, reference, base, performance, years, clusters, meat: None, detail }]).remove(0)
    };
    let variances = judged(&rows, &zone, of);
    let level = variances.total(Reading::Level, 0);
    assert!(level > 0.0 && variances.total(Reading::Evolution, 0) < 1e-12 * level);
    for share in [0.0, 0.25, 0.6, 1.0] {
        let (total, expected) = (variances.carried_total(0, share), (1.0 - share) * (1.0 - share) * level);
        assert!((total - expected).abs() < 1e-9 * level, "{share}: {total} {expected}");
    }
}
