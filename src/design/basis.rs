//! How a number enters a design: as itself, with its powers, or as a natural cubic spline.

/// The columns that a number x becomes.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// x.
    Linear,
    /// x, x², … to the degree.
    Powers(u32),
    /// A natural cubic spline with these knots: cubic between them, linear beyond the outer two.
    Spline(Vec<f64>),
}

impl Basis {
    /// Names of the columns of a number called `column`.
    pub fn names(&self, column: &str) -> Vec<String> {
        let rest = |count: usize, name: &dyn Fn(usize) -> String| (1..count).map(|at| name(at + 1)).collect::<Vec<_>>();
        let others = match self {
            Basis::Linear => Vec::new(),
            Basis::Powers(degree) => rest(*degree as usize, &|power| format!("{column}^{power}")),
            Basis::Spline(knots) => rest(knots.len() - 1, &|part| format!("{column} spline {part}")),
        };
        std::iter::once(column.to_owned()).chain(others).collect()
    }

    /// The value of each column at x.
    ///
    /// METHOD: the natural basis of truncated powers, N₁ = x, N_{k+1} = d_k − d_{K−1} with d_k = ((x − ξ_k)³₊ − (x − ξ_K)³₊)/(ξ_K − ξ_k)
    /// (Hastie, Tibshirani and Friedman 2009, 5.2.1). It is divided by (ξ_K − ξ_1)², so that every column has the unit of x.
    pub fn at(&self, x: f64) -> Vec<f64> {
        match self {
            Basis::Linear => vec![x],
            Basis::Powers(degree) => (1..=*degree as i32).map(|power| x.powi(power)).collect(),
            Basis::Spline(knots) => {
                let (first, last) = (knots[0], knots[knots.len() - 1]);
                let cube = |knot: f64| (x - knot).max(0.0).powi(3);
                let d = |knot: f64| (cube(knot) - cube(last)) / (last - knot);
                let of_last = d(knots[knots.len() - 2]);
                let nonlinear = knots[..knots.len() - 2].iter().map(|knot| (d(*knot) - of_last) / (last - first).powi(2));
                std::iter::once(x).chain(nonlinear).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_natural_spline_is_linear_beyond_its_knots_and_smooth_within() {
        let spline = Basis::Spline(vec![20.0, 40.0, 65.0, 80.0]);
        assert_eq!(spline.names("age"), ["age", "age spline 2", "age spline 3"]);
        let second = |x: f64, step: f64| -> Vec<f64> {
            let (before, at, after) = (spline.at(x - step), spline.at(x), spline.at(x + step));
            (0..3).map(|part| (before[part] - 2.0 * at[part] + after[part]) / (step * step)).collect()
        };
        for outside in [5.0, 12.0, 90.0, 104.0] {
            assert!(second(outside, 4.0).iter().all(|bend| bend.abs() < 1e-12), "{outside}");
        }
        // The second derivative is continuous at the knots and not zero between them.
        assert!(second(40.0 - 1e-3, 1e-4).iter().zip(second(40.0 + 1e-3, 1e-4)).all(|(left, right)| (left - right).abs() < 1e-4));
        assert!(second(50.0, 1.0)[1..].iter().all(|bend| bend.abs() > 1e-4));
    }

    #[test]
    fn powers_begin_with_the_number() {
        assert_eq!(Basis::Powers(3).at(2.0), [2.0, 4.0, 8.0]);
        assert_eq!(Basis::Powers(3).names("age"), ["age", "age^2", "age^3"]);
    }
}
