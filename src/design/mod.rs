//! Person-years to numbers: adjusters with frozen levels, the rows that meet a target rule, and their moments by block.
//!
//! This is the last place that knows tables. After it there are slices: the rows of a target rule as parallel arrays
//! ([`PersonYears`]), each row pointing at its [`Profiles`] entry, and one [`Moments`] per municipality and year. A block is
//! added, subtracted and merged; leaving a pilot out, a zone, a reference group are sums of blocks.

mod levels;
mod moments;
mod rows;

pub use levels::{Design, Profiles};
pub use moments::Moments;
pub use rows::{PersonYears, TargetRows};
