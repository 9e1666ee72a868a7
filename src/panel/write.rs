//! The panel as a file, for the researcher who may see persons: readable by its owner only.

use std::fs::File;
use std::path::Path;

use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::*;

use super::{Panel, PanelError};
use crate::money::Cents;

/// Writes the panel as one Parquet file with `person`, the columns of [`super::YearPanel::frame`] and a cost column in
/// euro per sector; a study can read it back as its `panel`. The file appears whole or not at all.
pub fn write(panel: &Panel, path: &Path) -> Result<(), PanelError> {
    let failed = |error: &dyn std::fmt::Display| PanelError::Write(format!("{}: {error}", path.display()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    // A temporary file is made with owner-only permissions, which the renamed file keeps.
    let mut file = tempfile::Builder::new().prefix(".garantie-").tempfile_in(folder).map_err(|error| failed(&error))?;
    write_to(panel, file.as_file_mut()).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error))?;
    Ok(())
}

fn write_to(panel: &Panel, file: &mut File) -> PolarsResult<()> {
    let Some(first) = panel.years.first() else { return Ok(()) };
    let schema = with_costs(panel, first, 0..0)?.schema().clone();
    // One thread compresses: at the usual level it would take longer than a year of lines does.
    let fast = ParquetCompression::Zstd(Some(ZstdLevel::try_new(1)?));
    let mut writer = ParquetWriter::new(file).with_compression(fast).batched(&schema)?;
    for year in &panel.years {
        const ROWS: usize = 262_144;
        for start in (0..year.person.len()).step_by(ROWS) {
            let mut rows = with_costs(panel, year, start..(start + ROWS).min(year.person.len()))?.select(schema.iter_names_cloned())?;
            rows.rechunk_mut();
            writer.write_batch(&rows)?;
        }
    }
    writer.finish().map(drop)
}

fn with_costs(panel: &Panel, year: &super::YearPanel, rows: std::ops::Range<usize>) -> PolarsResult<DataFrame> {
    let mut columns = vec![panel.persons.column(&year.person[rows.clone()])?];
    let known = panel.places.written_out(year.frame.slice(rows.start as i64, rows.len()))?;
    columns.extend(known.columns().iter().cloned());
    let width = panel.sectors.len();
    let mut euro = vec![Vec::with_capacity(rows.len()); width];
    for costs in year.cost[rows.start * width..rows.end * width].chunks_exact(width.max(1)) {
        euro.iter_mut().zip(costs).for_each(|(euro, cost)| euro.push(Cents(*cost).euro()));
    }
    columns.extend(panel.sectors.iter().zip(euro).map(|(sector, euro)| Column::new(sector.as_str().into(), euro)));
    DataFrame::new(rows.len(), columns)
}
