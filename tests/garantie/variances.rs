//! Variances for few clusters held against their definitions on dense matrices; tests/reference/vcov.R made the values.

use garantie::design::RiskCells;
use garantie::fit::vcov::{Blocks, Law, Observation, Restriction, Scores, Solution, WildBootstrap, cr0, cr1s_factor, cr2, cr3};
use garantie::fit::{Family, Glm, Link};
use serde_json::Value;

use crate::rand_panel::{Adjusters, RandPanel, Weighting};
use crate::reference::{close, reference};

const CLUSTERS: usize = 40;
const FREE: usize = 5;

struct Fitted {
    panel: RandPanel,
    glm: Glm,
    rows: Vec<Observation>,
}

/// Persons 1 to 400 in clusters of ten.
fn fitted(weighting: Weighting, family: Family, link: Link) -> Fitted {
    let panel = RandPanel::read(Adjusters::WithoutSite, weighting);
    let first = (0..panel.rows.person.len()).filter(|row| panel.rows.person[*row] <= 400);
    let cells = RiskCells::of(&panel.rows, first.clone(), 1, &[]).costs(1);
    let glm = Glm::fit(&cells, &panel.profiles, panel.width, family, link, "rand").expect("a fit");
    let observation = |row: usize| Observation {
        cluster: (panel.rows.person[row] - 1) / 10,
        profile: panel.rows.profile[row],
        weight: panel.rows.weight[row] * panel.rows.exposure[row],
        value: panel.rows.cost[row] / panel.rows.exposure[row],
    };
    let rows = first.map(observation).collect();
    Fitted { panel, glm, rows }
}

impl Fitted {
    fn scores(&self) -> Scores {
        Scores::of(&Solution::of_glm(&self.glm, &self.panel.profiles), &self.panel.profiles, CLUSTERS, self.rows.iter().copied())
    }

    fn blocks(&self) -> Blocks {
        Blocks::of(&Solution::of_glm(&self.glm, &self.panel.profiles), &self.panel.profiles, CLUSTERS, self.rows.iter().copied())
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("numbers").iter().map(|value| value.as_f64().expect("a number")).collect()
}

#[test]
fn variances_of_few_clusters_are_what_they_are_defined_as() {
    let wanted = reference("vcov.json");
    let models = [
        ("plain", Weighting::None, Family::Gaussian, Link::Identity),
        ("weighted", Weighting::Exposure, Family::Gaussian, Link::Identity),
        ("poisson", Weighting::Exposure, Family::Poisson, Link::Log),
    ];
    for (name, weighting, family, link) in models {
        let fitted = fitted(weighting, family, link);
        let (scores, blocks) = (fitted.scores(), fitted.blocks());
        let bias_reduced = cr2(&scores, &blocks, name).expect("a variance");
        let plain = cr0(&fitted.glm.inverse, &scores);
        let found = [
            ("beta", fitted.glm.estimate.clone()),
            ("cr0", plain.standard_errors()),
            ("cr1s", plain.scaled(cr1s_factor(CLUSTERS, fitted.glm.rows, fitted.panel.width)).standard_errors()),
            ("cr2", bias_reduced.covariance.standard_errors()),
            ("df", bias_reduced.degrees_of_freedom),
            ("cr3", cr3(&scores, &blocks, name).expect("a variance").standard_errors()),
        ];
        for (key, values) in found {
            for (column, (got, wanted)) in values.into_iter().zip(numbers(&wanted[name][key])).enumerate() {
                close(&format!("{name} {key} {column}"), got, wanted, 1e-7);
            }
        }
    }
}

#[test]
fn the_wild_bootstrap_draws_what_refitting_draws() {
    let wanted = reference("vcov.json");
    for (name, weighting) in [("wild_plain", Weighting::None), ("wild_weighted", Weighting::Exposure)] {
        let fitted = fitted(weighting, Family::Gaussian, Link::Identity);
        let (scores, blocks) = (fitted.scores(), fitted.blocks());
        for (restriction, t, p) in [(Restriction::Plain, "t11", "p11"), (Restriction::Jackknifed, "t31", "p31")] {
            let wild = WildBootstrap::new(&fitted.glm.estimate, &scores, &blocks, FREE, restriction, name).expect("a bootstrap");
            close(name, wild.statistic, wanted[name]["statistic"].as_f64().expect("a number"), 1e-8);
            let weights = wanted["wild_weights"].as_array().expect("replicates").iter().map(numbers);
            for (weights, wanted) in weights.zip(numbers(&wanted[name][t])) {
                close(&format!("{name} {t}"), wild.replicate(&weights), wanted, 1e-7);
            }
            // Two sets of 2,000 replicates: within four standard errors of one another.
            let by_refitting = wanted[name][p].as_f64().expect("a number");
            for law in [Law::Rademacher, Law::Webb] {
                let drawn = wild.p_value(law, 1999, 7);
                assert!((drawn - by_refitting).abs() < 0.06, "{name} {law:?}: {drawn} instead of {by_refitting}");
                assert_eq!(drawn, wild.p_value(law, 1999, 7));
            }
        }
    }
}

/// A column that one cluster alone has: CR2 and CR3 leave out what is nothing without that cluster.
#[test]
fn a_column_of_one_cluster_has_finite_variances() {
    let mut fitted = fitted(Weighting::None, Family::Gaussian, Link::Identity);
    let in_first = |row: &Observation| row.cluster == 0;
    let profiles: Vec<u32> = fitted.rows.iter().filter(|row| in_first(row)).map(|row| row.profile).collect();
    let column = fitted.panel.width;
    profiles.iter().for_each(|profile| {
        let entries = &mut fitted.panel.profiles.entries[*profile as usize];
        if entries.last().is_some_and(|(last, _)| *last != column) {
            entries.push((column, 1.0));
        }
    });
    let first = (0..fitted.panel.rows.person.len()).filter(|row| fitted.panel.rows.person[*row] <= 400);
    let cells = RiskCells::of(&fitted.panel.rows, first, 1, &[]).costs(1);
    fitted.glm = Glm::fit(&cells, &fitted.panel.profiles, column + 1, Family::Gaussian, Link::Identity, "rand").expect("a fit");
    let (scores, blocks) = (fitted.scores(), fitted.blocks());
    let bias_reduced = cr2(&scores, &blocks, "rand").expect("a variance");
    let jackknife = cr3(&scores, &blocks, "rand").expect("a variance");
    assert!(bias_reduced.covariance.values.iter().chain(&jackknife.values).all(|value| value.is_finite()));
    assert!(bias_reduced.covariance.standard_errors()[FREE] > 0.0 && bias_reduced.degrees_of_freedom[FREE] < 40.0);
    assert!(WildBootstrap::new(&fitted.glm.estimate, &scores, &blocks, 99, Restriction::Plain, "rand").is_err());
}
