//! The gain of each pilot over the cut-off of the outlier rule.

use super::context::{Context, cut_off, reading_key, share_above};
use super::sectors::thousand_tick;
use crate::money::Cents;
use crate::report::ReportError;
use crate::report::chart::{self, Frame, Look, Mark, Row};
use crate::report::language::numbers::{euro_step, percent_decimals};
use crate::report::{AskedPilot, CurveRow};
use crate::spec::CutOff;

/// The section on outliers.
pub struct OutlierCurves<'a> {
    /// What the curves show.
    pub lead: String,
    /// A curve for each pilot.
    pub pilots: Vec<Curve<'a>>,
}

/// The curve of a pilot.
pub struct Curve<'a> {
    /// Name of the pilot.
    pub name: &'a str,
    /// From which to which savings rate it runs, or the mark of a small cell.
    pub range: String,
    /// The chart, as SVG.
    pub chart: String,
    /// Caption of the table.
    pub caption: String,
    /// A line for each cut-off.
    pub points: Vec<Point>,
}

/// A cut-off.
pub struct Point {
    /// In words.
    pub cut_off: String,
    /// Whether it is the study's.
    pub own: bool,
    /// Gain, interval and savings rate, as text; `None`: small cell.
    pub cells: Option<[String; 3]>,
}

impl<'a> OutlierCurves<'a> {
    /// The curves of the study's variant; pilots without any are left out.
    pub fn new(context: &Context<'a>) -> Result<OutlierCurves<'a>, ReportError> {
        let results = context.results;
        let pilots = results.asked.pilots.iter().enumerate();
        let pilots = pilots.map(|(place, pilot)| curve(context, place, pilot)).collect::<Result<Vec<_>, _>>()?;
        let reading = results.curve.first().map_or(results.asked.reading, |row| row.reading);
        let named = [("period", context.all.as_str().into()), ("reading", context.words.say(reading_key(reading))?.into())];
        let lead = context.words.tell("outliers-lead", &named)?;
        Ok(OutlierCurves { lead, pilots: pilots.into_iter().filter(|curve| !curve.points.is_empty()).collect() })
    }
}

fn curve<'a>(context: &Context<'a>, place: usize, pilot: &'a AskedPilot) -> Result<Curve<'a>, ReportError> {
    let (words, asked) = (context.words, &context.results.asked);
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let rows: Vec<&CurveRow> = context.results.curve.iter().filter(|row| row.pilot == pilot.id && row.variant == asked.variant).collect();
    let shown: Vec<_> = rows.iter().filter_map(|row| row.figures).collect();
    let decimals = shown.iter().map(|figures| rate_decimals(*figures)).min().unwrap_or(0);
    let (mut bars, mut points) = (Vec::new(), Vec::new());
    for row in &rows {
        let own = row.cut_off == asked.outliers.cut_off();
        let label = cut_off(context, row.cut_off)?;
        let cells = row.figures.map(|figures| cells(context, figures, decimals)).transpose()?;
        let mark = |(gain, low, high, _): (Cents, Cents, Cents, f64)| {
            let look = if own { Look::Accent } else { Look::Hollow };
            Mark { estimate: gain.euro(), low: low.euro(), high: high.euro(), look }
        };
        let note = cells.as_ref().map_or_else(|| context.small_cell(), |[gain, ..]| gain.clone());
        bars.push(Row {
            label: label.clone(),
            short: short(context, row.cut_off, &label),
            note,
            marks: row.figures.map(mark).into_iter().collect(),
        });
        points.push(Point { cut_off: label, own, cells });
    }
    let frame = Frame {
        id: format!("outliers-{}", place + 1),
        title: words.tell("outliers-chart-title", &named)?,
        description: words.say("outliers-chart-description")?,
        axis: words.say("sectors-axis")?,
        tick: thousand_tick(context.numbers),
    };
    let by_rate = |wanted: fn(f64, f64) -> f64| shown.iter().map(|(_, _, _, rate)| *rate).reduce(wanted);
    let range = match (by_rate(f64::min), by_rate(f64::max)) {
        (Some(low), Some(high)) => {
            let percent = |rate| context.numbers.percent(rate, decimals);
            format!("{} {}", words.say("rate")?, context.interval(percent(low), percent(high))?)
        }
        _ => context.small_cell(),
    };
    let caption = words.tell("outliers-table", &named)?;
    Ok(Curve { name: &pilot.name, range, chart: chart::draw(&frame, &bars), caption, points })
}

/// A cut-off for a narrow screen: the share alone.
fn short(context: &Context<'_>, cut_off: CutOff, label: &str) -> String {
    match cut_off {
        CutOff::Quantile(quantile) if quantile < 1.0 => share_above(context, quantile),
        _ => label.to_owned(),
    }
}

fn cells(context: &Context<'_>, figures: (Cents, Cents, Cents, f64), decimals: usize) -> Result<[String; 3], ReportError> {
    let (gain, low, high, rate) = figures;
    let step = euro_step(error(figures));
    let euro = |amount| context.numbers.euro(amount, step);
    let interval = context.interval(euro(low), euro(high))?;
    Ok([euro(gain), interval, context.numbers.percent(rate, decimals)])
}

/// About the standard error: a quarter of the interval, which is near enough to round by.
fn error((_, low, high, _): (Cents, Cents, Cents, f64)) -> Cents {
    Cents((high.0 - low.0) / 4)
}

fn rate_decimals(figures: (Cents, Cents, Cents, f64)) -> usize {
    let (gain, _, _, rate) = figures;
    percent_decimals(error(figures).euro() * (rate / gain.euro()).abs())
}
