//! From the pattern of a study to files, lazily opened tables and digests.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use std::time::SystemTime;

use polars::prelude::*;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::text::{first_line, ready};
use super::{DataError, fixed_width, sas};
use crate::spec::TextFormat;

/// The SHA-256 digest of an input file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Digest {
    /// File name with its folder, without what lies above.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The digest in hexadecimal.
    pub sha256: String,
    /// When it was last written, as far as the system tells.
    #[serde(skip)]
    modified: Option<SystemTime>,
}

impl Digest {
    /// The digest of what a file holds.
    pub fn of(file: &str, content: &[u8]) -> Digest {
        let sha256 = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
        Digest { file: file.to_owned(), bytes: content.len() as u64, sha256, modified: None }
    }

    /// The digest of a file, which is never held whole.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn of_file(path: &Path) -> Result<Digest, DataError> {
        let unreadable = |error: std::io::Error| unopened(path, &error);
        let mut file = File::open(path).map_err(unreadable)?;
        let modified = file.metadata().and_then(|file| file.modified()).ok();
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
        Ok(Digest { file: name_with_folder(path, std::env::home_dir().as_deref()), bytes, sha256, modified })
    }
}

/// The digests of the files that a pattern names, in order.
///
/// # Errors
/// A file that cannot be read, or one that is there twice.
pub fn digests(table: &'static str, pattern: &Path) -> Result<Vec<Digest>, DataError> {
    let digests: Vec<Digest> = matching(table, pattern)?.par_iter().map(|path| Digest::of_file(path)).collect::<Result<_, _>>()?;
    for (index, second) in digests.iter().enumerate() {
        if let Some(first) = digests[..index].iter().find(|first| first.sha256 == second.sha256) {
            return Err(DataError::FileTwice { table, first: first.file.clone(), second: second.file.clone() });
        }
    }
    Ok(digests)
}

/// Refuses files that are no longer those that were digested.
///
/// # Errors
/// A file that came, went or changed since; one that cannot be read.
pub fn unchanged(table: &'static str, pattern: &Path, before: &[Digest]) -> Result<(), DataError> {
    let files = matching(table, pattern)?;
    let as_it_was = |(path, before): (&PathBuf, &Digest)| match std::fs::metadata(path) {
        Ok(now) => before.bytes == now.len() && before.modified.is_some() && before.modified == now.modified().ok(),
        Err(_) => false,
    };
    if files.len() == before.len() && files.iter().zip(before).all(as_it_was) {
        return Ok(());
    }
    // Written anew with the same bytes it is the same file.
    let now = digests(table, pattern)?;
    let other = |digest: &&Digest| !before.iter().any(|before| (&before.file, &before.sha256) == (&digest.file, &digest.sha256));
    match now.iter().find(other).or_else(|| before.get(now.len())) {
        None => Ok(()),
        Some(changed) => Err(DataError::Changed { table, file: changed.file.clone() }),
    }
}

/// The two last parts of a path, which tell `population/2018.parquet` from `claims/2018.parquet`; of a file that lies in a user's home only
/// its name, since the folder would be the user's.
fn name_with_folder(path: &Path, home: Option<&Path>) -> String {
    let homes = ["home", "Users", "users", "export"].map(|name| Some(std::ffi::OsStr::new(name)));
    let folder = path.parent().filter(|folder| home != Some(folder));
    let folder = folder.filter(|folder| !homes.contains(&folder.parent().and_then(Path::file_name)));
    let parts = [folder.and_then(Path::file_name), path.file_name()];
    parts.into_iter().flatten().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The files that a path or pattern names, sorted by name so that their order never depends on the disk.
pub(super) fn matching(table: &'static str, pattern: &Path) -> Result<Vec<PathBuf>, DataError> {
    let none = || DataError::NoFile { table, pattern: pattern.to_owned() };
    let text = pattern.to_str().ok_or_else(none)?;
    // A name that is there as it stands is that file, whatever signs it holds.
    if pattern.is_file() {
        return Ok(vec![pattern.to_owned()]);
    }
    let unreadable = |error: glob::GlobError| unopened(error.path(), error.error());
    let found = glob::glob(text).map_err(|_| none())?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let mut files: Vec<PathBuf> = found.into_iter().filter(|path| path.is_file()).collect();
    if files.is_empty() {
        return Err(none());
    }
    files.sort();
    // A pattern passes over names that are not UTF-8 without a word: lines would be missing.
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    folders.dedup();
    for folder in folders {
        // A file beside a study of the working folder has an empty parent.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        for entry in std::fs::read_dir(folder).map_err(|error| unopened(folder, &error))?.flatten() {
            if entry.file_name().to_str().is_none() {
                return Err(DataError::Unreadable {
                    file: entry.path(),
                    reason: "its name is not UTF-8".into(),
                    help: "rename it: a pattern would pass over it",
                });
            }
        }
    }
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

/// What a file is, by its name and by whether its table has a fixed-width layout.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    Parquet,
    Sas,
    Csv,
    FixedWidth,
}

/// What a file is.
pub(super) fn form(path: &Path, format: &TextFormat) -> Result<Form, DataError> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
    match () {
        () if name.ends_with(".parquet") => Ok(Form::Parquet),
        () if name.ends_with(".sas7bdat") => Ok(Form::Sas),
        () if format.layout.is_some() => Ok(Form::FixedWidth),
        () if plain.ends_with(".csv") || plain.ends_with(".txt") => Ok(Form::Csv),
        () => Err(DataError::UnknownFormat { file: path.to_owned() }),
    }
}

/// Opens a file of a table without reading its rows, save that every line of a text is looked at once; columns named in
/// `as_text` keep their text, leading zeros included.
pub(super) fn open(
    table: &'static str,
    path: &Path,
    format: &TextFormat,
    types: TextTypes,
    as_text: &[&str],
) -> Result<LazyFrame, DataError> {
    let unreadable = |error: PolarsError| unreadable(path, error);
    let form = form(path, format)?;
    // What the system says of a file that may not be opened is clearer than what the table engine makes of it.
    File::open(path).map_err(|error| unopened(path, &error))?;
    let frame = match form {
        Form::Parquet => {
            // Folders such as `year=2018` far above the study would otherwise become columns.
            let arguments = ScanArgsParquet { glob: false, hive_options: HiveOptions::new_disabled(), ..Default::default() };
            let location = PlRefPath::try_from_path(path).map_err(unreadable)?;
            LazyFrame::scan_parquet(location, arguments).map_err(unreadable)?
        }
        Form::Sas => sas::open(path)?,
        Form::FixedWidth => fixed_width::open(table, path, format)?,
        Form::Csv => {
            let text = Schema::from_iter(as_text.iter().map(|column| Field::new((*column).into(), DataType::String)));
            let commas = types == TextTypes::Inferred && format.decimal_comma && format.delimiter != b',';
            LazyCsvReader::new_with_sources(ready(table, path, format)?)
                .with_glob(false)
                .with_separator(format.delimiter)
                .with_decimal_comma(commas)
                .with_null_values(Some(NullValues::AllColumns(format.missing.iter().map(|word| word.as_str().into()).collect())))
                .with_infer_schema_length(if types == TextTypes::Text { Some(0) } else { None })
                .with_dtype_overwrite(Some(text.into()))
                .finish()
                .map_err(unreadable)?
        }
    };
    Ok(frame)
}

/// A frame without rows that has the columns of a file as [`open`] would give them for [`TextTypes::Text`].
pub(super) fn columns(table: &'static str, path: &Path, format: &TextFormat) -> Result<LazyFrame, DataError> {
    if form(path, format)? != Form::Csv {
        let mut frame = match form(path, format)? {
            Form::FixedWidth => return Ok(fixed_width::columns(format).lazy()),
            _ => open(table, path, format, TextTypes::Text, &[])?,
        };
        let schema = frame.collect_schema().map_err(|error| unreadable(path, error))?;
        return Ok(DataFrame::empty_with_schema(&schema).lazy());
    }
    let header = first_line(table, path, format)?;
    let options =
        CsvReadOptions::default().with_infer_schema_length(Some(0)).map_parse_options(|options| options.with_separator(format.delimiter));
    let frame = CsvReader::new(Cursor::new(header)).with_options(options).finish().map_err(|error| unreadable(path, error))?;
    Ok(frame.clear().lazy())
}

/// The name that a column has in its file when the table engine renamed it, because another column has that name already.
pub(super) fn repeats<'a>(schema: &Schema, name: &'a str) -> Option<&'a str> {
    let (column, number) = name.rsplit_once("_duplicated_")?;
    (number.parse::<u32>().is_ok() && schema.contains(column)).then_some(column)
}

/// The value of a folder named `key=value` on the way to a file, the nearest one.
pub(super) fn partition<'a>(path: &'a Path, key: &str) -> Option<&'a str> {
    let mut folders = path.parent()?.components().rev();
    folders.find_map(|folder| folder.as_os_str().to_str()?.strip_prefix(key)?.strip_prefix('='))
}

/// A file that the system does not open or read.
pub(super) fn unopened(path: &Path, error: &std::io::Error) -> DataError {
    // The number of the error differs from system to system and says nothing to people.
    let said = error.to_string();
    let reason = said.split(" (os error").next().unwrap_or_default().to_lowercase();
    DataError::Unopened { file: path.to_owned(), reason }
}

/// A refusal of a file. What the table engine says may quote values of persons: only what cannot is passed on.
pub(super) fn unreadable(path: &Path, error: PolarsError) -> DataError {
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default().trim();
    let reason = match &error {
        PolarsError::IO { error, .. } => error.to_string(),
        PolarsError::ComputeError(_) if first.starts_with("parquet: ") => first.to_owned(),
        PolarsError::Duplicate(_) => "it has a column twice".to_owned(),
        PolarsError::NoData(_) => "it is empty".to_owned(),
        PolarsError::SchemaMismatch(_) | PolarsError::ShapeMismatch(_) => "its columns are not those of the table's other files".to_owned(),
        _ => "its content is not what its name says, or is damaged".to_owned(),
    };
    let help = match &error {
        PolarsError::Duplicate(_) => "leave one of them out of the extract",
        PolarsError::NoData(_) => "make the extract again: a table has a line of names at least",
        PolarsError::SchemaMismatch(_) | PolarsError::ShapeMismatch(_) => "make the extract of all years with the same columns",
        _ => "check that the file is complete and of the format that its name says, or make the extract again",
    };
    DataError::Unreadable { file: path.to_owned(), reason, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_missing_value_is_one() {
        let place = tempfile::tempdir().expect("a folder");
        let file = place.path().join("t.csv");
        std::fs::write(&file, "a,b\n1,NA\nNA,x\n.,\n").expect("a table");
        let missing = |format: &TextFormat, types| {
            let table = open("t", &file, format, types, &[]).and_then(|frame| frame.collect().map_err(|error| unreadable(&file, error)));
            table.expect("rows").columns().iter().map(|column| column.null_count()).collect::<Vec<_>>()
        };
        let usual = TextFormat::default();
        let others = TextFormat { missing: vec!["NA".into(), ".".into()], ..TextFormat::default() };
        let none = TextFormat { missing: Vec::new(), ..TextFormat::default() };
        for types in [TextTypes::Text, TextTypes::Inferred] {
            assert_eq!(missing(&usual, types), [1, 2]);
            assert_eq!(missing(&others, types), [2, 2]);
            assert_eq!(missing(&none, types), [0, 1]);
        }
    }

    #[test]
    fn a_user_s_home_is_no_part_of_a_file_s_name() {
        let name = |path: &str| name_with_folder(Path::new(path), Some(Path::new("/srv/people/ann")));
        assert_eq!(name("/data/claims/2018.parquet"), "claims/2018.parquet");
        assert_eq!([name("/home/ann/2018.parquet"), name("/srv/people/ann/2018.parquet")], ["2018.parquet", "2018.parquet"]);
        assert_eq!(name("/home/ann/claims/2018.parquet"), "claims/2018.parquet");
        assert_eq!(name("2018.parquet"), "2018.parquet");
    }

    #[test]
    fn a_file_that_changed_after_its_digest_is_told() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("a.csv");
        std::fs::write(&path, "one").expect("written");
        let pattern = place.path().join("*.csv");
        let before = digests("claims", &pattern).expect("digests");
        std::fs::write(&path, "one").expect("written again");
        unchanged("claims", &pattern, &before).expect("the same bytes");
        std::fs::write(&path, "two").expect("written");
        let told = unchanged("claims", &pattern, &before).expect_err("other bytes");
        assert!(matches!(told, DataError::Changed { .. }), "{told}");
        std::fs::write(&path, "one").expect("written");
        std::fs::write(place.path().join("b.csv"), "more").expect("written");
        assert!(matches!(unchanged("claims", &pattern, &before), Err(DataError::Changed { .. })), "a new file");
    }
}
