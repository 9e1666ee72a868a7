//! Who is counted: section `[population]`.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

/// Who is counted, as written.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct PopulationSection {
    /// `open` when not given.
    pub cohort: Option<Cohort>,
    /// The base year in which a closed cohort is formed and where residence at base is taken; the first one when not given.
    #[schemars(with = "Option<i32>")]
    pub inclusion: Option<Spanned<i32>>,
    /// `same-year` when not given.
    pub known: Option<Known>,
    /// `year` for an open cohort and `base` for a closed one when not given.
    pub movers: Option<Movers>,
    /// Prior weight of each stratum of drawing, by the value of the population's column `stratum`.
    #[schemars(with = "Option<BTreeMap<String, f64>>")]
    pub strata: Option<Spanned<BTreeMap<String, f64>>>,
}

/// When the target rule is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cohort {
    /// Anew for each year: a repeated cross-section.
    Open,
    /// Once, in the inclusion year: the same persons are followed through all years.
    Closed,
}

impl fmt::Display for Cohort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cohort::Open => "open",
            Cohort::Closed => "closed",
        })
    }
}

/// What a target rule may know of the year that it is judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// That year's own row.
    SameYear,
    /// The row and the costs of the year before: what is known when the year begins.
    PreviousYear,
}

/// Where a person who moves is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Movers {
    /// Where it lives in each year.
    Year,
    /// Where it lived in the inclusion year, whatever happens after: the intention to treat.
    Base,
}

/// Who is counted.
#[derive(Clone, Debug)]
pub struct Population {
    /// When the target rule is judged; a variant may say otherwise.
    pub cohort: Cohort,
    /// Where a person who moves is counted, when the study says so.
    pub movers: Option<Movers>,
    /// The base year in which a closed cohort is formed and where residence at base is taken.
    pub inclusion: i32,
    /// What a target rule may know.
    pub known: Known,
    /// Prior weight of each stratum of drawing; empty when the table has weights of its own, or none.
    pub strata: BTreeMap<String, f64>,
    /// Where the strata are given.
    pub strata_span: Option<Range<usize>>,
}

impl Population {
    /// Where a variant with a cohort counts who moves.
    ///
    /// METHOD: a closed cohort is followed by intention to treat, for who leaves a zone may do so because of its care.
    pub fn movers(&self, cohort: Cohort) -> Movers {
        self.movers.unwrap_or(match cohort {
            Cohort::Open => Movers::Year,
            Cohort::Closed => Movers::Base,
        })
    }
}

impl PopulationSection {
    /// Checks the section of a study with these base years.
    pub fn check(self, base: &[(i32, f64)]) -> Result<Population, (Option<Range<usize>>, String, String)> {
        let inclusion = match self.inclusion {
            None => base.first().map_or(0, |(year, _)| *year),
            Some(year) if base.iter().any(|(base, _)| base == year.get_ref()) => year.into_inner(),
            Some(year) => {
                let message = format!("{} is not a base year", year.get_ref());
                return Err((Some(year.span()), message, "who is included is judged in a year of [period] base".into()));
            }
        };
        let strata_span = self.strata.as_ref().map(Spanned::span);
        let strata = self.strata.map(Spanned::into_inner).unwrap_or_default();
        if let Some((stratum, weight)) = strata.iter().find(|(_, weight)| !(weight.is_finite() && **weight > 0.0)) {
            let message = format!("{weight} is no weight of stratum `{stratum}`");
            return Err((
                strata_span,
                message,
                "a person of the sample stands for a positive number of persons, for example 40 or 20".into(),
            ));
        }
        let cohort = self.cohort.unwrap_or(Cohort::Open);
        let known = self.known.unwrap_or(Known::SameYear);
        Ok(Population { cohort, movers: self.movers, inclusion, known, strata, strata_span })
    }
}
