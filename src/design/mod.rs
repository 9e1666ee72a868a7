//! Person-years to numbers: adjusters with frozen levels, the rows that meet a target rule, and their moments by block.
//!
//! This is the last place that knows tables. After it there are slices: the rows of a target rule as parallel arrays
//! ([`PersonYears`]), each row pointing at its [`Profiles`] entry, and one [`Moments`] per municipality and year. A zone,
//! a reference group, a pilot left out are sums of blocks, always from the first municipality to the last. Models other than
//! least squares need [`RiskCells`]: the same rows added up by profile.

mod basis;
mod cells;
mod families;
mod levels;
mod moments;
mod outliers;
mod profiles;
mod rows;

pub use cells::{Cells, OutcomeSums, RiskCells, Saturated};
pub use families::Grouping;
pub use levels::{Design, Use};
pub use moments::{Blocks, Moments};
pub use outliers::{Taken, Treated};
pub use profiles::Profiles;
pub use rows::{PersonYears, TargetRows};
