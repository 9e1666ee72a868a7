//! What another case mix does to expected cost, adjuster by adjuster.

use std::ops::Range;

use super::FittedModel;
use super::outcome::OutcomeFit;
use super::year::YearColumns;
use crate::design::Profiles;
use crate::spec::Outcome;

impl FittedModel {
    /// What expected cost per person-year in a year moves by from one group of persons to another, both given by their exposure
    /// by profile: by sector and adjuster (a range of columns), in cents. The adjusters add up to the whole move.
    ///
    /// METHOD: a predicted mean is split around the mean predictor of the two groups: with an identity link an adjuster adds its
    /// coefficients times the change of its means, whatever the centre; with another the same along the secant from the centre to
    /// the person's predictor, and in a two-part model along that of either part at the mean of the other (Shapley). The parts add
    /// up, and neither the order of the adjusters nor their reference levels matter; with the two groups exchanged each turns
    /// its sign alone. What is neutralised is the same for everybody and moves nothing.
    pub fn case_mix(
        &self,
        year: usize,
        profiles: &Profiles,
        adjusters: &[Range<usize>],
        from: &[(u32, f64)],
        to: &[(u32, f64)],
    ) -> Vec<Vec<f64>> {
        let model = &self.years[year];
        let mut members: Vec<u32> = from.iter().chain(to).map(|(profile, _)| *profile).collect();
        members.sort_unstable();
        members.dedup();
        let profiles = &Profiles { entries: members.iter().map(|profile| profiles.entries[*profile as usize].clone()).collect() };
        let placed = |group: &[(u32, f64)]| -> Vec<(u32, f64)> {
            group.iter().map(|(profile, exposure)| (members.partition_point(|member| member < profile) as u32, *exposure)).collect()
        };
        let (from, to) = (&placed(from), &placed(to));
        let mut sectors = vec![vec![0.0; adjusters.len()]; model.sectors];
        for (index, outcome) in self.of_year(year).outcomes.iter().enumerate() {
            let moved = outcome.case_mix(profiles, &model.columns, adjusters, from, to);
            let factor = model.calibration[index];
            match self.method.by {
                Outcome::Sector => sectors[index] = moved.iter().map(|moved| factor * moved).collect(),
                Outcome::Total => {
                    let all: f64 = model.real.iter().sum();
                    for (sector, real) in sectors.iter_mut().zip(&model.real) {
                        *sector = moved.iter().map(|moved| real / all * factor * moved).collect();
                    }
                }
            }
        }
        sectors
    }
}

impl OutcomeFit {
    fn case_mix(
        &self,
        profiles: &Profiles,
        columns: &YearColumns,
        adjusters: &[Range<usize>],
        from: &[(u32, f64)],
        to: &[(u32, f64)],
    ) -> Vec<f64> {
        let parts: Vec<Predictors> =
            self.parts.iter().map(|part| Predictors::new(profiles, columns, &part.estimate, adjusters, from, to)).collect();
        let mut moved = vec![0.0; adjusters.len()];
        for (group, sign) in [(from, -1.0), (to, 1.0)] {
            let exposure: f64 = group.iter().map(|(_, exposure)| exposure).sum();
            for (profile, of_profile) in group {
                let profile = *profile as usize;
                for (index, part) in parts.iter().enumerate() {
                    let link = self.parts[index].link;
                    // A sector in which nobody has any cost has no finite predictor on the log scale, and nothing moves in it.
                    if !part.all[profile].is_finite() || !part.centre.is_finite() {
                        continue;
                    }
                    let others = parts.iter().zip(&self.parts).enumerate().filter(|(other, _)| *other != index);
                    let mean_of_others: f64 =
                        others.map(|(_, (other, of))| (of.link.mean(other.all[profile]) + of.link.mean(other.centre)) / 2.0).product();
                    let scale = sign * of_profile / exposure * link.secant(part.all[profile], part.centre) * mean_of_others;
                    for ((moved, own), centre) in moved.iter_mut().zip(&part.by_adjuster).zip(&part.centres) {
                        *moved += scale * (own[profile] - centre);
                    }
                }
            }
        }
        moved
    }
}

/// The linear predictors of a part by profile, whole and by adjuster, and their means halfway between two groups.
struct Predictors {
    all: Vec<f64>,
    centre: f64,
    by_adjuster: Vec<Vec<f64>>,
    centres: Vec<f64>,
}

impl Predictors {
    fn new(
        profiles: &Profiles,
        columns: &YearColumns,
        estimate: &[f64],
        adjusters: &[Range<usize>],
        from: &[(u32, f64)],
        to: &[(u32, f64)],
    ) -> Predictors {
        let mean = |predictors: &[f64], group: &[(u32, f64)]| {
            let sum: f64 = group.iter().map(|(profile, exposure)| exposure * predictors[*profile as usize]).sum();
            sum / group.iter().map(|(_, exposure)| exposure).sum::<f64>()
        };
        let centre = |predictors: &Vec<f64>| (mean(predictors, from) + mean(predictors, to)) / 2.0;
        let of_adjuster = |adjuster: &Range<usize>| {
            let mut only = vec![0.0; estimate.len()];
            adjuster.clone().for_each(|column| only[column] = estimate[column]);
            columns.neutral.iter().for_each(|(column, _)| only[*column] = 0.0);
            profiles.times(&only)
        };
        let all = columns.neutralised(profiles, estimate);
        let by_adjuster: Vec<Vec<f64>> = adjusters.iter().map(of_adjuster).collect();
        Predictors { centre: centre(&all), centres: by_adjuster.iter().map(centre).collect(), all, by_adjuster }
    }
}
