//! Numbers to models: least squares from moments, with aliased columns found and named.

mod error;
mod least_squares;

pub use error::FitError;
pub use least_squares::{Coefficients, LeastSquares};
