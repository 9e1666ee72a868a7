//! Whether a command keeps the panel that it makes for the next one.

use std::fs;
use std::path::Path;

use clap::Args;

use crate::error::Error;
use crate::report::ReportError;
use crate::spec::Study;

/// What a command that judges a panel takes.
#[derive(Args, Debug)]
pub struct Cache {
    /// Read the tables anew and leave no person-year panel beside the results
    #[arg(long)]
    no_cache: bool,
}

impl Cache {
    /// Reads a study whose panel is kept, unless that is not wanted; then one that was kept goes.
    pub fn study(&self, path: &Path) -> Result<Study, Error> {
        let mut study = Study::read(path)?;
        let place = study.output.place_of_panels();
        if !self.no_cache {
            study.output.panels = place;
        } else if let Some(path) = place.filter(|place| place.exists()) {
            fs::remove_dir_all(&path).map_err(|error| ReportError::Write { path, reason: error.to_string() })?;
        }
        Ok(study)
    }
}
