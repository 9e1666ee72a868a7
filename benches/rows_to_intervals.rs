//! The stages from person-years to intervals: 30,000 simulated persons over four years, 58 columns, clusters of municipalities.
//!
//! ```sh
//! cargo bench --profile dev --bench rows_to_intervals
//! ```

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use garantie::counterfactual::GroupYear;
use garantie::credibility::{Assessed, Bootstrap, Clusters, Detail, Judged};
use garantie::design::{RiskCells, TargetRows};
use garantie::fit::vcov::{Blocks, Law, Observation, Restriction, Scores, Solution, WildBootstrap};
use garantie::fit::{Family, FittedModel, Glm, Link};
use garantie::panel;
use garantie::progress::Silent;
use garantie::simulate::{self, Settings};
use garantie::spec::{Reading, Study};

/// As many as there are in the computations that others time.
const REPLICATES: usize = 999;

fn stages(criterion: &mut Criterion) {
    let place = tempfile::tempdir().expect("a folder");
    let world = place.path().join("world");
    let settings = Settings { persons: 30_000, first_year: 2016, years: 4, lines: 0.2, ..Settings::default() };
    simulate::write(settings, &world).expect("a population");
    let study = Study::read(&world.join("study.toml")).expect("a study");
    let panel = panel::build(&study, &Silent).expect("a panel");
    let (pilot, variant) = (&study.pilots[0], &study.variants[0]);
    let mut codes: Vec<String> = panel.years.iter().flat_map(|year| year.municipalities(&panel.places).expect("codes")).collect();
    codes.sort_unstable();
    codes.dedup();
    let zone: Vec<bool> = codes.iter().map(|code| pilot.zone.iter().any(|known| known.get_ref() == code)).collect();
    let meeting = || panel.years.iter().map(|year| panel.meeting(&study, pilot, year).expect("a rule").met).collect::<Vec<_>>();
    let met = meeting();
    let select = || TargetRows::select(&study, variant, &panel, &codes, &met).expect("rows");
    let rows = select();

    let mut group = criterion.benchmark_group("rows to intervals");
    group.sample_size(20);
    group.bench_function("target rule", |bench| bench.iter(meeting));
    group.bench_function("rows, profiles and moments by municipality", |bench| bench.iter(select));
    let fit = || FittedModel::fit(&variant.model, &rows, &zone, "bench").expect("a model");
    group.bench_function("least squares of all years and sectors from the moments", |bench| bench.iter(fit));
    let model = fit();
    let years = || (0..rows.years.len()).map(|year| GroupYear::new(&rows, year, &zone, &model)).collect::<Vec<_>>();
    group.bench_function("expected and real cost of a zone", |bench| bench.iter(years));
    let (years, reference): (Vec<GroupYear>, Vec<bool>) = (years(), zone.iter().map(|inside| !inside).collect());
    let clusters = Clusters { of: (0..codes.len()).collect(), count: codes.len() };
    let judged = |clusters, detail| Judged {
        rows: &rows,
        model: &model,
        group: &zone,
        reference: &reference,
        base: vec![(0.5, 0), (0.5, 1)],
        performance: vec![2, 3],
        years: &years,
        clusters,
        meat: None,
        detail,
    };
    for (name, clusters) in [("persons", None), ("municipalities", Some(&clusters))] {
        for (what, detail) in [("", Detail::Sectors), (", of the total alone", Detail::Total)] {
            let judged = judged(clusters, detail);
            group.bench_function(format!("variances by influence, {name}{what}"), |bench| {
                bench.iter(|| Assessed::new(&judged).total(Reading::Evolution, 0).v)
            });
        }
        let judged = judged(clusters, Detail::Total);
        group.bench_function(format!("{REPLICATES} replicates, {name}"), |bench| bench.iter(|| Bootstrap::new(&judged, 1, REPLICATES)));
    }
    let without = |cluster: usize| {
        let left: Vec<bool> = zone.iter().enumerate().map(|(municipality, inside)| *inside || municipality == cluster).collect();
        model.refit(&rows, &left, "bench").is_ok()
    };
    group.bench_function(format!("{} fits, each without a municipality", codes.len()), |bench| {
        bench.iter(|| (0..codes.len()).filter(|cluster| without(*cluster)).count());
    });

    let (of_year, width) = (&rows.years[0], rows.design.width());
    let every = 0..of_year.person.len();
    let total = |row: usize| of_year.cost[row * rows.sectors..][..rows.sectors].iter().sum::<f64>();
    let observation = |row: usize| Observation {
        cluster: of_year.municipality[row],
        profile: of_year.profile[row],
        weight: of_year.weight[row] * of_year.exposure[row],
        value: total(row) / of_year.exposure[row],
    };
    let cells = RiskCells::of(of_year, every.clone(), rows.sectors, &[]).costs(rows.sectors);
    let glm = Glm::fit(&cells, &rows.profiles, width, Family::Gaussian, Link::Identity, "bench").expect("a fit");
    let solution = Solution::of_glm(&glm, &rows.profiles);
    let scores = Scores::of(&solution, &rows.profiles, codes.len(), every.clone().map(observation));
    let blocks = Blocks::of(&solution, &rows.profiles, codes.len(), every.map(observation));
    let wild = || WildBootstrap::new(&glm.estimate, &scores, &blocks, 1, Restriction::Plain, "bench").expect("a bootstrap");
    group.bench_function("wild bootstrap, made ready", |bench| bench.iter(wild));
    let ready = wild();
    group.bench_function("wild bootstrap, 9,999 draws", |bench| bench.iter(|| black_box(ready.p_value(Law::Rademacher, 9_999, 1))));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
