//! `garantie man`: the manual pages of every command, from the definitions that `--help` prints.

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::{Cli, Done, Global, summary};
use crate::error::Error;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie man ~/.local/share/man/man1")]
pub struct Arguments {
    /// Folder to write to, made when it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes a page for each command.
pub fn run(arguments: &Arguments, global: &Global) -> Result<Done, Error> {
    let refused = |error: std::io::Error| Error::Io(format!("cannot write to {}: {error}", arguments.folder.display()));
    fs::create_dir_all(&arguments.folder).map_err(refused)?;
    clap_mangen::generate_to(Cli::command(), &arguments.folder).map_err(refused)?;
    if !global.quiet {
        summary::say(&format!("manual pages in {0}; man -l {0}/garantie.1", arguments.folder.display()))?;
    }
    Ok(Done { errors_found: false })
}
