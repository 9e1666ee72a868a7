//! What the error of each gain consists of, and what more persons would cure of it.

use super::context::Context;
use crate::report::GainFigures;
use crate::report::ReportError;
use crate::report::language::numbers::percent_decimals;

/// Shares of the variance, by pilot.
pub struct Parts<'a> {
    /// A line for each pilot whose figures are shown.
    pub lines: Vec<Line<'a>>,
}

/// A pilot's line, as text.
pub struct Line<'a> {
    /// Name of the pilot.
    pub pilot: &'a str,
    /// Standard error of the savings rate.
    pub se: String,
    /// Share of the persons of the target group.
    pub own: String,
    /// Share of the models.
    pub reference: String,
    /// Share of shocks of zones; empty when there is no telling.
    pub zones: String,
    /// The savings rate drawn towards the mean of the pilots; empty for a single pilot.
    pub shrunk: String,
    /// The weight of the pilot's own figure in it.
    pub weight: String,
    /// What more persons would cure.
    pub sentence: String,
}

impl<'a> Parts<'a> {
    /// The parts of the cumulative rows by the study's reading.
    pub fn new(context: &Context<'a>) -> Result<Parts<'a>, ReportError> {
        let shown = context.results.asked.pilots.iter().filter_map(|pilot| Some((pilot.name.as_str(), context.judged(&pilot.id)?)));
        Ok(Parts { lines: shown.map(|(name, figures)| line(context, name, figures)).collect::<Result<_, _>>()? })
    }
}

fn line<'a>(context: &Context<'_>, pilot: &'a str, figures: &GainFigures) -> Result<Line<'a>, ReportError> {
    let share = |share: f64| context.numbers.percent(share, 0);
    let se = figures.se.euro() / figures.guarantee.euro().abs();
    let rate = |rate: f64| context.numbers.percent(rate, percent_decimals(se));
    // With twice the persons their part of the variance is halved; that of the models and of the shocks of zones stays.
    let doubled = se * (figures.share_own / 2.0 + figures.share_reference + figures.share_completion + figures.share_zones).sqrt();
    let endless = se * (figures.share_reference + figures.share_completion + figures.share_zones).sqrt();
    let arguments = [
        ("pilot", pilot.into()),
        ("se", rate(se).into()),
        ("doubled", rate(doubled).into()),
        ("endless", rate(endless).into()),
        ("shocks", if figures.zone_shock_sd.is_some() { "known" } else { "unknown" }.into()),
    ];
    Ok(Line {
        pilot,
        se: rate(se),
        own: share(figures.share_own),
        reference: share(figures.share_reference),
        zones: figures.zone_shock_sd.map(|_| share(figures.share_zones)).unwrap_or_default(),
        shrunk: figures.shrunk_rate.map(|rate| context.numbers.percent(rate, figures.rate_decimals())).unwrap_or_default(),
        weight: figures.shrunk_weight.map(share).unwrap_or_default(),
        sentence: context.words.tell("parts-sentence", &arguments)?,
    })
}
