//! Completing what is booked late (method, section 3): triangles by sector, factors, and the error that goes with them.

mod chain_ladder;
mod completed;
mod triangles;

pub use chain_ladder::{ChainLadder, Origin};
pub use completed::{Completed, CompletedSector, CompletedYear, CompletionError};
pub(super) use triangles::{Source, Triangles};
