//! What every section needs: the results, the words and numbers of the language, and the rows that are judged.

use crate::credibility::Verdict;
use crate::money::Cents;
use crate::report::ReportError;
use crate::report::chart::{Look, Mark};
use crate::report::language::Words;
use crate::report::language::numbers::{Numbers, digits};
use crate::report::{GainFigures, GainRow, Period, Results};
use crate::spec::{CutOff, Reading};

/// What every section needs.
pub struct Context<'a> {
    /// What was found.
    pub results: &'a Results,
    /// Sentences of the report's language.
    pub words: &'a Words,
    /// Numbers of the report's language.
    pub numbers: Numbers,
    /// All performance years as text: `2018–2019`.
    pub all: String,
    /// Name of the study's reading.
    pub reading: String,
    small_cell: String,
}

impl<'a> Context<'a> {
    /// The context of a report.
    pub fn new(results: &'a Results, words: &'a Words) -> Result<Context<'a>, ReportError> {
        Ok(Context {
            results,
            words,
            numbers: Numbers::new(results.asked.language),
            all: span(&results.asked.performance),
            reading: words.say(reading_key(results.asked.reading))?,
            small_cell: words.say("small-cell")?,
        })
    }

    /// Rows of the study's variant and of one reading, for a pilot, in the order of the results.
    pub fn rows(&self, pilot: &str, reading: Reading) -> impl Iterator<Item = &'a GainRow> {
        let variant = &self.results.asked.variant;
        self.results.gains.iter().filter(move |row| row.pilot == pilot && row.reading == reading && row.variant == *variant)
    }

    /// The cumulative row of a pilot by one reading.
    pub fn cumulative(&self, pilot: &str, reading: Reading) -> Option<&'a GainRow> {
        self.rows(pilot, reading).find(|row| row.period == Period::All)
    }

    /// The cumulative figures of a pilot by the study's reading; `None`: small cell.
    pub fn judged(&self, pilot: &str) -> Option<&'a GainFigures> {
        self.cumulative(pilot, self.results.asked.reading).and_then(|row| row.figures.as_ref())
    }

    /// A year, or the span of all performance years.
    pub fn period(&self, period: Period) -> String {
        match period {
            Period::Year(year) => year.to_string(),
            Period::All => self.all.clone(),
        }
    }

    /// The mark of a small cell.
    pub fn small_cell(&self) -> String {
        self.small_cell.clone()
    }

    /// A count of persons or rows, or the mark of a small cell.
    pub fn count(&self, count: Option<u64>) -> String {
        count.map_or_else(|| self.small_cell(), |count| self.numbers.count(count))
    }

    /// A number at the precision of its standard error, or the mark of a small cell.
    pub fn estimate(&self, value: Option<f64>, se: Option<f64>) -> String {
        value.map_or_else(|| self.small_cell(), |value| self.numbers.rounded(value, digits(se.unwrap_or(f64::NAN)).clamp(-15, 6)))
    }

    /// The savings rate at the precision of its interval.
    pub fn rate(&self, figures: &GainFigures) -> String {
        self.numbers.percent(figures.savings_rate, figures.rate_decimals())
    }

    /// The interval of the savings rate.
    pub fn rate_interval(&self, figures: &GainFigures) -> Result<String, ReportError> {
        let percent = |rate| self.numbers.percent(rate, figures.rate_decimals());
        self.interval(percent(figures.rate_low), percent(figures.rate_high))
    }

    /// An interval between two finished numbers.
    pub fn interval(&self, low: String, high: String) -> Result<String, ReportError> {
        self.words.tell("interval", &[("low", low.into()), ("high", high.into())])
    }
}

/// The mark of a savings rate in a chart; none without a rate. One far out is drawn at the edge, so that it does not squeeze
/// the others together: its numbers stand beside it.
pub fn rate_mark(figures: &GainFigures, look: Look) -> Option<Mark> {
    let drawn = |rate: f64| rate.clamp(-1.5, 1.5);
    let (estimate, low, high) = (drawn(figures.savings_rate), drawn(figures.rate_low), drawn(figures.rate_high));
    (low.is_finite() && high.is_finite() && estimate.is_finite()).then_some(Mark { estimate, low, high, look })
}

/// Years as text: `2018`, `2018–2021`, `2016, 2018`.
pub fn span(years: &[i32]) -> String {
    match years {
        [first, .., last] if years.windows(2).all(|pair| matches!(pair, [a, b] if *b == a + 1)) => {
            format!("{first}–{last}")
        }
        _ => years.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// The share of person-years above a quantile, with the decimals that it has.
pub fn share_above(context: &Context<'_>, quantile: f64) -> String {
    let percent = 100.0 * (1.0 - quantile);
    let exact = |decimals: &usize| {
        let shifted = percent * 10f64.powi(*decimals as i32);
        (shifted - shifted.round()).abs() < 1e-6
    };
    context.numbers.percent(1.0 - quantile, (0..4).find(exact).unwrap_or(4))
}

/// Where outliers begin, in words.
pub fn cut_off(context: &Context<'_>, cut_off: CutOff) -> Result<String, ReportError> {
    match cut_off {
        CutOff::Quantile(quantile) if quantile >= 1.0 => context.words.say("cut-off-none"),
        CutOff::Quantile(quantile) => context.words.tell("cut-off-share", &[("share", share_above(context, quantile).into())]),
        CutOff::Threshold(euro) => {
            let amount = Cents::rounded(euro * 100.0).unwrap_or_default();
            context.words.tell("cut-off-euro", &[("amount", context.numbers.euro(amount, 1).into())])
        }
    }
}

/// Key of a reading's name.
pub fn reading_key(reading: Reading) -> &'static str {
    match reading {
        Reading::Level => "reading-level",
        Reading::Evolution => "reading-evolution",
        Reading::Additive => "reading-additive",
        Reading::Credible => "reading-credible",
    }
}

/// Key of a reading's explanation.
pub fn explanation_key(reading: Reading) -> &'static str {
    match reading {
        Reading::Level => "explain-level",
        Reading::Evolution => "explain-evolution",
        Reading::Additive => "explain-additive",
        Reading::Credible => "explain-credible",
    }
}

/// Key of a verdict's name.
pub fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Gain => "verdict-gain",
        Verdict::Loss => "verdict-loss",
        Verdict::NotDistinguishable => "verdict-unclear",
    }
}

/// Class of a verdict in the style sheet.
pub fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Gain => "gain",
        Verdict::Loss => "loss",
        Verdict::NotDistinguishable => "unclear",
    }
}
