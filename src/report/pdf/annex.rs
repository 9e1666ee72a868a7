//! The annex: what lies one click away on a screen, the figures behind the charts and the models.

use super::document::Block;
use super::sections::heads;
use super::table::{Cell, Line, Table};
use crate::report::ReportError;
use crate::report::html::Page;

/// The figures of each pilot's charts, then the models in full.
pub fn annex(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let words = page.words;
    let mut blocks = vec![Block::opening(words.say("annex-title")?)];
    for pilot in &page.pilots.pilots {
        let tables: Vec<_> = pilot.parts.iter().flat_map(|part| &part.data).collect();
        if !tables.is_empty() {
            blocks.push(Block::heading(2, pilot.name));
            blocks.extend(tables.into_iter().map(|table| Block::Table(table.into())));
        }
    }
    blocks.push(Block::heading(2, words.say("models-title")?));
    blocks.extend(fits(page)?);
    blocks.extend(coefficients(page)?);
    Ok(blocks)
}

/// The fit of the model of each sector.
fn fits(page: &Page<'_>) -> Result<Option<Block>, ReportError> {
    let models = &page.models;
    if models.sectors.is_empty() {
        return Ok(None);
    }
    let group: &[&str] = if models.several_groups { &["asked-reference", "sector"] } else { &["sector"] };
    let lines = models.sectors.iter().map(|fit| {
        let group = models.several_groups.then(|| Cell::text(&fit.group));
        let figures = [&fit.year, &fit.r2, &fit.sigma, &fit.calibration].map(Cell::number);
        Line::new(group.into_iter().chain([Cell::text(&fit.sector)]).chain(figures).collect())
    });
    let heads = heads(page, group, &["year", "r2", "sigma", "calibration"])?;
    Ok(Some(Block::Table(Table::new(page.words.say("fits-by-sector-table")?, heads, lines.collect()))))
}

/// The coefficients of each model of total expenditure.
fn coefficients(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let aliased = page.words.say("aliased")?;
    let table = |of_model: &crate::report::html::Coefficients| {
        let lines = of_model.terms.iter().map(|term| {
            let mut cells = vec![Cell::text(&term.name), Cell::number(&term.persons)];
            match term.aliased {
                true => cells.push(Cell::text(&aliased)),
                false => cells.extend([&term.estimate, &term.se].map(Cell::number)),
            }
            Line::new(cells)
        });
        Ok(Block::Table(Table::new(&of_model.title, heads(page, &["term"], &["coefficients-persons", "estimate", "se"])?, lines.collect())))
    };
    page.models.coefficients.iter().map(table).collect()
}
