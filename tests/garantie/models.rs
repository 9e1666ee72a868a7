//! Models held against R and the literature; tests/reference/glm_grid.R made the values.

use garantie::design::{Cells, Moments, RiskCells};
use garantie::fit::elastic_net::Screen;
use garantie::fit::tweedie::PowerProfile;
use garantie::fit::vcov::{Meat, Observation, Scores, Solution, cr0, cr1_factor, hc1_factor};
use garantie::fit::{Family, Glm, LeastSquares, Link, TwoPart, calibration};
use serde_json::Value;

use crate::rand_panel::{Adjusters, RandPanel, Weighting};
use crate::reference::{close, reference};

const POWERS: [f64; 2] = [1.5, 1.7];

fn cells(panel: &RandPanel) -> RiskCells {
    RiskCells::of(&panel.rows, 0..panel.rows.person.len(), 1, &POWERS)
}

fn model(name: &str) -> (Family, Link) {
    let (family, link) = name.trim_end_matches("_all").rsplit_once('_').expect("family_link");
    let family = match family {
        "gaussian" => Family::Gaussian,
        "poisson" => Family::Poisson,
        "gamma" => Family::Gamma,
        "tweedie" => Family::Tweedie { power: 1.5 },
        "tweedie_17" => Family::Tweedie { power: 1.7 },
        _ => Family::Binomial,
    };
    let link = match link {
        "identity" => Link::Identity,
        "log" => Link::Log,
        _ => Link::Logit,
    };
    (family, link)
}

fn outcome(cells: &RiskCells, rows: &str) -> Cells {
    match rows {
        "users" => cells.costs_of_users(1),
        "any" => cells.any_use(1),
        _ => cells.costs(1),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("numbers").iter().map(|value| value.as_f64().expect("a number")).collect()
}

#[test]
fn families_links_and_weights_agree_with_r() {
    let grid = reference("glm_grid.json");
    let mut compared = 0;
    for (adjusters, design) in [(Adjusters::Numbers, "numbers"), (Adjusters::Groups, "groups")] {
        for (weighting, weights) in [(Weighting::None, "none"), (Weighting::Exposure, "exposure"), (Weighting::Sample, "sample")] {
            let panel = RandPanel::read(adjusters, weighting);
            let all = cells(&panel);
            assert!(adjusters == Adjusters::Numbers || all.profile.len() < 500, "rows share their adjusters");
            let fits = grid.as_array().expect("fits").iter().filter(|fit| fit["design"] == design && fit["weights"] == weights);
            for fit in fits {
                let text = |key: &str| fit[key].as_str().expect("text");
                let what = format!("{} {design} {weights}", text("model"));
                let (family, link) = model(text("model"));
                let cells = outcome(&all, text("rows"));
                let glm = Glm::fit(&cells, &panel.profiles, panel.width, family, link, &what).expect("a fit");
                assert!(glm.converged, "{what}: {} steps", glm.iterations);
                assert_eq!(glm.rows, fit["n"].as_u64().expect("rows"));
                let (se, wanted_se) = (glm.standard_errors(glm.dispersion), numbers(&fit["se"]));
                for (column, wanted) in numbers(&fit["coefficients"]).into_iter().enumerate() {
                    // A coefficient near zero has no relative precision of its own: measured in standard errors as well.
                    let scale = wanted.abs().max(wanted_se[column]);
                    let got = glm.estimate[column];
                    assert!((got - wanted).abs() <= 1e-8 * scale, "{what} β{column}: {got:.15e} instead of {wanted:.15e}");
                    close(&format!("{what} se{column}"), se[column], wanted_se[column], 1e-6);
                }
                close(&format!("{what} dispersion"), glm.dispersion, fit["dispersion"].as_f64().expect("a number"), 1e-8);
                robust_errors_agree(&what, &panel, &glm, fit, text("rows"));
                match text("model") {
                    // R has no deviance with zeros either: the script's own leaves out the same part.
                    "gamma_log_all" => assert!(glm.deviance.is_none() && glm.explained > 0.0, "{what}"),
                    _ => {
                        close(&format!("{what} deviance"), glm.deviance.expect("known"), fit["deviance"].as_f64().expect("a number"), 1e-8);
                        let null = fit["null_deviance"].as_f64().expect("a number");
                        close(&format!("{what} null deviance"), glm.null_deviance.expect("known"), null, 1e-8);
                    }
                }
                if matches!(
                    (family, link),
                    (Family::Gaussian, Link::Identity) | (Family::Poisson, Link::Log) | (Family::Binomial, Link::Logit)
                ) {
                    close(&format!("{what} calibration"), calibration(&cells, &glm.means(&panel.profiles)), 1.0, 1e-9);
                }
                compared += 1;
            }
        }
    }
    assert_eq!(compared, grid.as_array().expect("fits").len());
    assert!(compared >= 69);
}

fn robust_errors_agree(what: &str, panel: &RandPanel, glm: &Glm, fit: &Value, rows: &str) {
    let persons: Vec<u32> = panel.rows.person.iter().map(|person| person - 1).collect();
    let own: Vec<u32> = (0..persons.len() as u32).collect();
    for (key, cluster) in [("hc0", &own), ("person", &persons), ("site", &panel.site)] {
        let observations = observations(panel, rows, cluster);
        let clusters = cluster.iter().max().map_or(0, |last| *last as usize + 1);
        let solution = Solution::of_glm(glm, &panel.profiles);
        // The meat without a score each: of rows, or of clusters.
        let meat = match key {
            "hc0" => Meat::of_rows(&solution, &panel.profiles, self::observations(panel, rows, cluster)),
            _ => {
                let mut sorted: Vec<Observation> = self::observations(panel, rows, cluster).collect();
                sorted.sort_by_key(|row| row.cluster);
                let groups = sorted.chunk_by(|a, b| a.cluster == b.cluster).map(|group| group.iter().copied());
                Meat::of_clusters(&solution, &panel.profiles, groups)
            }
        };
        let between = meat.between(&glm.inverse).standard_errors();
        numbers(&fit[key]).into_iter().zip(&between).for_each(|(wanted, got)| close(&format!("{what} {key}, meat"), *got, wanted, 1e-6));
        let covariance = cr0(&glm.inverse, &Scores::of(&solution, &panel.profiles, clusters, observations));
        for (column, wanted) in numbers(&fit[key]).into_iter().enumerate() {
            close(&format!("{what} {key} {column}"), covariance.standard_errors()[column], wanted, 1e-6);
        }
        if key == "hc0" {
            let hc1 = covariance.scaled(hc1_factor(glm.rows, panel.width)).standard_errors();
            numbers(&fit["hc1"]).into_iter().zip(&hc1).for_each(|(wanted, got)| close(what, *got, wanted, 1e-6));
        }
    }
}

/// The rows of a fit with the clusters they belong to.
fn observations(panel: &RandPanel, rows: &str, cluster: &[u32]) -> impl Iterator<Item = Observation> {
    let (users, any) = (rows == "users", rows == "any");
    let wanted = (0..panel.rows.person.len()).filter(move |row| !users || panel.rows.cost[*row] > 0.0);
    wanted.map(move |row| {
        let (exposure, cost) = (panel.rows.exposure[row], panel.rows.cost[row]);
        let value = if any { f64::from(cost != 0.0) } else { cost / exposure };
        Observation { cluster: cluster[row], profile: panel.rows.profile[row], weight: panel.rows.weight[row] * exposure, value }
    })
}

/// Published on these data, every regressor as it is, no weights (the free-care coefficient and what belongs to it).
#[test]
fn the_literature_s_values_of_the_rand_experiment() {
    let panel = RandPanel::read(Adjusters::Numbers, Weighting::None);
    let all = cells(&panel);
    let fit = |cells: &Cells, family, link| Glm::fit(cells, &panel.profiles, panel.width, family, link, "rand").expect("a fit");
    const FREE: usize = 5;
    let gamma = fit(&all.costs_of_users(1), Family::Gamma, Link::Log);
    assert_eq!(gamma.rows, 15_737);
    // R's default tolerance stops at 0.1084769; this is where its steps lead.
    close("gamma", gamma.estimate[FREE], 0.108_470_920_6, 1e-8);
    close("gamma deviance", gamma.deviance.expect("known"), 35_990.38, 1e-6);
    let tweedie = fit(&all.costs(1), Family::Tweedie { power: 1.5 }, Link::Log);
    close("tweedie", tweedie.estimate[FREE], 0.204_858_161_1, 1e-8);
    close("tweedie deviance", tweedie.deviance.expect("known"), 690_251.325_7, 1e-9);
    close("tweedie dispersion", tweedie.dispersion, 212.512, 1e-5);
    let poisson = fit(&all.costs(1), Family::Poisson, Link::Log);
    close("poisson", poisson.estimate[FREE], 0.185_957_814_3, 1e-9);
    let persons: Vec<u32> = panel.rows.person.iter().map(|person| person - 1).collect();
    let clustered = cr0(
        &poisson.inverse,
        &Scores::of(&Solution::of_glm(&poisson, &panel.profiles), &panel.profiles, 5912, observations(&panel, "all", &persons)),
    );
    close("poisson se", clustered.scaled(cr1_factor(5912)).standard_errors()[FREE], 0.067_408_93, 1e-6);
    let clustered = cr0(
        &gamma.inverse,
        &Scores::of(&Solution::of_glm(&gamma, &panel.profiles), &panel.profiles, 5912, observations(&panel, "users", &persons)),
    );
    close("gamma se", clustered.standard_errors()[FREE], 0.065_40, 2e-4);
    let logit = fit(&all.any_use(1), Family::Binomial, Link::Logit);
    close("logit", logit.estimate[FREE], 0.513_151_0, 1e-7);
    close("logit se", logit.standard_errors(1.0)[FREE], 0.036_162_45, 1e-6);
    close("logit log-likelihood", -logit.deviance.expect("known") / 2.0, -9_858.400_263_03, 1e-9);
}

#[test]
fn a_two_part_model_multiplies_its_parts_and_is_calibrated_afterwards() {
    let panel = RandPanel::read(Adjusters::Groups, Weighting::Exposure);
    let all = cells(&panel);
    let two_part = TwoPart::fit(&all, 1, &panel.profiles, panel.width, "rand").expect("a fit");
    two_part.check("rand").expect("converged");
    let means = two_part.means(&panel.profiles);
    let factor = calibration(&all.costs(1), &means);
    assert!(factor != 1.0 && (factor - 1.0).abs() < 0.05, "{factor}");
    // The share of users is a canonical logit: exact in sum.
    close("share of users", calibration(&all.any_use(1), &two_part.any_use.means(&panel.profiles)), 1.0, 1e-9);
    let part = &two_part.amount;
    let again = two_part.refit(&all, 1, &panel.profiles, "rand").expect("a fit");
    assert!(again.amount.iterations <= 2, "a fit begun at its own solution is there");
    assert!(part.estimate.iter().zip(&again.amount.estimate).all(|(a, b)| (a - b).abs() < 1e-9));
}

/// tests/reference/tweedie.R: the density summed over the number of claims, by dpois and dgamma.
#[test]
fn the_likelihood_of_a_tweedie_power_is_that_of_a_sum_of_gammas() {
    let panel = RandPanel::read(Adjusters::WithoutSite, Weighting::Exposure);
    let first = (0..panel.rows.person.len()).filter(|row| panel.rows.person[*row] <= 400);
    let wanted = reference("tweedie.json");
    let wanted = wanted.as_array().expect("points");
    let grid: Vec<f64> = wanted.iter().map(|point| point["power"].as_f64().expect("a power")).collect();
    let cells = RiskCells::of(&panel.rows, first.clone(), 1, &grid).costs(1);
    let all = vec![0; panel.rows.person.len()];
    let rows: Vec<Observation> =
        observations(&panel, "all", &all).zip(&panel.rows.person).filter(|(_, person)| **person <= 400).map(|(row, _)| row).collect();
    let profile = PowerProfile::new(&cells, &rows, &panel.profiles, panel.width, &grid, "rand").expect("a profile");
    for (point, wanted) in profile.points.iter().zip(wanted) {
        let of = |key: &str| wanted[key].as_f64().expect("a number");
        close("log-likelihood", point.log_likelihood, of("log_likelihood"), 1e-9);
        // At the top of the likelihood a dispersion is known to the root of the rounding only.
        close("dispersion", point.dispersion, of("dispersion"), 1e-4);
    }
    let best = wanted.iter().max_by(|a, b| a["log_likelihood"].as_f64().partial_cmp(&b["log_likelihood"].as_f64()).expect("numbers"));
    assert_eq!(Some(profile.best().expect("a best").power), best.and_then(|best| best["power"].as_f64()));
}

/// tests/reference/elastic_net.R: glmnet on the rows, folds and path made again there.
#[test]
fn screening_keeps_what_glmnet_keeps() {
    let panel = RandPanel::read(Adjusters::Numbers, Weighting::Exposure);
    let mut clusters = vec![Moments::zero(panel.width, 1); 30];
    for row in 0..panel.rows.person.len() {
        let x = &panel.profiles.entries[panel.rows.profile[row] as usize];
        let year = (panel.width - 4..panel.width).rev().find(|column| x.iter().any(|(entry, _)| entry == column));
        let year = year.map_or(0, |column| column + 5 - panel.width);
        clusters[5 * panel.site[row] as usize + year].add(&Moments::of(&panel.rows, row..row + 1, &panel.profiles, panel.width, 1));
    }
    let wanted = reference("elastic_net.json");
    let screen = Screen { l1_ratio: 0.5, folds: 5 };
    let screened = screen.run(&clusters).expect("screened");
    for (key, values) in [
        ("penalties", screened.path.iter().map(|point| point.penalty).collect::<Vec<f64>>()),
        ("error", screened.path.iter().map(|point| point.error).collect()),
        ("se", screened.path.iter().map(|point| point.se).collect()),
    ] {
        values.iter().zip(numbers(&wanted[key])).for_each(|(got, wanted)| close(key, *got, wanted, 1e-6));
    }
    let chosen = wanted["chosen"].as_u64().expect("a place") as usize;
    assert_eq!(screened.penalty, screened.path[chosen].penalty);
    let coefficients = numbers(&wanted["coefficients"]);
    for (column, (got, wanted)) in screened.coefficients.iter().zip(&coefficients).enumerate() {
        assert!((got - wanted).abs() <= 1e-3 + 1e-5 * wanted.abs(), "β{column}: {got} instead of {wanted}");
        assert_eq!(screened.kept[column], column == 0 || *wanted != 0.0, "β{column}");
    }
    // What is kept is fitted without a penalty; what is not has no part in it.
    let all = clusters.iter().fold(Moments::zero(panel.width, 1), |mut sum, moments| {
        sum.add(moments);
        sum
    });
    let refitted = LeastSquares::fit_columns(&all, &screened.kept, "screened").expect("a fit");
    let glm = Glm::fit_columns(&cells(&panel).costs(1), &panel.profiles, &screened.kept, Family::Gaussian, Link::Identity, "screened");
    let glm = glm.expect("a fit");
    for (column, kept) in screened.kept.iter().enumerate() {
        let (estimate, of_rows) = (refitted.outcomes[1].estimate[column], glm.estimate[column]);
        assert!((estimate != 0.0) == *kept && (estimate - of_rows).abs() <= 1e-7 * (1.0 + estimate.abs()), "β{column}");
    }
    assert!(refitted.aliased.is_empty() && screen.run(&clusters[..4]).is_none());
}
