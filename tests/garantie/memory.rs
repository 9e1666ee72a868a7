//! Simulated worlds as panels in memory: person-years straight from the simulator, all sectors as one, no files.

use garantie::ingest::Ids;
use garantie::panel::{ControlTotals, Numbering, Panel, Places, YearPanel};
use garantie::simulate::{Block, CONDITIONS, Settings, World};
use polars::prelude::*;
use rayon::prelude::*;

/// A simulated country.
pub struct Country {
    /// The pilots' identifiers and the codes of their municipalities.
    pub pilots: Vec<(String, Vec<String>)>,
    /// Its person-years.
    pub panel: Panel,
}

/// The share of the country's persons, by cost in the marked year, who are not costly.
const COSTLY: f64 = 0.8;

impl Country {
    /// Makes a country; `costly` marks, in every year, the persons who were among the costliest fifth in the year `marked`.
    pub fn new(settings: &Settings, marked: i32) -> Country {
        let world = World::new(settings.clone()).expect("a world");
        let blocks: Vec<Block> = (0..world.blocks()).into_par_iter().map(|block| world.block(block)).collect();
        let years: Vec<Rows> = (0..settings.years).map(|year| Rows::of(&blocks, year)).collect();
        let pilots: Vec<(String, Vec<String>)> =
            world.pilots().iter().map(|pilot| (pilot.id.to_owned(), pilot.zone.iter().map(u32::to_string).collect())).collect();
        let marked = years.iter().find(|year| year.year == marked).expect("a year of the world");
        let mut costs: Vec<i64> = marked.cost.clone();
        costs.sort_unstable();
        let limit = costs[(costs.len() as f64 * COSTLY) as usize];
        let costly: std::collections::HashSet<i64> =
            marked.person.iter().zip(&marked.cost).filter(|(_, cost)| **cost > limit).map(|(person, _)| *person).collect();
        let columns: Vec<Column> = years.iter().map(|year| Column::new("person".into(), &year.person)).collect();
        let persons = Ids::new(columns.iter()).expect("pseudonyms");
        let in_pilot = |code: &String| pilots.iter().any(|(_, zone)| zone.contains(code));
        let mut codes: Vec<String> = years.iter().flat_map(|year| year.municipality.iter().cloned()).collect();
        codes.sort_unstable();
        codes.dedup();
        let places = Places { provinces: vec!["country".into(); codes.len()], codes };
        let panel_years =
            years.iter().zip(&columns).map(|(year, column)| year.panel(&persons, &places, column, &costly, &in_pilot)).collect();
        let conditions = CONDITIONS.iter().map(|condition| condition.name.to_owned()).collect();
        let panel = Panel {
            persons: Numbering::of(persons),
            places,
            sectors: vec!["cost".into()],
            conditions,
            years: panel_years,
            before: Vec::new(),
            completed: None,
            totals: ControlTotals::default(),
            findings: Vec::new(),
        };
        Country { pilots, panel }
    }
}

/// The person-years of one year.
struct Rows {
    year: i32,
    person: Vec<i64>,
    birth_year: Vec<i32>,
    sex: Vec<i32>,
    municipality: Vec<String>,
    exposure: Vec<f64>,
    weight: Vec<f64>,
    increased_reimbursement: Vec<bool>,
    conditions: Vec<Vec<bool>>,
    cost: Vec<i64>,
}

impl Rows {
    fn of(blocks: &[Block], index: usize) -> Rows {
        let mut rows = Rows {
            year: blocks[0].years[index].year,
            person: Vec::new(),
            birth_year: Vec::new(),
            sex: Vec::new(),
            municipality: Vec::new(),
            exposure: Vec::new(),
            weight: Vec::new(),
            increased_reimbursement: Vec::new(),
            conditions: vec![Vec::new(); CONDITIONS.len()],
            cost: Vec::new(),
        };
        for block in blocks {
            let year = &block.years[index];
            let people = &year.population;
            let mut number: std::collections::HashMap<i64, usize> = std::collections::HashMap::new();
            let mut cost = vec![0_i64; people.person.len()];
            let mut doses = vec![[0.0; CONDITIONS.len()]; people.person.len()];
            people.person.iter().zip(0..).for_each(|(person, row)| {
                number.insert(*person, row);
            });
            for (person, amount) in year.claims.person.iter().zip(&year.claims.amount) {
                cost[number[person]] += amount;
            }
            let drugs = &year.drugs;
            for row in 0..drugs.person.len() {
                let person = number[&drugs.person[row]];
                cost[person] += drugs.amount[row] + drugs.fee[row];
                if let Some(condition) = CONDITIONS.iter().position(|condition| condition.covers(drugs.atc[row])) {
                    doses[person][condition] += drugs.ddd[row];
                }
            }
            for row in 0..people.person.len() {
                rows.person.push(people.person[row]);
                rows.birth_year.push(people.birth_year[row]);
                rows.sex.push(people.sex[row].into());
                rows.municipality.push(people.municipality[row].to_string());
                rows.exposure.push(exposure(rows.year, people.from[row], people.to[row], people.death[row]));
                rows.weight.push(people.weight[row]);
                rows.increased_reimbursement.push(people.increased_reimbursement[row] > 0);
                for (condition, (column, doses)) in CONDITIONS.iter().zip(rows.conditions.iter_mut().zip(doses[row])) {
                    column.push(doses >= condition.threshold);
                }
                rows.cost.push(cost[row]);
            }
        }
        rows
    }

    fn panel(
        &self,
        persons: &Ids,
        places: &Places,
        column: &Column,
        costly: &std::collections::HashSet<i64>,
        in_pilot: &dyn Fn(&String) -> bool,
    ) -> YearPanel {
        let person = persons.locate(column).expect("known persons");
        let mut order: Vec<usize> = (0..person.len()).collect();
        order.sort_unstable_by_key(|row| person[*row]);
        let age: Vec<i32> = self.birth_year.iter().map(|birth| self.year - birth).collect();
        let flags = |of: &dyn Fn(usize) -> bool| order.iter().map(|row| of(*row)).collect::<Vec<bool>>();
        let whole = |values: &[i32]| order.iter().map(|row| values[*row]).collect::<Vec<i32>>();
        let place = |row: &usize| places.codes.binary_search(&self.municipality[*row]).expect("a place") as u32;
        let numbers = |values: &[f64]| order.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        let is_costly = |row: usize| costly.contains(&self.person[row]);
        let mut columns = vec![
            Column::new("year".into(), vec![self.year; order.len()]),
            Column::new("birth_year".into(), whole(&self.birth_year)),
            Column::new("age".into(), whole(&age)),
            Column::new("sex".into(), whole(&self.sex)),
            Column::new("municipality".into(), order.iter().map(place).collect::<Vec<u32>>()),
            Column::new("exposure".into(), numbers(&self.exposure)),
            Column::new("weight".into(), numbers(&self.weight)),
            Column::new("increased_reimbursement".into(), flags(&|row| self.increased_reimbursement[row])),
            Column::new("chronic".into(), flags(&|row| self.conditions.iter().any(|column| column[row]))),
            Column::new("costly".into(), flags(&is_costly)),
            Column::new("costly_in_pilots".into(), flags(&|row| is_costly(row) || !in_pilot(&self.municipality[row]))),
        ];
        for (condition, column) in CONDITIONS.iter().zip(&self.conditions) {
            columns.push(Column::new(condition.name.into(), flags(&|row| column[row])));
        }
        let at_base = columns[4].clone();
        let frame = DataFrame::new(order.len(), columns).expect("a table");
        let person = order.iter().map(|row| person[*row]).collect();
        let cost = order.iter().map(|row| self.cost[*row]).collect();
        YearPanel { year: self.year, frame, person, cost, at_base }
    }
}

/// The fraction of a year insured; who dies does so in the middle of the month.
fn exposure(year: i32, from: Option<i32>, to: Option<i32>, death: Option<i32>) -> f64 {
    let first_day = (year - 1970) * 365 + (year - 1969) / 4;
    let part = |day: i32| f64::from(day - first_day) / 365.25;
    let start = from.map_or(0.0, part);
    let end = match (to, death) {
        (_, Some(month)) => (f64::from(month % 100) - 0.5) / 12.0,
        (Some(day), None) => part(day + 1),
        (None, None) => 1.0,
    };
    (end - start).clamp(1.0 / 365.0, 1.0)
}
