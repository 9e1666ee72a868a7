//! The simulation study of docs/simulation-study.md. Slow; the command stands there:
//! `GARANTIE_WORLDS=200 cargo test --test garantie -- --ignored --nocapture simulation_study`.

use garantie::progress::Silent;
use garantie::report::{GainFigures, Period};
use garantie::run;
use garantie::simulate::Settings;
use garantie::spec::{Reading, Study};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use crate::memory::Country;

/// Zones of 4 % of the country, about 650 target persons each; 19 fit side by side beside the six pilots.
fn settings(seed: u64, zone_shock_sd: f64) -> Settings {
    Settings {
        persons: 36_000,
        first_year: 2015,
        years: 4,
        seed,
        zone_shock_sd,
        lines: 0.02,
        pilot_share: 0.04,
        start_year: 2100,
        ..Settings::default()
    }
}

/// Worlds of each kind: 200, or what the environment says.
fn worlds() -> u64 {
    std::env::var("GARANTIE_WORLDS").ok().and_then(|worlds| worlds.parse().ok()).unwrap_or(200)
}

/// A study of all pilots with a target rule, base years, outlier rule and number of pseudo-pilots, judged in 2018.
fn study(country: &Country, target: &str, base: &str, rule: &str, placebos: usize) -> Study {
    let pilots: String = country
        .pilots
        .iter()
        .map(|(id, zone)| format!("[[pilot]]\nid = '{id}'\nzone = {zone:?}\ntarget = '{target}'\nstart = 2018\n"))
        .collect();
    let text = format!(
        "[study]\ntitle = 'simulation'\nseed = 7\n[data]\npanel = 'none'\nsource = 'sample'\n[scope]\nsectors = ['cost']\n\
         [period]\nbase = {base}\nperformance = [2018]\n[outliers]\nrule = '{rule}'\n[credibility]\nplacebos = {placebos}\n{pilots}"
    );
    Study::parse(std::path::Path::new("study.toml"), text).expect("a study")
}

/// What one way of judging found in zones where nothing happened.
#[derive(Default)]
struct Found {
    /// log(real cost / guarantee), its standard error without and with shocks of zones, degrees of freedom.
    zones: Vec<(f64, f64, f64, f64)>,
    /// Gains found, in percent of the guarantee.
    rates: Vec<f64>,
}

impl Found {
    fn add(&mut self, country: &Country, study: &Study, reading: Reading) {
        let results = run::judge(study, &country.panel, &Silent).expect("results");
        self.take(&results, reading);
    }

    fn take(&mut self, results: &garantie::report::Results, reading: Reading) {
        for row in results.gains.iter().filter(|row| row.period == Period::Year(2018) && row.reading == reading) {
            let Some(GainFigures { se, se_persons, real_cost, savings_rate, .. }) = &row.figures else { continue };
            let side_by_side = results.placebos.first().map_or(f64::INFINITY, |row| row.side_by_side as f64);
            let real = real_cost.euro();
            self.zones.push(((1.0 - savings_rate).ln(), se_persons.euro() / real, se.euro() / real, side_by_side - 1.0));
            self.rates.push(*savings_rate);
        }
    }

    fn share(&self, holds: impl Fn(&(f64, f64, f64, f64)) -> bool) -> f64 {
        100.0 * self.zones.iter().filter(|zone| holds(zone)).count() as f64 / self.zones.len() as f64
    }

    fn coverage_without(&self) -> f64 {
        self.share(|(d, persons, ..)| d.abs() <= 1.959_964 * persons)
    }

    fn coverage(&self) -> f64 {
        self.share(|(d, _, se, df)| d.abs() <= reach(*df) * se)
    }

    /// The power for an effect on the log of cost that adds to D, and what the standard errors promise. Without an outlier rule
    /// an effect multiplies the cost of the zone and nothing else, so that D moves by exactly its logarithm.
    fn power(&self, effect: f64) -> (f64, f64) {
        let found = self.share(|(d, _, se, df)| (d + effect).abs() > reach(*df) * se);
        let normal = Normal::standard();
        let promise = |(_, _, se, df): &(f64, f64, f64, f64)| normal.cdf(-reach(*df) - effect / se) + normal.sf(reach(*df) - effect / se);
        (found, 100.0 * self.zones.iter().map(promise).sum::<f64>() / self.zones.len() as f64)
    }

    fn rmse(&self) -> f64 {
        100.0 * (self.rates.iter().map(|rate| rate * rate).sum::<f64>() / self.rates.len() as f64).sqrt()
    }

    fn mean(&self) -> f64 {
        100.0 * self.rates.iter().sum::<f64>() / self.rates.len() as f64
    }
}

fn reach(df: f64) -> f64 {
    StudentsT::new(0.0, 1.0, df).map_or(1.959_964, |t| t.inverse_cdf(0.975))
}

#[test]
#[ignore = "slow: 200 worlds for each of three sizes of shocks"]
fn simulation_study() {
    println!("worlds: {}", worlds());
    println!(
        "| shocks | way of judging | intervals | RMSE | coverage without τ² | with τ² | false gains and losses | power at −10 % | promised |"
    );
    let shocks: Vec<f64> = match std::env::var("GARANTIE_SHOCKS") {
        Ok(shock) => vec![shock.parse().expect("a standard deviation")],
        Err(_) => vec![0.0, 0.01, 0.02],
    };
    for shock in shocks {
        let mut ways: [Found; 5] = Default::default();
        let mut costly: [Found; 2] = Default::default();
        for seed in 1..=worlds() {
            let country = Country::new(&settings(seed, shock), 2017);
            ways[0].add(&country, &study(&country, "chronic and age >= 18", "[2017]", "none", 60), Reading::Evolution);
            let capped = run::judge(&study(&country, "chronic and age >= 18", "[2015, 2016, 2017]", "cap", 60), &country.panel, &Silent);
            let capped = capped.expect("results");
            for (way, reading) in ways[1..].iter_mut().zip([Reading::Evolution, Reading::Credible, Reading::Level, Reading::Additive]) {
                way.take(&capped, reading);
            }
            if shock == 0.01 {
                for (found, rule) in costly.iter_mut().zip(["costly", "costly_in_pilots"]) {
                    found.add(&country, &study(&country, rule, "[2017]", "cap", 0), Reading::Evolution);
                }
            }
            if seed % 20 == 0 || seed < 3 || seed == worlds() {
                println!("after {seed} worlds, shocks of {:.0} %:", 100.0 * shock);
                for (name, way) in ["B, one base year, no rule", "B, three base years, cap", "D, three base years, cap", "A, cap", "C, cap"]
                    .iter()
                    .zip(&ways)
                {
                    let (power, promised) = way.power(0.9_f64.ln());
                    println!(
                        "| {:.0} % | {name} | {} | {:.2} | {:.1} | {:.1} | {:.1} | {power:.1} | {promised:.1} |",
                        100.0 * shock,
                        way.zones.len(),
                        way.rmse(),
                        way.coverage_without(),
                        way.coverage(),
                        100.0 - way.coverage(),
                    );
                }
                for (name, found) in ["reference under the same rule", "reference without it"].iter().zip(&costly).filter(|_| shock == 0.01)
                {
                    println!(
                        "| costly in 2017 | {name} | {} | mean gain {:.2} %, sd {:.2} % | false {:.1} % |",
                        found.zones.len(),
                        found.mean(),
                        (found.rmse().powi(2) - found.mean().powi(2)).sqrt(),
                        100.0 - found.coverage_without()
                    );
                }
            }
        }
    }
}
