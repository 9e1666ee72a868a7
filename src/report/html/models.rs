//! The expenditure models: how well they fit, and what they weigh.

use super::context::Context;
use crate::report::ReportError;
use crate::report::language::Words;
use crate::report::{FitRow, TermRow};

/// The name that the results give to the sum of all sectors.
const TOTAL: &str = "total";
/// Past this condition number, coefficients lose digits.
const ILL_CONDITIONED: f64 = 1e10;

/// The section on models.
pub struct Models {
    /// Whether several reference groups were modelled; if so, each line names its own.
    pub several_groups: bool,
    /// Fit of total expenditure.
    pub totals: Vec<Fit>,
    /// Fit by sector.
    pub sectors: Vec<Fit>,
    /// Coefficients of total expenditure in the last performance year, a table for each reference group.
    pub coefficients: Vec<Coefficients>,
}

/// Fit of a model, as text.
pub struct Fit {
    /// What sets its reference group apart.
    pub group: String,
    /// Name of the sector.
    pub sector: String,
    /// Year.
    pub year: String,
    /// Persons in the reference group.
    pub persons: String,
    /// Person-years in the reference group.
    pub person_years: String,
    /// R².
    pub r2: String,
    /// Residual deviation.
    pub sigma: String,
    /// Calibration.
    pub calibration: String,
    /// Condition.
    pub condition: String,
    /// Whether the condition deserves a second look.
    pub suspect: bool,
}

/// Coefficients of one model.
pub struct Coefficients {
    /// Title, naming the year and, if there are several, the reference group.
    pub title: String,
    /// A line for each term.
    pub terms: Vec<Term>,
}

/// A coefficient, as text.
pub struct Term {
    /// Name.
    pub name: String,
    /// Persons with the term.
    pub persons: String,
    /// Estimate.
    pub estimate: String,
    /// Standard error.
    pub se: String,
    /// Whether it was left out.
    pub aliased: bool,
}

impl Models {
    /// The models of the study's variant.
    pub fn new(context: &Context<'_>) -> Result<Models, ReportError> {
        let results = context.results;
        let variant = &results.asked.variant;
        let fits: Vec<&FitRow> = results.fits.iter().filter(|fit| fit.variant == *variant).collect();
        let terms: Vec<&TermRow> = results.models.iter().filter(|term| term.variant == *variant && term.sector == TOTAL).collect();
        let groups = Groups::new(context, &fits);
        let last = results.asked.performance.iter().max();

        let mut coefficients: Vec<((Reference<'_>, &str), Coefficients)> = Vec::new();
        for row in terms.into_iter().filter(|term| Some(&term.year) == last) {
            let reference = (row.target.as_str(), row.left_out.as_str());
            let line = term(context, row)?;
            match coefficients.iter_mut().find(|(other, _)| *other == (reference, row.part.as_str())) {
                Some((_, table)) => table.terms.push(line),
                None => {
                    let title = context.words.tell("coefficients", &[("year", row.year.to_string().into())])?;
                    let group = groups.name(reference)?;
                    let title = if group.is_empty() { title } else { format!("{title} ({group})") };
                    // What is not in euro says what it is in.
                    let word = |kind: &str, word: &str| context.words.say(&format!("{kind}-{}", word.replace(' ', "-")));
                    let title = match row.scale.as_str() {
                        "euro" => title,
                        scale => format!("{title}: {}, {}", word("part", &row.part)?, word("scale", scale)?),
                    };
                    coefficients.push(((reference, &row.part), Coefficients { title, terms: vec![line] }));
                }
            }
        }
        let (totals, sectors): (Vec<&FitRow>, Vec<&FitRow>) = fits.into_iter().partition(|fit| fit.sector == TOTAL);
        Ok(Models {
            several_groups: groups.several_targets || groups.several_left_out,
            totals: totals.into_iter().map(|row| fit(context, &groups, row)).collect::<Result<_, _>>()?,
            sectors: sectors.into_iter().map(|row| fit(context, &groups, row)).collect::<Result<_, _>>()?,
            coefficients: coefficients.into_iter().map(|(_, table)| table).collect(),
        })
    }
}

/// Target rule and zones left out: what makes a reference group.
type Reference<'a> = (&'a str, &'a str);

/// In what the reference groups differ.
struct Groups<'a> {
    words: &'a Words,
    several_targets: bool,
    several_left_out: bool,
}

impl<'a> Groups<'a> {
    fn new(context: &Context<'a>, fits: &[&FitRow]) -> Groups<'a> {
        let several = |key: fn(&FitRow) -> &str| fits.windows(2).any(|pair| matches!(pair, [one, next] if key(one) != key(next)));
        Groups { words: context.words, several_targets: several(|fit| &fit.target), several_left_out: several(|fit| &fit.left_out) }
    }

    /// What sets a group apart from the others; empty if there is but one.
    fn name(&self, (target, left_out): Reference<'_>) -> Result<String, ReportError> {
        let mut parts = Vec::new();
        if self.several_targets {
            parts.push(target.to_owned());
        }
        if self.several_left_out {
            parts.push(match left_out {
                "all pilots" => self.words.say("left-out-all")?,
                "none" => self.words.say("left-out-none")?,
                pilot => self.words.tell("left-out-pilot", &[("pilot", pilot.into())])?,
            });
        }
        Ok(parts.join(", "))
    }
}

fn fit(context: &Context<'_>, groups: &Groups<'_>, row: &FitRow) -> Result<Fit, ReportError> {
    let numbers = context.numbers;
    Ok(Fit {
        group: groups.name((&row.target, &row.left_out))?,
        sector: context.words.sector(&row.sector)?,
        year: row.year.to_string(),
        persons: numbers.count(row.persons),
        person_years: numbers.decimal(row.person_years, 0),
        r2: numbers.decimal(row.r2, 3),
        sigma: numbers.decimal(row.sigma, 0),
        calibration: numbers.decimal(row.calibration, 4),
        condition: power_of_ten(row.condition, |value| numbers.decimal(value, 1)),
        suspect: row.condition > ILL_CONDITIONED,
    })
}

fn term(context: &Context<'_>, row: &TermRow) -> Result<Term, ReportError> {
    Ok(Term {
        name: context.words.term(&row.term)?,
        persons: context.count(row.persons),
        estimate: context.estimate(row.estimate, row.se),
        se: context.estimate(row.se, row.se),
        aliased: row.aliased,
    })
}

/// A large number as `3.2 × 10⁷`; below a thousand it is written out.
fn power_of_ten(value: f64, decimal: impl Fn(f64) -> String) -> String {
    if !value.is_finite() || value.abs() < 1e3 {
        return decimal(value);
    }
    let exponent = value.abs().log10().floor() as i32;
    let raised: String = exponent.to_string().chars().filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize)).collect();
    format!("{} × 10{raised}", decimal(value / 10f64.powi(exponent)))
}
