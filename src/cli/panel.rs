//! `garantie panel`: the person-year panel as a file.

use std::path::PathBuf;

use clap::Args;

use super::{Done, Global, ending_in, summary};
use crate::error::Error;
use crate::panel;
use crate::progress::Progress;
use crate::report::{self, Folder};
use crate::run;
use crate::spec::Study;

/// The panel holds persons: it is written readable by its owner only, and is not an output to pass on.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie panel data-samples/synthetic/study.toml")]
pub struct Arguments {
    /// The study file
    study: PathBuf,
    /// Where to write the panel, a file ending in .parquet; panel.parquet in the study's output folder, where the control totals go, when not given
    #[arg(long, value_name = "FILE", value_parser = ending_in(&["parquet"]))]
    out: Option<PathBuf>,
}

/// Makes the panel, writes it with its control totals.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    let study = Study::read(&arguments.study)?;
    let path = arguments.out.clone().unwrap_or_else(|| study.output.folder.join("panel.parquet"));
    study.check_written(&path)?;
    let mut folder = Folder::open(&study.output.folder)?;
    let panel = panel::build(&study, progress)?;
    progress.end();
    panel::write(&panel, &path)?;
    report::control_totals(&run::shown_totals(&study, &panel)).write_csv(&mut folder)?;
    folder.commit(std::iter::empty())?;
    summary::panel(&study, &panel, &path, global)
}
