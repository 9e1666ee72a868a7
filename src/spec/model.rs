//! An expenditure model: which adjusters explain the yearly cost of a person, and by which family.

use std::path::Path;
use std::sync::Arc;

use super::parse::nearest;
use super::{MODELS, StudyError};

/// A checked model of annualised cost, with weight × exposure.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpec {
    /// Name, as reports print it.
    pub name: String,
    /// What the model is for, in a sentence.
    pub description: String,
    /// Family of the distribution of cost.
    pub family: FamilySpec,
    /// What of the mean is linear in the adjusters.
    pub link: LinkSpec,
    /// Whether the model first asks who has a cost (logit), then how much those who have.
    pub two_part: bool,
    /// What is modelled.
    pub by: Outcome,
    /// Whether all years share their coefficients, each with an effect of its own; else each year has its own coefficients.
    pub pooled: bool,
    /// Whether a fit that did not converge is a finding instead of an error.
    pub allow_unconverged: bool,
    /// Whether an elastic net first chooses the columns that the model is then fitted on, without penalty.
    pub screen: bool,
    /// Yes-or-no columns whose subgroups are predicted what they cost, in the reference group; `conditions` for each of them.
    pub constrain: Vec<String>,
    /// The adjusters, in the order of their columns; an intercept comes before them.
    pub terms: Vec<TermSpec>,
}

/// A family of distributions: how the variance of cost grows with its mean.
#[derive(Clone, Debug, PartialEq)]
pub enum FamilySpec {
    /// Constant variance: least squares with the identity link.
    Gaussian,
    /// Variance in proportion to the mean.
    Poisson,
    /// Variance in proportion to its square.
    Gamma,
    /// Variance in proportion to a power of the mean between 1 and 2: the one of these that the data find likeliest.
    Tweedie(Vec<f64>),
}

/// What of the mean is linear in the adjusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkSpec {
    /// The mean itself: adjusters add euro.
    Identity,
    /// Its logarithm: adjusters multiply.
    Log,
}

/// What a model explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The cost of each sector; the total is their sum.
    Sector,
    /// The cost of all sectors together; each sector has of it what it has in the reference group.
    Total,
}

/// One adjuster and what becomes of it in predictions.
#[derive(Clone, Debug, PartialEq)]
pub struct TermSpec {
    /// What it makes of its columns.
    pub adjuster: Adjuster,
    /// What becomes of it in predictions.
    pub role: Role,
}

/// What becomes of an adjuster in predictions (Schokkaert and Van de Voorde 2003).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A person is predicted with its own value.
    Compensate,
    /// Everybody is predicted with the mean of the reference group.
    Neutralise,
}

/// What a term makes of the columns of the panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Adjuster {
    /// Age band × sex, one indicator per cell but the first; the bands are given by their lower bounds in years.
    AgeSex(Vec<i32>),
    /// A yes-or-no column.
    Flag(String),
    /// All conditions of the panel, one indicator each.
    Conditions,
    /// A column with a number per person-year, entering linearly.
    Number(String),
    /// A number entering as a natural cubic spline: cubic between the knots, linear beyond the outer ones.
    Spline {
        /// The column.
        column: String,
        /// The knots, ascending, at least three.
        knots: Vec<f64>,
    },
    /// A number entering with its powers.
    Polynomial {
        /// The column.
        column: String,
        /// The highest power, 2 to 5.
        degree: u32,
    },
    /// A column whose values are categories, one indicator per value but the first in alphabetical order.
    Category(String),
    /// The products of the columns of other terms of the model, by their positions in it.
    Interaction(Vec<usize>),
}

impl Adjuster {
    /// How an interaction calls the term: its column, `age_sex` or `conditions`.
    pub fn name(&self) -> Option<&str> {
        match self {
            Adjuster::AgeSex(_) => Some("age_sex"),
            Adjuster::Conditions => Some("conditions"),
            Adjuster::Flag(column) | Adjuster::Number(column) | Adjuster::Category(column) => Some(column),
            Adjuster::Spline { column, .. } | Adjuster::Polynomial { column, .. } => Some(column),
            Adjuster::Interaction(_) => None,
        }
    }
}

impl ModelSpec {
    /// The name of one of its adjusters; of an interaction the names of what it multiplies.
    pub fn name_of(&self, adjuster: &Adjuster) -> String {
        match adjuster {
            Adjuster::Interaction(of) => of.iter().filter_map(|term| self.terms[*term].adjuster.name()).collect::<Vec<_>>().join(" × "),
            one => one.name().unwrap_or_default().to_owned(),
        }
    }

    /// The model that travels with the engine under this name, or the nearest name there is.
    pub fn builtin(name: &str) -> Result<ModelSpec, Option<&'static str>> {
        match MODELS.iter().find(|(known, _)| *known == name) {
            Some((known, text)) => {
                let path = format!("{known}.toml");
                Ok(ModelSpec::parse(Path::new(&path), &Arc::from(*text)).expect("the models of the engine are valid"))
            }
            None => Err(nearest(name, MODELS.iter().map(|(known, _)| *known))),
        }
    }

    /// Parses and checks the text of a model file; the path serves the errors only.
    pub fn parse(path: &Path, text: &Arc<str>) -> Result<ModelSpec, StudyError> {
        super::model_check::parse_model(path, text)
    }

    /// Whether the model is least squares, which needs second moments alone.
    pub fn is_linear(&self) -> bool {
        self.family == FamilySpec::Gaussian && self.link == LinkSpec::Identity
    }
}
