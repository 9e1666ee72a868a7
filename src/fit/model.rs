//! The expenditure model of a reference group: what it expects of a profile in each year, and what moves that.

use std::sync::Arc;

use super::errors::Errors;
use super::information::{Packed, supports};
use super::method::{Kind, Method};
use super::outcome::OutcomeFit;
use super::part::{Asks, Constraints, Direction, Part};
use super::predictions::Predictions;
use super::year::YearColumns;
use super::{Aliased, ConstrainedLeastSquares, Family, FitError, Glm, LeastSquares, Link, Pull, Subgroups};
use crate::design::{Moments, Profiles, RiskCells, TargetRows, Use};
use crate::spec::{ModelSpec, Outcome, StandardErrors};

/// The model of one reference group over all years, of any family.
///
/// What comes after the fit asks it three things alone: what a person of a profile is expected to cost, what a group is, and
/// how a person of the reference group moves the latter.
#[derive(Clone, Debug)]
pub struct FittedModel {
    /// One a year.
    pub years: Vec<YearModel>,
    /// One a year, or one for all years when they share their coefficients.
    pub fits: Vec<Fit>,
    pub(super) method: Arc<Method>,
}

/// The model of one year.
#[derive(Clone, Debug)]
pub struct YearModel {
    /// f_s by profile.
    pub predicted: Predictions,
    /// a, by modelled outcome: real cost of the reference group over what the fit expects of it, which predictions are
    /// multiplied by.
    pub calibration: Vec<f64>,
    /// Columns that the reference group cannot tell from others.
    pub aliased: Vec<Aliased>,
    pub(super) sectors: usize,
    pub(super) columns: YearColumns,
    /// Exposure of the reference group by profile; empty when nothing but the coefficients rests on it.
    reference: Vec<(u32, f64)>,
    /// Real cost of the reference group by sector, in cents; empty alike.
    pub(super) real: Vec<f64>,
}

/// Coefficients that were estimated together.
#[derive(Clone, Debug)]
pub struct Fit {
    /// One a sector, or one for the total.
    pub outcomes: Vec<OutcomeFit>,
    /// What they were computed by.
    pub numbers: Numbers,
    /// Standard errors other than the model's own, in the order of [`Fit::estimates`].
    pub errors: Option<(StandardErrors, Vec<Errors>)>,
}

/// What computed the coefficients of a fit.
#[derive(Clone, Debug)]
pub enum Numbers {
    /// Least squares, all sectors at once.
    Squares(LeastSquares),
    /// By outcome: one generalised linear model, or two in a two-part model.
    Glms(Vec<Vec<Glm>>),
}

impl FittedModel {
    /// Fits the model of the persons outside the municipalities `left_out`; `name` stands in errors.
    ///
    /// # Errors
    /// A reference group too small or too much alike, a negative mean cost, and, unless the model allows it, a fit that does not
    /// converge.
    pub fn fit(spec: &ModelSpec, rows: &TargetRows, left_out: &[bool], name: &str) -> Result<FittedModel, FitError> {
        let method = Method::new(spec, rows, left_out, name)?;
        Fitting(Arc::new(method)).fit(rows, left_out, None, name)
    }

    /// Fits the same model to another reference group, such as one without a pseudo-pilot's zone, beginning at its coefficients.
    pub fn refit(&self, rows: &TargetRows, left_out: &[bool], name: &str) -> Result<FittedModel, FitError> {
        Fitting(self.method.clone()).fit(rows, left_out, Some(self), name)
    }

    /// The coefficients that a year is predicted by.
    pub fn of_year(&self, year: usize) -> &Fit {
        &self.fits[if self.method.pooled { 0 } else { year }]
    }

    /// Whether a column of the design, or of a pooled year after them, is estimated.
    pub fn estimates(&self, column: usize) -> bool {
        self.method.wanted.get(column).copied().unwrap_or(false)
    }

    /// Whether an elastic net chose the columns.
    pub fn screened(&self) -> bool {
        self.method.screened
    }

    /// Fits that did not converge, which the model allowed.
    pub fn unconverged(&self) -> usize {
        let glms = self.fits.iter().flat_map(|fit| match &fit.numbers {
            Numbers::Squares(_) => [].as_slice(),
            Numbers::Glms(glms) => glms.as_slice(),
        });
        glms.flatten().filter(|glm| !glm.converged).count()
    }

    /// How rows of the reference group move what a group is expected to cost in a year. `None` unless the model is least squares of each
    /// sector and year alone.
    pub fn direction(&self, year: usize, profiles: &Profiles, group: &[(u32, f64)]) -> Option<Direction> {
        let part = self.method.is_least_squares_alone().then(|| self.of_year(year).outcomes.first()?.parts.first()).flatten()?;
        Some(part.direction(&profiles.sum(group, part.estimate.len())))
    }

    /// What a group with weighted profile g is expected to cost in a year, by sector, by the fit of these moments of a reference group instead of
    /// its own. `None` unless the model is least squares, or when its columns cannot be told apart in them.
    pub fn expected_by(&self, year: usize, moments: &Moments, profile: &[f64]) -> Option<Vec<f64>> {
        match &self.of_year(year).numbers {
            Numbers::Squares(squares) => squares.expected_by(moments, profile),
            Numbers::Glms(_) => None,
        }
    }

    /// How the rows of the reference group move the expected cost of a group in a year, one pull for each year that they do in.
    pub fn pulls(&self, year: usize, profiles: &Profiles, group: &[(u32, f64)]) -> Vec<Pull> {
        let years = if self.method.pooled { 0..self.years.len() } else { year..year + 1 };
        let sectors = self.years[year].sectors;
        let mut pulls: Vec<Pull> = years.map(|year| Pull::none(year, profiles.entries.len(), sectors)).collect();
        let model = &self.years[year];
        for (index, outcome) in self.of_year(year).outcomes.iter().enumerate() {
            let calibration = model.calibrates(&self.method.kind).then_some((model.reference.as_slice(), model.calibration[index]));
            let moved = outcome.moved_by(profiles, &model.columns, group, calibration);
            for pull in &mut pulls {
                let of_year = moved.rows(profiles, &self.years[pull.year].columns, pull.year == year);
                match self.method.by {
                    Outcome::Sector => pull.set_sector(index, &of_year),
                    Outcome::Total => pull.set_total(&of_year, &model.real, moved.expected, pull.year == year),
                }
            }
        }
        pulls
    }
}

impl YearModel {
    /// a by sector and, last, of the total: what predictions were multiplied by.
    pub fn factors(&self) -> Vec<f64> {
        match self.calibration[..] {
            [factor] => vec![factor; self.sectors + 1],
            _ if self.real.is_empty() => vec![1.0; self.sectors + 1],
            _ => {
                let before: f64 = self.real.iter().zip(&self.calibration).map(|(real, factor)| real / factor).sum();
                self.calibration.iter().copied().chain([self.real.iter().sum::<f64>() / before]).collect()
            }
        }
    }

    /// Whether the reference group can tell the cost of a profile, given by its non-zero entries.
    pub fn supports(&self, profile: &[(usize, f64)]) -> bool {
        let effect = self.columns.effect.map(|effect| (effect, 1.0));
        let entries: Vec<(usize, f64)> = profile.iter().copied().chain(effect).collect();
        supports(&self.aliased, &entries)
    }

    /// METHOD: least squares with an intercept are calibrated whatever the data, neutralised or not, because what is
    /// neutralised is set to the mean; the others are when real and expected cost of the reference group are made equal.
    fn calibrates(&self, kind: &Kind) -> bool {
        !matches!(kind, Kind::Squares)
    }
}

/// The fits that a method makes.
struct Fitting(Arc<Method>);

impl Fitting {
    fn fit(self, rows: &TargetRows, left_out: &[bool], start: Option<&FittedModel>, name: &str) -> Result<FittedModel, FitError> {
        let named = |year: usize| match self.0.pooled {
            true => format!("{name}, all years"),
            false => format!("{name}, {}", rows.years[year].year),
        };
        let count = rows.years.len();
        let (fits, years) = match self.0.kind {
            Kind::Squares => {
                let moments: Vec<Moments> = (0..count).map(|year| rows.moments(year, |municipality| !left_out[municipality])).collect();
                let together = if self.0.pooled { vec![Moments::pooled(&moments)] } else { moments };
                let fits = together
                    .iter()
                    .enumerate()
                    .map(|(year, moments)| self.squares(moments, &named(year)))
                    .collect::<Result<Vec<_>, _>>()?;
                let neutral = self.0.uses.contains(&Use::Neutralise);
                let reference = |year: usize| match neutral {
                    true => rows.exposure(year, |municipality| !left_out[municipality]),
                    false => Vec::new(),
                };
                let years = (0..count).map(|year| (reference(year), Vec::new())).collect::<Vec<_>>();
                (fits, years)
            }
            _ => {
                let powers = self.powers();
                let cells: Vec<RiskCells> =
                    (0..count).map(|year| rows.cells(year, |municipality| !left_out[municipality], &powers)).collect();
                let years = cells.iter().map(|cells| (exposure_of(cells), real_of(cells))).collect::<Vec<_>>();
                let together = if self.0.pooled { vec![pooled_cells(cells, rows.profiles.entries.len(), &powers)] } else { cells };
                let fit = |(year, cells): (usize, &RiskCells)| self.glms(cells, start.map(|start| &start.fits[year]), &named(year));
                (together.iter().enumerate().map(fit).collect::<Result<Vec<_>, _>>()?, years)
            }
        };
        let fit_of = |year: usize| &fits[if self.0.pooled { 0 } else { year }];
        let years = years.into_iter().enumerate().map(|(year, (reference, real))| self.year(rows, fit_of(year), year, reference, real));
        let years = years.collect();
        Ok(FittedModel { years, fits, method: self.0 })
    }

    fn powers(&self) -> Vec<f64> {
        match self.0.kind {
            Kind::Glm { family: Family::Tweedie { power }, .. } => vec![power],
            _ => Vec::new(),
        }
    }

    fn squares(&self, moments: &Moments, name: &str) -> Result<Fit, FitError> {
        let marks: Vec<usize> = (0..self.0.uses.len()).filter(|column| self.0.uses[*column] == Use::Constrain).collect();
        let (squares, constraints) = match marks.is_empty() {
            true => (LeastSquares::fit_columns(moments, &self.0.wanted, name)?, None),
            false => {
                let (columns, subgroups) = subgroups(moments, &marks);
                let constrained = ConstrainedLeastSquares::fit(&moments.without(&marks), &subgroups, name)
                    .map_err(|_| FitError::Constraints { model: name.to_owned() })?;
                let pull = constrained.moves.chunks_exact(moments.width).map(<[f64]>::to_vec).collect();
                (constrained.fit, Some(Constraints { columns, pull, multipliers: constrained.multipliers }))
            }
        };
        let outcomes =
            Part::of_squares(&squares, moments.sectors, constraints).into_iter().map(|part| OutcomeFit { parts: vec![part] }).collect();
        Ok(Fit { outcomes, numbers: Numbers::Squares(squares), errors: None })
    }

    fn glms(&self, cells: &RiskCells, start: Option<&Fit>, name: &str) -> Result<Fit, FitError> {
        let modelled = match self.0.by {
            Outcome::Sector => 0..cells.sectors,
            Outcome::Total => cells.sectors..cells.sectors + 1,
        };
        let (mut outcomes, mut numbers) = (Vec::new(), Vec::new());
        for (index, outcome) in modelled.enumerate() {
            let started = |part: usize| match start.map(|start| &start.numbers) {
                Some(Numbers::Glms(glms)) => Some(&glms[index][part]),
                _ => None,
            };
            let asked = match self.0.kind {
                Kind::TwoPart => vec![
                    (Asks::AnyUse, Family::Binomial, Link::Logit, cells.any_use(outcome)),
                    (Asks::CostOfUsers, Family::Gamma, Link::Log, cells.costs_of_users(outcome)),
                ],
                Kind::Glm { family, link } => vec![(Asks::Cost, family, link, cells.costs(outcome))],
                Kind::Squares => Vec::new(),
            };
            let (mut parts, mut glms) = (Vec::new(), Vec::new());
            for (at, (asks, family, link, cells)) in asked.into_iter().enumerate() {
                let glm = match started(at) {
                    Some(start) => start.refit(&cells, &self.0.profiles, name)?,
                    None => Glm::fit_columns(&cells, &self.0.profiles, &self.0.wanted, family, link, name)?,
                };
                if !self.0.allow_unconverged {
                    glm.check(name)?;
                }
                parts.push(Part::of_glm(asks, &glm, &cells, &self.0.profiles));
                glms.push(glm);
            }
            outcomes.push(OutcomeFit { parts });
            numbers.push(glms);
        }
        Ok(Fit { outcomes, numbers: Numbers::Glms(numbers), errors: None })
    }

    fn year(&self, rows: &TargetRows, fit: &Fit, year: usize, reference: Vec<(u32, f64)>, real: Vec<f64>) -> YearModel {
        let (profiles, sectors) = (&rows.profiles, rows.sectors);
        let columns = YearColumns::new(profiles, &self.0.uses, &reference, self.0.pooled.then_some((year, rows.years.len())));
        let aliased = match &fit.numbers {
            Numbers::Squares(squares) => squares.aliased.clone(),
            // First parts are of all rows, which tell the same of every sector but one without any cost, where nothing is aliased.
            Numbers::Glms(glms) => {
                let most = glms.iter().filter_map(|parts| parts.first()).max_by_key(|glm| glm.aliased.len());
                most.map_or_else(Vec::new, |glm| glm.aliased.clone())
            }
        };
        if self.0.is_least_squares_alone() {
            let estimates: Vec<&[f64]> = fit.outcomes.iter().map(|outcome| outcome.parts[0].estimate.as_slice()).collect();
            let (predicted, calibration) = (Predictions::linear(&estimates), vec![1.0; sectors]);
            return YearModel { predicted, calibration, aliased, sectors, columns, reference, real };
        }
        let mut predicted = vec![0.0; profiles.entries.len() * sectors];
        let mut factors = Vec::with_capacity(fit.outcomes.len());
        for (index, outcome) in fit.outcomes.iter().enumerate() {
            let means = outcome.means(profiles, &columns);
            let expected: f64 = reference.iter().map(|(profile, exposure)| exposure * means[*profile as usize]).sum();
            let all: f64 = real.iter().sum();
            let factor = match (self.0.by, &self.0.kind) {
                // Nobody has any cost: none is expected.
                _ if expected == 0.0 => 1.0,
                (_, Kind::Squares) => 1.0,
                (Outcome::Sector, _) => real[index] / expected,
                (Outcome::Total, _) => all / expected,
            };
            factors.push(factor);
            for (slots, mean) in predicted.chunks_exact_mut(sectors).zip(means) {
                match self.0.by {
                    Outcome::Sector => slots[index] = factor * mean,
                    Outcome::Total => slots.iter_mut().zip(&real).for_each(|(slot, real)| *slot = real / all * factor * mean),
                }
            }
        }
        YearModel { predicted: Predictions::of_table(predicted, sectors), calibration: factors, aliased, sectors, columns, reference, real }
    }
}

/// The subgroups that columns of the moments mark, everybody first, and these columns; those of nobody are left out.
///
/// METHOD: with constraints the intercept no longer balances the whole by itself, so that everybody is a subgroup too.
fn subgroups(moments: &Moments, marks: &[usize]) -> (Vec<usize>, Subgroups) {
    let packed = Packed { width: moments.width, values: &moments.xx };
    let somebody = marks.iter().copied().filter(|mark| packed.at(*mark, *mark) > 0.0);
    let columns: Vec<usize> = std::iter::once(0).chain(somebody).collect();
    let estimated = |column: usize| !marks.contains(&column);
    let profile = |mark: usize| (0..moments.width).map(move |column| if estimated(column) { packed.at(mark, column) } else { 0.0 });
    let subgroups = Subgroups {
        count: columns.len(),
        profile: columns.iter().flat_map(|mark| profile(*mark).collect::<Vec<f64>>()).collect(),
        real: columns.iter().flat_map(|mark| &moments.xy[mark * moments.sectors..][..moments.sectors]).copied().collect(),
        overlap: columns.iter().flat_map(|mark| columns.iter().map(|other| packed.at(*mark, *other))).collect(),
    };
    (columns, subgroups)
}

/// The cells of several years as those of [`pooled_profiles`].
fn pooled_cells(years: Vec<RiskCells>, profiles: usize, powers: &[f64]) -> RiskCells {
    let sectors = years.first().map_or(0, |cells| cells.sectors);
    let mut pooled = RiskCells::zero(sectors, powers);
    for (year, mut cells) in years.into_iter().enumerate() {
        cells.profile.iter_mut().for_each(|profile| *profile += (year * profiles) as u32);
        pooled.add(&cells);
    }
    pooled
}

fn exposure_of(cells: &RiskCells) -> Vec<(u32, f64)> {
    cells.profile.iter().copied().zip(cells.exposure.iter().copied()).collect()
}

fn real_of(cells: &RiskCells) -> Vec<f64> {
    cells.outcomes[..cells.sectors].iter().map(|sums| sums.cost.iter().sum()).collect()
}
