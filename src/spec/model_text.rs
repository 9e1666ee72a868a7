//! The model file as it is written: types that mirror it, and its JSON Schema.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

/// A model of garantie.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelText {
    /// Name, as reports print it.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// What the model is for, in a sentence.
    pub description: String,
    /// Family of the distribution of cost.
    pub family: FamilyText,
    /// What of the mean is linear in the adjusters; `identity` for gaussian, `log` for the others when not given.
    #[schemars(with = "Option<LinkText>")]
    pub link: Option<Spanned<LinkText>>,
    /// The power of the variance, between 1 and 2, or a list to choose the likeliest from; for family `tweedie`.
    #[schemars(with = "Option<PowerShape>")]
    pub power: Option<Spanned<PowerText>>,
    /// Whether the model first asks who has a cost (logit), then how much; for family `gamma`.
    #[schemars(with = "Option<bool>")]
    pub two_part: Option<Spanned<bool>>,
    /// What is modelled; `sector` when not given.
    pub by: Option<ByText>,
    /// Whether all years share their coefficients, each with an effect of its own.
    #[serde(default)]
    pub pooled: bool,
    /// Whether a fit that did not converge is a finding instead of an error.
    #[serde(default)]
    pub allow_unconverged: bool,
    /// How columns are chosen before the fit; all when not given.
    pub screen: Option<ScreenText>,
    /// Yes-or-no columns whose subgroups are to be predicted what they cost; `conditions` for each condition.
    #[schemars(with = "Option<Vec<String>>")]
    pub constrain: Option<Spanned<Vec<String>>>,
    /// The adjusters; an intercept comes before them.
    #[serde(default)]
    #[schemars(with = "Vec<TermText>")]
    pub term: Vec<Spanned<TermText>>,
}

/// JSON Schema of a model file.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(ModelText)
}

/// Families that the engine fits.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum FamilyText {
    /// Constant variance; least squares.
    Gaussian,
    /// Variance in proportion to the mean.
    Poisson,
    /// Variance in proportion to the square of the mean.
    Gamma,
    /// Variance in proportion to a power of the mean.
    Tweedie,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub enum LinkText {
    /// Adjusters add euro.
    Identity,
    /// Adjusters multiply.
    Log,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub enum ByText {
    /// The cost of each sector; the total is their sum.
    Sector,
    /// The cost of all sectors together; each sector has of it what it has in the reference group.
    Total,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
pub enum ScreenText {
    /// Cross-validated by municipality; the columns it keeps are fitted again without penalty.
    #[serde(rename = "elastic net")]
    ElasticNet,
}

/// One power or several.
pub struct PowerText(pub Vec<f64>);

/// What [`PowerText`] reads, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "its shape is all that the schema needs")]
enum PowerShape {
    One(f64),
    Several(Vec<f64>),
}

impl<'de> Deserialize<'de> for PowerText {
    // Written out because an untagged enum would lose the place of a mistake.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = PowerText;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a power such as 1.5, or a list of them")
            }
            fn visit_f64<E>(self, power: f64) -> Result<PowerText, E> {
                Ok(PowerText(vec![power]))
            }
            fn visit_i64<E>(self, power: i64) -> Result<PowerText, E> {
                Ok(PowerText(vec![power as f64]))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<PowerText, A::Error> {
                let mut powers = Vec::new();
                while let Some(power) = list.next_element()? {
                    powers.push(power);
                }
                Ok(PowerText(powers))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermText {
    /// What the term makes of its column.
    pub kind: KindText,
    /// The column of the panel; for kinds `flag`, `number`, `spline`, `polynomial` and `category`.
    pub column: Option<String>,
    /// Lower bounds of the age bands in years, from 0 on; for kind `age_sex`.
    #[schemars(with = "Option<Vec<i32>>")]
    pub bands: Option<Spanned<Vec<i32>>>,
    /// Where the cubic pieces meet, at least three, ascending; for kind `spline`.
    #[schemars(with = "Option<Vec<f64>>")]
    pub knots: Option<Spanned<Vec<f64>>>,
    /// The highest power, 2 to 5; for kind `polynomial`.
    #[schemars(with = "Option<u32>")]
    pub degree: Option<Spanned<u32>>,
    /// The terms to multiply, above this one, by their column, `age_sex` or `conditions`; for kind `interaction`.
    #[schemars(with = "Option<Vec<String>>")]
    pub of: Option<Spanned<Vec<Spanned<String>>>>,
    /// What becomes of the term in predictions; `compensate` when not given.
    pub role: Option<RoleText>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub enum RoleText {
    /// A person is predicted with its own value.
    Compensate,
    /// Everybody is predicted with the mean of the reference group.
    Neutralise,
}

#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum KindText {
    /// Age band × sex.
    AgeSex,
    /// A yes-or-no column.
    Flag,
    /// All conditions of the panel.
    Conditions,
    /// The number in a column.
    Number,
    /// The number in a column as a natural cubic spline.
    Spline,
    /// The number in a column with its powers.
    Polynomial,
    /// The values of a column as categories.
    Category,
    /// The products of the columns of other terms.
    Interaction,
}
