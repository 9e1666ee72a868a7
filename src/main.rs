//! The `garantie` command.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use garantie::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
