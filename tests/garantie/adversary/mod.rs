//! An adversary who has every output of a run, and of several, and knows all identities between them: nothing that rests on few persons
//! follows.

mod algebra;
mod attack;
mod runs;
mod world;

pub use attack::cells;
pub use world::study_of;
