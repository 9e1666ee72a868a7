//! The method on one zone: models of its reference group, its group in each year, its gains and their influence.

use crate::counterfactual::GroupYear;
use crate::credibility::{Assessed, Judged};
use crate::design::TargetRows;
use crate::fit::{FitError, LeastSquares};
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
    pub fn assess(&self, rows: &TargetRows, zone: &[bool], left_out: &[bool]) -> Result<Assessed, FitError> {
        let models = fit(rows, left_out, "a pseudo-pilot")?;
        let years = group_years(rows, zone, &models);
        years.iter().try_for_each(|year| year.check("a pseudo-pilot"))?;
        Ok(self.assess_group(rows, &models, zone, left_out, &years))
    }

    /// A group held against its guarantee.
    pub fn assess_group(
        &self,
        rows: &TargetRows,
        models: &[LeastSquares],
        group: &[bool],
        left_out: &[bool],
        years: &[GroupYear],
    ) -> Assessed {
        let reference: Vec<bool> = left_out.iter().map(|out| !out).collect();
        let (base, performance) = (self.base.clone(), self.performance.clone());
        Assessed::new(&Judged { rows, models, group, reference: &reference, base, performance, years })
    }
}

/// The models of the persons outside the municipalities left out, one a year; `name` stands in errors.
pub fn fit(rows: &TargetRows, left_out: &[bool], name: &str) -> Result<Vec<LeastSquares>, FitError> {
    let year = |index: usize| {
        let moments = rows.moments(index, |municipality| !left_out[municipality]);
        LeastSquares::fit(&moments, &format!("{name}, {}", rows.years[index].year))
    };
    (0..rows.years.len()).map(year).collect()
}

/// The sums over a zone, one a year.
pub fn group_years(rows: &TargetRows, zone: &[bool], models: &[LeastSquares]) -> Vec<GroupYear> {
    let year = |(index, model): (usize, &LeastSquares)| {
        GroupYear::new(rows.years[index].year, &rows.moments(index, |municipality| zone[municipality]), model)
    };
    models.iter().enumerate().map(year).collect()
}
