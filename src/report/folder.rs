//! The output folder: files appear in it whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::ReportError;

/// A folder that results are written to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder when needed and tries that it can be written to, before any long work.
    pub fn open(path: &Path) -> Result<Folder, ReportError> {
        let refused = |error: io::Error| ReportError::Write { path: path.to_owned(), reason: error.to_string() };
        fs::create_dir_all(path).map_err(refused)?;
        NamedTempFile::new_in(path).map_err(refused)?;
        Ok(Folder { path: path.to_owned() })
    }

    /// The path of a file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file under a temporary name and renames it: a killed run leaves the previous file or none, never half.
    pub fn write(&self, name: &str, fill: impl FnOnce(&mut File) -> Result<(), String>) -> Result<(), ReportError> {
        let refused = |reason: String| ReportError::Write { path: self.file(name), reason };
        let mut file = readable_temporary(&self.path).map_err(|error| refused(error.to_string()))?;
        fill(file.as_file_mut()).map_err(refused)?;
        file.as_file_mut().sync_all().map_err(|error| refused(error.to_string()))?;
        file.persist(self.file(name)).map_err(|error| refused(error.error.to_string()))?;
        Ok(())
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, name: &str) -> Result<(), ReportError> {
        match fs::remove_file(self.file(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(ReportError::Write { path: self.file(name), reason: error.to_string() })
            }
            _ => Ok(()),
        }
    }

    /// Writes a text.
    pub fn write_text(&self, name: &str, text: &str) -> Result<(), ReportError> {
        self.write(name, |file| file.write_all(text.as_bytes()).map_err(|error| error.to_string()))
    }
}

/// A temporary file with the permissions of an ordinary one: results may be shared, unlike a panel.
fn readable_temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_fails_half_way_leaves_the_previous_one() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(&place.path().join("new/out")).expect("open");
        folder.write_text("a.txt", "first").expect("write");
        let failed = folder.write("a.txt", |file| {
            file.write_all(b"half").map_err(|error| error.to_string())?;
            Err("stopped".into())
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(folder.file("a.txt")).expect("read"), "first");
        assert_eq!(fs::read_dir(place.path().join("new/out")).expect("list").count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_is_refused_at_once() {
        let place = tempfile::tempdir().expect("a folder");
        fs::write(place.path().join("taken"), "").expect("write");
        assert!(matches!(Folder::open(&place.path().join("taken/out")), Err(ReportError::Write { .. })));
    }
}
