//! Statistics of a synthetic population, taken from its rows alone, as a user of the tables would.

use std::collections::HashMap;

use garantie::simulate::{Block, CONDITIONS, SECTOR_RANGES, Sector, Settings, Source, World, YearRows};

/// One person in one year.
#[derive(Clone)]
pub struct PersonYear {
    pub person: i64,
    pub age: i32,
    pub region: u32,
    pub weight: f64,
    pub exposure: f64,
    pub alive_at_end: bool,
    pub died: bool,
    pub increased_reimbursement: bool,
    pub conditions: [bool; CONDITIONS.len()],
    pub sectors: [i64; 6],
    pub lines: u32,
    pub deliveries: u32,
}

impl PersonYear {
    pub fn cost(&self) -> f64 {
        self.sectors.iter().sum::<i64>() as f64 / 100.0
    }

    pub fn chronic(&self) -> bool {
        self.conditions.contains(&true)
    }

    pub fn full_year(&self) -> bool {
        self.exposure == 1.0
    }
}

pub fn sector_of(code: u32) -> Option<Sector> {
    SECTOR_RANGES.iter().find(|range| (range.from..=range.to).contains(&code)).map(|range| range.sector)
}

/// The person-years of a year's rows.
pub fn person_years(rows: &YearRows) -> Vec<PersonYear> {
    let population = &rows.population;
    let days = if rows.year % 4 == 0 { 366.0 } else { 365.0 };
    let first_day = (f64::from(rows.year - 1970) * 365.25 + 0.25).floor() as i32;
    let mut position = HashMap::new();
    let mut panel: Vec<PersonYear> = (0..population.person.len())
        .map(|i| {
            position.insert(population.person[i], i);
            let first = population.from[i].map_or(0.0, |date| f64::from(date - first_day));
            let last = match (population.death[i], population.to[i]) {
                (Some(month), _) => (f64::from(month % 100) - 0.5) / 12.0 * days,
                (None, Some(date)) => f64::from(date - first_day + 1),
                (None, None) => days,
            };
            PersonYear {
                person: population.person[i],
                age: rows.year - population.birth_year[i],
                region: match population.municipality[i] / 1000 {
                    21 => 2,
                    25 | 51..=69 | 81..=99 => 1,
                    _ => 0,
                },
                weight: population.weight[i],
                exposure: ((last - first) / days).max(1.0 / days),
                alive_at_end: population.death[i].is_none() && population.to[i].is_none(),
                died: population.death[i].is_some(),
                increased_reimbursement: population.increased_reimbursement[i] != 0,
                conditions: [false; CONDITIONS.len()],
                sectors: [0; 6],
                lines: 0,
                deliveries: 0,
            }
        })
        .collect();
    for i in 0..rows.claims.person.len() {
        let row = &mut panel[position[&rows.claims.person[i]]];
        let sector = sector_of(rows.claims.code[i]).expect("every code has a sector");
        row.sectors[sector as usize] += rows.claims.amount[i];
        row.lines += 1;
    }
    let mut doses = vec![[0.0; CONDITIONS.len()]; panel.len()];
    for i in 0..rows.drugs.person.len() {
        let at = position[&rows.drugs.person[i]];
        panel[at].sectors[Sector::Pharmaceuticals as usize] += rows.drugs.amount[i] + rows.drugs.fee[i];
        panel[at].deliveries += 1;
        for (c, condition) in CONDITIONS.iter().enumerate() {
            if condition.covers(rows.drugs.atc[i]) {
                doses[at][c] += rows.drugs.ddd[i];
            }
        }
    }
    for (row, doses) in panel.iter_mut().zip(doses) {
        for (c, condition) in CONDITIONS.iter().enumerate() {
            row.conditions[c] = doses[c] >= condition.threshold;
        }
    }
    panel
}

/// All person-years, by year.
pub fn panel(world: &World, years: usize) -> Vec<Vec<PersonYear>> {
    let mut panel = vec![Vec::new(); years];
    for index in 0..world.blocks() {
        let Block { years, .. } = world.block(index);
        for (rows, panel) in years.iter().zip(&mut panel) {
            panel.extend(person_years(rows));
        }
    }
    panel
}

pub fn settings(persons: u64) -> Settings {
    Settings { persons, first_year: 2015, years: 5, source: Source::Sample, ..Settings::default() }
}

/// Weighted share of the rows that meet a test.
pub fn share(rows: &[PersonYear], among: impl Fn(&PersonYear) -> bool, test: impl Fn(&PersonYear) -> bool) -> f64 {
    let (mut met, mut all) = (0.0, 0.0);
    for row in rows.iter().filter(|row| among(row)) {
        all += row.weight;
        met += if test(row) { row.weight } else { 0.0 };
    }
    met / all
}

/// Weighted cost per person-year of exposure.
pub fn mean_cost(rows: &[PersonYear], among: impl Fn(&PersonYear) -> bool, cost: impl Fn(&PersonYear) -> f64) -> f64 {
    let (mut sum, mut exposure) = (0.0, 0.0);
    for row in rows.iter().filter(|row| among(row)) {
        sum += row.weight * cost(row);
        exposure += row.weight * row.exposure;
    }
    sum / exposure
}

/// Share of the cost that falls on the dearest persons.
pub fn top_share(rows: &[PersonYear], top: f64) -> f64 {
    let mut sorted: Vec<(f64, f64)> = rows.iter().map(|row| (row.cost(), row.weight)).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let persons: f64 = sorted.iter().map(|row| row.1).sum();
    let cost: f64 = sorted.iter().map(|row| row.0 * row.1).sum();
    let (mut counted, mut sum) = (0.0, 0.0);
    for (value, weight) in sorted {
        if counted >= top * persons {
            break;
        }
        counted += weight;
        sum += value * weight;
    }
    sum / cost
}

/// Relative fall of the mean cost of the first year's dearest decile, a year later, among those insured both years.
pub fn fall_of_top_decile(first: &[PersonYear], second: &[PersonYear]) -> f64 {
    let later: HashMap<i64, f64> = second.iter().filter(|row| row.full_year()).map(|row| (row.person, row.cost())).collect();
    let mut both: Vec<(f64, f64, f64)> = first
        .iter()
        .filter(|row| row.full_year())
        .filter_map(|row| later.get(&row.person).map(|&next| (row.cost(), next, row.weight)))
        .collect();
    both.sort_by(|a, b| b.0.total_cmp(&a.0));
    let persons: f64 = both.iter().map(|row| row.2).sum();
    let (mut counted, mut before, mut after) = (0.0, 0.0, 0.0);
    for (now, next, weight) in both {
        if counted >= 0.1 * persons {
            break;
        }
        counted += weight;
        before += now * weight;
        after += next * weight;
    }
    1.0 - after / before
}
