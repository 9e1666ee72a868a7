//! Results rendered: the faces of a run, and those of a finished run again in another language or format.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::manifest;
use crate::error::Error;
use crate::ingest::Digest;
use crate::report::{self, Folder, ReportError, Results, Table};
use crate::spec::{Format, Language};

/// The report, for a screen and for paper, and the workbook, each a name and an ending.
const FACES: [(&str, &str); 3] = [("report", "html"), ("report", "pdf"), ("results", "xlsx")];

/// The languages, as they stand in the names of what is rendered again.
const LANGUAGES: [(Language, &str); 3] = [(Language::En, "-en"), (Language::Fr, "-fr"), (Language::Nl, "-nl")];

/// A run rendered again.
pub struct Rendered {
    /// The results, in the language asked for.
    pub results: Results,
    /// The files that were written.
    pub files: Vec<PathBuf>,
}

/// What a manifest says of the results beside it.
#[derive(Deserialize)]
struct Manifest {
    version: String,
    #[serde(default)]
    outputs: Vec<Digest>,
}

/// Every file with words of a language that a run, or rendering it again, may have left in a folder.
pub fn outputs() -> impl Iterator<Item = String> {
    let suffixes = [""].into_iter().chain(LANGUAGES.map(|(_, suffix)| suffix));
    suffixes.flat_map(|suffix| FACES.map(|(name, ending)| format!("{name}{suffix}.{ending}")))
}

/// Writes results in formats; `suffix` goes to the names of report and workbook.
pub fn write(results: &Results, tables: &[Table], formats: &[Format], suffix: &str, folder: &mut Folder) -> Result<(), ReportError> {
    let [(page, html), (_, pdf), (book, _)] = FACES;
    for format in formats {
        match format {
            Format::Csv => tables.iter().try_for_each(|table| table.write_csv(folder))?,
            Format::Parquet => tables.iter().try_for_each(|table| table.write_parquet(folder))?,
            Format::Arrow => tables.iter().try_for_each(|table| table.write_arrow(folder))?,
            Format::Xlsx => report::write_run_workbook(&format!("{book}{suffix}"), results, tables, folder)?,
            Format::Html => folder.write_text(&format!("{page}{suffix}.{html}"), &report::render(results)?)?,
            Format::Pdf => folder.write_bytes(&format!("{page}{suffix}.{pdf}"), &report::render_pdf(results)?)?,
        }
    }
    Ok(())
}

/// Renders a finished run again from its own files, into its folder or another.
///
/// # Errors
/// [`ReportError::NoRun`] if the folder holds no finished run, [`ReportError::Unreadable`] if its results are not those that it wrote.
pub fn report(run: &Path, language: Option<Language>, formats: &[Format], out: Option<&Path>) -> Result<Rendered, Error> {
    report::finish(run)?;
    let mut results = read(run)?;
    results.asked.language = language.unwrap_or(results.asked.language);
    let suffix = LANGUAGES.iter().find(|(language, _)| *language == results.asked.language).map_or("", |(_, suffix)| suffix);
    let mut folder = Folder::open(out.unwrap_or(run))?;
    write(&results, &report::tables(&results), formats, suffix, &mut folder)?;
    let files = folder.written();
    folder.commit(std::iter::empty())?;
    Ok(Rendered { results, files })
}

/// The results of a finished run.
fn read(run: &Path) -> Result<Results, ReportError> {
    let file = run.join(manifest::NAME);
    let text = fs::read_to_string(&file).map_err(|_| ReportError::NoRun { folder: run.to_owned() })?;
    let unreadable = |file: &Path, reason: String| ReportError::Unreadable { reason: format!("{}: {reason}", file.display()) };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| unreadable(&file, error.to_string()))?;
    let results = run.join(report::RESULTS);
    let own = env!("CARGO_PKG_VERSION");
    let Some(written) = manifest.outputs.iter().find(|output| output.file == report::RESULTS) else {
        return Err(unreadable(&results, format!("garantie {} did not write it; this is {own}", manifest.version)));
    };
    let content = fs::read(&results).map_err(|error| unreadable(&results, error.to_string()))?;
    if Digest::of(report::RESULTS, &content) != *written {
        return Err(unreadable(&results, "it is not as the run wrote it".into()));
    }
    report::read_results(run).map_err(|error| match error {
        ReportError::Unreadable { reason } if manifest.version != own => {
            ReportError::Unreadable { reason: format!("{reason} (written by garantie {}; this is {own})", manifest.version) }
        }
        other => other,
    })
}
