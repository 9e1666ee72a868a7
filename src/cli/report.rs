//! `garantie report`: a finished run rendered again.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::tongue::Tongue;
use super::{Done, Global, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::run;
use crate::spec::{Format, Language};

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie report data-samples/synthetic/out --language nl")]
pub struct Arguments {
    /// The output folder of a finished run
    run: PathBuf,
    /// Language of report and workbook [default: the study's]
    #[arg(long, value_enum)]
    language: Option<Tongue>,
    /// What to write; may be given several times
    #[arg(long = "format", value_enum, value_name = "FORMAT", default_values_t = [Face::Html, Face::Xlsx])]
    formats: Vec<Face>,
    /// Folder to write to [default: that of the run]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Face {
    /// The report, report-LANGUAGE.html
    Html,
    /// The report for print and for a file, report-LANGUAGE.pdf; needs a garantie built with it
    Pdf,
    /// The workbook, results-LANGUAGE.xlsx
    Xlsx,
    /// The tables as CSV, in every language the same
    Csv,
    /// The tables as Parquet
    Parquet,
    /// The tables as Arrow
    Arrow,
}

impl From<Face> for Format {
    fn from(face: Face) -> Format {
        match face {
            Face::Html => Format::Html,
            Face::Pdf => Format::Pdf,
            Face::Xlsx => Format::Xlsx,
            Face::Csv => Format::Csv,
            Face::Parquet => Format::Parquet,
            Face::Arrow => Format::Arrow,
        }
    }
}

/// Renders the run and prints what was written.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    progress.stage("report");
    let formats: Vec<Format> = arguments.formats.iter().map(|face| Format::from(*face)).collect();
    let rendered = run::report(&arguments.run, arguments.language.map(Language::from), &formats, arguments.out.as_deref())?;
    progress.end();
    summary::rendered(&rendered, global)
}
