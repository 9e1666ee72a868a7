//! How long models take on three million person-years. Not a test of anything but that they converge.
//!
//! ```sh
//! python benches/peers/panel.py panel.parquet    # 300,000 persons x 10 years, or any table with these columns
//! GARANTIE_PANEL=panel.parquet cargo test --test garantie -- --ignored --nocapture speed_of_models
//! ```
//!
//! With `GARANTIE_COEFFICIENTS` naming a file, every coefficient is written to it for `benches/peers/gates.py`.
//!
//! The table has `agesex` (38 codes), `year`, `bim`, `c0` to `c9`, `post`, the exposure `w` and the cost `y`: 59 columns of a
//! design with all of them, as the other libraries get it on the same file: benches/README.md.

use std::collections::HashMap;
use std::time::Instant;

use garantie::design::{PersonYears, Profiles, RiskCells};
use garantie::fit::{Family, Glm, Link, TwoPart};
use polars::prelude::*;

const FLAGS: [&str; 12] = ["bim", "post", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"];

struct Table {
    rows: PersonYears,
    profiles: Profiles,
    width: usize,
}

fn read(path: &str) -> Table {
    let file = std::fs::File::open(path).expect("the table");
    let frame = ParquetReader::new(file).finish().expect("a table");
    let numbers = |name: &str| -> Vec<f64> {
        let column = frame.column(name).and_then(|column| column.cast(&DataType::Float64)).expect("a number");
        column.f64().expect("numbers").iter().flatten().collect()
    };
    let codes = |name: &str| -> Vec<u64> { numbers(name).into_iter().map(|code| code as u64).collect() };
    let (agesex, year) = (codes("agesex"), codes("year"));
    let first = year.iter().min().copied().unwrap_or(0);
    let mut keys: Vec<u64> = agesex.iter().zip(&year).map(|(agesex, year)| agesex * 16 + (year - first)).collect();
    for flag in FLAGS {
        keys.iter_mut().zip(codes(flag)).for_each(|(key, flag)| *key = *key * 2 + flag);
    }
    let mut distinct = keys.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let number: HashMap<u64, u32> = distinct.iter().copied().zip(0..).collect();
    let (years, ages) = (year.iter().max().map_or(0, |last| last - first) as usize, agesex.iter().max().map_or(0, |last| *last as usize));
    let entries = |key: &u64| {
        let flags = FLAGS.len();
        let (year, agesex) = ((key >> flags) as usize % 16, (key >> flags) as usize / 16);
        let mut entries = vec![(0, 1.0)];
        entries.extend((agesex > 0).then_some((agesex, 1.0)));
        entries.extend((year > 0).then_some((ages + year, 1.0)));
        entries.extend((0..flags).filter(|flag| key >> (flags - 1 - flag) & 1 == 1).map(|flag| (ages + years + 1 + flag, 1.0)));
        entries
    };
    let profiles = Profiles { entries: distinct.iter().map(entries).collect() };
    let rows = PersonYears {
        year: 1,
        person: (0..keys.len() as u32).collect(),
        municipality: vec![0; keys.len()],
        profile: keys.iter().map(|key| number[key]).collect(),
        weight: vec![1.0; keys.len()],
        exposure: numbers("w"),
        // The table has annualised cost.
        cost: numbers("y").iter().zip(numbers("w")).map(|(annual, exposure)| annual * exposure).collect(),
        blocks: Default::default(),
        treated: Default::default(),
    };
    Table { rows, profiles, width: 1 + ages + years + FLAGS.len() }
}

/// Largest resident memory so far, in MB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[test]
#[ignore = "needs a table of three million person-years: GARANTIE_PANEL"]
fn speed_of_models_on_three_million_person_years() {
    let table = read(&std::env::var("GARANTIE_PANEL").expect("GARANTIE_PANEL names a table"));
    let Table { rows, profiles, width } = &table;
    println!("{} person-years, {} profiles, {width} columns; table in memory: {} MB", rows.person.len(), profiles.entries.len(), memory());
    let begun = Instant::now();
    let cells = RiskCells::of(rows, 0..rows.person.len(), 1, &[1.5]);
    println!("cells            {:8.3} s, {} MB", begun.elapsed().as_secs_f64(), memory());
    let models = [
        ("gaussian", Family::Gaussian, Link::Identity),
        ("poisson", Family::Poisson, Link::Log),
        ("gamma", Family::Gamma, Link::Log),
        ("tweedie 1.5", Family::Tweedie { power: 1.5 }, Link::Log),
    ];
    let mut coefficients = std::collections::BTreeMap::new();
    for (name, family, link) in models {
        let begun = Instant::now();
        let outcome = if family == Family::Gamma { cells.costs_of_users(1) } else { cells.costs(1) };
        let glm = Glm::fit(&outcome, profiles, *width, family, link, name).expect("a fit");
        glm.check(name).expect("converged");
        let post = width - FLAGS.len() + 1;
        println!(
            "{name:16} {:8.3} s, {} steps, post {:.9}, {} MB",
            begun.elapsed().as_secs_f64(),
            glm.iterations,
            glm.estimate[post],
            memory()
        );
        coefficients.insert(name, glm.estimate);
    }
    if let Ok(path) = std::env::var("GARANTIE_COEFFICIENTS") {
        std::fs::write(path, serde_json::to_vec(&coefficients).expect("JSON")).expect("written");
    }
    let begun = Instant::now();
    let two_part = TwoPart::fit(&cells, 1, profiles, *width, "two-part").expect("a fit");
    two_part.check("two-part").expect("converged");
    println!(
        "two-part         {:8.3} s, {} and {} steps",
        begun.elapsed().as_secs_f64(),
        two_part.any_use.iterations,
        two_part.amount.iterations
    );
}
