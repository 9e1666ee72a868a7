//! How the text files of a table are written: delimiter, decimal sign, encoding, or a fixed-width layout.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use super::check::{Refusal, refuse};
use super::parse::unread;
use super::{LAYOUTS, Layout, Study, StudyError, TABLES};

/// The characters of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Encoding {
    /// Unicode.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// ISO 8859-1, read as Windows-1252, which holds all its letters.
    #[serde(rename = "latin1")]
    Latin1,
    /// What Windows calls ANSI in Western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// How the text files of a table are written.
#[derive(Clone, Debug, PartialEq)]
pub struct TextFormat {
    /// What stands between two columns of a CSV file.
    pub delimiter: u8,
    /// Whether decimals are written after a comma.
    pub decimal_comma: bool,
    /// The characters.
    pub encoding: Encoding,
    /// What stands for a missing value, beside an empty cell.
    pub missing: Vec<String>,
    /// Where the columns of a fixed-width file stand; `None` for CSV.
    pub layout: Option<Layout>,
    /// The file of the layout, when it is not one of the engine's.
    pub layout_file: Option<PathBuf>,
}

impl Default for TextFormat {
    fn default() -> TextFormat {
        TextFormat {
            delimiter: b',',
            decimal_comma: false,
            encoding: Encoding::Utf8,
            missing: vec!["NA".into()],
            layout: None,
            layout_file: None,
        }
    }
}

/// The formats of all tables.
#[derive(Clone, Debug, Default)]
pub struct TextFormats {
    common: TextFormat,
    of_table: BTreeMap<String, TextFormat>,
}

impl TextFormats {
    /// The format of a table.
    pub fn of(&self, table: &str) -> &TextFormat {
        self.of_table.get(table).unwrap_or(&self.common)
    }

    /// The layouts that are files of the study.
    pub fn layout_files(&self) -> impl Iterator<Item = &Path> {
        self.of_table.values().filter_map(|format| format.layout_file.as_deref())
    }
}

/// What a study may say of the files of one table; what it does not say is as in `[data]`.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct FilesSection {
    /// What stands between two columns: `,`, `;`, `|` or a tab.
    #[schemars(with = "Option<String>")]
    pub delimiter: Option<Spanned<String>>,
    /// The decimal sign: `.` or `,`.
    #[schemars(with = "Option<String>")]
    pub decimal: Option<Spanned<String>>,
    /// The characters.
    pub encoding: Option<Encoding>,
    /// What stands for a missing value.
    pub missing: Option<Vec<String>>,
    /// Fixed width: a layout of the engine, or a file ending in `.toml`.
    #[schemars(with = "Option<String>")]
    pub layout: Option<Spanned<String>>,
}

/// Why the formats of a study are refused: at a place of the study, or in a layout file of its own.
pub(super) enum Refused {
    Here(Refusal),
    InLayout(StudyError),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        Refused::Here(refusal)
    }
}

/// Checks what a study says of its files; paths of layouts are relative to `folder`.
pub(super) fn check(
    folder: &Path,
    common: FilesSection,
    of_table: BTreeMap<Spanned<String>, FilesSection>,
) -> Result<TextFormats, Refused> {
    let mut formats = TextFormats { common: format(folder, common, &TextFormat::default())?, of_table: BTreeMap::new() };
    for (table, section) in of_table {
        let (span, table) = (table.span(), table.into_inner());
        if !TABLES.contains(&table.as_str()) {
            let help = Study::advise(&table, TABLES.into_iter());
            return Err(Refused::Here((Some(span), format!("no table is called `{table}`"), help)));
        }
        let format = format(folder, section, &formats.common)?;
        formats.of_table.insert(table, format);
    }
    Ok(formats)
}

fn format(folder: &Path, section: FilesSection, common: &TextFormat) -> Result<TextFormat, Refused> {
    let delimiter = match &section.delimiter {
        None => common.delimiter,
        Some(given) => match given.get_ref().as_bytes() {
            [sign @ (b',' | b';' | b'|' | b'\t')] => *sign,
            _ => return Ok(refuse(given.span(), "that is no delimiter", "give \",\", \";\", \"|\" or \"\\t\" (a tab)")?),
        },
    };
    let decimal_comma = match &section.decimal {
        None => common.decimal_comma,
        Some(given) => match given.get_ref().as_str() {
            "," => true,
            "." => false,
            _ => return Ok(refuse(given.span(), "that is no decimal sign", "give \".\" or \",\"")?),
        },
    };
    let (layout, layout_file) = match section.layout {
        None => (None, None),
        Some(named) => layout(folder, &named).map(|(layout, file)| (Some(layout), file))?,
    };
    let missing = section.missing.unwrap_or_else(|| common.missing.clone());
    Ok(TextFormat { delimiter, decimal_comma, encoding: section.encoding.unwrap_or(common.encoding), missing, layout, layout_file })
}

/// A layout and its file, when it is not one of the engine's.
fn layout(folder: &Path, named: &Spanned<String>) -> Result<(Layout, Option<PathBuf>), Refused> {
    if !named.get_ref().ends_with(".toml") {
        let layout = Layout::builtin(named.get_ref()).ok_or_else(|| {
            let help = Study::advise(named.get_ref(), LAYOUTS.iter().map(|(name, _)| *name));
            (Some(named.span()), format!("there is no layout `{}`", named.get_ref()), help)
        })?;
        return Ok((layout, None));
    }
    let file = folder.join(named.get_ref());
    let text = std::fs::read_to_string(&file).map_err(|error| {
        let (reason, help) = unread(&error, "the path is relative to the study file");
        (Some(named.span()), format!("cannot read the layout file: {reason}"), help)
    })?;
    let layout = Layout::parse(&file, &Arc::from(text)).map_err(Refused::InLayout)?;
    Ok((layout, Some(file)))
}
