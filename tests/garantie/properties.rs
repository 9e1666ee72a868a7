//! Properties of the theory, on random groups.

use garantie::counterfactual::{Comparison, GroupYear};
use garantie::credibility::{Departure, Shocks, benjamini_hochberg, holm, paule_mandel, shrink};
use garantie::design::{Moments, PersonYears, Profiles, RiskCells};
use garantie::fit::{Family, Glm, LeastSquares, Link};
use garantie::money::Cents;
use garantie::spec::Reading;
use proptest::prelude::*;

/// Rows of one municipality: profile (of 6), weight, exposure, cost in two sectors.
type Row = (u32, f64, f64, [i32; 2]);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0_u32..6, prop::sample::select(vec![1.0, 20.0, 40.0]), 0.01..=1.0_f64, prop::array::uniform2(-5_000..500_000_i32));
    prop::collection::vec(row, 20..80)
}

fn person_years(rows: &[Row]) -> PersonYears {
    PersonYears {
        year: 2018,
        person: (0..rows.len() as u32).collect(),
        municipality: vec![0; rows.len()],
        profile: rows.iter().map(|row| row.0).collect(),
        weight: rows.iter().map(|row| row.1).collect(),
        exposure: rows.iter().map(|row| row.2).collect(),
        cost: rows.iter().flat_map(|row| row.3.map(f64::from)).collect(),
        blocks: Default::default(),
        treated: Default::default(),
    }
}

/// An intercept, an indicator and a number.
fn profiles() -> Profiles {
    let entries = (0..6).map(|level| {
        let mut entries = vec![(0, 1.0)];
        entries.extend((level % 2 == 1).then_some((1, 1.0)));
        entries.push((2, f64::from(level / 2 + 1)));
        entries
    });
    Profiles { entries: entries.collect() }
}

fn close(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0))
}

fn alike(a: &Moments, b: &Moments) -> bool {
    (a.rows, &a.present, &a.users) == (b.rows, &b.present, &b.users) && close(&a.xx, &b.xx) && close(&a.xy, &b.xy) && close(&a.yy, &b.yy)
}

fn cells(rows: &PersonYears, range: std::ops::Range<usize>) -> RiskCells {
    RiskCells::of(rows, range, 2, &[1.5])
}

/// Sums that agree to the rounding of what they are made of: the `whole`.
fn alike_cells(a: &RiskCells, b: &RiskCells, whole: &RiskCells) -> bool {
    let close = |a: &[f64], b: &[f64], whole: &[f64]| {
        let size = whole.iter().fold(1.0_f64, |max, value| max.max(value.abs()));
        a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-11 * size)
    };
    let outcomes = a.outcomes.iter().zip(&b.outcomes).zip(&whole.outcomes).all(|((a, b), whole)| {
        let sums = |of: &garantie::design::Saturated| vec![of.entropy, of.logs, of.powers[0].1];
        (&a.users, a.saturated.positive, a.saturated.negative) == (&b.users, b.saturated.positive, b.saturated.negative)
            && close(&a.cost, &b.cost, &whole.cost)
            && close(&a.square, &b.square, &whole.square)
            && close(&a.users_exposure, &b.users_exposure, &whole.users_exposure)
            && close(&sums(&a.saturated), &sums(&b.saturated), &sums(&whole.saturated))
    });
    (&a.profile, &a.rows) == (&b.profile, &b.rows) && close(&a.exposure, &b.exposure, &whole.exposure) && outcomes
}

/// The models of a grid of families and links.
const MODELS: [(Family, Link); 5] = [
    (Family::Gaussian, Link::Identity),
    (Family::Poisson, Link::Log),
    (Family::Gamma, Link::Log),
    (Family::Tweedie { power: 1.5 }, Link::Log),
    (Family::Gaussian, Link::Log),
];

proptest! {
    #[test]
    fn cells_add_in_any_order_and_take_away_what_they_added(rows in rows(), cut in 0.0..1.0_f64) {
        let all = person_years(&rows);
        let (first, second) = ((rows.len() as f64 * cut / 2.0) as usize, (rows.len() as f64 * cut) as usize);
        let [a, b, c] = [cells(&all, 0..first), cells(&all, first..second), cells(&all, second..rows.len())];
        let whole = cells(&all, 0..rows.len());
        let sum = |first: &RiskCells, more: &[&RiskCells]| more.iter().fold(first.clone(), |mut sum, more| { sum.add(more); sum });
        let alike = |a: &RiskCells, b: &RiskCells| alike_cells(a, b, &whole);
        prop_assert!(alike(&whole, &sum(&a, &[&b, &c])));
        prop_assert!(alike(&whole, &sum(&a, &[&sum(&b, &[&c])])));
        prop_assert!(alike(&whole, &sum(&RiskCells::zero(2, &[1.5]), &[&c, &a, &b])));
        let mut rest = whole.clone();
        rest.subtract(&b);
        prop_assert!(alike(&rest, &sum(&a, &[&c])));
    }

    #[test]
    fn a_model_of_cells_is_that_of_their_rows(mut rows in rows(), negative in any::<bool>()) {
        if !negative {
            rows.iter_mut().for_each(|row| row.3.iter_mut().for_each(|cost| *cost = (*cost).max(0)));
        }
        let (shared, profiles) = (person_years(&rows), profiles());
        // Every row with a profile of its own.
        let mut apart = person_years(&rows);
        let own = Profiles { entries: apart.profile.iter().map(|profile| profiles.entries[*profile as usize].clone()).collect() };
        apart.profile = (0..rows.len() as u32).collect();
        let (of_cells, of_rows) = (cells(&shared, 0..rows.len()), cells(&apart, 0..rows.len()));
        for (family, link) in MODELS {
            let by_cell = Glm::fit(&of_cells.costs(2), &profiles, 3, family, link, "cells");
            let by_row = Glm::fit(&of_rows.costs(2), &own, 3, family, link, "rows");
            let (Ok(by_cell), Ok(by_row)) = (by_cell, by_row) else { continue };
            prop_assert_eq!(by_cell.converged, by_row.converged);
            if !by_cell.converged {
                continue;
            }
            let same = |a: &[f64], b: &[f64], tolerance: f64| {
                let scale = a.iter().fold(1e-300_f64, |max, value| max.max(value.abs()));
                a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance * scale)
            };
            prop_assert!(same(&by_cell.estimate, &by_row.estimate, 1e-7), "{family:?} {link:?}");
            prop_assert!(same(&by_cell.inverse, &by_row.inverse, 1e-6));
            prop_assert!(same(&[by_cell.dispersion, by_cell.explained], &[by_row.dispersion, by_row.explained], 1e-7));
            let deviances = |glm: &Glm| glm.deviance.zip(glm.null_deviance);
            match (deviances(&by_cell), deviances(&by_row)) {
                (Some((a, null)), Some((b, null_of_rows))) => prop_assert!(same(&[a, null], &[b, null_of_rows], 1e-8)),
                (cells, rows) => prop_assert!(cells.is_none() && rows.is_none()),
            }
        }
    }

    #[test]
    fn weighing_by_exposure_is_an_offset_of_its_logarithm(mut rows in rows()) {
        rows.iter_mut().for_each(|row| row.3.iter_mut().for_each(|cost| *cost = (*cost).max(1)));
        let (all, profiles) = (person_years(&rows), profiles());
        let glm = Glm::fit(&cells(&all, 0..rows.len()).costs(2), &profiles, 3, Family::Poisson, Link::Log, "weights").expect("a fit");
        prop_assert!(glm.converged);
        // The score of log E[y] = ln e + x'β, row by row, is zero at the solution, and that is its only root.
        let mut score = [0.0; 3];
        let mut size = 0.0_f64;
        for (row, x) in rows.iter().map(|row| (row, &profiles.entries[row.0 as usize])) {
            let predictor: f64 = row.2.ln() + x.iter().map(|(column, value)| value * glm.estimate[*column]).sum::<f64>();
            let cost = f64::from(row.3[0] + row.3[1]);
            x.iter().for_each(|(column, value)| score[*column] += row.1 * value * (cost - predictor.exp()));
            size = size.max(row.1 * cost);
        }
        prop_assert!(score.iter().all(|sum| sum.abs() < 1e-8 * size * rows.len() as f64), "{score:?} of {size}");
    }

    #[test]
    fn with_the_identity_a_gaussian_model_is_least_squares(rows in rows()) {
        let (all, profiles) = (person_years(&rows), profiles());
        let Ok(least_squares) = LeastSquares::fit(&Moments::of(&all, 0..rows.len(), &profiles, 3, 2), "moments") else { return Ok(()) };
        let glm = Glm::fit(&cells(&all, 0..rows.len()).costs(2), &profiles, 3, Family::Gaussian, Link::Identity, "cells").expect("a fit");
        let of = &least_squares.outcomes[2];
        let scale = of.estimate.iter().fold(1.0_f64, |max, beta| max.max(beta.abs()));
        prop_assert!(of.estimate.iter().zip(&glm.estimate).all(|(a, b)| (a - b).abs() < 1e-8 * scale));
        prop_assert!((of.sigma.powi(2) - glm.dispersion).abs() <= 1e-8 * glm.dispersion);
        let se = glm.standard_errors(glm.dispersion);
        prop_assert!(of.se.iter().zip(&se).all(|(a, b)| (a - b).abs() <= 1e-7 * scale.max(a.abs())));
        prop_assert_eq!(least_squares.aliased.len(), glm.aliased.len());
    }
    #[test]
    fn moments_of_parts_add_up_to_those_of_the_whole(rows in rows(), cut in 0.0..1.0_f64) {
        let (all, profiles) = (person_years(&rows), profiles());
        let cut = (rows.len() as f64 * cut) as usize;
        let whole = Moments::of(&all, 0..rows.len(), &profiles, 3, 2);
        let mut sum = Moments::of(&all, cut..rows.len(), &profiles, 3, 2);
        sum.add(&Moments::of(&all, 0..cut, &profiles, 3, 2));
        prop_assert!(alike(&whole, &sum));
        // The order of rows does not matter either.
        let turned: Vec<Row> = rows.iter().rev().copied().collect();
        prop_assert!(alike(&whole, &Moments::of(&person_years(&turned), 0..rows.len(), &profiles, 3, 2)));
    }

    #[test]
    fn sectors_of_a_fit_add_up_and_its_residuals_are_orthogonal(rows in rows()) {
        let (all, profiles) = (person_years(&rows), profiles());
        let moments = Moments::of(&all, 0..rows.len(), &profiles, 3, 2);
        let Ok(fit) = LeastSquares::fit(&moments, "random") else { return Ok(()) };
        let total: Vec<f64> = fit.outcomes[0].estimate.iter().zip(&fit.outcomes[1].estimate).map(|(a, b)| a + b).collect();
        let scale = fit.outcomes[2].estimate.iter().fold(1.0_f64, |max, beta| max.max(beta.abs()));
        prop_assert!(total.iter().zip(&fit.outcomes[2].estimate).all(|(a, b)| (a - b).abs() < 1e-8 * scale));
        prop_assert!((fit.outcomes[2].calibration - 1.0).abs() < 1e-8);
        prop_assert!(profiles.entries.iter().all(|profile| fit.supports(profile)) || !fit.aliased.is_empty());
    }

    #[test]
    fn readings_agree_when_the_base_is_as_expected(expected in prop::array::uniform2(1e4..1e9_f64), real in prop::array::uniform2(1e4..1e9_f64)) {
        let year = |expected: [f64; 2], real: [f64; 2]| GroupYear {
            year: 2018, persons: 100, exposure: 95.0, profiles: vec![(0, 95.0)],
            expected: expected.to_vec(), real: real.to_vec(), users: vec![100; 2], raw: real.to_vec(), above: 0, pool: Default::default(),
        };
        let base = [(1.0, year(expected, expected))];
        let performance = year(expected, real);
        let comparison = Comparison { base: &base, performance: &performance };
        let gains = Reading::ALL.map(|reading| comparison.gain(reading));
        for gain in &gains {
            prop_assert!(close(&gain.guarantee, &expected));
        }
        // The evolution in total is the base cost carried by the expected evolution.
        let base = [(0.4, year(real, expected)), (0.6, year(expected, real))];
        let comparison = Comparison { base: &base, performance: &performance };
        let carried = comparison.base_ratio() * performance.expected_total();
        prop_assert!(close(&[comparison.gain(Reading::Evolution).guarantee_total()], &[carried]));
    }

    #[test]
    fn corrections_never_make_a_test_milder_nor_turn_the_order(p_values in prop::collection::vec(0.0..=1.0_f64, 1..20)) {
        let corrected = holm(&p_values);
        let by_rate = benjamini_hochberg(&p_values);
        for ((p, by_rate), corrected) in p_values.iter().zip(&by_rate).zip(&corrected) {
            prop_assert!(by_rate >= p && corrected >= by_rate && *corrected <= 1.0);
        }
        for (a, b) in (0..p_values.len()).flat_map(|a| (0..p_values.len()).map(move |b| (a, b))) {
            prop_assert!(p_values[a] > p_values[b] || (corrected[a] <= corrected[b] && by_rate[a] <= by_rate[b]));
        }
    }

    #[test]
    fn paule_mandel_solves_its_equation(spread in prop::collection::vec((-1.0..1.0_f64, 1e-4..0.1_f64), 10..60)) {
        let departures: Vec<Departure> = spread.into_iter().map(|(d, v)| Departure { d, v }).collect();
        let (tau2, mean) = paule_mandel(&departures);
        let sum: f64 = departures.iter().map(|departure| (departure.d - mean).powi(2) / (departure.v + tau2)).sum();
        let wanted = departures.len() as f64 - 1.0;
        prop_assert!(tau2 >= 0.0 && ((sum - wanted).abs() < 1e-6 * wanted || (tau2 == 0.0 && sum <= wanted)));
        let shocks = Shocks::learn(departures, 10, 0.95);
        prop_assert!(shocks.false_with <= 1.0 && shocks.p_value(0.0) <= 1.0 && shocks.p_value(10.0) < 0.1);
    }

    #[test]
    fn shrinkage_draws_every_departure_towards_one_mean(spread in prop::collection::vec((-1.0..1.0_f64, 1e-4..0.1_f64), 2..20)) {
        let departures: Vec<Departure> = spread.into_iter().map(|(d, v)| Departure { d, v }).collect();
        let mean = paule_mandel(&departures).1;
        for (departure, shrunk) in departures.iter().zip(shrink(&departures).expect("several")) {
            prop_assert!((0.0..=1.0).contains(&shrunk.weight));
            let (near, far) = ((shrunk.d - mean).abs(), (departure.d - mean).abs());
            prop_assert!(near <= far + 1e-12 && (shrunk.d - mean) * (departure.d - mean) >= -1e-12);
        }
    }

    #[test]
    fn cents_survive_euro_and_add_in_any_order(cents in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 0..50)) {
        let amounts: Vec<Cents> = cents.iter().map(|cents| Cents(*cents)).collect();
        prop_assert!(amounts.iter().all(|amount| Cents::from_euro(amount.euro()) == Some(*amount)));
        prop_assert_eq!(amounts.iter().copied().sum::<Cents>(), amounts.iter().rev().copied().sum::<Cents>());
    }
}
