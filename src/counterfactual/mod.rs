//! Model and people to guarantee: expected cost, the readings, the gain.

mod group;
mod pool;
mod reading;

pub use group::GroupYear;
pub use pool::Pool;
pub use reading::{Comparison, Gain};
