//! Model and people to guarantee: expected cost, the readings, the gain, what moved a cost.

mod decomposition;
mod group;
mod pool;
mod reading;

pub use decomposition::{Carried, Carries, Component, Moved, decompose};
pub use group::GroupYear;
pub use pool::Pool;
pub use reading::{Comparison, Gain};
