//! Whether the intervals hold the truth, in simulated worlds. Slow: run with
//! `cargo test --test garantie -- --ignored --nocapture coverage`.

use std::collections::BTreeMap;

use garantie::report::{GainFigures, Period, Results};
use garantie::simulate::{self, Settings};
use garantie::spec::{Reading, Study};

use crate::worlds::judge;

const WORLDS: u64 = 10;

/// What one world's pilots truly saved over all performance years, and what was found.
struct World {
    seed: u64,
    truth: Vec<(String, f64)>,
    results: Results,
}

impl World {
    fn new(settings: Settings, placebos: usize) -> World {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("world");
        let world = simulate::World::new(settings.clone()).expect("a world");
        let truth = simulate::write(settings.clone(), &out).expect("a population");
        let rate = |pilot: usize| {
            let years = (0..settings.years).filter(|year| settings.first_year + *year as i32 >= settings.start_year);
            let cells = years.map(|year| truth.cell(pilot, year));
            let (with, without) = cells.fold((0, 0), |(with, without), cell| (with + cell.with, without + cell.without));
            1.0 - with as f64 / without as f64
        };
        let text = std::fs::read_to_string(out.join("study.toml")).expect("a study");
        let text = format!("{text}\n[credibility]\nplacebos = {placebos}\n");
        let study = Study::parse(&out.join("study.toml"), text).expect("a study");
        let truth = world.pilots().iter().enumerate().map(|(index, pilot)| (pilot.id.to_owned(), rate(index)));
        World { seed: settings.seed, truth: truth.collect(), results: judge(&study) }
    }

    fn found(&self, pilot: &str, reading: Reading) -> &GainFigures {
        let wanted = |row: &&garantie::report::GainRow| row.pilot == pilot && row.period == Period::All && row.reading == reading;
        self.results.gains.iter().find(wanted).and_then(|row| row.figures.as_ref()).expect("a shown row")
    }
}

fn holds(figures: &GainFigures, rate: f64) -> bool {
    figures.rate_low <= rate && rate <= figures.rate_high
}

/// Ten worlds of 300,000 persons and eight years, no zone shocks: how many of a pilot's intervals from persons and models,
/// cumulative reading B, hold its effect.
#[test]
#[ignore = "slow: ten worlds of 300,000 persons"]
fn coverage_of_persons_and_models() {
    let mut held: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 1..=WORLDS {
        let settings = Settings { persons: 300_000, seed, zone_shock_sd: 0.0, lines: 0.1, ..Settings::default() };
        let world = World::new(settings, 0);
        for (pilot, rate) in &world.truth {
            let figures = world.found(pilot, Reading::Evolution);
            let inside = holds(figures, *rate);
            println!(
                "world {} {pilot}: truth {:.2} %, found {:.2} % ({:.2} to {:.2}), {} persons{}",
                world.seed,
                100.0 * rate,
                100.0 * figures.savings_rate,
                100.0 * figures.rate_low,
                100.0 * figures.rate_high,
                figures.persons,
                if inside { "" } else { "  OUTSIDE" }
            );
            *held.entry(pilot.clone()).or_default() += u32::from(inside);
        }
    }
    println!("{held:?}");
    // Of 60 intervals that hold the truth 19 times in 20, fewer than 52 do so once in 500 times.
    assert!(held.values().sum::<u32>() >= 52, "of {WORLDS} worlds: {held:?}");
}

/// Ten worlds with lasting zone differences of 8 % and strong zone shocks of 5 %, few for so rare an event as an interval that
/// misses: shocks in the interval mend most of the level reading, which lasting differences mislead, and of the evolution. Pseudo-pilots
/// take in parts of several zones, whose shocks cancel in part, so the intervals stay a little too narrow for a pilot that is one zone.
#[test]
#[ignore = "slow: ten worlds of 300,000 persons with pseudo-pilots"]
fn coverage_with_zone_shocks() {
    let mut held: BTreeMap<(Reading, bool), u32> = BTreeMap::new();
    let mut of = 0_u32;
    for seed in 1..=WORLDS {
        let settings = Settings { persons: 300_000, seed, zone_shock_sd: 0.05, lines: 0.1, years: 6, ..Settings::default() };
        let world = World::new(settings, 60);
        for (pilot, rate) in &world.truth {
            of += 1;
            for reading in [Reading::Level, Reading::Evolution] {
                let figures = world.found(pilot, reading);
                let d = (1.0 - figures.savings_rate).ln();
                let alone = 1.959_964 * figures.se_persons.euro() / figures.real_cost.euro();
                let inside_alone = ((1.0 - rate).ln() - d).abs() <= alone;
                *held.entry((reading, true)).or_default() += u32::from(holds(figures, *rate));
                *held.entry((reading, false)).or_default() += u32::from(inside_alone);
            }
        }
    }
    for ((reading, with), held) in &held {
        println!("{reading}, {}: {held} of {of}", if *with { "with shocks" } else { "persons and models alone" });
    }
    let held = |reading, with| f64::from(held[&(reading, with)]) / f64::from(of);
    assert!(held(Reading::Level, true) > 0.8 && held(Reading::Level, true) > held(Reading::Level, false) + 0.1);
    assert!(held(Reading::Evolution, true) > 0.83 && held(Reading::Evolution, true) >= held(Reading::Evolution, false));
}
