//! The output folder: a run's files appear in it together, or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::ReportError;
use crate::ingest::Digest;

/// Held while a command writes to the folder.
const LOCK: &str = ".garantie.lock";

/// A folder that results are written to, by one command at a time.
///
/// Files are written to a folder of their own inside it, and moved into place by [`Folder::commit`] when all are there: a
/// command that fails or is killed before leaves what was there.
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
        let lock = File::create(path.join(LOCK)).map_err(refused)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ReportError::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
        let staging = tempfile::Builder::new().prefix(".garantie-").tempdir_in(path).map_err(refused)?;
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
        self.write(name, |file| file.write_all(text.as_bytes()).map_err(|error| error.to_string()))
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
        let refused = |name: &str, error: io::Error| ReportError::Write { path: self.file(name), reason: error.to_string() };
        for name in stale {
            match fs::remove_file(self.file(&name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(refused(&name, error)),
                _ => {}
            }
        }
        for name in &self.staged {
            fs::rename(self.staging.path().join(name), self.file(name)).map_err(|error| refused(name, error))?;
        }
        Ok(())
    }
}

/// Writes one file that stands by itself: under another name, then moved into place.
///
/// # Errors
/// [`ReportError::Write`] if the folder is not there or may not be written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let refused = |reason: String| ReportError::Write { path: path.to_owned(), reason };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".garantie-").tempfile_in(folder).map_err(|error| refused(error.to_string()))?;
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
