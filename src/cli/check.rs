//! `garantie check`: what a study and its tables hold, without writing anything.

use std::path::PathBuf;

use clap::Args;

use super::{Done, Global, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::run;
use crate::spec::Study;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie check data-samples/synthetic/study.toml")]
pub struct Arguments {
    /// The study file
    study: PathBuf,
}

/// Reads study and tables and judges once, so that a rule, a zone or a model that does not fit is found here.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    let study = Study::read(&arguments.study)?;
    summary::findings(&run::check(&study, progress)?, global)
}
