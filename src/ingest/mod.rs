//! Files to checked tables: finding the files, the contract of each table, and what was found on the way.
//!
//! Every table has one contract: which columns, of which kind, under which names. A file that breaks it is
//! refused before anything is computed; what can be lived with is counted for the rules of [`crate::quality`]. Large tables are read in
//! batches and never held whole.

mod batches;
mod codebook;
mod contract;
mod dates;
mod error;
mod files;
mod fixed_width;
mod geography;
mod ids;
mod lines;
mod month;
mod morbidity;
mod parquet;
mod person_years;
mod repeats;
mod sas;
mod sizes;
mod small_table;
mod spans;
mod text;
mod text_lines;
mod values;

pub use codebook::{Codebook, SectorId};
pub(crate) use contract::Kind;
pub use error::{Count, DataError};
pub use files::{Digest, digests, unchanged};
pub use geography::{Geography, Mapped, Residence};
pub use ids::Ids;
pub use lines::{Asked, Bookings, ClaimLines, DrugLines, Lines, UNBOOKED, check_columns, claims, drugs, spans, wrong_lines};
pub use month::Month;
pub use morbidity::{MilliDoses, Morbidity};
pub use person_years::{PersonYearTable, YearRows};
pub use repeats::{Fingerprints, Marks, Repeated};
pub use sizes::Sizes;
pub use spans::{DaySpan, Spans};
pub use text_lines::{FlawKind, LONGEST_ROW, LineFlaw, Lines as TextLines};
