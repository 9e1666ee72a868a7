//! Whether the intervals hold the truth, in simulated worlds without zone shocks. Slow: run with
//! `cargo test --test garantie -- --ignored --nocapture coverage`.

use std::collections::BTreeMap;

use garantie::report::Period;
use garantie::simulate::{self, Settings};
use garantie::spec::{Reading, Study};

use crate::worlds::judge;

/// Ten worlds of 300,000 persons and eight years: how many of a pilot's intervals, cumulative reading B, hold its effect.
#[test]
#[ignore = "slow: ten worlds of 300,000 persons"]
fn coverage_of_reading_b() {
    const WORLDS: u64 = 10;
    let mut held: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 1..=WORLDS {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("world");
        let settings = Settings { persons: 300_000, seed, zone_shock_sd: 0.0, lines: 0.1, ..Settings::default() };
        let world = simulate::World::new(settings.clone()).expect("a world");
        let truth = simulate::write(settings.clone(), &out).expect("a population");
        let study = Study::read(&out.join("study.toml")).expect("a study");
        let results = judge(&study);
        for (pilot, known) in world.pilots().iter().enumerate() {
            let years = (0..settings.years).filter(|year| settings.first_year + *year as i32 >= settings.start_year);
            let (with, without) =
                years.map(|year| truth.cell(pilot, year)).fold((0, 0), |(with, without), cell| (with + cell.with, without + cell.without));
            let rate = 1.0 - with as f64 / without as f64;
            let row =
                results.gains.iter().find(|row| row.pilot == known.id && row.period == Period::All && row.reading == Reading::Evolution);
            let figures = row.and_then(|row| row.figures.as_ref()).expect("a shown row");
            let inside = figures.rate_low <= rate && rate <= figures.rate_high;
            println!(
                "world {seed} {}: truth {:.2} %, found {:.2} % ({:.2} to {:.2}), {} persons{}",
                known.id,
                100.0 * rate,
                100.0 * figures.savings_rate,
                100.0 * figures.rate_low,
                100.0 * figures.rate_high,
                figures.persons,
                if inside { "" } else { "  OUTSIDE" }
            );
            *held.entry(known.id.to_owned()).or_default() += u32::from(inside);
        }
    }
    println!("{held:?}");
    assert!(held.values().all(|held| *held >= 9), "of {WORLDS} worlds: {held:?}");
}
