//! Gains: the forest plot, the sentence on each pilot, the table of every year.

use std::sync::Arc;

use super::asked::level;
use super::context::{Context, rate_mark, verdict_class, verdict_key};
use crate::credibility::Verdict;
use crate::report::ReportError;
use crate::report::chart::{self, Frame, Look, Row, Tick};
use crate::report::language::numbers::{Numbers, euro_step, percent_decimals};
use crate::report::{AskedPilot, GainFigures, GainRow, Period};

/// The section on gains.
pub struct Gains<'a> {
    /// What a gain is, and at which level.
    pub lead: String,
    /// Title of the forest plot.
    pub chart_title: String,
    /// The forest plot, as SVG.
    pub chart: String,
    /// A sentence for each pilot.
    pub sentences: Vec<Sentence>,
    /// A body of the table for each pilot.
    pub pilots: Vec<Pilot<'a>>,
}

/// What the interval of a pilot allows to say.
pub struct Sentence {
    /// Class of the verdict.
    pub class: &'static str,
    /// The sentence.
    pub text: String,
}

/// A pilot's lines of the table.
pub struct Pilot<'a> {
    /// Name of the pilot.
    pub name: &'a str,
    /// Years, then the cumulative line.
    pub lines: Vec<Line>,
}

/// A line of the table.
pub struct Line {
    /// Year or span.
    pub period: String,
    /// Whether it is the cumulative line.
    pub cumulative: bool,
    /// `None`: small cell.
    pub cells: Option<Cells>,
}

/// The figures of a line, as text.
pub struct Cells {
    /// Persons of the target group.
    pub persons: String,
    /// Guarantee.
    pub guarantee: String,
    /// Real cost.
    pub real_cost: String,
    /// Gain.
    pub gain: String,
    /// Its interval.
    pub gain_interval: String,
    /// Savings rate.
    pub rate: String,
    /// Its interval.
    pub rate_interval: String,
    /// Smallest detectable savings rate.
    pub detectable: String,
    /// Name of the verdict.
    pub verdict: String,
    /// Class of the verdict.
    pub class: &'static str,
    /// Whether false verdicts are as rare as the level says.
    pub kept: bool,
}

impl<'a> Gains<'a> {
    /// The gains by the study's reading.
    pub fn new(context: &Context<'a>) -> Result<Gains<'a>, ReportError> {
        let (words, asked) = (context.words, &context.results.asked);
        let period = [("period", context.all.as_str().into())];
        let chart_title = words.tell("forest-title", &period)?;
        let frame = Frame {
            id: "forest".to_owned(),
            title: chart_title.clone(),
            description: words.say("forest-description")?,
            axis: words.say("forest-axis")?,
            tick: percent_tick(context.numbers),
        };
        let rows = asked.pilots.iter().map(|pilot| forest_row(context, pilot)).collect::<Result<Vec<_>, _>>()?;
        Ok(Gains {
            lead: words.tell("gains-lead", &[("level", level(context).into())])?,
            chart_title,
            chart: chart::draw(&frame, &rows),
            sentences: asked.pilots.iter().map(|pilot| sentence(context, pilot)).collect::<Result<_, _>>()?,
            pilots: asked.pilots.iter().map(|pilot| lines(context, pilot)).collect::<Result<_, _>>()?,
        })
    }
}

/// Ticks of an axis in fractions, written as percentages.
pub fn percent_tick(numbers: Numbers) -> Tick {
    Arc::new(move |value, decimals| numbers.percent(value, decimals.saturating_sub(2)))
}

fn forest_row<'a>(context: &Context<'a>, pilot: &'a AskedPilot) -> Result<Row, ReportError> {
    let (note, marks) = match context.judged(&pilot.id) {
        None => (context.small_cell(), Vec::new()),
        Some(figures) => {
            let look = match figures.verdict {
                Verdict::Gain => Look::Accent,
                Verdict::Loss => Look::Warning,
                Verdict::NotDistinguishable => Look::Hollow,
            };
            let note = format!("{} ({})", context.rate(figures), context.rate_interval(figures)?);
            (note, rate_mark(figures, look).into_iter().collect())
        }
    };
    Ok(Row { label: pilot.name.clone(), note, marks })
}

/// What the interval of a pilot allows to say.
pub fn sentence(context: &Context<'_>, pilot: &AskedPilot) -> Result<Sentence, ReportError> {
    let words = context.words;
    let subject = [("pilot", pilot.name.as_str().into()), ("period", context.all.as_str().into())];
    let Some(figures) = context.judged(&pilot.id) else {
        return Ok(Sentence { class: "hidden", text: words.tell("sentence-hidden", &subject)? });
    };
    let (low, high) = (figures.rate_low, figures.rate_high);
    let percent = |rate: f64| context.numbers.percent(rate.abs(), figures.rate_decimals());
    let range = if low > 0.0 {
        words.tell("range-below", &[("near", percent(low).into()), ("far", percent(high).into())])?
    } else if high < 0.0 {
        words.tell("range-above", &[("near", percent(high).into()), ("far", percent(low).into())])?
    } else {
        words.tell("range-straddle", &[("above", percent(low).into()), ("below", percent(high).into())])?
    };
    let verdict = match figures.verdict {
        Verdict::Gain => "gain",
        Verdict::Loss => "loss",
        // The interval is not corrected for the number of pilots, the verdict is: say so where they seem to disagree.
        Verdict::NotDistinguishable if low > 0.0 || high < 0.0 => "corrected",
        Verdict::NotDistinguishable => "chance",
    };
    let [name, period] = subject;
    let text = words.tell(
        "sentence",
        &[
            name,
            period,
            ("rate", percent(figures.savings_rate).into()),
            ("side", if figures.savings_rate < 0.0 { "above" } else { "below" }.into()),
            ("range", range.into()),
            ("verdict", verdict.into()),
        ],
    )?;
    let text = if figures.keeps_size { text } else { format!("{text} {}", words.say("size-warning")?) };
    Ok(Sentence { class: verdict_class(figures.verdict), text })
}

fn lines<'a>(context: &Context<'a>, pilot: &'a AskedPilot) -> Result<Pilot<'a>, ReportError> {
    let mut rows: Vec<&GainRow> = context.rows(&pilot.id, context.results.asked.reading).collect();
    // Years in order, the cumulative row last.
    rows.sort_by_key(|row| row.period);
    let line = |row: &&GainRow| -> Result<Line, ReportError> {
        Ok(Line {
            period: context.period(row.period),
            cumulative: row.period == Period::All,
            cells: row.figures.as_ref().map(|figures| cells(context, figures)).transpose()?,
        })
    };
    Ok(Pilot { name: &pilot.name, lines: rows.iter().map(line).collect::<Result<_, _>>()? })
}

fn cells(context: &Context<'_>, figures: &GainFigures) -> Result<Cells, ReportError> {
    let numbers = context.numbers;
    let step = euro_step(figures.se);
    Ok(Cells {
        persons: numbers.count(figures.persons),
        guarantee: numbers.euro(figures.guarantee, step),
        real_cost: numbers.euro(figures.real_cost, step),
        gain: numbers.euro(figures.gain, step),
        gain_interval: context.interval(numbers.euro(figures.low, step), numbers.euro(figures.high, step))?,
        rate: context.rate(figures),
        rate_interval: context.rate_interval(figures)?,
        // Known to about the same precision as the standard error itself.
        detectable: numbers.percent(figures.detectable_rate, percent_decimals(figures.detectable_rate / 3.0)),
        verdict: context.words.say(verdict_key(figures.verdict))?,
        class: verdict_class(figures.verdict),
        kept: figures.keeps_size,
    })
}
