//! Operating characteristics as table and page: what each variant makes of effects that are known.

use std::sync::Arc;

use askama::Template;

use super::ReportError;
use super::chart::{
    Frame, Tick,
    curve::{self, Curve},
};
use super::html::{percent_tick, reading_key};
use super::language::Words;
use super::language::numbers::Numbers;
use super::table::{Cell, Kind, Table};
use super::{CharacteristicRow, Period};
use crate::spec::Language;

/// The table `operating_characteristics`.
pub fn operating_characteristics(rows: &[CharacteristicRow]) -> Table {
    let word = |text: &str| Cell::Text(text.to_owned());
    let of_row = |row: &CharacteristicRow| {
        let year = match row.period {
            Period::Year(year) => year.to_string(),
            Period::All => "all".into(),
        };
        let keys = [word(&row.variant), Cell::Text(row.pilots.join(" ")), Cell::Text(year), Cell::Text(row.reading.to_string())];
        let counts = [Cell::Whole(row.placebos as i64), Cell::Whole(row.side_by_side as i64)];
        let found = row.found;
        let (false_gains, power) = if row.effect == 0.0 { (Some(found.found), None) } else { (None, Some(found.found)) };
        let numbers = [Some(found.bias), Some(found.rmse), Some(found.coverage), false_gains, power];
        let signs = power.map(|_| found.wrong_sign);
        let numbers = numbers.into_iter().chain([signs, power.map(|_| found.promised)]);
        let flags = [row.main.then_some("main"), (!row.keeps_size).then_some("size-not-kept")];
        let flags = flags.into_iter().flatten().collect::<Vec<_>>().join(" ");
        keys.into_iter()
            .chain([Cell::Text(row.outliers.to_string()), Cell::Number(row.effect)])
            .chain(counts)
            .chain(numbers.map(|number| number.map_or(Cell::Empty, Cell::Number)))
            .chain([Cell::Text(flags)])
            .collect()
    };
    let texts = ["variant", "pilots", "year", "reading", "outliers"].map(|name| (name, Kind::Text));
    let counts = ["placebos", "side_by_side"].map(|name| (name, Kind::Whole));
    let numbers =
        ["bias", "rmse", "coverage", "false_gain_rate", "power", "sign_errors", "promised_power"].map(|name| (name, Kind::Number));
    let columns = texts.into_iter().chain([("effect", Kind::Number)]).chain(counts).chain(numbers).chain([("flags", Kind::Text)]);
    Table { name: "operating_characteristics", columns: columns.collect(), rows: rows.iter().map(of_row).collect() }
}

#[derive(Template)]
#[template(path = "report/calibration.html")]
struct Page<'a> {
    words: &'a Words,
    title: &'a str,
    lead: String,
    charts: Vec<Chart>,
    size: Chart,
    lines: Vec<Line>,
    broken: bool,
}

struct Chart {
    title: String,
    drawing: String,
}

/// A line of the table, as text.
struct Line {
    variant: String,
    reading: String,
    effect: String,
    bias: String,
    rmse: String,
    coverage: String,
    found: String,
    wrong: String,
    kept: bool,
}

/// The page: power against effect for each variant, size against what the level allows, and the figures.
pub fn calibration(language: Language, title: &str, level: f64, rows: &[CharacteristicRow]) -> Result<String, ReportError> {
    let (words, numbers) = (Words::new(language)?, Numbers::new(language));
    let all: Vec<&CharacteristicRow> = rows.iter().filter(|row| row.period == Period::All).collect();
    let name = |row: &CharacteristicRow| -> Result<String, ReportError> {
        Ok(format!("{}, {} ({})", row.variant, words.say(reading_key(row.reading))?, row.pilots.join(", ")))
    };
    let percent = |share: f64| numbers.percent(share, 1);
    let lead = words.tell("calibration-lead", &[("level", numbers.percent(level, 0).into())])?;
    let mut charts = Vec::new();
    for main in all.chunk_by(|a, b| (&a.variant, &a.pilots) == (&b.variant, &b.pilots)) {
        let of_reading = main.iter().filter(|row| row.main && row.effect != 0.0);
        let points = |value: fn(&CharacteristicRow) -> f64| of_reading.clone().map(|row| (-row.effect, value(row))).collect::<Vec<_>>();
        let found = Curve { label: words.say("calibration-found")?, points: points(|row| row.found.found) };
        let promised = Curve { label: words.say("calibration-promised")?, points: points(|row| row.found.promised) };
        let Some(first) = main.iter().find(|row| row.main) else { continue };
        let title = words.tell("calibration-chart", &[("variant", name(first)?.into())])?;
        let frame = frame(&words, numbers, format!("power-{}", charts.len()), &title)?;
        let effects: Tick = Arc::new(move |effect, _| numbers.percent(effect, 0));
        let drawing = curve::draw(&frame, &words.say("calibration-effect")?, &effects, &[found, promised]);
        charts.push(Chart { title, drawing });
    }
    let mut lines = Vec::new();
    for row in &all {
        lines.push(Line {
            variant: format!("{} ({})", row.variant, row.pilots.join(", ")),
            reading: words.say(reading_key(row.reading))?,
            effect: percent(row.effect),
            bias: percent(row.found.bias),
            rmse: percent(row.found.rmse),
            coverage: percent(row.found.coverage),
            found: percent(row.found.found),
            wrong: percent(row.found.wrong_sign),
            kept: row.keeps_size,
        });
    }
    let page = Page {
        words: &words,
        title,
        lead,
        charts,
        size: size(&words, numbers, level, &all)?,
        lines,
        broken: all.iter().any(|row| !row.keeps_size),
    };
    page.render().map_err(|error| ReportError::Template(error.to_string()))
}

fn frame(words: &Words, numbers: Numbers, id: String, title: &str) -> Result<Frame, ReportError> {
    let description = words.say("calibration-chart-description")?;
    Ok(Frame { id, title: title.to_owned(), description, axis: words.say("calibration-found")?, tick: percent_tick(numbers) })
}

/// False gains and losses of every variant and reading, each with what chance among so few zones allows around the nominal share.
fn size(words: &Words, numbers: Numbers, level: f64, rows: &[&CharacteristicRow]) -> Result<Chart, ReportError> {
    let title = words.tell("calibration-size", &[("nominal", numbers.percent(1.0 - level, 0).into())])?;
    let mut frame = frame(words, numbers, "size".into(), &title)?;
    frame.axis = words.say("calibration-false")?;
    let mut bars = Vec::new();
    for row in rows.iter().filter(|row| row.effect == 0.0) {
        let allowed = 1.645 * ((1.0 - level) * level / row.side_by_side as f64).sqrt();
        let (share, nominal) = (row.found.found, 1.0 - level);
        let look = if row.keeps_size { super::chart::Look::Accent } else { super::chart::Look::Warning };
        let mark = super::chart::Mark { estimate: share, low: (nominal - allowed).max(0.0), high: nominal + allowed, look };
        let label = format!("{}, {}", row.variant, words.say(reading_key(row.reading))?);
        bars.push(super::chart::Row { label, note: numbers.percent(share, 1), marks: vec![mark] });
    }
    Ok(Chart { title, drawing: super::chart::draw(&frame, &bars) })
}
