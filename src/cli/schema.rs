//! `garantie schema`: JSON Schema of study, model, layout, settlement and plan files, for editors that complete and check them.

use clap::{Args, ValueEnum};

use super::{Done, summary};
use crate::error::Error;
use crate::spec;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie schema study > study.schema.json")]
pub struct Arguments {
    /// The kind of file
    #[arg(value_enum)]
    file: File,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum File {
    Study,
    Model,
    Layout,
    Settlement,
    Plan,
}

/// Prints the schema.
pub fn run(arguments: &Arguments) -> Result<Done, Error> {
    let schema = match arguments.file {
        File::Study => spec::study_schema(),
        File::Model => spec::model_schema(),
        File::Layout => spec::layout_schema(),
        File::Plan => spec::plan_schema(),
        File::Settlement => spec::settlement_schema(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(|error| Error::Bug(error.to_string()))?;
    summary::say(&text)?;
    Ok(Done { errors_found: false })
}
