//! What moved the cost of each pilot from its base period on: rows that may be seen, and their tables.

use serde::{Deserialize, Serialize};

use super::Period;
use super::table::{Cell, Kind, Table};
use crate::counterfactual::Component;
use crate::money::Cents;
use crate::spec::Reading;

/// Rows of `decomposition` and `case_mix`: one pilot, period and sector, by the reading that its variant is judged by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecompositionRow {
    /// Identifier of the pilot.
    pub pilot: String,
    /// Year or `all`: the sum of the years, in which base cost counts once for each.
    pub period: Period,
    /// Name of the variant.
    pub variant: String,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Whether this is the variant that the report shows.
    pub main: bool,
    /// `None`: all sectors together.
    pub sector: Option<String>,
    /// Names of the model's adjusters, interactions with a ×.
    pub adjusters: Vec<String>,
    /// `None`: small cell.
    pub figures: Option<DecompositionFigures>,
}

/// The figures of a row: base cost, and the components add up to real cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecompositionFigures {
    /// Real cost in the base period, the weighted mean of its years.
    pub base_cost: Cents,
    /// The components of the reading, in their order.
    pub components: Vec<(Component, Cents)>,
    /// Real cost in the period.
    pub real_cost: Cents,
    /// The case mix by adjuster, in their order; they add up to it. `None`: one of them concerns too few persons.
    pub case_mix: Option<Vec<Cents>>,
}

impl DecompositionFigures {
    /// The amount of a component; none where the reading does not have it.
    pub fn of(&self, component: Component) -> Option<Cents> {
        self.components.iter().find(|(own, _)| *own == component).map(|(_, amount)| *amount)
    }
}

/// The tables `decomposition` and `case_mix`.
pub fn tables(rows: &[DecompositionRow]) -> [Table; 2] {
    let text = |name| (name, Kind::Text);
    let keys = ["pilot", "year", "variant", "reading", "sector"].map(text);
    let money = |name| (name, Kind::Money);
    let share = ("share_of_base", Kind::Share);
    let steps = [text("component"), money("before"), money("amount"), money("after"), share, text("flags")];
    let adjusters = [text("adjuster"), money("amount"), share, text("flags")];
    [
        Table {
            name: "decomposition",
            columns: keys.into_iter().chain(steps).collect(),
            rows: rows.iter().flat_map(component_rows).collect(),
        },
        Table {
            name: "case_mix",
            columns: keys.into_iter().chain(adjusters).collect(),
            rows: rows.iter().flat_map(adjuster_rows).collect(),
        },
    ]
}

/// One row a component, each beginning where the one before it ends.
fn component_rows(row: &DecompositionRow) -> Vec<Vec<Cell>> {
    let mut level = row.figures.as_ref().map(|figures| figures.base_cost);
    let step = |component: Component| {
        let figures = row.figures.as_ref().zip(level).map(|(figures, before)| {
            let amount = figures.of(component).unwrap_or_default();
            level = Some(before + amount);
            [Cell::Money(before), Cell::Money(amount), Cell::Money(before + amount), share_of_base(figures, amount)]
        });
        let named = [Cell::Text(component.name().to_owned())].into_iter().chain(figures.unwrap_or([const { Cell::Small }; 4]));
        keys(row).into_iter().chain(named).chain([flags(row, row.figures.is_none())]).collect()
    };
    Component::of(row.reading).map(step).collect()
}

fn adjuster_rows(row: &DecompositionRow) -> Vec<Vec<Cell>> {
    let shown = row.figures.as_ref().and_then(|figures| Some((figures, figures.case_mix.as_ref()?)));
    let of_adjuster = |(place, name): (usize, &String)| {
        let figures = shown.map(|(figures, case_mix)| [Cell::Money(case_mix[place]), share_of_base(figures, case_mix[place])]);
        let named = [Cell::Text(name.clone())].into_iter().chain(figures.unwrap_or([const { Cell::Small }; 2]));
        keys(row).into_iter().chain(named).chain([flags(row, shown.is_none())]).collect()
    };
    row.adjusters.iter().enumerate().map(of_adjuster).collect()
}

fn keys(row: &DecompositionRow) -> [Cell; 5] {
    let year = match row.period {
        Period::Year(year) => year.to_string(),
        Period::All => "all".to_owned(),
    };
    let sector = row.sector.clone().unwrap_or_else(|| "total".to_owned());
    [row.pilot.clone(), year, row.variant.clone(), row.reading.to_string(), sector].map(Cell::Text)
}

/// Not a number where base cost is not positive.
fn share_of_base(figures: &DecompositionFigures, amount: Cents) -> Cell {
    if figures.base_cost > Cents::ZERO { Cell::Number(amount.euro() / figures.base_cost.euro()) } else { Cell::Empty }
}

fn flags(row: &DecompositionRow, hidden: bool) -> Cell {
    let flags = [row.main.then_some("main"), hidden.then_some("small-cell")];
    Cell::Text(flags.into_iter().flatten().collect::<Vec<_>>().join(" "))
}
