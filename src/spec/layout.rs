//! Where the columns of a fixed-width file stand.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::parse::parse;
use super::{LAYOUTS, StudyError};

/// The layout of a fixed-width file: one line a row, each column at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Name, for messages.
    pub name: String,
    /// Characters that every line has; `None`: at least those up to the last column.
    pub length: Option<usize>,
    /// The columns, in the order of the layout.
    pub columns: Vec<LayoutColumn>,
}

/// A column of a layout.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutColumn {
    /// Its name, as `[data] columns` refers to it.
    pub name: String,
    /// First and last character, counted from 1; `None` when the layout does not know.
    pub place: Option<(usize, usize)>,
    /// Digits after a decimal point that is not written.
    pub decimals: u32,
}

/// A layout of a fixed-width file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LayoutText {
    /// Name, for messages.
    name: String,
    /// Characters of every line; not checked when not given, save that a line must reach its last column.
    #[schemars(with = "Option<usize>")]
    length: Option<Spanned<usize>>,
    /// The columns.
    column: Vec<ColumnText>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ColumnText {
    /// Name of the column.
    #[schemars(with = "String")]
    name: Spanned<String>,
    /// First character, counted from 1; leave `first` and `last` out while the place is not known.
    #[schemars(with = "Option<usize>")]
    first: Option<Spanned<usize>>,
    /// Last character.
    #[schemars(with = "Option<usize>")]
    last: Option<Spanned<usize>>,
    /// Digits after a decimal point that is not written: 2 for amounts in cents.
    #[serde(default)]
    decimals: u32,
}

/// JSON Schema of a layout file.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(LayoutText)
}

impl Layout {
    /// A layout of the engine.
    pub fn builtin(name: &str) -> Option<Layout> {
        let (_, text) = LAYOUTS.iter().find(|(known, _)| *known == name)?;
        Some(Layout::parse(Path::new(name), &Arc::from(*text)).expect("the layouts of the engine are valid"))
    }

    /// Parses and checks the text of a layout; the path serves the error only.
    pub fn parse(path: &Path, text: &Arc<str>) -> Result<Layout, StudyError> {
        let file: LayoutText = parse(path, text)?;
        let refuse = |span, message: String, help: &str| StudyError::new(path, text, Some(span), message).with_help(help);
        let mut columns: Vec<LayoutColumn> = Vec::with_capacity(file.column.len());
        for column in file.column {
            let (span, name) = (column.name.span(), column.name.into_inner());
            if columns.iter().any(|other| other.name == name) {
                return Err(refuse(span, format!("column `{name}` stands twice in the layout"), "leave one out"));
            }
            let place = match (column.first, column.last) {
                (None, None) => None,
                (Some(first), Some(last)) if *first.get_ref() >= 1 && first.get_ref() <= last.get_ref() => {
                    let (within, last) = (file.length.as_ref().is_none_or(|length| last.get_ref() <= length.get_ref()), last);
                    if !within {
                        let message = format!("column `{name}` ends after the end of the line");
                        return Err(refuse(last.span(), message, "correct `last`, or `length` of the layout"));
                    }
                    Some((first.into_inner(), last.into_inner()))
                }
                (first, last) => {
                    let span = first.or(last).map_or(span, |given| given.span());
                    let help = "give its first and last character, counted from 1, or neither while they are not known";
                    return Err(refuse(span, format!("column `{name}` has no place"), help));
                }
            };
            columns.push(LayoutColumn { name, place, decimals: column.decimals });
        }
        Ok(Layout { name: file.name, length: file.length.map(Spanned::into_inner), columns })
    }

    /// Characters that a line must have at least.
    pub fn reach(&self) -> usize {
        let last = self.columns.iter().filter_map(|column| column.place).map(|(_, last)| last).max();
        self.length.or(last).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (String, Option<usize>) {
        let error = Layout::parse(Path::new("layout.toml"), &Arc::from(text)).expect_err("a refusal");
        (error.message.clone(), error.line())
    }

    #[test]
    fn the_published_places_are_those_of_the_record_descriptions() {
        let places = |name: &str| {
            let layout = Layout::builtin(name).expect("a layout of the engine");
            layout.columns.into_iter().filter_map(|column| Some((column.name, column.place?))).collect::<Vec<_>>()
        };
        let health_care = [("SS00001", (1, 7)), ("SS00005", (8, 13)), ("SS00010", (14, 28)), ("SS00015", (29, 36))];
        assert_eq!(places("ima-health-care-v18"), health_care.map(|(name, place)| (name.to_owned(), place)));
        let drugs = [("SS00015", (29, 36)), ("SS00020", (37, 43))];
        assert_eq!(places("ima-farmanet-v17"), drugs.map(|(name, place)| (name.to_owned(), place)));
    }

    #[test]
    fn a_layout_that_cannot_be_is_refused_where_it_stands() {
        let column = |rest: &str| format!("name = \"l\"\nlength = 10\n[[column]]\nname = \"a\"\n{rest}");
        assert_eq!(refused(&column("first = 0\nlast = 3")), ("column `a` has no place".into(), Some(5)));
        assert_eq!(refused(&column("first = 4\nlast = 3")).1, Some(5));
        assert_eq!(refused(&column("last = 3")).1, Some(5));
        assert_eq!(refused(&column("first = 4\nlast = 11")), ("column `a` ends after the end of the line".into(), Some(6)));
        assert_eq!(refused(&column("[[column]]\nname = \"a\"")).0, "column `a` stands twice in the layout");
        assert_eq!(refused(&column("frist = 4")).0, "unknown key `frist`");
    }
}
