//! Sums of products, over persons, of what they move in two years: the squares and products of any group follow from them.

use super::influence::Detail;
use crate::fit::{Constrained, Direction};

/// What a reference person has in a year: its residual in a lane, in all sectors, and what it has above a cap more than κ of its
/// capped cost.
pub(super) const KINDS: usize = 3;

/// A reference person in one year.
pub(super) struct Residual {
    /// r_s by lane, and R last.
    pub by_lane: Vec<f64>,
    /// What it has above a cap.
    pub above: f64,
}

/// Products over persons who are there in both years.
pub(super) struct YearPair {
    /// The years, the first not after the second.
    pub years: (usize, usize),
    detail: Detail,
    lanes: usize,
    width: usize,
    /// `column of the first × column of the second × slot`: r_s r'_s by lane (or by pair of marks), r_s R' by lane, R r'_s by lane, R R', with
    /// R = Σ_s r_s.
    residuals: Vec<f64>,
    /// `column of the first × slot`: r_s a' by lane, R a', with a what is above a cap.
    above_second: Vec<f64>,
    /// `column of the second × slot`: a r'_s by lane, a R'.
    above_first: Vec<f64>,
    /// a a'.
    above: f64,
    /// The products of the person that is being added.
    products: Vec<f64>,
}

/// The directions of a year in which the lanes, and the total, move what a group is expected to cost.
pub(super) struct Directions {
    /// Of the lanes.
    pub lanes: Vec<f64>,
    /// Of the total.
    pub total: Vec<f64>,
    /// λ by mark.
    pub multipliers: Vec<f64>,
}

impl Directions {
    pub fn new(direction: Direction, marks: &[usize]) -> Directions {
        let (lanes, multipliers) = match direction.constrained {
            None => (direction.residual.clone(), Vec::new()),
            Some(Constrained { direction, multipliers }) => (direction, marks.iter().map(|mark| multipliers[*mark]).collect()),
        };
        Directions { lanes, total: direction.residual, multipliers }
    }
}

/// How many products there are of each pair of columns.
pub(super) fn slots(detail: Detail, lanes: usize) -> usize {
    match detail {
        Detail::Costliest | Detail::Sectors => 3 * lanes + 1,
        Detail::Total => (lanes + 1) * (lanes + 1),
    }
}

/// Sums over persons of products of what they move in two years, in the directions of a group.
pub(super) struct PairSums {
    /// By lane: with the lane of the second year, with its total, with what is above a cap in it, and each the other way round.
    lanes: Vec<f64>,
    lane_total: Vec<f64>,
    total_lane: Vec<f64>,
    lane_above: Vec<f64>,
    above_lane: Vec<f64>,
    totals: f64,
    total_above: f64,
    above_total: f64,
    above: f64,
}

impl YearPair {
    /// Nobody yet.
    pub fn zero(years: (usize, usize), detail: Detail, lanes: usize, width: usize) -> YearPair {
        let (slots, zero) = (slots(detail, lanes), |count: usize| vec![0.0; count]);
        let (residuals, above_second, above_first) = (zero(width * width * slots), zero(width * (lanes + 1)), zero(width * (lanes + 1)));
        YearPair { years, detail, lanes, width, residuals, above_second, above_first, above: 0.0, products: zero(slots) }
    }

    /// Adds a person, given by its row of the design and what it has in each of the years.
    pub fn add(&mut self, (x, one): (&[(usize, f64)], &Residual), (later_x, other): (&[(usize, f64)], &Residual)) {
        let (lanes, width, slots) = (self.lanes, self.width, self.products.len());
        let own = slots - 2 * lanes - 1;
        let (total, later_total) = (one.by_lane[lanes], other.by_lane[lanes]);
        for (lane, (r, later_r)) in one.by_lane[..lanes].iter().zip(&other.by_lane).enumerate() {
            match self.detail {
                Detail::Costliest | Detail::Sectors => self.products[lane] = r * later_r,
                Detail::Total => {
                    let of_marks = self.products[lane * lanes..][..lanes].iter_mut().zip(&other.by_lane);
                    of_marks.for_each(|(product, later_r)| *product = r * later_r);
                }
            }
            self.products[own + lane] = r * later_total;
            self.products[own + lanes + lane] = total * later_r;
        }
        self.products[slots - 1] = total * later_total;
        for (column, value) in x {
            for (later_column, later_value) in later_x {
                let sums = &mut self.residuals[(column * width + later_column) * slots..][..slots];
                add_scaled(sums, value * later_value, &self.products);
            }
            add_scaled(&mut self.above_second[column * (lanes + 1)..], value * other.above, &one.by_lane);
        }
        for (column, value) in later_x {
            add_scaled(&mut self.above_first[column * (lanes + 1)..], value * one.above, &other.by_lane);
        }
        self.above += one.above * other.above;
    }

    /// d'M d' with the directions d; what marks move is summed over them by their multipliers.
    pub fn sums(&self, d: &Directions, later_d: &Directions) -> PairSums {
        let (lanes, width, slots) = (self.lanes, self.width, self.products.len());
        let own = slots - 2 * lanes - 1;
        let mut sums = vec![0.0; slots];
        for (column, (lane, total)) in d.lanes.iter().zip(&d.total).enumerate() {
            for (later_column, (later_lane, later_total)) in later_d.lanes.iter().zip(&later_d.total).enumerate() {
                let of_columns = &self.residuals[(column * width + later_column) * slots..][..slots];
                add_scaled(&mut sums[..own], lane * later_lane, of_columns);
                add_scaled(&mut sums[own..own + lanes], lane * later_total, &of_columns[own..]);
                add_scaled(&mut sums[own + lanes..slots - 1], total * later_lane, &of_columns[own + lanes..]);
                sums[slots - 1] += total * later_total * of_columns[slots - 1];
            }
        }
        let times = |d: &Directions, sums: &[f64]| {
            let mut product = vec![0.0; lanes + 1];
            for ((lane, total), sums) in d.lanes.iter().zip(&d.total).zip(sums.chunks_exact(lanes + 1)) {
                add_scaled(&mut product[..lanes], *lane, sums);
                product[lanes] += total * sums[lanes];
            }
            product
        };
        let (above_second, above_first) = (times(d, &self.above_second), times(later_d, &self.above_first));
        let (lane_total, total_lane) = (&sums[own..own + lanes], &sums[own + lanes..slots - 1]);
        let (totals, total_above, above_total, above) = (sums[slots - 1], above_second[lanes], above_first[lanes], self.above);
        match self.detail {
            Detail::Costliest | Detail::Sectors => PairSums {
                lanes: sums[..own].to_vec(),
                lane_total: lane_total.to_vec(),
                total_lane: total_lane.to_vec(),
                lane_above: above_second[..lanes].to_vec(),
                above_lane: above_first[..lanes].to_vec(),
                totals,
                total_above,
                above_total,
                above,
            },
            Detail::Total => {
                let of_mark = |(multiplier, of_later): (&f64, &[f64])| multiplier * dot(&later_d.multipliers, of_later);
                PairSums {
                    lanes: vec![d.multipliers.iter().zip(sums[..own].chunks_exact(lanes.max(1))).map(of_mark).sum()],
                    lane_total: vec![dot(&d.multipliers, lane_total)],
                    total_lane: vec![dot(&later_d.multipliers, total_lane)],
                    lane_above: vec![dot(&d.multipliers, &above_second)],
                    above_lane: vec![dot(&later_d.multipliers, &above_first)],
                    totals,
                    total_above,
                    above_total,
                    above,
                }
            }
        }
    }
}

/// Sums over persons of products of what they move in the years of a group, by kind: in its lane, in all, above a cap.
pub(super) struct Products {
    /// How many lanes there are.
    pub lanes: usize,
    /// Years times kinds.
    pub size: usize,
    /// `one × other × lane`, for one not after the other.
    sums: Vec<f64>,
}

impl Products {
    pub fn zero(years: usize, lanes: usize) -> Products {
        let size = years * KINDS;
        Products { lanes, size, sums: vec![0.0; size * size * lanes] }
    }

    /// The sums of two kinds, by lane.
    fn at(&mut self, one: usize, other: usize) -> &mut [f64] {
        let (one, other) = (one.min(other), one.max(other));
        &mut self.sums[(one * self.size + other) * self.lanes..][..self.lanes]
    }

    /// Takes over the sums of two years at these places.
    pub fn set_pair(&mut self, sums: &PairSums, (first, second): (usize, usize)) {
        let (one, other) = (first * KINDS, second * KINDS);
        self.at(one, other).copy_from_slice(&sums.lanes);
        self.at(one, other + 1).copy_from_slice(&sums.lane_total);
        self.at(one, other + 2).copy_from_slice(&sums.lane_above);
        self.at(one + 1, other + 1).fill(sums.totals);
        self.at(one + 1, other + 2).fill(sums.total_above);
        self.at(one + 2, other + 2).fill(sums.above);
        if first != second {
            self.at(one + 1, other).copy_from_slice(&sums.total_lane);
            self.at(one + 2, other).copy_from_slice(&sums.above_lane);
            self.at(one + 2, other + 1).fill(sums.above_total);
        }
    }

    /// Takes away a person, given by what it moves.
    pub fn take_away(&mut self, moved: &[f64]) {
        let lanes = self.lanes;
        for one in 0..self.size {
            let of_one = &moved[one * lanes..][..lanes];
            if of_one.iter().all(|moved| *moved == 0.0) {
                continue;
            }
            for other in one..self.size {
                let of_other = &moved[other * lanes..][..lanes];
                let sums = &mut self.sums[(one * self.size + other) * lanes..][..lanes];
                sums.iter_mut().zip(of_one.iter().zip(of_other)).for_each(|(sum, (a, b))| *sum -= a * b);
            }
        }
    }

    /// Σ (Σ_i c_i m_i)² over persons, of what moves in a lane.
    pub fn of(&self, lane: usize, coefficient: impl Fn(usize) -> f64) -> f64 {
        let coefficients: Vec<f64> = (0..self.size).map(coefficient).collect();
        let mut sum = 0.0;
        for (one, a) in coefficients.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            for (other, b) in coefficients.iter().enumerate().skip(one) {
                let product = a * b * self.sums[(one * self.size + other) * self.lanes + lane];
                sum += if one == other { product } else { 2.0 * product };
            }
        }
        sum
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_scaled(sums: &mut [f64], scale: f64, values: &[f64]) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += scale * value);
}
