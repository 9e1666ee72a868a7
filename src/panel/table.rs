//! A panel that exists already, checked and brought into the form of one made from claims.

use std::path::Path;

use polars::prelude::*;
use serde_spanned::Spanned;

use super::people::{self, People, PeopleOfYear};
use super::source::Part;
use super::totals::{Bucket, ControlTotals};
use super::{Numbering, Panel, PanelError, YearPanel};
use crate::ingest::{DataError, Kind};
use crate::money::Cents;
use crate::progress::Progress;
use crate::quality::Total;
use crate::spec::Study;

/// Reads the panel of a study; its cost columns are the sectors in scope.
pub(super) fn panel(
    study: &Study,
    path: &Path,
    conditions: &Spanned<Vec<String>>,
    part: Part,
    progress: &dyn Progress,
) -> Result<Panel, PanelError> {
    progress.stage("panel");
    let sectors = sectors(study)?;
    let People { persons, places, years: people, findings } = people::read(study, "panel", path, part)?;
    let mut totals = ControlTotals::default();
    let mut years = Vec::with_capacity(people.len());
    for PeopleOfYear { year, person, mut frame, at_base, .. } in people {
        let mut cost = vec![0; person.len() * sectors.len()];
        for (index, sector) in sectors.iter().enumerate() {
            let euro = take(study, &mut frame, sector, &study.sectors)?;
            let euro = values(study, path, sector, Kind::Number, euro)?;
            let mut total = Total::default();
            for (row, euro) in euro.f64()?.iter().enumerate() {
                let amount = euro.and_then(Cents::from_euro).ok_or_else(|| bad(path, sector, Kind::Number.expected(), 1))?;
                cost[row * sectors.len() + index] = amount.0;
                if amount != Cents::ZERO {
                    total.count(person[row], amount);
                }
            }
            totals.add(year, Bucket::Sector(sector.clone()), total);
        }
        for condition in conditions.get_ref() {
            let flag = take(study, &mut frame, condition, conditions)?;
            frame.with_column(values(study, path, condition, Kind::Flag, flag)?)?;
        }
        years.push(YearPanel { year, frame: people::complete(frame, year, conditions.get_ref())?, person, cost, at_base });
    }
    let persons = Numbering::of(persons);
    Ok(Panel {
        persons,
        places,
        sectors,
        conditions: conditions.get_ref().clone(),
        years,
        before: Vec::new(),
        completed: None,
        totals,
        findings,
    })
}

/// The sectors in scope, each named: a table does not say which of its columns are costs.
fn sectors(study: &Study) -> Result<Vec<String>, PanelError> {
    let sectors = study.sectors.get_ref();
    let span = Some(study.sectors.span()).filter(|span| !span.is_empty());
    if sectors.iter().any(|name| name == "*" || name.starts_with('-')) {
        let help = "name its cost columns in [scope] sectors, for example [\"doctors\", \"hospitals\"]";
        return Err(study.refuse(span, "a ready-made panel does not say which of its columns are costs", help).into());
    }
    if let Some((_, twice)) = sectors.iter().enumerate().find(|(index, name)| sectors[..*index].contains(name)) {
        return Err(study.refuse(span, format!("sector `{twice}` stands twice"), "leave one out").into());
    }
    Ok(sectors.clone())
}

/// Takes a column that the study names out of the table.
fn take(study: &Study, frame: &mut DataFrame, name: &str, named: &Spanned<Vec<String>>) -> Result<Column, PanelError> {
    let names: Vec<String> = frame.schema().iter_names().map(|name| name.to_string()).collect();
    frame.drop_in_place(name).map_err(|_| {
        let help = Study::advise(name, names.iter().map(String::as_str));
        study.refuse(Some(named.span()), format!("the panel has no column `{name}`"), help).into()
    })
}

/// The values of a column in their kind, each there.
fn values(study: &Study, path: &Path, name: &str, kind: Kind, column: Column) -> Result<Column, PanelError> {
    let held = column.dtype().clone();
    let wrong = || DataError::WrongType {
        table: "panel",
        file: path.to_owned(),
        column: name.to_owned(),
        expected: kind.expected(),
        got: format!("{held:?}").to_lowercase(),
    };
    let commas = study.data.formats.of("panel").decimal_comma;
    let convert = kind.convert(Expr::Column(name.into()), &held, commas).ok_or_else(wrong)?;
    let mut converted = column.into_frame().lazy().select([convert.alias(name)]).collect()?;
    let values = converted.drop_in_place(name)?;
    match values.null_count() {
        0 => Ok(values),
        missing => Err(bad(path, name, kind.expected(), missing as u64).into()),
    }
}

fn bad(path: &Path, name: &str, expected: &'static str, count: u64) -> DataError {
    let (table, file, column) = ("panel", path.to_owned(), name.to_owned());
    DataError::BadValues { table, file, column, expected, count: count.into(), first: None, decimal: None }
}
