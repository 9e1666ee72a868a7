//! The ladder of precision, the gain over the cut-off and the operating characteristics agree with what a run says elsewhere.

use std::fs;
use std::sync::LazyLock;

use garantie::progress::Silent;
use garantie::report::{CharacteristicRow, Period, PlaceboRow, Results};
use garantie::run;
use garantie::spec::Reading;

use crate::worlds::{judge, small_study, small_study_into};

fn results() -> &'static Results {
    static RESULTS: LazyLock<Results> = LazyLock::new(|| judge(&small_study()));
    &RESULTS
}

#[test]
fn the_curve_at_the_studys_own_cut_off_is_its_gain() {
    let (results, study) = (results(), small_study());
    let own = study.variants[0].outliers.cut_off();
    let points: Vec<_> = results.curve.iter().filter(|row| row.cut_off == own).collect();
    assert_eq!(points.len(), study.pilots.len());
    assert!(points.iter().any(|row| row.figures.is_some()));
    for point in points {
        let same = |row: &&garantie::report::GainRow| row.pilot == point.pilot && row.period == Period::All && row.main;
        let gain = results.gains.iter().find(same).and_then(|row| row.figures.as_ref());
        assert_eq!(point.figures.is_some(), gain.is_some(), "{}", point.pilot);
        let (Some((gain, low, high, rate)), Some(figures)) = (point.figures, gain) else { continue };
        // The gain of the row is a sum of sectors and years, each rounded to the cent.
        assert!((gain.0 - figures.gain.0).abs() <= 20, "{}: {gain} {}", point.pilot, figures.gain);
        assert_eq!((low, high), (figures.low, figures.high), "{}", point.pilot);
        assert!((rate - figures.savings_rate).abs() < 1e-9);
    }
}

#[test]
fn the_steps_of_the_ladder_are_what_placebos_say() {
    let (results, study) = (results(), small_study());
    let variant = &study.variants[0];
    let own = |row: &&garantie::report::PrecisionRow| row.outliers == variant.outliers && row.base_years == study.base.len() as u64;
    let mut compared = 0;
    for step in results.precision.iter().filter(own) {
        let yearly = |row: &&PlaceboRow| {
            !row.before
                && row.period != Period::All
                && row.pilots == step.pilots
                && row.reading == step.reading
                && row.variant == step.variant
        };
        let rates: Vec<f64> =
            results.placebos.iter().filter(yearly).flat_map(|row| row.departures.iter().map(|(_, d, _)| -d.exp_m1())).collect();
        assert_eq!(rates.len() as u64, step.placebos * study.performance.len() as u64);
        let bias = rates.iter().sum::<f64>() / rates.len() as f64;
        let rmse = (rates.iter().map(|rate| rate * rate).sum::<f64>() / rates.len() as f64).sqrt();
        assert!((bias - step.bias).abs() < 1e-9 && (rmse - step.rmse).abs() < 1e-9, "{step:?}: {bias} {rmse}");
        compared += 1;
    }
    // Level, evolution and credible reading for each size of pilots.
    let sizes = results.placebos.iter().map(|row| &row.pilots).collect::<std::collections::BTreeSet<_>>().len();
    assert!(sizes > 0 && compared == 3 * sizes, "{compared} steps of {sizes} sizes");
}

#[test]
fn without_an_effect_calibrate_finds_what_placebos_find() {
    let study = small_study_into("out-calibrate");
    let rows = run::calibrate(&study, &Silent).expect("operating characteristics");
    let none: Vec<&CharacteristicRow> = rows.iter().filter(|row| row.effect == 0.0).collect();
    assert!(none.iter().any(|row| row.reading == Reading::Credible) && none.iter().any(|row| row.period == Period::All));
    for row in none {
        let same = |placebo: &&PlaceboRow| {
            !placebo.before
                && (&placebo.variant, &placebo.pilots, placebo.period, placebo.reading)
                    == (&row.variant, &row.pilots, row.period, row.reading)
        };
        let placebo = results().placebos.iter().find(same).expect("pseudo-pilots of the same kind");
        assert_eq!(row.placebos, placebo.departures.len() as u64);
        assert_eq!(row.found.found, placebo.false_gain_rate, "{} {:?} {}", row.variant, row.period, row.reading);
        assert!((row.found.coverage - (1.0 - placebo.false_gain_rate)).abs() < 1e-12);
        assert_eq!(row.keeps_size, placebo.keeps_size);
    }
    // An effect of five per cent is found at least as often as none.
    let found = |effect: f64| rows.iter().filter(|row| row.effect == effect && row.main).map(|row| row.found.found).sum::<f64>();
    assert!(found(-0.05) >= found(0.0));
    let table = fs::read_to_string(study.output.folder.join("operating_characteristics.csv")).expect("a table");
    assert_eq!(table.lines().count(), rows.len() + 1);
    assert!(study.output.folder.join("calibration.html").exists());
}

#[test]
fn a_gain_says_whether_its_reading_keeps_its_size() {
    let results = results();
    let mut seen = 0;
    for row in &results.gains {
        let Some(figures) = &row.figures else { continue };
        let same = |placebo: &&PlaceboRow| {
            !placebo.before && placebo.pilots.contains(&row.pilot) && (placebo.period, placebo.reading) == (row.period, row.reading)
        };
        let Some(placebo) = results.placebos.iter().find(same) else { continue };
        let nominal = 1.0 - results.asked.level;
        let allowed = nominal + 1.644_853_626_951_472 * (nominal * results.asked.level / placebo.side_by_side as f64).sqrt();
        assert_eq!(figures.keeps_size, placebo.false_gain_rate <= allowed);
        seen += 1;
    }
    assert!(seen > 0);
}
