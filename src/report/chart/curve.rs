//! Curves over a number that spans orders of magnitude, such as persons: one line each, named at its end.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::{LinePlot, LineStyle};
use kuva::prelude::{Plot, TextAnnotation, TickFormat};
use kuva::render::render::render_multiple;

use super::rows::{decimals, layout, tick_step};
use super::{BOTTOM, Frame, MARGIN, NARROW, Size, Tick, WIDE, accessible, plain};

/// A curve.
pub struct Curve {
    /// What it is, in a word or two.
    pub label: String,
    /// Its points, x positive.
    pub points: Vec<(f64, f64)>,
}

/// Width of the numbers at the left and of the names at the right, in pixels.
const NUMBERS: f64 = 64.0;
const NAMES: f64 = 110.0;
/// Width of a letter as a share of its size, and what a name keeps clear of its curve, in pixels.
const LETTER: f64 = 0.6;
const CLEAR: f64 = 5.0;
/// Height of the drawing, in pixels.
const HEIGHT: f64 = 300.0;
/// From the top curve down; a curve past the last is drawn as it.
const STYLES: [LineStyle; 4] = [LineStyle::Solid, LineStyle::Dashed, LineStyle::DashDot, LineStyle::Dotted];

/// Draws curves twice, for wide and for narrow screens, from zero up; `across` names the x axis, `count` writes its ticks. Empty without
/// a point.
pub fn draw(frame: &Frame, across: &str, count: &Tick, curves: &[Curve]) -> String {
    let points = || curves.iter().flat_map(|curve| &curve.points).filter(|(x, y)| *x > 0.0 && y.is_finite());
    let (first, last) = points().fold((f64::INFINITY, 0.0_f64), |(first, last), (x, _)| (first.min(*x), last.max(*x)));
    let top = points().fold(0.0_f64, |top, (_, y)| top.max(*y));
    if last <= first || top <= 0.0 {
        return String::new();
    }
    let decades = (first.log10().floor(), last.log10().ceil());
    [WIDE, NARROW].iter().map(|size| draw_one(frame, across, count, curves, decades, top, size)).collect()
}

fn draw_one(frame: &Frame, across: &str, count: &Tick, curves: &[Curve], decades: (f64, f64), top: f64, size: &Size) -> String {
    let step = tick_step(top / 5.0);
    let top = (top / step).ceil() * step;
    let rule = |from: (f64, f64), to: (f64, f64)| -> Plot {
        LinePlot::new().with_data([from, to]).with_color("var(--line)").with_stroke_width(1.0).into()
    };
    let levels = (0..=(top / step).round() as i64).map(|n| n as f64 * step);
    let mut plots: Vec<Plot> = levels.map(|y| rule((decades.0, y), (decades.1, y))).collect();
    let mut names = Vec::new();
    // A curve is named at its left end, where curves lie farthest apart: before it where there is room, else above its beginning.
    let half = |text: &str| text.chars().count() as f64 * LETTER * f64::from(size.text) / 2.0;
    let last_tick = count(10f64.powf(decades.1), 0);
    let right = if size.is_wide() { NAMES } else { MARGIN.max(half(&last_tick) + 2.0) };
    let pixel = (decades.1 - decades.0) / (size.width - NUMBERS - right);
    // The library centres text and sets it 6 pixels above its anchor.
    let aside = |name: &str, (x, y): (f64, f64)| match half(name) + CLEAR {
        shift if x - 2.0 * shift * pixel >= decades.0 => (x - shift * pixel, y - 10.0 * top / HEIGHT),
        shift => (x + shift * pixel, y),
    };
    for (curve, style) in curves.iter().zip(STYLES.iter().chain(std::iter::repeat(&STYLES[STYLES.len() - 1]))) {
        let points: Vec<(f64, f64)> =
            curve.points.iter().filter(|(x, y)| *x > 0.0 && y.is_finite()).map(|(x, y)| (x.log10(), *y)).collect();
        let Some((x, y)) = points.first().map(|first| aside(&curve.label, *first)) else { continue };
        names.push(TextAnnotation::new(plain(&curve.label), x, y).with_font_size(size.text));
        plots.push(
            LinePlot::new().with_data(points).with_color("var(--accent)").with_stroke_width(2.0).with_line_style(style.clone()).into(),
        );
    }
    let (tick, count) = (Arc::clone(&frame.tick), Arc::clone(count));
    let decimals = decimals(step);
    let mut layout = layout(size, decades, (0.0, top), HEIGHT, [NUMBERS, right, BOTTOM])
        .with_x_tick_step(1.0)
        .with_y_tick_step(step)
        .with_x_tick_format(TickFormat::Custom(Arc::new(move |power| count(10f64.powf(power), 0))))
        .with_y_tick_format(TickFormat::Custom(Arc::new(move |value| tick(value, decimals))))
        .with_x_label(plain(across));
    for name in names {
        layout = layout.with_annotation(name);
    }
    accessible(&SvgBackend::new().render_scene(&render_multiple(plots, layout)), frame, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the middle of a text lies across, in the wide drawing.
    fn middle(svg: &str, text: &str) -> f64 {
        let before = svg.split(&format!(">{text}</text>")).next().expect("the text");
        let x = before.rsplit(" x=\"").next().and_then(|rest| rest.split('"').next());
        x.and_then(|x| x.parse().ok()).expect("a place")
    }

    #[test]
    fn a_name_keeps_clear_of_the_axis_and_of_its_curve() {
        let (tick, count): (Tick, Tick) = (Arc::new(|value, _| format!("y{value:.0}")), Arc::new(|value, _| format!("n{value:.0}")));
        let frame = Frame { id: "plan".into(), title: "t".into(), description: "d".into(), axis: "rate".into(), tick };
        let drawn =
            |first: f64| draw(&frame, "persons", &count, &[Curve { label: "name".into(), points: vec![(first, 2.0), (900.0, 1.0)] }]);
        // At the axis: above the beginning of the curve, right of the numbers.
        let half = 4.0 * LETTER * f64::from(WIDE.text) / 2.0;
        assert!((middle(&drawn(100.0), "name") - (NUMBERS + half + CLEAR)).abs() < 0.5);
        // Away from it: before the curve, which begins in the middle of the decade.
        let across = WIDE.width - NUMBERS - NAMES;
        let begins = NUMBERS + across * 300_f64.log10().fract();
        assert!((middle(&drawn(300.0), "name") - (begins - half - CLEAR)).abs() < 0.5);
    }

    #[test]
    fn curves_are_drawn_from_zero_over_whole_decades_and_named() {
        let frame = Frame {
            id: "plan".into(),
            title: "t".into(),
            description: "d".into(),
            axis: "rate".into(),
            tick: Arc::new(|value, decimals| format!("{value:.decimals$}")),
        };
        let count: Tick = Arc::new(|value, _| format!("n{value:.0}"));
        let curves = [("one", 1.0), ("two", 0.5)].map(|(label, factor)| Curve {
            label: label.into(),
            points: [200.0, 2_000.0, 50_000.0].map(|x: f64| (x, factor / x.sqrt())).into(),
        });
        let svg = draw(&frame, "persons", &count, &curves);
        assert_eq!(svg, draw(&frame, "persons", &count, &curves));
        assert_eq!(svg.matches("<svg ").count(), 2);
        for text in [">one</text>", ">two</text>", ">n100</text>", ">n100000</text>", ">0.00</text>", ">persons</text>"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert!(!svg.contains("clip") && svg.contains("stroke-dasharray"));
        assert!(draw(&frame, "persons", &count, &[]).is_empty());
    }
}
