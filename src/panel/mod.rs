//! **Who is counted.** Which persons count in which year, for how long, and what did each of them cost?
//!
//! A pilot answers for its *target group*: the residents of its zone who meet an inclusion rule, for example `chronic and age >=
//! 18`. Its *reference group* is everybody else in the country who meets the **same rule at the same date**. Nobody is matched on
//! earlier cost: the costly of one year are less costly in the next wherever they live, and a group picked for its cost would show
//! a gain where nothing happened (Daw and Hatfield 2018).
//!
//! # Formula
//!
//! Person i in year t counts with its exposure
//!
//! ```text
//! e_it = days insured and alive / days of the year    0 < e ≤ 1
//! y_it = Σ_s y_it^s                                   cents of benefits served in t, by sector s
//! ```
//!
//! Births, deaths, entries and exits give partial years; nobody is left out for dying. Death is known to the month: exposure ends
//! on the 15th. An `open` cohort evaluates the rule anew each year; a `closed` one once, at base, and follows the same persons,
//! those who move by where they lived at base.
//!
//! # Example
//!
//! Who was insured from 1 January 2018 and died in June counts 166 of 365 days: e = 0.455. Benefits of 830 € are then 830 · 365/166
//! = 1,825 € a year. In a sum over persons they count as they are: 830 €, beside 0.455 person-years.
//!
//! # In the code
//!
//! The panel of a study is one [`YearPanel`] per year. However it is made, by [`build`] from claims or from a table that exists
//! already, it has the same columns, so that everything after it knows one kind of panel. What became of every line read, to the
//! cent, is in [`ControlTotals`].
//!
//! # References
//!
//! Daw and Hatfield (2018), Matching and regression to the mean in difference-in-differences analysis, *Health Services Research*.
//!
//! ---
//!
//! ← [Exact amounts](crate::money) · [Contents](crate) · [Late bookings](crate::panel::completion) →

mod accumulate;
mod build;
mod classes;
pub mod completion;
mod counts;
mod days;
mod error;
mod exposure;
mod findings;
mod from_claims;
mod kept;
mod mix;
mod people;
mod period;
mod places;
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
pub use places::Places;
pub use target::Meeting;
pub use totals::{Bucket, ControlTotals};
pub use write::write;
