//! The head of the report: the summary in sentences, and what the study asked.

use super::Fact;
use super::context::{Context, explanation_key, span};
use super::precision::rule;
use crate::credibility::Verdict;
use crate::report::ReportError;
use crate::report::language::Words;
use crate::report::language::numbers::percent_decimals;
use crate::report::{AskedAdjuster, AskedPilot, Level};
use crate::spec::{Reference, Source};

/// The summary, and the study in a few facts.
pub struct Summary {
    /// A warning above everything else.
    pub alarm: Option<String>,
    /// Scope, verdicts, precision.
    pub sentences: Vec<String>,
    /// Period, data, version.
    pub facts: Vec<Fact>,
}

/// What the study asked.
pub struct Asked<'a> {
    /// The pilots.
    pub pilots: &'a [AskedPilot],
    /// The comparison that was made.
    pub facts: Vec<Fact>,
}

impl Summary {
    /// Written from the cumulative rows of the study's reading.
    pub fn new(context: &Context<'_>) -> Result<Summary, ReportError> {
        let (words, numbers, asked) = (context.words, context.numbers, &context.results.asked);
        let base: Vec<i32> = asked.base.iter().map(|(year, _)| *year).collect();
        let judged: Vec<_> = asked.pilots.iter().map(|pilot| context.judged(&pilot.id)).collect();
        let shown: Vec<_> = judged.iter().copied().flatten().collect();
        let with = |verdict: Verdict| shown.iter().filter(|figures| figures.verdict == verdict).count();

        let scope = words.tell(
            "summary-scope",
            &[
                ("count", asked.pilots.len().into()),
                ("number", numbers.count(asked.pilots.len() as u64).into()),
                ("period", context.all.as_str().into()),
                ("base", span(&base).into()),
            ],
        )?;
        let verdicts = words.tell(
            "summary-verdicts",
            &[
                ("reading", context.reading.as_str().into()),
                ("gains", with(Verdict::Gain).into()),
                ("losses", with(Verdict::Loss).into()),
                ("unclear", with(Verdict::NotDistinguishable).into()),
                ("hidden", (judged.len() - shown.len()).into()),
            ],
        )?;
        let margin = median(shown.iter().map(|figures| (figures.rate_high - figures.rate_low) / 2.0));
        let gain = median(shown.iter().map(|figures| figures.savings_rate.abs()));
        let precision = match (margin, gain) {
            (Some(margin), Some(gain)) => {
                // A margin is about two standard errors.
                let decimals = percent_decimals(margin / 2.0);
                words.tell(
                    "summary-precision",
                    &[
                        ("margin", numbers.percent(margin, decimals).into()),
                        ("gain", numbers.percent(gain, decimals).into()),
                        ("compare", if gain < margin { "smaller" } else { "larger" }.into()),
                    ],
                )?
            }
            _ => words.say("summary-precision-none")?,
        };
        let errors = context.results.findings.iter().filter(|finding| finding.level == Level::Error).count();
        let alarm = match errors {
            0 => None,
            _ => Some(words.tell("summary-errors", &[("count", errors.into()), ("number", numbers.count(errors as u64).into())])?),
        };
        let source = match asked.source {
            Source::Sample => "source-sample",
            Source::Exhaustive => "source-exhaustive",
        };
        let facts = vec![
            Fact { term: words.say("fact-period")?, value: context.all.clone() },
            Fact { term: words.say("fact-base")?, value: span(&base) },
            Fact { term: words.say("fact-reading")?, value: context.reading.clone() },
            Fact { term: words.say("fact-level")?, value: level(context) },
            Fact { term: words.say("fact-source")?, value: words.say(source)? },
            Fact { term: words.say("fact-version")?, value: words.tell("version", &[("version", asked.version.as_str().into())])? },
        ];
        Ok(Summary { alarm, sentences: vec![scope, verdicts, precision], facts })
    }
}

impl<'a> Asked<'a> {
    /// The study as it was understood, after defaults.
    pub fn new(context: &Context<'a>) -> Result<Asked<'a>, ReportError> {
        let (words, numbers, asked) = (context.words, context.numbers, &context.results.asked);
        let weighted = |(year, weight): &(i32, f64)| {
            let decimals = usize::from((weight * 100.0).fract().abs() > 1e-9);
            words.tell("weighted-year", &[("year", year.to_string().into()), ("weight", numbers.percent(*weight, decimals).into())])
        };
        let base = asked.base.iter().map(weighted).collect::<Result<Vec<_>, _>>()?.join(", ");
        let performance = asked.performance.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
        let reference = match asked.reference {
            Reference::Pilots => "reference-pilots",
            Reference::Pilot => "reference-pilot",
            Reference::None => "reference-none",
        };
        let shown = model(context);
        let variant = match asked.other_variants.is_empty() {
            true => shown,
            false => {
                let others = asked.other_variants.join(", ");
                words.tell("variant-of-several", &[("variant", shown.into()), ("others", others.into())])?
            }
        };
        let none = words.say("none")?;
        let list = |items: Vec<String>, between: &str| if items.is_empty() { none.clone() } else { items.join(between) };
        let adjusters = asked.adjusters.iter().map(|of| adjuster(words, of)).collect::<Result<Vec<_>, _>>()?;
        let sectors = asked.sectors.iter().map(|sector| words.sector(sector)).collect::<Result<Vec<_>, _>>()?;
        let facts = vec![
            Fact { term: words.say("asked-base")?, value: base },
            Fact { term: words.say("asked-performance")?, value: performance },
            Fact { term: words.say("asked-reading")?, value: words.say(explanation_key(asked.reading))? },
            Fact { term: words.say("asked-reference")?, value: words.say(reference)? },
            Fact { term: words.say("outliers-rule")?, value: rule(context, asked.outliers)? },
            Fact { term: words.say("asked-adjusters")?, value: list(adjusters, words.semicolon()) },
            Fact { term: words.say("asked-sectors")?, value: list(sectors, ", ") },
            Fact { term: words.say("asked-variant")?, value: variant },
        ];
        Ok(Asked { pilots: &asked.pilots, facts })
    }
}

/// An adjuster in a few words.
fn adjuster(words: &Words, adjuster: &AskedAdjuster) -> Result<String, ReportError> {
    match adjuster {
        AskedAdjuster::AgeSex(bands) => words.tell("asked-age-sex", &[("bands", bands.to_string().into())]),
        AskedAdjuster::Conditions(conditions) => {
            let names = conditions.iter().map(|condition| words.column(condition)).collect::<Result<Vec<_>, _>>()?;
            words.tell("asked-conditions", &[("names", names.join(", ").into())])
        }
        AskedAdjuster::Column(column) => words.adjuster(column),
        AskedAdjuster::Curve(column) => words.tell("asked-curve", &[("column", words.column(column)?.into())]),
    }
}

/// The variant that the report shows and its model.
pub fn model(context: &Context<'_>) -> String {
    let asked = &context.results.asked;
    format!("{} · {}", asked.variant, asked.model)
}

/// The confidence level as a percentage.
pub fn level(context: &Context<'_>) -> String {
    let level = context.results.asked.level;
    let decimals = usize::from((level * 100.0 - (level * 100.0).round()).abs() > 1e-9);
    context.numbers.percent(level, decimals)
}

/// The median of what is finite; `None` if nothing is.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { (values.get(middle - 1)? + upper) / 2.0 })
}
