//! Gains by sector: where in health care they arise.

use std::sync::Arc;

use super::context::Context;
use super::page::{Figure, LegendItem, PageCell, PageHead, PageRow, PageTable, Part};
use crate::money::Cents;
use crate::report::chart::{self, Frame, Look, Mark, Row, Tick};
use crate::report::language::numbers::{Numbers, euro_step};
use crate::report::{AskedPilot, Period, ReportError, SectorFigures, SectorRow};

/// The section on sectors.
pub struct Sectors {
    /// What the table shows.
    pub lead: String,
    /// The pilots side by side; `None` without a sector.
    pub overview: Option<PageTable>,
}

impl Sectors {
    /// The cumulative rows by the study's reading.
    pub fn new(context: &Context<'_>) -> Result<Sectors, ReportError> {
        let named = [("period", context.all.as_str().into()), ("reading", context.reading.as_str().into())];
        Ok(Sectors { lead: context.words.tell("sectors-lead", &named)?, overview: overview(context)? })
    }
}

/// The sectors of a pilot, in the order of the results.
fn rows<'a>(context: &Context<'a>, pilot: &AskedPilot) -> Vec<&'a SectorRow> {
    let (results, asked) = (context.results, &context.results.asked);
    let of = |row: &&SectorRow| {
        row.pilot == pilot.id && row.period == Period::All && row.reading == asked.reading && row.variant == asked.variant
    };
    results.gains_by_sector.iter().filter(of).collect()
}

/// A line a pilot, a column a sector.
fn overview(context: &Context<'_>) -> Result<Option<PageTable>, ReportError> {
    let (words, pilots) = (context.words, &context.results.asked.pilots);
    let mut sectors: Vec<&str> = Vec::new();
    for row in pilots.iter().flat_map(|pilot| rows(context, pilot)) {
        if !sectors.contains(&row.sector.as_str()) {
            sectors.push(&row.sector);
        }
    }
    let mut lines = Vec::new();
    for pilot in pilots {
        let rows = rows(context, pilot);
        let cell = |sector: &&str| {
            let figures = rows.iter().find(|row| row.sector == **sector).and_then(|row| row.figures.as_ref());
            let gain = figures.map(|figures| context.numbers.euro(figures.gain, euro_step(figures.se)));
            PageCell::number(gain.unwrap_or_else(|| context.small_cell()))
        };
        lines.push(PageRow::new([PageCell::text(pilot.name.as_str())].into_iter().chain(sectors.iter().map(cell)).collect()));
    }
    let heads = sectors.iter().map(|sector| Ok(PageHead::number(words.sector(sector)?))).collect::<Result<Vec<_>, ReportError>>()?;
    let caption = words.tell("sectors-overview", &[("period", context.all.as_str().into())])?;
    let heads = [PageHead::text(words.say("pilot")?)].into_iter().chain(heads).collect();
    Ok((!sectors.is_empty()).then_some(PageTable { caption, heads, rows: lines }))
}

/// The gain in a sector over its interval.
fn gain_cell(context: &Context<'_>, figures: &SectorFigures) -> Result<PageCell, ReportError> {
    let euro = |amount| context.numbers.euro(amount, euro_step(figures.se));
    Ok(PageCell::number(euro(figures.gain)).with_under(context.interval(euro(figures.low), euro(figures.high))?))
}

/// The sectors of a pilot; none without any.
pub fn part(context: &Context<'_>, place: usize, pilot: &AskedPilot) -> Result<Option<Part>, ReportError> {
    let (words, numbers) = (context.words, context.numbers);
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let (mut bars, mut lines) = (Vec::new(), Vec::new());
    let rows = rows(context, pilot);
    for row in &rows {
        let label = words.sector(&row.sector)?;
        let mut cells = vec![PageCell::text(&label)];
        let note = match &row.figures {
            None => {
                cells.extend([(); 3].map(|()| PageCell::number(context.small_cell())));
                context.small_cell()
            }
            Some(figures) => {
                let euro = |amount| numbers.euro(amount, euro_step(figures.se));
                cells.extend([euro(figures.guarantee), euro(figures.real_cost)].map(PageCell::number));
                cells.push(gain_cell(context, figures)?);
                euro(figures.gain)
            }
        };
        lines.push(PageRow::new(cells));
        bars.push(Row { label, note, marks: row.figures.iter().map(mark).collect() });
    }
    let title = words.tell("sectors-chart-title", &named)?;
    let frame = Frame {
        id: format!("sectors-{}", place + 1),
        title: title.clone(),
        description: words.say("sectors-chart-description")?,
        axis: words.say("sectors-axis")?,
        tick: thousand_tick(numbers),
    };
    let chart = chart::draw(&frame, &bars);
    let legend = [("accent", "sectors-legend-gain"), ("warning", "sectors-legend-loss"), ("hollow", "sectors-legend-unclear")];
    let legend = legend.into_iter().map(|(class, key)| Ok(LegendItem { class, text: words.say(key)? }));
    let heads = ["guarantee", "real-cost", "gain-interval"].into_iter().map(|key| Ok(PageHead::number(words.say(key)?)));
    let heads = heads.collect::<Result<Vec<_>, ReportError>>()?;
    let heads = [PageHead::text(words.say("sector")?)].into_iter().chain(heads).collect();
    let part = Part {
        title: words.say("sectors-title")?,
        figure: Figure { title, legend: legend.collect::<Result<_, ReportError>>()?, chart },
        data_title: words.say("chart-data")?,
        data: vec![PageTable { caption: words.tell("sectors-table", &named)?, heads, rows: lines }],
        ..Part::default()
    };
    Ok((!rows.is_empty()).then_some(part))
}

/// A sector has no verdict of its own: the mark is filled where the interval leaves zero out.
fn mark(figures: &SectorFigures) -> Mark {
    let look = match (figures.low > Cents::ZERO, figures.high < Cents::ZERO) {
        (true, _) => Look::Accent,
        (_, true) => Look::Warning,
        _ => Look::Hollow,
    };
    Mark { estimate: figures.gain.euro(), low: figures.low.euro(), high: figures.high.euro(), look }
}

/// Ticks of an axis in euro, written in thousands.
pub fn thousand_tick(numbers: Numbers) -> Tick {
    Arc::new(move |value, _| {
        let thousands = value / 1000.0;
        let decimals = usize::from((thousands - thousands.round()).abs() > 1e-9);
        numbers.decimal(thousands, decimals)
    })
}
