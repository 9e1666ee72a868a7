//! Gains by sector: where in health care they arise.

use std::sync::Arc;

use super::context::Context;
use crate::money::Cents;
use crate::report::ReportError;
use crate::report::chart::{self, Frame, Look, Mark, Row, Tick};
use crate::report::language::numbers::{Numbers, euro_step};
use crate::report::{AskedPilot, Period, SectorFigures, SectorRow};

/// The section on sectors.
pub struct Sectors<'a> {
    /// What the tables show.
    pub lead: String,
    /// A chart and a table for each pilot.
    pub pilots: Vec<Pilot<'a>>,
}

/// The sectors of a pilot.
pub struct Pilot<'a> {
    /// Name of the pilot.
    pub name: &'a str,
    /// Total gain in words: `Gain €740,000`.
    pub total: String,
    /// The chart, as SVG.
    pub chart: String,
    /// Caption of the table.
    pub caption: String,
    /// A line for each sector.
    pub lines: Vec<Line<'a>>,
}

/// A sector of a pilot.
pub struct Line<'a> {
    /// Name of the sector.
    pub sector: &'a str,
    /// `None`: small cell.
    pub cells: Option<Cells>,
}

/// The figures of a sector, as text.
pub struct Cells {
    /// Guarantee.
    pub guarantee: String,
    /// Real cost.
    pub real_cost: String,
    /// Gain.
    pub gain: String,
    /// Its interval.
    pub interval: String,
}

impl<'a> Sectors<'a> {
    /// The cumulative rows by the study's reading; pilots without any are left out.
    pub fn new(context: &Context<'a>) -> Result<Sectors<'a>, ReportError> {
        let lead =
            context.words.tell("sectors-lead", &[("period", context.all.as_str().into()), ("reading", context.reading.as_str().into())])?;
        let pilots = context.results.asked.pilots.iter().enumerate();
        let pilots = pilots.map(|(place, pilot)| sectors(context, place, pilot)).collect::<Result<Vec<_>, _>>()?;
        Ok(Sectors { lead, pilots: pilots.into_iter().filter(|pilot| !pilot.lines.is_empty()).collect() })
    }
}

fn sectors<'a>(context: &Context<'a>, place: usize, pilot: &'a AskedPilot) -> Result<Pilot<'a>, ReportError> {
    let (words, numbers, asked) = (context.words, context.numbers, &context.results.asked);
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let rows =
        context.results.gains_by_sector.iter().filter(|row| {
            row.pilot == pilot.id && row.period == Period::All && row.reading == asked.reading && row.variant == asked.variant
        });
    let rows: Vec<&SectorRow> = rows.collect();
    let line = |row: &&'a SectorRow| -> Result<Line<'a>, ReportError> {
        Ok(Line { sector: &row.sector, cells: row.figures.as_ref().map(|figures| cells(context, figures)).transpose()? })
    };
    let mark = |figures: &SectorFigures| Mark {
        estimate: figures.gain.euro(),
        low: figures.low.euro(),
        high: figures.high.euro(),
        look: look(figures),
    };
    let chart_row = |row: &&SectorRow| -> Result<Row, ReportError> {
        let note = match &row.figures {
            Some(figures) => cells(context, figures)?.gain,
            None => context.small_cell(),
        };
        Ok(Row { label: row.sector.clone(), short: row.sector.clone(), note, marks: row.figures.iter().map(mark).collect() })
    };
    let frame = Frame {
        id: format!("sectors-{}", place + 1),
        title: words.tell("sectors-chart-title", &named)?,
        description: words.say("sectors-chart-description")?,
        axis: words.say("sectors-axis")?,
        tick: thousand_tick(numbers),
    };
    let total = match context.judged(&pilot.id) {
        Some(figures) => format!("{} {}", words.say("gain")?, numbers.euro(figures.gain, euro_step(figures.se))),
        None => context.small_cell(),
    };
    Ok(Pilot {
        name: &pilot.name,
        total,
        chart: chart::draw(&frame, &rows.iter().map(chart_row).collect::<Result<Vec<_>, _>>()?),
        caption: words.tell("sectors-table", &named)?,
        lines: rows.iter().map(line).collect::<Result<_, _>>()?,
    })
}

/// A sector has no verdict of its own: the mark is filled where the interval leaves zero out.
fn look(figures: &SectorFigures) -> Look {
    if figures.low > Cents::ZERO {
        Look::Accent
    } else if figures.high < Cents::ZERO {
        Look::Warning
    } else {
        Look::Hollow
    }
}

/// Ticks of an axis in euro, written in thousands.
pub fn thousand_tick(numbers: Numbers) -> Tick {
    Arc::new(move |value, _| {
        let thousands = value / 1000.0;
        let decimals = usize::from((thousands - thousands.round()).abs() > 1e-9);
        numbers.decimal(thousands, decimals)
    })
}

fn cells(context: &Context<'_>, figures: &SectorFigures) -> Result<Cells, ReportError> {
    let step = euro_step(figures.se);
    let euro = |amount| context.numbers.euro(amount, step);
    Ok(Cells {
        guarantee: euro(figures.guarantee),
        real_cost: euro(figures.real_cost),
        gain: euro(figures.gain),
        interval: context.interval(euro(figures.low), euro(figures.high))?,
    })
}
