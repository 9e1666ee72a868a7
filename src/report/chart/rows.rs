//! What charts share: an axis in whole steps, the surroundings of a drawing, and named rows under each other.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::LinePlot;
use kuva::prelude::{Layout, Plot, TextAnnotation, TickFormat};
use kuva::render::render::render_multiple;

use super::{BOTTOM, Frame, Size, TOP, accessible, plain, theme};

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

/// The surroundings of a drawing of this height in pixels: from `across.0` to `across.1`, up to `up`, with margins left and right and below.
pub fn layout(size: &Size, across: (f64, f64), up: f64, height: f64, [left, right, below]: [f64; 3]) -> Layout {
    Layout::new(across, (0.0, up))
        .with_width(size.width)
        .with_height(height + TOP + below)
        .with_force_margins(left, right)
        .with_force_margins_y(TOP, below)
        .with_x_axis_min(across.0)
        .with_x_axis_max(across.1)
        .with_y_axis_min(0.0)
        .with_y_axis_max(up)
        .with_tick_size(size.text)
        .with_label_size(size.text)
        .with_theme(theme())
}

/// Named rows under each other over one axis.
pub struct Rows {
    axis: Axis,
    /// Height of all of them, in pixels.
    depth: f64,
    /// The name of each and where its middle lies.
    named: Vec<(String, f64)>,
    plots: Vec<Plot>,
    notes: Vec<TextAnnotation>,
}

impl Rows {
    /// No rows yet, with a line at each tick.
    pub fn new(axis: Axis, depth: f64) -> Rows {
        // The library draws no grid beside named rows, and its reference lines lie above the marks: these lie below.
        let line = |tick: f64| -> Plot {
            let (colour, width) = axis.line(tick);
            LinePlot::new().with_data([(tick, 0.0), (tick, depth)]).with_color(colour).with_stroke_width(width).into()
        };
        Rows { axis, depth, named: Vec::new(), plots: axis.ticks().map(line).collect(), notes: Vec::new() }
    }

    /// Names the row whose middle lies there.
    pub fn name(&mut self, name: &str, middle: f64) {
        self.named.push((plain(name), middle));
    }

    /// Draws in a row.
    pub fn plot(&mut self, plots: impl IntoIterator<Item = Plot>) {
        self.plots.extend(plots);
    }

    /// Writes in a row, centred at `place`.
    pub fn note(&mut self, text: &str, place: f64, middle: f64, size: &Size) {
        // The library sets text 6 pixels above its anchor; centred text stands a third of its size below the middle.
        let note = TextAnnotation::new(plain(text), place, middle - 6.0 - f64::from(size.text) / 3.0);
        self.notes.push(note.with_font_size(size.text));
    }

    /// The drawing, as SVG.
    pub fn draw(self, frame: &Frame, size: &Size) -> String {
        let (axis, tick) = (self.axis, Arc::clone(&frame.tick));
        let decimals = decimals(axis.step);
        let (names, places) = self.named.into_iter().unzip();
        let mut layout = layout(size, (axis.first, axis.last), self.depth, self.depth, [size.label, size.note, BOTTOM])
            .with_x_tick_step(axis.step)
            .with_x_tick_format(TickFormat::Custom(Arc::new(move |value| tick(value, decimals))))
            .with_x_label(plain(&frame.axis))
            .with_y_categories(names);
        layout.y_category_positions = Some(places);
        for note in self.notes {
            layout = layout.with_annotation(note);
        }
        accessible(&SvgBackend::new().render_scene(&render_multiple(self.plots, layout)), frame, size)
    }
}
