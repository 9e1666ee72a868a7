//! `garantie settle`: what settlement rules pay on the gains of a finished run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{Done, Global, settle_plan, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::run;
use crate::settle::Truth;
use crate::spec::{SettlementRule, Study, StudyError, Unnamed};

/// What the command takes.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example: garantie settle data-samples/synthetic/study.toml --rule credible --rule my-rule.toml"
)]
pub struct Arguments {
    #[command(subcommand)]
    of: Option<Of>,
    /// The study file, whose run is finished
    #[arg(required = true)]
    study: Option<PathBuf>,
    /// A rule of the engine, or a file that ends in .toml; the study's rules when not given
    #[arg(long = "rule", value_name = "NAME|FILE")]
    rules: Vec<String>,
    /// The truth.toml of a simulation, to tell what is paid for luck
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Of {
    /// Check a plan to use gains, or a yearly report of use, against annex 7 of the conventions, and write its tables
    Plan(settle_plan::Arguments),
}

/// Applies the rules and writes what they pay beside the run.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    if let Some(Of::Plan(plan)) = &arguments.of {
        return settle_plan::run(plan, global);
    }
    let study = arguments.study.as_deref().ok_or_else(|| Error::Bug("no study was asked for".into()))?;
    let study = Study::read(study)?;
    let mut rules: Vec<SettlementRule> = Vec::new();
    for name in &arguments.rules {
        let rule = named(name)?;
        if rules.iter().any(|other| other.name == rule.name) {
            let message = format!("the settlement rule `{}` is given twice", rule.name);
            return Err(unlocated(name, message, "leave one out, or rename it"));
        }
        rules.push(rule);
    }
    let rules = if rules.is_empty() { &study.settlement } else { &rules };
    let truth = arguments.truth.as_deref().map(Truth::read).transpose()?;
    progress.stage("settle");
    let settled = run::settle(&study, rules, truth.as_ref())?;
    progress.end();
    summary::settled(&study, rules, &settled, global)
}

/// A rule given on the command line; its path is relative to where the command runs.
fn named(name: &str) -> Result<SettlementRule, Error> {
    SettlementRule::named(name, Path::new("")).map_err(|error| match error {
        Unnamed::Invalid(error) => error.into(),
        Unnamed::Unknown(message, help) => {
            unlocated(name, message, help.as_deref().unwrap_or("the path is relative to where the command runs"))
        }
    })
}

fn unlocated(name: &str, message: String, help: &str) -> Error {
    StudyError::new(Path::new(name), &Arc::from(""), None, message).with_help(help).into()
}
