//! The data: what was read and used, and what was found about it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::context::Context;
use crate::money::Cents;
use crate::report::ReportError;
use crate::report::finding_text::finding_text;
use crate::report::{FindingRow, Level, TotalRow};

/// The section on data.
pub struct Data<'a> {
    /// Years of service.
    pub years: Vec<i32>,
    /// Totals of what was used, then of what was not.
    pub groups: Vec<Group>,
    /// Whether money is at stake in a finding.
    pub amounts: bool,
    /// Findings, most serious first.
    pub findings: Vec<Finding<'a>>,
}

/// Sectors that were used, or that were not.
pub struct Group {
    /// Title.
    pub title: String,
    /// A line for each sector, then their sum.
    pub lines: Vec<Line>,
}

/// Totals of a sector.
pub struct Line {
    /// Name of the sector.
    pub sector: String,
    /// Whether it is the sum of the lines above.
    pub sum: bool,
    /// One for each year, then their sum; `None`: nothing was read.
    pub cells: Vec<Option<Cell>>,
}

/// Totals of a sector and year, as text.
pub struct Cell {
    /// Amount, or the mark of a small cell.
    pub amount: String,
    /// Number of lines; `None`: small cell.
    pub lines: Option<String>,
}

/// A finding.
pub struct Finding<'a> {
    /// The finding itself.
    pub row: &'a FindingRow,
    /// What was found, in the report's language if the rule has a text in it.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// Whether the two are in English because there is no other text.
    pub untranslated: bool,
    /// Name of its level.
    pub level: String,
    /// Class of its level.
    pub class: &'static str,
    /// Rows or persons concerned.
    pub count: String,
    /// Their share.
    pub share: String,
    /// The money at stake; empty if there is none.
    pub amount: String,
}

impl<'a> Data<'a> {
    /// The control totals and findings of a run.
    pub fn new(context: &Context<'a>) -> Result<Data<'a>, ReportError> {
        let results = context.results;
        let years: Vec<i32> = results.totals.iter().map(|row| row.year).collect::<BTreeSet<_>>().into_iter().collect();
        let mut groups = Vec::new();
        for (used, title) in [(true, "in-scope"), (false, "not-in-scope")] {
            let rows: Vec<&TotalRow> = results.totals.iter().filter(|row| row.used == used).collect();
            if !rows.is_empty() {
                groups.push(Group { title: context.words.say(title)?, lines: group(context, &years, &rows)? });
            }
        }
        let mut findings: Vec<&FindingRow> = results.findings.iter().collect();
        findings.sort_by_key(|row| Reverse(row.level));
        let amounts = findings.iter().any(|row| row.amount.is_some());
        let findings = findings.into_iter().map(|row| finding(context, row)).collect::<Result<_, _>>()?;
        Ok(Data { years, groups, amounts, findings })
    }
}

/// A line for each sector, in the order of the results, and their sum.
fn group(context: &Context<'_>, years: &[i32], rows: &[&TotalRow]) -> Result<Vec<Line>, ReportError> {
    let mut sectors: Vec<&str> = Vec::new();
    for row in rows {
        if !sectors.contains(&row.sector.as_str()) {
            sectors.push(&row.sector);
        }
    }
    let cells = |sector: Option<&str>| -> Result<Vec<Option<Cell>>, ReportError> {
        let of_sector: Vec<&&TotalRow> = rows.iter().filter(|row| sector.is_none_or(|sector| row.sector == sector)).collect();
        let mut cells = Vec::new();
        for year in years {
            cells.push(cell(context, of_sector.iter().filter(|row| row.year == *year).map(|row| **row))?);
        }
        cells.push(cell(context, of_sector.iter().map(|row| **row))?);
        Ok(cells)
    };
    let mut lines = Vec::new();
    for sector in &sectors {
        lines.push(Line { sector: context.words.sector(sector)?, sum: false, cells: cells(Some(sector))? });
    }
    if sectors.len() > 1 {
        lines.push(Line { sector: context.words.say("total")?, sum: true, cells: cells(None)? });
    }
    Ok(lines)
}

fn cell<'a>(context: &Context<'_>, rows: impl Iterator<Item = &'a TotalRow>) -> Result<Option<Cell>, ReportError> {
    let rows: Vec<&TotalRow> = rows.collect();
    if rows.is_empty() {
        return Ok(None);
    }
    // A sum over a small cell is one itself: what is shown of it would not be the sum.
    let hidden = Cell { amount: context.small_cell(), lines: None };
    let amount: Option<Cents> = rows.iter().map(|row| row.amount).sum();
    let lines: Option<u64> = rows.iter().map(|row| row.lines).sum();
    let (Some(amount), Some(lines)) = (amount, lines) else { return Ok(Some(hidden)) };
    let number = context.numbers.count(lines).into();
    let lines = context.words.tell("lines", &[("count", (lines as f64).into()), ("number", number)])?;
    Ok(Some(Cell { amount: context.numbers.euro(amount, 1), lines: Some(lines) }))
}

fn finding<'a>(context: &Context<'_>, row: &'a FindingRow) -> Result<Finding<'a>, ReportError> {
    let (key, class) = match row.level {
        Level::Error => ("level-error", "error"),
        Level::Warning => ("level-warning", "caution"),
        Level::Information => ("level-information", "information"),
    };
    let text = finding_text(row, context.words, context.numbers)?;
    Ok(Finding {
        row,
        message: text.message,
        advice: text.advice,
        untranslated: text.untranslated,
        level: context.words.say(key)?,
        class,
        count: context.count(row.count),
        share: row.share.map_or_else(|| context.small_cell(), |share| share_text(context, share)),
        amount: row.amount.map(|amount| context.numbers.euro(amount, 1)).unwrap_or_default(),
    })
}

/// A share in percent, with as many decimals as it takes to see it.
fn share_text(context: &Context<'_>, share: f64) -> String {
    let decimals = if share.abs() >= 0.1 || share == 0.0 {
        0
    } else if share.abs() >= 0.001 {
        1
    } else {
        3
    };
    context.numbers.percent(share, decimals)
}
