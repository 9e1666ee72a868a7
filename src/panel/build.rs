//! Making the panel of a study, from claims or from a table that exists already.

use polars::prelude::*;
use serde_spanned::Spanned;

use super::completion::Completed;
use super::from_claims::{self, Tables, bookings, without_bookings};
use super::mix::mix;
use super::source::Part;
use super::totals::ControlTotals;
use super::{Numbering, PanelError, Places, findings, table};
use crate::ingest::{self, Codebook, DataError, Morbidity};
use crate::money::Cents;
use crate::progress::Progress;
use crate::quality::Finding;
use crate::spec::{self, Input, Study};

/// The person-years of a study.
#[derive(Debug)]
pub struct Panel {
    /// The persons, numbered over all years.
    pub persons: Numbering,
    /// The municipalities they live in, by number.
    pub places: Places,
    /// Sectors in scope.
    pub sectors: Vec<String>,
    /// Names of the columns that are conditions.
    pub conditions: Vec<String>,
    /// The years that the study judges, in order.
    pub years: Vec<YearPanel>,
    /// Years before those, which only a target rule looks at.
    pub before: Vec<YearPanel>,
    /// What completed the costs, if the study asks for it.
    pub completed: Option<Completed>,
    /// What became of every line and cent read.
    pub totals: ControlTotals,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// The person-years of one year, in the order of their persons.
#[derive(Debug)]
pub struct YearPanel {
    /// The year.
    pub year: i32,
    /// Number of the person of each row, ascending.
    pub person: Vec<u32>,
    /// What is known of each row but its cost: `year`, `birth_year`, `age`, `sex`, `municipality` (its number), `exposure` (fraction of
    /// the year), `weight`, the conditions, `chronic`, `increased_reimbursement` if the table has it, and the user's columns.
    pub frame: DataFrame,
    /// Cost in cents, row-major: `row × sectors + sector`.
    pub cost: Vec<i64>,
    /// Number of the municipality in which the person of each row lived at base.
    pub at_base: Column,
}

impl YearPanel {
    /// Cost of one row over all sectors.
    pub fn total(&self, row: usize, sectors: usize) -> Cents {
        self.cost[row * sectors..][..sectors].iter().copied().map(Cents).sum()
    }

    /// The municipalities that its persons live in, ascending.
    pub fn municipalities(&self, places: &Places) -> PolarsResult<Vec<String>> {
        let mut lived_in = vec![false; places.codes.len()];
        self.frame.column("municipality")?.u32()?.iter().flatten().for_each(|place| lived_in[place as usize] = true);
        Ok(places.codes.iter().zip(lived_in).filter(|(_, lived_in)| *lived_in).map(|(code, _)| code.clone()).collect())
    }

    fn sector_total(&self, sector: usize, sectors: usize) -> Cents {
        self.cost.iter().skip(sector).step_by(sectors).copied().map(Cents).sum()
    }
}

impl Panel {
    /// Frees the memory of its rows: those of the target groups have been taken, and nobody asks for the others any more.
    pub fn free_rows(&mut self) {
        let empty =
            |year: i32| YearPanel { year, person: Vec::new(), frame: DataFrame::empty(), cost: Vec::new(), at_base: Column::default() };
        self.years.iter_mut().chain(&mut self.before).for_each(|year| *year = empty(year.year));
    }
}

/// Makes the panel of a study.
pub fn build(study: &Study, progress: &dyn Progress) -> Result<Panel, PanelError> {
    ingest::check_columns(&study.data, bookings(study)).map_err(|error| without_bookings(study, error))?;
    let mut panel = match &study.data.pilots {
        None => read(study, &study.data.input, Part::Everywhere, None, progress)?,
        Some(zones) => {
            let sample = read(study, &study.data.input, Part::OutsideZones, None, progress)?;
            let zones = read(study, zones, Part::Zones, sample.completed.as_ref(), progress)?;
            mix(study, sample, zones)?
        }
    };
    let judged = study.years();
    (panel.years, panel.before) = std::mem::take(&mut panel.years).into_iter().partition(|year| judged.contains(&year.year));
    panel.findings.extend(findings::all(study, &panel));
    Ok(panel)
}

/// Makes the panel of one source, of every year read; `learned` is what completes its costs when another source tells it.
fn read(study: &Study, input: &Input, part: Part, learned: Option<&Completed>, progress: &dyn Progress) -> Result<Panel, PanelError> {
    let panel = match input {
        Input::Claims { population, claims, drugs, sectors, morbidity } => {
            let book = Codebook::parse(&table_path(sectors, "sectors.csv"), &table_bytes(sectors, spec::SECTORS)?);
            let morbidity = Morbidity::parse(&table_path(morbidity, "morbidity.csv"), &table_bytes(morbidity, spec::MORBIDITY)?);
            let (book, morbidity) = match (book, morbidity) {
                (Ok(book), Ok(morbidity)) => (book, morbidity),
                (Err(error), Err(other)) => return Err(error.and(other).into()),
                (Err(error), _) | (_, Err(error)) => return Err(error.into()),
            };
            let drugs = drugs.as_ref().map(|drugs| drugs.get_ref().as_path());
            let (population, claims) = (population.get_ref(), claims.get_ref());
            let tables = Tables { population, claims, drugs, book: &book, morbidity: &morbidity };
            from_claims::panel(study, &tables, (part, learned), progress)?
        }
        Input::Panel { panel, conditions } => table::panel(study, panel.get_ref(), conditions, part, progress)?,
    };
    for year in &panel.years {
        for (index, sector) in panel.sectors.iter().enumerate() {
            panel.totals.check(year.year, sector, year.sector_total(index, panel.sectors.len()))?;
        }
    }
    Ok(panel)
}

fn table_path(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> std::path::PathBuf {
    given.as_ref().map_or_else(|| builtin.into(), |given| given.get_ref().clone())
}

fn table_bytes(given: &Option<Spanned<std::path::PathBuf>>, builtin: &str) -> Result<Vec<u8>, DataError> {
    match given {
        None => Ok(builtin.as_bytes().to_vec()),
        Some(path) => {
            std::fs::read(path.get_ref()).map_err(|error| DataError::Unopened { file: path.get_ref().clone(), reason: error.to_string() })
        }
    }
}
