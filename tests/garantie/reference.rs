//! External reference values; the scripts that made them stand in tests/reference.

use garantie::report::{Period, Results};
use garantie::spec::Reading;
use serde_json::Value;

use crate::worlds::{judge_text, root};

pub fn reference(name: &str) -> Value {
    let text = std::fs::read_to_string(root().join("tests/reference").join(name)).expect("a reference file");
    serde_json::from_str(&text).expect("JSON")
}

#[track_caller]
pub fn close(what: &str, got: f64, reference: f64, tolerance: f64) {
    let scale = reference.abs().max(1e-12);
    assert!((got - reference).abs() <= tolerance * scale, "{what}: {got:.17e} instead of {reference:.17e}");
}

/// tests/reference/rand_lm.R: R's lm on each year of the RAND panel, weights = exposure.
#[test]
fn least_squares_agrees_with_lm_of_r() {
    let model = root().join("target/rand-lm.toml");
    let term = |kind: &str, column: &str| format!("[[term]]\nkind = '{kind}'\ncolumn = '{column}'\n");
    let numbers: String = ["xage", "female", "disea", "linc", "free"].map(|column| term("number", column)).concat();
    let text = format!("name = 'rand-lm'\ndescription = ''\nfamily = 'gaussian'\n{numbers}{}", term("category", "site"));
    std::fs::create_dir_all(root().join("target")).expect("a folder");
    std::fs::write(&model, text).expect("a model file");
    let results = judge_text(
        "data-samples/rand-hie",
        r#"
        [study]
        title = "lm"
        [data]
        panel = "panel.csv"
        columns.panel = { municipality = "arm" }
        source = "exhaustive"
        [scope]
        sectors = ["outpatient", "drugs", "supplies", "inpatient"]
        [reference]
        leave_out = "none"
        [[pilot]]
        id = "share"
        zone = ["share"]
        target = "true"
        start = 1
        [period]
        base = [1, 2, 3]
        performance = [4, 5]
        [outliers]
        rule = "none"
        [credibility]
        se = "model"
        [[variant]]
        name = "lm"
        model = "../../target/rand-lm.toml"
        "#,
    );
    let lm = reference("rand_lm.json");
    let mut compared = 0;
    for row in results.models.iter().filter(|row| row.sector == "total") {
        let name = match row.term.as_str() {
            "intercept" => "(Intercept)".to_owned(),
            site if site.starts_with("site=") => site.replace('=', ""),
            other => other.to_owned(),
        };
        let year = &lm[format!("year_{}", row.year)];
        let se = year["se"][&name].as_f64().expect("a standard error");
        close(&format!("{name} {} se", row.year), row.se.expect("shown"), se, 1e-9);
        // A coefficient near zero has no relative precision of its own: measured in standard errors as well.
        let (got, wanted) = (row.estimate.expect("shown"), year["coefficients"][&name].as_f64().expect("a coefficient"));
        assert!((got - wanted).abs() <= 1e-9 * wanted.abs().max(se), "{name} {}: {got} instead of {wanted}", row.year);
        compared += 1;
    }
    assert_eq!(compared, 5 * 11);
    for fit in results.fits.iter().filter(|fit| fit.sector == "total") {
        let year = &lm[format!("year_{}", fit.year)];
        close("sigma", fit.sigma, year["sigma"].as_f64().expect("sigma"), 1e-9);
        close("r2", fit.r2, year["r2"].as_f64().expect("r2"), 1e-9);
        close("calibration", fit.calibration, 1.0, 1e-12);
    }
}

/// The sample's results without pseudo-pilots: NumPy computes what persons and models contribute.
fn sample_results(rule: &str) -> Results {
    let text = std::fs::read_to_string(root().join("data-samples/synthetic/study.toml")).expect("the sample's study");
    judge_text("data-samples/synthetic", &format!("{text}\n[outliers]\n{rule}\n[credibility]\nplacebos = 0\n"))
}

/// tests/reference/readings.py: dense numpy, row by row, on the panel that `garantie panel` makes of the sample.
#[test]
fn readings_and_standard_errors_agree_with_numpy() {
    agree_with_numpy(&sample_results("rule = 'none'"), &reference("readings.json"));
}

/// The same script with the outlier rules: the cap with its pool, and leaving out.
#[test]
fn outlier_rules_agree_with_numpy() {
    for rule in ["cap", "drop"] {
        let (results, numpy) = (sample_results(&format!("rule = '{rule}'\nquantile = 0.95")), reference(&format!("readings_{rule}.json")));
        agree_with_numpy(&results, &numpy);
        let mut raw = 0;
        for gain in results.gains.iter().filter(|gain| rule == "cap" && gain.reading == Reading::Level) {
            let (Period::Year(year), Some(figures)) = (gain.period, &gain.figures) else { continue };
            let group = &numpy["groups"][&gain.pilot][year.to_string()];
            match (figures.raw_cost, group["above"].as_u64().expect("a count")) {
                (Some(cost), above) if above > 3 => {
                    close("raw cost", cost.euro(), group["raw_cost"].as_f64().expect("a cost"), 1e-9);
                    raw += 1;
                }
                (Some(_), above) => assert_eq!(above, 0, "{} {year}: what few persons have above the cap", gain.pilot),
                (None, above) => assert!((1..=3).contains(&above), "{} {year}", gain.pilot),
            }
        }
        assert!(rule == "drop" || raw > 3, "{raw} raw costs compared");
    }
}

#[track_caller]
fn agree_with_numpy(results: &Results, numpy: &Value) {
    let rows = numpy["gains"].as_array().expect("rows");
    assert_eq!(rows.len(), results.gains.len());
    let mut compared = 0;
    for row in rows {
        let period = match row["year"].as_i64() {
            Some(year) => Period::Year(year as i32),
            None => Period::All,
        };
        let reading: Reading = serde_json::from_value(row["reading"].clone()).expect("a reading");
        let pilot = row["pilot"].as_str().expect("a pilot");
        let ours =
            results.gains.iter().find(|gain| gain.pilot == pilot && gain.period == period && gain.reading == reading).expect("the row");
        let Some(figures) = &ours.figures else { continue };
        let of = |key: &str| row[key].as_f64().expect("a number");
        let what = |key: &str| format!("{pilot} {period:?} {reading} {key}");
        assert_eq!(figures.persons as f64, of("persons"), "{}", what("persons"));
        // Rates carry all digits; amounts are rounded to the cent.
        for (key, got) in [("savings_rate", figures.savings_rate), ("rate_low", figures.rate_low), ("rate_high", figures.rate_high)] {
            let width = of("rate_high") - of("rate_low");
            assert!((got - of(key)).abs() <= 1e-9 * width, "{}: {got} instead of {}", what(key), of(key));
        }
        let amounts = [
            ("guarantee", figures.guarantee),
            ("real_cost", figures.real_cost),
            ("se", figures.se),
            ("low", figures.low),
            ("high", figures.high),
        ];
        for (key, got) in amounts {
            let wanted = of(key);
            assert!((got.euro() - wanted).abs() <= 0.0051 + 1e-9 * wanted.abs(), "{}: {got} instead of {wanted}", what(key));
        }
        compared += 1;
    }
    assert!(compared * 10 >= rows.len() * 9, "{compared} of {} rows compared", rows.len());
}

#[test]
fn sectors_agree_with_numpy_and_add_up_to_the_cent() {
    let results = sample_results("rule = 'none'");
    let numpy = reference("readings.json");
    let mut compared = 0;
    for gain in results.gains.iter() {
        let Some(figures) = &gain.figures else { continue };
        let same = |row: &&garantie::report::SectorRow| (&row.pilot, row.period, row.reading) == (&gain.pilot, gain.period, gain.reading);
        let sectors: Vec<_> = results.gains_by_sector.iter().filter(same).collect();
        let year = if let Period::Year(year) = gain.period { Value::from(year) } else { Value::from("all") };
        let reference =
            numpy["gains"].as_array().expect("rows").iter().find(|row| {
                row["pilot"] == gain.pilot.as_str() && row["year"] == year && row["reading"] == gain.reading.to_string().as_str()
            });
        let reference = reference.expect("the row");
        for row in &sectors {
            let Some(sector) = &row.figures else { continue };
            let of = |key: &str| reference["sectors"][&row.sector][key].as_f64().expect("a number");
            // The largest sector takes the cents that rounding leaves: a few, one a sector at most.
            for (key, got) in [("guarantee", sector.guarantee), ("gain", sector.gain), ("se", sector.se)] {
                assert!(
                    (got.euro() - of(key)).abs() <= 0.07 + 1e-9 * of(key).abs(),
                    "{} {:?} {key}: {got} instead of {}",
                    row.sector,
                    row.period,
                    of(key)
                );
            }
            compared += 1;
        }
        if sectors.iter().all(|row| row.figures.is_some()) {
            let sum = |of: fn(&garantie::report::SectorFigures) -> garantie::money::Cents| {
                sectors.iter().filter_map(|row| row.figures.as_ref()).map(of).sum::<garantie::money::Cents>()
            };
            assert_eq!(sum(|sector| sector.guarantee), figures.guarantee);
            assert_eq!(sum(|sector| sector.real_cost), figures.real_cost);
            assert_eq!(sum(|sector| sector.gain), figures.gain);
        }
    }
    assert!(compared > 100, "{compared} sectors compared");
}
