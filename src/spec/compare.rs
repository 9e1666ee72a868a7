//! The variants that a study compares: the choices in which they may differ.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Completion, FamilySpec, ModelSpec, Reference, Study, Variant};

/// A family that models can be fitted in, as the engine's model of that family has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Least squares.
    Gaussian,
    /// Poisson pseudo-likelihood with the log link.
    Poisson,
    /// Gamma with the log link.
    Gamma,
    /// Tweedie with the log link.
    Tweedie,
    /// Who has a cost by a logit, how much by gamma.
    TwoPart,
}

impl Family {
    /// The family of a model.
    pub fn of(model: &ModelSpec) -> Family {
        match model.family {
            _ if model.two_part => Family::TwoPart,
            FamilySpec::Gaussian => Family::Gaussian,
            FamilySpec::Poisson => Family::Poisson,
            FamilySpec::Gamma => Family::Gamma,
            FamilySpec::Tweedie(_) => Family::Tweedie,
        }
    }

    /// The adjusters of a model in this family, link and outcome as the engine's own model of the family has them.
    pub fn with_adjusters_of(self, model: ModelSpec) -> ModelSpec {
        if Family::of(&model) == self {
            return model;
        }
        let pattern = match self {
            Family::Gaussian => "ols-morbidity",
            Family::Poisson => "poisson-log",
            Family::Gamma => "gamma-log",
            Family::Tweedie => "tweedie",
            Family::TwoPart => "two-part",
        };
        let pattern = ModelSpec::builtin(pattern).expect("a model of the engine");
        ModelSpec { family: pattern.family, link: pattern.link, two_part: pattern.two_part, by: pattern.by, ..model }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Family::Gaussian => "gaussian",
            Family::Poisson => "poisson",
            Family::Gamma => "gamma",
            Family::Tweedie => "tweedie",
            Family::TwoPart => "two-part",
        })
    }
}

/// A choice that variants may differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// The model, by its name: its adjusters and, unless families are listed, its family.
    Model,
    /// The family of its distribution.
    Family,
    /// The reading of the guarantee.
    Reading,
    /// The outlier rule.
    Outliers,
    /// The base years.
    Base,
    /// Whose zones are left out of the reference group.
    Reference,
    /// When the target rule is judged.
    Cohort,
    /// What is done about late bookings.
    Completion,
}

impl Axis {
    /// All choices, in the order of tables.
    pub const ALL: [Axis; 8] =
        [Axis::Model, Axis::Family, Axis::Reading, Axis::Outliers, Axis::Base, Axis::Reference, Axis::Cohort, Axis::Completion];

    /// The name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Axis::Model => "model",
            Axis::Family => "family",
            Axis::Reading => "reading",
            Axis::Outliers => "outliers",
            Axis::Base => "base",
            Axis::Reference => "reference",
            Axis::Cohort => "cohort",
            Axis::Completion => "completion",
        }
    }
}

/// What a study compares.
#[derive(Clone, Debug, Default)]
pub struct Compare {
    /// The variants: those listed, then the product. Empty when the study lists neither and has a single variant.
    pub variants: Vec<Compared>,
    /// The choices in which they differ.
    pub axes: Vec<Axis>,
}

/// A variant with what a study has once for all of its own.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Model, reading, outlier rule and cohort, with its name.
    pub variant: Variant,
    /// Base years and their weights, which add up to one.
    pub base: Vec<(i32, f64)>,
    /// The base year in which a closed cohort is formed.
    pub inclusion: i32,
    /// Whose zones are left out of the reference group.
    pub reference: Reference,
    /// What is done about late bookings.
    pub completion: Completion,
}

impl Compared {
    /// What it chooses, in a word or two.
    pub fn choice(&self, axis: Axis) -> String {
        match axis {
            Axis::Model => self.variant.model.name.clone(),
            Axis::Family => Family::of(&self.variant.model).to_string(),
            Axis::Reading => self.variant.reading.to_string(),
            Axis::Outliers => self.variant.outliers.to_string(),
            Axis::Base => base_name(&self.base),
            Axis::Reference => self.reference.to_string(),
            Axis::Cohort => self.variant.cohort.to_string(),
            Axis::Completion => self.completion.to_string(),
        }
    }

    /// The study that judges this variant alone.
    pub fn study(&self, of: &Study) -> Study {
        let mut study = of.clone();
        study.compare = Compare::default();
        study.base.clone_from(&self.base);
        study.population.inclusion = self.inclusion;
        study.reference = self.reference;
        study.completion = self.completion.clone();
        study.variants = vec![self.variant.clone()];
        study
    }
}

/// Base years, with their weights where these are not equal.
fn base_name(base: &[(i32, f64)]) -> String {
    let equal = base.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let name = |(year, weight): &(i32, f64)| if equal { year.to_string() } else { format!("{year} ({:.0} %)", 100.0 * weight) };
    base.iter().map(name).collect::<Vec<_>>().join(" ")
}
