//! **What a gain is worth.** How far can a gain be trusted: which part of it could be chance?
//!
//! Every gain comes with an interval. What it holds, and where each part is learnt, is the matter of the next pages.
//!
//! # Formula
//!
//! For the ratio readings all inference is on D = log(Y_t/BG), where a cost with heavy tails is closest to normal, and is mapped
//! back:
//!
//! ```text
//! Var D = v          chance among persons, of the pilot and of the reference group
//!       + v_late     the factors that complete late bookings
//!       + τ²         shocks that hit a whole zone, which no number of persons cures
//!
//! savings rate   1 − exp D               its interval   1 − exp(D ± t √Var D)
//! gain           BG (1 − exp D)          its error      Y √Var D
//! ```
//!
//! t is Student's, with one degree of freedom less than there are pseudo-pilots side by side.
//!
//! # Example
//!
//! The pilot of [the guarantee](crate::counterfactual), reading B: D = log(1,210/1,320). Say persons give a standard error of 0.05,
//! zones one of 0.03, learnt from 20 zones side by side.
//!
//! ```
//! use garantie::credibility::shocks::{quantile, two_sided};
//!
//! let d = (1_210.0_f64 / 1_320.0).ln();
//! let se = (0.05_f64.powi(2) + 0.03_f64.powi(2)).sqrt();
//! let reach = quantile(Some(19.0), 0.95) * se; // 2.093 standard errors
//! let percent = |rate: f64| (rate * 1000.0).round() / 10.0;
//! assert_eq!(percent(1.0 - d.exp()), 8.3);
//! assert_eq!(percent(1.0 - (d + reach).exp()), -3.6);
//! assert_eq!(percent(1.0 - (d - reach).exp()), 18.9);
//! assert!((two_sided(Some(19.0), d / se) - 0.152).abs() < 1e-3);
//! ```
//!
//! Eight percent saved, and chance alone gives as much in one zone in seven: not distinguishable.
//!
//! # In the code
//!
//! [`Assessed`] holds a target group against its guarantee in every reading, [`Estimate`] gives gain and interval,
//! [`LateBookings`](crate::panel::CompletionError) come from the chain ladder.
//!
//! # References
//!
//! DeLia, Hoover and Cantor (2012), Statistical uncertainty in the Medicare Shared Savings Program; Conley and Taber (2011),
//! Inference with "difference in differences" with a small number of policy changes, *Review of Economics and Statistics*; Thal and
//! Finucane (2023), on what won in 3,400 simulated evaluations.
//!
//! ---
//!
//! ← [What moved the cost](crate::counterfactual::decomposition) · [Contents](crate) · [Influence](crate::credibility::influence) →

mod assessed;
pub mod bootstrap;
pub mod characteristics;
mod clusters;
pub mod credible;
pub mod influence;
mod interval;
mod late_bookings;
mod minimum_savings;
mod person;
pub mod plan;
mod products;
mod pseudo_pilots;
mod reference_meat;
mod replicates;
pub mod shocks;
mod shrinkage;
mod variances;
pub mod verdict;
mod year_influence;

pub use assessed::{Assessed, Departure};
pub use bootstrap::{At, Bootstrap, Draws, weight};
pub use characteristics::{Characteristics, Trial, keeps_size};
pub use clusters::Clusters;
pub use credible::{Before, Lasting};
pub use influence::{Detail, Judged, variances};
pub use interval::{Estimate, Interval, Parts};
pub use minimum_savings::MinimumSavings;
pub use plan::{Dispersion, Stated, Test, Tried};
pub use pseudo_pilots::PseudoPilots;
pub use reference_meat::ReferenceMeat;
pub use shocks::{FEWEST, Shocks, paule_mandel};
pub use shrinkage::{Shrunk, shrink};
pub use variances::Variances;
pub use verdict::{Verdict, benjamini_hochberg, holm};
