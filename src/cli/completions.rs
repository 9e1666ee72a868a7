//! `garantie completions`: what a shell needs to complete commands and their options.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Done, summary};
use crate::error::Error;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie completions bash > ~/.local/share/bash-completion/completions/garantie")]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &Arguments) -> Result<Done, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "garantie", &mut script);
    summary::say(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Done { errors_found: false })
}
