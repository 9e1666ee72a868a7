//! `garantie settle plan`: whether a plan to use gains obeys the rules, and its yearly financial report.

use std::path::PathBuf;

use clap::Args;

use super::{Done, Global, summary};
use crate::error::Error;
use crate::run;
use crate::spec::UsePlan;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie settle plan data-samples/annex-7/passes.toml")]
pub struct Arguments {
    /// The plan, or the yearly report of use
    plan: PathBuf,
}

/// Checks the plan and writes its report.
pub fn run(arguments: &Arguments, global: &Global) -> Result<Done, Error> {
    let plan = UsePlan::read(&arguments.plan)?;
    let checked = run::check_use(&plan)?;
    summary::use_checked(&plan, &checked, global)
}
