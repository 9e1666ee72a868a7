//! The contract of a table: which columns it must have, of which kind, and how each kind is had from what a file holds.

use std::path::Path;

use polars::prelude::*;

use super::{DataError, files::unreadable};
use crate::spec::ColumnMaps;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A pseudonym: a whole number or a text; kept as it is.
    Id,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text.
    Text,
    /// Yes or no; a code other than 0 means yes.
    Flag,
    /// A day.
    Date,
    /// A month, read as the number YYYYMM.
    Month,
}

impl Kind {
    fn expected(self) -> &'static str {
        match self {
            Kind::Id => "whole numbers or text",
            Kind::Integer => "whole numbers",
            Kind::Number => "numbers",
            Kind::Text => "text",
            Kind::Flag => "yes or no (boolean, or a code with 0 for no)",
            Kind::Date => "dates (2018-12-31, 31/12/2018 or 20181231)",
            Kind::Month => "months (201812, 2018-12 or a date)",
        }
    }

    /// The expression that has values of this kind from a column of a type; `None` when it cannot.
    fn convert(self, column: Expr, held: &DataType) -> Option<Expr> {
        use DataType as T;
        let whole = held.is_integer();
        let text = *held == T::String;
        let date = |format: &str| {
            let options = StrptimeOptions { format: Some(format.into()), strict: false, exact: true, cache: true };
            move |text: Expr| text.str().to_date(options)
        };
        let month_of = |date: Expr| date.clone().dt().year() * lit(100) + date.dt().month().cast(T::Int32);
        match self {
            Kind::Id if whole => Some(column.cast(T::Int64)),
            Kind::Id if text => Some(column),
            Kind::Integer if whole || text || held.is_float() || held.is_decimal() => Some(column.cast(T::Int64)),
            Kind::Number if held.is_primitive_numeric() || held.is_decimal() || text => Some(column.cast(T::Float64)),
            Kind::Text if whole || text || matches!(held, T::Categorical(..)) => Some(column.cast(T::String)),
            Kind::Flag if *held == T::Boolean => Some(column),
            Kind::Flag if whole => Some(column.neq(lit(0))),
            Kind::Date if *held == T::Date => Some(column),
            Kind::Date if matches!(held, T::Datetime(..)) => Some(column.cast(T::Date)),
            Kind::Date if whole => Some(date("%Y%m%d")(column.cast(T::String))),
            Kind::Date if text => {
                let of = |format: &str| date(format)(column.clone());
                Some(coalesce(&[of("%Y-%m-%d"), of("%d/%m/%Y"), of("%Y%m%d")]))
            }
            Kind::Month if whole => Some(column.cast(T::Int32)),
            Kind::Month if *held == T::Date => Some(month_of(column)),
            Kind::Month if matches!(held, T::Datetime(..)) => Some(month_of(column.cast(T::Date))),
            Kind::Month if text => Some(column.str().replace_all(lit("-"), lit(""), true).cast(T::Int32)),
            _ => None,
        }
    }
}

/// A column of a contract.
pub(super) struct Column {
    /// Our name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the table must have it and every row a value.
    pub required: bool,
}

impl Column {
    pub const fn required(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, required: true }
    }

    pub const fn optional(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, required: false }
    }
}

/// A table under contract.
pub(super) struct Contract<'a> {
    /// Our name of the table.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'a [Column],
    /// The study's names for them.
    pub maps: &'a ColumnMaps,
}

impl Contract<'_> {
    /// The name that a column of ours has in the files.
    pub fn theirs<'a>(&'a self, ours: &'a str) -> &'a str {
        self.maps.get(self.table).and_then(|map| map.get(ours)).map_or(ours, String::as_str)
    }

    /// Gives an opened file our names and kinds. Further columns are kept, under their own names, if `others` says so.
    pub fn apply(&self, mut frame: LazyFrame, path: &Path, others: bool) -> Result<LazyFrame, DataError> {
        let schema = frame.collect_schema().map_err(|error| unreadable(path, error))?;
        let mut kept = Vec::with_capacity(schema.len());
        for column in self.columns {
            let theirs = self.theirs(column.name);
            match schema.get(theirs) {
                Some(held) => {
                    let wrong = || DataError::WrongType {
                        table: self.table,
                        file: path.to_owned(),
                        column: theirs.to_owned(),
                        expected: column.kind.expected(),
                        got: format!("{held:?}").to_lowercase(),
                    };
                    let original = Expr::Column(theirs.into());
                    let values = column.kind.convert(original.clone(), held).ok_or_else(wrong)?;
                    if !column.required {
                        // An empty optional value is as good as none; one that was there and could not be used is not.
                        kept.push(values.clone().is_null().and(original.is_not_null()).alias(lost(column.name)));
                    }
                    kept.push(values.alias(column.name));
                }
                None if column.required => {
                    return Err(DataError::MissingColumn {
                        table: self.table,
                        file: path.to_owned(),
                        ours: column.name.to_owned(),
                        theirs: theirs.to_owned(),
                        found: schema.iter_names().map(|name| name.to_string()).collect(),
                    });
                }
                None => {}
            }
        }
        if others {
            let known = |name: &str| self.columns.iter().any(|column| self.theirs(column.name) == name || column.name == name);
            // A further column takes our name for it when the study maps one (an adjuster, say).
            let map = self.maps.get(self.table);
            let ours = |name: &str| map.and_then(|map| map.iter().find(|(_, theirs)| *theirs == name)).map(|(ours, _)| ours.clone());
            let further = schema.iter_names().filter(|name| !known(name));
            kept.extend(further.map(|name| Expr::Column(name.clone()).alias(ours(name).unwrap_or_else(|| name.to_string()))));
        }
        Ok(frame.select(kept))
    }

    /// Refuses rows of an applied table whose values are absent where they are required, or of no use to their kind.
    pub fn check(&self, mut rows: DataFrame, path: &Path) -> Result<DataFrame, DataError> {
        for column in self.columns {
            let count = if column.required {
                rows.column(column.name).map_or(0, |values| values.null_count()) as u64
            } else if let Ok(marks) = rows.drop_in_place(&lost(column.name)) {
                marks.bool().ok().and_then(|marks| marks.sum()).unwrap_or(0).into()
            } else {
                0
            };
            if count > 0 {
                return Err(self.bad_values(path, column.name, column.kind.expected(), count));
            }
        }
        Ok(rows)
    }

    /// A refusal of some values of a column.
    pub fn bad_values(&self, path: &Path, column: &str, expected: &'static str, count: u64) -> DataError {
        DataError::BadValues { table: self.table, file: path.to_owned(), column: column.to_owned(), expected, count }
    }
}

/// Name of the column that marks the values which a conversion lost.
fn lost(column: &str) -> String {
    format!("lost:{column}")
}
