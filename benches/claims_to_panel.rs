//! The stages from claims to panel, each on the same simulated tables: 10,000 persons over four years.
//!
//! ```sh
//! cargo bench --profile dev --bench claims_to_panel
//! ```
//!
//! With `--profile dev` the dependencies are those of `cargo build`; without it cargo builds all of them once more, for release.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use garantie::ingest::{self, Asked, Bookings, Fingerprints, Ids, Marks, PersonYearTable};
use garantie::money::Cents;
use garantie::panel;
use garantie::progress::Silent;
use garantie::simulate::{self, Settings};
use garantie::spec::{Input, Study};

/// Simulates the tables and reads their study, with a line added to it.
fn study(folder: &Path, more: &str) -> Study {
    let file = folder.join("study.toml");
    let text = std::fs::read_to_string(&file).expect("a study") + more;
    Study::parse(&file, text).expect("a valid study")
}

fn stages(criterion: &mut Criterion) {
    let place = tempfile::tempdir().expect("a folder");
    let world = place.path().join("world");
    let settings = Settings { persons: 10_000, first_year: 2016, years: 4, ..Settings::default() };
    simulate::write(settings, &world).expect("a population");
    let noting = study(&world, "");
    let Input::Claims { population, claims, .. } = &noting.data.input else { unreachable!("the simulator writes claims") };
    let (population, claims) = (population.get_ref(), claims.get_ref());

    let years = noting.years_read();
    let rows_of = || {
        let mut table = PersonYearTable::open("population", population, &noting.data, years.clone()).expect("a population");
        years.iter().map(|year| table.take(*year, false).expect("rows").frame).collect::<Vec<_>>()
    };
    let rows = rows_of();
    let ids = Ids::new(rows.iter().map(|rows| rows.column("person").expect("persons"))).expect("pseudonyms");
    let read = |prints: Option<&Fingerprints>| {
        let mut workers = vec![0_u64; rayon::current_num_threads()];
        let take = |lines: &mut u64, batch: ingest::ClaimLines| *lines += black_box(&batch).code.len() as u64;
        let prints = prints.map(|prints| (prints, i32::MIN..=i32::MAX));
        let asked = Asked { prints, ..Asked::all(Bookings::IfThere) };
        ingest::claims(claims, &noting.data, &ids, &asked, &mut workers, take).expect("lines")
    };
    let lines = read(None);

    let mut group = criterion.benchmark_group("claims to panel");
    group.sample_size(20);
    group.throughput(Throughput::Elements(rows.iter().map(|rows| rows.height() as u64).sum()));
    group.bench_function("population: read and check", |bench| bench.iter(rows_of));
    group.throughput(Throughput::Elements(lines));
    group.bench_function("claims: decode, check, number persons", |bench| bench.iter(|| read(None)));
    let prints = Fingerprints::default();
    group.bench_function("claims: the same with fingerprints", |bench| bench.iter(|| read(Some(&prints))));
    group.bench_function("marks: note and find repeats", |bench| {
        bench.iter(|| {
            let mut marks = Marks::new(1 << 24);
            (0..lines).for_each(|line| marks.add(line.wrapping_mul(0x9E37_79B9_7F4A_7C15), line as u32 % 4096, Cents(line as i64 % 1000)));
            marks.finish().expect("a count").total.lines
        });
    });
    let unchecked = study(&world, "\n[quality]\nrepeated_lines = \"unchecked\"\n");
    let dropping = study(&world, "\n[quality]\nrepeated_lines = \"drop\"\n");
    for (name, study) in [("unchecked", &unchecked), ("noted", &noting), ("dropped", &dropping)] {
        let build = || panel::build(study, &Silent).expect("a panel");
        group.bench_function(format!("panel with drugs, repeated lines {name}"), |bench| bench.iter(build));
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
