//! The check of section `[data]`: which tables a study reads, how their files are written and how they call our columns.

use std::path::{Path, PathBuf};

use serde_spanned::Spanned;

use super::check::{Check, Refusal, refuse};
use super::format::{self, FilesSection, Refused};
use super::text::{ColumnsText, DataSection, ZoneTables};
use super::{COLUMN_MAPS, ColumnMaps, Completion, Data, Input, Movers, Source, Study, TABLES, TextFormats, Variant};

impl Check<'_> {
    fn path(&self, path: Spanned<PathBuf>) -> Spanned<PathBuf> {
        Spanned::new(path.span(), self.folder.join(path.into_inner()))
    }

    /// A path whose own part may be a pattern; what stands above it is taken by the letter.
    fn pattern(&self, pattern: Spanned<PathBuf>) -> Spanned<PathBuf> {
        let above = glob::Pattern::escape(&self.folder.to_string_lossy());
        Spanned::new(pattern.span(), Path::new(&above).join(pattern.into_inner()))
    }

    pub(super) fn data(&self, mut data: DataSection) -> Result<Data, Refused> {
        let (delimiter, decimal, encoding, missing) =
            (data.delimiter.take(), data.decimal.take(), data.encoding.take(), data.missing.take());
        let common = FilesSection { delimiter, decimal, encoding, missing, layout: None };
        let formats = format::check(self.folder, common, std::mem::take(&mut data.files))?;
        Ok(self.tables(data, formats)?)
    }

    fn tables(&self, data: DataSection, formats: TextFormats) -> Result<Data, Refusal> {
        let path = |given: Option<Spanned<PathBuf>>| given.map(|given| self.path(given));
        let input = match (data.panel, data.population, data.claims) {
            (Some(panel), None, None) => {
                if let Some(extra) = data.drugs.or(data.sectors).or(data.morbidity) {
                    return refuse(
                        extra.span(),
                        "a study on a ready-made panel reads no other table",
                        "leave this key out, or leave out `panel`",
                    );
                }
                let none = || Spanned::new(0..0, Vec::new());
                Input::Panel { panel: self.pattern(panel), conditions: data.conditions.unwrap_or_else(none) }
            }
            (Some(panel), ..) => {
                return refuse(
                    panel.span(),
                    "`panel` stands instead of `population` and `claims`, not beside them",
                    "keep one or the other",
                );
            }
            (None, Some(population), Some(claims)) => {
                if let Some(conditions) = data.conditions {
                    let help = "conditions come from the drugs table; leave `conditions` out, or give a table with `morbidity`";
                    return refuse(conditions.span(), "`conditions` names columns of a ready-made panel", help);
                }
                Input::Claims {
                    population: self.pattern(population),
                    claims: self.pattern(claims),
                    drugs: data.drugs.map(|drugs| self.pattern(drugs)),
                    sectors: path(data.sectors),
                    morbidity: path(data.morbidity),
                }
            }
            _ => {
                let message = "section [data] names no tables to read";
                return Err((None, message.into(), "give `population` and `claims`, or `panel`".into()));
            }
        };
        let pilots = data.pilots.map(|pilots| self.pilot_tables(pilots, &input, data.source)).transpose()?;
        let (geography, mergers) = (path(data.geography), path(data.mergers));
        Ok(Data { input, columns: self.columns(data.columns)?, source: data.source, pilots, formats, geography, mergers })
    }

    /// The tables of the pilots' zones: the same as those of the country.
    fn pilot_tables(&self, given: Spanned<ZoneTables>, country: &Input, source: Source) -> Result<Input, Refusal> {
        let span = given.span();
        let given = given.into_inner();
        if source != Source::Sample {
            let help = "leave [data.pilots] out: exhaustive data hold the zones already";
            return refuse(span, "tables of the pilots' zones stand beside a sample of the country", help);
        }
        match (country, given.panel, given.population, given.claims, given.drugs) {
            (Input::Claims { drugs, sectors, morbidity, .. }, None, Some(population), Some(claims), own)
                if drugs.is_some() == own.is_some() =>
            {
                Ok(Input::Claims {
                    population: self.pattern(population),
                    claims: self.pattern(claims),
                    drugs: own.map(|drugs| self.pattern(drugs)),
                    sectors: sectors.clone(),
                    morbidity: morbidity.clone(),
                })
            }
            (Input::Panel { conditions, .. }, Some(panel), None, None, None) => {
                Ok(Input::Panel { panel: self.pattern(panel), conditions: conditions.clone() })
            }
            _ => {
                let help = "give `population` and `claims`, and `drugs` if [data] has them; or `panel` if [data] has one";
                refuse(span, "[data.pilots] must name the same tables as [data]", help)
            }
        }
    }

    /// What two sources need to be told alike.
    pub(super) fn two_sources(&self, data: &Data, completion: &Completion, variants: &[Variant], movers: Movers) -> Result<(), Refusal> {
        if data.pilots.is_none() {
            return Ok(());
        }
        if completion.needs_bookings() && completion.until.is_none() {
            let help = "give the month up to which both are whole, for example `until = 202012`";
            return Err((
                completion.span.clone(),
                "the sample and the zones' tables must be booked until the same month".into(),
                help.into(),
            ));
        }
        match variants.iter().find(|variant| variant.movers != movers) {
            None => Ok(()),
            Some(variant) => {
                let message =
                    format!("variant `{}` counts movers otherwise than the study, which decides what source a person is of", variant.name);
                Err((None, message, "say `movers` in [population]".into()))
            }
        }
    }

    fn columns(&self, columns: Option<Spanned<ColumnsText>>) -> Result<ColumnMaps, Refusal> {
        let Some(columns) = columns else { return Ok(ColumnMaps::new()) };
        let span = columns.span();
        let (named, own) = match columns.into_inner() {
            ColumnsText::Named(name) => (Some(name), ColumnMaps::new()),
            ColumnsText::Given { like, maps } => (like, maps),
        };
        if let Some(table) = own.keys().find(|table| !TABLES.contains(&table.as_str())) {
            return refuse(span, format!("no table is called `{table}`"), Study::advise(table, TABLES.into_iter()));
        }
        let mut maps = match named {
            None => ColumnMaps::new(),
            Some(name) => match COLUMN_MAPS.iter().find(|(known, _)| *known == name) {
                Some((_, text)) => toml::from_str(text).expect("the column maps of the engine are valid"),
                None => {
                    let help = Study::advise(&name, COLUMN_MAPS.iter().map(|(known, _)| *known));
                    return refuse(span, format!("there is no column map `{name}`"), help);
                }
            },
        };
        for (table, map) in own {
            maps.entry(table).or_default().extend(map);
        }
        Ok(maps)
    }
}
