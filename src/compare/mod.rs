//! Variants side by side (method, section 11): what many answers to one question say together, which choice moves them, and
//! whether pilots keep their order; and what changed a gain from one run to the next. Algebra on results alone.

mod changes;
mod effects;
mod error;
mod ranks;
mod summary;

pub use changes::{Before, Change};
pub use effects::{Effect, main_effects};
pub use error::CompareError;
pub use ranks::{RankOfPilot, Ranks};
pub use summary::{Answer, Summary};
