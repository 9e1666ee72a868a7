//! Model and people to guarantee: expected cost, the readings, the gain.

mod group;
mod reading;

pub use group::GroupYear;
pub use reading::{Comparison, Gain};
