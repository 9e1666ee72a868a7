//! The trial where nothing happened: what pseudo-pilots say of each reading.

use super::context::{Context, reading_key, span};
use crate::credibility::Verdict;
use crate::money::Cents;
use crate::report::ReportError;
use crate::report::{Period, PlaceboRow, PlaceboYearRow};
use crate::spec::Reading;

/// The section on pseudo-pilots.
pub struct Placebos {
    /// What was tried, or why nothing was.
    pub lead: String,
    /// Caption of the table.
    pub caption: String,
    /// A line for each reading and set of pilots.
    pub lines: Vec<Line>,
    /// What was found in the pilots' zones in each year before they had begun.
    pub before: Vec<String>,
    /// What the interval holds.
    pub limit: String,
}

/// What one set of pseudo-pilots says of one reading.
pub struct Line {
    /// The pilots whose size they have.
    pub pilots: String,
    /// Name of the reading.
    pub reading: String,
    /// How many there are, and how many side by side.
    pub count: String,
    /// Mean gain found where there is none.
    pub mean: String,
    /// Standard deviation of what is found.
    pub sd: String,
    /// Standard deviation of the shocks of zones.
    pub shock: String,
    /// Share found to differ when persons alone are counted.
    pub false_without: String,
    /// Share found to differ.
    pub false_with: String,
    /// Whether that is as rare as the level says.
    pub kept: bool,
}

impl Placebos {
    /// The cumulative rows of the study's variant.
    pub fn new(context: &Context) -> Result<Placebos, ReportError> {
        let (words, results) = (context.words, context.results);
        let shown = |row: &&PlaceboRow| row.variant == results.asked.variant && row.period == Period::All && !row.before;
        let rows: Vec<&PlaceboRow> = results.placebos.iter().filter(shown).collect();
        let lead = match rows.iter().find(|row| row.reading == results.asked.reading) {
            None => words.say("placebos-none")?,
            Some(row) => {
                let counts = [("count", row.departures.len() as u64), ("independent", row.side_by_side)];
                words.tell("placebos-lead", &counts.map(|(name, count)| (name, context.numbers.count(count).into())))?
            }
        };
        let judged: Vec<_> = results.asked.pilots.iter().filter_map(|pilot| context.judged(&pilot.id)).collect();
        let all_shocks = !judged.is_empty() && judged.iter().all(|figures| figures.zone_shock_sd.is_some());
        Ok(Placebos {
            lead,
            caption: words.tell("placebos-table", &[("period", context.all.as_str().into())])?,
            lines: rows.into_iter().map(|row| line(context, row)).collect::<Result<_, _>>()?,
            before: before(context)?,
            limit: words.say(if all_shocks { "limit-interval-shocks" } else { "limit-interval" })?,
        })
    }
}

/// A sentence for each year before the pilots had begun.
fn before(context: &Context) -> Result<Vec<String>, ReportError> {
    let rows: Vec<&PlaceboYearRow> = context.results.placebo_years.iter().filter(|row| row.main).collect();
    let mut years: Vec<(i32, &[i32])> = rows.iter().map(|row| (row.year, row.base.as_slice())).collect();
    years.sort_unstable();
    years.dedup();
    let sentence = |(year, base): (i32, &[i32])| {
        let of_year = || rows.iter().filter(|row| row.year == year);
        let (tried, found) = (of_year().count(), of_year().filter(|row| row.verdict != Verdict::NotDistinguishable).count());
        let rates = || of_year().map(|row| row.savings_rate).filter(|rate| rate.is_finite());
        let (low, high) = rates().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), rate| (low.min(rate), high.max(rate)));
        let percent = |rate: f64| context.numbers.percent(rate, 1);
        let arguments = [
            ("year", year.to_string().into()),
            ("base", span(base).into()),
            ("found", (found as f64).into()),
            ("tried", context.numbers.count(tried as u64).into()),
            ("low", percent(low).into()),
            ("high", percent(high).into()),
        ];
        context.words.tell("placebos-before", &arguments)
    };
    years.into_iter().map(sentence).collect()
}

fn line(context: &Context, row: &PlaceboRow) -> Result<Line, ReportError> {
    let numbers = context.numbers;
    let share = |share: f64| numbers.percent(share, 0);
    // Departures of the additive reading are cents per person-year, the others logarithms.
    let size = |departure: f64| match row.reading {
        Reading::Additive => numbers.euro(Cents::rounded(departure).unwrap_or_default(), 100),
        Reading::Level | Reading::Evolution | Reading::Credible => numbers.percent(departure, 1),
    };
    let mean = if row.reading == Reading::Additive { -row.mean } else { 1.0 - row.mean.exp() };
    Ok(Line {
        pilots: row.pilots.join(", "),
        reading: context.words.say(reading_key(row.reading))?,
        count: format!("{} ({})", numbers.count(row.departures.len() as u64), numbers.count(row.side_by_side)),
        mean: size(mean),
        sd: size(row.sd),
        shock: size(row.tau2.sqrt()),
        false_without: share(row.false_gain_rate_without),
        false_with: share(row.false_gain_rate),
        kept: row.keeps_size,
    })
}
