//! Gain to what it is worth: influence of every person, pseudo-pilots where nothing happened, intervals, verdicts.

mod assessed;
mod bootstrap;
mod characteristics;
mod clusters;
mod credible;
mod influence;
mod interval;
mod late_bookings;
mod minimum_savings;
mod person;
mod plan;
mod pseudo_pilots;
mod reference_meat;
mod shocks;
mod shrinkage;
mod variances;
mod verdict;
mod year_influence;

pub use assessed::{Assessed, Departure};
pub use bootstrap::{At, Bootstrap, Draws, weight};
pub use characteristics::{Characteristics, Trial, keeps_size};
pub use clusters::Clusters;
pub use credible::{Before, Lasting};
pub use influence::{Judged, variances};
pub use interval::{Estimate, Interval, Parts};
pub use minimum_savings::MinimumSavings;
pub use plan::{Dispersion, Stated, Test, Tried};
pub use pseudo_pilots::PseudoPilots;
pub use reference_meat::ReferenceMeat;
pub use shocks::{FEWEST, Shocks, paule_mandel};
pub use shrinkage::{Shrunk, shrink};
pub use variances::Variances;
pub use verdict::{Verdict, benjamini_hochberg, holm};
