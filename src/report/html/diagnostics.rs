//! Diagnostics: for whom the model of the study's variant expects too much or too little, the chronically ill first.

use super::context::Context;
use crate::report::ReportError;
use crate::report::{CalibrationFigures, CalibrationRow};

/// A predictive ratio this far from one deserves a second look.
const FAR: f64 = 0.05;

/// The section on diagnostics, on the last performance year.
pub struct Diagnostics {
    /// The year.
    pub year: String,
    /// Title of the table by illness.
    pub title: String,
    /// What the model does with those who have most conditions, in a sentence; `None`: small cell, or no conditions.
    pub chronic: Option<String>,
    /// By number of conditions, chronic or not, and each condition: what comes first.
    pub illness: Vec<Line>,
    /// By age, sex, increased reimbursement, province and decile of expected cost.
    pub others: Vec<Family>,
}

/// The subgroups of one family.
pub struct Family {
    /// What they go by.
    pub name: String,
    /// The subgroups.
    pub lines: Vec<Line>,
}

/// A subgroup, as text.
pub struct Line {
    /// Name.
    pub group: String,
    /// Persons.
    pub persons: String,
    /// Expected cost, euro per person-year.
    pub expected: String,
    /// Real cost, euro per person-year.
    pub real: String,
    /// Expected / real cost.
    pub ratio: String,
    /// Real less expected cost, euro per person-year.
    pub residual: String,
    /// Whether the ratio deserves a second look.
    pub far: bool,
}

impl Diagnostics {
    /// The diagnostics of the study's variant.
    pub fn new(context: &Context<'_>) -> Result<Diagnostics, ReportError> {
        let results = context.results;
        let year = results.asked.performance.iter().max().copied().unwrap_or_default();
        let of_variant = |row: &&CalibrationRow| row.variant == results.asked.variant && row.year == year;
        let rows: Vec<&CalibrationRow> = results.calibration.iter().filter(of_variant).collect();
        // One target rule: several would stand side by side without a name; the first is that of the first pilot.
        let target = results.asked.pilots.first().map(|pilot| pilot.target.as_str());
        let rows: Vec<&CalibrationRow> = rows.into_iter().filter(|row| Some(row.target.as_str()) == target).collect();
        let (mut illness, mut others): (Vec<Line>, Vec<Family>) = (Vec::new(), Vec::new());
        for row in rows.iter().filter(|row| row.family == "conditions") {
            illness.push(line(context, row, context.words.tell("diagnostics-conditions", &[("count", row.group.as_str().into())])?));
        }
        for row in &rows {
            match row.family.as_str() {
                "conditions" => {}
                "age" | "sex" | "province" | "decile" | "increased_reimbursement" => {
                    let name = context.words.say(&format!("diagnostics-{}", row.family.replace('_', "-")))?;
                    if others.last().is_none_or(|family| family.name != name) {
                        others.push(Family { name, lines: Vec::new() });
                    }
                    if let Some(family) = others.last_mut() {
                        let group = match row.group.as_str() {
                            word @ ("male" | "female" | "yes" | "no") => context.words.say(&format!("diagnostics-{word}"))?,
                            other => context.words.province(other)?,
                        };
                        family.lines.push(line(context, row, group));
                    }
                }
                condition => {
                    if row.group == "yes" {
                        illness.push(line(context, row, context.words.column(condition)?));
                    }
                }
            }
        }
        let most =
            rows.iter().filter(|row| row.family == "conditions").filter_map(|row| Some((&row.group, row.figures.as_ref()?))).next_back();
        let chronic = most.map(|(group, figures)| sentence(context, group, figures)).transpose()?;
        let title = context.words.tell("diagnostics-illness", &[("year", year.to_string().into())])?;
        Ok(Diagnostics { year: year.to_string(), title, chronic, illness, others })
    }
}

fn sentence(context: &Context<'_>, group: &str, figures: &CalibrationFigures) -> Result<String, ReportError> {
    let euro = |amount: f64| context.numbers.decimal(amount, 0);
    let key = if figures.mean_residual >= 0.0 { "diagnostics-chronic-under" } else { "diagnostics-chronic-over" };
    let arguments = [
        ("count", group.into()),
        ("persons", context.numbers.count(figures.persons).into()),
        ("expected", euro(figures.expected.euro() / figures.person_years).into()),
        ("real", euro(figures.real_cost.euro() / figures.person_years).into()),
        ("residual", euro(figures.mean_residual.abs()).into()),
        ("ratio", context.numbers.decimal(figures.predictive_ratio, 3).into()),
    ];
    context.words.tell(key, &arguments)
}

fn line(context: &Context<'_>, row: &CalibrationRow, group: String) -> Line {
    let text = |of: &dyn Fn(&CalibrationFigures) -> String| row.figures.as_ref().map_or_else(|| context.small_cell(), of);
    let per_year =
        |amount: crate::money::Cents, figures: &CalibrationFigures| context.numbers.decimal(amount.euro() / figures.person_years, 0);
    Line {
        group,
        persons: text(&|figures| context.numbers.count(figures.persons)),
        expected: text(&|figures| per_year(figures.expected, figures)),
        real: text(&|figures| per_year(figures.real_cost, figures)),
        ratio: text(&|figures| {
            if figures.predictive_ratio.is_finite() { context.numbers.decimal(figures.predictive_ratio, 3) } else { "–".into() }
        }),
        residual: text(&|figures| context.numbers.decimal(figures.mean_residual, 0)),
        far: row.figures.as_ref().is_some_and(|figures| (figures.predictive_ratio - 1.0).abs() > FAR),
    }
}
