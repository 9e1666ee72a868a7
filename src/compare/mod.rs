//! **Variants side by side.** Which choices of method decide the answer?
//!
//! A gain rests on choices: adjusters, family, reading, outlier rule, base period, reference group, cohort. `garantie compare`
//! makes all of them and shows the specification curve: every answer in order, with the choices below. Beside each stands the share
//! of false gains that the variant finds in pseudo-pilots, so that a striking answer from a method that cries wolf is seen as such.
//!
//! # Formula
//!
//! ```text
//! effect of a level   mean of the answers with it − mean of all
//! share of a choice   Σ over its levels of n (effect)² / Σ (answer − mean)²
//! order of pilots     W = 12 Σ (rank sum − mean rank sum)² / (m² (n³ − n))
//!                     of m variants and n pilots; 1: always one order, 0: none in common
//! two runs            change of the gain = L(BG₁, BG₀) log(F₁/F₀)   what is expected
//!                                        + the rest of BG₁ − BG₀    what is carried on
//!                                        + Y₀ − Y₁                  what the group costs
//! ```
//!
//! # Example
//!
//! Two readings times two outlier rules. Level: gains of −10 and 0, evolution: 110 and 60, each first without a rule, then with a
//! cap. The mean is 40; the reading moves it by 45 to either side, which is 8,100 of 9,400 of the squared deviations.
//!
//! ```
//! use garantie::compare::{Ranks, main_effects};
//!
//! let answers = [([0, 0], -10.0), ([0, 1], 0.0), ([1, 0], 110.0), ([1, 1], 60.0)];
//! let effects = main_effects(2, &answers.map(|(levels, gain)| (levels.to_vec(), gain)));
//! assert_eq!((effects[0].effect, effects[1].effect), (-45.0, 45.0));
//! assert_eq!((effects[0].share, effects[2].share), (8_100.0 / 9_400.0, 400.0 / 9_400.0));
//! // Three pilots in two variants that agree on their order, and in two that turn it round.
//! let order = |gains: [[f64; 3]; 2]| Ranks::of(&gains.map(Vec::from)).unwrap().concordance;
//! assert_eq!(order([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), 1.0);
//! assert_eq!(order([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]), 0.0);
//! ```
//!
//! # References
//!
//! Simonsohn, Simmons and Nelson (2020), Specification curve analysis, *Nature Human Behaviour*; Kendall and Babington Smith
//! (1939), The problem of m rankings, *Annals of Mathematical Statistics*; Ang (2015).
//!
//! ---
//!
//! ← [Planning](crate::credibility::plan) · [Contents](crate) · [From gain to money](crate::settle) →

mod changes;
mod effects;
mod error;
mod ranks;
mod summary;

pub use changes::{Before, Change};
pub use effects::{Effect, main_effects};
pub use error::CompareError;
pub use ranks::{RankOfPilot, Ranks};
pub use summary::{Answer, Summary};
