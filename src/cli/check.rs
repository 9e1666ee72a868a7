//! `garantie check`: what a study and its tables hold.

use std::path::PathBuf;

use clap::Args;

use super::{Done, Global, ending_in, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::report;
use crate::run;
use crate::spec::Study;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie check data-samples/synthetic/study.toml --out findings.csv")]
pub struct Arguments {
    /// The study file
    study: PathBuf,
    /// Write the findings as a table too: a file ending in .csv or .parquet
    #[arg(long, value_name = "FILE", value_parser = ending_in(&["csv", "parquet"]))]
    out: Option<PathBuf>,
}

/// Reads study and tables and judges once, so that a rule, a zone or a model that does not fit is found here.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    let study = Study::read(&arguments.study)?;
    arguments.out.iter().try_for_each(|path| study.check_written(path))?;
    let results = run::check(&study, progress)?;
    progress.end();
    if let Some(path) = &arguments.out {
        report::findings(&results).write_to(path)?;
    }
    summary::findings(&results, global)
}
