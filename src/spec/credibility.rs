//! How the figures are tried: section `[credibility]`.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use super::Variant;

/// Pairs a refused span with what is wrong and what to do.
type Refusal = (Option<Range<usize>>, String, String);

fn refuse<T>(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err((Some(span), message.into(), help.into()))
}

/// How the figures are tried, as written.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct CredibilitySection {
    /// Pseudo-pilots to try the method on; 200 when not given, 0 for none.
    #[schemars(with = "Option<usize>")]
    pub placebos: Option<Spanned<usize>>,
    /// Which persons may move together; `person` when not given.
    pub cluster: Option<Cluster>,
    /// Draws of the bootstrap; 999 for an interval that rests on them, otherwise none, when not given.
    #[schemars(with = "Option<usize>")]
    pub replicates: Option<Spanned<usize>>,
    /// Whether every gain is computed again without one cluster at a time; `false` when not given.
    #[schemars(with = "Option<bool>")]
    pub jackknife: Option<Spanned<bool>>,
    /// How the interval of a total is made; `t` when not given.
    pub interval: Option<IntervalKind>,
    /// Standard errors of coefficients; `cr1` when not given, `model` in a model with `constrain`.
    #[schemars(with = "Option<StandardErrors>")]
    pub se: Option<Spanned<StandardErrors>>,
}

/// Which persons may move together: the clusters of every variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cluster {
    /// Each person alone, over all years.
    Person,
    /// The persons of a municipality.
    Municipality,
    /// The persons of an arrondissement.
    Arrondissement,
}

/// What the standard errors of coefficients rest on; CR: clusters of [`Cluster`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StandardErrors {
    /// The variance that the model assumes.
    Model,
    /// The residual of each person-year, all of them independent; times N/(N − k).
    Hc1,
    /// The residuals of each cluster.
    Cr0,
    /// CR0 times G/(G − 1) for G clusters.
    Cr1,
    /// Bell and McCaffrey's reduction of bias, with Satterthwaite degrees of freedom.
    Cr2,
    /// What leaving out one cluster changes.
    Cr3,
}

impl fmt::Display for StandardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StandardErrors::Model => "model",
            StandardErrors::Hc1 => "hc1",
            StandardErrors::Cr0 => "cr0",
            StandardErrors::Cr1 => "cr1",
            StandardErrors::Cr2 => "cr2",
            StandardErrors::Cr3 => "cr3",
        })
    }
}

/// How the interval of a total is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IntervalKind {
    /// From the standard error and Student's t.
    T,
    /// Quantiles of the bootstrap's draws.
    Percentile,
    /// Quantiles of the draws, mirrored at the estimate.
    Basic,
    /// Quantiles of the draws, corrected for bias and acceleration.
    Bca,
}

/// How the figures are tried.
#[derive(Clone, Debug)]
pub struct Credibility {
    /// Pseudo-pilots to try the method on.
    pub placebos: usize,
    /// Which persons may move together.
    pub cluster: Cluster,
    /// Draws of the bootstrap; 0 for none.
    pub replicates: usize,
    /// Whether every gain is computed again without one cluster at a time.
    pub jackknife: bool,
    /// How the interval of a total is made.
    pub interval: IntervalKind,
    /// Standard errors of coefficients, where the study says which.
    pub standard_errors: Option<StandardErrors>,
    standard_errors_span: Option<Range<usize>>,
}

impl CredibilitySection {
    /// Checks what does not depend on the variants.
    pub fn check(self) -> Result<Credibility, Refusal> {
        let interval = self.interval.unwrap_or(IntervalKind::T);
        let cluster = self.cluster.unwrap_or(Cluster::Person);
        Ok(Credibility {
            placebos: placebos(self.placebos)?,
            cluster,
            replicates: replicates(self.replicates, interval)?,
            jackknife: jackknife(self.jackknife, cluster)?,
            interval,
            standard_errors_span: self.se.as_ref().map(Spanned::span),
            standard_errors: self.se.map(Spanned::into_inner),
        })
    }
}

impl Credibility {
    /// Refuses standard errors that do not exist for the clusters or for a variant.
    pub(super) fn check_standard_errors(&self, variants: &[Variant]) -> Result<(), Refusal> {
        use StandardErrors::{Cr2, Cr3, Hc1, Model};
        let (Some(kind), Some(span)) = (self.standard_errors, self.standard_errors_span.clone()) else { return Ok(()) };
        if kind == Hc1 && self.cluster != Cluster::Person {
            let help = "take `cr1`, `cr2` or `cr3`, or let persons be the clusters";
            return refuse(span, "`hc1` takes person-years as independent, against `cluster`", help);
        }
        if matches!(kind, Cr2 | Cr3) && self.cluster == Cluster::Person {
            let help = "take `cr1`, or set `cluster` to municipality or arrondissement";
            return refuse(span, format!("`{kind}` is for few clusters: with persons it does not differ from `cr1`"), help);
        }
        if let Some(variant) = variants.iter().find(|variant| kind == Hc1 && variant.model.pooled) {
            let message = format!("variant `{}` sees a person in several years, which `hc1` takes as independent", variant.name);
            return refuse(span, message, "take `cr1`");
        }
        if let Some(variant) = variants.iter().find(|variant| kind != Model && !variant.model.constrain.is_empty()) {
            let message = format!("the coefficients of variant `{}` meet constraints: there is no `{kind}` for them", variant.name);
            return refuse(span, message, "leave `se` out, or set it to `model`");
        }
        Ok(())
    }
}

fn jackknife(jackknife: Option<Spanned<bool>>, cluster: Cluster) -> Result<bool, Refusal> {
    match jackknife {
        Some(jackknife) if *jackknife.get_ref() && cluster == Cluster::Person => {
            let help = "set `cluster` to municipality or arrondissement; persons one by one are what `se_persons` rests on";
            refuse(jackknife.span(), "the jackknife leaves out clusters, and here each person is one", help)
        }
        jackknife => Ok(jackknife.is_some_and(Spanned::into_inner)),
    }
}

fn placebos(placebos: Option<Spanned<usize>>) -> Result<usize, Refusal> {
    match placebos {
        Some(placebos) if *placebos.get_ref() > 10_000 => {
            refuse(placebos.span(), "more than 10,000 placebos tell nothing more", "the default is 200; 0 leaves them out")
        }
        Some(placebos) => Ok(placebos.into_inner()),
        None => Ok(200),
    }
}

fn replicates(replicates: Option<Spanned<usize>>, interval: IntervalKind) -> Result<usize, Refusal> {
    match replicates {
        Some(replicates) if *replicates.get_ref() > 99_999 => {
            refuse(replicates.span(), "more than 99,999 replicates tell nothing more", "999 are usual")
        }
        Some(replicates) if interval != IntervalKind::T && *replicates.get_ref() < 99 => {
            let help = "give 999, or the interval `t`, which needs none";
            refuse(replicates.span(), "an interval made of draws needs at least 99 replicates", help)
        }
        Some(replicates) => Ok(replicates.into_inner()),
        None if interval == IntervalKind::T => Ok(0),
        None => Ok(999),
    }
}
