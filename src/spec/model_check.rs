//! The checks that make a [`ModelSpec`] of a model file.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde_spanned::Spanned;

use super::model_text::{ByText, FamilyText, KindText, LinkText, ModelText, PowerText, RoleText, TermText};
use super::parse::parse;
use super::{Adjuster, FamilySpec, LinkSpec, ModelSpec, Outcome, Role, Study, StudyError, TermSpec};

/// A refused span, what is wrong, and what would be right.
type Refusal = (Range<usize>, String, String);

fn refuse<T>(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err((span, message.into(), help.into()))
}

/// Parses and checks the text of a model file; the path serves the errors only.
pub fn parse_model(path: &Path, text: &Arc<str>) -> Result<ModelSpec, StudyError> {
    let file: ModelText = parse(path, text)?;
    check(file).map_err(|(span, message, help)| StudyError::new(path, text, Some(span), message).with_help(help))
}

fn check(file: ModelText) -> Result<ModelSpec, Refusal> {
    if file.name.get_ref().trim().is_empty() {
        return refuse(file.name.span(), "a model needs a name", "for example name = \"ols-morbidity\"");
    }
    let family = family(file.family, file.power)?;
    let link = match (file.link.map(Spanned::into_inner), file.family) {
        (Some(LinkText::Identity), _) | (None, FamilyText::Gaussian) => LinkSpec::Identity,
        (Some(LinkText::Log), _) | (None, _) => LinkSpec::Log,
    };
    let linear = family == FamilySpec::Gaussian && link == LinkSpec::Identity;
    let two_part = file.two_part.as_ref().is_some_and(|two_part| *two_part.get_ref());
    if let Some(given) = file.two_part.filter(|_| two_part && (family != FamilySpec::Gamma || link != LinkSpec::Log)) {
        let help = "take family = \"gamma\" and link = \"log\": who has a cost by a logit, how much by gamma with log link";
        return refuse(given.span(), "the second part of a two-part model is gamma with the log link", help);
    }
    let constrain = match file.constrain {
        None => Vec::new(),
        Some(given) => {
            let (span, columns) = (given.span(), given.into_inner());
            if !linear || file.pooled {
                return refuse(span, "`constrain` goes with least squares, year by year", "take family = \"gaussian\", not pooled");
            }
            if let Some(twice) = columns.iter().enumerate().find_map(|(at, column)| columns[..at].contains(column).then_some(column)) {
                return refuse(span, format!("the subgroup `{twice}` stands twice"), "leave one out");
            }
            columns
        }
    };
    let mut terms: Vec<TermSpec> = Vec::with_capacity(file.term.len());
    for given in file.term {
        let span = given.span();
        let term = term(given, &terms)?;
        if terms.iter().any(|other| other.adjuster == term.adjuster) {
            return refuse(span, "this term stands twice", "leave one out");
        }
        if let Some(name) = term.adjuster.name().filter(|name| constrain.iter().any(|column| column == name)) {
            let message = format!("`{name}` is an adjuster and a subgroup of `constrain`");
            return refuse(span, message, "leave it out of one: the residuals of an adjuster's subgroup are zero already");
        }
        terms.push(term);
    }
    Ok(ModelSpec {
        name: file.name.into_inner(),
        description: file.description,
        family,
        link,
        two_part,
        by: match file.by {
            // METHOD: the sectors of least squares add up to the total's; nothing is left to ask of the total alone.
            Some(ByText::Total) if !linear => Outcome::Total,
            Some(ByText::Total | ByText::Sector) | None => Outcome::Sector,
        },
        pooled: file.pooled,
        allow_unconverged: file.allow_unconverged,
        screen: file.screen.is_some(),
        constrain,
        terms,
    })
}

fn family(family: FamilyText, power: Option<Spanned<PowerText>>) -> Result<FamilySpec, Refusal> {
    let known = match (family, power) {
        (FamilyText::Tweedie, None) => {
            // The whole file is meant: there is no key to point at.
            return refuse(
                0..0,
                "family `tweedie` needs the `power` of its variance",
                "for example power = 1.5, or power = [1.3, 1.5, 1.7]",
            );
        }
        (FamilyText::Tweedie, Some(given)) => {
            let (span, PowerText(powers)) = (given.span(), given.into_inner());
            let within = powers.iter().all(|power| *power > 1.0 && *power < 2.0);
            if powers.is_empty() || !within || powers.windows(2).any(|pair| pair[0] >= pair[1]) {
                return refuse(span, "powers lie between 1 (Poisson) and 2 (gamma), each once, ascending", "for example [1.3, 1.5, 1.7]");
            }
            return Ok(FamilySpec::Tweedie(powers));
        }
        (_, Some(given)) => {
            return refuse(given.span(), "only family `tweedie` takes a `power`", "leave it out, or take the family tweedie");
        }
        (FamilyText::Gaussian, None) => FamilySpec::Gaussian,
        (FamilyText::Poisson, None) => FamilySpec::Poisson,
        (FamilyText::Gamma, None) => FamilySpec::Gamma,
    };
    Ok(known)
}

fn term(given: Spanned<TermText>, before: &[TermSpec]) -> Result<TermSpec, Refusal> {
    let span = given.span();
    let TermText { kind, column, bands, knots, degree, of, role } = given.into_inner();
    let wants_column = matches!(kind, KindText::Flag | KindText::Number | KindText::Category | KindText::Spline | KindText::Polynomial);
    let keys = [
        ("column", wants_column, column.is_some(), "the column of the panel"),
        ("bands", kind == KindText::AgeSex, bands.is_some(), "the lower bounds of the age bands in years"),
        ("knots", kind == KindText::Spline, knots.is_some(), "where the cubic pieces meet, for example [20, 50, 80]"),
        ("degree", kind == KindText::Polynomial, degree.is_some(), "the highest power, for example 3"),
        ("of", kind == KindText::Interaction, of.is_some(), "the terms to multiply"),
    ];
    for (key, wanted, there, what) in keys {
        match (wanted, there) {
            (true, false) => return refuse(span, format!("this term needs `{key}`"), format!("give {what}")),
            (false, true) => return refuse(span, format!("this term takes no `{key}`"), "leave it out, or use another kind of term"),
            _ => {}
        }
    }
    let own = role.map_or(Role::Compensate, |role| match role {
        RoleText::Compensate => Role::Compensate,
        RoleText::Neutralise => Role::Neutralise,
    });
    let adjuster = match (kind, column, bands, knots, degree, of) {
        (KindText::Flag, Some(column), ..) => Adjuster::Flag(column),
        (KindText::Number, Some(column), ..) => Adjuster::Number(column),
        (KindText::Category, Some(column), ..) => Adjuster::Category(column),
        (KindText::Spline, Some(column), _, Some(knots), ..) => Adjuster::Spline { column, knots: check_knots(knots)? },
        (KindText::Polynomial, Some(column), _, _, Some(degree), _) => Adjuster::Polynomial { column, degree: check_degree(degree)? },
        (KindText::AgeSex, _, Some(bands), ..) => Adjuster::AgeSex(check_bands(bands)?),
        (KindText::Interaction, .., Some(of)) => Adjuster::Interaction(positions(of, before)?),
        _ => Adjuster::Conditions,
    };
    // METHOD: what is multiplied with a neutralised adjuster carries its value, and is neutralised with it.
    let role = match &adjuster {
        Adjuster::Interaction(of) if of.iter().any(|term| before[*term].role == Role::Neutralise) => Role::Neutralise,
        _ => own,
    };
    Ok(TermSpec { adjuster, role })
}

fn check_bands(bands: Spanned<Vec<i32>>) -> Result<Vec<i32>, Refusal> {
    let (span, bands) = (bands.span(), bands.into_inner());
    if bands.first() != Some(&0) || bands.windows(2).any(|pair| pair[0] >= pair[1]) {
        return refuse(span, "bands are lower bounds that start at 0 and grow", "for example [0, 18, 65]");
    }
    Ok(bands)
}

fn check_knots(knots: Spanned<Vec<f64>>) -> Result<Vec<f64>, Refusal> {
    let (span, knots) = (knots.span(), knots.into_inner());
    if knots.len() < 3 || knots.iter().any(|knot| !knot.is_finite()) || knots.windows(2).any(|pair| pair[0] >= pair[1]) {
        return refuse(span, "a natural cubic spline has at least three knots, ascending", "for example [20, 50, 80]");
    }
    Ok(knots)
}

fn check_degree(degree: Spanned<u32>) -> Result<u32, Refusal> {
    let (span, degree) = (degree.span(), degree.into_inner());
    match degree {
        2..=5 => Ok(degree),
        _ => refuse(span, "a polynomial has degree 2 to 5", "for degree 1 use kind = \"number\"; for more, a spline"),
    }
}

/// The positions of the terms that an interaction names.
fn positions(of: Spanned<Vec<Spanned<String>>>, before: &[TermSpec]) -> Result<Vec<usize>, Refusal> {
    let (span, of) = (of.span(), of.into_inner());
    if of.len() < 2 {
        return refuse(span, "an interaction multiplies at least two terms", "for example of = [\"age_sex\", \"increased_reimbursement\"]");
    }
    let names = || before.iter().filter_map(|term| term.adjuster.name());
    let mut positions = Vec::with_capacity(of.len());
    for name in of {
        let Some(position) = before.iter().position(|term| term.adjuster.name() == Some(name.get_ref())) else {
            let message = format!("no term above this one is called `{}`", name.get_ref());
            return refuse(name.span(), message, Study::advise(name.get_ref(), names()));
        };
        if positions.contains(&position) {
            return refuse(name.span(), format!("`{}` stands twice in the interaction", name.get_ref()), "leave one out");
        }
        positions.push(position);
    }
    Ok(positions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::MODELS;

    const HEAD: &str = "name = 'm'\ndescription = ''\n";

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
    fn a_mistake_is_shown_where_it_stands() {
        let of_term = |term: &str| format!("{HEAD}family = 'gaussian'\n[[term]]\nkind = 'flag'\ncolumn = 'bim'\n[[term]]\n{term}\n");
        let cases = [
            (of_term("kind = 'flag'"), "this term needs `column`", 7),
            (of_term("kind = 'conditions'\ncolumn = 'age'"), "this term takes no `column`", 7),
            (of_term("kind = 'age_sex'\nbands = [18, 65]"), "bands are lower bounds that start at 0 and grow", 9),
            (of_term("kind = 'spline'\ncolumn = 'age'"), "this term needs `knots`", 7),
            (
                of_term("kind = 'spline'\ncolumn = 'age'\nknots = [3, 2, 1]"),
                "a natural cubic spline has at least three knots, ascending",
                10,
            ),
            (of_term("kind = 'polynomial'\ncolumn = 'age'\ndegree = 1"), "a polynomial has degree 2 to 5", 10),
            (of_term("kind = 'interaction'\nof = ['bim', 'age']"), "no term above this one is called `age`", 9),
            (of_term("kind = 'interaction'\nof = ['bim']"), "an interaction multiplies at least two terms", 9),
            (of_term("kind = 'interaction'\nof = ['bim', 'bim']"), "`bim` stands twice in the interaction", 9),
            (of_term("kind = 'flag'\ncolumn = 'bim'"), "this term stands twice", 7),
            (format!("{HEAD}family = 'gaussian'\npower = 1.5\n"), "only family `tweedie` takes a `power`", 4),
            (format!("{HEAD}family = 'tweedie'\n"), "family `tweedie` needs the `power` of its variance", 1),
            (
                format!("{HEAD}family = 'tweedie'\npower = [1.5, 2]\n"),
                "powers lie between 1 (Poisson) and 2 (gamma), each once, ascending",
                4,
            ),
            (format!("{HEAD}family = 'poisson'\ntwo_part = true\n"), "the second part of a two-part model is gamma with the log link", 4),
            (format!("{HEAD}family = 'gamma'\nconstrain = ['bim']\n"), "`constrain` goes with least squares, year by year", 4),
            (format!("{HEAD}family = 'gaussian'\nconstrain = ['bim', 'bim']\n"), "the subgroup `bim` stands twice", 4),
        ];
        for (text, message, line) in cases {
            let error = refused(&text);
            assert_eq!((error.message.as_str(), error.line()), (message, Some(line)), "{text}");
            assert!(error.help.is_some(), "{text}");
        }
    }

    #[test]
    fn a_family_that_is_not_fitted_is_refused_with_those_that_are() {
        let error = refused(&format!("{HEAD}family = 'weibull'\n"));
        assert_eq!(error.message, "unknown choice `weibull`");
        assert!(error.help.expect("help").contains("gaussian"));
    }

    #[test]
    fn what_is_multiplied_with_a_neutralised_term_is_neutralised() {
        let text = format!(
            "{HEAD}family = 'poisson'\n[[term]]\nkind = 'flag'\ncolumn = 'bim'\n[[term]]\nkind = 'category'\ncolumn = 'province'\n\
             role = 'neutralise'\n[[term]]\nkind = 'interaction'\nof = ['bim', 'province']\n"
        );
        let model = ModelSpec::parse(Path::new("m.toml"), &Arc::from(text.as_str())).expect("valid");
        assert_eq!(model.link, LinkSpec::Log);
        assert_eq!(model.terms.iter().map(|term| term.role).collect::<Vec<_>>(), [Role::Compensate, Role::Neutralise, Role::Neutralise]);
        assert_eq!(model.terms[2].adjuster, Adjuster::Interaction(vec![0, 1]));
    }
}
