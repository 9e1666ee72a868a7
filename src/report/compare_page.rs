//! The page of a comparison: per pilot what the variants say together, the specification curve, and which choice moves the answer.

use askama::Template;

use super::chart::{
    Frame, Look, Mark,
    specification::{self, Level},
};
use super::html::percent_tick;
use super::language::Words;
use super::language::numbers::Numbers;
use super::{Comparison, EffectRow, Over, Period, ReportError, SpecificationFigures, SpecificationRow, SummaryRow};
use crate::compare::Summary;
use crate::credibility::Verdict;
use crate::spec::Axis;

/// More variants than this are not told apart on a screen: of more, some at equal distances are drawn.
const DRAWN: usize = 150;

#[derive(Template)]
#[template(path = "report/compare.html")]
struct Page<'a> {
    words: &'a Words,
    title: &'a str,
    lead: String,
    rows: Vec<Row>,
    broken: Option<String>,
    order: Option<String>,
    failed: Vec<String>,
    pilots: Vec<Pilot>,
}

/// A line of the table over pilots.
struct Row {
    pilot: String,
    median: String,
    range: String,
    same: String,
    gains: String,
    losses: String,
    kept: String,
    agreed: String,
}

/// What is said of a pilot.
struct Pilot {
    name: String,
    sentences: Vec<String>,
    caption: String,
    drawing: String,
    thinned: Option<String>,
    effects: Vec<EffectLine>,
}

/// A line of the table of effects.
struct EffectLine {
    choice: String,
    share: String,
    level: String,
    effect: String,
}

/// The page of a comparison over all performance years, in the language of its study.
///
/// # Errors
/// [`ReportError::Text`] or [`ReportError::Template`] if a text is missing.
pub fn render_comparison(comparison: &Comparison) -> Result<String, ReportError> {
    let words = Words::new(comparison.language)?;
    let writer = Writer { comparison, words: &words, numbers: Numbers::new(comparison.language) };
    let pilots = comparison.pilots.iter().enumerate();
    let page = Page {
        words: &words,
        title: &comparison.title,
        lead: writer.lead()?,
        rows: comparison.pilots.iter().map(|(id, name)| writer.row(id, name)).collect(),
        broken: writer.broken()?,
        order: writer.order()?,
        failed: comparison.variants.iter().filter_map(|variant| Some(format!("{}: {}", variant.name, variant.failed.as_ref()?))).collect(),
        pilots: pilots.map(|(number, (id, name))| writer.pilot(number, id, name)).collect::<Result<_, _>>()?,
    };
    page.render().map_err(|error| ReportError::Template(error.to_string()))
}

struct Writer<'a> {
    comparison: &'a Comparison,
    words: &'a Words,
    numbers: Numbers,
}

impl Writer<'_> {
    fn percent(&self, rate: f64) -> String {
        self.numbers.percent(rate, 1)
    }

    fn share(&self, share: f64) -> String {
        self.numbers.percent(share, 0)
    }

    fn axis(&self, axis: Axis) -> Result<String, ReportError> {
        self.words.say(&format!("compare-{}", axis.name()))
    }

    fn lead(&self) -> Result<String, ReportError> {
        let years = self.comparison.performance.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
        let choices = self.comparison.axes.iter().map(|axis| self.axis(*axis)).collect::<Result<Vec<_>, _>>()?.join(", ");
        let count = self.numbers.count(self.comparison.variants.len() as u64);
        let level = self.numbers.percent(self.comparison.level, 0);
        let arguments = [("count", count.into()), ("choices", choices.into()), ("years", years.into()), ("level", level.into())];
        self.words.tell("compare-lead", &arguments)
    }

    fn summary(&self, pilot: &str, over: Over) -> Option<&Summary> {
        let wanted = |row: &&SummaryRow| row.pilot == pilot && row.period == Period::All && row.over == over;
        self.comparison.summaries.iter().find(wanted)?.summary.as_ref()
    }

    fn row(&self, id: &str, name: &str) -> Row {
        let (all, kept) = (self.summary(id, Over::All), self.summary(id, Over::SizeKept));
        let dash = || "–".to_owned();
        let of = |summary: Option<&Summary>, text: &dyn Fn(&Summary) -> String| summary.map_or_else(dash, text);
        Row {
            pilot: name.to_owned(),
            median: of(all, &|summary| self.percent(summary.median_rate)),
            range: of(all, &|summary| format!("{} … {}", self.percent(summary.rates.0), self.percent(summary.rates.1))),
            same: of(all, &|summary| self.share(summary.same_sign)),
            gains: of(all, &|summary| self.share(summary.found.0)),
            losses: of(all, &|summary| self.share(summary.found.1)),
            kept: of(kept, &|summary| self.numbers.count(summary.variants)),
            agreed: of(kept, &|summary| self.percent(summary.median_rate)),
        }
    }

    /// How many variants cry wolf for some pilot.
    fn broken(&self) -> Result<Option<String>, ReportError> {
        let rows = self.comparison.curve.iter().filter(|row| row.period == Period::All);
        let cries: std::collections::BTreeSet<usize> =
            rows.filter(|row| row.size.is_some_and(|size| !size.kept)).map(|row| row.variant).collect();
        if cries.is_empty() {
            return Ok(None);
        }
        let arguments = [("count", self.numbers.count(cries.len() as u64).into())];
        self.words.tell("compare-broken", &arguments).map(Some)
    }

    fn order(&self) -> Result<Option<String>, ReportError> {
        let Some(row) = self.comparison.ranks.iter().find(|row| row.period == Period::All) else { return Ok(None) };
        let (concordance, correlation) = (row.ranks.concordance, row.ranks.mean_correlation);
        let arguments =
            [("concordance", self.numbers.decimal(concordance, 2).into()), ("correlation", self.numbers.decimal(correlation, 2).into())];
        self.words.tell("compare-order", &arguments).map(Some)
    }

    fn pilot(&self, number: usize, id: &str, name: &str) -> Result<Pilot, ReportError> {
        let rows: Vec<&SpecificationRow> =
            self.comparison.curve.iter().filter(|row| row.pilot == id && row.period == Period::All && row.figures.is_some()).collect();
        let effects: Vec<&EffectRow> = self.comparison.effects.iter().filter(|row| row.pilot == id && row.period == Period::All).collect();
        let step = rows.len().div_ceil(DRAWN).max(1);
        let drawn: Vec<&SpecificationRow> = rows.iter().step_by(step).copied().collect();
        let thinned = match step {
            1 => None,
            _ => Some(self.words.tell("compare-thinned", &[("count", self.numbers.count(drawn.len() as u64).into())])?),
        };
        let caption = self.words.tell("compare-caption", &[("pilot", name.into())])?;
        let frame = Frame {
            id: format!("curve-{number}"),
            title: caption.clone(),
            description: self.words.say("compare-description")?,
            axis: String::new(),
            tick: percent_tick(self.numbers),
        };
        let marks: Vec<Mark> = drawn.iter().filter_map(|row| row.figures.as_ref().map(|figures| mark(row, figures))).collect();
        Ok(Pilot {
            name: name.to_owned(),
            sentences: self.sentences(id, &effects)?,
            caption,
            drawing: specification::draw(&frame, &marks, &self.levels(&drawn)?),
            thinned,
            effects: effects.iter().map(|row| self.effect(row)).collect::<Result<_, _>>()?,
        })
    }

    /// What the variants say of a pilot, in plain words.
    fn sentences(&self, pilot: &str, effects: &[&EffectRow]) -> Result<Vec<String>, ReportError> {
        let Some(all) = self.summary(pilot, Over::All) else { return Ok(vec![self.words.say("compare-small")?]) };
        let arguments = [
            ("count", self.numbers.count(all.variants).into()),
            ("low", self.percent(all.rates.0).into()),
            ("high", self.percent(all.rates.1).into()),
            ("median", self.percent(all.median_rate).into()),
            ("same", self.share(all.same_sign).into()),
            ("gains", self.share(all.found.0).into()),
            ("losses", self.share(all.found.1).into()),
        ];
        let mut sentences = vec![self.words.tell("compare-all", &arguments)?];
        let of_pilot = self.comparison.curve.iter().filter(|row| row.pilot == pilot && row.period == Period::All);
        let answered = of_pilot.filter(|row| self.comparison.variants[row.variant].failed.is_none()).count() as u64;
        if answered > all.variants {
            sentences.push(self.words.tell("compare-hidden", &[("count", self.numbers.count(answered - all.variants).into())])?);
        }
        if let Some(kept) = self.summary(pilot, Over::SizeKept).filter(|kept| kept.variants < all.variants) {
            let arguments = [
                ("count", self.numbers.count(kept.variants).into()),
                ("low", self.percent(kept.rates.0).into()),
                ("high", self.percent(kept.rates.1).into()),
                ("median", self.percent(kept.median_rate).into()),
            ];
            sentences.push(self.words.tell("compare-kept", &arguments)?);
        }
        let most = effects.iter().max_by(|a, b| a.effect.share.total_cmp(&b.effect.share));
        if let Some(most) = most.filter(|most| most.effect.share > 0.0) {
            let arguments = [("choice", self.axis(most.axis)?.into()), ("share", self.share(most.effect.share).into())];
            sentences.push(self.words.tell("compare-most", &arguments)?);
        }
        Ok(sentences)
    }

    /// The levels of the choices in which the variants differ.
    fn levels(&self, drawn: &[&SpecificationRow]) -> Result<Vec<Level>, ReportError> {
        let mut levels = Vec::new();
        for axis in &self.comparison.axes {
            let at = Axis::ALL.iter().position(|known| known == axis).unwrap_or_default();
            let mut names: Vec<&str> = Vec::new();
            for variant in &self.comparison.variants {
                let name = variant.choices[at].as_str();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            for (position, name) in names.into_iter().enumerate() {
                let taken = drawn.iter().map(|row| self.comparison.variants[row.variant].choices[at] == name).collect();
                levels.push(Level { label: self.level(*axis, name)?, first: position == 0, taken });
            }
        }
        Ok(levels)
    }

    /// A level in the language of the page, where it is no name.
    fn level(&self, axis: Axis, level: &str) -> Result<String, ReportError> {
        let key = match axis {
            Axis::Reading => format!("reading-{level}"),
            Axis::Reference => format!("compare-reference-{level}"),
            Axis::Cohort => format!("compare-cohort-{level}"),
            Axis::Outliers => return self.words.outliers(level, self.numbers),
            _ => return Ok(level.to_owned()),
        };
        self.words.say(&key)
    }

    fn effect(&self, row: &EffectRow) -> Result<EffectLine, ReportError> {
        Ok(EffectLine {
            choice: self.axis(row.axis)?,
            share: self.share(row.effect.share),
            level: self.level(row.axis, &row.level)?,
            effect: self.percent(-row.effect.effect),
        })
    }
}

fn mark(row: &SpecificationRow, figures: &SpecificationFigures) -> Mark {
    let look = match (row.size, figures.verdict) {
        (Some(size), _) if !size.kept => Look::Warning,
        (_, Verdict::NotDistinguishable) => Look::Hollow,
        _ => Look::Accent,
    };
    Mark { estimate: figures.savings_rate, low: figures.rate_low, high: figures.rate_high, look }
}
