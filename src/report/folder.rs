//! The output folder: a run's files appear in it together, or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::ReportError;
use crate::ingest::Digest;

/// The folder of files that are all there, being moved into place.
const FINISHED: &str = ".garantie-finished";

/// In it: which files go and which come, in their order.
const MOVES: &str = ".moves.json";

/// What everything that a command leaves when it is killed begins with.
const PREFIX: &str = ".garantie-";

/// Held while a command writes to the folder.
const LOCK: &str = ".garantie.lock";

/// A folder that results are written to, by one command at a time.
///
/// Files are written to a folder of their own inside it. When all are there, [`Folder::commit`] gives that folder the name that says so, in
/// one step, and moves its files into place. A command that fails or is killed before that step leaves what was there; one that is
/// killed after it leaves moves to be made, which the next command makes first.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    staging: TempDir,
    staged: Vec<String>,
    _lock: File,
}

impl Folder {
    /// Makes the folder when needed, tries that it can be written to and takes it, before any long work.
    pub fn open(path: &Path) -> Result<Folder, ReportError> {
        let refused = |error: io::Error| ReportError::Write { path: path.to_owned(), reason: error.to_string() };
        fs::create_dir_all(path).map_err(refused)?;
        let lock = lock(path)?.ok_or_else(|| ReportError::Busy { path: path.to_owned() })?;
        make_moves(path)?;
        sweep(path).map_err(refused)?;
        let staging = tempfile::Builder::new().prefix(PREFIX).tempdir_in(path).map_err(refused)?;
        Ok(Folder { path: path.to_owned(), staging, staged: Vec::new(), _lock: lock })
    }

    /// The path that a file will have.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file that [`Folder::commit`] will move into place.
    pub fn write(&mut self, name: &str, fill: impl FnOnce(&mut File) -> Result<(), String>) -> Result<(), ReportError> {
        let path = self.file(name);
        let refused = |reason: String| ReportError::Write { path: path.clone(), reason };
        let mut file = File::create(self.staging.path().join(name)).map_err(|error| refused(error.to_string()))?;
        fill(&mut file).map_err(refused)?;
        file.sync_all().map_err(|error| refused(error.to_string()))?;
        self.staged.push(name.to_owned());
        Ok(())
    }

    /// Writes a text.
    pub fn write_text(&mut self, name: &str, text: &str) -> Result<(), ReportError> {
        self.write_bytes(name, text.as_bytes())
    }

    /// Writes bytes.
    pub fn write_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        self.write(name, |file| file.write_all(bytes).map_err(|error| error.to_string()))
    }

    /// The paths that what was written will have, in its order.
    pub fn written(&self) -> Vec<PathBuf> {
        self.staged.iter().map(|name| self.file(name)).collect()
    }

    /// The digests of what was written, in its order.
    pub fn digests(&self) -> Result<Vec<Digest>, ReportError> {
        let digest = |name: &String| {
            let content = fs::read(self.staging.path().join(name));
            content
                .map(|content| Digest::of(name, &content))
                .map_err(|error| ReportError::Write { path: self.file(name), reason: error.to_string() })
        };
        self.staged.iter().map(digest).collect()
    }

    /// Moves what was written into place, in the order in which it was written, after removing `stale` files of earlier runs.
    pub fn commit(self, stale: impl Iterator<Item = String>) -> Result<(), ReportError> {
        let refused = |error: io::Error| ReportError::Write { path: self.path.clone(), reason: error.to_string() };
        let moves = Moves { stale: stale.collect(), come: self.staged };
        let text = serde_json::to_vec(&moves).map_err(|error| refused(error.into()))?;
        let note = self.staging.path().join(MOVES);
        File::create(&note).and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all())).map_err(refused)?;
        // From here on the new results count.
        fs::rename(self.staging.path(), self.path.join(FINISHED)).map_err(refused)?;
        let _ = self.staging.keep();
        // A folder that cannot be synced is none the less there.
        let _ = File::open(&self.path).and_then(|folder| folder.sync_all());
        make_moves(&self.path)
    }
}

/// Which files go and which come.
#[derive(Serialize, Deserialize)]
struct Moves {
    stale: Vec<String>,
    come: Vec<String>,
}

/// Takes a folder; `None`: another command has it.
fn lock(path: &Path) -> Result<Option<File>, ReportError> {
    let refused = |error: io::Error| ReportError::Write { path: path.to_owned(), reason: error.to_string() };
    let lock = File::create(path.join(LOCK)).map_err(refused)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(refused(error)),
    }
}

/// Makes the moves that a command was killed in, before its results are read.
///
/// # Errors
/// [`ReportError::Write`] if the folder may not be written to and there are moves to make.
pub fn finish(path: &Path) -> Result<(), ReportError> {
    if !path.join(FINISHED).exists() {
        return Ok(());
    }
    match lock(path)? {
        Some(_held) => make_moves(path),
        None => Err(ReportError::Busy { path: path.to_owned() }),
    }
}

/// Makes the moves that are noted, each of which may have been made already.
///
/// METHOD: a file that is to come and is no longer among the finished ones has come, and must not go as a stale one.
fn make_moves(path: &Path) -> Result<(), ReportError> {
    let finished = path.join(FINISHED);
    let refused = |name: &str, error: io::Error| ReportError::Write { path: path.join(name), reason: error.to_string() };
    let text = match fs::read(finished.join(MOVES)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Nothing is under way, or all but the removal of the empty folder is done.
            return match fs::remove_dir(&finished) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused(FINISHED, error)),
                _ => Ok(()),
            };
        }
        text => text.map_err(|error| refused(FINISHED, error))?,
    };
    let moves: Moves = serde_json::from_slice(&text).map_err(|error| refused(FINISHED, error.into()))?;
    let to_come = |name: &String| finished.join(name).exists();
    for name in moves.stale.iter().filter(|name| !moves.come.contains(name) || to_come(name)) {
        match fs::remove_file(path.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(refused(name, error)),
            _ => {}
        }
    }
    for name in moves.come.iter().filter(|name| to_come(name)) {
        fs::rename(finished.join(name), path.join(name)).map_err(|error| refused(name, error))?;
    }
    fs::remove_file(finished.join(MOVES)).and_then(|()| fs::remove_dir(&finished)).map_err(|error| refused(FINISHED, error))
}

/// Removes what commands that were killed left unfinished.
fn sweep(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
        }
    }
    Ok(())
}

/// Writes one file that stands by itself: under another name, then moved into place.
///
/// # Errors
/// [`ReportError::Write`] if the folder is not there or may not be written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let refused = |reason: String| ReportError::Write { path: path.to_owned(), reason };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder).map_err(|error| refused(error.to_string()))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| refused(error.to_string()))?;
    file.persist(path).map_err(|error| refused(error.error.to_string()))?;
    readable(path)
}

/// Lets everybody read a result: a temporary file, which it was made as, is its owner's alone.
pub(super) fn readable(path: &Path) -> Result<(), ReportError> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .map_err(|error| ReportError::Write { path: path.to_owned(), reason: error.to_string() })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none() -> std::iter::Empty<String> {
        std::iter::empty()
    }

    #[test]
    fn a_command_that_fails_half_way_leaves_what_was_there() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("new/out");
        let mut folder = Folder::open(&path).expect("open");
        folder.write_text("a.txt", "first").expect("write");
        folder.write_text("b.txt", "first").expect("write");
        folder.commit(none()).expect("commit");
        let mut folder = Folder::open(&path).expect("open");
        folder.write_text("a.txt", "second").expect("write");
        let failed = folder.write("b.txt", |file| {
            file.write_all(b"half").map_err(|error| error.to_string())?;
            Err("stopped".into())
        });
        assert!(failed.is_err());
        drop(folder);
        for name in ["a.txt", "b.txt"] {
            assert_eq!(fs::read_to_string(path.join(name)).expect("read"), "first");
        }
        let left: Vec<_> = fs::read_dir(&path).expect("list").map(|entry| entry.expect("an entry").file_name()).collect();
        assert_eq!(left.len(), 3, "the two files and the lock: {left:?}");
    }

    #[test]
    fn stale_files_go_when_new_ones_come() {
        let place = tempfile::tempdir().expect("a folder");
        fs::write(place.path().join("old.csv"), "x").expect("write");
        fs::write(place.path().join("mine.txt"), "x").expect("write");
        let folder = Folder::open(place.path()).expect("open");
        folder.commit(["old.csv".to_owned(), "absent.csv".to_owned()].into_iter()).expect("commit");
        assert!(!place.path().join("old.csv").exists() && place.path().join("mine.txt").exists());
    }

    /// A commit is a row of steps on the disk; a command may be killed after any of them.
    #[test]
    fn killed_after_any_step_of_the_moves_the_next_command_makes_the_rest() {
        let names = ["manifest", "a.csv", "b.csv"];
        for killed_after in 0..=8 {
            let place = tempfile::tempdir().expect("a folder");
            let path = place.path();
            ["manifest", "a.csv", "old.csv"].iter().for_each(|name| fs::write(path.join(name), "old").expect("written"));
            let finished = path.join(FINISHED);
            fs::create_dir(&finished).expect("a folder");
            names.iter().for_each(|name| fs::write(finished.join(name), "new").expect("written"));
            let moves = Moves {
                stale: ["manifest", "a.csv", "b.csv", "old.csv"].map(str::to_owned).into(),
                come: ["a.csv", "b.csv", "manifest"].map(str::to_owned).into(),
            };
            fs::write(finished.join(MOVES), serde_json::to_vec(&moves).expect("text")).expect("written");
            let gone = |name: &str| drop(fs::remove_file(path.join(name)));
            let moved = |name: &str| fs::rename(finished.join(name), path.join(name)).expect("moved");
            let steps: [&dyn Fn(); 8] = [
                &|| gone("manifest"),
                &|| gone("a.csv"),
                &|| gone("old.csv"),
                &|| moved("a.csv"),
                &|| moved("b.csv"),
                &|| moved("manifest"),
                &|| fs::remove_file(finished.join(MOVES)).expect("removed"),
                &|| fs::remove_dir(&finished).expect("removed"),
            ];
            steps[..killed_after].iter().for_each(|step| step());
            assert!(!path.join("manifest").exists() || killed_after == 0 || killed_after > 5, "a manifest beside half a run");
            fs::create_dir(path.join(".garantie-half")).expect("a folder");
            drop(Folder::open(path).expect("open"));
            for name in names {
                assert_eq!(fs::read_to_string(path.join(name)).expect(name), "new", "{name}, killed after {killed_after}");
            }
            let left = fs::read_dir(path).expect("list").count();
            assert_eq!(left, 4, "three files and the lock, killed after {killed_after}");
            finish(path).expect("nothing to do");
        }
    }

    #[test]
    fn one_command_at_a_time() {
        let place = tempfile::tempdir().expect("a folder");
        let first = Folder::open(place.path()).expect("open");
        assert!(matches!(Folder::open(place.path()), Err(ReportError::Busy { .. })));
        drop(first);
        Folder::open(place.path()).expect("open");
    }

    #[test]
    fn a_file_by_itself_appears_whole_or_not_at_all() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("plan.csv");
        write_file(&path, b"first").expect("written");
        write_file(&path, b"second").expect("written again");
        assert_eq!(fs::read(&path).expect("read"), b"second");
        assert!(matches!(write_file(&place.path().join("none/plan.csv"), b"x"), Err(ReportError::Write { .. })));
        assert_eq!(fs::read_dir(place.path()).expect("list").count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_is_refused_at_once() {
        let place = tempfile::tempdir().expect("a folder");
        fs::write(place.path().join("taken"), "").expect("write");
        assert!(matches!(Folder::open(&place.path().join("taken/out")), Err(ReportError::Write { .. })));
    }
}
