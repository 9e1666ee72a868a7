//! `garantie compare`: variants side by side, or two runs.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::cache::Cache;
use super::{Done, Global, compare_runs, ending_in, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::report::{Comparison, EffectRow, Over, Period, SummaryRow};
use crate::run;
use crate::spec::{Axis, Format, Study};

/// What the command takes.
#[derive(Args, Debug)]
#[command(
    override_usage = "garantie compare [OPTIONS] <STUDY>\n       garantie compare [OPTIONS] <RUN_A> <RUN_B>",
    after_help = "Examples: garantie compare data-samples/synthetic/compare.toml\n          garantie compare out-2020 out-2021"
)]
pub struct Arguments {
    /// A study with a section [compare] or several variants; or the output folder of a finished run
    #[arg(value_name = "STUDY | RUN_A")]
    first: PathBuf,
    /// The output folder of another finished run
    #[arg(value_name = "RUN_B")]
    second: Option<PathBuf>,
    /// With two runs: write what changed as a table: a file ending in .csv or .parquet
    #[arg(long, value_name = "FILE", requires = "second", value_parser = ending_in(&["csv", "parquet"]))]
    out: Option<PathBuf>,
    #[command(flatten)]
    cache: Cache,
}

/// Judges every variant, writes tables and page, and prints what they say together over all performance years.
pub fn run(arguments: &Arguments, threads: usize, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    if let Some(second) = &arguments.second {
        return compare_runs::run(&arguments.first, second, arguments.out.as_deref(), global);
    }
    let study = arguments.cache.study(&arguments.first)?;
    let comparison = run::compare(&study, threads, progress)?;
    progress.end();
    let done = Done { errors_found: false };
    if global.json {
        summary::print(&json(&study, &comparison))?;
    } else if !global.quiet {
        summary::say(text(&study, &comparison).trim_end())?;
    }
    Ok(done)
}

/// Rows over all performance years.
fn whole<Row>(rows: &[Row], period: fn(&Row) -> Period) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| period(row) == Period::All)
}

fn json(study: &Study, comparison: &Comparison) -> serde_json::Value {
    let summary = |row: &SummaryRow| {
        let summary = row.summary.as_ref().map(|summary| {
            serde_json::json!({
                "variants": summary.variants, "median_gain": summary.median_gain, "lowest_gain": summary.gains.0,
                "highest_gain": summary.gains.1, "median_rate": summary.median_rate, "lowest_rate": summary.rates.0,
                "highest_rate": summary.rates.1, "same_sign": summary.same_sign, "gains": summary.found.0, "losses": summary.found.1,
            })
        });
        serde_json::json!({ "pilot": row.pilot, "over": row.over, "summary": summary })
    };
    let effect = |row: &EffectRow| {
        serde_json::json!({
            "pilot": row.pilot, "choice": row.axis, "level": row.level, "variants": row.effect.answers, "effect": row.effect.effect,
            "share": row.effect.share,
        })
    };
    let ranks = whole(&comparison.ranks, |row| row.period).next().map(
        |row| serde_json::json!({ "pilots": row.pilots, "kendall_w": row.ranks.concordance, "mean_correlation": row.ranks.mean_correlation }),
    );
    serde_json::json!({
        "folder": study.output.folder,
        "variants": comparison.variants,
        "summaries": whole(&comparison.summaries, |row| row.period).map(summary).collect::<Vec<_>>(),
        "effects": whole(&comparison.effects, |row| row.period).map(effect).collect::<Vec<_>>(),
        "rank_stability": ranks,
    })
}

fn text(study: &Study, comparison: &Comparison) -> String {
    let years = study.performance.iter().map(i32::to_string).collect::<Vec<_>>().join(" ");
    let choices = comparison.axes.iter().map(|axis| axis.name()).collect::<Vec<_>>().join(", ");
    let mut text = format!("{}\n", study.title);
    let _ = writeln!(text, "{years}: {} variants", comparison.variants.len());
    let _ = writeln!(text, "which differ in {choices}");
    let _ = writeln!(text, "{:<14} {:>6} {:>16} {:>5} {:>5} {:>5}  moved most by", "pilot", "median", "range", "sign", "gain", "loss");
    let percent = |rate: f64| if rate.is_finite() { format!("{:.1}", 100.0 * rate) } else { "-".into() };
    let share = |share: f64| format!("{:.0}%", 100.0 * share);
    for row in whole(&comparison.summaries, |row| row.period).filter(|row| row.over == Over::All) {
        let Some(all) = &row.summary else {
            let _ = writeln!(text, "{:<14} small cell, or no answer", short(&row.pilot));
            continue;
        };
        let range = format!("{} to {}", percent(all.rates.0), percent(all.rates.1));
        let _ = writeln!(
            text,
            "{:<14} {:>5}% {range:>15}% {:>5} {:>5} {:>5}  {}",
            short(&row.pilot),
            percent(all.median_rate),
            share(all.same_sign),
            share(all.found.0),
            share(all.found.1),
            most_moving(comparison, &row.pilot)
        );
    }
    text += &hidden(study, comparison);
    for row in whole(&comparison.ranks, |row| row.period) {
        let _ = writeln!(
            text,
            "order of the pilots: Kendall's W {:.2}, mean rank correlation {:.2}",
            row.ranks.concordance, row.ranks.mean_correlation
        );
    }
    let cries = comparison.curve.iter().filter(|row| row.period == Period::All && row.size.is_some_and(|size| !size.kept));
    let cries: std::collections::BTreeSet<usize> = cries.map(|row| row.variant).collect();
    if !cries.is_empty() {
        let _ = writeln!(text, "{} variants find gains or losses where there are none too often", cries.len());
    }
    for variant in &comparison.variants {
        if let Some(reason) = &variant.failed {
            let _ = writeln!(text, "no answer from `{}`:\n  {reason}", variant.name);
        }
    }
    let _ = writeln!(text, "specification curve in {}", study.output.folder.display());
    if study.output.formats.contains(&Format::Html) {
        let _ = writeln!(text, "open {}", study.output.folder.join("compare.html").display());
    }
    text
}

/// How many variants each pilot shows where some are hidden, and why.
fn hidden(study: &Study, comparison: &Comparison) -> String {
    let mut text = String::new();
    for (pilot, _) in &comparison.pilots {
        let rows = || whole(&comparison.curve, |row| row.period).filter(|row| row.pilot == *pilot);
        let answered = rows().filter(|row| comparison.variants[row.variant].failed.is_none()).count();
        let shown = rows().filter(|row| row.figures.is_some()).count();
        if shown < answered {
            let _ = writeln!(text, "{}: {shown} of {answered} variants shown", short(pilot));
        }
    }
    if !text.is_empty() {
        let limit = study.data.small_cell();
        let _ = writeln!(text, "the others are small cells: beside what is shown, here or by `run`, they would");
        let _ = writeln!(text, "tell of {limit} persons or fewer");
    }
    text
}

/// An identifier in at most 14 letters.
fn short(pilot: &str) -> String {
    if pilot.chars().count() <= 14 { pilot.to_owned() } else { pilot.chars().take(13).chain(['…']).collect() }
}

/// The choice that explains most of what the variants of a pilot differ by, and how much of it.
fn most_moving(comparison: &Comparison, pilot: &str) -> String {
    let rows = || whole(&comparison.effects, |row| row.period).filter(|row| row.pilot == pilot);
    let share = |axis: &Axis| rows().find(|row| row.axis == *axis).map_or(0.0, |row| row.effect.share);
    match comparison.axes.iter().max_by(|a, b| share(a).total_cmp(&share(b))) {
        Some(axis) => format!("{} ({:.0}%)", axis.name(), 100.0 * share(axis)),
        None => String::new(),
    }
}
