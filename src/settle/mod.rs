//! Gain to money: what a settlement rule makes of a gain, step by step.
//!
//! A rule is data ([`SettlementRule`](crate::spec::SettlementRule)); the steps are functions, one file each, in the order in
//! which [`settle`] takes them: the amount to start from, losses, gate, share, cap, cumulation. Each leaves a [`Step`], so that
//! the way from gain to amount can be read and recalculated by hand.

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
