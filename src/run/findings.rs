//! What the rules of quality get to see of a target group.

use crate::design::{PersonYears, TargetRows};
use crate::fit::{FittedModel, YearModel};

/// The target persons of a zone whose profile the reference group cannot tell the cost of, and how many person-years there are.
pub fn unsupported(rows: &TargetRows, model: &FittedModel, group: &[bool]) -> (Vec<u32>, u64) {
    let of_year = |(year, model): (&PersonYears, &YearModel)| {
        let supported: Vec<bool> = rows.profiles.entries.iter().map(|profile| model.supports(profile)).collect();
        let outside = |row: &usize| group[year.municipality[*row] as usize] && !supported[year.profile[*row] as usize];
        (0..year.person.len()).filter(outside).map(|row| year.person[row]).collect::<Vec<u32>>()
    };
    let outside = rows.years.iter().zip(&model.years).flat_map(of_year).collect();
    let in_group = rows.years.iter().flat_map(|year| &year.municipality).filter(|municipality| group[**municipality as usize]);
    (outside, in_group.count() as u64)
}

/// The largest share of a zone's weighted cost that is one person's, by year.
pub fn largest_shares(rows: &TargetRows, group: &[bool]) -> Vec<(i32, f64)> {
    let of_year = |year: &PersonYears| {
        let in_group = (0..year.person.len()).filter(|row| group[year.municipality[*row] as usize]);
        let costs = in_group.map(|row| year.weight[row] * year.cost[row * rows.sectors..][..rows.sectors].iter().sum::<f64>());
        let (sum, most) = costs.fold((0.0, 0.0_f64), |(sum, most), cost| (sum + cost, most.max(cost)));
        (year.year, if sum > 0.0 { most / sum } else { 0.0 })
    };
    rows.years.iter().map(of_year).collect()
}
