//! Replicates of the cluster bootstrap by refits: every model is fitted anew, from the blocks of the municipalities.

use std::ops::Range;

use faer::Mat;
use rayon::prelude::*;

use super::assessed::departures;
use super::clusters::Clusters;
use super::influence::Judged;
use crate::counterfactual::{GroupYear, Pool};
use crate::design::{Moments, Taken};
use crate::spec::Reading;

/// Replicates per task: their sums of one year fit a processor's cache.
const BATCH: usize = 64;

/// A year of a group and its reference group, by municipality.
struct YearBlocks<'a> {
    judged: &'a Judged<'a>,
    year: usize,
    /// Cluster of each municipality of the reference group; its Σwexx', Σwxy, what a rule took by sector, and what it left, as a column.
    reference: (Vec<usize>, Mat<f64>),
    /// The same of the zone: Σwex and Σwy by sector.
    group: (Vec<usize>, Mat<f64>),
    pooled: bool,
}

/// Draws of every total, by reading and period, less the total itself, on the scale of its variance; `weights` are those of a cluster in some
/// replicates. `None` unless the model is least squares of each sector and year alone, without constraints.
///
/// METHOD: with clusters of whole municipalities everything that a gain is computed of is a sum over them, so that weighted sums of blocks are
/// the sums of weighted persons and a replicate is the estimator itself on other weights, with nothing left out.
pub(super) fn refitted(
    judged: &Judged,
    clusters: &Clusters,
    replicates: usize,
    weights: impl Fn(Range<usize>, usize) -> Vec<f64> + Sync,
) -> Option<Vec<Vec<f64>>> {
    let years: Vec<usize> = judged.base.iter().map(|(_, year)| *year).chain(judged.performance.iter().copied()).collect();
    let is_plain =
        |year: &usize| judged.model.direction(*year, &judged.rows.profiles, &[]).is_some_and(|found| found.constrained.is_none());
    let blocks = years.iter().all(is_plain).then(|| years.iter().map(|year| YearBlocks::new(judged, clusters, *year)))?;
    let blocks: Vec<YearBlocks> = blocks.collect();
    let found = of_years(judged, &years.iter().map(|year| judged.years[*year].clone()).collect::<Vec<_>>());
    let moved: Vec<Vec<f64>> = (0..replicates.div_ceil(BATCH))
        .into_par_iter()
        .map(|batch| {
            let batch = batch * BATCH..((batch + 1) * BATCH).min(replicates);
            let weights: Vec<Vec<f64>> = (0..clusters.count).map(|cluster| weights(batch.clone(), cluster)).collect();
            let weights = Mat::from_fn(clusters.count, batch.len(), |cluster, drawn| weights[cluster][drawn]);
            let of_blocks: Vec<Vec<GroupYear>> = blocks.iter().map(|year| year.drawn(&weights)).collect::<Option<_>>()?;
            let drawn = |drawn: usize| -> Vec<f64> {
                let group: Vec<GroupYear> = of_blocks.iter().map(|years| years[drawn].clone()).collect();
                of_years(judged, &group).iter().zip(&found).map(|(drawn, found)| drawn - found).collect()
            };
            Some((0..batch.len()).map(drawn).collect::<Vec<_>>())
        })
        .collect::<Option<Vec<_>>>()?
        .concat();
    let of_total = |total: usize| moved.iter().map(|moved| moved[total]).collect::<Vec<f64>>();
    moved.iter().flatten().all(|moved| moved.is_finite()).then(|| (0..found.len()).map(of_total).collect())
}

/// The departures of a group given by its base years, then its performance years, on the scales of their variances.
fn of_years(judged: &Judged, group: &[GroupYear]) -> Vec<f64> {
    let (base, performance) = group.split_at(judged.base.len());
    let base: Vec<(f64, GroupYear)> = judged.base.iter().map(|(weight, _)| *weight).zip(base.iter().cloned()).collect();
    let exposure: Vec<f64> = judged.performance.iter().map(|year| judged.years[*year].exposure).collect();
    let departures = departures(&base, &performance.iter().collect::<Vec<_>>());
    let periods = exposure.len() + 1;
    let on_scale = |(place, departure): (usize, f64)| match Reading::ALL[place / periods] {
        Reading::Additive => departure * exposure.get(place % periods).copied().unwrap_or_else(|| exposure.iter().sum()),
        _ => departure,
    };
    departures.into_iter().enumerate().map(on_scale).collect()
}

impl<'a> YearBlocks<'a> {
    fn new(judged: &'a Judged<'a>, clusters: &Clusters, year: usize) -> YearBlocks<'a> {
        let (rows, of_year) = (judged.rows, &judged.rows.years[year]);
        let by_municipality = &of_year.blocks.by_municipality;
        let present = |wanted: &[bool]| -> Vec<usize> {
            (0..by_municipality.len()).filter(|municipality| wanted[*municipality] && by_municipality[*municipality].rows > 0).collect()
        };
        let columns = |municipalities: &[usize], column: &dyn Fn(usize) -> Vec<f64>| {
            let columns: Vec<Vec<f64>> = municipalities.iter().map(|municipality| column(*municipality)).collect();
            let height = columns.first().map_or(0, Vec::len);
            let clusters = municipalities.iter().map(|municipality| clusters.of[*municipality]).collect();
            (clusters, Mat::from_fn(height, columns.len(), |row, column| columns[column][row]))
        };
        let of_reference = |municipality: usize| {
            let (block, taken) = (&by_municipality[municipality], rows.taken(year, |other| other == municipality));
            block.xx.iter().chain(&block.xy).chain(&taken.amount).chain([&taken.left]).copied().collect()
        };
        let of_group = |municipality: usize| {
            let block = &by_municipality[municipality];
            block.weighted_profile().iter().chain(block.real_cost()).copied().collect()
        };
        YearBlocks {
            judged,
            year,
            reference: columns(&present(judged.reference), &of_reference),
            group: columns(&present(judged.group), &of_group),
            pooled: rows.taken(year, |municipality| judged.reference[municipality]).pooled,
        }
    }

    /// The group in each replicate, by weights `cluster × replicate`.
    fn drawn(&self, weights: &Mat<f64>) -> Option<Vec<GroupYear>> {
        let sums = |(clusters, columns): &(Vec<usize>, Mat<f64>)| {
            columns * Mat::from_fn(clusters.len(), weights.ncols(), |municipality, drawn| weights[(clusters[municipality], drawn)])
        };
        let (reference, group) = (sums(&self.reference), sums(&self.group));
        let (width, sectors) = (self.judged.rows.design.width(), self.judged.rows.sectors);
        let of_drawn = |drawn: usize| {
            let mut next = reference.col(drawn).iter().copied();
            let mut moments = Moments::zero(width, sectors);
            moments.xx.iter_mut().chain(&mut moments.xy).for_each(|sum| *sum = next.next().unwrap_or_default());
            let amount: Vec<f64> = next.by_ref().take(sectors).collect();
            let taken = Taken { amount, left: next.next().unwrap_or_default(), pooled: self.pooled, ..Taken::default() };
            let of_group: Vec<f64> = group.col(drawn).iter().copied().collect();
            let (profile, real) = of_group.split_at_checked(width)?;
            let group = GroupYear {
                year: self.judged.rows.years[self.year].year,
                persons: 0,
                exposure: profile[0],
                profiles: Vec::new(),
                expected: self.judged.model.expected_by(self.year, &moments, profile)?,
                real: real.to_vec(),
                users: Vec::new(),
                raw: real.to_vec(),
                above: 0,
                pool: Pool::default(),
            };
            let nothing = Taken { amount: vec![0.0; sectors], ..Taken::default() };
            Some(group.charged(&nothing, Pool::new(&taken)))
        };
        (0..weights.ncols()).map(of_drawn).collect()
    }
}
