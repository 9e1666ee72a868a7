//! The gain of each pilot over the cut-off of the outlier rule.

use super::context::{Context, cut_off, reading_key};
use super::page::{Figure, LegendItem, PageCell, PageHead, PageRow, PageTable, Part};
use super::sectors::thousand_tick;
use crate::money::Cents;
use crate::report::chart::{self, Frame, Look, Mark, Row};
use crate::report::language::numbers::{euro_step, percent_decimals};
use crate::report::{AskedPilot, CurveRow, ReportError};
use crate::spec::CutOff;

/// The section on outliers.
pub struct OutlierCurves {
    /// What it shows.
    pub lead: String,
    /// The pilots side by side; `None` without a curve.
    pub overview: Option<PageTable>,
}

/// Gain, bounds and savings rate at a cut-off.
type Figures = (Cents, Cents, Cents, f64);

impl OutlierCurves {
    /// The curves of the study's variant.
    pub fn new(context: &Context<'_>) -> Result<OutlierCurves, ReportError> {
        let results = context.results;
        let reading = results.curve.first().map_or(results.asked.reading, |row| row.reading);
        let named = [("period", context.all.as_str().into()), ("reading", context.words.say(reading_key(reading))?.into())];
        Ok(OutlierCurves { lead: context.words.tell("outliers-lead", &named)?, overview: overview(context)? })
    }
}

/// The curve of a pilot, in the order of its cut-offs.
fn curve<'a>(context: &Context<'a>, pilot: &AskedPilot) -> Vec<&'a CurveRow> {
    let results = context.results;
    results.curve.iter().filter(|row| row.pilot == pilot.id && row.variant == results.asked.variant).collect()
}

/// A line a pilot, a column a cut-off.
fn overview(context: &Context<'_>) -> Result<Option<PageTable>, ReportError> {
    let (words, asked) = (context.words, &context.results.asked);
    let mut cuts: Vec<CutOff> = Vec::new();
    for row in asked.pilots.iter().flat_map(|pilot| curve(context, pilot)) {
        if !cuts.contains(&row.cut_off) {
            cuts.push(row.cut_off);
        }
    }
    let mut lines = Vec::new();
    for pilot in &asked.pilots {
        let rows = curve(context, pilot);
        let decimals = decimals(&rows);
        let cell = |cut: &CutOff| -> Result<PageCell, ReportError> {
            let figures = rows.iter().find(|row| row.cut_off == *cut).and_then(|row| row.figures);
            Ok(match figures {
                None => PageCell::number(context.small_cell()),
                Some(figures) => {
                    let [gain, _, rate] = written(context, figures, decimals)?;
                    PageCell::number(rate).with_under(gain)
                }
            })
        };
        let cells = cuts.iter().map(cell).collect::<Result<Vec<_>, _>>()?;
        lines.push(PageRow::new([PageCell::text(pilot.name.as_str())].into_iter().chain(cells).collect()));
    }
    let head = |cut: &CutOff| -> Result<PageHead, ReportError> {
        let own = if *cut == asked.outliers.cut_off() { words.say("outliers-own")? } else { String::new() };
        Ok(PageHead::number(cut_off(context, *cut)?).with_under(own))
    };
    let heads = cuts.iter().map(head).collect::<Result<Vec<_>, _>>()?;
    let caption = words.tell("outliers-overview", &[("period", context.all.as_str().into())])?;
    let heads = [PageHead::text(words.say("pilot")?)].into_iter().chain(heads).collect();
    Ok((!cuts.is_empty()).then_some(PageTable { caption, heads, rows: lines }))
}

/// The curve of a pilot; none without figures.
pub fn part(context: &Context<'_>, place: usize, pilot: &AskedPilot) -> Result<Option<Part>, ReportError> {
    let (words, asked) = (context.words, &context.results.asked);
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let rows = curve(context, pilot);
    let decimals = decimals(&rows);
    let (mut bars, mut lines) = (Vec::new(), Vec::new());
    for row in &rows {
        let own = row.cut_off == asked.outliers.cut_off();
        let label = cut_off(context, row.cut_off)?;
        let look = if own { Look::Accent } else { Look::Hollow };
        let mark = |(gain, low, high, _): Figures| Mark { estimate: gain.euro(), low: low.euro(), high: high.euro(), look };
        let cells = row.figures.map(|figures| written(context, figures, decimals)).transpose()?;
        let note = match &cells {
            Some([gain, _, rate]) => format!("{gain} ({rate})"),
            None => context.small_cell(),
        };
        let under = if own { words.say("outliers-own")? } else { String::new() };
        let figures = match cells {
            Some([gain, interval, rate]) => [PageCell::number(gain).with_under(interval), PageCell::number(rate)],
            None => [context.small_cell(), context.small_cell()].map(PageCell::number),
        };
        lines.push(PageRow { sum: own, cells: [PageCell::text(&label).with_under(under)].into_iter().chain(figures).collect() });
        bars.push(Row { label, note, marks: row.figures.map(mark).into_iter().collect() });
    }
    let title = words.tell("outliers-chart-title", &named)?;
    let frame = Frame {
        id: format!("outliers-{}", place + 1),
        title: title.clone(),
        description: words.say("outliers-chart-description")?,
        axis: words.say("sectors-axis")?,
        tick: thousand_tick(context.numbers),
    };
    let chart = chart::draw(&frame, &bars);
    let legend = [("accent", "outliers-own"), ("hollow", "outliers-other")];
    let legend = legend.into_iter().map(|(class, key)| Ok(LegendItem { class, text: words.say(key)? }));
    let heads = [PageHead::text(words.say("outliers-cut")?)].into_iter();
    let numbers = ["gain-interval", "rate"].into_iter().map(|key| Ok(PageHead::number(words.say(key)?)));
    let heads = heads.chain(numbers.collect::<Result<Vec<_>, ReportError>>()?).collect();
    let part = Part {
        title: words.say("outliers-title")?,
        figure: Figure { title, legend: legend.collect::<Result<_, ReportError>>()?, chart },
        data_title: words.say("chart-data")?,
        data: vec![PageTable { caption: words.tell("outliers-table", &named)?, heads, rows: lines }],
        ..Part::default()
    };
    Ok((!rows.is_empty()).then_some(part))
}

/// Gain, interval and savings rate, as text.
fn written(context: &Context<'_>, figures: Figures, decimals: usize) -> Result<[String; 3], ReportError> {
    let (gain, low, high, rate) = figures;
    let step = euro_step(error(figures));
    let euro = |amount| context.numbers.euro(amount, step);
    let interval = context.interval(euro(low), euro(high))?;
    Ok([euro(gain), interval, context.numbers.percent(rate, decimals)])
}

/// About the standard error: a quarter of the interval, which is near enough to round by.
fn error((_, low, high, _): Figures) -> Cents {
    Cents((high.0 - low.0) / 4)
}

/// The decimals in percent that every savings rate of a curve deserves.
fn decimals(rows: &[&CurveRow]) -> usize {
    let of = |figures: Figures| {
        let (gain, _, _, rate) = figures;
        percent_decimals(error(figures).euro() * (rate / gain.euro()).abs())
    };
    rows.iter().filter_map(|row| row.figures).map(of).min().unwrap_or(0)
}
