//! A waterfall: what leads from one amount to another, one step a row, each beginning where the one above ends.

use kuva::plot::scatter::MarkerShape;
use kuva::plot::{LinePlot, ScatterPlot};
use kuva::prelude::Plot;

use super::rows::{Axis, Label, Rows, foot, head};
use super::{Frame, MARGIN, NARROW, Size, WIDE};

/// What a bar says, by fill and place together, so that colour alone never carries meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// A sum of all steps before, from the line at zero: ink.
    Sum,
    /// A step: muted.
    Step,
    /// A step that is good news: accent.
    Accent,
    /// A step that is bad news: warning.
    Warning,
    /// A step that says nothing certain: an outline.
    Hollow,
}

/// A row of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// The amount in words.
    pub note: String,
    /// Where the bar begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// An interval of its end.
    pub interval: Option<(f64, f64)>,
    /// How it looks.
    pub fill: Fill,
}

/// Height of a row and of its bar, in pixels.
const ROW: f64 = 34.0;
const BAR: f64 = 18.0;

/// Draws a waterfall twice, for wide and for narrow screens; the style sheet shows the one that fits. Empty if nothing moves.
pub fn draw(frame: &Frame, steps: &[Step]) -> String {
    let ends = steps.iter().flat_map(|step| [step.from, step.to].into_iter().chain(step.interval.into_iter().flat_map(|(a, b)| [a, b])));
    let (low, high) = ends.filter(|end| end.is_finite()).fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    if high <= low {
        return String::new();
    }
    [WIDE, NARROW].iter().map(|size| draw_one(frame, steps, size, (low, high))).collect()
}

fn draw_one(frame: &Frame, steps: &[Step], size: &Size, bounds: (f64, f64)) -> String {
    let axis = Axis::over(bounds, size.ticks);
    let height = head(size) + ROW + foot(size);
    let depth = height * steps.len() as f64;
    let pixel = axis.length() / (size.width - size.label - size.note);
    let middle_of_note = axis.last + (size.note + MARGIN / 4.0) / 2.0 * pixel;
    let line = |points: [(f64, f64); 2], colour: &str, width: f64| -> Plot {
        LinePlot::new().with_data(points).with_color(colour).with_stroke_width(width).into()
    };
    let mut drawn = Rows::new(axis, size, depth);
    for (row, own) in steps.iter().enumerate() {
        let top = depth - height * row as f64;
        let middle = top - head(size) - ROW / 2.0;
        let next = steps.get(row + 1);
        // From the end of a bar to the beginning of the next.
        drawn.plot(next.map(|_| line([(own.to, middle), (own.to, middle - height)], "var(--muted)", 1.0)));
        drawn.plot(bar(own, middle, pixel));
        if let Some((a, b)) = own.interval {
            drawn.plot([line([(a, middle), (b, middle)], "currentColor", 1.5)]);
            let cap = BAR / 3.0;
            drawn.plot([a, b].map(|end| line([(end, middle - cap), (end, middle + cap)], "currentColor", 1.5)));
        }
        drawn.label(&Label { name: &own.label, note: &own.note, place: Some(middle_of_note), top, bottom: top - height });
    }
    drawn.draw(frame)
}

/// A bar, or a dot where it would be too short to be seen.
fn bar(step: &Step, middle: f64, pixel: f64) -> Vec<Plot> {
    let colour = match step.fill {
        Fill::Sum => "currentColor",
        Fill::Step | Fill::Hollow => "var(--muted)",
        Fill::Accent => "var(--accent)",
        Fill::Warning => "var(--warning)",
    };
    if (step.to - step.from).abs() < 2.0 * pixel {
        return vec![
            ScatterPlot::new().with_data([(step.to, middle)]).with_color(colour).with_marker(MarkerShape::Circle).with_size(5.0).into(),
        ];
    }
    let thick = |from: f64, to: f64, colour: &str, width: f64| -> Plot {
        LinePlot::new().with_data([(from, middle), (to, middle)]).with_color(colour).with_stroke_width(width).into()
    };
    let mut plots = vec![thick(step.from, step.to, colour, BAR)];
    let inset = 2.0 * pixel * (step.to - step.from).signum();
    if step.fill == Fill::Hollow && (step.to - step.from).abs() > 5.0 * pixel {
        plots.push(thick(step.from + inset, step.to - inset, "var(--page)", BAR - 4.0));
    }
    plots
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn step(label: &str, from: f64, to: f64, fill: Fill) -> Step {
        let text = |of: &str| format!("{of} {label}");
        Step { label: text("label"), note: text("note"), from, to, interval: None, fill }
    }

    fn frame() -> Frame {
        Frame {
            id: "fall-1".into(),
            title: "t".into(),
            description: "d".into(),
            axis: "euro".into(),
            tick: Arc::new(|value, decimals| format!("{value:.decimals$}")),
        }
    }

    #[test]
    fn every_step_has_its_bar_and_its_amount_on_wide_and_narrow_screens() {
        let own = Step { interval: Some((1.0, 4.0)), ..step("own", 5.0, 2.0, Fill::Hollow) };
        let steps = [step("base", 0.0, 0.0, Fill::Sum), step("size", 0.0, 5.0, Fill::Step), own, step("real", 0.0, 2.0, Fill::Sum)];
        let svg = draw(&frame(), &steps);
        assert_eq!(svg, draw(&frame(), &steps));
        assert_eq!(svg.matches("<svg ").count(), 2);
        for text in [">label size<", ">note real<", "text-anchor=\"start\">label own<", "text-anchor=\"end\">note base<", ">5<", ">euro<"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert!(svg.matches("stroke-width=\"18\"").count() == 6 && svg.contains("var(--page)"), "{svg}");
        assert!(!svg.contains("clip"));
    }

    #[test]
    fn where_nothing_moves_there_is_no_chart() {
        assert_eq!(draw(&frame(), &[step("base", 0.0, 0.0, Fill::Sum)]), "");
    }
}
