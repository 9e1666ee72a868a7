//! The readings side by side: what each attributes to the pilot.

use super::context::{Context, explanation_key, rate_mark, reading_key, verdict_class, verdict_key};
use super::gains::percent_tick;
use crate::report::ReportError;
use crate::report::chart::{self, Frame, Look, Row};
use crate::spec::Reading;

/// The readings in the order of the method.
pub const READINGS: [Reading; 4] = [Reading::Level, Reading::Evolution, Reading::Additive, Reading::Credible];

/// The section on readings.
pub struct Readings<'a> {
    /// Why there are several.
    pub lead: String,
    /// The readings.
    pub columns: Vec<Column>,
    /// Title of the chart.
    pub chart_title: String,
    /// The chart, as SVG.
    pub chart: String,
    /// Caption of the table.
    pub caption: String,
    /// A line for each pilot.
    pub lines: Vec<Line<'a>>,
}

/// A reading.
pub struct Column {
    /// Name.
    pub name: String,
    /// What it attributes to the pilot.
    pub explanation: String,
    /// Class of its mark.
    pub class: &'static str,
    /// Whether the study judges by it.
    pub main: bool,
}

/// A pilot's rates.
pub struct Line<'a> {
    /// Name of the pilot.
    pub name: &'a str,
    /// One for each reading; `None`: small cell.
    pub cells: Vec<Option<Cell>>,
}

/// A rate by one reading.
pub struct Cell {
    /// Savings rate.
    pub rate: String,
    /// Its interval.
    pub interval: String,
    /// Name of the verdict.
    pub verdict: String,
    /// Class of the verdict.
    pub class: &'static str,
    /// Whether false verdicts are as rare as the level says.
    pub kept: bool,
}

impl<'a> Readings<'a> {
    /// The cumulative rows of every reading that the results hold.
    pub fn new(context: &Context<'a>) -> Result<Readings<'a>, ReportError> {
        let (words, asked) = (context.words, &context.results.asked);
        let held: Vec<Reading> = READINGS
            .into_iter()
            .filter(|reading| asked.pilots.iter().any(|pilot| context.cumulative(&pilot.id, *reading).is_some()))
            .collect();
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        for pilot in &asked.pilots {
            let mut marks = Vec::new();
            let mut cells = Vec::new();
            for reading in &held {
                let figures = context.cumulative(&pilot.id, *reading).and_then(|row| row.figures.as_ref());
                if let Some(figures) = figures {
                    let look = look(*reading, asked.reading);
                    marks.extend(rate_mark(figures, look));
                }
                let cell = figures.map(|figures| -> Result<Cell, ReportError> {
                    Ok(Cell {
                        rate: context.rate(figures),
                        interval: context.rate_interval(figures)?,
                        verdict: words.say(verdict_key(figures.verdict))?,
                        class: verdict_class(figures.verdict),
                        kept: figures.keeps_size,
                    })
                });
                cells.push(cell.transpose()?);
            }
            let note = if marks.is_empty() { context.small_cell() } else { String::new() };
            rows.push(Row { label: pilot.name.clone(), note, marks });
            lines.push(Line { name: &pilot.name, cells });
        }
        let period = [("period", context.all.as_str().into())];
        let chart_title = words.tell("readings-chart-title", &period)?;
        let frame = Frame {
            id: "readings-chart".to_owned(),
            title: chart_title.clone(),
            description: words.say("readings-chart-description")?,
            axis: words.say("forest-axis")?,
            tick: percent_tick(context.numbers),
        };
        let column = |reading: &Reading| -> Result<Column, ReportError> {
            Ok(Column {
                name: words.say(reading_key(*reading))?,
                explanation: words.say(explanation_key(*reading))?,
                class: class(look(*reading, asked.reading)),
                main: *reading == asked.reading,
            })
        };
        Ok(Readings {
            lead: words.tell("readings-lead", &[("reading", context.reading.as_str().into())])?,
            columns: held.iter().map(column).collect::<Result<_, _>>()?,
            chart_title,
            chart: chart::draw(&frame, &rows),
            caption: words.tell("readings-table", &period)?,
            lines,
        })
    }
}

/// The study's reading stands out; the others differ in shape.
fn look(reading: Reading, main: Reading) -> Look {
    match reading {
        _ if reading == main => Look::Accent,
        Reading::Level => Look::Square,
        Reading::Evolution => Look::Hollow,
        Reading::Additive => Look::Triangle,
        Reading::Credible => Look::Diamond,
    }
}

fn class(look: Look) -> &'static str {
    match look {
        Look::Accent => "accent",
        Look::Warning => "warning",
        Look::Hollow => "hollow",
        Look::Square => "square",
        Look::Triangle => "triangle",
        Look::Diamond => "diamond",
    }
}
