//! The manifest: what went in, with which settings, how long it took, what came of every line.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use serde::Serialize;

use crate::error::Error;
use crate::ingest::{DataError, Digest, digests, unchanged};
use crate::progress::Progress;
use crate::report::{FindingRow, Folder, TotalRow};
use crate::spec::Study;

/// Its file name.
pub const NAME: &str = "manifest.json";

/// Version of the manifest's own layout.
const FORMAT: u32 = 1;

/// What makes a run reproducible. Equal inputs, study and version give the same bytes in every table.
#[derive(Debug, Serialize)]
pub struct Manifest {
    format: u32,
    version: &'static str,
    study_sha256: String,
    study_sections: BTreeMap<String, String>,
    seed: u64,
    threads: usize,
    inputs: Vec<Table>,
    stages: Vec<Stage>,
    control_totals: Vec<TotalRow>,
    findings: Vec<FindingRow>,
    outputs: Vec<Digest>,
}

/// The files of one table.
#[derive(Debug, Serialize)]
pub struct Table {
    table: &'static str,
    files: Vec<Digest>,
}

/// A stage and its wall time.
#[derive(Debug, Serialize)]
pub struct Stage {
    name: &'static str,
    seconds: f64,
}

/// The digest of a study's text.
pub fn study_digest(study: &Study) -> String {
    digest(study.text())
}

/// Keys of section `[data]` that say where a file is, in it and in its parts; what is in the file has a digest of its own.
const PATHS: [&str; 8] = ["population", "claims", "drugs", "panel", "sectors", "morbidity", "geography", "mergers"];

/// The digest of each section that figures rest on, which comments, spaces, the order of keys and what the study or a file is called do
/// not change.
fn section_digests(study: &Study) -> BTreeMap<String, String> {
    let mut sections: toml::Table = toml::from_str(study.text()).unwrap_or_default();
    sections.remove("output");
    if let Some(study) = sections.get_mut("study").and_then(toml::Value::as_table_mut) {
        study.retain(|key, _| !["title", "language"].contains(&key));
    }
    if let Some(data) = sections.get_mut("data").and_then(toml::Value::as_table_mut) {
        data.retain(|key, _| !PATHS.contains(&key));
        let pilots = data.get_mut("pilots").and_then(toml::Value::as_table_mut);
        pilots.into_iter().for_each(|pilots| pilots.retain(|key, _| !PATHS.contains(&key)));
        let files = data.get_mut("files").and_then(toml::Value::as_table_mut);
        let layouts = files.into_iter().flat_map(|files| files.iter_mut()).filter_map(|(_, files)| files.get_mut("layout"));
        layouts.filter(|layout| layout.as_str().is_some_and(|layout| layout.ends_with(".toml"))).for_each(|layout| *layout = "file".into());
    }
    sections.iter().map(|(name, value)| (name.clone(), digest(&value.to_string()))).collect()
}

fn digest(text: &str) -> String {
    Digest::of("", text.as_bytes()).sha256
}

/// Every file or pattern that a study reads, with the table that it is of.
fn patterns(study: &Study) -> Vec<(&'static str, &Path)> {
    let tables = study.data.tables();
    let mut files: Vec<(&'static str, &Path)> = tables.iter().map(|(table, path)| (*table, path.get_ref().as_path())).collect();
    files.extend(study.data.formats.layout_files().map(|path| ("layout", path)));
    let variants = study.variants.iter().chain(study.compare.variants.iter().map(|compared| &compared.variant));
    for model in variants.filter_map(|variant| Some(("model", variant.model_file.as_deref()?))) {
        if !files.contains(&model) {
            files.push(model);
        }
    }
    files
}

/// The digests of every file that a study reads.
pub fn inputs(study: &Study) -> Result<Vec<Table>, DataError> {
    patterns(study).into_iter().map(|(table, pattern)| Ok(Table { table, files: digests(table, pattern)? })).collect()
}

/// Refuses data that changed since their digests were taken: what was read would not be what the manifest names.
pub fn still(study: &Study, inputs: &[Table]) -> Result<(), DataError> {
    patterns(study).into_iter().zip(inputs).try_for_each(|((table, pattern), before)| unchanged(table, pattern, &before.files))
}

impl Manifest {
    /// Puts a manifest together; `data` is what was found about the data and what became of every line.
    pub fn new(study: &Study, threads: usize, inputs: Vec<Table>, data: (Vec<FindingRow>, Vec<TotalRow>), stages: Vec<Stage>) -> Manifest {
        let study_sha256 = study_digest(study);
        let (findings, control_totals) = data;
        Manifest {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            study_sha256,
            study_sections: section_digests(study),
            seed: study.seed,
            threads,
            inputs,
            stages,
            control_totals,
            findings,
            outputs: Vec::new(),
        }
    }

    /// Writes it to a folder, with the digests of what is there already.
    pub fn write(mut self, name: &str, folder: &mut Folder) -> Result<(), Error> {
        self.outputs = folder.digests()?;
        let text = serde_json::to_string_pretty(&self).map_err(|error| Error::Bug(error.to_string()))?;
        Ok(folder.write_text(name, &(text + "\n"))?)
    }
}

/// Passes stages on and takes their time.
pub struct Clock<'a> {
    inner: &'a dyn Progress,
    begun: Mutex<Vec<(&'static str, Instant)>>,
}

impl<'a> Clock<'a> {
    /// A clock before the first stage.
    pub fn new(inner: &'a dyn Progress) -> Clock<'a> {
        Clock { inner, begun: Mutex::new(Vec::new()) }
    }

    /// The stages so far; the last one ends now. A stage begun several times stands once.
    pub fn stages(&self) -> Vec<Stage> {
        let now = Instant::now();
        let begun = self.begun.lock().map(|begun| begun.clone()).unwrap_or_default();
        let ends = begun.iter().skip(1).map(|(_, begin)| *begin).chain([now]);
        let mut stages: Vec<Stage> = Vec::new();
        for ((name, begin), end) in begun.iter().zip(ends) {
            let seconds = end.duration_since(*begin).as_secs_f64();
            match stages.iter_mut().find(|stage| stage.name == *name) {
                Some(stage) => stage.seconds += seconds,
                None => stages.push(Stage { name, seconds }),
            }
        }
        stages
    }
}

impl Progress for Clock<'_> {
    fn stage(&self, name: &'static str) {
        if let Ok(mut begun) = self.begun.lock() {
            begun.push((name, Instant::now()));
        }
        self.inner.stage(name);
    }

    fn parts(&self, done: u64, of: u64) {
        self.inner.parts(done, of);
    }
}
