//! `garantie simulate`: a synthetic population with a known truth.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::{Done, Global, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::simulate::{self, Defect, Settings, Source};

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie simulate /tmp/world --persons 300000 --years 8")]
pub struct Arguments {
    /// The folder to make
    out: PathBuf,
    /// Persons in the data at the start of the first year
    #[arg(long, default_value_t = Settings::default().persons, value_name = "N")]
    persons: u64,
    /// First year of the data
    #[arg(long, default_value_t = Settings::default().first_year, value_name = "YEAR")]
    first_year: i32,
    /// Number of years
    #[arg(long, default_value_t = Settings::default().years, value_name = "N")]
    years: usize,
    /// First year in which the pilots have their effect
    #[arg(long, default_value_t = Settings::default().start_year, value_name = "YEAR")]
    start: i32,
    /// Seed: the same seed gives the same bytes
    #[arg(long, default_value_t = Settings::default().seed, value_name = "N")]
    seed: u64,
    /// A sample with weights, as the permanent sample, or everybody with weight 1
    #[arg(long, value_enum, default_value_t = Kind::Sample)]
    source: Kind,
    /// Standard deviation of the lasting cost level of a zone, in logarithm
    #[arg(long, default_value_t = Settings::default().zone_level_sd, value_name = "SD")]
    zone_level: f64,
    /// Standard deviation of the shocks that hit a zone in a year, in logarithm
    #[arg(long, default_value_t = Settings::default().zone_shock_sd, value_name = "SD")]
    zone_shock: f64,
    /// Scale of the number of benefit lines; costs keep their law
    #[arg(long, default_value_t = Settings::default().lines, value_name = "FACTOR")]
    lines: f64,
    /// Share of the country's inhabitants in the zone of a pilot
    #[arg(long, default_value_t = Settings::default().pilot_share, value_name = "SHARE")]
    pilot_share: f64,
    /// Defects of real extracts to put in, each counted in truth.toml; or `all`
    #[arg(long, value_delimiter = ',', value_name = "NAMES", value_parser = PossibleValuesParser::new(names()))]
    defects: Vec<String>,
}

/// What `--defects` takes.
fn names() -> impl Iterator<Item = &'static str> {
    Defect::ALL.into_iter().map(Defect::name).chain(["all"])
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Kind {
    Sample,
    Exhaustive,
}

/// Writes the tables, study.toml and truth.toml.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    let all = arguments.defects.iter().any(|name| name == "all");
    let named = || arguments.defects.iter().map(|name| Defect::named(name)).collect::<Result<_, _>>();
    let settings = Settings {
        defects: if all { Defect::ALL.into() } else { named()? },
        persons: arguments.persons,
        first_year: arguments.first_year,
        years: arguments.years,
        seed: arguments.seed,
        source: match arguments.source {
            Kind::Sample => Source::Sample,
            Kind::Exhaustive => Source::Exhaustive,
        },
        zone_level_sd: arguments.zone_level,
        zone_shock_sd: arguments.zone_shock,
        lines: arguments.lines,
        pilot_share: arguments.pilot_share,
        start_year: arguments.start,
    };
    progress.stage("simulate");
    simulate::write(settings, &arguments.out)?;
    progress.end();
    if global.json {
        summary::say(&serde_json::json!({ "folder": arguments.out, "study": arguments.out.join("study.toml") }).to_string())?;
    } else if !global.quiet {
        let study = arguments.out.join("study.toml");
        summary::say(&format!("population in {}; judge it with: garantie run {}", arguments.out.display(), study.display()))?;
    }
    Ok(Done { errors_found: false })
}
