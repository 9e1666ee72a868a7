//! What moved the cost of each pilot: all side by side, and for each a sentence, a waterfall and every figure one click away.

use super::Fact;
use super::context::Context;
use super::page::{Figure, LegendItem, PageCell, PageHead, PageRow, PageTable, Part};
use super::sectors::thousand_tick;
use crate::counterfactual::Component;
use crate::credibility::Verdict;
use crate::money::Cents;
use crate::report::chart::Frame;
use crate::report::chart::waterfall::{self, Fill, Step};
use crate::report::language::numbers::euro_step;
use crate::report::{AskedPilot, DecompositionFigures, DecompositionRow, GainFigures, Period, ReportError};

/// The section on the evolution of cost.
pub struct Decomposition {
    /// What is split.
    pub lead: String,
    /// What each component is.
    pub components: Vec<Fact>,
    /// One line a pilot, over all performance years; `None` without pilots.
    pub overview: Option<PageTable>,
}

impl Decomposition {
    /// The rows of the report's variant.
    pub fn new(context: &Context<'_>) -> Result<Decomposition, ReportError> {
        let (words, asked) = (context.words, &context.results.asked);
        let arguments = [("period", context.all.as_str().into()), ("reading", context.reading.as_str().into())];
        let fact = |component| Ok(Fact { term: words.say(label(component))?, value: words.say(explanation(component))? });
        Ok(Decomposition {
            lead: words.tell("decomposition-lead", &arguments)?,
            components: Component::of(asked.reading).map(fact).collect::<Result<_, ReportError>>()?,
            overview: if asked.pilots.is_empty() { None } else { Some(overview(context)?) },
        })
    }
}

/// Rows of a pilot in the report's variant.
fn rows<'a>(context: &Context<'a>, pilot: &'a str) -> impl Iterator<Item = &'a DecompositionRow> {
    context.results.decomposition.iter().filter(move |row| row.pilot == pilot && row.main)
}

/// All sectors and years together; `None`: small cell.
fn whole<'a>(context: &Context<'a>, pilot: &'a str) -> Option<(&'a DecompositionFigures, &'a GainFigures)> {
    let row = rows(context, pilot).find(|row| row.period == Period::All && row.sector.is_none())?;
    row.figures.as_ref().zip(context.judged(pilot))
}

fn overview(context: &Context<'_>) -> Result<PageTable, ReportError> {
    let words = context.words;
    let mut lines = Vec::new();
    for pilot in &context.results.asked.pilots {
        let mut cells = vec![PageCell::text(pilot.name.as_str())];
        match whole(context, &pilot.id) {
            None => {
                cells.extend((0..Component::of(context.results.asked.reading).count() + 2).map(|_| PageCell::number(context.small_cell())))
            }
            Some((figures, gain)) => {
                let (step, decimals) = (euro_step(gain.se), gain.rate_decimals());
                let share = |amount: Cents| context.numbers.signed_percent(amount.euro() / figures.base_cost.euro(), decimals);
                cells.push(PageCell::number(context.numbers.euro(figures.base_cost, step)));
                let moved = figures.components.iter();
                cells.extend(
                    moved.map(|(_, amount)| PageCell::number(context.numbers.signed_euro(*amount, step)).with_under(share(*amount))),
                );
                let change = figures.real_cost - figures.base_cost;
                cells.push(PageCell::number(context.numbers.euro(figures.real_cost, step)).with_under(share(change)));
            }
        }
        lines.push(PageRow::new(cells));
    }
    let caption = words.tell("decomposition-table", &[("period", context.all.as_str().into())])?;
    Ok(PageTable { caption, heads: heads(context, "pilot")?, rows: lines })
}

/// Heads of a table that leads from base cost to real cost.
fn heads(context: &Context<'_>, first: &str) -> Result<Vec<PageHead>, ReportError> {
    let words = context.words;
    let components = Component::of(context.results.asked.reading).map(label);
    let numbers = ["decomposition-base"].into_iter().chain(components).chain(["real-cost"]);
    let heads = numbers.map(|key| Ok(PageHead::number(words.say(key)?))).collect::<Result<Vec<_>, ReportError>>()?;
    Ok([PageHead::text(words.say(first)?)].into_iter().chain(heads).collect())
}

/// What moved the cost of a pilot; `None`: small cell.
pub fn part(context: &Context<'_>, place: usize, pilot: &AskedPilot) -> Result<Option<Part>, ReportError> {
    let words = context.words;
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let Some((figures, gain)) = whole(context, &pilot.id) else { return Ok(None) };
    let title = words.tell("decomposition-chart-title", &named)?;
    let (own, bar) = match gain.verdict {
        Verdict::Gain => ("legend-gain", "bar-gain"),
        Verdict::Loss => ("legend-loss", "bar-loss"),
        Verdict::NotDistinguishable => ("legend-unclear", "bar-unclear"),
    };
    let legend = vec![
        LegendItem { class: "bar-sum", text: words.say("decomposition-legend-sum")? },
        LegendItem { class: "bar-step", text: words.say("decomposition-legend-step")? },
        LegendItem { class: bar, text: words.tell("decomposition-legend-own", &[("verdict", words.say(own)?.into())])? },
    ];
    Ok(Some(Part {
        title: words.say("decomposition-title")?,
        paragraphs: vec![sentence(context, pilot, figures, gain)?],
        figure: Figure { chart: chart(context, place, &title, figures, gain)?, title, legend },
        data_title: words.say("decomposition-data")?,
        data: [Some(by_year(context, pilot)?), by_sector(context, pilot)?, case_mix(context, pilot)?].into_iter().flatten().collect(),
    }))
}

fn sentence(context: &Context<'_>, pilot: &AskedPilot, figures: &DecompositionFigures, gain: &GainFigures) -> Result<String, ReportError> {
    let (numbers, step) = (context.numbers, euro_step(gain.se));
    let amount = |component| numbers.signed_euro(figures.of(component).unwrap_or_default(), step);
    let change = figures.real_cost - figures.base_cost;
    let rate = change.euro() / figures.base_cost.euro();
    let verdict = match gain.verdict {
        Verdict::Gain => "gain",
        Verdict::Loss => "loss",
        Verdict::NotDistinguishable => "chance",
    };
    let arguments = [
        ("pilot", pilot.name.as_str().into()),
        ("period", context.all.as_str().into()),
        ("real", numbers.euro(figures.real_cost, step).into()),
        ("change", numbers.euro(Cents(change.0.abs()), step).into()),
        ("rate", numbers.percent(rate.abs(), gain.rate_decimals()).into()),
        ("side", if change < Cents::ZERO { "less" } else { "more" }.into()),
        ("size", amount(Component::Size).into()),
        ("mix", amount(Component::CaseMix).into()),
        ("national", amount(Component::National).into()),
        ("level", amount(Component::Level).into()),
        ("kept", if figures.of(Component::Level).is_some() { "part" } else { "all" }.into()),
        ("own", amount(Component::Own).into()),
        ("verdict", verdict.into()),
    ];
    context.words.tell("decomposition-sentence", &arguments)
}

fn chart(
    context: &Context<'_>,
    place: usize,
    title: &str,
    figures: &DecompositionFigures,
    gain: &GainFigures,
) -> Result<String, ReportError> {
    let (words, numbers, step) = (context.words, context.numbers, euro_step(gain.se));
    let percent = |amount: Cents| numbers.signed_percent(amount.euro() / figures.base_cost.euro(), gain.rate_decimals());
    let sum = |key: &str, at: Cents| -> Result<Step, ReportError> {
        let amount = numbers.euro(figures.base_cost + at, step);
        let note = if at == Cents::ZERO { amount } else { format!("{amount} ({})", percent(at)) };
        Ok(Step { label: words.say(key)?, note, from: 0.0, to: at.euro(), interval: None, fill: Fill::Sum })
    };
    let mut steps = vec![sum("decomposition-base", Cents::ZERO)?];
    let mut level = Cents::ZERO;
    for (component, amount) in &figures.components {
        let own = *component == Component::Own;
        if own {
            steps.push(sum("guarantee", level)?);
        }
        let fill = match gain.verdict {
            _ if !own => Fill::Step,
            Verdict::Gain => Fill::Accent,
            Verdict::Loss => Fill::Warning,
            Verdict::NotDistinguishable => Fill::Hollow,
        };
        let signed = numbers.signed_euro(*amount, step);
        // An interval far out is cut at the base cost, so that it does not squeeze the steps together: the table of gains has it.
        let farthest = figures.base_cost.euro();
        let bound = |bound: Cents| (level.euro() - bound.euro()).clamp(-farthest, farthest);
        steps.push(Step {
            label: words.say(label(*component))?,
            note: format!("{signed} ({})", percent(*amount)),
            from: level.euro(),
            to: (level + *amount).euro(),
            interval: (own && farthest > 0.0).then(|| (bound(gain.high), bound(gain.low))),
            fill,
        });
        level += *amount;
    }
    steps.push(sum("real-cost", level)?);
    let said: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, step.note)).collect();
    let frame = Frame {
        id: format!("decomposition-{}", place + 1),
        title: title.to_owned(),
        description: words.tell("decomposition-chart-description", &[("steps", said.join(words.semicolon()).into())])?,
        axis: words.say("decomposition-axis")?,
        tick: thousand_tick(numbers),
    };
    Ok(waterfall::draw(&frame, &steps))
}

/// Years side by side, to the euro: base cost, the components, the guarantee before the own difference, real cost.
fn by_year(context: &Context<'_>, pilot: &AskedPilot) -> Result<PageTable, ReportError> {
    let words = context.words;
    let mut periods: Vec<&DecompositionRow> = rows(context, &pilot.id).filter(|row| row.sector.is_none()).collect();
    periods.sort_by_key(|row| row.period);
    let line = |key: &str, sum: bool, of: &dyn Fn(&DecompositionFigures) -> Cents| -> Result<PageRow, ReportError> {
        let amount = |row: &&DecompositionRow| PageCell::number(euro(context, row.figures.as_ref().map(of), !sum));
        let cells = [PageCell::text(words.say(key)?)].into_iter().chain(periods.iter().map(amount));
        Ok(PageRow { sum, cells: cells.collect() })
    };
    let mut lines = vec![line("decomposition-base", true, &|figures| figures.base_cost)?];
    for component in Component::of(context.results.asked.reading) {
        let own = |figures: &DecompositionFigures| figures.of(component).unwrap_or_default();
        if component == Component::Own {
            lines.push(line("guarantee", true, &|figures| figures.real_cost - own(figures))?);
        }
        lines.push(line(label(component), false, &own)?);
    }
    lines.push(line("real-cost", true, &|figures| figures.real_cost)?);
    let heads = periods.iter().map(|row| PageHead::number(context.period(row.period)));
    Ok(PageTable {
        caption: words.tell("decomposition-by-year", &[("pilot", pilot.name.as_str().into())])?,
        heads: [PageHead::text(words.say("decomposition-component")?)].into_iter().chain(heads).collect(),
        rows: lines,
    })
}

/// Sectors over all performance years, to the euro, their sum last; none of a single sector.
fn by_sector(context: &Context<'_>, pilot: &AskedPilot) -> Result<Option<PageTable>, ReportError> {
    let words = context.words;
    let line = |row: &DecompositionRow| -> Result<PageRow, ReportError> {
        let figures = row.figures.as_ref();
        let name = row.sector.as_deref().map_or_else(|| words.say("total"), |sector| words.sector(sector))?;
        let base = PageCell::number(euro(context, figures.map(|figures| figures.base_cost), false));
        let real = PageCell::number(euro(context, figures.map(|figures| figures.real_cost), false));
        let moved = Component::of(row.reading)
            .map(|component| PageCell::number(euro(context, figures.map(|figures| figures.of(component).unwrap_or_default()), true)));
        Ok(PageRow { sum: row.sector.is_none(), cells: [PageCell::text(name), base].into_iter().chain(moved).chain([real]).collect() })
    };
    let lines = rows(context, &pilot.id).filter(|row| row.period == Period::All).map(line).collect::<Result<Vec<_>, _>>()?;
    let named = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let table = PageTable { caption: words.tell("decomposition-by-sector", &named)?, heads: heads(context, "sector")?, rows: lines };
    Ok((table.rows.len() > 2).then_some(table))
}

/// The case mix by adjuster, years side by side, to the euro; none of a model without adjusters.
fn case_mix(context: &Context<'_>, pilot: &AskedPilot) -> Result<Option<PageTable>, ReportError> {
    let words = context.words;
    let mut periods: Vec<&DecompositionRow> = rows(context, &pilot.id).filter(|row| row.sector.is_none()).collect();
    periods.sort_by_key(|row| row.period);
    let adjusters = periods.first().map_or(&[][..], |row| &row.adjusters);
    let line = |name: String, sum: bool, of: &dyn Fn(&DecompositionFigures) -> Option<Cents>| {
        let amount = |row: &&DecompositionRow| PageCell::number(euro(context, row.figures.as_ref().and_then(of), true));
        PageRow { sum, cells: [PageCell::text(name)].into_iter().chain(periods.iter().map(amount)).collect() }
    };
    let mut lines = Vec::new();
    for (place, adjuster) in adjusters.iter().enumerate() {
        lines.push(line(words.adjuster(adjuster)?, false, &|figures| figures.case_mix.as_ref().map(|case_mix| case_mix[place])));
    }
    lines.push(line(words.say(label(Component::CaseMix))?, true, &|figures| figures.of(Component::CaseMix)));
    let heads = periods.iter().map(|row| PageHead::number(context.period(row.period)));
    let table = PageTable {
        caption: words.tell("decomposition-by-adjuster", &[("pilot", pilot.name.as_str().into())])?,
        heads: [PageHead::text(words.say("decomposition-adjuster")?)].into_iter().chain(heads).collect(),
        rows: lines,
    };
    Ok((!adjusters.is_empty()).then_some(table))
}

/// An amount to the euro, with its sign if it is a change; or the mark of a small cell.
fn euro(context: &Context<'_>, amount: Option<Cents>, change: bool) -> String {
    match amount {
        None => context.small_cell(),
        Some(amount) if change => context.numbers.signed_euro(amount, 1),
        Some(amount) => context.numbers.euro(amount, 1),
    }
}

/// Key of a component's name.
fn label(component: Component) -> &'static str {
    match component {
        Component::Size => "component-size",
        Component::CaseMix => "component-case-mix",
        Component::National => "component-national",
        Component::Level => "component-level",
        Component::Own => "component-own",
    }
}

/// Key of its explanation.
fn explanation(component: Component) -> &'static str {
    match component {
        Component::Size => "explain-size",
        Component::CaseMix => "explain-case-mix",
        Component::National => "explain-national",
        Component::Level => "explain-level-lost",
        Component::Own => "explain-own",
    }
}
