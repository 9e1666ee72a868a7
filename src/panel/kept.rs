//! A panel kept on disk from one command to the next: without pseudonyms, readable by its owner only.
//!
//! A kept panel is a folder: the person-years of each year and their costs as Arrow files, everything else as one file, and
//! the digests of all of them. It appears whole or not at all, and what is not what was written is not read.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use polars::prelude::*;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tempfile::{NamedTempFile, TempDir};

use super::completion::Completed;
use super::{ControlTotals, Numbering, Panel, Places, YearPanel};
use crate::ingest::Digest;
use crate::quality::Finding;

/// The file of everything but person-years.
const REST: &str = "panel.msgpack";

/// The file of the digests of all others.
const DIGESTS: &str = "digests.json";

/// The columns of a year that are not of [`YearPanel::frame`].
const PERSON: &str = "garantie:person";
const AT_BASE: &str = "garantie:at_base";

/// What is kept beside person-years.
#[derive(Serialize, Deserialize)]
struct Rest {
    persons: usize,
    places: Places,
    sectors: Vec<String>,
    conditions: Vec<String>,
    years: Vec<i32>,
    before: Vec<i32>,
    completed: Option<Completed>,
    totals: ControlTotals,
    findings: Vec<Finding>,
}

/// Keeps a panel as a folder, which takes the place of one that is there.
///
/// # Errors
/// What the system says when something cannot be written; then nothing is kept.
pub fn keep(panel: &Panel, folder: &Path) -> io::Result<()> {
    let parent = folder.parent().unwrap_or(Path::new("."));
    let mut owner_only = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut owner_only, 0o700);
    owner_only.recursive(true).create(parent)?;
    let staging = own_folder(parent)?;
    let years = |years: &[YearPanel]| years.iter().map(|year| year.year).collect();
    let rest = Rest {
        persons: panel.persons.len(),
        places: panel.places.clone(),
        sectors: panel.sectors.clone(),
        conditions: panel.conditions.clone(),
        years: years(&panel.years),
        before: years(&panel.before),
        completed: panel.completed.clone(),
        totals: panel.totals.clone(),
        findings: panel.findings.clone(),
    };
    write(&staging, REST, |file| rmp_serde::encode::write(file, &rest).map_err(io::Error::other))?;
    panel.years.par_iter().chain(&panel.before).try_for_each(|year| -> io::Result<()> {
        let person = Column::new(PERSON.into(), &year.person);
        let known = [person, year.at_base.clone().with_name(AT_BASE.into())];
        let mut frame = year.frame.hstack(&known).map_err(io::Error::other)?;
        let mut cost = Column::new("cost".into(), &year.cost).into_frame();
        for (name, frame) in [(rows_of(year.year), &mut frame), (costs_of(year.year), &mut cost)] {
            let zstd = Some(IpcCompression::ZSTD(Default::default()));
            write(&staging, &name, |file| IpcWriter::new(file).with_compression(zstd).finish(frame).map_err(io::Error::other))?;
        }
        Ok(())
    })?;
    let digests = serde_json::to_vec(&digests(staging.path())?)?;
    write(&staging, DIGESTS, |file| file.write_all(&digests))?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::rename(staging.keep(), folder)
}

/// The panel that is kept as a folder, if it is there and as it was written.
pub fn kept(folder: &Path) -> Option<Panel> {
    let noted: BTreeMap<String, String> = serde_json::from_slice(&fs::read(folder.join(DIGESTS)).ok()?).ok()?;
    if digests(folder).ok()? == noted { read(folder).ok() } else { None }
}

fn read(folder: &Path) -> io::Result<Panel> {
    let rest: Rest = rmp_serde::from_slice(&fs::read(folder.join(REST))?).map_err(io::Error::other)?;
    let read = |years: &[i32]| years.iter().map(|year| read_year(folder, *year).map_err(io::Error::other)).collect::<io::Result<_>>();
    Ok(Panel {
        years: read(&rest.years)?,
        before: read(&rest.before)?,
        persons: Numbering::without_pseudonyms(rest.persons),
        places: rest.places,
        sectors: rest.sectors,
        conditions: rest.conditions,
        completed: rest.completed,
        totals: rest.totals,
        findings: rest.findings,
    })
}

fn read_year(folder: &Path, year: i32) -> PolarsResult<YearPanel> {
    let mut frame = IpcReader::new(File::open(folder.join(rows_of(year)))?).finish()?;
    frame.rechunk_mut();
    let person = frame.drop_in_place(PERSON)?.u32()?.iter().flatten().collect();
    let at_base = frame.drop_in_place(AT_BASE)?.with_name("municipality".into());
    let costs = IpcReader::new(File::open(folder.join(costs_of(year)))?).finish()?;
    let cost = costs.column("cost")?.i64()?.iter().flatten().collect();
    Ok(YearPanel { year, person, frame, cost, at_base })
}

fn rows_of(year: i32) -> String {
    format!("{year}.arrow")
}

fn costs_of(year: i32) -> String {
    format!("{year}-cost.arrow")
}

/// A folder that only its owner enters.
fn own_folder(parent: &Path) -> io::Result<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix(".garantie-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir_in(parent)
}

/// Writes a file, readable by its owner only.
fn write(folder: &TempDir, name: &str, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder.path())?;
    fill(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(folder.path().join(name)).map(drop).map_err(|error| error.error)
}

/// The digests of all files but the digests' own, by name.
fn digests(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| !path.ends_with(DIGESTS));
    let digest = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, Digest::of_file(path).map_err(io::Error::other)?.sha256))
    };
    paths.par_iter().map(digest).collect()
}
