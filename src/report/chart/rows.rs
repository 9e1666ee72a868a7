//! What charts share: an axis in whole steps, the surroundings of a drawing, and named rows under each other.

use std::fmt::Write;
use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::LinePlot;
use kuva::prelude::{Layout, Plot, TextAnnotation, TickFormat};
use kuva::render::render::render_multiple;

use super::{BOTTOM, Frame, Size, TOP, accessible, escape, plain, shorten, theme};

/// Height of the line above a row on a narrow screen, and the room below the row, so that the line is nearest to its own row, in
/// pixels.
const HEAD: f64 = 14.0;
const FOOT: f64 = 6.0;
/// From the top of the row down to the base of that line, in pixels.
const BASE: f64 = 15.0;
/// Letters that the line holds.
const LETTERS: usize = 50;

/// An axis that begins and ends at whole steps.
#[derive(Clone, Copy)]
pub struct Axis {
    /// Where it begins.
    pub first: f64,
    /// Where it ends.
    pub last: f64,
    /// From one tick to the next.
    pub step: f64,
}

impl Axis {
    /// The axis that holds two bounds in about so many steps.
    pub fn over((low, high): (f64, f64), ticks: f64) -> Axis {
        let step = tick_step((high - low) / ticks);
        Axis { first: (low / step).floor() * step, last: (high / step).ceil() * step, step }
    }

    /// Its length.
    pub fn length(self) -> f64 {
        self.last - self.first
    }

    /// Its ticks from the first to the last.
    pub fn ticks(self) -> impl Iterator<Item = f64> {
        (0..=(self.length() / self.step).round() as i64).map(move |tick| self.first + tick as f64 * self.step)
    }

    /// How the line at a tick looks: the one at zero stands out.
    pub fn line(self, tick: f64) -> (&'static str, f64) {
        if tick.abs() < self.step / 2.0 { ("currentColor", 1.25) } else { ("var(--line)", 1.0) }
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
pub fn tick_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= least * 0.999).unwrap_or(10.0 * power)
}

/// The decimals that tell ticks a step apart.
pub fn decimals(step: f64) -> usize {
    (-step.log10().floor()).clamp(0.0, 6.0) as usize
}

/// The surroundings of a drawing of this height in pixels: from `across.0` to `across.1` and from `up.0` to `up.1`, with margins left,
/// right and below.
pub fn layout(size: &Size, across: (f64, f64), up: (f64, f64), height: f64, [left, right, below]: [f64; 3]) -> Layout {
    Layout::new(across, up)
        .with_width(size.width)
        .with_height(height + TOP + below)
        .with_force_margins(left, right)
        .with_force_margins_y(TOP, below)
        .with_x_axis_min(across.0)
        .with_x_axis_max(across.1)
        .with_y_axis_min(up.0)
        .with_y_axis_max(up.1)
        .with_tick_size(size.text)
        .with_label_size(size.text)
        .with_theme(theme())
}

/// Room above a row for its name and figures, in pixels: none on a wide screen, where they stand beside it.
pub fn head(size: &Size) -> f64 {
    if size.is_wide() { 0.0 } else { HEAD }
}

/// Room below it, in pixels.
pub fn foot(size: &Size) -> f64 {
    if size.is_wide() { 0.0 } else { FOOT }
}

/// A name and figures in words, for a row that reaches from `top` down to `bottom`.
pub struct Label<'a> {
    /// What the row is about.
    pub name: &'a str,
    /// Its figures; may be empty.
    pub note: &'a str,
    /// Where the figures are centred on a wide screen; `None`: left out there.
    pub place: Option<f64>,
    /// Upper end.
    pub top: f64,
    /// Lower end.
    pub bottom: f64,
}

/// Named rows under each other over one axis.
pub struct Rows<'a> {
    axis: Axis,
    size: &'a Size,
    /// Height of all of them, in pixels.
    depth: f64,
    /// The name of each and where its middle lies.
    named: Vec<(String, f64)>,
    plots: Vec<Plot>,
    notes: Vec<TextAnnotation>,
    /// Lines above rows, as SVG.
    heads: String,
}

impl Rows<'_> {
    /// No rows yet, with a line at each tick.
    pub fn new(axis: Axis, size: &Size, depth: f64) -> Rows<'_> {
        // The library draws no grid beside named rows, and its reference lines lie above the marks: these lie below.
        let line = |tick: f64| -> Plot {
            let (colour, width) = axis.line(tick);
            LinePlot::new().with_data([(tick, 0.0), (tick, depth)]).with_color(colour).with_stroke_width(width).into()
        };
        let plots = axis.ticks().map(line).collect();
        Rows { axis, size, depth, named: Vec::new(), plots, notes: Vec::new(), heads: String::new() }
    }

    /// Names a row.
    pub fn label(&mut self, label: &Label<'_>) {
        let text = self.size.text;
        if self.size.is_wide() {
            let middle = (label.top + label.bottom) / 2.0;
            self.named.push((plain(&shorten(label.name, self.size.letters)), middle));
            // The library sets text 6 pixels above its anchor; centred text stands a third of its size below the middle.
            let note = |place| TextAnnotation::new(plain(label.note), place, middle - 6.0 - f64::from(text) / 3.0).with_font_size(text);
            self.notes.extend(label.place.map(note));
            return;
        }
        // The library centres text; a name begins at the left edge and its figures end at the right one.
        let y = TOP + self.depth - label.top + BASE;
        let name = shorten(label.name, LETTERS.saturating_sub(label.note.chars().count()).max(12));
        let mut line = |x: f64, anchor: &str, words: &str| {
            let words = escape(words);
            // Writing to a string cannot fail.
            let _ =
                write!(self.heads, "<text class=\"head\" x=\"{x}\" y=\"{y}\" font-size=\"{text}\" text-anchor=\"{anchor}\">{words}</text>");
        };
        line(0.0, "start", &name);
        if !label.note.is_empty() {
            line(self.size.width, "end", label.note);
        }
    }

    /// Draws in a row.
    pub fn plot(&mut self, plots: impl IntoIterator<Item = Plot>) {
        self.plots.extend(plots);
    }

    /// The drawing, as SVG.
    pub fn draw(self, frame: &Frame) -> String {
        let (axis, size, tick) = (self.axis, self.size, Arc::clone(&frame.tick));
        let decimals = decimals(axis.step);
        let (names, places) = self.named.into_iter().unzip();
        let mut layout = layout(size, (axis.first, axis.last), (0.0, self.depth), self.depth, [size.label, size.note, BOTTOM])
            .with_x_tick_step(axis.step)
            .with_x_tick_format(TickFormat::Custom(Arc::new(move |value| tick(value, decimals))))
            .with_x_label(plain(&frame.axis))
            .with_y_categories(names);
        layout.y_category_positions = Some(places);
        for note in self.notes {
            layout = layout.with_annotation(note);
        }
        let drawn = accessible(&SvgBackend::new().render_scene(&render_multiple(self.plots, layout)), frame, size);
        match drawn.strip_suffix("</svg>") {
            Some(open) => format!("{open}{}</svg>", self.heads),
            None => drawn,
        }
    }
}
