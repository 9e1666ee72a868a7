//! Panels kept beside the results, so that a command on data that did not change need not read them again.
//!
//! METHOD: a kept panel stands for the one that would be made only if everything that one depends on is the same: the digests
//! of the tables, what the study says of them, its years, and the program to the build. All of it is digested into the name of
//! the kept panel; what is kept under another name is not looked at.

use std::fs;
use std::path::PathBuf;

use super::manifest::{self, Table};
use crate::error::Error;
use crate::ingest::Digest;
use crate::panel::{self, Panel};
use crate::progress::Progress;
use crate::spec::Study;

/// The panels of one command, all made from the same tables.
pub struct Panels<'a> {
    inputs: &'a [Table],
    folder: Option<PathBuf>,
    used: Vec<String>,
}

impl<'a> Panels<'a> {
    /// Panels from tables with these digests, kept where the study says, if it does.
    pub fn new(study: &Study, inputs: &'a [Table]) -> Panels<'a> {
        Panels { inputs, folder: study.output.panels.clone(), used: Vec::new() }
    }

    /// The panel of a study: the one that is kept, or one that is made and then kept.
    ///
    /// # Errors
    /// As [`panel::build`]; tables that changed while they were read. That a panel cannot be kept is none.
    pub fn of(&mut self, study: &Study, progress: &dyn Progress) -> Result<Panel, Error> {
        let place = self.folder.as_ref().map(|folder| (folder, key(study, self.inputs)));
        if let Some(panel) = place.as_ref().and_then(|(folder, key)| panel::kept(&folder.join(key))) {
            progress.stage("panel");
            self.used.extend(place.map(|(_, key)| key));
            return Ok(panel);
        }
        let panel = panel::build(study, progress)?;
        manifest::still(study, self.inputs)?;
        if let Some((folder, key)) = place {
            // Without it the next command reads the tables again, no more.
            let _ = panel::keep(&panel, &folder.join(&key));
            self.used.push(key);
        }
        Ok(panel)
    }
}

impl Drop for Panels<'_> {
    /// Removes the panels that this command had no use for.
    fn drop(&mut self) {
        let Some(folder) = self.folder.as_ref().filter(|_| !self.used.is_empty()) else { return };
        let others = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in others.filter(|entry| !self.used.iter().any(|used| entry.file_name() == used.as_str())) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// What a panel depends on, digested.
fn key(study: &Study, inputs: &[Table]) -> String {
    let build = std::env::current_exe().and_then(fs::metadata).map(|program| (program.len(), program.modified().ok())).ok();
    let said = (&study.data, &study.quality, &study.sectors, &study.population, &study.completion, &study.pilots);
    let digests = serde_json::to_string(inputs).unwrap_or_default();
    let all = format!("{} {build:?} {said:?} {:?} {:?} {digests}", env!("CARGO_PKG_VERSION"), study.years(), study.years_read());
    Digest::of("", all.as_bytes()).sha256
}
