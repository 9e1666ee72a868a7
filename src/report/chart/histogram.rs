//! How many of a number of trials came out where, and where one of interest stands among them.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::{BandPlot, LinePlot};
use kuva::prelude::{Plot, TickFormat};
use kuva::render::render::render_multiple;

use super::rows::{Axis, decimals, layout, tick_step};
use super::{BOTTOM, Frame, Look, MARGIN, NARROW, Size, WIDE, accessible, plain};

/// Trials counted between equal steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// Where the first begins.
    pub first: f64,
    /// Width of each.
    pub width: f64,
    /// How many trials lie in each, its lower end included.
    pub counts: Vec<u64>,
}

/// About so many bins over all trials.
const BINS: f64 = 20.0;
/// Height of the drawing, in pixels.
const HEIGHT: f64 = 150.0;
/// Room for the counts at the left, in pixels.
const COUNTS: f64 = 48.0;

impl Bins {
    /// Bins of a round width that hold every finite value; `None` without two different ones.
    pub fn of(values: &[f64]) -> Option<Bins> {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let ends = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (low, high) = finite().fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        if high <= low {
            return None;
        }
        let width = tick_step((high - low) / BINS);
        let bin = |value: f64| (value / width).floor();
        let (first, last) = (bin(low), bin(high));
        let mut counts = vec![0; (last - first) as usize + 1];
        finite().for_each(|value| counts[(bin(value) - first) as usize] += 1);
        Some(Bins { first: first * width, width, counts })
    }

    /// The ends of a bin and how many lie in it, from the left.
    pub fn each(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        let end = |bin: usize| self.first + self.width * bin as f64;
        self.counts.iter().enumerate().map(move |(bin, count)| (end(bin), end(bin + 1), *count))
    }
}

/// Draws the bins with a line at the mark, twice, for wide and for narrow screens; `up` says what is counted, `count` writes a number
/// of them.
pub fn draw(frame: &Frame, up: &str, count: &super::Tick, bins: &Bins, mark: (f64, Look)) -> String {
    [WIDE, NARROW].iter().map(|size| draw_one(frame, up, count, bins, mark, size)).collect()
}

fn draw_one(frame: &Frame, up: &str, count: &super::Tick, bins: &Bins, (mark, look): (f64, Look), size: &Size) -> String {
    let end = bins.first + bins.width * bins.counts.len() as f64;
    let axis = Axis::over((bins.first.min(0.0).min(mark), end.max(0.0).max(mark)), if size.is_wide() { 8.0 } else { 4.0 });
    let most = bins.counts.iter().copied().max().unwrap_or_default() as f64;
    let step = tick_step(most / 4.0).max(1.0);
    let top = (most / step).ceil() * step;
    let line = |points: [(f64, f64); 2], colour: &str, width: f64| -> Plot {
        LinePlot::new().with_data(points).with_color(colour).with_stroke_width(width).into()
    };
    let levels = (0..=(top / step).round() as i64).map(|level| level as f64 * step);
    let mut plots: Vec<Plot> = levels.map(|level| line([(axis.first, level), (axis.last, level)], "var(--line)", 1.0)).collect();
    let gap = axis.length() / (size.width - COUNTS - MARGIN) / 2.0;
    let bar = |(from, to, count): (f64, f64, u64)| -> Plot {
        let ends = [from + gap, to - gap];
        BandPlot::new(ends, [0.0, 0.0], [count as f64; 2]).with_color("var(--muted)").with_opacity(0.55).into()
    };
    plots.extend(bins.each().filter(|(_, _, count)| *count > 0).map(bar));
    plots.push(line([(0.0, 0.0), (0.0, top)], "currentColor", 1.25));
    let colour = if look == Look::Warning { "var(--warning)" } else { "var(--accent)" };
    plots.push(line([(mark, 0.0), (mark, top)], colour, 3.5));

    let (tick, decimals, count) = (Arc::clone(&frame.tick), decimals(axis.step), Arc::clone(count));
    let layout = layout(size, (axis.first, axis.last), (0.0, top), HEIGHT, [COUNTS, MARGIN, BOTTOM])
        .with_x_tick_step(axis.step)
        .with_y_tick_step(step)
        .with_x_tick_format(TickFormat::Custom(Arc::new(move |value| tick(value, decimals))))
        .with_y_tick_format(TickFormat::Custom(Arc::new(move |value| count(value, 0))))
        .with_x_label(plain(&frame.axis))
        .with_y_label(plain(up));
    accessible(&SvgBackend::new().render_scene(&render_multiple(plots, layout)), frame, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_round_and_hold_every_trial() {
        let bins = Bins::of(&[-0.10, -0.02, 0.0, 0.004, 0.05, 0.09, f64::NAN]).expect("bins");
        assert!((bins.width - 0.01).abs() < 1e-12 && (bins.first + 0.10).abs() < 1e-12, "{bins:?}");
        assert_eq!((bins.counts.len(), bins.counts.iter().sum::<u64>()), (20, 6));
        let (from, to, count) = bins.each().nth(10).expect("the bin at zero");
        assert!(from.abs() < 1e-12 && (to - 0.01).abs() < 1e-12 && count == 2, "{from} {to} {count}");
        assert_eq!(Bins::of(&[0.1, 0.1, f64::INFINITY]), None);
    }

    #[test]
    fn the_mark_stands_out_among_the_trials() {
        let frame = Frame {
            id: "placebos-1".into(),
            title: "t".into(),
            description: "d".into(),
            axis: "rate".into(),
            tick: Arc::new(|value, decimals| format!("{value:.decimals$}")),
        };
        let count: super::super::Tick = Arc::new(|value, _| format!("n{value:.0}"));
        let bins = Bins { first: -0.2, width: 0.1, counts: vec![2, 8, 0, 5] };
        let svg = draw(&frame, "trials", &count, &bins, (0.15, Look::Warning));
        assert_eq!(svg, draw(&frame, "trials", &count, &bins, (0.15, Look::Warning)));
        assert_eq!(svg.matches("<svg ").count(), 2);
        assert_eq!(svg.matches("opacity=\"0.55\"").count(), 2 * 3, "empty bins have no bar: {svg}");
        assert_eq!(svg.matches("stroke=\"var(--warning)\" stroke-width=\"3.5\"").count(), 2, "{svg}");
        for text in [">n8</text>", ">rate</text>", ">trials</text>", ">-0.2</text>"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert!(!svg.contains("clip"));
    }
}
