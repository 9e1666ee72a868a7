//! `garantie run`: the whole pipeline.

use std::path::PathBuf;

use clap::Args;

use super::cache::Cache;
use super::{Done, Global, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::run;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie run data-samples/synthetic/study.toml")]
pub struct Arguments {
    /// The study file
    study: PathBuf,
    #[command(flatten)]
    cache: Cache,
}

/// Computes and writes everything that the study asks for.
pub fn run(arguments: &Arguments, threads: usize, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    let study = arguments.cache.study(&arguments.study)?;
    let results = run::run(&study, threads, progress)?;
    progress.end();
    summary::gained(&study, &results, global)
}
