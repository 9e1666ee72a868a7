//! The information matrix X'WX: which columns it can tell apart, and what is solved with it.

use faer::linalg::solvers::{DenseSolveCore, Llt, Solve};
use faer::{Mat, Side};

/// METHOD: a column is aliased when, in the information scaled to unit diagonal, less than this share of it is left after the
/// columns before it; as in R the later column is left out.
const ALIASED: f64 = 1e-10;

/// A column that the rows fitted on cannot tell from others.
#[derive(Clone, Debug)]
pub struct Aliased {
    /// The column.
    pub column: usize,
    /// What it is, in those rows, as a combination of the columns kept: one factor a column.
    pub combination: Vec<f64>,
}

/// A symmetric p × p matrix, packed: the upper triangle by rows.
#[derive(Clone, Copy)]
pub struct Packed<'a> {
    /// Columns p.
    pub width: usize,
    /// p (p + 1) / 2 values.
    pub values: &'a [f64],
}

impl Packed<'_> {
    /// One element.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        let (row, column) = (row.min(column), row.max(column));
        self.values[Self::start(self.width, row) + column]
    }

    /// Where a row begins, less the columns before its diagonal.
    fn start(width: usize, row: usize) -> usize {
        row * (2 * width - row + 1) / 2 - row
    }

    /// Adds factor · x x' to a packed matrix, x given by its non-zero entries in column order.
    pub fn add_square(packed: &mut [f64], width: usize, x: &[(usize, f64)], factor: f64) {
        for (entry, (column, value)) in x.iter().enumerate() {
            let row = Packed::start(width, *column);
            let scaled = factor * value;
            x[entry..].iter().for_each(|(other, value)| packed[row + other] += scaled * value);
        }
    }

    /// The columns that those before them do not determine, in order.
    pub fn independent_columns(&self) -> Vec<usize> {
        self.independent_among(&vec![true; self.width])
    }

    /// Of the columns wanted, those that wanted columns before them do not determine, in order.
    pub fn independent_among(&self, wanted: &[bool]) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.width).filter(|column| wanted[*column] && self.at(*column, *column) > 0.0).collect();
        while let Some(aliased) = first_aliased(&self.scaled(&kept)) {
            kept.remove(aliased);
        }
        kept
    }

    /// The matrix of some columns, scaled to unit diagonal: columns of different units weigh alike in every tolerance.
    fn scaled(&self, kept: &[usize]) -> Mat<f64> {
        let root = |column: usize| self.at(column, column).sqrt();
        Mat::from_fn(kept.len(), kept.len(), |i, j| self.at(kept[i], kept[j]) / (root(kept[i]) * root(kept[j])))
    }
}

/// The first column of a Gram matrix with unit diagonal that those before it determine.
///
/// METHOD: a column of X lies in the span of earlier ones exactly if its column of X'X lies in the span of theirs, and an
/// unpivoted QR shows that on the diagonal of R. Pivoting would leave out whichever column is shortest, not the later one.
fn first_aliased(gram: &Mat<f64>) -> Option<usize> {
    let qr = gram.qr();
    let r = qr.thin_R();
    (0..gram.ncols()).find(|column| r[(*column, *column)].abs() < ALIASED * gram.col(*column).norm_l2())
}

/// The factorised information of the columns kept. Vectors that go in and out have one value a column, zero where not kept.
pub struct Information<'a> {
    packed: Packed<'a>,
    kept: &'a [usize],
    scale: Vec<f64>,
    matrix: Mat<f64>,
    factor: Llt<f64>,
}

impl<'a> Information<'a> {
    /// Factorises; `None` when the columns kept cannot be told apart after all.
    pub fn factorise(packed: Packed<'a>, kept: &'a [usize]) -> Option<Information<'a>> {
        let matrix = packed.scaled(kept);
        let factor = matrix.llt(Side::Lower).ok()?;
        let scale = kept.iter().map(|column| packed.at(*column, *column).sqrt()).collect();
        Some(Information { packed, kept, scale, matrix, factor })
    }

    /// Largest / smallest squared pivot of the matrix scaled to unit diagonal.
    pub fn condition(&self) -> f64 {
        let pivots = self.factor.L().diagonal().column_vector().iter();
        let (low, high) = pivots.fold((f64::INFINITY, 0.0_f64), |(low, high), pivot| (low.min(pivot * pivot), high.max(pivot * pivot)));
        high / low
    }

    /// The solution for one right-hand side, with one step of refinement.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let right = Mat::from_fn(self.kept.len(), 1, |i, _| right[self.kept[i]] / self.scale[i]);
        let mut solution = self.factor.solve(&right);
        // What the first solution leaves over, solved for again.
        solution += self.factor.solve(&(&right - &self.matrix * &solution));
        self.spread(&solution)
    }

    /// The inverse by rows, p × p, zero where not kept.
    pub fn inverse(&self) -> Vec<f64> {
        let scaled = self.factor.inverse();
        let p = self.packed.width;
        let mut inverse = vec![0.0; p * p];
        for (i, row) in self.kept.iter().enumerate() {
            for (j, column) in self.kept.iter().enumerate() {
                inverse[row * p + column] = scaled[(i, j)] / (self.scale[i] * self.scale[j]);
            }
        }
        inverse
    }

    /// The columns wanted but not kept, each as a combination of those kept.
    pub fn aliased(&self, wanted: &[bool]) -> Vec<Aliased> {
        let combination = |column: usize| {
            let of_kept = Mat::from_fn(self.kept.len(), 1, |i, _| self.packed.at(self.kept[i], column) / self.scale[i]);
            self.spread(&self.factor.solve(&of_kept))
        };
        let left_out = (0..self.packed.width).filter(|column| wanted[*column] && !self.kept.contains(column));
        left_out.map(|column| Aliased { column, combination: combination(column) }).collect()
    }

    fn spread(&self, scaled: &Mat<f64>) -> Vec<f64> {
        let mut values = vec![0.0; self.packed.width];
        self.kept.iter().enumerate().for_each(|(i, column)| values[*column] = scaled[(i, 0)] / self.scale[i]);
        values
    }
}

/// Whether a profile, given by its non-zero entries, lies where the columns kept tell what the aliased ones are.
///
/// METHOD: an aliased column may be left out of a prediction as long as it is, in the profile too, what it is in the
/// reference group: the same combination of the columns kept.
pub fn supports(aliased: &[Aliased], profile: &[(usize, f64)]) -> bool {
    aliased.iter().all(|Aliased { column, combination }| {
        let value = profile.iter().find(|(entry, _)| entry == column).map_or(0.0, |(_, value)| *value);
        let combined: f64 = profile.iter().map(|(entry, value)| combination[*entry] * value).sum();
        (value - combined).abs() <= 1e-6 * (1.0 + value.abs())
    })
}

/// The product of a matrix given by rows with a vector.
pub fn times(rows: &[f64], vector: &[f64]) -> Vec<f64> {
    rows.chunks_exact(vector.len()).map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of norms 2, 1.5 and 3, the first two with a correlation of 0.8; a column of nothing between them.
    const VALUES: [f64; 10] = [4.0, 2.4, 0.0, 0.0, 2.25, 0.0, 0.0, 0.0, 0.0, 9.0];

    fn packed() -> Packed<'static> {
        Packed { width: 4, values: &VALUES }
    }

    #[test]
    fn columns_of_nothing_and_columns_not_wanted_are_left_out() {
        assert_eq!(packed().independent_columns(), [0, 1, 3]);
        assert_eq!(packed().independent_among(&[false, true, true, true]), [1, 3]);
    }

    #[test]
    fn the_condition_is_that_of_the_matrix_scaled_to_unit_diagonal() {
        let kept = [0, 1, 3];
        let information = Information::factorise(packed(), &kept).expect("definite");
        // Squared pivots 1, 1 − 0.8² and 1.
        assert!((information.condition() - 1.0 / 0.36).abs() < 1e-12);
        let solution = information.solve(&[6.4, 4.65, 7.0, 18.0]);
        [1.0, 1.0, 0.0, 2.0].iter().zip(&solution).for_each(|(wanted, found)| assert!((wanted - found).abs() < 1e-12, "{solution:?}"));
        let identity = times(&information.inverse(), &[4.0, 2.4, 0.0, 0.0]);
        [1.0, 0.0, 0.0, 0.0].iter().zip(&identity).for_each(|(wanted, found)| assert!((wanted - found).abs() < 1e-12, "{identity:?}"));
    }

    #[test]
    fn a_profile_is_supported_where_the_aliased_column_is_what_it_was() {
        let aliased = [Aliased { column: 2, combination: vec![0.5, 2.0, 0.0] }];
        let supported = |first: f64, second: f64, value: f64| supports(&aliased, &[(0, first), (1, second), (2, value)]);
        assert!(supported(1.0, 3.0, 6.5) && !supported(1.0, 3.0, 6.6) && !supported(1.0, 3.0, -6.5));
        // To one in a million of the value and one more.
        assert!(supported(0.0, 500.0, 1_000.000_5) && !supported(0.0, 500.0, 1_000.002));
        assert!(supports(&aliased, &[(0, 1e-6)]) && !supports(&aliased, &[(0, 4e-6)]));
    }
}
