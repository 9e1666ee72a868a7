//! Sums of squared influence, and the variances that they give (method, section 6).

use super::clusters::Clustered;
use crate::spec::Reading;

/// Variances of the gains of one pilot: Σψ² · n/(n − 1), with n the persons who could move the gain.
#[derive(Clone, Debug)]
pub struct Variances {
    pub(super) periods: usize,
    pub(super) sectors: usize,
    pub(super) squares: Vec<f64>,
    /// The part of `squares` that persons have who were in the target group in some year.
    pub(super) own: Vec<f64>,
    /// What stands in the place of both when persons are not the clusters.
    pub(super) clustered: Option<Clustered>,
    pub(super) persons: Vec<u64>,
    pub(super) group: Vec<u64>,
    /// Squares of the total by reading and period, of the costliest persons alone, and how many of the target group they are.
    pub(super) costliest: Vec<f64>,
    pub(super) costliest_group: u64,
    /// Squares of the base period alone: of its ρ_s on the scale of expected cost by sector, and of log θ̄_0 last.
    pub(super) base: Vec<f64>,
}

impl Variances {
    /// The variance of a total: of D for the level and evolution readings, of the gain in cents for the additive one.
    /// `period` counts performance years; the one after the last is the cumulative row.
    pub fn total(&self, reading: Reading, period: usize) -> f64 {
        self.of(reading, period, self.sectors)
    }

    /// The variance of the gain of a sector, in cents.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> f64 {
        self.of(reading, period, sector)
    }

    /// The variance of the D of a total of which a share of the log base difference is carried on.
    ///
    /// METHOD: what a person moves is a_i − λ b_i, its parts in log θ_t and in log θ̄_0; the squares of a, of b and of a − b give
    /// those of any share.
    pub fn carried_total(&self, period: usize, share: f64) -> f64 {
        self.carried(period, self.sectors, share, 1.0)
    }

    /// The same of the gain of a sector in cents, of which a share of the base difference is carried on, `scale` being the
    /// expected cost of the group.
    pub fn carried_sector(&self, period: usize, sector: usize, share: f64, scale: f64) -> f64 {
        self.carried(period, sector, share, scale)
    }

    fn carried(&self, period: usize, outcome: usize, share: f64, scale: f64) -> f64 {
        if let Some(clustered) = &self.clustered {
            let squares = |reading| clustered.squares[self.slot(reading, period, outcome)];
            let base = scale * scale * clustered.squares[self.squares.len() + outcome];
            return carried(squares(Reading::Level), squares(Reading::Evolution), base, share);
        }
        let squares = |reading| self.squares[self.slot(reading, period, outcome)];
        let (level, evolution, base) = (squares(Reading::Level), squares(Reading::Evolution), scale * scale * self.base[outcome]);
        let n = self.persons[Reading::Evolution as usize * self.periods + period] as f64;
        carried(level, evolution, base, share) * n / (n - 1.0)
    }

    /// Distinct persons of the target group in a period.
    pub fn group_persons(&self, period: usize) -> u64 {
        self.group[period]
    }

    /// The share of the variance of a total that comes from the costliest persons, of either group.
    pub fn costliest_share(&self, reading: Reading, period: usize) -> f64 {
        let all = self.squares[self.slot(reading, period, self.sectors)];
        self.costliest[reading as usize * self.periods + period] / all
    }

    /// How many persons of the target group are among the costliest in some year that it is judged by.
    pub fn costliest_persons(&self) -> u64 {
        self.costliest_group
    }

    /// The share of the variance of a total that comes from the target group, 0 to 1; the rest comes from the reference group,
    /// through the models.
    pub fn own_share(&self, reading: Reading, period: usize) -> f64 {
        let slot = self.slot(reading, period, self.sectors);
        let (own, all) = match &self.clustered {
            Some(clustered) => (clustered.own[slot], clustered.squares[slot]),
            None => (self.own[slot], self.squares[slot]),
        };
        if all > 0.0 { own / all } else { 1.0 }
    }

    /// Degrees of freedom that the clusters of the target group leave; `None` when persons are the clusters.
    pub fn df(&self) -> Option<f64> {
        self.clustered.as_ref().and_then(|clustered| clustered.df)
    }

    fn of(&self, reading: Reading, period: usize, outcome: usize) -> f64 {
        if let Some(clustered) = &self.clustered {
            return clustered.squares[self.slot(reading, period, outcome)];
        }
        let n = self.persons[reading as usize * self.periods + period] as f64;
        self.squares[self.slot(reading, period, outcome)] * n / (n - 1.0)
    }

    pub(super) fn slot(&self, reading: Reading, period: usize, outcome: usize) -> usize {
        (period * Reading::ALL.len() + reading as usize) * (self.sectors + 1) + outcome
    }

    /// How many gains there are: by period, reading and outcome.
    pub(super) fn slots(periods: usize, sectors: usize) -> usize {
        Reading::ALL.len() * periods * (sectors + 1)
    }

    pub(super) fn zero(periods: usize, sectors: usize) -> Variances {
        let readings = Reading::ALL.len();
        let squares = vec![0.0; Variances::slots(periods, sectors)];
        let (persons, costliest) = (vec![0; readings * periods], vec![0.0; readings * periods]);
        Variances {
            periods,
            sectors,
            own: vec![0.0; squares.len() + sectors + 1],
            squares,
            clustered: None,
            persons,
            group: vec![0; periods],
            costliest,
            costliest_group: 0,
            base: vec![0.0; sectors + 1],
        }
    }

    /// Counts `persons` who are in the target group, and in either group, in the years whose bits are set.
    pub(super) fn count(&mut self, bits: &YearBits, targets: u64, present: u64, persons: u64) {
        let in_base = present & bits.base != 0;
        for (period, years) in bits.periods.iter().enumerate() {
            self.group[period] += if targets & years != 0 { persons } else { 0 };
            for reading in Reading::ALL {
                let counts = present & years != 0 || (in_base && reading != Reading::Level);
                self.persons[reading as usize * self.periods + period] += if counts { persons } else { 0 };
            }
        }
    }

    /// Adds what one of the costliest persons moves to their squares.
    pub(super) fn add_costliest(&mut self, moved: &[f64], target: bool) {
        self.costliest_group += u64::from(target);
        for (reading, period) in Reading::ALL.into_iter().flat_map(|reading| (0..self.periods).map(move |period| (reading, period))) {
            let moved = moved[self.slot(reading, period, self.sectors)];
            self.costliest[reading as usize * self.periods + period] += moved * moved;
        }
    }

    /// Adds the part of the costliest persons in other sums.
    pub(super) fn add_costliest_of(&mut self, other: &Variances) {
        self.costliest.iter_mut().zip(&other.costliest).for_each(|(sum, more)| *sum += more);
        self.costliest_group += other.costliest_group;
    }

    pub(super) fn add(&mut self, other: &Variances) {
        self.squares.iter_mut().zip(&other.squares).for_each(|(sum, more)| *sum += more);
        self.own.iter_mut().zip(&other.own).for_each(|(sum, more)| *sum += more);
        self.persons.iter_mut().zip(&other.persons).for_each(|(sum, more)| *sum += more);
        self.group.iter_mut().zip(&other.group).for_each(|(sum, more)| *sum += more);
        self.add_costliest_of(other);
        self.base.iter_mut().zip(&other.base).for_each(|(sum, more)| *sum += more);
    }
}

/// The years of a judgement as bits: those of the base, and by period.
pub(super) struct YearBits {
    base: u64,
    periods: Vec<u64>,
}

impl YearBits {
    pub(super) fn new(base: &[(f64, usize)], performance: &[usize]) -> YearBits {
        let all = performance.iter().fold(0, |bits, year| bits | 1 << year);
        YearBits {
            base: base.iter().fold(0, |bits, (_, year)| bits | 1 << year),
            periods: performance.iter().map(|year| 1 << year).chain([all]).collect(),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> u64 {
        self.periods.iter().fold(self.base, |all, years| all | years)
    }
}

/// Σ(a − λ b)² from Σa², Σ(a − b)² and Σb².
fn carried(level: f64, evolution: f64, base: f64, share: f64) -> f64 {
    (level + share * share * base - share * (level + base - evolution)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECTORS: usize = 2;

    /// Seven persons who move the level part by a and the base by b, in the slots of the first sector and of the total of one year.
    fn moved() -> Vec<(f64, f64)> {
        (0..7).map(|person| (f64::from(person) * 0.3 - 1.0, 0.4 - f64::from(person * person) * 0.05)).collect()
    }

    fn variances() -> Variances {
        // The year and the cumulative row.
        let mut all = Variances::zero(2, SECTORS);
        for (a, b) in moved() {
            let mut of_one = Variances::zero(2, SECTORS);
            for outcome in [0, SECTORS] {
                for (reading, moved) in Reading::ALL.into_iter().zip([a, a - b, 3.0 * a]) {
                    let slot = of_one.slot(reading, 0, outcome);
                    of_one.squares[slot] = moved * moved;
                    of_one.own[slot] = if a > 0.0 { moved * moved } else { 0.0 };
                }
                of_one.base[outcome] = b * b;
            }
            of_one.count(&YearBits::new(&[(1.0, 0)], &[1]), u64::from(a > 0.0) << 1, 0b11, 1);
            all.add(&of_one);
        }
        all
    }

    #[track_caller]
    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
    }

    #[test]
    fn every_gain_has_a_slot_of_its_own() {
        for (periods, sectors) in [(1, 1), (2, 3), (4, 20)] {
            let zero = Variances::zero(periods, sectors);
            let outcomes = |period, reading| (0..=sectors).map(move |outcome| (period, reading, outcome));
            let gains = (0..periods).flat_map(|period| Reading::ALL.into_iter().flat_map(move |reading| outcomes(period, reading)));
            let slots: Vec<usize> = gains.map(|(period, reading, outcome)| zero.slot(reading, period, outcome)).collect();
            // A year after the other, readings within it, outcomes within those.
            assert_eq!(slots, (0..Variances::slots(periods, sectors)).collect::<Vec<_>>());
            assert_eq!(zero.squares.len(), slots.len());
            assert_eq!((zero.own.len(), zero.base.len()), (slots.len() + sectors + 1, sectors + 1));
        }
    }

    #[test]
    fn a_variance_is_the_sum_of_squares_of_those_who_count() {
        let (all, n) = (variances(), 7.0 / 6.0);
        let sum = |of: fn(&(f64, f64)) -> f64| moved().iter().map(of).sum::<f64>();
        close(all.total(Reading::Level, 0), sum(|(a, _)| a * a) * n);
        close(all.sector(Reading::Evolution, 0, 0), sum(|(a, b)| (a - b).powi(2)) * n);
        close(all.sector(Reading::Additive, 0, 1), 0.0);
        assert_eq!((all.group_persons(0), all.group_persons(1)), (3, 3));
        // Each reading and period is corrected by the number of those who can move it.
        let mut unequal = all.clone();
        unequal.persons = vec![3, 30, 4, 40, 5, 50];
        close(unequal.total(Reading::Level, 0), sum(|(a, _)| a * a) * 3.0 / 2.0);
        close(unequal.total(Reading::Evolution, 0), sum(|(a, b)| (a - b).powi(2)) * 4.0 / 3.0);
        close(unequal.total(Reading::Additive, 0), sum(|(a, _)| 9.0 * a * a) * 5.0 / 4.0);
        close(unequal.carried_total(0, 1.0), sum(|(a, b)| (a - b).powi(2)) * 4.0 / 3.0);
        let later = unequal.slot(Reading::Additive, 1, SECTORS);
        unequal.squares[later] = 49.0;
        close(unequal.total(Reading::Additive, 1), 50.0);
        close(all.own_share(Reading::Level, 0), sum(|(a, _)| if *a > 0.0 { a * a } else { 0.0 }) / sum(|(a, _)| a * a));
        close(Variances::zero(1, SECTORS).own_share(Reading::Level, 0), 1.0);
    }

    /// What a share carries on is known from three sums: it is what going over the persons gives.
    #[test]
    fn any_share_of_the_base_is_that_of_the_persons() {
        let (all, n) = (variances(), 7.0 / 6.0);
        for share in [0.0, 0.3, 0.75, 1.0] {
            let squares = |scale: f64| moved().iter().map(|(a, b)| (a - share * scale * b).powi(2)).sum::<f64>();
            close(all.carried_total(0, share), squares(1.0) * n);
            // Where the base part of a sector is on a scale, its evolution reading is too.
            let mut scaled = all.clone();
            let slot = scaled.slot(Reading::Evolution, 0, 0);
            scaled.squares[slot] = moved().iter().map(|(a, b)| (a - 5.0 * b).powi(2)).sum();
            close(scaled.carried_sector(0, 0, share, 5.0), squares(5.0) * n);
        }
        // Sums that rounding set against one another give no variance below nothing.
        assert_eq!(carried(0.0, 0.0, 1.0, 0.5), 0.0);
    }

    #[test]
    fn clusters_stand_in_the_place_of_persons() {
        let mut all = variances();
        let slot = all.slot(Reading::Evolution, 0, 0);
        all.squares[slot] = moved().iter().map(|(a, b)| (a - 3.0 * b).powi(2)).sum();
        let squares: Vec<f64> = all.squares.iter().chain(&all.base).map(|square| square * 2.0).collect();
        let own = squares.iter().map(|square| square / 5.0).collect();
        all.clustered = Some(Clustered { squares, own, df: Some(3.0) });
        close(all.total(Reading::Level, 0), all.squares[all.slot(Reading::Level, 0, SECTORS)] * 2.0);
        // No n/(n − 1): the correction for the number of clusters is in the sums.
        let of_persons = |share: f64| moved().iter().map(|(a, b)| (a - share * 3.0 * b).powi(2)).sum::<f64>();
        [0.0, 0.4, 1.0].into_iter().for_each(|share| close(all.carried_sector(0, 0, share, 3.0), 2.0 * of_persons(share)));
        close(all.carried_total(0, 0.4), 2.0 * moved().iter().map(|(a, b)| (a - 0.4 * b).powi(2)).sum::<f64>());
        close(all.own_share(Reading::Level, 0), 0.2);
        assert_eq!(all.df(), Some(3.0));
    }

    /// Years: two of the base, two of performance. A person counts where it can move the gain.
    #[test]
    fn a_person_counts_where_it_can_move_a_gain() {
        let (base, performance) = ([(0.5, 0), (0.5, 2)], [1, 3]);
        let counted = |targets, present| {
            let mut all = Variances::zero(3, SECTORS);
            all.count(&YearBits::new(&base, &performance), targets, present, 4);
            (all.group, all.persons)
        };
        // In a base year alone: no level gain of any year, all of the other readings.
        assert_eq!(counted(0b0001, 0b0001), (vec![0, 0, 0], vec![0, 0, 0, 4, 4, 4, 4, 4, 4]));
        assert_eq!(counted(0, 0b0100), (vec![0, 0, 0], vec![0, 0, 0, 4, 4, 4, 4, 4, 4]));
        // In the first performance year, of either group: that year and all years.
        assert_eq!(counted(0b0010, 0b0010), (vec![4, 0, 4], vec![4, 0, 4, 4, 0, 4, 4, 0, 4]));
        assert_eq!(counted(0, 0b1000), (vec![0, 0, 0], vec![0, 4, 4, 0, 4, 4, 0, 4, 4]));
        assert_eq!(counted(0, 0b10000), (vec![0; 3], vec![0; 9]));
    }

    #[test]
    fn the_costliest_are_added_by_themselves() {
        let mut all = Variances::zero(2, SECTORS);
        let moved: Vec<f64> = (0..18).map(f64::from).collect();
        all.add_costliest(&moved, true);
        all.add_costliest(&moved, false);
        assert_eq!(all.costliest_persons(), 1);
        // The total of a year and reading is the last of three outcomes.
        assert_eq!(all.costliest, [2.0_f64, 11.0, 5.0, 14.0, 8.0, 17.0].map(|moved| 2.0 * moved * moved));
        all.squares[5] = 100.0;
        close(all.costliest_share(Reading::Evolution, 0), 0.5);
        all.squares[14] = 784.0;
        close(all.costliest_share(Reading::Evolution, 1), 0.5);
        let mut twice = all.clone();
        twice.add(&all);
        assert_eq!((twice.costliest[0], twice.costliest_group, twice.squares[5]), (16.0, 2, 200.0));
    }
}
