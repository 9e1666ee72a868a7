//! Charts as SVG: estimates with their intervals, one row each, against a line at zero. The only module that knows kuva.
//!
//! On a wide screen a row's name stands at its left and its figures at its right, on a narrow one both in a line above it.
//!
//! Colours are CSS variables of the page, so that a chart follows light, dark and print; text takes the page's font and ink.

pub mod curve;
pub mod histogram;
#[cfg(feature = "pdf")]
mod print;
mod rows;
pub mod specification;
#[cfg(test)]
mod tests;
pub mod waterfall;
pub mod years;

use std::fmt::Write;
use std::sync::Arc;

use kuva::plot::scatter::MarkerShape;
use kuva::plot::{LinePlot, ScatterPlot};
use kuva::prelude::{Plot, Theme};

#[cfg(feature = "pdf")]
pub use self::print::Printed;
use self::rows::{Axis, Label, Rows, foot, head};

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

impl Mark {
    /// Whether it can be drawn.
    fn is_finite(&self) -> bool {
        [self.low, self.estimate, self.high].iter().all(|value| value.is_finite())
    }
}

/// A row of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the row is about.
    pub label: String,
    /// The figures in words, at the right of a wide chart and above the row of a narrow one; of a row without marks, what stands in
    /// their place.
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

impl Size {
    /// Whether names stand beside the rows.
    fn is_wide(&self) -> bool {
        self.name == WIDE.name
    }
}

const WIDE: Size = Size { name: "wide", width: 960.0, label: 240.0, note: 250.0, text: 14, ticks: 7.0, letters: 27 };
const NARROW: Size = Size { name: "narrow", width: 380.0, label: MARGIN, note: MARGIN, text: 13, ticks: 5.0, letters: 13 };

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

fn draw_one(frame: &Frame, rows: &[Row], size: &Size, bounds: (f64, f64)) -> String {
    let axis = Axis::over(bounds, size.ticks);
    let depth: f64 = rows.iter().map(|row| height(row, size)).sum();
    let middle_of_note = axis.first + axis.length() * (1.0 + (size.note / 2.0) / (size.width - size.label - size.note));
    // What stands in the place of marks keeps clear of the line at zero.
    let beside_zero = if axis.last > -axis.first { axis.last / 2.0 } else { axis.first / 2.0 };

    let mut drawn = Rows::new(axis, size, depth);
    let mut top = depth;
    for row in rows {
        let bottom = top - height(row, size);
        for (place, mark) in row.marks.iter().enumerate() {
            drawn.plot(mark_plots(mark, top - head(size) - GAP / 2.0 - MARK * (place as f64 + 0.5)));
        }
        let place = if row.marks.is_empty() { Some(beside_zero) } else { has_note(row).then_some(middle_of_note) };
        drawn.label(&Label { name: &row.label, note: &row.note, place, top, bottom });
        top = bottom;
    }
    drawn.draw(frame)
}

/// Whether there are figures in words to set beside the marks.
fn has_note(row: &Row) -> bool {
    !row.marks.is_empty() && !row.note.is_empty()
}

fn height(row: &Row, size: &Size) -> f64 {
    head(size) + MARK * row.marks.len().max(1) as f64 + GAP + foot(size)
}

fn mark_plots(mark: &Mark, y: f64) -> Vec<Plot> {
    if !mark.is_finite() {
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
