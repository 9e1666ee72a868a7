//! The jackknife: every gain computed again, models included, without one cluster at a time (method, section 7).

use rayon::prelude::*;

use super::assess::{Years, group_years};
use crate::counterfactual::{Comparison, Gain, GroupYear};
use crate::credibility::Clusters;
use crate::design::TargetRows;
use crate::fit::FittedModel;
use crate::spec::{Reading, Study};

/// Standard errors of the totals of a zone from persons and models, by reading and period: of D, or in the additive reading in cents
/// per person-year.
#[derive(Clone, Debug)]
pub struct Jackknife {
    periods: usize,
    se: Vec<f64>,
}

impl Jackknife {
    /// Leaves each cluster out of the zones that share a model and of its reference group; `None` for a zone within one cluster, and
    /// where a model or a guarantee without a cluster fails.
    ///
    /// METHOD: clusters of the zone and of the reference group are two samples: (G − 1)/G Σ (θ_(g) − θ̄)² of each, added up. What the
    /// algebra of influence takes to first order is here a fit of its own.
    pub fn of_zones(
        study: &Study,
        rows: &TargetRows,
        model: &FittedModel,
        left_out: &[bool],
        clusters: &Clusters,
        zones: &[&[bool]],
    ) -> Vec<Option<Jackknife>> {
        let years = Years::new(study, rows);
        let without = |cluster: usize| -> Vec<Option<Vec<f64>>> {
            let keeps = |municipality: usize| clusters.of[municipality] != cluster;
            let left: Vec<bool> = left_out.iter().enumerate().map(|(municipality, out)| *out || !keeps(municipality)).collect();
            // Without anybody of the reference group in the cluster its model stays what it is.
            let refitted = (left != left_out).then(|| model.refit(rows, &left, "a jackknife").ok());
            let of_zone = |zone: &&[bool]| {
                let model = match &refitted {
                    Some(refitted) => refitted.as_ref()?,
                    None => model,
                };
                let zone: Vec<bool> = zone.iter().enumerate().map(|(municipality, inside)| *inside && keeps(municipality)).collect();
                let groups = group_years(rows, &zone, &left, model);
                groups.iter().all(|year| year.check("a jackknife").is_ok()).then(|| totals(&years, &groups))
            };
            zones.iter().map(of_zone).collect()
        };
        let replicates: Vec<Vec<Option<Vec<f64>>>> = (0..clusters.count).into_par_iter().map(without).collect();
        let of_zone = |(place, zone): (usize, &&[bool])| {
            let inside = |cluster: usize| clusters.of.iter().zip(zone.iter()).any(|(of, inside)| *inside && *of == cluster);
            let (mut own, mut others) = (Vec::new(), Vec::new());
            for (cluster, replicate) in replicates.iter().enumerate() {
                let sample = if inside(cluster) { &mut own } else { &mut others };
                sample.push(replicate[place].as_ref()?);
            }
            let se = (0..own.first()?.len()).map(|total| Some((spread(&own, total)? + spread(&others, total)?).sqrt()));
            Some(Jackknife { periods: years.performance.len() + 1, se: se.collect::<Option<Vec<f64>>>()? })
        };
        zones.iter().enumerate().map(of_zone).collect()
    }

    /// The standard error of a total; `None` for the credible reading, which rests on pseudo-pilots besides.
    pub fn se(&self, reading: Reading, period: usize) -> Option<f64> {
        self.se.get(reading as usize * self.periods + period).copied()
    }
}

/// What is told of each total, by reading and period, the cumulative one last: log(real cost / guarantee), or the gain in cents per
/// person-year.
fn totals(years: &Years, groups: &[GroupYear]) -> Vec<f64> {
    let base: Vec<(f64, GroupYear)> = years.base.iter().map(|(weight, year)| (*weight, groups[*year].clone())).collect();
    let of_reading = |reading: Reading| {
        let gains: Vec<Gain> =
            years.performance.iter().map(|year| Comparison { base: &base, performance: &groups[*year] }.gain(reading)).collect();
        let exposures: Vec<f64> = years.performance.iter().map(|year| groups[*year].exposure).collect();
        let all = (Gain::sum(&gains), exposures.iter().sum());
        let told = move |(gain, exposure): (Gain, f64)| match reading {
            Reading::Additive => gain.total() / exposure,
            _ => (gain.real_total() / gain.guarantee_total()).ln(),
        };
        gains.into_iter().zip(exposures).chain([all]).map(told)
    };
    Reading::ALL.into_iter().flat_map(of_reading).collect()
}

/// (G − 1)/G Σ (θ_(g) − θ̄)² of one total; nothing without clusters, `None` with one.
fn spread(replicates: &[&Vec<f64>], total: usize) -> Option<f64> {
    let count = replicates.len() as f64;
    let mean = replicates.iter().map(|replicate| replicate[total]).sum::<f64>() / count;
    match replicates.len() {
        0 => Some(0.0),
        1 => None,
        _ => Some(replicates.iter().map(|replicate| (replicate[total] - mean).powi(2)).sum::<f64>() * (count - 1.0) / count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_its_variance() {
        let numbers = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0];
        let count = numbers.len() as f64;
        let (sum, mean) = (numbers.iter().sum::<f64>(), numbers.iter().sum::<f64>() / count);
        let replicates: Vec<Vec<f64>> = numbers.iter().map(|number| vec![(sum - number) / (count - 1.0)]).collect();
        let wanted = numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / (count * (count - 1.0));
        let found = spread(&replicates.iter().collect::<Vec<_>>(), 0).expect("six clusters");
        assert!((found - wanted).abs() < 1e-14, "{found} {wanted}");
        assert_eq!((spread(&[], 0), spread(&[&vec![1.0]], 0)), (Some(0.0), None));
    }
}
