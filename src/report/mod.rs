//! Results to files: disclosure control, one flat table per subject, one writer per format.
//!
//! [`Results`] holds what may be seen, after [`disclosure`]. Only this module knows languages and rounding.

mod breach_text;
mod calibration;
mod chart;
mod compare_page;
mod compare_results;
mod compare_tables;
mod completion;
mod decomposition;
pub mod disclosure;
mod error;
mod folder;
mod html;
mod language;
mod model_results;
mod notices;
mod plan;
mod results;
mod run_changes;
mod settlement;
mod shown;
mod table;
mod tables;
mod trial_results;
mod use_of_gains;
mod workbook;

pub use breach_text::BreachTexts;
pub use calibration::{calibration, operating_characteristics};
pub use compare_page::render_comparison;
pub use compare_results::*;
pub use compare_tables::comparison_tables;
pub use completion::{CompletedFigures, CompletedRow, FactorRow};
pub use decomposition::{DecompositionFigures, DecompositionRow};
pub use error::ReportError;
pub use folder::{Folder, write_file};
pub use html::{SettlementPage, render, render_use, use_cover};
pub use language::numbers::{Numbers, euro_step};
pub use model_results::*;
pub use notices::notice_sentences;
pub use plan::{Plan, PlanRow};
pub use results::*;
pub use run_changes::*;
pub use settlement::settlement_table;
pub use shown::{Cover, ShownTable, shown};
pub use table::{Cell, Kind, Table, read, text_csv};
pub use tables::{control_totals, findings, tables};
pub use trial_results::*;
pub use use_of_gains::use_tables;
pub use workbook::write_workbook;
