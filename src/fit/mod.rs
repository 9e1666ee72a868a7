//! **Risk adjustment.** What would persons with the same characteristics have cost elsewhere in the country?
//!
//! One model a year, fitted on the reference group R: the cost expected of a person is e·f_t(x), with x its age, sex, increased
//! reimbursement, disability and conditions. Adjusters that a pilot can influence stay out. Those that *compensate* count with the
//! person's own value; those that are *neutralised* (supply, urbanisation) are estimated with the others, so that they do not bend
//! their coefficients, and then set to their mean.
//!
//! # Formula
//!
//! ```text
//! least squares   f(x) = x'β                                    β = (X'WX)⁻¹ X'Wy
//! log link        f(x) = μ = exp(x'β)                           Σ_R w e (y/e − μ) μ/V(μ) x = 0
//! two parts       f(x) = P(y ≠ 0 | x) · E[y/e | y ≠ 0, x]       logit; gamma with log link
//! calibration     a = Σ_R w y / Σ_R w e f(x)                    then a·f(x) is expected
//! ```
//!
//! The variance V(μ) is μ for Poisson, μ² for gamma and μ^p, 1 < p < 2, for Tweedie models. With an intercept and a canonical link
//! a is 1.
//!
//! # Example
//!
//! Five persons insured all year: three without a condition cost 1,000, 2,000 and 3,000 €, two with one 5,000 and 7,000 €. Their
//! means are 2,000 and 6,000 €.
//!
//! ```
//! use garantie::{design::Moments, fit::LeastSquares};
//!
//! let moments = Moments {
//!     rows: 5,
//!     xx: vec![5.0, 2.0, 2.0], // Σ1, Σx, Σx²: the upper triangle
//!     xy: vec![18_000.0, 12_000.0],
//!     yy: vec![88e6, 88e6],
//!     present: vec![5, 2],
//!     users: vec![5],
//!     ..Moments::zero(2, 1)
//! };
//! let total = &LeastSquares::fit(&moments, "condition").unwrap().outcomes[1];
//! assert!((total.estimate[0] - 2_000.0).abs() < 1e-6);
//! assert!((total.estimate[1] - 4_000.0).abs() < 1e-6);
//! // 4 of 23.2 million of squared deviations remain within the two groups.
//! assert!((total.r2 - (1.0 - 4.0 / 23.2)).abs() < 1e-12);
//! ```
//!
//! # In the code
//!
//! [`LeastSquares`] fits all sectors at once from [`Moments`](crate::design::Moments). [`Glm`] fits one outcome of
//! [`RiskCells`](crate::design::RiskCells): a [`Family`] says how the variance follows the mean, a [`Link`] how the mean follows
//! the adjusters. [`TwoPart`] is two of them. Exposure enters as a weight: y/e with weight w·e; for Poisson with a log link that is
//! the same as an offset ln e. Aliased columns are found and named.
//!
//! What else a model is made of: [`calibration()`] to real cost; [`tweedie::PowerProfile`], the likelihood of a power;
//! [`elastic_net::Screen`], which adjusters to keep, then fitted without a penalty by `fit_columns`; [`ConstrainedLeastSquares`],
//! subgroups that cost what they are expected to. A fit carries its convergence as a value; [`Glm::check`] makes an error of it for
//! those who want one. [`FittedModel`] is the model of a reference group over the years, of whatever family: what comes after the
//! fit knows no other.
//!
//! # References
//!
//! Schokkaert and Van de Voorde (2000, 2003) on risk adjustment in Belgium; Manning and Mullahy (2001), Estimating log models: to
//! transform or not to transform?, *Journal of Health Economics*; Manning, Basu and Mullahy (2005), *Journal of Health Economics*;
//! Santos Silva and Tenreyro (2006), The log of gravity; Zou and Hastie (2005), Regularization and variable selection via the
//! elastic net; Dunn and Smyth (2005) on Tweedie densities; van Kleef et al. (2017) on constrained regression.
//!
//! ---
//!
//! ← [From persons to numbers](crate::design) · [Contents](crate) · [Errors of coefficients](crate::fit::vcov) →

mod bias;
mod calibration;
mod case_mix;
mod constrained;
pub mod elastic_net;
mod error;
mod errors;
mod estimates;
mod family;
mod glm;
mod goodness;
mod information;
mod irls;
mod least_squares;
mod link;
mod method;
mod model;
mod outcome;
mod part;
mod predictions;
mod pull;
pub mod tweedie;
mod two_part;
pub mod vcov;
mod year;

pub use bias::{Bias, biases};
pub use calibration::calibration;
pub use constrained::{ConstrainedLeastSquares, Subgroups};
pub use error::FitError;
pub use estimates::Estimates;
pub use family::Family;
pub use glm::Glm;
pub use goodness::{Goodness, goodness};
pub use information::Aliased;
pub use least_squares::{Coefficients, LeastSquares};
pub use link::Link;
pub use model::{Fit, FittedModel, Numbers, YearModel};
pub use part::{Asks, Constrained, Direction};
pub use predictions::Predictions;
pub use pull::Pull;
pub use two_part::TwoPart;
