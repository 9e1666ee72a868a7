//! The specification curve: the answers of many variants side by side, in order, and below them what each chose.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::scatter::MarkerShape;
use kuva::plot::{LinePlot, ScatterPlot};
use kuva::prelude::{Plot, TickFormat};
use kuva::render::render::render_multiple;

use super::rows::{Axis, decimals, layout};
use super::{Frame, Look, MARGIN, Mark, NARROW, Size, WIDE, accessible, plain, shorten};

/// A level of a choice and, by variant in the order of the curve, whether it is taken.
pub struct Level {
    /// What stands before its dots.
    pub label: String,
    /// Whether it is the first of its choice, above which a line is drawn.
    pub first: bool,
    /// One mark a variant.
    pub taken: Vec<bool>,
}

/// Height of the answers and of a level's dots, in pixels.
const ANSWERS: f64 = 240.0;
const LEVEL: f64 = 20.0;
/// Between the answers and the dots.
const BETWEEN: f64 = 16.0;
const BOTTOM: f64 = 20.0;
/// Room for the names of the levels on a narrow screen, in pixels.
const NAMES: f64 = 112.0;

/// Draws the marks from left to right with their intervals and, below, the dots of the levels; twice, for wide and for narrow screens.
/// Empty without a mark.
pub fn draw(frame: &Frame, marks: &[Mark], levels: &[Level]) -> String {
    let bounds = marks.iter().flat_map(|mark| [mark.low, mark.high, mark.estimate]).filter(|value| value.is_finite());
    let (low, high) = bounds.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    if high <= low {
        return String::new();
    }
    [WIDE, Size { label: NAMES, ..NARROW }].iter().map(|size| draw_one(frame, marks, levels, size, (low, high))).collect()
}

fn draw_one(frame: &Frame, marks: &[Mark], levels: &[Level], size: &Size, bounds: (f64, f64)) -> String {
    let axis = Axis::over(bounds, 6.0);
    let depth = ANSWERS + BETWEEN + LEVEL * levels.len() as f64;
    let across = marks.len() as f64;
    // From the bottom up, in pixels: the dots of the last level, … the first, the answers.
    let place = |value: f64| depth - ANSWERS + (value - axis.first) / axis.length() * ANSWERS;
    let row = |level: usize| depth - ANSWERS - BETWEEN - LEVEL * (level as f64 + 0.5);
    let rule = |y: f64, (colour, width): (&str, f64)| -> Plot {
        LinePlot::new().with_data([(0.0, y), (across, y)]).with_color(colour).with_stroke_width(width).into()
    };

    let mut plots: Vec<Plot> = axis.ticks().map(|tick| rule(place(tick), axis.line(tick))).collect();
    let choices = levels.iter().enumerate().filter(|(_, level)| level.first);
    plots.extend(choices.map(|(at, _)| rule(row(at) + LEVEL / 2.0, ("var(--line)", 1.0))));
    let width = (0.6 * (size.width - size.label - size.note) / across).clamp(0.6, 3.0);
    for look in [Look::Hollow, Look::Warning, Look::Accent] {
        let of_look = || marks.iter().enumerate().filter(move |(_, mark)| mark.look == look && mark.is_finite());
        let (colour, shape, dot) = match look {
            Look::Accent => ("var(--accent)", MarkerShape::Circle, 3.5),
            Look::Warning => ("var(--warning)", MarkerShape::Diamond, 4.0),
            _ => ("var(--muted)", MarkerShape::Circle, 3.5),
        };
        let x = |at: usize| at as f64 + 0.5;
        plots.extend(of_look().map(|(at, mark)| {
            let ends = [(x(at), place(mark.low)), (x(at), place(mark.high))];
            LinePlot::new().with_data(ends).with_color(colour).with_stroke_width(width).into()
        }));
        let dots: Vec<(f64, f64)> = of_look().map(|(at, mark)| (x(at), place(mark.estimate))).collect();
        let drawn = |colour: &str, size: f64| -> Plot {
            ScatterPlot::new().with_data(dots.clone()).with_color(colour).with_marker(shape).with_size(size).into()
        };
        if !dots.is_empty() {
            plots.push(drawn(colour, dot));
            plots.extend((look == Look::Hollow).then(|| drawn("var(--page)", dot - 1.5)));
        }
    }
    for (at, level) in levels.iter().enumerate() {
        let dots: Vec<(f64, f64)> =
            level.taken.iter().enumerate().filter(|(_, taken)| **taken).map(|(variant, _)| (variant as f64 + 0.5, row(at))).collect();
        if !dots.is_empty() {
            let dot = (0.4 * (size.width - size.label - size.note) / across).clamp(1.0, 3.0);
            plots
                .push(ScatterPlot::new().with_data(dots).with_color("currentColor").with_marker(MarkerShape::Circle).with_size(dot).into());
        }
    }

    let decimals = decimals(axis.step);
    let (mut names, mut places): (Vec<String>, Vec<f64>) = axis.ticks().map(|tick| ((frame.tick)(tick, decimals), place(tick))).unzip();
    names.extend(levels.iter().map(|level| plain(&shorten(&level.label, size.letters))));
    places.extend((0..levels.len()).map(row));
    let mut layout = layout(size, (0.0, across), (0.0, depth), depth, [size.label, MARGIN, BOTTOM])
        .with_x_tick_step(across)
        .with_x_tick_format(TickFormat::Custom(Arc::new(|_| String::new())))
        .with_y_categories(names);
    layout.y_category_positions = Some(places);
    accessible(&SvgBackend::new().render_scene(&render_multiple(plots, layout)), frame, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_has_a_mark_and_a_dot_a_choice() {
        let frame = Frame {
            id: "curve".into(),
            title: "t".into(),
            description: "d".into(),
            axis: "a".into(),
            tick: Arc::new(|value, decimals| format!("{:.*}", decimals, value)),
        };
        let mark = |estimate: f64, look: Look| Mark { estimate, low: estimate - 0.02, high: estimate + 0.02, look };
        let marks = [mark(-0.01, Look::Hollow), mark(0.01, Look::Warning), mark(0.05, Look::Accent)];
        let level = |label: &str, first: bool, taken: [bool; 3]| Level { label: label.into(), first, taken: taken.into() };
        let levels = [level("reading: level", true, [true, false, true]), level("reading: evolution", false, [false, true, false])];
        let drawn = draw(&frame, &marks, &levels);
        assert_eq!(drawn.matches("<svg").count(), 2);
        assert!(drawn.contains("reading: evolution") && drawn.contains("role=\"img\""));
        // A hollow answer is two circles, an accented one and each dot of a level one, in both drawings.
        assert_eq!(drawn.matches("<circle").count(), 2 * 6, "{drawn}");
        assert_eq!(draw(&frame, &[], &levels), "");
    }
}
