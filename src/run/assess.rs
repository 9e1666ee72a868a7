//! The method on one zone: models of its reference group, its group in each year, its gains and their influence.

use crate::counterfactual::{GroupYear, Pool};
use crate::credibility::{Assessed, Clusters, Detail, Judged, ReferenceMeat};
use crate::design::TargetRows;
use crate::fit::{FitError, FittedModel};
use crate::spec::Study;

/// The years that a study judges, as indices into the years of its rows.
pub struct Years {
    /// Base years with their weights.
    pub base: Vec<(f64, usize)>,
    /// Performance years.
    pub performance: Vec<usize>,
}

impl Years {
    /// Places the years of a study.
    pub fn new(study: &Study, rows: &TargetRows) -> Years {
        let index = |year: i32| rows.years.iter().position(|rows| rows.year == year).expect("the panel has every year of the study");
        let base = study.base.iter().map(|(year, weight)| (*weight, index(*year))).collect();
        Years { base, performance: study.performance.iter().map(|year| index(*year)).collect() }
    }

    /// Every year before the first pilot began, each judged by those before it: nothing had happened there.
    ///
    /// METHOD: the trial that the first official computation did not have. All earlier years count alike: the weights of the study are
    /// those of its own base years.
    pub fn before(study: &Study, rows: &TargetRows) -> Vec<Years> {
        let start = study.pilots.iter().map(|pilot| pilot.start).min().unwrap_or(i32::MIN);
        let early = rows.years.iter().filter(|rows| rows.year < start).count();
        let judged = |year: usize| Years { base: (0..year).map(|base| (1.0 / year as f64, base)).collect(), performance: vec![year] };
        (1..early).map(judged).collect()
    }

    /// A group with everything that its gains are computed from.
    pub fn on<'a>(&self, fitted: &Fitted<'a>, group: &'a [bool], reference: &'a [bool], years: &'a [GroupYear]) -> Judged<'a> {
        let Fitted { rows, model, clusters, meat, detail } = *fitted;
        let (base, performance) = (self.base.clone(), self.performance.clone());
        Judged { rows, model, group, reference, base, performance, years, clusters, meat, detail }
    }
}

/// Rows, the model of a reference group of theirs, and the clusters of the study.
#[derive(Clone, Copy)]
pub struct Fitted<'a> {
    /// Rows that meet a target rule.
    pub rows: &'a TargetRows,
    /// The model.
    pub model: &'a FittedModel,
    /// The clusters, when they are not persons.
    pub clusters: Option<&'a Clusters>,
    /// The meat over its reference group, for groups that are left out of it one at a time.
    pub meat: Option<&'a ReferenceMeat>,
    /// Which gains are wanted.
    pub detail: Detail,
}

/// The whole method on one zone, for each set of years, and θ by year; its model starts from that of the pilots.
pub fn assess(sets: &[Years], national: &Fitted, zone: &[bool], left_out: &[bool]) -> Result<(Vec<Assessed>, Vec<f64>), FitError> {
    let model = national.model.refit(national.rows, left_out, "a pseudo-pilot")?;
    let years = group_years(national.rows, zone, left_out, &model);
    years.iter().try_for_each(|year| year.check("a pseudo-pilot"))?;
    let (fitted, reference) = (Fitted { model: &model, ..*national }, complement(left_out));
    let judged: Vec<Judged> = sets.iter().map(|set| set.on(&fitted, zone, &reference, &years)).collect();
    Ok((Assessed::of_sets(&judged), ratios(&years)))
}

/// θ, real over expected cost, by year.
pub fn ratios(years: &[GroupYear]) -> Vec<f64> {
    years.iter().map(|year| year.real_total() / year.expected_total()).collect()
}

/// The municipalities that are not left out.
pub fn complement(left_out: &[bool]) -> Vec<bool> {
    left_out.iter().map(|out| !out).collect()
}

/// The sums over a zone, one a year, with what the outlier rule took and charges.
pub fn group_years(rows: &TargetRows, zone: &[bool], left_out: &[bool], model: &FittedModel) -> Vec<GroupYear> {
    let of_year = |year: usize| {
        let pool = Pool::new(&rows.taken(year, |municipality| !left_out[municipality]));
        GroupYear::new(rows, year, zone, model).charged(&rows.taken(year, |municipality| zone[municipality]), pool)
    };
    (0..rows.years.len()).map(of_year).collect()
}
