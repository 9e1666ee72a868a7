//! From the pattern of a study to files, lazily opened tables and digests.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::DataError;

/// The SHA-256 digest of an input file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Digest {
    /// File name with its folder, without what lies above.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The digest in hexadecimal.
    pub sha256: String,
}

/// The digests of the files that a pattern names, in order.
///
/// # Errors
/// A file that cannot be read, or one that is there twice.
pub fn digests(table: &'static str, pattern: &Path) -> Result<Vec<Digest>, DataError> {
    let digests: Vec<Digest> = matching(table, pattern)?.par_iter().map(|path| digest(path)).collect::<Result<_, _>>()?;
    for (index, second) in digests.iter().enumerate() {
        if let Some(first) = digests[..index].iter().find(|first| first.sha256 == second.sha256) {
            return Err(DataError::FileTwice { table, first: first.file.clone(), second: second.file.clone() });
        }
    }
    Ok(digests)
}

fn digest(path: &Path) -> Result<Digest, DataError> {
    let unreadable = |error: std::io::Error| DataError::Unreadable { file: path.to_owned(), reason: error.to_string() };
    let mut file = File::open(path).map_err(unreadable)?;
    let (mut hasher, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let read = file.read(&mut buffer).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
    let sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    // The two last parts tell `population/2018.parquet` from `claims/2018.parquet`; more could show a user's home.
    let parts: Vec<_> = path.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy()).collect();
    Ok(Digest { file: parts.into_iter().rev().collect::<Vec<_>>().join("/"), bytes, sha256 })
}

/// The files that a path or pattern names, sorted by name so that their order never depends on the disk.
pub(super) fn matching(table: &'static str, pattern: &Path) -> Result<Vec<PathBuf>, DataError> {
    let none = || DataError::NoFile { table, pattern: pattern.to_owned() };
    let text = pattern.to_str().ok_or_else(none)?;
    // A name that is there as it stands is that file, whatever signs it holds.
    if pattern.is_file() {
        return Ok(vec![pattern.to_owned()]);
    }
    let unreadable = |error: glob::GlobError| DataError::Unreadable { file: error.path().to_owned(), reason: error.error().to_string() };
    let found = glob::glob(text).map_err(|_| none())?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let mut files: Vec<PathBuf> = found.into_iter().filter(|path| path.is_file()).collect();
    if files.is_empty() {
        return Err(none());
    }
    files.sort();
    Ok(files)
}

/// How the columns of a text file get their types.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum TextTypes {
    /// From all its values: for tables whose further columns are the user's.
    Inferred,
    /// All text, to be converted by the contract: for large tables whose columns are all known.
    Text,
}

/// Opens a file without reading it; columns named in `as_text` keep their text, leading zeros included.
pub(super) fn open(path: &Path, types: TextTypes, as_text: &[&str]) -> Result<LazyFrame, DataError> {
    let unreadable = |error: PolarsError| unreadable(path, error);
    let location = PlRefPath::try_from_path(path).map_err(unreadable)?;
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name.ends_with(".parquet") {
        // Folders such as `year=2018` far above the study would otherwise become columns.
        let arguments = ScanArgsParquet { glob: false, hive_options: HiveOptions::new_disabled(), ..Default::default() };
        LazyFrame::scan_parquet(location, arguments).map_err(unreadable)
    } else if name.ends_with(".csv") || name.ends_with(".csv.gz") {
        let text = Schema::from_iter(as_text.iter().map(|column| Field::new((*column).into(), DataType::String)));
        LazyCsvReader::new(location)
            .with_glob(false)
            .with_infer_schema_length(if types == TextTypes::Text { Some(0) } else { None })
            .with_dtype_overwrite(Some(text.into()))
            .finish()
            .map_err(unreadable)
    } else {
        Err(DataError::UnknownFormat { file: path.to_owned() })
    }
}

/// The value of a folder named `key=value` on the way to a file, the nearest one.
pub(super) fn partition<'a>(path: &'a Path, key: &str) -> Option<&'a str> {
    let mut folders = path.parent()?.components().rev();
    folders.find_map(|folder| folder.as_os_str().to_str()?.strip_prefix(key)?.strip_prefix('='))
}

/// A refusal of a file. What the table engine says may quote values of persons: only what cannot is passed on.
pub(super) fn unreadable(path: &Path, error: PolarsError) -> DataError {
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default().trim();
    let reason = match &error {
        PolarsError::IO { error, .. } => error.to_string(),
        PolarsError::ComputeError(_) if first.starts_with("parquet: ") => first.to_owned(),
        PolarsError::NoData(_) => "it is empty".to_owned(),
        PolarsError::SchemaMismatch(_) | PolarsError::ShapeMismatch(_) => "its columns are not those of the table's other files".to_owned(),
        _ => "its content is not what its name says, or is damaged".to_owned(),
    };
    DataError::Unreadable { file: path.to_owned(), reason }
}
