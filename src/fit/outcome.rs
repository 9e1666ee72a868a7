//! One modelled outcome: the product of its parts, and how what it expects of a group moves with the rows fitted on.

use super::part::{Asks, Part};
use super::year::YearColumns;
use crate::design::Profiles;

/// The cost of a sector, or of all together: the product of its parts.
#[derive(Clone, Debug)]
pub struct OutcomeFit {
    /// One, or in a two-part model who has a cost and how much.
    pub parts: Vec<Part>,
}

/// What the rows of a year move in the expected cost of a group, by profile: w (a y + e b), and w e u more with a cost.
pub struct OfRows {
    /// a.
    pub cost: Vec<f64>,
    /// b.
    pub exposure: Vec<f64>,
    /// u; empty when the model does not ask who has a cost.
    pub users: Vec<f64>,
}

/// How the expected cost of a group moves with the coefficients, the calibration and what neutralised adjusters are set to.
pub struct Moved<'a> {
    /// F, calibrated, in cents.
    pub expected: f64,
    parts: Vec<MovedPart<'a>>,
    /// F over the real cost of the reference group, and calibrated means by profile; `None` without calibration.
    calibration: Option<(f64, Vec<f64>)>,
}

/// How F moves with one part.
struct MovedPart<'a> {
    part: &'a Part,
    /// (−∂U/∂β)⁻¹ ∂F/∂β, one value a column.
    direction: Vec<f64>,
    /// What F moves by when all linear predictors do by one.
    slope: f64,
    /// By column that marks a subgroup: ∂F by its cost, and its multiplier. Empty without constraints.
    subgroups: Option<(Vec<f64>, Vec<f64>)>,
}

impl OutcomeFit {
    /// Expected cost by profile, in cents per full year, neutralised and not calibrated.
    pub fn means(&self, profiles: &Profiles, columns: &YearColumns) -> Vec<f64> {
        let mut means = vec![1.0; profiles.entries.len()];
        for part in &self.parts {
            let predictors = columns.neutralised(profiles, &part.estimate);
            means.iter_mut().zip(predictors).for_each(|(mean, eta)| *mean *= part.link.mean(eta));
        }
        means
    }

    /// What moves the expected cost of a group in the year of these columns. `calibration`: the reference group's exposure by
    /// profile, and the factor that means are multiplied by.
    ///
    /// METHOD: F = a Σ_k E_k f_k with a = Y_R/Σ_k R_k f_k, so that in log F a profile weighs by its exposure in the group less its
    /// exposure in the reference group, both as shares of what is expected of them. With a canonical link and an intercept
    /// the second term and the calibration cancel.
    pub fn moved_by<'a>(
        &'a self,
        profiles: &Profiles,
        columns: &YearColumns,
        group: &[(u32, f64)],
        calibration: Option<(&[(u32, f64)], f64)>,
    ) -> Moved<'a> {
        let predictors: Vec<Vec<f64>> = self.parts.iter().map(|part| columns.neutralised(profiles, &part.estimate)).collect();
        let means = self.means(profiles, columns);
        let sum = |exposure: &[(u32, f64)]| exposure.iter().map(|(profile, exposure)| exposure * means[*profile as usize]).sum::<f64>();
        let factor = calibration.map_or(1.0, |(_, factor)| factor);
        let of_group = sum(group);
        let mut weights = vec![0.0; profiles.entries.len()];
        group.iter().for_each(|(profile, exposure)| weights[*profile as usize] += factor * exposure);
        let of_reference = calibration.map_or(0.0, |(reference, _)| sum(reference));
        let calibration = calibration.filter(|_| of_reference > 0.0).map(|(reference, factor)| {
            let share = of_group / of_reference;
            reference.iter().for_each(|(profile, exposure)| weights[*profile as usize] -= factor * share * exposure);
            (share, means.iter().map(|mean| factor * mean).collect())
        });
        let moved = |(index, part): (usize, &'a Part)| {
            let mut slopes: Vec<f64> = predictors[index].iter().map(|eta| part.link.slope(*eta)).collect();
            for (other, etas) in predictors.iter().enumerate().filter(|(other, _)| *other != index) {
                slopes.iter_mut().zip(etas).for_each(|(slope, eta)| *slope *= self.parts[other].link.mean(*eta));
            }
            slopes.iter_mut().zip(&weights).for_each(|(slope, weight)| *slope *= weight);
            let gradient = columns.sum(profiles, &slopes);
            let subgroups = part.constraints.as_ref().map(|(constraints, outcome)| {
                let (mut of_cost, mut multipliers) = (vec![0.0; columns.width], vec![0.0; columns.width]);
                for (index, (column, pull)) in constraints.columns.iter().zip(&constraints.pull).enumerate() {
                    of_cost[*column] = pull.iter().zip(&gradient).map(|(a, b)| a * b).sum();
                    multipliers[*column] = constraints.multipliers[*outcome][index];
                }
                (of_cost, multipliers)
            });
            MovedPart { part, direction: part.inverse_times(&gradient), slope: slopes.iter().sum(), subgroups }
        };
        Moved { expected: factor * of_group, parts: self.parts.iter().enumerate().map(moved).collect(), calibration }
    }
}

impl Moved<'_> {
    /// What the rows of the year with these columns move; `own`: it is the year of the group.
    ///
    /// METHOD: the score of a row is x h w (y − e μ), with μ before neutralisation; the rows of other years move the coefficients
    /// that the years share, those of the own year the calibration and the means of neutralised adjusters too.
    pub fn rows(&self, profiles: &Profiles, columns: &YearColumns, own: bool) -> OfRows {
        let zero = || vec![0.0; profiles.entries.len()];
        let mut moved = OfRows { cost: zero(), exposure: zero(), users: zero() };
        for MovedPart { part, direction, slope, subgroups } in &self.parts {
            let leverage = columns.linear(profiles, direction);
            let predictors = columns.linear(profiles, &part.estimate);
            for (profile, (leverage, eta)) in leverage.into_iter().zip(predictors).enumerate() {
                let of_residual = leverage * part.score_factor(eta);
                let of_mean = of_residual * part.link.mean(eta);
                let (residual, mean) = match part.asks {
                    Asks::Cost => (&mut moved.cost, &mut moved.exposure),
                    Asks::AnyUse => (&mut moved.users, &mut moved.exposure),
                    Asks::CostOfUsers => (&mut moved.cost, &mut moved.users),
                };
                residual[profile] += of_residual;
                mean[profile] -= of_mean;
            }
            // METHOD: with constraints Cβ = d a row adds z r to the side of the subgroups and e x z'λ to the score.
            if let Some((of_cost, multipliers)) = subgroups {
                let (leverage, of_cost) = (columns.linear(profiles, direction), profiles.times(of_cost));
                let predictors = columns.linear(profiles, &part.estimate);
                for (profile, multiplier) in profiles.times(multipliers).into_iter().enumerate() {
                    moved.cost[profile] += of_cost[profile];
                    moved.exposure[profile] += leverage[profile] * multiplier - of_cost[profile] * predictors[profile];
                }
            }
            if own && !columns.neutral.is_empty() {
                let off_mean = columns.off_mean(profiles, &part.estimate);
                moved.exposure.iter_mut().zip(off_mean).for_each(|(exposure, off)| *exposure += slope * off);
            }
        }
        if let Some((share, means)) = self.calibration.as_ref().filter(|_| own) {
            moved.cost.iter_mut().for_each(|cost| *cost += share);
            moved.exposure.iter_mut().zip(means).for_each(|(exposure, mean)| *exposure -= share * mean);
        }
        if self.parts.iter().all(|moved| moved.part.asks == Asks::Cost) {
            moved.users.clear();
        }
        moved
    }
}
