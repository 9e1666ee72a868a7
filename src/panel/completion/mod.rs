//! **Late bookings.** What will the last years have cost once all their benefits are booked?
//!
//! Benefits may be booked up to two years after the service. The chain ladder learns, sector by sector, from months that have been
//! followed for long how much is still to come for months that have not.
//!
//! # Formula
//!
//! With C_ik the amount of service month i booked up to lag k:
//!
//! ```text
//! f_k   = Σ_i C_i,k+1 / Σ_i C_ik                            over the months followed past k
//! σ²_k  = Σ_i C_ik (C_i,k+1/C_ik − f_k)² / (n_k − 1)
//! U_i   = C_i,last · f_last · f_last+1 ⋯                     the completed amount
//! se(f_k)² = σ²_k / Σ_i C_ik
//! ```
//!
//! The error of the factors enters the variance of every gain ([`ChainLadder::covariance`]): years completed by the same factors
//! err together.
//!
//! # Example
//!
//! Three months of service; the oldest was followed for three months, the next for two, the last for one.
//!
//! ```
//! use garantie::panel::ChainLadder;
//!
//! let triangle = [vec![100.0, 140.0, 154.0], vec![200.0, 310.0], vec![100.0]];
//! let ladder = ChainLadder::fit(&triangle).unwrap();
//! // (140 + 310) / (100 + 200), and 154 / 140.
//! assert_eq!(ladder.factors, [1.5, 1.1]);
//! assert!((ladder.complete(&[100.0]).completed - 100.0 * 1.5 * 1.1).abs() < 1e-9);
//! // σ²_0 = 100 (1.4 − 1.5)² + 200 (1.55 − 1.5)² = 1.5.
//! assert!((ladder.se(0) - (1.5_f64 / 300.0).sqrt()).abs() < 1e-12);
//! ```
//!
//! # References
//!
//! Mack (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates, *ASTIN Bulletin* 23.
//!
//! ---
//!
//! ← [Who is counted](crate::panel) · [Contents](crate) · [From persons to numbers](crate::design) →

mod chain_ladder;
mod completed;
mod triangles;

pub use chain_ladder::{ChainLadder, Origin};
pub use completed::{Completed, CompletedSector, CompletedYear, CompletionError};
pub(super) use triangles::{Source, Triangles};
