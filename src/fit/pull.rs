//! How a person of the reference group moves what a model expects of a target group (method, section 6).

use super::outcome::OfRows;

/// What the rows of one year of the reference group move in F, the expected cost of a group, to first order.
///
/// METHOD: a score is linear in the cost and in the exposure of a row, and so is what the row adds to the calibration and to the
/// means that neutralised adjusters are set to. A row with weight w, exposure e, profile k and costs y therefore moves
/// F_s by w (a_ks y_s + e b_ks), and by w e u_ks more when it has a cost, if the model asks who has one. In least squares a is the
/// leverage κ_k = g'H⁻¹x_k and b = −κ_k f_ks: together κ times the residual.
#[derive(Clone, Debug)]
pub struct Pull {
    /// Index of the year of these rows.
    pub year: usize,
    sectors: usize,
    /// a: cents per cent of cost, `profile × sectors + sector`.
    cost: Vec<f64>,
    /// b: cents per year of exposure, alike.
    exposure: Vec<f64>,
    /// u: cents per year of exposure of those with a cost, alike; empty when the model does not ask who has one.
    users: Vec<f64>,
    /// Cents per cent of the cost of all sectors together, alike; empty when sectors are modelled one by one. Otherwise a person
    /// is a user when it has a cost in any sector.
    total: Vec<f64>,
}

impl Pull {
    /// What moves nothing.
    pub fn none(year: usize, profiles: usize, sectors: usize) -> Pull {
        let zero = || vec![0.0; profiles * sectors];
        Pull { year, sectors, cost: zero(), exposure: zero(), users: Vec::new(), total: Vec::new() }
    }

    /// Takes over what moves a sector that is modelled on its own.
    pub fn set_sector(&mut self, sector: usize, moved: &OfRows) {
        let sectors = self.sectors;
        let fill = |into: &mut Vec<f64>, from: &Vec<f64>| {
            into.iter_mut().skip(sector).step_by(sectors).zip(from).for_each(|(slot, value)| *slot = *value);
        };
        fill(&mut self.cost, &moved.cost);
        fill(&mut self.exposure, &moved.exposure);
        if !moved.users.is_empty() {
            self.users.resize(self.cost.len(), 0.0);
            fill(&mut self.users, &moved.users);
        }
    }

    /// Takes over what moves the total, of which every sector has what it has in the reference group: `real`, by sector.
    /// `expected`: the total; `own`: the rows are of the year of the group.
    ///
    /// METHOD: F_s = σ_s F with σ_s = Y_s/Y. A row moves F, and in its own year σ_s by w (y_s − σ_s y)/Y.
    pub fn set_total(&mut self, moved: &OfRows, real: &[f64], expected: f64, own: bool) {
        let all: f64 = real.iter().sum();
        let of_share = if own { expected / all } else { 0.0 };
        self.cost.fill(of_share);
        let by_sector = |of_profiles: &[f64], less: f64| {
            let sectors = |value: &f64| real.iter().map(|real| real / all * (value - less)).collect::<Vec<f64>>();
            of_profiles.iter().flat_map(sectors).collect::<Vec<f64>>()
        };
        self.total = by_sector(&moved.cost, of_share);
        self.exposure = by_sector(&moved.exposure, 0.0);
        self.users = by_sector(&moved.users, 0.0);
    }

    /// Adds to `moved`, one value a sector, what a row moves.
    pub fn add(&self, profile: usize, weight: f64, exposure: f64, cost: &[f64], moved: &mut [f64]) {
        let of_profile = profile * self.sectors..(profile + 1) * self.sectors;
        let coefficients = self.cost[of_profile.clone()].iter().zip(&self.exposure[of_profile.clone()]);
        for ((moved, (a, b)), cost) in moved.iter_mut().zip(coefficients).zip(cost) {
            *moved += weight * (a * cost + exposure * b);
        }
        if self.users.is_empty() && self.total.is_empty() {
            return;
        }
        let total: f64 = cost.iter().sum();
        if let Some(of_total) = self.total.get(of_profile.clone()) {
            moved.iter_mut().zip(of_total).for_each(|(moved, a)| *moved += weight * a * total);
        }
        if let Some(users) = self.users.get(of_profile) {
            for ((moved, u), cost) in moved.iter_mut().zip(users).zip(cost) {
                let uses = if self.total.is_empty() { *cost != 0.0 } else { total != 0.0 };
                *moved += if uses { weight * exposure * u } else { 0.0 };
            }
        }
    }
}
