//! The gains of a run in few words, a line for each pilot: what a terminal has room for.

use super::html::{reading_key, span, verdict_key};
use super::language::Words;
use super::language::numbers::{Numbers, euro_step};
use super::{GainFigures, Period, ReportError, Results};
use crate::credibility::Verdict;

/// The cumulative gains by the study's reading, as text in its language.
pub struct GainLines {
    /// Title, years and reading.
    pub title: String,
    /// Heads: pilot, gain, savings rate, interval, verdict.
    pub heads: [String; 5],
    /// A line for each pilot.
    pub rows: Vec<GainLine>,
    /// What must be said below.
    pub notes: Vec<String>,
}

/// A pilot's line.
pub struct GainLine {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Gain, savings rate and interval, empty where there are none.
    pub figures: [String; 3],
    /// The verdict in words, or why there is none.
    pub says: String,
    /// The verdict; `None`: small cell.
    pub verdict: Option<Verdict>,
}

impl GainLines {
    /// The lines of a run.
    ///
    /// # Errors
    /// [`ReportError::Text`] if a text is missing.
    pub fn new(results: &Results) -> Result<GainLines, ReportError> {
        let asked = &results.asked;
        let (words, numbers) = (Words::new(asked.language)?, Numbers::new(asked.language));
        let rows = results.gains.iter().filter(|row| row.main && row.period == Period::All && row.variant == asked.variant);
        let lines = rows.clone().map(|row| match &row.figures {
            None => Ok(GainLine { pilot: row.pilot.clone(), figures: Default::default(), says: words.say("small-cell")?, verdict: None }),
            Some(figures) => line(&row.pilot, figures, &words, numbers),
        });
        let level = numbers.percent(asked.level, usize::from((asked.level * 100.0).fract().abs() > 1e-9));
        let mut notes = Vec::new();
        if rows.clone().any(|row| row.figures.as_ref().is_some_and(|figures| !figures.keeps_size)) {
            notes.push(format!("{MARK} {}", words.say("size-warning")?));
        }
        if !asked.other_variants.is_empty() {
            let (variant, others) = (asked.variant.as_str().into(), asked.other_variants.join(", ").into());
            notes.push(words.tell("lines-variants", &[("variant", variant), ("others", others)])?);
        }
        let reading = words.say(reading_key(asked.reading))?;
        let title = [("title", asked.title.as_str().into()), ("period", span(&asked.performance).into()), ("reading", reading.into())];
        Ok(GainLines {
            title: words.tell("lines-title", &title)?,
            heads: [
                words.say("pilot")?,
                words.say("gain")?,
                words.say("lines-rate")?,
                words.tell("lines-interval", &[("level", level.into())])?,
                words.say("verdict")?,
            ],
            rows: lines.collect::<Result<_, ReportError>>()?,
            notes,
        })
    }

    /// How many findings there are and where the results stand.
    ///
    /// # Errors
    /// [`ReportError::Text`] if a text is missing.
    pub fn ending(results: &Results, folder: &str) -> Result<String, ReportError> {
        let (words, numbers) = (Words::new(results.asked.language)?, Numbers::new(results.asked.language));
        let count = results.findings.len();
        let number = numbers.count(count as u64);
        words.tell("lines-findings", &[("count", count.into()), ("number", number.into()), ("folder", folder.into())])
    }
}

/// Stands beside a verdict that is not to be judged by.
const MARK: &str = "⚠";

/// A pilot's gain to what its interval supports, as the report prints it.
fn line(pilot: &str, figures: &GainFigures, words: &Words, numbers: Numbers) -> Result<GainLine, ReportError> {
    let gain = numbers.euro(figures.gain, euro_step(figures.se));
    let (pilot, verdict) = (pilot.to_owned(), Some(figures.verdict));
    if !figures.savings_rate.is_finite() {
        return Ok(GainLine { pilot, figures: [gain, String::new(), String::new()], says: words.say("lines-no-rate")?, verdict });
    }
    let decimals = figures.rate_decimals();
    let interval = format!("{} … {}", numbers.decimal(100.0 * figures.rate_low, decimals), numbers.percent(figures.rate_high, decimals));
    let says = words.say(verdict_key(figures.verdict))?;
    let says = if figures.keeps_size { says } else { format!("{says} {MARK}") };
    Ok(GainLine { pilot, figures: [gain, numbers.percent(figures.savings_rate, decimals), interval], says, verdict })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
    use crate::report::results::tests::figures;
    use crate::spec::Language;

    fn of(figures: &GainFigures) -> GainLine {
        line("lys", figures, &Words::new(Language::En).expect("texts"), Numbers::new(Language::En)).expect("a line")
    }

    #[test]
    fn a_gain_is_printed_to_what_its_interval_supports() {
        let line = of(&figures());
        assert_eq!((line.figures, line.says.as_str()), (["€10,000", "1.9%", "−2.6 … 6.4%"].map(str::to_owned), "not distinguishable"));
        let line = of(&GainFigures { se: Cents(600_000_000), keeps_size: false, ..figures() });
        assert_eq!((line.figures, line.says.as_str()), (["€0", "2%", "−3 … 6%"].map(str::to_owned), "not distinguishable ⚠"));
        let line = of(&GainFigures { savings_rate: f64::NAN, ..figures() });
        assert_eq!(line.says, "no rate: guarantee below zero");
    }
}
