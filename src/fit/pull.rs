//! How a person of the reference group moves what a model expects of a target group (method, section 6).

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
    /// Sectors.
    pub sectors: usize,
    /// a: cents per cent of cost, `profile × sectors + sector`.
    pub cost: Vec<f64>,
    /// b: cents per year of exposure, alike.
    pub exposure: Vec<f64>,
    /// u: cents per year of exposure of those with a cost, alike; empty when the model does not ask who has one.
    pub users: Vec<f64>,
}

impl Pull {
    /// Adds to `moved`, one value a sector, what a row moves.
    pub fn add(&self, profile: usize, weight: f64, exposure: f64, cost: &[f64], moved: &mut [f64]) {
        let of_profile = profile * self.sectors..(profile + 1) * self.sectors;
        let coefficients = self.cost[of_profile.clone()].iter().zip(&self.exposure[of_profile.clone()]);
        for ((moved, (a, b)), cost) in moved.iter_mut().zip(coefficients).zip(cost) {
            *moved += weight * (a * cost + exposure * b);
        }
        if let Some(users) = self.users.get(of_profile) {
            for ((moved, u), _) in moved.iter_mut().zip(users).zip(cost).filter(|(_, cost)| **cost > 0.0) {
                *moved += weight * exposure * u;
            }
        }
    }
}
