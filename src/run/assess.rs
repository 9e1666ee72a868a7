//! The method on one zone: models of its reference group, its group in each year, its gains and their influence.

use crate::counterfactual::GroupYear;
use crate::credibility::{Assessed, Judged};
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

    /// The whole method on one zone.
    pub fn assess(&self, rows: &TargetRows, national: &FittedModel, zone: &[bool], left_out: &[bool]) -> Result<Assessed, FitError> {
        let model = national.refit(rows, left_out, "a pseudo-pilot")?;
        let years = group_years(rows, zone, &model);
        years.iter().try_for_each(|year| year.check("a pseudo-pilot"))?;
        Ok(self.assess_group(rows, &model, zone, left_out, &years))
    }

    /// A group held against its guarantee.
    pub fn assess_group(&self, rows: &TargetRows, model: &FittedModel, group: &[bool], left_out: &[bool], years: &[GroupYear]) -> Assessed {
        let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
        let (base, performance) = (self.base.clone(), self.performance.clone());
        Assessed::new(&Judged { rows, model, group, reference: &reference, base, performance, years })
    }
}

/// The sums over a zone, one a year.
pub fn group_years(rows: &TargetRows, zone: &[bool], model: &FittedModel) -> Vec<GroupYear> {
    (0..rows.years.len()).map(|year| GroupYear::new(rows, year, zone, model)).collect()
}
