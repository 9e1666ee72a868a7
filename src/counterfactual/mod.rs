//! **The guarantee.** What would the pilot's patients have cost without the pilot, and what is the gain?
//!
//! The model says what such persons cost elsewhere; before the pilot began they may already have cost more or less than that. The
//! *reading* of the guarantee says how much of this base difference is carried on.
//!
//! # Formula
//!
//! C_0 and Y_t are the real cost of the target group in the base period and in year t, F_0 and F_t what is expected of it, E_0 and
//! E_t its person-years:
//!
//! ```text
//! A, level      BG = F_t                         nothing of it
//! B, evolution  BG = C_0 · F_t/F_0               all of it, in percent
//! C, additive   BG = F_t + E_t (C_0 − F_0)/E_0   all of it, in euro per person-year
//! D, credible   BG = F_t (C_0/F_0)^λ             as much as lasts where nothing happened
//!
//! gain          BG − Y_t
//! savings rate  gain / BG                        in B: 1 − exp(log(Y_t/F_t) − log(C_0/F_0))
//! ```
//!
//! A counts every lasting difference of the zone as the pilot's. B is the default: it is closest to the decree's description.
//!
//! With several base years C_0/F_0 is the weighted mean of their ratios. λ is learnt: see [`Lasting`](crate::credibility::Lasting).
//!
//! # Example
//!
//! This pilot serves the whole book. In thousands of euro: in the base year 10 person-years were expected to cost 1,000 and cost
//! 1,100; in the performance year 11 were expected to cost 1,200 and cost 1,210.
//!
//! ```
//! use garantie::counterfactual::{Comparison, GroupYear, Pool};
//! use garantie::spec::Reading;
//!
//! let year = |year: i32, exposure: f64, expected: f64, real: f64| GroupYear {
//!     year,
//!     exposure,
//!     expected: vec![expected],
//!     real: vec![real],
//!     persons: 12,
//!     profiles: vec![(0, exposure)],
//!     users: vec![12],
//!     raw: vec![real],
//!     above: 0,
//!     pool: Pool::default(),
//! };
//! let base = [(1.0, year(2017, 10.0, 1_000.0, 1_100.0))];
//! let performance = year(2018, 11.0, 1_200.0, 1_210.0);
//! let comparison = Comparison { base: &base, performance: &performance };
//! let gain = |reading| comparison.gain(reading).total().round();
//! assert_eq!(gain(Reading::Level), -10.0);
//! assert_eq!(gain(Reading::Evolution), 110.0); // 1,100 · 1.2 = 1,320
//! assert_eq!(gain(Reading::Additive), 100.0); // 1,200 + 11 · 10 = 1,310
//! ```
//!
//! Reading B says: 8.3 % saved. Reading A, of the same costs: a loss of 0.8 %, for the zone has always been dear. No arithmetic
//! decides between them; what zones do where nothing happens tells something: see [the credible
//! reading](crate::credibility::credible).
//!
//! # References
//!
//! Royal decree of 31 July 2017 (numac 2017030883) on the financing of integrated-care pilots; the credible reading is an analysis
//! of covariance of groups, in the manner of Bühlmann and Straub's credibility.
//!
//! ---
//!
//! ← [Errors of coefficients](crate::fit::vcov) · [Contents](crate) · [What moved the cost](crate::counterfactual::decomposition) →

pub mod decomposition;
mod group;
mod pool;
mod reading;

pub use decomposition::{Carried, Carries, Component, Moved, decompose};
pub use group::GroupYear;
pub use pool::Pool;
pub use reading::{Comparison, Gain};
