//! Gain to what it is worth: influence of every person, intervals, verdicts.

mod influence;
mod interval;
mod verdict;

pub use influence::{Judged, Variances, variances};
pub use interval::{Estimate, Interval};
pub use verdict::{Verdict, holm};
