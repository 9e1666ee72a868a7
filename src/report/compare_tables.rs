//! The tables of a comparison, column by column as batch jobs know them.

use super::table::{Cell, Kind, Table};
use super::{Comparison, EffectRow, Period, RankRow, SpecificationFigures, SpecificationRow, SummaryRow};
use crate::compare::Summary;
use crate::spec::Axis;

/// Every table of a comparison.
pub fn comparison_tables(comparison: &Comparison) -> Vec<Table> {
    vec![specification_curve(comparison), summaries(&comparison.summaries), effects(&comparison.effects), ranks(&comparison.ranks)]
}

fn word(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn year(period: Period) -> Cell {
    Cell::Text(match period {
        Period::Year(year) => year.to_string(),
        Period::All => "all".into(),
    })
}

/// A number, if there is one.
fn number(value: f64) -> Cell {
    if value.is_finite() { Cell::Number(value) } else { Cell::Empty }
}

/// A column of figures: its name, kind and how to take it.
type Figure<Figures> = (&'static str, Kind, fn(&Figures) -> Cell);

fn specification_curve(comparison: &Comparison) -> Table {
    let figures: [Figure<SpecificationFigures>; 11] = [
        ("gain", Kind::Money, |f| Cell::Money(f.gain)),
        ("low", Kind::Money, |f| Cell::Money(f.low)),
        ("high", Kind::Money, |f| Cell::Money(f.high)),
        ("savings_rate", Kind::Number, |f| number(f.savings_rate)),
        ("rate_low", Kind::Number, |f| number(f.rate_low)),
        ("rate_high", Kind::Number, |f| number(f.rate_high)),
        ("d", Kind::Number, |f| number(f.d)),
        ("p_value", Kind::Number, |f| number(f.p_value)),
        ("p_holm", Kind::Number, |f| number(f.p_holm)),
        ("p_placebo", Kind::Number, |f| f.p_placebo.map_or(Cell::Empty, Cell::Number)),
        ("verdict", Kind::Text, |f| word(f.verdict.word())),
    ];
    let of_row = |row: &SpecificationRow| {
        let variant = &comparison.variants[row.variant];
        let mut cells = vec![word(&row.pilot), year(row.period), word(&variant.name)];
        cells.extend(variant.choices.iter().map(|choice| word(choice)));
        let missing = || if variant.failed.is_some() { Cell::Empty } else { Cell::Small };
        cells.extend(figures.iter().map(|(_, _, take)| row.figures.as_ref().map_or_else(missing, take)));
        cells.push(row.size.map_or(Cell::Empty, |size| number(size.false_gain_rate)));
        cells.push(row.size.map_or(Cell::Empty, |size| word(if size.kept { "yes" } else { "no" })));
        let small = row.figures.is_none() && variant.failed.is_none();
        let flags = [
            small.then_some("small-cell"),
            variant.failed.is_some().then_some("no-answer"),
            row.by_evolution.then_some("by-evolution"),
            (row.figures.is_some() && row.size.is_none()).then_some("without-zone-shocks"),
        ];
        cells.push(Cell::Text(flags.into_iter().flatten().collect::<Vec<_>>().join(" ")));
        cells
    };
    let keys = ["pilot", "year", "variant"].into_iter().chain(Axis::ALL.map(Axis::name)).map(|name| (name, Kind::Text));
    let columns = keys.chain(figures.iter().map(|(name, kind, _)| (*name, *kind))).chain([
        ("false_gain_rate", Kind::Number),
        ("keeps_size", Kind::Text),
        ("flags", Kind::Text),
    ]);
    Table { name: "specification_curve", columns: columns.collect(), rows: comparison.curve.iter().map(of_row).collect() }
}

fn summaries(rows: &[SummaryRow]) -> Table {
    let figures: [Figure<Summary>; 9] = [
        ("median_gain", Kind::Money, |s| Cell::Money(s.median_gain)),
        ("lowest_gain", Kind::Money, |s| Cell::Money(s.gains.0)),
        ("highest_gain", Kind::Money, |s| Cell::Money(s.gains.1)),
        ("median_rate", Kind::Number, |s| number(s.median_rate)),
        ("lowest_rate", Kind::Number, |s| number(s.rates.0)),
        ("highest_rate", Kind::Number, |s| number(s.rates.1)),
        ("same_sign", Kind::Number, |s| number(s.same_sign)),
        ("gains", Kind::Number, |s| number(s.found.0)),
        ("losses", Kind::Number, |s| number(s.found.1)),
    ];
    let of_row = |row: &SummaryRow| {
        let variants = row.summary.as_ref().map_or(0, |summary| summary.variants as i64);
        let keys = [word(&row.pilot), year(row.period), word(row.over.word()), Cell::Whole(variants)];
        let cells = figures.iter().map(|(_, _, take)| row.summary.as_ref().map_or(Cell::Empty, take));
        keys.into_iter().chain(cells).collect()
    };
    let keys = [("pilot", Kind::Text), ("year", Kind::Text), ("over", Kind::Text), ("variants", Kind::Whole)];
    let columns = keys.into_iter().chain(figures.iter().map(|(name, kind, _)| (*name, *kind))).collect();
    Table { name: "compare_summary", columns, rows: rows.iter().map(of_row).collect() }
}

fn effects(rows: &[EffectRow]) -> Table {
    let of_row = |row: &EffectRow| {
        let keys = [word(&row.pilot), year(row.period), word(row.axis.name()), word(&row.level)];
        let figures = [Cell::Whole(row.effect.answers as i64), number(row.effect.effect), number(row.effect.share)];
        keys.into_iter().chain(figures).collect()
    };
    let keys = ["pilot", "year", "choice", "level"].map(|name| (name, Kind::Text));
    let figures = [("variants", Kind::Whole), ("effect", Kind::Number), ("share", Kind::Number)];
    Table { name: "choice_effects", columns: keys.into_iter().chain(figures).collect(), rows: rows.iter().map(of_row).collect() }
}

fn ranks(rows: &[RankRow]) -> Table {
    let of_row = |row: &RankRow| {
        let of_pilot = |(pilot, rank): (&String, &crate::compare::RankOfPilot)| {
            let counts = [row.ranks.variants, row.pilots.len() as u64].map(|count| Cell::Whole(count as i64));
            let own = [rank.mean, rank.best, rank.worst].map(number);
            let all = [row.ranks.concordance, row.ranks.mean_correlation].map(number);
            [year(row.period), word(pilot)].into_iter().chain(counts).chain(own).chain(all).collect::<Vec<Cell>>()
        };
        row.pilots.iter().zip(&row.ranks.pilots).map(of_pilot).collect::<Vec<_>>()
    };
    let keys = [("year", Kind::Text), ("pilot", Kind::Text), ("variants", Kind::Whole), ("pilots", Kind::Whole)];
    let numbers = ["mean_rank", "best_rank", "worst_rank", "kendall_w", "mean_correlation"].map(|name| (name, Kind::Number));
    Table { name: "rank_stability", columns: keys.into_iter().chain(numbers).collect(), rows: rows.iter().flat_map(of_row).collect() }
}
