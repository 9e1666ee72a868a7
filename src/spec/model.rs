//! A model file: which adjusters explain the yearly cost of a person, and by which family.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::parse::{nearest, parse};
use super::{MODELS, StudyError};

/// A checked model: least squares on annualised cost with weight × exposure, and its adjusters.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpec {
    /// Name, as reports print it.
    pub name: String,
    /// What the model is for, in a sentence.
    pub description: String,
    /// The adjusters, in the order of their columns; an intercept comes before them.
    pub terms: Vec<TermSpec>,
}

/// One adjuster.
#[derive(Clone, Debug, PartialEq)]
pub enum TermSpec {
    /// Age band × sex, one indicator per cell but the first; the bands are given by their lower bounds in years.
    AgeSex(Vec<i32>),
    /// A yes-or-no column.
    Flag(String),
    /// All conditions of the panel, one indicator each.
    Conditions,
    /// A column with a number per person-year, entering linearly.
    Number(String),
    /// A column whose values are categories, one indicator per value but the first in alphabetical order.
    Category(String),
}

/// A model of garantie.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ModelText {
    /// Name, as reports print it.
    #[schemars(with = "String")]
    name: Spanned<String>,
    /// What the model is for, in a sentence.
    description: String,
    /// Family of the distribution of cost.
    family: Family,
    /// The adjusters; an intercept comes before them.
    #[serde(default)]
    #[schemars(with = "Vec<TermText>")]
    term: Vec<Spanned<TermText>>,
}

/// JSON Schema of a model file.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(ModelText)
}

/// Families that the engine fits.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Family {
    /// Least squares.
    Gaussian,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TermText {
    /// What the term makes of its column.
    kind: Kind,
    /// The column of the panel; for kinds `flag`, `number` and `category`.
    column: Option<String>,
    /// Lower bounds of the age bands in years, from 0 on; for kind `age_sex`.
    #[schemars(with = "Option<Vec<i32>>")]
    bands: Option<Spanned<Vec<i32>>>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// Age band × sex.
    AgeSex,
    /// A yes-or-no column.
    Flag,
    /// All conditions of the panel.
    Conditions,
    /// The number in a column.
    Number,
    /// The values of a column as categories.
    Category,
}

impl ModelSpec {
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
        let file: ModelText = parse(path, text)?;
        let refuse = |span, message: String| StudyError::new(path, text, Some(span), message);
        if file.name.get_ref().trim().is_empty() {
            return Err(refuse(file.name.span(), "a model needs a name".into()));
        }
        let Family::Gaussian = file.family;
        let mut terms = Vec::with_capacity(file.term.len());
        for term in file.term {
            let span = term.span();
            let TermText { kind, column, bands } = term.into_inner();
            let wants_column = matches!(kind, Kind::Flag | Kind::Number | Kind::Category);
            if wants_column != column.is_some() {
                let message = if wants_column { "this term needs a `column`" } else { "this term takes no `column`" };
                return Err(refuse(span, message.into()));
            }
            if (kind == Kind::AgeSex) != bands.is_some() {
                let message = match kind {
                    Kind::AgeSex => "an age_sex term needs its `bands`, the lower bounds of the age bands in years",
                    _ => "only an age_sex term takes `bands`",
                };
                return Err(refuse(span, message.into()));
            }
            let term = match (kind, column, bands) {
                (Kind::Flag, Some(column), _) => TermSpec::Flag(column),
                (Kind::Number, Some(column), _) => TermSpec::Number(column),
                (Kind::Category, Some(column), _) => TermSpec::Category(column),
                (_, _, Some(bands)) => TermSpec::AgeSex(check_bands(bands).map_err(|(span, message)| refuse(span, message))?),
                _ => TermSpec::Conditions,
            };
            if terms.contains(&term) {
                return Err(refuse(span, "this term stands twice".into()));
            }
            terms.push(term);
        }
        Ok(ModelSpec { name: file.name.into_inner(), description: file.description, terms })
    }
}

fn check_bands(bands: Spanned<Vec<i32>>) -> Result<Vec<i32>, (std::ops::Range<usize>, String)> {
    let span = bands.span();
    let bands = bands.into_inner();
    if bands.first() != Some(&0) || bands.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err((span, "bands are lower bounds that start at 0 and grow, for example [0, 18, 65]".into()));
    }
    Ok(bands)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> StudyError {
        ModelSpec::parse(Path::new("m.toml"), &Arc::from(text)).expect_err("a refusal")
    }

    #[test]
    fn every_model_of_the_engine_is_valid() {
        for (name, _) in MODELS {
            assert_eq!(ModelSpec::builtin(name).expect("valid").name, name);
        }
        assert_eq!(ModelSpec::builtin("ols-morbidty"), Err(Some("ols-morbidity")));
    }

    #[test]
    fn a_term_says_what_it_lacks_and_where() {
        let text = "name = 'm'\ndescription = ''\nfamily = 'gaussian'\n[[term]]\nkind = 'flag'\n";
        let error = refused(text);
        assert_eq!(error.message, "this term needs a `column`");
        assert_eq!(error.line(), Some(4));
        let text = "name = 'm'\ndescription = ''\nfamily = 'gaussian'\n[[term]]\nkind = 'age_sex'\nbands = [18, 65]\n";
        assert_eq!(refused(text).line(), Some(6));
    }

    #[test]
    fn a_family_that_is_not_fitted_is_refused_with_those_that_are() {
        let error = refused("name = 'm'\ndescription = ''\nfamily = 'gamma'\n");
        assert_eq!(error.message, "unknown choice `gamma`");
        assert!(error.help.expect("help").contains("gaussian"));
    }
}
