//! The gains that the pilots of a simulation truly had.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::SettleError;
use crate::money::Cents;
use crate::spec::{StudyError, parse};

/// The true gain of each pilot and year.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    gains: BTreeMap<(String, i32), Cents>,
}

#[derive(Deserialize)]
struct TruthText {
    pilot: Vec<PilotText>,
}

#[derive(Deserialize)]
struct PilotText {
    id: String,
    year: Vec<YearText>,
}

#[derive(Deserialize)]
struct YearText {
    year: i32,
    gain: f64,
}

impl Truth {
    /// Reads the `truth.toml` of a simulation.
    ///
    /// # Errors
    /// A [`StudyError`] if it cannot be read or is something else.
    pub fn read(path: &Path) -> Result<Truth, StudyError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            StudyError::new(path, &Arc::from(""), None, format!("cannot read the truth {}: {error}", path.display()))
                .with_help("give the truth.toml that `garantie simulate` wrote beside the study")
        })?;
        let text: Arc<str> = Arc::from(text);
        let file: TruthText = parse(path, &text)?;
        let years = file.pilot.into_iter().flat_map(|pilot| pilot.year.into_iter().map(move |year| (pilot.id.clone(), year)));
        let gain = |(pilot, year): (String, YearText)| {
            let gain = Cents::from_euro(year.gain)
                .ok_or_else(|| StudyError::new(path, &text, None, format!("the true gain of `{pilot}` is not an amount")))?;
            Ok(((pilot, year.year), gain))
        };
        Ok(Truth { gains: years.map(gain).collect::<Result<_, StudyError>>()? })
    }

    /// The true gain of a pilot over some years.
    ///
    /// # Errors
    /// [`SettleError::NoTruth`] for a year that the truth does not tell.
    pub fn gain(&self, pilot: &str, years: &[i32]) -> Result<Cents, SettleError> {
        let of_year = |year: &i32| {
            let known = self.gains.get(&(pilot.to_owned(), *year)).copied();
            known.ok_or_else(|| SettleError::NoTruth { pilot: pilot.to_owned(), year: *year })
        };
        years.iter().map(of_year).sum()
    }
}
