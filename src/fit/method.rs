//! What is fitted on which columns: a model file's choices, and those that the data make once for all fits.

use super::elastic_net::Screen;
use super::tweedie::PowerProfile;
use super::vcov::Observation;
use super::{Family, FitError, Link};
use crate::design::{Moments, Profiles, TargetRows, Use};
use crate::spec::{FamilySpec, LinkSpec, ModelSpec, Outcome};

/// METHOD: half lasso, half ridge: of columns that say the same, the ridge keeps all or none; ten folds of municipalities.
const SCREEN: Screen = Screen { l1_ratio: 0.5, folds: 10 };

/// Rows that tell the power of a Tweedie model.
const ROWS: usize = 20_000;

/// What is fitted, and on which columns.
#[derive(Debug)]
pub struct Method {
    /// How.
    pub kind: Kind,
    /// What is modelled.
    pub by: Outcome,
    /// Whether all years share their coefficients.
    pub pooled: bool,
    /// Whether a fit may end without having converged.
    pub allow_unconverged: bool,
    /// What each column of the design is for.
    pub uses: Vec<Use>,
    /// Whether each column is estimated, those of pooled years last.
    pub wanted: Vec<bool>,
    /// Whether an elastic net chose the columns.
    pub screened: bool,
    /// The profiles that generalised linear models are fitted on, those of pooled years side by side; none in least squares.
    pub profiles: Profiles,
}

/// How coefficients are computed.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Least squares.
    Squares,
    /// One generalised linear model an outcome.
    Glm {
        /// Its family.
        family: Family,
        /// Its link.
        link: Link,
    },
    /// Who has a cost, then how much.
    TwoPart,
}

impl Method {
    /// The method of a model on the persons outside the municipalities `left_out`; `name` stands in errors.
    pub fn new(spec: &ModelSpec, rows: &TargetRows, left_out: &[bool], name: &str) -> Result<Method, FitError> {
        let link = match spec.link {
            LinkSpec::Identity => Link::Identity,
            LinkSpec::Log => Link::Log,
        };
        let kind = match &spec.family {
            _ if spec.two_part => Kind::TwoPart,
            _ if spec.is_linear() => Kind::Squares,
            FamilySpec::Gaussian => Kind::Glm { family: Family::Gaussian, link },
            FamilySpec::Poisson => Kind::Glm { family: Family::Poisson, link },
            FamilySpec::Gamma => Kind::Glm { family: Family::Gamma, link },
            FamilySpec::Tweedie(powers) => Kind::Glm { family: Family::Tweedie { power: power(powers, rows, left_out, name)? }, link },
        };
        let uses = rows.design.uses.clone();
        let pooled = spec.pooled && rows.years.len() > 1;
        let years = if pooled { rows.years.len() } else { 1 };
        let profiles = match kind {
            Kind::Squares => Profiles { entries: Vec::new() },
            _ => pooled_profiles(&rows.profiles, uses.len(), years),
        };
        let mut wanted: Vec<bool> = uses.iter().map(|uses| *uses != Use::Constrain).collect();
        if spec.screen {
            let kept = screen(rows, left_out).unwrap_or_else(|| vec![true; uses.len()]);
            // METHOD: a level that the reference group does not have was not found to say nothing: nothing is known of it. It stays,
            // is aliased, and those who have it are told.
            let unknown = unknown(rows, left_out);
            wanted.iter_mut().zip(kept.into_iter().zip(unknown)).for_each(|(wanted, (kept, unknown))| *wanted &= kept || unknown);
        }
        wanted.resize(uses.len() + years - 1, true);
        Ok(Method { kind, by: spec.by, pooled, allow_unconverged: spec.allow_unconverged, uses, wanted, screened: spec.screen, profiles })
    }
}

impl Method {
    /// Whether every sector and year is fitted by least squares of its own, on persons as they are: neither pooled over years nor
    /// neutralised.
    pub fn is_least_squares_alone(&self) -> bool {
        let as_they_are = self.uses.iter().all(|uses| *uses != Use::Neutralise);
        matches!(self.kind, Kind::Squares) && self.by == Outcome::Sector && !self.pooled && as_they_are
    }
}

/// The columns that an elastic net keeps for the total cost of all years; `None` when there is nothing to choose by.
fn screen(rows: &TargetRows, left_out: &[bool]) -> Option<Vec<bool>> {
    let of_municipality = |municipality: usize| {
        let mut sum: Option<Moments> = None;
        for block in rows.years.iter().map(|year| &year.blocks.by_municipality[municipality]) {
            match &mut sum {
                Some(sum) => sum.add(block),
                None => sum = Some(block.clone()),
            }
        }
        sum
    };
    let clusters: Vec<Moments> = (0..left_out.len()).filter(|municipality| !left_out[*municipality]).filter_map(of_municipality).collect();
    Some(SCREEN.run(&clusters)?.kept)
}

/// Whether nobody of the reference group has a value of a column, in any year.
fn unknown(rows: &TargetRows, left_out: &[bool]) -> Vec<bool> {
    let mut unknown = vec![true; rows.design.width()];
    for blocks in rows.years.iter().map(|year| &year.blocks.by_municipality) {
        for block in blocks.iter().zip(left_out).filter(|(_, left_out)| !**left_out).map(|(block, _)| block) {
            unknown.iter_mut().zip(&block.present).for_each(|(unknown, present)| *unknown &= *present == 0);
        }
    }
    unknown
}

/// The likeliest of some powers for the total cost of the last year.
///
/// METHOD: one power for all years and sectors, so that their models differ in what they say of persons alone; rows are taken at
/// equal distances, which makes the choice the same whatever the threads.
fn power(powers: &[f64], rows: &TargetRows, left_out: &[bool], name: &str) -> Result<f64, FitError> {
    let (&[first, _, ..], Some(last)) = (powers, rows.years.last()) else { return Ok(powers.first().copied().unwrap_or(1.5)) };
    let cells = rows.cells(rows.years.len() - 1, |municipality| !left_out[municipality], powers);
    let members: Vec<usize> = (0..last.person.len()).filter(|row| !left_out[last.municipality[*row] as usize]).collect();
    let observation = |row: &usize| Observation {
        cluster: 0,
        profile: last.profile[*row],
        weight: last.weight[*row] * last.exposure[*row],
        value: last.cost[row * rows.sectors..][..rows.sectors].iter().sum::<f64>() / last.exposure[*row],
    };
    let chosen = members.iter().step_by(members.len().div_ceil(ROWS).max(1)).map(observation);
    let chosen: Vec<Observation> = chosen.filter(|observation| observation.value >= 0.0).collect();
    let profile = PowerProfile::new(&cells.costs(rows.sectors), &chosen, &rows.profiles, rows.design.width(), powers, name)?;
    Ok(profile.best().map_or(first, |point| point.power))
}

/// The profiles of several years side by side, those of the year t after those of year t − 1, with a column for each year but the
/// first.
pub fn pooled_profiles(profiles: &Profiles, columns: usize, years: usize) -> Profiles {
    let of_year = |year: usize| {
        let effect = year.checked_sub(1).map(|later| (columns + later, 1.0));
        profiles.entries.iter().map(move |entries| entries.iter().copied().chain(effect).collect())
    };
    Profiles { entries: (0..years).flat_map(of_year).collect() }
}
