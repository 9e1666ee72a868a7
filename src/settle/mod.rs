//! **From gain to money.** What does a settlement rule make of a gain, and how much of it is paid for luck?
//!
//! A rule is data ([`SettlementRule`](crate::spec::SettlementRule)); the steps are functions, one file each, in the order in which
//! [`settle`] takes them. Each leaves a [`Step`], so that the way from gain to amount can be read and recalculated by hand.
//!
//! # Formula
//!
//! ```text
//! basis        the gain, its lower bound, or a fixed sum
//! losses       forgiven, carried forward, or repaid
//! gate         nothing below a minimum savings rate
//! share        × the pilot's part, rounded
//! cap          at most, at least
//! cumulation   years one by one, or the whole period together
//!
//! luck = max(0, paid − max(0, true gain))
//! ```
//!
//! Luck is known in simulated worlds alone.
//!
//! # Example
//!
//! The gain of 110,000 € of [the guarantee](crate::counterfactual), with its interval from −48,000 to 249,000 €, under the rule
//! that pays what is computed and under one that pays the lower bound:
//!
//! ```
//! use garantie::money::Cents;
//! use garantie::settle::{Gains, PilotGains, luck, settle};
//! use garantie::spec::SettlementRule;
//!
//! let euro = |amount: i64| Cents(amount * 100);
//! let gains = Gains {
//!     persons: 12,
//!     guarantee: euro(1_320_000),
//!     gain: euro(110_000),
//!     low: euro(-48_000),
//!     high: euro(249_000),
//!     savings_rate: 0.083,
//!     rate_low: -0.036,
//!     rate_high: 0.189,
//!     detectable_rate: 0.16,
//! };
//! let years = vec![(2018, Some(gains))];
//! let pilot = PilotGains { pilot: "a".into(), start: 2018, years, whole: Some(gains) };
//! let paid = |name: &str| {
//!     let rule = SettlementRule::builtin().into_iter().find(|rule| rule.name == name).unwrap();
//!     settle(&rule, &pilot).unwrap().paid
//! };
//! assert_eq!((paid("decree-2017"), paid("credible")), (euro(110_000), euro(0)));
//! // If 60,000 of it were the pilot's doing, the rest would be paid for luck.
//! assert_eq!(luck(paid("decree-2017"), euro(60_000)), euro(50_000));
//! ```
//!
//! # References
//!
//! Each rule names its source in its file under `models/settlement`; the royal decree of 31 July 2017 (numac 2017030883).
//!
//! ---
//!
//! ← [Variants side by side](crate::compare) · [Contents](crate) · [The use of gains](crate::settle::annex7) →

pub mod annex7;
mod basis;
mod cap;
mod cumulation;
mod error;
mod gains;
mod gate;
mod losses;
mod luck;
mod notice;
mod share;
mod step;
#[cfg(test)]
mod tests;
mod truth;

pub use cumulation::{Settled, Settlement, settle};
pub use error::SettleError;
pub use gains::{Gains, PilotGains};
pub use luck::{Paid, luck, totals};
pub use notice::{Notice, unpaid};
pub use step::{Outcome, Step, StepName};
pub use truth::Truth;
