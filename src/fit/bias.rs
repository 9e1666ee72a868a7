//! For whom a model expects too much or too little: expected against real cost by subgroup of the reference group.

use crate::design::TargetRows;

/// Deciles of expected cost.
const DECILES: usize = 10;

/// Expected and real cost of one subgroup in one year. Money in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct Bias {
    /// What the subgroups go by: a grouping of the rows, or `decile` of expected cost.
    pub family: String,
    /// The subgroup.
    pub group: String,
    /// Persons.
    pub persons: u64,
    /// Weighted person-years.
    pub exposure: f64,
    /// Expected cost.
    pub expected: f64,
    /// Real cost.
    pub real: f64,
}

/// The biases of predictions for the total, in every grouping of the rows and by decile of expected cost; groups without a person
/// are left out.
pub fn biases(rows: &TargetRows, year: usize, reference: impl Fn(usize) -> bool, predicted: &[f64]) -> Vec<Bias> {
    let (sectors, of_year) = (rows.sectors, &rows.years[year]);
    let members: Vec<usize> = (0..of_year.person.len()).filter(|row| reference(of_year.municipality[*row] as usize)).collect();
    let of_profile: Vec<f64> = predicted.chunks_exact(sectors.max(1)).map(|profile| profile.iter().sum()).collect();
    let sums = |family: &str, groups: &[String], group_of: &dyn Fn(usize) -> usize| {
        let empty =
            |group: &String| Bias { family: family.into(), group: group.clone(), persons: 0, exposure: 0.0, expected: 0.0, real: 0.0 };
        let mut biases: Vec<Bias> = groups.iter().map(empty).collect();
        for row in &members {
            let bias = &mut biases[group_of(*row)];
            let weight = of_year.weight[*row];
            bias.persons += 1;
            bias.exposure += weight * of_year.exposure[*row];
            bias.expected += weight * of_year.exposure[*row] * of_profile[of_year.profile[*row] as usize];
            bias.real += weight * of_year.cost[*row * sectors..][..sectors].iter().sum::<f64>();
        }
        biases.retain(|bias| bias.persons > 0);
        biases
    };
    let groupings = rows.groupings.iter();
    let by_grouping =
        |grouping: &crate::design::Grouping| sums(&grouping.family, &grouping.groups, &|row| grouping.of_row[year][row] as usize);
    let mut all: Vec<Bias> = groupings.flat_map(by_grouping).collect();
    let deciles = deciles(rows, year, &members, &of_profile);
    let names: Vec<String> = (1..=DECILES).map(|decile| decile.to_string()).collect();
    all.extend(sums("decile", &names, &|row| deciles[of_year.profile[row] as usize]));
    all
}

/// The decile of each profile: profiles in the order of what is expected of them, cut where their exposure reaches tenths.
///
/// METHOD: who shares a profile is expected to cost the same and stays together, so that deciles are of profiles, not of rows in
/// whatever order.
fn deciles(rows: &TargetRows, year: usize, members: &[usize], of_profile: &[f64]) -> Vec<usize> {
    let mut exposure = vec![0.0; of_profile.len()];
    let of_year = &rows.years[year];
    members.iter().for_each(|row| exposure[of_year.profile[*row] as usize] += of_year.weight[*row] * of_year.exposure[*row]);
    let mut order: Vec<usize> = (0..of_profile.len()).collect();
    order.sort_by(|a, b| of_profile[*a].total_cmp(&of_profile[*b]).then(a.cmp(b)));
    let total: f64 = exposure.iter().sum();
    let (mut below, mut decile) = (0.0, vec![0; of_profile.len()]);
    for profile in order {
        let middle = below + exposure[profile] / 2.0;
        decile[profile] = ((middle / total * DECILES as f64) as usize).min(DECILES - 1);
        below += exposure[profile];
    }
    decile
}
