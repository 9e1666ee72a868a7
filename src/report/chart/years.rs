//! Two amounts over the years: the one expected with the band that chance leaves it, and the real one.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::scatter::MarkerShape;
use kuva::plot::{BandPlot, LinePlot, LineStyle, ScatterPlot};
use kuva::prelude::{Plot, TickFormat};
use kuva::render::render::render_multiple;

use super::rows::{Axis, decimals, layout};
use super::{BOTTOM, Frame, MARGIN, NARROW, Size, WIDE, accessible, plain};

/// A year, or several together.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What stands below it.
    pub label: String,
    /// The amount expected; `None`: not known there.
    pub expected: Option<f64>,
    /// Its bounds; `None`: it has none.
    pub band: Option<(f64, f64)>,
    /// The real amount.
    pub real: f64,
}

/// Height of the drawing, in pixels.
const HEIGHT: f64 = 220.0;
/// Room for the numbers at the left, in pixels.
const NUMBERS: f64 = 64.0;
/// Room for the first name left of its point, in pixels.
const FIRST: f64 = 50.0;
/// Half the width of the cap at a bound, in pixels.
const CAP: f64 = 6.0;

/// Draws the years from left to right, twice, for wide and for narrow screens; `across` says what they are. Empty without two of them.
pub fn draw(frame: &Frame, across: &str, points: &[Point]) -> String {
    let amounts = points.iter().flat_map(|point| {
        let (low, high) = point.band.unwrap_or((point.real, point.real));
        [point.expected.unwrap_or(point.real), low, high, point.real]
    });
    let (low, high) = amounts
        .filter(|amount| amount.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), amount| (low.min(amount), high.max(amount)));
    if points.len() < 2 || high <= low {
        return String::new();
    }
    [WIDE, NARROW].iter().map(|size| draw_one(frame, across, points, size, (low, high))).collect()
}

fn draw_one(frame: &Frame, across: &str, points: &[Point], size: &Size, bounds: (f64, f64)) -> String {
    let axis = Axis::over(bounds, 5.0);
    let last = (points.len() - 1) as f64;
    let room = size.width - NUMBERS - margin(size);
    let first = -last * FIRST / (room - FIRST);
    let line = |points: Vec<(f64, f64)>, colour: &str, width: f64, style: LineStyle| -> Plot {
        LinePlot::new().with_data(points).with_color(colour).with_stroke_width(width).with_line_style(style).into()
    };
    let dots = |points: Vec<(f64, f64)>, colour: &str, shape: MarkerShape, size: f64| -> Plot {
        ScatterPlot::new().with_data(points).with_color(colour).with_marker(shape).with_size(size).into()
    };
    let mut plots: Vec<Plot> =
        axis.ticks().map(|tick| line(vec![(first, tick), (last, tick)], "var(--line)", 1.0, LineStyle::Solid)).collect();
    // A band from year to year, and its bounds at each year, which alone are left of a single one.
    let band = |(place, point): (usize, &Point)| point.band.map(|(low, high)| (place as f64, low, high));
    let bands: Vec<(f64, f64, f64)> = points.iter().enumerate().filter_map(band).collect();
    let column = |of: fn(&(f64, f64, f64)) -> f64| bands.iter().map(of).collect::<Vec<f64>>();
    let fill = BandPlot::new(column(|band| band.0), column(|band| band.1), column(|band| band.2));
    plots.push(fill.with_color("var(--accent)").with_opacity(0.14).into());
    let cap = CAP * (last - first) / room;
    for (place, low, high) in &bands {
        plots.push(line(vec![(*place, *low), (*place, *high)], "var(--accent)", 1.5, LineStyle::Solid));
        plots.extend(
            [low, high].map(|bound| line(vec![(place - cap, *bound), (place + cap, *bound)], "var(--accent)", 1.5, LineStyle::Solid)),
        );
    }
    let expected = |(place, point): (usize, &Point)| point.expected.map(|amount| (place as f64, amount));
    let expected: Vec<(f64, f64)> = points.iter().enumerate().filter_map(expected).collect();
    let real: Vec<(f64, f64)> = points.iter().enumerate().map(|(place, point)| (place as f64, point.real)).collect();
    plots.push(line(expected.clone(), "var(--accent)", 2.0, LineStyle::Dashed));
    plots.push(line(real.clone(), "currentColor", 2.0, LineStyle::Solid));
    plots.push(dots(expected.clone(), "var(--accent)", MarkerShape::Circle, 5.5));
    plots.push(dots(expected, "var(--page)", MarkerShape::Circle, 3.5));
    plots.push(dots(real, "currentColor", MarkerShape::Square, 4.5));

    let (tick, decimals) = (Arc::clone(&frame.tick), decimals(axis.step));
    let labels: Vec<String> = points.iter().map(|point| point.label.clone()).collect();
    let label = move |place: f64| labels.get(place.round() as usize).cloned().unwrap_or_default();
    let layout = layout(size, (first, last), (axis.first, axis.last), HEIGHT, [NUMBERS, margin(size), BOTTOM])
        .with_x_tick_step(1.0)
        .with_y_tick_step(axis.step)
        .with_x_tick_format(TickFormat::Custom(Arc::new(label)))
        .with_y_tick_format(TickFormat::Custom(Arc::new(move |value| tick(value, decimals))))
        .with_x_label(plain(across));
    accessible(&SvgBackend::new().render_scene(&render_multiple(plots, layout)), frame, size)
}

/// Room for half a year's name at the right, in pixels.
fn margin(size: &Size) -> f64 {
    if size.is_wide() { 2.0 * MARGIN } else { MARGIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame {
            id: "years-1".into(),
            title: "t".into(),
            description: "d".into(),
            axis: "euro".into(),
            tick: Arc::new(|value, decimals| format!("{value:.decimals$}")),
        }
    }

    fn point(label: &str, expected: f64, band: Option<(f64, f64)>, real: f64) -> Point {
        Point { label: label.into(), expected: Some(expected), band, real }
    }

    #[test]
    fn every_year_has_its_bounds_and_the_axis_holds_them() {
        let points =
            [point("base", 50.0, None, 50.0), point("2018", 54.0, Some((41.0, 66.0)), 52.0), point("2019", 55.0, Some((44.0, 68.0)), 51.0)];
        let svg = draw(&frame(), "years", &points);
        assert_eq!(svg, draw(&frame(), "years", &points));
        assert_eq!(svg.matches("<svg ").count(), 2);
        for text in [">base</text>", ">2018</text>", ">2019</text>", ">40</text>", ">70</text>", ">years</text>", "opacity=\"0.14\""] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        // In each drawing two lines of accent a year with a band and its bound, and the dashed one over all.
        assert_eq!(svg.matches("stroke-dasharray").count(), 2, "{svg}");
        assert_eq!(svg.matches("stroke=\"var(--accent)\" stroke-width=\"1.5\"").count(), 2 * 2 * 3, "{svg}");
        assert!(!svg.contains("clip"));
    }

    #[test]
    fn a_single_point_is_no_curve() {
        assert_eq!(draw(&frame(), "years", &[point("2018", 1.0, None, 2.0)]), "");
        assert_eq!(draw(&frame(), "years", &[]), "");
    }
}
