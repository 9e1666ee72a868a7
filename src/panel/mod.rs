//! Claims to person-years: exact sums by person, year and sector, with the exposure, conditions and totals that go with them.
//!
//! The panel of a study is one [`YearPanel`] per year. However it is made, from claims or from a table that exists already,
//! it has the same columns, so that everything after it knows one kind of panel.

mod accumulate;
mod build;
mod classes;
mod completion;
mod counts;
mod days;
mod error;
mod exposure;
mod findings;
mod kept;
mod mix;
mod people;
mod period;
mod residence;
mod source;
mod table;
mod target;
mod tile;
mod totals;
mod watch;
mod write;

pub use build::{Panel, YearPanel, build};
pub use completion::{ChainLadder, Completed, CompletedSector, CompletedYear, CompletionError, Origin};
pub use error::PanelError;
pub use kept::{keep, kept};
pub use mix::Numbering;
pub use target::Meeting;
pub use totals::{Bucket, ControlTotals};
pub use write::write;
