//! Numbers to models: least squares from moments, other families from risk cells, with aliased columns found and named.
//!
//! [`LeastSquares`] fits all sectors at once from [`Moments`](crate::design::Moments). [`Glm`] fits one outcome of
//! [`RiskCells`](crate::design::RiskCells): a [`Family`] says how the variance follows the mean, a [`Link`] how the mean follows
//! the adjusters. [`TwoPart`] is two of them. Exposure enters as a weight: y/e with weight w·e, so that expected cost of a person is
//! e·μ(x'β); for Poisson with a log link that is the same as an offset ln e.
//!
//! What else a model is made of: [`calibration`] to real cost; [`tweedie::PowerProfile`], the likelihood of a power;
//! [`elastic_net::Screen`], which adjusters to keep, then fitted without a penalty by `fit_columns`; [`ConstrainedLeastSquares`],
//! subgroups that cost what they are expected to; [`vcov`], standard errors that hold within clusters.
//!
//! A fit carries its convergence as a value; [`Glm::check`] makes an error of it for those who want one.
//!
//! [`FittedModel`] is the model of a reference group over the years, of whatever family: what comes after the fit knows no other.

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
pub use part::Asks;
pub use predictions::Predictions;
pub use pull::Pull;
pub use two_part::TwoPart;
