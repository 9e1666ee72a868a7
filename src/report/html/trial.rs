//! A pilot among zones as large where nothing happened.

use std::sync::Arc;

use super::context::Context;
use super::gains::percent_tick;
use super::page::{Figure, LegendItem, PageCell, PageHead, PageRow, PageTable, Part};
use crate::credibility::Verdict;
use crate::money::Cents;
use crate::report::chart::histogram::{self, Bins};
use crate::report::chart::{Frame, Look, Tick};
use crate::report::language::numbers::euro_step;
use crate::report::{AskedPilot, GainFigures, Period, PlaceboRow, ReportError};
use crate::spec::Reading;

/// A savings rate farther out than this is counted at the edge, so that it does not squeeze the others together.
const EDGE: f64 = 1.5;

/// The savings found in pseudo-pilots over all performance years, and the pilot's own; none without pseudo-pilots.
pub fn part(context: &Context<'_>, place: usize, pilot: &AskedPilot, figures: &GainFigures) -> Result<Option<Part>, ReportError> {
    let (words, numbers, asked) = (context.words, context.numbers, &context.results.asked);
    let own = |row: &&PlaceboRow| {
        let whole = row.period == Period::All && !row.before;
        whole && row.variant == asked.variant && row.reading == asked.reading && row.pilots.contains(&pilot.id)
    };
    let Some(row) = context.results.placebos.iter().find(own) else { return Ok(None) };
    let additive = asked.reading == Reading::Additive;
    // Departures of the additive reading are cents per person-year, the others logarithms of real cost over guarantee.
    let saved = |departure: f64| if additive { -departure / 100.0 } else { (-departure.exp_m1()).clamp(-EDGE, EDGE) };
    let found: Vec<f64> = row.departures.iter().map(|(_, departure, _)| saved(*departure)).collect();
    let of_pilot = if additive { figures.gain.euro() / figures.person_years } else { figures.savings_rate.clamp(-EDGE, EDGE) };
    let Some(bins) = Bins::of(&found).filter(|_| of_pilot.is_finite()) else { return Ok(None) };

    let said = match additive {
        true => numbers.euro(
            Cents::rounded(of_pilot * 100.0).unwrap_or_default(),
            euro_step(Cents(figures.se.0 / figures.person_years.max(1.0) as i64)),
        ),
        false => context.rate(figures),
    };
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let title = words.tell("trial-title", &named)?;
    let tick: Tick = if additive { Arc::new(move |value, decimals| numbers.decimal(value, decimals)) } else { percent_tick(numbers) };
    let frame = Frame {
        id: format!("trial-{}", place + 1),
        title: title.clone(),
        description: words.say("trial-description")?,
        axis: words.say(if additive { "trial-axis-additive" } else { "trial-axis" })?,
        tick,
    };
    let look = if figures.verdict == Verdict::Loss { Look::Warning } else { Look::Accent };
    let count: Tick = Arc::new(move |value, _| numbers.count(value as u64));
    let own = words.tell("trial-legend-own", &[("pilot", pilot.name.as_str().into()), ("found", said.as_str().into())])?;
    let legend = vec![
        LegendItem { class: if look == Look::Warning { "line-loss" } else { "line-gain" }, text: own },
        LegendItem { class: "bar-step", text: words.say("trial-legend-pseudo")? },
    ];
    Ok(Some(Part {
        title: words.say("trial-heading")?,
        paragraphs: vec![sentence(context, pilot, figures, found.len())?],
        figure: Figure { title, legend, chart: histogram::draw(&frame, &words.say("trial-count")?, &count, &bins, (of_pilot, look)) },
        data_title: words.say("chart-data")?,
        data: vec![table(context, pilot, &bins, additive)?],
    }))
}

/// How many pseudo-pilots came out as far from their mean.
fn sentence(context: &Context<'_>, pilot: &AskedPilot, figures: &GainFigures, tried: usize) -> Result<String, ReportError> {
    // The p-value counts the pilot itself among them.
    let as_far = figures.p_placebo.map(|p| (p * (tried + 1) as f64 - 1.0).round().max(0.0) as u64);
    let share = as_far.map(|as_far| context.numbers.percent(as_far as f64 / tried as f64, 0)).unwrap_or_default();
    let arguments = [
        ("pilot", pilot.name.as_str().into()),
        ("tried", context.numbers.count(tried as u64).into()),
        ("far", as_far.map(|count| context.numbers.count(count)).unwrap_or_default().into()),
        ("share", share.into()),
        ("told", if as_far.is_some() { "yes" } else { "no" }.into()),
    ];
    context.words.tell("trial-sentence", &arguments)
}

fn table(context: &Context<'_>, pilot: &AskedPilot, bins: &Bins, additive: bool) -> Result<PageTable, ReportError> {
    let (words, numbers) = (context.words, context.numbers);
    let end = |value: f64| match additive {
        true => numbers.euro(Cents::rounded(value * 100.0).unwrap_or_default(), 1),
        false => numbers.percent(value, usize::from(bins.width < 0.01)),
    };
    let line = |(from, to, count): (f64, f64, u64)| -> Result<PageRow, ReportError> {
        Ok(PageRow::new(vec![PageCell::text(context.interval(end(from), end(to))?), PageCell::number(numbers.count(count))]))
    };
    let axis = words.say(if additive { "trial-axis-additive" } else { "trial-axis" })?;
    Ok(PageTable {
        caption: words.tell("trial-table", &[("pilot", pilot.name.as_str().into())])?,
        heads: vec![PageHead::text(axis), PageHead::number(words.say("trial-count")?)],
        rows: bins.each().map(line).collect::<Result<_, _>>()?,
    })
}
