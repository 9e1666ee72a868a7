//! The table of a settlement: one row per pilot, rule, period and step.

use super::table::{Cell, Kind, Table};
use crate::money::Cents;
use crate::settle::Settlement;

/// Every step from gain to amount.
pub fn settlement_table(settlements: &[Settlement]) -> Table {
    let word = |text: &str| Cell::Text(text.to_owned());
    let rate = |rate: Option<f64>| rate.filter(|rate| rate.is_finite()).map_or(Cell::Empty, Cell::Number);
    let money = |amount: Option<Cents>| amount.map_or(Cell::Empty, Cell::Money);
    let mut rows = Vec::new();
    for settlement in settlements {
        for period in &settlement.periods {
            let year = period.year.map_or("all".into(), |year| year.to_string());
            for (number, step) in period.steps.iter().enumerate() {
                rows.push(vec![
                    word(&settlement.pilot),
                    word(&year),
                    word(&settlement.rule),
                    Cell::Whole(number as i64 + 1),
                    word(step.step.word()),
                    word(step.outcome.word()),
                    Cell::Money(step.amount),
                    rate(step.rate),
                    rate(step.required_rate),
                    money(step.limit),
                    word(&settlement.source),
                ]);
            }
        }
    }
    let columns = vec![
        ("pilot", Kind::Text),
        ("year", Kind::Text),
        ("rule", Kind::Text),
        ("number", Kind::Whole),
        ("step", Kind::Text),
        ("outcome", Kind::Text),
        ("amount", Kind::Money),
        ("rate", Kind::Number),
        ("required_rate", Kind::Number),
        ("limit", Kind::Money),
        ("source", Kind::Text),
    ];
    Table { name: "settlement", columns, rows }
}
