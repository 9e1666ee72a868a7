//! **From persons to numbers.** What do models need to know of millions of person-years, and which of their costs should count in
//! full?
//!
//! Nothing but sums. Rows that share their adjusters x share what is expected of them, so the data are read once; a zone, a
//! reference group, a pilot left out, a sub-model are afterwards sums and parts of small matrices.
//!
//! # Formula
//!
//! The moments of a block (a municipality in a year), under annualised cost y/e with weight w·e:
//!
//! ```text
//! X'WX = Σ w e x x'        X'Wy = Σ w x y        y'Wy = Σ w y²/e
//! ```
//!
//! They add and subtract: the reference group of a pilot is the country less the blocks of its zone. Models other than least
//! squares need, for each distinct x, Σwe, Σwy and Σwy²/e ([`RiskCells`]): these give the coefficients, standard errors and
//! deviance of the rows exactly.
//!
//! An **outlier rule** acts before, alike in pilot and reference, base and performance years. `cap` (the default, at q = 0.99)
//! leaves each person at most the q-quantile of annualised cost of its year, and what is above is pooled
//! ([`Pool`](crate::counterfactual::Pool)):
//!
//! ```text
//! y' = min(y, c e)
//! κ  = Σ_R w (y − y') / Σ_R w y'        every group is charged κ per euro expected
//! ```
//!
//! # Example
//!
//! A country of three municipalities and one sector; the second is the zone of a pilot.
//!
//! ```
//! use garantie::design::{Blocks, Moments};
//!
//! let block = |persons: u64, cents: f64| Moments {
//!     rows: persons,
//!     xx: vec![persons as f64], // an intercept, everybody insured all year
//!     xy: vec![cents],
//!     present: vec![persons],
//!     users: vec![persons],
//!     ..Moments::zero(1, 1)
//! };
//! let country = Blocks::new(vec![block(40, 8e6), block(10, 2.5e6), block(50, 9e6)]);
//! let reference = country.sum(|municipality| municipality != 1);
//! assert_eq!((reference.exposure(), reference.real_cost()[0]), (90.0, 17e6));
//! ```
//!
//! With c = 20,000 € a person with 26,000 € over a full year keeps 20,000 €; if the reference group leaves 17 million under the cap
//! and 0.85 million above it, κ = 0.05, and a group that is expected to cost 2 million is charged 100,000 €, whatever its own
//! excess was.
//!
//! # In the code
//!
//! This is the last place that knows tables. After it there are slices: the rows of a target rule as parallel arrays
//! ([`PersonYears`]), each row pointing at its [`Profiles`] entry, and one [`Moments`] per municipality and year, added up always
//! from the first municipality to the last.
//!
//! # References
//!
//! Wong et al. (2021), You only compress once: optimal data compression for estimating linear models.
//!
//! ---
//!
//! ← [Late bookings](crate::panel::completion) · [Contents](crate) · [Risk adjustment](crate::fit) →

mod basis;
mod cells;
mod families;
mod levels;
mod moments;
mod outliers;
mod profiles;
mod rows;

pub use cells::{Cells, OutcomeSums, RiskCells, Saturated};
pub use families::Grouping;
pub use levels::{Design, Use};
pub use moments::{Blocks, Moments};
pub use outliers::{Taken, Treated};
pub use profiles::Profiles;
pub use rows::{PersonYears, TargetRows};
