//! The `garantie` command.

use std::process::ExitCode;

use clap::Parser;
use garantie::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
