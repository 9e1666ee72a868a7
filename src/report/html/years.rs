//! The guarantee and the real cost of a pilot over the years.

use std::sync::Arc;

use super::context::{Context, span, verdict_key};
use super::page::{Figure, LegendItem, PageCell, PageHead, PageRow, PageTable, Part};
use super::sectors::thousand_tick;
use crate::report::chart::years::{self, Point};
use crate::report::chart::{Frame, Tick};
use crate::report::language::numbers::{Numbers, euro_step};
use crate::report::{AskedPilot, GainFigures, GainRow, Period, ReportError};
use crate::spec::Reading;

/// From this amount in euro on, the axis is in million euro.
const MILLIONS: f64 = 1e7;

/// The years with figures, after the base period.
pub fn part(context: &Context<'_>, place: usize, pilot: &AskedPilot) -> Result<Option<Part>, ReportError> {
    let words = context.words;
    let mut rows: Vec<&GainRow> = context.rows(&pilot.id, context.results.asked.reading).collect();
    // Years in order, the cumulative row last.
    rows.sort_by_key(|row| row.period);
    let Some(points) = points(context, &rows)? else { return Ok(None) };
    let millions = points.iter().any(|point| point.real >= MILLIONS);
    let named = [("pilot", pilot.name.as_str().into()), ("unit", if millions { "million" } else { "thousand" }.into())];
    let title = words.tell("years-title", &named)?;
    let frame = Frame {
        id: format!("years-{}", place + 1),
        title: title.clone(),
        description: words.say("years-description")?,
        axis: String::new(),
        tick: if millions { million_tick(context.numbers) } else { thousand_tick(context.numbers) },
    };
    let chart = years::draw(&frame, &words.say("years-axis")?, &points);
    let meaning = [("line-real", "real-cost"), ("line-expected", "guarantee"), ("band", "years-legend-band")];
    let legend = meaning.into_iter().map(|(class, key)| Ok(LegendItem { class, text: words.say(key)? }));
    let lines = rows.iter().map(|row| line(context, row)).collect::<Result<_, _>>()?;
    let table =
        PageTable { caption: words.tell("years-table", &[("pilot", pilot.name.as_str().into())])?, heads: heads(context)?, rows: lines };
    Ok(Some(Part {
        title: words.say("years-heading")?,
        figure: Figure { title, legend: legend.collect::<Result<_, ReportError>>()?, chart },
        data_title: words.say("chart-data")?,
        data: vec![table],
        ..Part::default()
    }))
}

/// The base period, then every year with figures; `None`: no year has any.
fn points(context: &Context<'_>, rows: &[&GainRow]) -> Result<Option<Vec<Point>>, ReportError> {
    let asked = &context.results.asked;
    let yearly = rows.iter().filter_map(|row| match row.period {
        Period::Year(year) => Some((year, row.figures.as_ref()?)),
        Period::All => None,
    });
    let yearly: Vec<(i32, &GainFigures)> = yearly.collect();
    let Some((_, first)) = yearly.first() else { return Ok(None) };
    let base: Vec<i32> = asked.base.iter().map(|(year, _)| *year).collect();
    let base = Point {
        label: context.words.tell("years-base", &[("period", span(&base).into())])?,
        // Where the reading begins: at the cost expected of anyone, or at the pilot's own; the credible reading in between.
        expected: match asked.reading {
            Reading::Level => Some(first.expected_base.euro()),
            Reading::Evolution | Reading::Additive => Some(first.base_cost.euro()),
            Reading::Credible => None,
        },
        band: None,
        real: first.base_cost.euro(),
    };
    let of_year = |(year, figures): &(i32, &GainFigures)| {
        let real = figures.real_cost.euro();
        Point {
            label: year.to_string(),
            expected: Some(figures.guarantee.euro()),
            // The interval of the gain, seen from the real cost.
            band: Some((real + figures.low.euro(), real + figures.high.euro())),
            real,
        }
    };
    Ok(Some([base].into_iter().chain(yearly.iter().map(of_year)).collect()))
}

/// Ticks of an axis in euro, written in millions.
fn million_tick(numbers: Numbers) -> Tick {
    Arc::new(move |value, _| {
        let millions = value / 1e6;
        let decimals = usize::from((millions - millions.round()).abs() > 1e-9);
        numbers.decimal(millions, decimals)
    })
}

fn heads(context: &Context<'_>) -> Result<Vec<PageHead>, ReportError> {
    let numbers = ["persons", "guarantee", "real-cost", "gain-interval", "rate-interval"];
    let numbers = numbers.into_iter().map(|key| Ok(PageHead::number(context.words.say(key)?)));
    let mut heads = vec![PageHead::text(context.words.say("period")?)];
    heads.extend(numbers.collect::<Result<Vec<_>, ReportError>>()?);
    heads.push(PageHead::text(context.words.say("verdict")?));
    Ok(heads)
}

fn line(context: &Context<'_>, row: &GainRow) -> Result<PageRow, ReportError> {
    let numbers = context.numbers;
    let mut cells = vec![PageCell::text(context.period(row.period))];
    match &row.figures {
        None => cells.extend([(); 6].map(|()| PageCell::number(context.small_cell()))),
        Some(figures) => {
            let step = euro_step(figures.se);
            let euro = |amount| numbers.euro(amount, step);
            cells.extend([numbers.count(figures.persons), euro(figures.guarantee), euro(figures.real_cost)].map(PageCell::number));
            cells.push(PageCell::number(euro(figures.gain)).with_under(context.interval(euro(figures.low), euro(figures.high))?));
            cells.push(PageCell::number(context.rate(figures)).with_under(context.rate_interval(figures)?));
            let warning = if figures.keeps_size { String::new() } else { context.words.say("size-not-kept")? };
            cells.push(PageCell::text(context.words.say(verdict_key(figures.verdict))?).with_under(warning));
        }
    }
    Ok(PageRow { sum: row.period == Period::All, cells })
}
