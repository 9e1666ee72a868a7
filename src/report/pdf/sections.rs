//! The sections of the report, in the order of the HTML: what each says, put into blocks.

use super::document::{Block, Marked, Term, Tile};
use super::table::{Cell, Head, Line, Table};
use crate::report::ReportError;
use crate::report::html::Page;

/// Legend of the verdicts.
const VERDICTS: [(&str, &str); 3] = [("gain", "legend-gain"), ("loss", "legend-loss"), ("unclear", "legend-unclear")];

/// The summary, which stands before the list of contents.
pub fn summary(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let summary = &page.summary;
    let mut blocks = vec![Block::section(page.words.say("summary-title")?)];
    blocks.extend(summary.alarm.iter().map(|text| Block::Paragraph { class: "alarm", text: text.clone() }));
    blocks.extend(summary.sentences.iter().map(|text| Block::Paragraph { class: "summary", text: text.clone() }));
    blocks.push(Block::facts(&summary.facts));
    Ok(blocks)
}

/// Everything from what the study asked to how it is reproduced.
pub fn sections(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let sections = [
        asked(page)?,
        gains(page)?,
        pilots(page)?,
        decomposition(page)?,
        parts(page)?,
        readings(page)?,
        placebos(page)?,
        precision(page)?,
        outliers(page)?,
        sectors(page)?,
        models(page)?,
        diagnostics(page)?,
        data(page)?,
        method(page)?,
        limits(page)?,
        reproduce(page)?,
    ];
    Ok(sections.into_iter().flatten().collect())
}

/// The heads of a table: over texts, then over numbers.
pub fn heads(page: &Page<'_>, texts: &[&str], numbers: &[&str]) -> Result<Vec<Head>, ReportError> {
    let texts = texts.iter().map(|key| Ok(Head::text(page.words.say(key)?)));
    texts.chain(numbers.iter().map(|key| Ok(Head::number(page.words.say(key)?)))).collect()
}

/// Cells of numbers.
fn numbers<'a>(texts: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = Cell> {
    texts.into_iter().map(Cell::number)
}

/// The mark of a small cell, over what is left of a line.
fn small_cell(page: &Page<'_>) -> Result<Cell, ReportError> {
    Ok(Cell::text(page.words.say("small-cell")?))
}

/// A verdict, with a warning where false ones are not as rare as the level says.
fn verdict(page: &Page<'_>, class: &'static str, text: &str, kept: bool) -> Result<Cell, ReportError> {
    let warning = if kept { String::new() } else { page.words.say("size-not-kept")? };
    Ok(Cell { verdict: Some(Marked { class, text: text.to_owned() }), warning, ..Cell::default() })
}

fn verdicts(page: &Page<'_>) -> Result<Vec<Marked>, ReportError> {
    VERDICTS.iter().map(|(class, key)| Ok(Marked { class, text: page.words.say(key)? })).collect()
}

fn sentences<'a>(texts: impl IntoIterator<Item = &'a String>) -> Block {
    Block::Sentences { sentences: texts.into_iter().map(|text| Marked { class: "plain", text: text.clone() }).collect() }
}

fn asked(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let words = page.words;
    let mut heads = heads(page, &["pilot", "pilot-name"], &["municipalities"])?;
    heads.extend([Head::text(words.say("target")?), Head::number(words.say("start")?)]);
    let line = |pilot: &crate::report::AskedPilot| {
        let target = Cell { code: true, ..Cell::text(&pilot.target) };
        let (municipalities, start) = (pilot.municipalities.to_string(), pilot.start.to_string());
        Line::new(vec![Cell::text(&pilot.id), Cell::text(&pilot.name), Cell::number(municipalities), target, Cell::number(start)])
    };
    let lines = page.asked.pilots.iter().map(line).collect();
    let mut blocks = vec![Block::opening(words.say("asked-title")?), Block::Table(Table::new(words.say("asked-pilots")?, heads, lines))];
    if !page.tiles.is_empty() {
        let tiles = page.tiles.iter().map(|tile| Tile {
            name: tile.name.clone(),
            column: tile.column - 1,
            row: tile.row - 1,
            pilots: tile
                .pilots
                .iter()
                .map(|pilot| (Marked { class: pilot.class, text: pilot.name.to_owned() }, pilot.municipalities.clone()))
                .collect(),
        });
        blocks.push(Block::Tiles { title: words.say("map-title")?, legend: verdicts(page)?, tiles: tiles.collect() });
    }
    blocks.extend([Block::heading(2, words.say("asked-comparison")?), Block::terms(&page.asked.facts)]);
    Ok(blocks)
}

fn gains(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, gains) = (page.words, &page.gains);
    let mut blocks = vec![Block::opening(words.say("gains-title")?), Block::paragraph(&gains.lead)];
    blocks.extend(Block::drawing(&gains.chart_title, verdicts(page)?, &gains.chart));
    let told = gains.sentences.iter().map(|sentence| Marked { class: sentence.class, text: sentence.text.clone() });
    blocks.extend([Block::heading(2, words.say("verdicts-title")?), Block::Sentences { sentences: told.collect() }]);

    let mut lines = Vec::new();
    for pilot in &gains.pilots {
        lines.push(Line::group(pilot.name));
        for line in &pilot.lines {
            let mut cells = vec![Cell::text(&line.period)];
            match &line.cells {
                None => cells.push(small_cell(page)?),
                Some(figures) => {
                    cells.extend(numbers([&figures.persons, &figures.guarantee, &figures.real_cost]));
                    cells.push(Cell::number(&figures.gain).with_under(&figures.gain_interval));
                    cells.push(Cell::number(&figures.rate).with_under(&figures.rate_interval));
                    cells.push(Cell::number(&figures.detectable));
                    cells.push(verdict(page, figures.class, &figures.verdict, figures.kept)?);
                }
            }
            lines.push(Line { sum: line.cumulative, cells, ..Line::default() });
        }
    }
    let mut heads = heads(page, &["period"], &["persons", "guarantee", "real-cost", "gain-interval", "rate-interval", "detectable"])?;
    heads.push(Head::text(words.say("verdict")?));
    blocks.push(Block::Table(Table::new(words.say("gains-table")?, heads, lines)));
    blocks.push(Block::note(words.say("gains-note")?));
    Ok(blocks)
}

fn pilots(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let mut blocks = Vec::new();
    for (place, pilot) in page.pilots.pilots.iter().enumerate() {
        if place == 0 {
            blocks.extend([Block::section(page.words.say("pilots-title")?), Block::paragraph(page.words.say("pilots-lead")?)]);
        }
        blocks.push(Block::Heading { level: 2, text: pilot.name.to_owned(), page: true, listed: true });
        blocks.push(Block::Sentences { sentences: vec![Marked { class: pilot.class, text: pilot.sentence.clone() }] });
        blocks.push(Block::facts(&pilot.facts));
        for part in &pilot.parts {
            blocks.push(Block::heading(3, &part.title));
            blocks.extend(part.paragraphs.iter().map(|text| Block::Paragraph { class: "leading", text: text.clone() }));
            blocks.extend(Block::chart(&part.figure));
        }
        blocks.push(Block::note(&page.pilots.note));
    }
    Ok(blocks)
}

fn decomposition(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, decomposition) = (page.words, &page.decomposition);
    let Some(table) = &decomposition.overview else { return Ok(Vec::new()) };
    Ok(vec![
        Block::opening(words.say("decomposition-title")?),
        Block::paragraph(&decomposition.lead),
        Block::terms(&decomposition.components),
        Block::heading(2, words.say("decomposition-overview")?),
        Block::Table(table.into()),
        Block::note(words.say("decomposition-note")?),
    ])
}

fn parts(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, parts) = (page.words, &page.parts.lines);
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let heads = heads(page, &["pilot"], &["se", "parts-own", "parts-reference", "parts-zones", "parts-shrunk", "parts-weight"])?;
    let lines = parts.iter().map(|line| {
        let figures = [&line.se, &line.own, &line.reference, &line.zones, &line.shrunk, &line.weight];
        Line::new([Cell::text(line.pilot)].into_iter().chain(numbers(figures)).collect())
    });
    Ok(vec![
        Block::section(words.say("parts-title")?),
        Block::paragraph(words.say("parts-lead")?),
        Block::Table(Table::new(words.say("parts-table")?, heads, lines.collect())),
        sentences(parts.iter().map(|line| &line.sentence)),
        Block::note(words.say("parts-note")?),
    ])
}

fn readings(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, readings) = (page.words, &page.readings);
    let main = words.say("main-reading")?;
    let points = readings.columns.iter().map(|column| column.explanation.clone()).collect();
    let legend = readings.columns.iter().map(|column| {
        let text = if column.main { format!("{} ({main})", column.name) } else { column.name.clone() };
        Marked { class: column.class, text }
    });
    let mut lines = Vec::new();
    for line in &readings.lines {
        let mut cells = vec![Cell::text(line.name)];
        for cell in &line.cells {
            cells.push(match cell {
                None => Cell { number: true, ..small_cell(page)? },
                Some(cell) => {
                    let found = Cell::number(&cell.rate).with_under(&cell.interval);
                    let Cell { verdict, warning, .. } = verdict(page, cell.class, &cell.verdict, cell.kept)?;
                    Cell { verdict, warning, ..found }
                }
            });
        }
        lines.push(Line::new(cells));
    }
    let under = |own: bool| if own { main.clone() } else { String::new() };
    let of_readings = readings.columns.iter().map(|column| Head::number(column.name.clone()).with_under(under(column.main)));
    let heads = [Head::text(words.say("pilot")?)].into_iter().chain(of_readings).collect();
    let mut blocks = vec![Block::section(words.say("readings-title")?), Block::paragraph(&readings.lead), Block::Points { points }];
    blocks.extend(Block::drawing(&readings.chart_title, legend.collect(), &readings.chart));
    blocks.push(Block::Table(Table::new(&readings.caption, heads, lines)));
    Ok(blocks)
}

fn placebos(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, placebos) = (page.words, &page.placebos);
    let mut blocks = vec![Block::section(words.say("placebos-title")?), Block::paragraph(&placebos.lead)];
    if !placebos.lines.is_empty() {
        let figures = ["placebos-count", "placebos-mean", "placebos-sd", "placebos-shock", "placebos-false-without", "placebos-false"];
        let heads = heads(page, &["placebos-reading", "placebos-pilots"], &figures)?;
        let suspect = words.say("size-not-kept")?;
        let lines = placebos.lines.iter().map(|line| {
            let mut cells = vec![Cell::text(&line.reading), Cell::text(&line.pilots)];
            cells.extend(numbers([&line.count, &line.mean, &line.sd, &line.shock, &line.false_without]));
            let warning = if line.kept { String::new() } else { suspect.clone() };
            cells.push(Cell { warning, ..Cell::number(&line.false_with) });
            Line::new(cells)
        });
        blocks.push(Block::Table(Table::new(&placebos.caption, heads, lines.collect())));
        blocks.push(Block::note(format!("{} {}", words.say("placebos-note")?, words.say("size-rule")?)));
    }
    if !placebos.before.is_empty() {
        blocks.extend([Block::heading(2, words.say("placebos-before-title")?), sentences(&placebos.before)]);
    }
    Ok(blocks)
}

fn precision(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let words = page.words;
    if page.ladders.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![Block::section(words.say("precision-title")?), Block::paragraph(words.say("precision-lead")?)];
    let own = words.say("outliers-own")?;
    for ladder in &page.ladders {
        blocks.push(Block::heading(2, format!("{} {}: {}", words.say("placebos-pilots")?, ladder.pilots, ladder.aside)));
        blocks.extend(ladder.sentences.iter().map(Block::paragraph));
        let figures = ["asked-base-count", "precision-error", "precision-change", "placebos-mean"];
        let lines = ladder.steps.iter().map(|step| {
            let reading = Cell::text(&step.reading).with_under(if step.own { own.clone() } else { String::new() });
            let figures = numbers([&step.base_years, &step.error, &step.change, &step.bias]);
            Line { sum: step.own, cells: [reading, Cell::text(&step.outliers)].into_iter().chain(figures).collect(), ..Line::default() }
        });
        let heads = heads(page, &["placebos-reading", "outliers-rule"], &figures)?;
        blocks.push(Block::Table(Table::new(&ladder.caption, heads, lines.collect())));
    }
    blocks.push(Block::note(words.say("precision-note")?));
    Ok(blocks)
}

fn outliers(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, outliers) = (page.words, &page.outliers);
    let Some(table) = &outliers.overview else { return Ok(Vec::new()) };
    Ok(vec![
        Block::section(words.say("outliers-title")?),
        Block::paragraph(&outliers.lead),
        Block::Table(table.into()),
        Block::note(words.say("outliers-note")?),
    ])
}

fn sectors(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let Some(table) = &page.sectors.overview else { return Ok(Vec::new()) };
    let title = Block::section(page.words.say("sectors-title")?);
    Ok(vec![title, Block::paragraph(&page.sectors.lead), Block::Table(table.into())])
}

fn models(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, models) = (page.words, &page.models);
    let figures = ["persons", "person-years", "r2", "sigma", "calibration", "condition"];
    let group: &[&str] = if models.several_groups { &["asked-reference", "year"] } else { &["year"] };
    let lines = models.totals.iter().map(|fit| {
        let group = models.several_groups.then(|| Cell::text(&fit.group));
        let figures = numbers([&fit.persons, &fit.person_years, &fit.r2, &fit.sigma, &fit.calibration]);
        let condition = Cell { suspect: fit.suspect, ..Cell::number(&fit.condition) };
        Line::new(group.into_iter().chain([Cell::text(&fit.year)]).chain(figures).chain([condition]).collect())
    });
    let table = Table::new(words.say("fits-table")?, heads(page, group, &figures)?, lines.collect());
    Ok(vec![Block::section(words.say("models-title")?), Block::paragraph(words.say("models-lead")?), Block::Table(table)])
}

fn diagnostics(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, diagnostics) = (page.words, &page.diagnostics);
    if diagnostics.illness.is_empty() && diagnostics.others.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![Block::section(words.say("diagnostics-title")?)];
    blocks.extend(diagnostics.chronic.iter().map(|text| Block::Paragraph { class: "summary", text: text.clone() }));
    blocks.push(Block::paragraph(words.say("diagnostics-lead")?));
    let families = [(diagnostics.title.clone(), &diagnostics.illness)].into_iter();
    let others = diagnostics.others.iter().map(|family| (format!("{}, {}", family.name, diagnostics.year), &family.lines));
    for (caption, lines) in families.chain(others) {
        let figures = ["persons", "diagnostics-expected", "diagnostics-real", "diagnostics-ratio", "diagnostics-residual"];
        let lines = lines.iter().map(|line| {
            let ratio = Cell { suspect: line.far, ..Cell::number(&line.ratio) };
            let figures = numbers([&line.persons, &line.expected, &line.real]);
            Line::new([Cell::text(&line.group)].into_iter().chain(figures).chain([ratio, Cell::number(&line.residual)]).collect())
        });
        blocks.push(Block::Table(Table::new(caption, heads(page, &["diagnostics-group"], &figures)?, lines.collect())));
    }
    Ok(blocks)
}

fn data(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let (words, data) = (page.words, &page.data);
    let mut blocks = vec![Block::opening(words.say("data-title")?), Block::paragraph(words.say("data-lead")?)];
    blocks.push(Block::heading(2, words.say("findings-title")?));
    if data.findings.is_empty() {
        blocks.push(Block::paragraph(words.say("no-findings")?));
    } else {
        let lines = data.findings.iter().map(|finding| {
            let language = finding.untranslated.then_some("en");
            let level = Marked { class: finding.class, text: finding.level.clone() };
            let message = Cell { language, ..Cell::text(&finding.message).with_under(&finding.row.rule) };
            let mut cells = vec![Cell { verdict: Some(level), ..Cell::default() }, message];
            cells.extend(numbers([&finding.count, &finding.share]));
            cells.extend(data.amounts.then(|| Cell::number(&finding.amount)));
            cells.push(Cell { language, ..Cell::text(&finding.advice) });
            Line::new(cells)
        });
        let amount: &[&str] = if data.amounts { &["count-head", "share-head", "amount-head"] } else { &["count-head", "share-head"] };
        let mut heads = heads(page, &["level-head", "finding"], amount)?;
        heads.push(Head::text(words.say("advice")?));
        blocks.push(Block::Table(Table::new(words.say("findings-table")?, heads, lines.collect())));
    }
    if !data.groups.is_empty() {
        let years = data.years.iter().map(|year| Head::number(year.to_string()));
        let heads = [Head::text(words.say("sector")?)].into_iter().chain(years).chain([Head::number(words.say("all-years")?)]).collect();
        let cell = |cell: &Option<crate::report::html::TotalCell>| match cell {
            None => Cell::number("–"),
            Some(cell) => Cell::number(&cell.amount).with_under(cell.lines.clone().unwrap_or_default()),
        };
        let mut lines = Vec::new();
        for group in &data.groups {
            lines.push(Line::group(&group.title));
            lines.extend(group.lines.iter().map(|line| Line {
                sum: line.sum,
                cells: [Cell::text(&line.sector)].into_iter().chain(line.cells.iter().map(cell)).collect(),
                ..Line::default()
            }));
        }
        blocks.push(Block::Table(Table::new(words.say("totals-table")?, heads, lines)));
    }
    Ok(blocks)
}

fn method(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    Ok(vec![Block::opening(page.words.say("method-title")?), Block::terms(&page.method)])
}

fn limits(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let mut points = vec![page.placebos.limit.clone(), page.late.clone()];
    for key in ["limit-adjusters", "limit-cause", "limit-readings", "limit-cells"] {
        points.push(page.words.say(key)?);
    }
    Ok(vec![Block::section(page.words.say("limits-title")?), Block::Points { points }])
}

fn reproduce(page: &Page<'_>) -> Result<Vec<Block>, ReportError> {
    let reproduce = &page.reproduce;
    Ok(vec![
        Block::section(page.words.say("reproduce-title")?),
        Block::Paragraph { class: "citation", text: reproduce.citation.clone() },
        Block::Terms { terms: reproduce.facts.iter().map(Term::from).collect(), code: true },
        Block::paragraph(&reproduce.note),
    ])
}
