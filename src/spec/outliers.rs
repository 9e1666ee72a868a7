//! Outlier rules: what is done about costs that a few persons have and nobody can foresee (method, section 3).

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

/// What is done about annualised cost above a cut-off, alike for pilots and reference, base and performance years.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outliers {
    /// Nothing.
    None,
    /// Cost counts up to the cut-off; what is above is pooled: every group is charged the reference's mean of it.
    Cap(CutOff),
    /// Person-years above the cut-off are left out.
    Drop(CutOff),
}

/// Where outliers begin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CutOff {
    /// A quantile of annualised cost over the person-years of the country that meet the target rule, year by year.
    Quantile(f64),
    /// Euro per full year.
    Threshold(f64),
}

impl Outliers {
    /// The rule of a study that says nothing: the cap at the 99th percentile.
    pub const DEFAULT: Outliers = Outliers::Cap(CutOff::Quantile(QUANTILE));

    /// The same rule at another cut-off; a rule of none caps. A quantile of one leaves everything as it is.
    pub fn at(self, cut_off: CutOff) -> Outliers {
        match self {
            _ if cut_off == CutOff::Quantile(1.0) => Outliers::None,
            Outliers::Drop(_) => Outliers::Drop(cut_off),
            Outliers::None | Outliers::Cap(_) => Outliers::Cap(cut_off),
        }
    }

    /// Where the rule cuts; without one, at the quantile of one.
    pub fn cut_off(self) -> CutOff {
        match self {
            Outliers::None => CutOff::Quantile(1.0),
            Outliers::Cap(cut_off) | Outliers::Drop(cut_off) => cut_off,
        }
    }
}

impl fmt::Display for Outliers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outliers::None => f.write_str("none"),
            Outliers::Cap(cut_off) => write!(f, "cap {cut_off}"),
            Outliers::Drop(cut_off) => write!(f, "drop {cut_off}"),
        }
    }
}

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CutOff::Quantile(quantile) => write!(f, "{quantile}"),
            CutOff::Threshold(euro) => write!(f, "{euro} EUR"),
        }
    }
}

const QUANTILE: f64 = 0.99;

/// Cut-offs of the curve of gains when the study lists none.
const CURVE: [f64; 5] = [0.95, 0.98, 0.99, 0.995, 1.0];

/// What is done about very expensive person-years.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct OutlierSection {
    /// `none`, `cap` or `drop`; `cap` when not given.
    #[schemars(with = "Option<RuleText>")]
    pub rule: Option<Spanned<RuleText>>,
    /// Cut-off as a quantile of annualised cost; 0.99 when neither this nor `threshold` is given.
    #[schemars(with = "Option<f64>")]
    pub quantile: Option<Spanned<f64>>,
    /// Cut-off in euro per full year, instead of `quantile`.
    #[schemars(with = "Option<f64>")]
    pub threshold: Option<Spanned<f64>>,
    /// Cut-offs at which every gain is shown: quantiles up to 1 (no rule), or larger numbers as euro per full year.
    #[schemars(with = "Option<Vec<f64>>")]
    pub curve: Option<Spanned<Vec<f64>>>,
}

/// What one variant does about very expensive person-years, instead of the study's `[outliers]`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantOutliers {
    /// `none`, `cap` or `drop`.
    #[schemars(with = "RuleText")]
    pub rule: Spanned<RuleText>,
    /// Cut-off as a quantile of annualised cost; 0.99 when neither this nor `threshold` is given.
    #[schemars(with = "Option<f64>")]
    pub quantile: Option<Spanned<f64>>,
    /// Cut-off in euro per full year, instead of `quantile`.
    #[schemars(with = "Option<f64>")]
    pub threshold: Option<Spanned<f64>>,
}

/// The name of a rule.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleText {
    None,
    Cap,
    Drop,
}

/// A refused span with what is wrong and what to do.
type Refusal = (Option<Range<usize>>, String, String);

fn refuse<T>(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err((Some(span), message.into(), help.into()))
}

impl OutlierSection {
    /// The rule of the study and the cut-offs of its curve.
    pub fn check(self) -> Result<(Outliers, Vec<CutOff>), Refusal> {
        let curve = match self.curve {
            None => CURVE.map(CutOff::Quantile).to_vec(),
            Some(curve) => {
                let wrong = |value: &f64| !(*value > 0.5 && value.is_finite());
                if let Some(value) = curve.get_ref().iter().find(|value| wrong(value)) {
                    return refuse(
                        curve.span(),
                        format!("{value} is no cut-off"),
                        "quantiles from 0.5 to 1, for example [0.95, 0.99, 1.0], or euro per year",
                    );
                }
                let cut_off = |value: &f64| if *value <= 1.0 { CutOff::Quantile(*value) } else { CutOff::Threshold(*value) };
                curve.get_ref().iter().map(cut_off).collect()
            }
        };
        let rule = self.rule.unwrap_or(Spanned::new(0..0, RuleText::Cap));
        Ok((check(rule, self.quantile, self.threshold)?, curve))
    }
}

impl VariantOutliers {
    /// The rule of the variant.
    pub fn check(self) -> Result<Outliers, Refusal> {
        check(self.rule, self.quantile, self.threshold)
    }
}

fn check(rule: Spanned<RuleText>, quantile: Option<Spanned<f64>>, threshold: Option<Spanned<f64>>) -> Result<Outliers, Refusal> {
    if let (RuleText::None, Some(extra)) = (rule.get_ref(), quantile.as_ref().or(threshold.as_ref())) {
        return refuse(extra.span(), "the rule `none` cuts nowhere", "leave this key out, or take the rule `cap` or `drop`");
    }
    let cut_off = match (quantile, threshold) {
        (Some(quantile), None) if *quantile.get_ref() > 0.5 && *quantile.get_ref() < 1.0 => CutOff::Quantile(quantile.into_inner()),
        (Some(quantile), None) => {
            return refuse(
                quantile.span(),
                format!("{} is no quantile to cut at", quantile.get_ref()),
                "between 0.5 and 1, for example 0.99",
            );
        }
        (None, Some(euro)) if *euro.get_ref() > 0.0 && euro.get_ref().is_finite() => CutOff::Threshold(euro.into_inner()),
        (None, Some(euro)) => {
            return refuse(euro.span(), format!("{} is no amount to cut at", euro.get_ref()), "euro per full year, for example 50000");
        }
        (Some(_), Some(euro)) => return refuse(euro.span(), "`quantile` and `threshold` both say where to cut", "leave one out"),
        (None, None) => CutOff::Quantile(QUANTILE),
    };
    Ok(match rule.into_inner() {
        RuleText::None => Outliers::None,
        RuleText::Cap => Outliers::Cap(cut_off),
        RuleText::Drop => Outliers::Drop(cut_off),
    })
}
