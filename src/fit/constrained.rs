//! Least squares under which subgroups cost, in sum, what they are expected to cost.

use faer::linalg::solvers::Solve;
use faer::{Mat, Side};

use super::information::times;
use super::{FitError, LeastSquares};
use crate::design::Moments;

/// Sums of the subgroups whose residuals are to be zero. With K subgroups, p columns and S sectors; money in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct Subgroups {
    /// Subgroups K.
    pub count: usize,
    /// Σ w e x of each, K × p by rows.
    pub profile: Vec<f64>,
    /// Σ w y of each, K × S by rows.
    pub real: Vec<f64>,
    /// Σ w e of those who are in both of two, K × K by rows.
    pub overlap: Vec<f64>,
}

/// Least squares of annualised cost with Σ w (y − e x'β) = 0 over each subgroup, sector by sector (van Kleef et al. 2017).
///
/// What a reference row with residual r = w(y − e x'β) adds to the coefficients is P x (r + w e Σ λ_k) + Σ Q_k r, sums over the
/// subgroups k it is in, with P = `fit.inverse`.
#[derive(Clone, Debug)]
pub struct ConstrainedLeastSquares {
    /// The fit; its inverse is P = H⁻¹ − Q C H⁻¹ with C the subgroups' Σ w e x, and its standard errors count what the
    /// subgroups' real costs are known by.
    pub fit: LeastSquares,
    /// Q_k by subgroup: what the coefficients move by when its real cost rises by one cent. K × p by rows.
    pub moves: Vec<f64>,
    /// Multipliers λ_k, cents per year, by outcome (sectors, then the total): K each. How far the subgroup's residual per
    /// person-year had to be shifted.
    pub multipliers: Vec<Vec<f64>>,
}

impl Subgroups {
    /// Sums of no rows.
    pub fn zero(count: usize, width: usize, sectors: usize) -> Subgroups {
        Subgroups { count, profile: vec![0.0; count * width], real: vec![0.0; count * sectors], overlap: vec![0.0; count * count] }
    }

    /// Adds a row that is in the subgroups given by number.
    pub fn add_row(&mut self, x: &[(usize, f64)], weight: f64, exposure: f64, cost: &[f64], member: &[usize]) {
        let (width, sectors) = (self.profile.len() / self.count, self.real.len() / self.count);
        for group in member {
            x.iter().for_each(|(column, value)| self.profile[group * width + column] += weight * exposure * value);
            self.real[group * sectors..][..sectors].iter_mut().zip(cost).for_each(|(sum, cost)| *sum += weight * cost);
            member.iter().for_each(|other| self.overlap[group * self.count + other] += weight * exposure);
        }
    }

    /// Adds another block.
    pub fn add(&mut self, other: &Subgroups) {
        debug_assert_eq!(self.count, other.count);
        for (mine, theirs) in [(&mut self.profile, &other.profile), (&mut self.real, &other.real), (&mut self.overlap, &other.overlap)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }
}

impl ConstrainedLeastSquares {
    /// Fits the moments of a reference group under its subgroups; `model` names it in errors.
    ///
    /// METHOD: Lagrange. With H = X'WX and b the unconstrained solution, λ = (C H⁻¹ C')⁻¹ (d − C b) and β = b + H⁻¹ C' λ, d being
    /// the subgroups' real costs.
    ///
    /// # Errors
    /// Those of least squares; subgroups that the adjusters already hold at zero, or that determine one another.
    pub fn fit(moments: &Moments, subgroups: &Subgroups, model: &str) -> Result<ConstrainedLeastSquares, FitError> {
        let mut fit = LeastSquares::fit(moments, model)?;
        let (p, k, sectors) = (moments.width, subgroups.count, moments.sectors);
        let c = |group: usize| &subgroups.profile[group * p..][..p];
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        // H⁻¹c by subgroup, and C H⁻¹ C' scaled to unit diagonal.
        let directions: Vec<Vec<f64>> = (0..k).map(|group| times(&fit.inverse, c(group))).collect();
        let scale: Vec<f64> = (0..k).map(|group| dot(c(group), &directions[group]).sqrt()).collect();
        let between = Mat::from_fn(k, k, |a, b| dot(c(a), &directions[b]) / (scale[a] * scale[b]));
        let singular = || FitError::Singular { model: model.to_owned() };
        let factor = between.llt(Side::Lower).map_err(|_| singular())?;
        if factor.L().diagonal().column_vector().iter().any(|pivot| pivot.is_nan() || *pivot < 1e-7) {
            return Err(singular());
        }
        let solve = |right: &[f64]| -> Vec<f64> {
            let solution = factor.solve(&Mat::from_fn(k, 1, |group, _| right[group] / scale[group]));
            (0..k).map(|group| solution[(group, 0)] / scale[group]).collect()
        };
        let along = |factors: &[f64]| -> Vec<f64> {
            (0..p).map(|column| factors.iter().zip(&directions).map(|(factor, direction)| factor * direction[column]).sum()).collect()
        };
        let unit = |group: usize| (0..k).map(|other| f64::from(u8::from(other == group))).collect::<Vec<f64>>();
        let moves: Vec<Vec<f64>> = (0..k).map(|group| along(&solve(&unit(group)))).collect();
        let real = |group: usize, outcome: usize| {
            let of_group = &subgroups.real[group * sectors..][..sectors];
            if outcome < sectors { of_group[outcome] } else { of_group.iter().sum() }
        };
        let mut multipliers = Vec::with_capacity(sectors + 1);
        let columns = p - fit.aliased.len();
        for (outcome, coefficients) in fit.outcomes.iter_mut().enumerate() {
            let left: Vec<f64> = (0..k).map(|group| real(group, outcome) - dot(c(group), &coefficients.estimate)).collect();
            let lambda = solve(&left);
            coefficients.estimate.iter_mut().zip(along(&lambda)).for_each(|(estimate, change)| *estimate += change);
            // The sum of squares rises by (d − Cb)'λ over the least one, and K coefficients fewer are free.
            let df = moments.rows as f64 - columns as f64;
            let least = coefficients.sigma * coefficients.sigma * df;
            let total = least / (1.0 - coefficients.r2);
            let squares = least + dot(&left, &lambda);
            coefficients.sigma = (squares / (df + k as f64)).sqrt();
            coefficients.r2 = if total.is_finite() && total > 0.0 { 1.0 - squares / total } else { 0.0 };
            let expected = dot(moments.weighted_profile(), &coefficients.estimate);
            let paid = moments.real_cost();
            let paid = if outcome < sectors { paid[outcome] } else { paid.iter().sum() };
            coefficients.calibration = if expected == 0.0 { 1.0 } else { paid / expected };
            multipliers.push(lambda);
        }
        for (group, step) in moves.iter().enumerate() {
            for (row, change) in fit.inverse.chunks_exact_mut(p).zip(step) {
                row.iter_mut().zip(&directions[group]).for_each(|(value, direction)| *value -= change * direction);
            }
        }
        // Var β = σ² (P + Q (D'WD) Q'): the coefficients left free and what the real costs carry; P C' = 0, so nothing between.
        let carried = |column: usize| {
            let pairs = (0..k).flat_map(|a| (0..k).map(move |b| (a, b)));
            pairs.map(|(a, b)| moves[a][column] * subgroups.overlap[a * k + b] * moves[b][column]).sum::<f64>()
        };
        for coefficients in &mut fit.outcomes {
            let variance = |column: usize| (fit.inverse[column * p + column] + carried(column)).max(0.0);
            coefficients.se = (0..p).map(|column| coefficients.sigma * variance(column).sqrt()).collect();
        }
        Ok(ConstrainedLeastSquares { fit, moves: moves.concat(), multipliers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{PersonYears, Profiles};

    /// Subgroups of each row, by its position: every third, and every fifth.
    const MEMBERS: fn(usize) -> Vec<usize> =
        |row| [(0, 3), (1, 5)].iter().filter(|(_, nth)| row % nth == 0).map(|(group, _)| *group).collect();

    fn rows() -> (PersonYears, Profiles) {
        let number = |row: usize, of: usize| ((row * 7919 + of * 104_729) % 1009) as f64 / 1009.0;
        let count = 60;
        let rows = PersonYears {
            year: 2018,
            person: (0..count as u32).collect(),
            municipality: vec![0; count],
            profile: (0..count as u32).collect(),
            weight: (0..count).map(|row| if row % 2 == 0 { 20.0 } else { 40.0 }).collect(),
            exposure: (0..count).map(|row| 0.2 + 0.8 * number(row, 1)).collect(),
            cost: (0..2 * count).map(|at| 1000.0 * number(at, 2) + 400.0 * f64::from(at % 6 == 0)).collect(),
            blocks: Default::default(),
            treated: Default::default(),
        };
        let entries = (0..count).map(|row| vec![(0, 1.0), (1, number(row, 3)), (2, f64::from(u8::from(row % 4 == 1)))]);
        (rows, Profiles { entries: entries.map(|x| x.into_iter().filter(|(_, value)| *value != 0.0).collect()).collect() })
    }

    fn sums(rows: &PersonYears, profiles: &Profiles) -> (Moments, Subgroups) {
        let mut subgroups = Subgroups::zero(2, 3, 2);
        for row in 0..rows.person.len() {
            let cost = &rows.cost[2 * row..][..2];
            subgroups.add_row(&profiles.entries[row], rows.weight[row], rows.exposure[row], cost, &MEMBERS(row));
        }
        (Moments::of(rows, 0..rows.person.len(), profiles, 3, 2), subgroups)
    }

    fn residual(rows: &PersonYears, profiles: &Profiles, estimate: &[f64], row: usize) -> f64 {
        let cost: f64 = rows.cost[2 * row..][..2].iter().sum();
        rows.weight[row] * (cost - rows.exposure[row] * profiles.times(estimate)[row])
    }

    #[test]
    fn subgroups_cost_what_is_expected_and_nothing_else_could_be_better() {
        let (rows, profiles) = rows();
        let (moments, subgroups) = sums(&rows, &profiles);
        let constrained = ConstrainedLeastSquares::fit(&moments, &subgroups, "m").expect("a fit");
        let total = &constrained.fit.outcomes[2];
        let mut of_groups = [0.0; 2];
        let mut gradient = [0.0; 3];
        let scale: f64 = rows.cost.iter().sum::<f64>() * 40.0;
        for row in 0..rows.person.len() {
            let residual = residual(&rows, &profiles, &total.estimate, row);
            let shift: f64 = MEMBERS(row).iter().map(|group| constrained.multipliers[2][*group]).sum();
            MEMBERS(row).iter().for_each(|group| of_groups[*group] += residual);
            let first_order = residual + rows.weight[row] * rows.exposure[row] * shift;
            profiles.entries[row].iter().for_each(|(column, value)| gradient[*column] += value * first_order);
        }
        assert!(of_groups.iter().chain(&gradient).all(|sum| sum.abs() < 1e-11 * scale), "{of_groups:?} {gradient:?}");
        let squares: f64 = (0..rows.person.len())
            .map(|row| residual(&rows, &profiles, &total.estimate, row).powi(2) / (rows.weight[row] * rows.exposure[row]))
            .sum();
        assert!((squares / (60.0 - 3.0 + 2.0) - total.sigma.powi(2)).abs() < 1e-9 * squares);
        for column in 0..3 {
            let sectors = constrained.fit.outcomes[0].estimate[column] + constrained.fit.outcomes[1].estimate[column];
            assert!((sectors - total.estimate[column]).abs() < 1e-8);
        }
    }

    /// Standard errors from each row's factor in the coefficients, which are linear in the costs.
    #[test]
    fn standard_errors_are_those_of_a_linear_estimator() {
        let (rows, profiles) = rows();
        let (moments, subgroups) = sums(&rows, &profiles);
        let constrained = ConstrainedLeastSquares::fit(&moments, &subgroups, "m").expect("a fit");
        let mut variance = [0.0; 3];
        for row in 0..rows.person.len() {
            let mut x = vec![0.0; 3];
            profiles.entries[row].iter().for_each(|(column, value)| x[*column] = *value);
            let direct = times(&constrained.fit.inverse, &x);
            for (column, sum) in variance.iter_mut().enumerate() {
                let through: f64 = MEMBERS(row).iter().map(|group| constrained.moves[group * 3 + column]).sum();
                *sum += (direct[column] + through).powi(2) * rows.weight[row] * rows.exposure[row];
            }
        }
        let total = &constrained.fit.outcomes[2];
        for (column, variance) in variance.into_iter().enumerate() {
            let wanted = total.sigma * variance.sqrt();
            assert!((total.se[column] - wanted).abs() < 1e-9 * wanted, "{} instead of {wanted}", total.se[column]);
        }
    }

    #[test]
    fn what_a_row_adds_is_what_a_little_more_of_it_adds() {
        let (mut rows, profiles) = rows();
        let (moments, subgroups) = sums(&rows, &profiles);
        let before = ConstrainedLeastSquares::fit(&moments, &subgroups, "m").expect("a fit");
        let row = 15;
        let residual = residual(&rows, &profiles, &before.fit.outcomes[2].estimate, row);
        let shift: f64 = MEMBERS(row).iter().map(|group| before.multipliers[2][*group]).sum();
        let mut x = vec![0.0; 3];
        profiles.entries[row].iter().for_each(|(column, value)| x[*column] = *value);
        let direct = times(&before.fit.inverse, &x);
        let more = 1e-5;
        rows.weight[row] *= 1.0 + more;
        let (moments, subgroups) = sums(&rows, &profiles);
        let after = ConstrainedLeastSquares::fit(&moments, &subgroups, "m").expect("a fit");
        let own = residual + rows.weight[row] / (1.0 + more) * rows.exposure[row] * shift;
        for (column, direct) in direct.iter().enumerate() {
            let through: f64 = MEMBERS(row).iter().map(|group| before.moves[group * 3 + column]).sum();
            let wanted = direct * own + through * residual;
            let got = (after.fit.outcomes[2].estimate[column] - before.fit.outcomes[2].estimate[column]) / more;
            assert!((got - wanted).abs() < 1e-3 * wanted.abs().max(1.0), "{column}: {got} instead of {wanted}");
        }
    }

    #[test]
    fn a_subgroup_that_is_an_adjuster_or_another_subgroup_is_refused_or_changes_nothing() {
        let (rows, profiles) = rows();
        let (moments, _) = sums(&rows, &profiles);
        let mut twice = Subgroups::zero(2, 3, 2);
        for row in (0..rows.person.len()).step_by(3) {
            twice.add_row(&profiles.entries[row], rows.weight[row], rows.exposure[row], &rows.cost[2 * row..][..2], &[0, 1]);
        }
        assert!(matches!(ConstrainedLeastSquares::fit(&moments, &twice, "m"), Err(FitError::Singular { .. })));
        let mut adjuster = Subgroups::zero(1, 3, 2);
        for row in (0..rows.person.len()).filter(|row| row % 4 == 1) {
            adjuster.add_row(&profiles.entries[row], rows.weight[row], rows.exposure[row], &rows.cost[2 * row..][..2], &[0]);
        }
        let free = LeastSquares::fit(&moments, "m").expect("a fit");
        let constrained = ConstrainedLeastSquares::fit(&moments, &adjuster, "m").expect("a fit");
        let pairs = free.outcomes[2].estimate.iter().zip(&constrained.fit.outcomes[2].estimate);
        assert!(pairs.clone().all(|(a, b)| (a - b).abs() < 1e-8), "{pairs:?}");
    }

    #[test]
    fn explained_variance_and_calibration_are_those_of_the_rows() {
        let (rows, profiles) = rows();
        let (moments, subgroups) = sums(&rows, &profiles);
        let total = &ConstrainedLeastSquares::fit(&moments, &subgroups, "m").expect("a fit").fit.outcomes[2];
        let means = profiles.times(&total.estimate);
        let (mut weight, mut paid, mut expected) = (0.0, 0.0, 0.0);
        for (row, mean) in means.iter().enumerate() {
            weight += rows.weight[row] * rows.exposure[row];
            paid += rows.weight[row] * rows.cost[2 * row..][..2].iter().sum::<f64>();
            expected += rows.weight[row] * rows.exposure[row] * mean;
        }
        let (mut around_fit, mut around_mean) = (0.0, 0.0);
        for (row, mean) in means.iter().enumerate() {
            let annual = rows.cost[2 * row..][..2].iter().sum::<f64>() / rows.exposure[row];
            around_fit += rows.weight[row] * rows.exposure[row] * (annual - mean).powi(2);
            around_mean += rows.weight[row] * rows.exposure[row] * (annual - paid / weight).powi(2);
        }
        let r2 = 1.0 - around_fit / around_mean;
        assert!((total.r2 - r2).abs() < 1e-9, "{} instead of {r2}", total.r2);
        assert!((paid / expected - 1.0).abs() > 1e-3, "constraints leave the whole group uncalibrated");
        assert!((total.calibration - paid / expected).abs() < 1e-9, "{} instead of {}", total.calibration, paid / expected);
    }

    #[test]
    fn blocks_add_up_to_the_sums_of_all_their_rows() {
        let (rows, profiles) = rows();
        let (_, whole) = sums(&rows, &profiles);
        let mut blocks = [Subgroups::zero(2, 3, 2), Subgroups::zero(2, 3, 2)];
        for row in 0..rows.person.len() {
            let cost = &rows.cost[2 * row..][..2];
            blocks[row / 40].add_row(&profiles.entries[row], rows.weight[row], rows.exposure[row], cost, &MEMBERS(row));
        }
        let [mut added, last] = blocks;
        added.add(&last);
        let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-12 * b.abs());
        assert!(near(&added.profile, &whole.profile) && near(&added.real, &whole.real) && near(&added.overlap, &whole.overlap));
    }
}
