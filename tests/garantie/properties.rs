//! Properties of the theory, on random groups.

use garantie::counterfactual::{Comparison, GroupYear};
use garantie::credibility::{Departure, Shocks, holm, paule_mandel};
use garantie::design::{Moments, PersonYears, Profiles};
use garantie::fit::LeastSquares;
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
        blocks: Vec::new(),
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

proptest! {
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
            year: 2018, persons: 100, exposure: 95.0, weighted_profile: vec![95.0],
            expected: expected.to_vec(), real: real.to_vec(), users: vec![100; 2],
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
    fn holm_never_makes_a_test_milder_nor_turns_the_order(p_values in prop::collection::vec(0.0..=1.0_f64, 1..20)) {
        let corrected = holm(&p_values);
        for (p, corrected) in p_values.iter().zip(&corrected) {
            prop_assert!(corrected >= p && *corrected <= 1.0);
        }
        for (a, b) in (0..p_values.len()).flat_map(|a| (0..p_values.len()).map(move |b| (a, b))) {
            prop_assert!(p_values[a] > p_values[b] || corrected[a] <= corrected[b]);
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
    fn cents_survive_euro_and_add_in_any_order(cents in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 0..50)) {
        let amounts: Vec<Cents> = cents.iter().map(|cents| Cents(*cents)).collect();
        prop_assert!(amounts.iter().all(|amount| Cents::from_euro(amount.euro()) == Some(*amount)));
        prop_assert_eq!(amounts.iter().copied().sum::<Cents>(), amounts.iter().rev().copied().sum::<Cents>());
    }
}
