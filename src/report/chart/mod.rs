//! Charts as SVG: estimates with their intervals, one row each, against a line at zero. The only module that knows kuva.
//!
//! Colours are CSS variables of the page, so that a chart follows light, dark and print; text takes the page's font and ink.

pub mod curve;
pub mod specification;
#[cfg(test)]
mod tests;
pub mod waterfall;

use std::fmt::Write;
use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::scatter::MarkerShape;
use kuva::plot::{LinePlot, ScatterPlot};
use kuva::prelude::{Layout, Plot, TextAnnotation, Theme, TickFormat};
use kuva::render::render::render_multiple;

/// What a mark says, by shape and colour together, so that colour alone never carries meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Filled circle, accent.
    Accent,
    /// Filled diamond, warning.
    Warning,
    /// Hollow circle, muted.
    Hollow,
    /// Filled square, muted.
    Square,
    /// Filled triangle, muted.
    Triangle,
    /// Filled diamond, muted.
    Diamond,
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The estimate.
    pub estimate: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// How it looks.
    pub look: Look,
}

/// A row of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the row is about.
    pub label: String,
    /// The same for a narrow screen.
    pub short: String,
    /// The figures in words, at the right of a wide chart; of a row without marks, what stands in their place.
    pub note: String,
    /// Its marks from top to bottom; none for a small cell.
    pub marks: Vec<Mark>,
}

/// Writes the number at a tick, with so many decimals.
pub type Tick = Arc<dyn Fn(f64, usize) -> String + Send + Sync>;

/// What surrounds the rows.
pub struct Frame {
    /// Name of the chart in the page's address space: letters, digits, hyphens.
    pub id: String,
    /// Title, for readers who hear the page.
    pub title: String,
    /// The same in a sentence or two.
    pub description: String,
    /// What the axis measures.
    pub axis: String,
    /// How its ticks are written.
    pub tick: Tick,
}

/// Sizes in pixels of one rendering of a chart.
#[derive(Clone, Copy)]
struct Size {
    name: &'static str,
    width: f64,
    label: f64,
    note: f64,
    text: u32,
    ticks: f64,
    letters: usize,
}

const WIDE: Size = Size { name: "wide", width: 960.0, label: 240.0, note: 250.0, text: 14, ticks: 7.0, letters: 27 };
const NARROW: Size = Size { name: "narrow", width: 380.0, label: 112.0, note: MARGIN, text: 13, ticks: 4.0, letters: 13 };

const TOP: f64 = 10.0;
const BOTTOM: f64 = 56.0;
const MARK: f64 = 20.0;
const GAP: f64 = 14.0;
const MARGIN: f64 = 24.0;

/// Draws a chart twice, for wide and for narrow screens; the style sheet shows the one that fits. Empty if no row has a mark.
pub fn draw(frame: &Frame, rows: &[Row]) -> String {
    let (low, high) = rows
        .iter()
        .flat_map(|row| &row.marks)
        .flat_map(|mark| [mark.low, mark.high, mark.estimate])
        .filter(|value| value.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    if high <= low {
        return String::new();
    }
    let mut wide = WIDE;
    if !rows.iter().any(has_note) {
        wide.note = MARGIN;
    }
    [wide, NARROW].iter().map(|size| draw_one(frame, rows, size, (low, high))).collect()
}

fn draw_one(frame: &Frame, rows: &[Row], size: &Size, (low, high): (f64, f64)) -> String {
    let step = tick_step((high - low) / size.ticks);
    let (first, last) = ((low / step).floor() * step, (high / step).ceil() * step);
    let depth: f64 = rows.iter().map(height).sum();
    let middle_of_note = first + (last - first) * (1.0 + (size.note / 2.0) / (size.width - size.label - size.note));

    // What stands in the place of marks keeps clear of the line at zero.
    let beside_zero = if last > -first { last / 2.0 } else { first / 2.0 };

    // The library draws no grid beside named rows, and its reference lines lie above the marks: these lie below.
    let steps = ((last - first) / step).round() as i64;
    let mut plots: Vec<Plot> = (0..=steps).map(|n| grid_line(first + n as f64 * step, step, depth)).collect();
    let mut places = Vec::new();
    let mut notes = Vec::new();
    let mut top = depth;
    for row in rows {
        let middle = top - height(row) / 2.0;
        places.push(middle);
        for (place, mark) in row.marks.iter().enumerate() {
            plots.extend(mark_plots(mark, top - GAP / 2.0 - MARK * (place as f64 + 0.5)));
        }
        let place = if row.marks.is_empty() { Some(beside_zero) } else { (size.note > MARGIN && has_note(row)).then_some(middle_of_note) };
        if let Some(place) = place {
            // The library sets text 6 pixels above its anchor; centred text stands a third of its size below the middle.
            notes.push(TextAnnotation::new(plain(&row.note), place, middle - 6.0 - f64::from(size.text) / 3.0).with_font_size(size.text));
        }
        top -= height(row);
    }

    let tick = Arc::clone(&frame.tick);
    let decimals = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    let mut layout = Layout::new((first, last), (0.0, depth))
        .with_width(size.width)
        .with_height(depth + TOP + BOTTOM)
        .with_force_margins(size.label, size.note)
        .with_force_margins_y(TOP, BOTTOM)
        .with_x_axis_min(first)
        .with_x_axis_max(last)
        .with_y_axis_min(0.0)
        .with_y_axis_max(depth)
        .with_x_tick_step(step)
        .with_x_tick_format(TickFormat::Custom(Arc::new(move |value| tick(value, decimals))))
        .with_x_label(plain(&frame.axis))
        .with_y_categories(
            rows.iter().map(|row| plain(&shorten(if size.name == WIDE.name { &row.label } else { &row.short }, size.letters))).collect(),
        )
        .with_tick_size(size.text)
        .with_label_size(size.text)
        .with_theme(theme());
    layout.y_category_positions = Some(places);
    for note in notes {
        layout = layout.with_annotation(note);
    }
    accessible(&SvgBackend::new().render_scene(&render_multiple(plots, layout)), frame, size)
}

fn grid_line(at: f64, step: f64, depth: f64) -> Plot {
    let (colour, width) = if at.abs() < step / 2.0 { ("currentColor", 1.25) } else { ("var(--line)", 1.0) };
    LinePlot::new().with_data([(at, 0.0), (at, depth)]).with_color(colour).with_stroke_width(width).into()
}

/// Whether there are figures in words to set beside the marks.
fn has_note(row: &Row) -> bool {
    !row.marks.is_empty() && !row.note.is_empty()
}

fn height(row: &Row) -> f64 {
    MARK * row.marks.len().max(1) as f64 + GAP
}

/// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
fn tick_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= least * 0.999).unwrap_or(10.0 * power)
}

fn mark_plots(mark: &Mark, y: f64) -> Vec<Plot> {
    if ![mark.low, mark.estimate, mark.high].iter().all(|value| value.is_finite()) {
        return Vec::new();
    }
    let (colour, shape, size) = match mark.look {
        Look::Accent => ("var(--accent)", MarkerShape::Circle, 6.0),
        Look::Warning => ("var(--warning)", MarkerShape::Diamond, 6.0),
        Look::Hollow => ("var(--muted)", MarkerShape::Circle, 6.0),
        Look::Square => ("var(--muted)", MarkerShape::Square, 4.5),
        Look::Triangle => ("var(--muted)", MarkerShape::Triangle, 6.0),
        Look::Diamond => ("var(--muted)", MarkerShape::Diamond, 6.0),
    };
    let dot = |colour: &str, size: f64| {
        ScatterPlot::new().with_data([(mark.estimate, y)]).with_color(colour).with_marker(shape).with_size(size).into()
    };
    let whisker = LinePlot::new().with_data([(mark.low, y), (mark.high, y)]).with_color(colour).with_stroke_width(2.0);
    let mut plots = vec![whisker.into(), dot(colour, size)];
    if mark.look == Look::Hollow {
        plots.push(dot("var(--page)", size - 2.0));
    }
    plots
}

fn theme() -> Theme {
    let ink = || "currentColor".to_owned();
    Theme {
        background: "none".to_owned(),
        axis_color: "none".to_owned(),
        tick_color: "none".to_owned(),
        text_color: ink(),
        font_family: Some("inherit".to_owned()),
        show_grid: false,
        ..Theme::light()
    }
}

/// The library reads `$…$` as mathematics; a name is no formula.
fn plain(text: &str) -> String {
    text.replace('$', "\\$")
}

fn shorten(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Gives the drawing a title and a description, and lets it grow and shrink with the page.
fn accessible(svg: &str, frame: &Frame, size: &Size) -> String {
    let body = svg.split_once("-->").map_or(svg, |(_, body)| body);
    let Some(height) = attribute(svg, " height") else {
        return String::new();
    };
    let (name, width) = (size.name, size.width);
    let id = format!("{}-{name}", frame.id);
    let mut text = String::with_capacity(svg.len() + 400);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "<svg class=\"chart {name}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-description\" fill=\"currentColor\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-description\">{}</desc>",
        escape(&frame.title),
        escape(&frame.description)
    );
    text.push_str(&unclipped(body));
    text
}

/// The drawing without its clipping area. The library clips to the rows, which would cut the notes beside them, and numbers
/// the areas from the start of the process, which would change the bytes from one report to the next. Nothing leaves its range.
fn unclipped(body: &str) -> String {
    let parts = body.split_once("<defs>").and_then(|(before, rest)| Some((before, rest.split_once("</defs>")?)));
    let (Some((before, (_, after))), Some(clip)) = (parts, attribute(body, "<clipPath id")) else {
        return body.to_owned();
    };
    format!("{before}{}", after.replace(&format!(" clip-path=\"url(#{clip})\""), ""))
}

fn attribute<'a>(svg: &'a str, name: &str) -> Option<&'a str> {
    let after = svg.split_once(&format!("{name}=\""))?.1;
    Some(after.split_once('"')?.0)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
