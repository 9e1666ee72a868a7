//! What precision can be bought: the ladder of methods on pseudo-pilots, and what is left for persons.

use super::context::{Context, cut_off, reading_key};
use crate::report::ReportError;
use crate::report::{Period, PlaceboRow, PrecisionRow};
use crate::spec::{Outliers, Reading};

/// The ladder on one set of pseudo-pilots.
pub struct Ladder {
    /// What choosing a method buys, and what only persons do.
    pub sentences: Vec<String>,
    /// The pilots whose size the pseudo-pilots have.
    pub pilots: String,
    /// The error of the first step and of the best.
    pub aside: String,
    /// Caption of the table.
    pub caption: String,
    /// From what the decree describes to the most precise.
    pub steps: Vec<Step>,
}

/// A way of judging.
pub struct Step {
    /// Name of the reading.
    pub reading: String,
    /// Outlier rule.
    pub outliers: String,
    /// Number of base years.
    pub base_years: String,
    /// Mean savings rate found.
    pub bias: String,
    /// Root mean squared savings rate found.
    pub error: String,
    /// How that differs from the first step; empty there.
    pub change: String,
    /// Whether the study judges so.
    pub own: bool,
}

/// What is left of the error of the study's own way, as a savings rate.
struct Left {
    own: f64,
    doubled: f64,
    endless: f64,
}

/// The ladders of the study's variant, one for each size of pilots.
pub fn ladders(context: &Context<'_>) -> Result<Vec<Ladder>, ReportError> {
    let rows = &context.results.precision;
    rows.chunk_by(|a, b| (&a.variant, &a.pilots) == (&b.variant, &b.pilots)).map(|rows| ladder(context, rows)).collect()
}

fn ladder(context: &Context<'_>, rows: &[PrecisionRow]) -> Result<Ladder, ReportError> {
    let (words, asked, percent) = (context.words, &context.results.asked, |rate: f64| context.numbers.percent(rate, 1));
    let first = &rows[0];
    let step = |row: &PrecisionRow| -> Result<Step, ReportError> {
        let change = row.rmse / first.rmse - 1.0;
        let sign = if change >= 0.005 { "+" } else { "" };
        Ok(Step {
            reading: words.say(reading_key(row.reading))?,
            outliers: rule(context, row.outliers)?,
            base_years: context.numbers.count(row.base_years),
            bias: percent(row.bias),
            error: percent(row.rmse),
            change: if std::ptr::eq(row, first) { String::new() } else { format!("{sign}{}", context.numbers.percent(change, 0)) },
            own: (row.reading, row.outliers, row.base_years) == (asked.reading, asked.outliers, asked.base.len() as u64),
        })
    };
    let steps = rows.iter().map(step).collect::<Result<Vec<_>, _>>()?;
    let best = rows.iter().min_by(|a, b| a.rmse.total_cmp(&b.rmse)).unwrap_or(first);
    let pilots = first.pilots.join(", ");
    let method = [
        ("count", context.numbers.count(first.placebos).into()),
        ("pilots", pilots.as_str().into()),
        ("first", percent(first.rmse).into()),
        ("reading", words.say(reading_key(first.reading))?.into()),
        ("better", if best.rmse < first.rmse { "some" } else { "none" }.into()),
        ("best", percent(best.rmse).into()),
        ("other", words.say(reading_key(best.reading))?.into()),
        ("rule", rule(context, best.outliers)?.into()),
        ("years", context.numbers.count(best.base_years).into()),
    ];
    let mut sentences = vec![words.tell("precision-method", &method)?];
    if let Some(Left { own, doubled, endless }) = left(context, &first.pilots) {
        let persons = [
            ("own", percent(own).into()),
            ("doubled", percent(doubled).into()),
            ("endless", percent(endless).into()),
            ("shocks", if endless > 0.0 { "some" } else { "none" }.into()),
        ];
        sentences.push(words.tell("precision-persons", &persons)?);
    }
    let caption = words.tell("precision-table", &[("pilots", pilots.as_str().into())])?;
    let aside = words.tell("precision-aside", &[("first", percent(first.rmse).into()), ("best", percent(best.rmse).into())])?;
    Ok(Ladder { sentences, pilots, aside, caption, steps })
}

/// What is left in the study's own way; none in the additive reading, whose departures are no rates.
///
/// METHOD: of the squared error the share Σv / Σ(v + τ²) is chance among persons, which twice as many halve; the rest is shocks
/// of zones, which stay.
fn left(context: &Context<'_>, pilots: &[String]) -> Option<Left> {
    let asked = &context.results.asked;
    let own = |row: &&PlaceboRow| {
        let yearly = !row.before && row.period != Period::All;
        yearly && row.variant == asked.variant && row.pilots == pilots && row.reading == asked.reading
    };
    let rows: Vec<&PlaceboRow> = context.results.placebos.iter().filter(own).collect();
    let of = rows.iter().map(|row| row.departures.len()).sum::<usize>() as f64;
    if asked.reading == Reading::Additive || of == 0.0 {
        return None;
    }
    let sum = |value: &dyn Fn(&PlaceboRow, f64, f64) -> f64| -> f64 {
        rows.iter().flat_map(|row| row.departures.iter().map(|(_, d, v)| value(row, *d, *v))).sum()
    };
    let squared = sum(&|_, d, _| d.exp_m1().powi(2)) / of;
    let persons = sum(&|_, _, v| v) / sum(&|row, _, v| v + row.tau2);
    let with = |share: f64| (squared * (1.0 - persons + share * persons)).max(0.0).sqrt();
    let shocks = rows.iter().any(|row| row.tau2 > 0.0);
    Some(Left { own: with(1.0), doubled: with(0.5), endless: if shocks { with(0.0) } else { 0.0 } })
}

/// An outlier rule in words.
pub fn rule(context: &Context<'_>, outliers: Outliers) -> Result<String, ReportError> {
    let key = match outliers {
        Outliers::None => return context.words.say("none"),
        Outliers::Cap(_) => "outliers-cap",
        Outliers::Drop(_) => "outliers-drop",
    };
    context.words.tell(key, &[("cut", cut_off(context, outliers.cut_off())?.into())])
}
