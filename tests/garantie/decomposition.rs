//! What moved the cost of each pilot: sums to the cent, beside the gains, and held against the panel itself.

use std::collections::BTreeMap;
use std::fs;

use garantie::counterfactual::Component;
use garantie::money::Cents;
use garantie::progress::Silent;
use garantie::report::{DecompositionFigures, DecompositionRow, Period, Results};
use garantie::run;
use garantie::spec::{Reading, Study};

use crate::worlds::{judge, small_study, small_study_into, small_world};

/// The small world judged by one more variant and reading.
fn results(more: &str) -> Results {
    let text = format!("{}\n{more}", small_study().text());
    judge(&Study::parse(&small_world().join("study.toml"), text).expect("a valid study"))
}

fn of<'a>(results: &'a Results, like: &DecompositionRow, period: Period, sector: Option<&str>) -> Option<&'a DecompositionFigures> {
    let same = |row: &&DecompositionRow| {
        (&row.pilot, &row.variant, row.period, row.sector.as_deref()) == (&like.pilot, &like.variant, period, sector)
    };
    results.decomposition.iter().find(same)?.figures.as_ref()
}

fn total(parts: &[(Component, Cents)]) -> Cents {
    parts.iter().map(|(_, amount)| *amount).sum()
}

/// Every row adds up, sectors to the total, years to their sum, adjusters to the case mix, and the ends are those of `gains`.
fn adds_up(results: &Results) -> usize {
    let mut whole = 0;
    for row in &results.decomposition {
        let Some(figures) = &row.figures else { continue };
        assert_eq!(figures.base_cost + total(&figures.components), figures.real_cost, "{row:?}");
        if let Some(case_mix) = &figures.case_mix {
            assert_eq!(Some(case_mix.iter().copied().sum()), figures.of(Component::CaseMix), "{row:?}");
        }
        assert_eq!(
            figures.components.iter().map(|(component, _)| *component).collect::<Vec<_>>(),
            Component::of(row.reading).collect::<Vec<_>>()
        );
        if row.period == Period::All {
            let years: Vec<_> =
                results.asked.performance.iter().filter_map(|year| of(results, row, Period::Year(*year), row.sector.as_deref())).collect();
            assert_eq!(years.len(), results.asked.performance.len(), "a year is shown where the sum is");
            assert_eq!(years.iter().map(|year| year.base_cost).sum::<Cents>(), figures.base_cost);
            for (component, amount) in &figures.components {
                assert_eq!(years.iter().filter_map(|year| year.of(*component)).sum::<Cents>(), *amount, "{component:?}");
            }
        }
        match &row.sector {
            Some(sector) => {
                let gain = results.gains_by_sector.iter().find(|gain| {
                    (&gain.pilot, &gain.variant, gain.period, gain.reading, &gain.sector)
                        == (&row.pilot, &row.variant, row.period, row.reading, sector)
                });
                let gain = gain.and_then(|gain| gain.figures.as_ref()).expect("shown beside its gain");
                assert_eq!((figures.of(Component::Own), figures.real_cost), (Some(-gain.gain), gain.real_cost));
            }
            None => {
                let gain = results.gains.iter().find(|gain| {
                    (&gain.pilot, &gain.variant, gain.period, gain.reading) == (&row.pilot, &row.variant, row.period, row.reading)
                });
                let gain = gain.and_then(|gain| gain.figures.as_ref()).expect("shown beside its gain");
                assert_eq!((figures.of(Component::Own), figures.real_cost), (Some(-gain.gain), gain.real_cost));
                if row.period != Period::All {
                    assert_eq!(figures.base_cost, gain.base_cost, "{row:?}");
                }
                let sectors: Vec<_> =
                    results.asked.sectors.iter().filter_map(|sector| of(results, row, row.period, Some(sector))).collect();
                if sectors.len() == results.asked.sectors.len() {
                    assert_eq!(sectors.iter().map(|sector| sector.base_cost).sum::<Cents>(), figures.base_cost);
                    for (component, amount) in &figures.components {
                        assert_eq!(sectors.iter().filter_map(|sector| sector.of(*component)).sum::<Cents>(), *amount);
                    }
                    whole += 1;
                }
            }
        }
    }
    whole
}

#[test]
fn parts_add_up_to_the_cent_in_every_reading_and_model() {
    let more = |name: &str, model: &str, more: &str| format!("[[variant]]\nname = \"{name}\"\nmodel = \"{model}\"\n{more}\n");
    let results = results(
        &[
            more("evolution", "ols-morbidity", ""),
            more("level", "two-part", "reading = \"level\""),
            more("additive", "gamma-log", "reading = \"additive\""),
            more("plain", "poisson-log", "outliers = { rule = \"none\" }"),
        ]
        .concat(),
    );
    assert!(adds_up(&results) >= 12, "rows whose sectors are all shown: {}", adds_up(&results));
    let readings: Vec<Reading> = results.decomposition.iter().map(|row| row.reading).collect();
    assert!([Reading::Evolution, Reading::Level, Reading::Additive].iter().all(|reading| readings.contains(reading)));
}

/// METHOD of the test: size and national evolution of the evolution reading follow from what the other tables show: with one sector,
/// the cost is a product of person-years and two prices, and the Divisia weight of the whole is that of the guarantee.
#[test]
fn the_parts_of_one_sector_are_those_of_the_tables() {
    let sector = "\n[scope]\nsectors = [\"doctors\"]\n[[variant]]\nname = \"one\"\nmodel = \"ols-morbidity\"\n";
    let text = small_study().text().replace("base = [2016, 2017]", "base = [2017]");
    let results = judge(&Study::parse(&small_world().join("study.toml"), text + sector).expect("a valid study"));
    assert!(adds_up(&results) > 0);
    let mut compared = 0;
    for row in results.decomposition.iter().filter(|row| row.sector.is_none() && row.period != Period::All) {
        let (Some(figures), Some(gain)) = (
            row.figures.as_ref(),
            results
                .gains
                .iter()
                .find(|gain| (&gain.pilot, gain.period, gain.reading) == (&row.pilot, row.period, Reading::Evolution))
                .and_then(|gain| gain.figures.as_ref()),
        ) else {
            continue;
        };
        // Ln of guarantee over base cost is ln of expected over expected in the base: size, case mix and prices share it out.
        let weight = (gain.guarantee - gain.base_cost).euro() / (gain.guarantee.euro() / gain.base_cost.euro()).ln();
        let logs: f64 = [Component::Size, Component::CaseMix, Component::National]
            .iter()
            .filter_map(|component| figures.of(*component))
            .map(|amount| amount.euro() / weight)
            .sum();
        let expected = (gain.expected.euro() / gain.expected_base.euro()).ln();
        assert!((logs - expected).abs() < 1e-6, "{logs} {expected}");
        compared += 1;
    }
    assert!(compared > 3, "{compared} compared");
}

#[test]
fn the_tables_lead_from_base_cost_to_real_cost() {
    let study = small_study_into("out-decomposition");
    run::run(&study, 2, &Silent).expect("a run");
    let read = |name: &str| fs::read_to_string(study.output.folder.join(name)).expect("an output");
    let table = read("decomposition.csv");
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("pilot,year,variant,reading,sector,component,before,amount,after,share_of_base,flags"));
    let cents = |cell: &str| (cell.parse::<f64>().expect("an amount") * 100.0).round() as i64;
    let mut last: BTreeMap<String, i64> = BTreeMap::new();
    let mut shown = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[6] == "small cell" {
            assert!(cells[6..10].iter().all(|cell| *cell == "small cell") && cells[10].contains("small-cell"), "{line}");
            continue;
        }
        let [before, amount, after] = [6, 7, 8].map(|at| cents(cells[at]));
        assert_eq!(before + amount, after, "{line}");
        if let Some(last) = last.insert(cells[..5].join(","), after) {
            assert_eq!(last, before, "each step begins where the one before it ends: {line}");
        }
        shown += 1;
    }
    assert!(shown > 60, "{shown} rows");
    assert!(read("case_mix.csv").starts_with("pilot,year,variant,reading,sector,adjuster,amount,share_of_base,flags\n"));
    for name in ["decomposition.parquet", "case_mix.parquet"] {
        assert!(study.output.folder.join(name).exists(), "{name}");
    }
    assert!(read("report.html").contains("id=\"decomposition\""));
}
