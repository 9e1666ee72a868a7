//! Risk cells: person-years that share their adjusters, added up. What a model of any family needs of them.

use super::{PersonYears, TargetRows};

/// The cells of a block of person-years, for every sector and their total. Money is in cents.
///
/// METHOD: in an exponential-dispersion model rows that share x share the mean, so that per distinct x the sums Σwe, Σwy and
/// Σwy²/e give the coefficients, the information and Pearson's statistic of the rows. The deviance has one part more, that
/// depends on the rows and on no model: [`Saturated`] carries it, one number a block.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskCells {
    /// Sectors.
    pub sectors: usize,
    /// The profiles that some row has, ascending: one cell each.
    pub profile: Vec<u32>,
    /// Person-years by cell.
    pub rows: Vec<u64>,
    /// Σ w e by cell.
    pub exposure: Vec<f64>,
    /// One per sector, then the total.
    pub outcomes: Vec<OutcomeSums>,
}

/// The sums of one sector, or of the total, by cell.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeSums {
    /// Σ w y.
    pub cost: Vec<f64>,
    /// Σ w y² / e.
    pub square: Vec<f64>,
    /// Person-years with y ≠ 0.
    pub users: Vec<u64>,
    /// Σ w e over the person-years with y ≠ 0.
    pub users_exposure: Vec<f64>,
    /// What the deviance has of the rows alone.
    pub saturated: Saturated,
}

/// Sums over the rows with a positive annualised cost r = y/e: the part of a deviance that depends on no mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Saturated {
    /// Rows with r > 0.
    pub positive: u64,
    /// Rows with r < 0.
    pub negative: u64,
    /// Σ w e r ln r, for Poisson.
    pub entropy: f64,
    /// Σ w e ln r, for gamma.
    pub logs: f64,
    /// (p, Σ w e r^(2−p)), for Tweedie with each power p that was asked for.
    pub powers: Vec<(f64, f64)>,
}

/// One outcome of a fit by cell: means sum / weight with weight `weight`. All arrays of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// Profile of each cell, ascending.
    pub profile: Vec<u32>,
    /// Person-years.
    pub rows: Vec<u64>,
    /// Σ w e, person-years.
    pub weight: Vec<f64>,
    /// Σ w y: cents, or weighted person-years with a cost.
    pub sum: Vec<f64>,
    /// Σ w y² / e.
    pub square: Vec<f64>,
    /// What the deviance has of the rows alone.
    pub saturated: Saturated,
}

impl Saturated {
    fn zero(powers: &[f64]) -> Saturated {
        Saturated { positive: 0, negative: 0, entropy: 0.0, logs: 0.0, powers: powers.iter().map(|power| (*power, 0.0)).collect() }
    }

    fn add_row(&mut self, weight: f64, annual: f64) {
        self.negative += u64::from(annual < 0.0);
        if annual > 0.0 {
            let log = annual.ln();
            self.positive += 1;
            self.entropy += weight * annual * log;
            self.logs += weight * log;
            self.powers.iter_mut().for_each(|(power, sum)| *sum += weight * ((2.0 - *power) * log).exp());
        }
    }

    fn combine(&mut self, other: &Saturated, sign: f64) {
        let counts = [(&mut self.positive, other.positive), (&mut self.negative, other.negative)];
        counts.into_iter().for_each(|(mine, theirs)| *mine = if sign > 0.0 { *mine + theirs } else { *mine - theirs });
        self.entropy += sign * other.entropy;
        self.logs += sign * other.logs;
        for ((power, mine), (other_power, theirs)) in self.powers.iter_mut().zip(&other.powers) {
            debug_assert_eq!(power, other_power);
            *mine += sign * theirs;
        }
    }
}

impl OutcomeSums {
    fn zero(cells: usize, powers: &[f64]) -> OutcomeSums {
        let zero = || vec![0.0; cells];
        OutcomeSums { cost: zero(), square: zero(), users: vec![0; cells], users_exposure: zero(), saturated: Saturated::zero(powers) }
    }

    fn add_row(&mut self, cell: usize, weight: f64, exposure: f64, cost: f64) {
        if cost == 0.0 {
            return;
        }
        self.cost[cell] += weight * cost;
        self.square[cell] += weight * cost * cost / exposure;
        self.users[cell] += 1;
        self.users_exposure[cell] += weight * exposure;
        self.saturated.add_row(weight * exposure, cost / exposure);
    }
}

impl RiskCells {
    /// The cells of no rows, carrying what Tweedie deviances of these powers need.
    pub fn zero(sectors: usize, powers: &[f64]) -> RiskCells {
        RiskCells::of_profiles(Vec::new(), sectors, powers)
    }

    fn of_profiles(profile: Vec<u32>, sectors: usize, powers: &[f64]) -> RiskCells {
        let cells = profile.len();
        let outcomes = (0..=sectors).map(|_| OutcomeSums::zero(cells, powers)).collect();
        RiskCells { sectors, profile, rows: vec![0; cells], exposure: vec![0.0; cells], outcomes }
    }

    /// The cells of some rows of a year.
    pub fn of(rows: &PersonYears, wanted: impl Iterator<Item = usize> + Clone, sectors: usize, powers: &[f64]) -> RiskCells {
        let profiles = wanted.clone().map(|row| rows.profile[row] as usize + 1).max().unwrap_or(0);
        let mut cell_of = vec![0_u32; profiles];
        wanted.clone().for_each(|row| cell_of[rows.profile[row] as usize] = 1);
        let profile: Vec<u32> = (0..profiles as u32).filter(|profile| cell_of[*profile as usize] == 1).collect();
        profile.iter().zip(0..).for_each(|(profile, cell)| cell_of[*profile as usize] = cell);
        let mut cells = RiskCells::of_profiles(profile, sectors, powers);
        for row in wanted {
            let cell = cell_of[rows.profile[row] as usize] as usize;
            let (weight, exposure, cost) = (rows.weight[row], rows.exposure[row], &rows.cost[row * sectors..][..sectors]);
            cells.rows[cell] += 1;
            cells.exposure[cell] += weight * exposure;
            let with_total = cost.iter().copied().chain([cost.iter().sum()]);
            cells.outcomes.iter_mut().zip(with_total).for_each(|(sums, cost)| sums.add_row(cell, weight, exposure, cost));
        }
        cells
    }

    /// Adds another block.
    pub fn add(&mut self, other: &RiskCells) {
        self.combine(other, true);
    }

    /// Takes a block away that is part of this one; a cell without rows disappears.
    pub fn subtract(&mut self, other: &RiskCells) {
        self.combine(other, false);
        let kept: Vec<bool> = self.rows.iter().map(|rows| *rows > 0).collect();
        keep(&mut self.profile, &kept);
        keep(&mut self.rows, &kept);
        keep(&mut self.exposure, &kept);
        for sums in &mut self.outcomes {
            keep(&mut sums.cost, &kept);
            keep(&mut sums.square, &kept);
            keep(&mut sums.users, &kept);
            keep(&mut sums.users_exposure, &kept);
        }
    }

    fn combine(&mut self, other: &RiskCells, adding: bool) {
        debug_assert_eq!(self.sectors, other.sectors);
        self.spread(&other.profile);
        let sign = if adding { 1.0 } else { -1.0 };
        let count = |mine: &mut u64, theirs: u64| *mine = if adding { *mine + theirs } else { *mine - theirs };
        for (theirs, profile) in other.profile.iter().enumerate() {
            let mine = self.profile.binary_search(profile).expect("a profile just spread");
            count(&mut self.rows[mine], other.rows[theirs]);
            self.exposure[mine] += sign * other.exposure[theirs];
            for (sums, more) in self.outcomes.iter_mut().zip(&other.outcomes) {
                sums.cost[mine] += sign * more.cost[theirs];
                sums.square[mine] += sign * more.square[theirs];
                count(&mut sums.users[mine], more.users[theirs]);
                sums.users_exposure[mine] += sign * more.users_exposure[theirs];
                if sums.users[mine] == 0 {
                    // Nothing is left, not even what rounding leaves.
                    (sums.cost[mine], sums.square[mine], sums.users_exposure[mine]) = (0.0, 0.0, 0.0);
                }
            }
        }
        self.outcomes.iter_mut().zip(&other.outcomes).for_each(|(sums, more)| sums.saturated.combine(&more.saturated, sign));
    }

    /// Makes room for more profiles, with sums of zero.
    fn spread(&mut self, more: &[u32]) {
        if more.iter().all(|profile| self.profile.binary_search(profile).is_ok()) {
            return;
        }
        let mut all = self.profile.clone();
        all.extend_from_slice(more);
        all.sort_unstable();
        all.dedup();
        let place: Vec<usize> = self.profile.iter().map(|profile| all.binary_search(profile).expect("one of all")).collect();
        move_to(&mut self.rows, &place, all.len());
        move_to(&mut self.exposure, &place, all.len());
        for sums in &mut self.outcomes {
            move_to(&mut sums.cost, &place, all.len());
            move_to(&mut sums.square, &place, all.len());
            move_to(&mut sums.users, &place, all.len());
            move_to(&mut sums.users_exposure, &place, all.len());
        }
        self.profile = all;
    }

    /// Annualised cost y/e with weight w·e; `outcome` is a sector, or `sectors` for the total.
    pub fn costs(&self, outcome: usize) -> Cells {
        let sums = &self.outcomes[outcome];
        Cells {
            profile: self.profile.clone(),
            rows: self.rows.clone(),
            weight: self.exposure.clone(),
            sum: sums.cost.clone(),
            square: sums.square.clone(),
            saturated: sums.saturated.clone(),
        }
    }

    /// Whether there is a cost at all, 1 or 0, with weight w·e.
    ///
    /// METHOD: use is y ≠ 0, not y > 0: the product of the share of users and their mean cost is then the mean of a cell even
    /// where corrections leave a person with a negative amount.
    pub fn any_use(&self, outcome: usize) -> Cells {
        let sums = &self.outcomes[outcome];
        let powers = sums.saturated.powers.iter().map(|(power, _)| (*power, sums.users_exposure.iter().sum())).collect();
        let positive = sums.users.iter().sum();
        Cells {
            profile: self.profile.clone(),
            rows: self.rows.clone(),
            weight: self.exposure.clone(),
            sum: sums.users_exposure.clone(),
            square: sums.users_exposure.clone(),
            saturated: Saturated { positive, negative: 0, entropy: 0.0, logs: 0.0, powers },
        }
    }

    /// Annualised cost of those who have one, with weight w·e; cells without a user are left out.
    pub fn costs_of_users(&self, outcome: usize) -> Cells {
        let sums = &self.outcomes[outcome];
        let kept: Vec<bool> = sums.users.iter().map(|users| *users > 0).collect();
        Cells {
            profile: kept_of(&self.profile, &kept),
            rows: kept_of(&sums.users, &kept),
            weight: kept_of(&sums.users_exposure, &kept),
            sum: kept_of(&sums.cost, &kept),
            square: kept_of(&sums.square, &kept),
            saturated: sums.saturated.clone(),
        }
    }
}

impl TargetRows {
    /// The risk cells of a year over the municipalities that are wanted; `powers` are those of Tweedie models.
    pub fn cells(&self, year: usize, wanted: impl Fn(usize) -> bool, powers: &[f64]) -> RiskCells {
        let rows = &self.years[year];
        let wanted: Vec<bool> = (0..rows.blocks.by_municipality.len()).map(wanted).collect();
        let in_wanted = (0..rows.person.len()).filter(|row| wanted[rows.municipality[*row] as usize]);
        RiskCells::of(rows, in_wanted, self.sectors, powers)
    }
}

fn keep<T: Copy>(values: &mut Vec<T>, kept: &[bool]) {
    *values = kept_of(values, kept);
}

fn kept_of<T: Copy>(values: &[T], kept: &[bool]) -> Vec<T> {
    values.iter().zip(kept).filter(|(_, kept)| **kept).map(|(value, _)| *value).collect()
}

fn move_to<T: Copy + Default>(values: &mut Vec<T>, place: &[usize], length: usize) {
    let mut moved = vec![T::default(); length];
    values.iter().zip(place).for_each(|(value, place)| moved[*place] = *value);
    *values = moved;
}
