//! **Worlds whose truth is known.** Does the method find what is truly there?
//!
//! Of real pilots nobody knows the truth. Here is a synthetic population in the layout of the permanent sample, persons, benefit
//! lines and drugs, with pilots whose effect on the cost of their target group is written down.
//!
//! # Formula
//!
//! A person's yearly cost is a product, or zero with a probability that depends on age, sex and conditions:
//!
//! ```text
//! cost = exposure
//!      × expected cost (age, sex, increased reimbursement, conditions, last year of life)
//!      × lasting level of the zone × shock of the zone and year
//!      × person effect × autoregressive state × transitory shock     (lognormal, mean one)
//! ```
//!
//! It is shared out over six sectors, and each sector's cents over benefit lines, so that the lines add up to the yearly cost
//! exactly. In a pilot's zone the cost of the target group is multiplied by 1 + its effect: −0.06 is 6 % saved.
//!
//! # Example
//!
//! A true effect of −0.06 on a target group that would have cost 20 million euro is a true gain of 1.2 million; `truth.toml` has it
//! to the cent, and `garantie settle STUDY --truth truth.toml` says what each rule pays beyond it.
//!
//! # In the code
//!
//! A block of persons is a pure function of the settings and its number: any number of threads gives the same rows.
//!
//! ---
//!
//! ← [Small cells](crate::report::disclosure) · [Contents](crate)

use std::path::PathBuf;

mod calendar;
mod costs;
mod defects;
mod demography;
mod files;
mod geography;
mod lines;
mod morbidity;
mod nomenclature;
mod person;
mod random;
mod rows;
mod truth;
mod world;

pub use defects::{Defect, DefectCounts};
pub use files::write;
pub use geography::{Municipality, Region, municipalities};
pub use morbidity::{CONDITIONS, Condition};
pub use nomenclature::{SECTOR_RANGES, Sector, SectorRange};
pub use rows::{Block, ClaimRows, DrugRows, PopulationRows, YearRows};
pub use truth::{PilotTruth, TARGET_RULE, TruthCell, TruthSums};
pub use world::World;

/// Who is in the data: a weighted sample, or everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// One person in 40 under 65 and one in 20 from 65 on, at drawing; weights 40 and 20.
    Sample,
    /// Everybody, with weight 1.
    Exhaustive,
}

/// What the synthetic population is made from; the same settings give the same rows.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Persons in the data at the start of the first year; births and arrivals come on top.
    pub persons: u64,
    /// First year of the data.
    pub first_year: i32,
    /// Number of years.
    pub years: usize,
    /// Seed of everything random.
    pub seed: u64,
    /// Who is in the data.
    pub source: Source,
    /// Standard deviation of the log of a zone's lasting level (mean one).
    pub zone_level_sd: f64,
    /// Standard deviation of the log of a zone's shock in one year (mean one).
    pub zone_shock_sd: f64,
    /// Scales the number of benefit lines; 1 gives about 20 lines of claims per person-year. Yearly costs keep their law.
    pub lines: f64,
    /// Share of the country's inhabitants in one zone.
    pub pilot_share: f64,
    /// First year with pilot effects.
    pub start_year: i32,
    /// Defects of real extracts to put in.
    pub defects: Vec<Defect>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            persons: 340_000,
            first_year: 2014,
            years: 8,
            seed: 20_180_101,
            source: Source::Sample,
            zone_level_sd: 0.08,
            zone_shock_sd: 0.01,
            lines: 1.0,
            pilot_share: 0.02,
            start_year: 2018,
            defects: Vec::new(),
        }
    }
}

/// Why a synthetic population cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// A setting out of its range.
    #[error("simulate: {name} is {got}; give {expected}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// Its value.
        got: String,
        /// What it may be.
        expected: &'static str,
    },
    /// The table of municipalities is damaged.
    #[error("simulate: geography table, line {line}: expected {expected}")]
    Geography {
        /// Line, counted from 1.
        line: usize,
        /// What it should hold.
        expected: &'static str,
    },
    /// The folder is there already.
    #[error("simulate: {} exists already; give a folder that does not", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("simulate: cannot write {}: {reason}", path.display())]
    Write {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

impl SimulateError {
    /// Exit code of the process: 2 for what the user asked, 5 for what could not be written.
    pub fn exit_code(&self) -> u8 {
        match self {
            SimulateError::Setting { .. } | SimulateError::Exists { .. } => 2,
            SimulateError::Geography { .. } => 70,
            SimulateError::Write { .. } => 5,
        }
    }
}
