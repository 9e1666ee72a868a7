//! The command line: one file per command, progress on stderr, a short summary on stdout.

mod cache;
mod calibrate;
mod check;
mod compare;
mod compare_runs;
mod completions;
mod diagnostic;
mod findings;
mod gains;
mod man;
mod panel;
mod plan;
mod progress;
mod report;
mod run;
mod schema;
mod screen;
mod settle;
mod settle_plan;
mod simulate;
mod summary;
mod threads;
mod tongue;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::Error;

/// What each integrated-care pilot's patients would have cost without the pilot, how large the efficiency gain is, and how
/// far that figure can be trusted.
#[derive(Parser, Debug)]
#[command(name = "garantie", version, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXIT_CODES: &str = "\
Example: garantie run data-samples/synthetic/study.toml

Exit codes: 0 done; 1 done, with findings at error level; 2 study or usage; 3 data; 4 numerical; 5 input/output; 70 bug.";

/// Settings of every command.
#[derive(Args, Debug)]
struct Global {
    /// Threads to use; all processors when not given
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// How progress is told: bars on a terminal, or one JSON object a line
    #[arg(long, global = true, value_enum, default_value_t = Log::Text)]
    log: Log,
    /// Tell no progress and print no summary
    #[arg(long, global = true)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq)]
enum Log {
    Text,
    Json,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Write a synthetic population with pilots whose true effect is known
    Simulate(simulate::Arguments),
    /// Read a study and its tables and print what is found
    Check(check::Arguments),
    /// Make the person-year panel of a study
    Panel(panel::Arguments),
    /// Print the JSON Schema of a kind of file: study, model, layout, settlement or plan
    Schema(schema::Arguments),
    /// Say which gain a study of some size would find, and which size finds a gain
    Plan(plan::Arguments),
    /// Put known effects into zones without a pilot and write what each variant makes of them
    Calibrate(calibrate::Arguments),
    /// Judge a study's variants side by side, or say what changed between two finished runs
    Compare(compare::Arguments),
    /// Compute guarantees, gains and their uncertainty; write tables and report
    Run(run::Arguments),
    /// Render a finished run again, in another language or format
    Report(report::Arguments),
    /// Apply settlement rules to a finished run: what each would pay, step by step
    Settle(settle::Arguments),
    /// Print what a shell needs to complete commands
    Completions(completions::Arguments),
    /// Write the manual pages
    Man(man::Arguments),
}

/// A parser of the name of a file to write, which must have one of some endings: they say what is written.
fn ending_in(endings: &'static [&'static str]) -> impl Fn(&str) -> Result<PathBuf, String> + Clone + Send + Sync {
    move |path| {
        let path = PathBuf::from(path);
        match path.extension().and_then(|ending| ending.to_str()) {
            Some(ending) if endings.contains(&ending) => Ok(path),
            _ => Err(format!("give a file ending in .{}", endings.join(" or ."))),
        }
    }
}

/// Whether findings at error level were made.
struct Done {
    errors_found: bool,
}

impl Cli {
    /// Runs the command, prints its summary or its error, and gives the exit code.
    pub fn run(self) -> ExitCode {
        let command = || threads::limit(self.global.threads).and_then(|threads| self.dispatch(threads));
        // A panic is a bug of ours. What it says could quote data: the place is enough to find it by.
        std::panic::set_hook(Box::new(|panic| eprintln!("stopped at {}", panic.location().map(ToString::to_string).unwrap_or_default())));
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(command));
        match outcome.unwrap_or_else(|_| Err(Error::Bug("the engine failed where it should not".into()))) {
            Ok(Done { errors_found }) => ExitCode::from(u8::from(errors_found)),
            Err(error) => {
                match self.global.json || self.global.log == Log::Json {
                    true => diagnostic::print_json(&error),
                    false => diagnostic::print(&error),
                }
                ExitCode::from(error.exit_code())
            }
        }
    }

    fn dispatch(&self, threads: usize) -> Result<Done, Error> {
        let progress = progress::teller(&self.global);
        let progress = progress.as_ref();
        match &self.command {
            Command::Simulate(arguments) => simulate::run(arguments, &self.global, progress),
            Command::Check(arguments) => check::run(arguments, &self.global, progress),
            Command::Panel(arguments) => panel::run(arguments, &self.global, progress),
            Command::Schema(arguments) => schema::run(arguments),
            Command::Completions(arguments) => completions::run(arguments),
            Command::Man(arguments) => man::run(arguments, &self.global),
            Command::Report(arguments) => report::run(arguments, &self.global, progress),
            Command::Settle(arguments) => settle::run(arguments, &self.global, progress),
            Command::Plan(arguments) => plan::run(arguments, &self.global, progress),
            Command::Calibrate(arguments) => calibrate::run(arguments, &self.global, progress),
            Command::Compare(arguments) => compare::run(arguments, threads, &self.global, progress),
            Command::Run(arguments) => run::run(arguments, threads, &self.global, progress),
        }
    }
}
