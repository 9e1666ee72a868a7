//! What `garantie compare` sets side by side: section `[compare]`, a product of choices and a list of the study's variants.

use std::ops::Range;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::compare::{Axis, Compare, Compared, Family};
use super::completion::CompletionSection;
use super::outliers::VariantOutliers;
use super::{Cohort, Completion, ModelSpec, Reading, Reference, Study, StudyError, Variant};

/// The most variants that are compared at once.
const MOST: usize = 5_000;

/// Variants side by side: the product of all choices listed; where none is listed, that of the study's first variant.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct CompareSection {
    /// Names of `[[variant]]` sections that are compared too; all of them when no choice is listed, otherwise none.
    #[schemars(with = "Option<Vec<String>>")]
    pub variants: Option<Vec<Spanned<String>>>,
    /// Models of the engine or files ending in `.toml`: the adjusters and, without `family`, the family.
    #[schemars(with = "Option<Vec<String>>")]
    pub model: Option<Spanned<Vec<Spanned<String>>>>,
    /// Families that every model is fitted in.
    #[schemars(with = "Option<Vec<Family>>")]
    pub family: Option<Spanned<Vec<Spanned<Family>>>>,
    /// Readings of the guarantee.
    #[schemars(with = "Option<Vec<Reading>>")]
    pub reading: Option<Spanned<Vec<Spanned<Reading>>>>,
    /// Outlier rules, each as in a variant.
    #[schemars(with = "Option<Vec<VariantOutliers>>")]
    pub outliers: Option<Spanned<Vec<VariantOutliers>>>,
    /// Base periods, each a list of years.
    #[schemars(with = "Option<Vec<Vec<i32>>>")]
    pub base: Option<Spanned<Vec<Spanned<Vec<i32>>>>>,
    /// Whose zones are no part of the reference group.
    #[schemars(with = "Option<Vec<Reference>>")]
    pub reference: Option<Spanned<Vec<Reference>>>,
    /// When the target rule is judged.
    #[schemars(with = "Option<Vec<Cohort>>")]
    pub cohort: Option<Spanned<Vec<Cohort>>>,
    /// What is done about late bookings, each as in section `[completion]`.
    #[schemars(with = "Option<Vec<CompletionSection>>")]
    pub completion: Option<Spanned<Vec<CompletionSection>>>,
}

/// What the section is checked against.
pub(super) struct Given<'a> {
    /// The study, whose first variant gives what no choice is listed for.
    pub study: &'a Study,
    /// The inclusion year, if the study names one.
    pub inclusion: Option<i32>,
    /// Whether the data are lines, whose bookings can be completed.
    pub lines: bool,
    /// The model that a text names.
    pub model: &'a dyn Fn(Spanned<String>) -> Result<NamedModel, StudyError>,
}

/// A model that a study names.
#[derive(Clone)]
pub(super) struct NamedModel {
    pub spec: ModelSpec,
    /// Its file, when it is not one of the engine.
    pub file: Option<PathBuf>,
    /// Where it is named.
    pub span: Option<Range<usize>>,
}

impl CompareSection {
    /// Checks the section and makes the product of its choices.
    pub(super) fn check(self, given: &Given) -> Result<Compare, StudyError> {
        let study = given.study;
        let choices = [
            self.model.as_ref().map(Spanned::span),
            self.family.as_ref().map(Spanned::span),
            self.reading.as_ref().map(Spanned::span),
            self.outliers.as_ref().map(Spanned::span),
            self.base.as_ref().map(Spanned::span),
            self.reference.as_ref().map(Spanned::span),
            self.cohort.as_ref().map(Spanned::span),
            self.completion.as_ref().map(Spanned::span),
        ];
        let families_listed = self.family.is_some();
        let product_from = choices.into_iter().flatten().next();
        let listed_at = self.variants.iter().flatten().next().map(Spanned::span);
        let mut variants = given.listed(self.variants.as_deref(), product_from.is_some())?;
        if let Some(span) = product_from.clone() {
            let main = given.compared(study.variants[0].clone());
            let mut product = vec![main];
            product = given.by_model(product, self.model)?;
            product = given.by_family(product, self.family)?;
            product = given.by_reading(product, self.reading)?;
            product = given.by_outliers(product, self.outliers)?;
            product = given.by_base(product, self.base)?;
            product = given.spread(product, self.reference, Axis::Reference, |one, reference| one.reference = reference)?;
            product = given.spread(product, self.cohort, Axis::Cohort, |one, cohort| {
                (one.variant.cohort, one.variant.movers) = (cohort, study.population.movers(cohort));
            })?;
            product = given.by_completion(product, self.completion)?;
            let differ = axes(&product, families_listed);
            for one in &mut product {
                one.variant.name = differ.iter().map(|axis| one.choice(*axis)).collect::<Vec<_>>().join(", ");
            }
            let same = |one: &Compared, other: &Compared| Axis::ALL.iter().all(|axis| one.choice(*axis) == other.choice(*axis));
            product.retain(|one| !variants.iter().any(|listed| same(one, listed)));
            if let Some(twice) = product.iter().find(|one| variants.iter().any(|listed| listed.variant.name == one.variant.name)) {
                let message = format!("the variant `{}` is called like one of the product", twice.variant.name);
                return Err(study.refuse(Some(span), message, "give it another name"));
            }
            variants.extend(product);
        }
        if let ([_], Some(span)) = (variants.as_slice(), product_from.or(listed_at)) {
            return Err(study.refuse(Some(span), "there is nothing to compare with", "list at least two of a choice, or of `variants`"));
        }
        let axes = axes(&variants, families_listed);
        Ok(Compare { variants, axes })
    }
}

/// The choices in which variants differ. Without a list of families the family is the model's own and no choice.
fn axes(variants: &[Compared], families_listed: bool) -> Vec<Axis> {
    let differ = |axis: &Axis| variants.windows(2).any(|pair| pair[0].choice(*axis) != pair[1].choice(*axis));
    Axis::ALL.into_iter().filter(|axis| *axis != Axis::Family || families_listed).filter(differ).collect()
}

impl Given<'_> {
    /// A variant in the study's own period, reference and completion.
    fn compared(&self, variant: Variant) -> Compared {
        let study = self.study;
        Compared {
            variant,
            base: study.base.clone(),
            inclusion: study.population.inclusion,
            reference: study.reference,
            completion: study.completion.clone(),
        }
    }

    /// The study's variants that are compared.
    fn listed(&self, names: Option<&[Spanned<String>]>, product: bool) -> Result<Vec<Compared>, StudyError> {
        let study = self.study;
        let Some(names) = names else {
            let all = if product || study.variants.len() < 2 { [].as_slice() } else { study.variants.as_slice() };
            return Ok(all.iter().map(|variant| self.compared(variant.clone())).collect());
        };
        let mut listed: Vec<Compared> = Vec::with_capacity(names.len());
        for name in names {
            let Some(variant) = study.variants.iter().find(|variant| variant.name == *name.get_ref()) else {
                let help = Study::advise(name.get_ref(), study.variants.iter().map(|variant| variant.name.as_str()));
                return Err(study.refuse(Some(name.span()), format!("there is no variant `{}`", name.get_ref()), help));
            };
            if listed.iter().any(|other| other.variant.name == variant.name) {
                return Err(self.twice(name.span(), &variant.name));
            }
            listed.push(self.compared(variant.clone()));
        }
        Ok(listed)
    }

    fn twice(&self, span: Range<usize>, what: &str) -> StudyError {
        self.study.refuse(Some(span), format!("`{what}` stands twice"), "leave one out")
    }

    /// Every variant so far with each of some levels; none listed: as they are.
    fn spread<Level: Clone>(
        &self,
        product: Vec<Compared>,
        levels: Option<Spanned<Vec<Level>>>,
        axis: Axis,
        set: impl Fn(&mut Compared, Level),
    ) -> Result<Vec<Compared>, StudyError> {
        let Some(levels) = levels else { return Ok(product) };
        let (span, levels) = (levels.span(), levels.into_inner());
        if levels.is_empty() {
            let message = format!("no {} is listed", axis.name());
            return Err(self.study.refuse(Some(span), message, "list some, or leave the key out"));
        }
        if product.len() * levels.len() > MOST {
            let message = format!("the product has more than {MOST} variants");
            return Err(self.study.refuse(Some(span), message, "list fewer choices, or compare in several studies"));
        }
        let of_level = |one: &Compared, level: &Level| {
            let mut one = one.clone();
            set(&mut one, level.clone());
            one
        };
        let first: Vec<String> = levels.iter().map(|level| of_level(&product[0], level).choice(axis)).collect();
        if let Some((_, twice)) = first.iter().enumerate().find(|(at, name)| first[..*at].contains(name)) {
            return Err(self.twice(span, twice));
        }
        Ok(product.iter().flat_map(|one| levels.iter().map(move |level| of_level(one, level))).collect())
    }

    fn by_model(&self, product: Vec<Compared>, names: Option<Spanned<Vec<Spanned<String>>>>) -> Result<Vec<Compared>, StudyError> {
        let Some(names) = names else { return Ok(product) };
        let span = names.span();
        let models = names.into_inner().into_iter().map(self.model).collect::<Result<Vec<NamedModel>, _>>()?;
        self.spread(product, Some(Spanned::new(span, models)), Axis::Model, |one, of| {
            let variant = &mut one.variant;
            (variant.model, variant.model_file, variant.model_span) = (of.spec, of.file, of.span);
        })
    }

    fn by_family(&self, product: Vec<Compared>, families: Option<Spanned<Vec<Spanned<Family>>>>) -> Result<Vec<Compared>, StudyError> {
        let Some(families) = families else { return Ok(product) };
        let constrained = product.iter().find(|one| !one.variant.model.constrain.is_empty());
        let (span, families) = (families.span(), families.into_inner());
        if let (Some(one), Some(family)) = (constrained, families.iter().find(|family| *family.get_ref() != Family::Gaussian)) {
            let message = format!("model `{}` has constraints, which only least squares hold", one.variant.model.name);
            return Err(self.study.refuse(Some(family.span()), message, "leave the model or the family out"));
        }
        let families = families.into_iter().map(Spanned::into_inner).collect();
        self.spread(product, Some(Spanned::new(span, families)), Axis::Family, |one, family: Family| {
            one.variant.model = family.with_adjusters_of(one.variant.model.clone());
        })
    }

    fn by_reading(&self, product: Vec<Compared>, readings: Option<Spanned<Vec<Spanned<Reading>>>>) -> Result<Vec<Compared>, StudyError> {
        let Some(readings) = readings else { return Ok(product) };
        let (span, readings) = (readings.span(), readings.into_inner());
        if let Some(credible) =
            readings.iter().find(|reading| self.study.credibility.placebos == 0 && *reading.get_ref() == Reading::Credible)
        {
            let help = "set [credibility] placebos, for example to 200, or leave `credible` out";
            return Err(self.study.refuse(Some(credible.span()), "the credible reading is learnt from pseudo-pilots", help));
        }
        let readings = readings.into_iter().map(Spanned::into_inner).collect();
        self.spread(product, Some(Spanned::new(span, readings)), Axis::Reading, |one, reading| one.variant.reading = reading)
    }

    fn by_outliers(&self, product: Vec<Compared>, rules: Option<Spanned<Vec<VariantOutliers>>>) -> Result<Vec<Compared>, StudyError> {
        let Some(rules) = rules else { return Ok(product) };
        let refused = |(span, message, help): (Option<Range<usize>>, String, String)| self.study.refuse(span, message, help);
        let span = rules.span();
        let rules = rules.into_inner().into_iter().map(VariantOutliers::check).collect::<Result<Vec<_>, _>>().map_err(refused)?;
        self.spread(product, Some(Spanned::new(span, rules)), Axis::Outliers, |one, rule| one.variant.outliers = rule)
    }

    fn by_base(&self, product: Vec<Compared>, periods: Option<Spanned<Vec<Spanned<Vec<i32>>>>>) -> Result<Vec<Compared>, StudyError> {
        let Some(periods) = periods else { return Ok(product) };
        let study = self.study;
        for period in periods.get_ref() {
            let years = period.get_ref();
            if years.is_empty() || years.windows(2).any(|pair| pair[0] >= pair[1]) {
                let help = "for example [[2017], [2016, 2017]]";
                return Err(study.refuse(Some(period.span()), "a base period lists its years once each, in order", help));
            }
            if let Some(both) = years.iter().find(|year| study.performance.contains(year)) {
                let message = format!("{both} is a performance year");
                return Err(study.refuse(Some(period.span()), message, "a year is one or the other"));
            }
        }
        let span = periods.span();
        // The study's own period keeps its weights; in the others all years count alike.
        let weighted = |years: Vec<i32>| -> Vec<(i32, f64)> {
            let own = years.len() == study.base.len() && study.base.iter().all(|(year, _)| years.contains(year));
            let weight = 1.0 / years.len() as f64;
            if own { study.base.clone() } else { years.into_iter().map(|year| (year, weight)).collect() }
        };
        let periods = periods.into_inner().into_iter().map(|period| weighted(period.into_inner())).collect();
        self.spread(product, Some(Spanned::new(span, periods)), Axis::Base, |one, base: Vec<(i32, f64)>| {
            let named = self.inclusion.filter(|named| base.iter().any(|(year, _)| year == named));
            one.inclusion = named.or(base.first().map(|(year, _)| *year)).unwrap_or(one.inclusion);
            one.base = base;
        })
    }

    fn by_completion(&self, product: Vec<Compared>, ways: Option<Spanned<Vec<CompletionSection>>>) -> Result<Vec<Compared>, StudyError> {
        let Some(ways) = ways else { return Ok(product) };
        let refused = |(span, message, help): (Option<Range<usize>>, String, String)| self.study.refuse(span, message, help);
        let span = ways.span();
        let ways = ways.into_inner().into_iter().map(|way| way.check(self.lines));
        let ways = ways.collect::<Result<Vec<Completion>, _>>().map_err(refused)?;
        self.spread(product, Some(Spanned::new(span, ways)), Axis::Completion, |one, way| one.completion = way)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const STUDY: &str = r#"
[study]
title = "T"
[data]
population = "p.csv"
claims = "c.csv"
source = "sample"
[period]
base = [2016, 2017]
base_weights = [40, 60]
performance = [2018]
[[pilot]]
id = "a"
zone = ["11001"]
target = "age >= 18"
start = 2018
"#;

    fn parse(compare: &str) -> Result<Study, StudyError> {
        Study::parse(Path::new("study.toml"), format!("{STUDY}{compare}"))
    }

    fn names(study: &Study) -> Vec<&str> {
        study.compare.variants.iter().map(|one| one.variant.name.as_str()).collect()
    }

    #[test]
    fn the_product_is_named_by_what_differs_in_it() {
        let text = "[compare]\nmodel = ['age-sex', 'ols-morbidity']\nreading = ['level', 'evolution']\nreference = ['pilots']\n";
        let study = parse(text).expect("valid");
        assert_eq!(names(&study), ["age-sex, level", "age-sex, evolution", "ols-morbidity, level", "ols-morbidity, evolution"]);
        assert_eq!(study.compare.axes, [Axis::Model, Axis::Reading]);
        assert_eq!(study.compare.variants[0].choice(Axis::Base), "2016 (40 %) 2017 (60 %)");
        assert_eq!(study.compare.variants[0].choice(Axis::Outliers), "cap 0.99");
    }

    #[test]
    fn every_choice_of_the_issue_is_one() {
        let text = "[compare]\nmodel = ['age-sex']\nfamily = ['gaussian', 'gamma']\nreading = ['level', 'credible']\n\
                    outliers = [{ rule = 'none' }, { rule = 'drop', threshold = 50000 }]\nbase = [[2017], [2016, 2017]]\n\
                    reference = ['pilots', 'none']\ncohort = ['open', 'closed']\n\
                    completion = [{ method = 'none' }, { method = 'chain-ladder' }]\n";
        let study = parse(text).expect("valid");
        assert_eq!(study.compare.variants.len(), 2_usize.pow(7));
        let last = study.compare.variants.last().expect("variants");
        assert_eq!(last.variant.name, "gamma, credible, drop 50000 EUR, 2016 (40 %) 2017 (60 %), none, closed, chain-ladder 24");
        assert_eq!((last.variant.model.name.as_str(), last.inclusion), ("age-sex", 2016));
        let alone = study.compare.variants[0].study(&study);
        assert_eq!((alone.base, alone.reference, alone.variants.len()), (vec![(2017, 1.0)], Reference::Pilots, 1));
    }

    #[test]
    fn without_choices_the_variants_of_the_study_are_compared() {
        assert!(parse("").expect("valid").compare.variants.is_empty());
        let variants = "[[variant]]\nname = 'a'\n[[variant]]\nname = 'b'\nreading = 'level'\n";
        assert_eq!(names(&parse(variants).expect("valid")), ["a", "b"]);
        let listed = format!("{variants}[compare]\nvariants = ['b']\nreading = ['level', 'additive']\n");
        // The product has the first variant with the level reading, which is what `b` is.
        assert_eq!(names(&parse(&listed).expect("valid")), ["b", "additive"]);
    }

    #[test]
    fn a_mistake_is_shown_where_it_stands() {
        let cases = [
            ("model = ['age-sx']", "there is no model `age-sx`"),
            ("family = []", "no family is listed"),
            ("reading = ['level', 'level']", "`level` stands twice"),
            ("base = [[2017, 2016]]", "a base period lists its years once each, in order"),
            ("base = [[2018]]", "2018 is a performance year"),
            ("outliers = [{ rule = 'cap', quantile = 2 }]", "2 is no quantile to cut at"),
            ("completion = [{ method = 'booked-within' }]", "booked within how many months?"),
            ("model = ['ols-constrained']\nfamily = ['gamma']", "model `ols-constrained` has constraints, which only least squares hold"),
            ("variants = ['other']", "there is no variant `other`"),
            ("reading = ['level']", "there is nothing to compare with"),
            ("variants = ['main']", "there is nothing to compare with"),
            ("cohorts = ['open']", "unknown key `cohorts`"),
        ];
        for (text, message) in cases {
            let error = parse(&format!("[compare]\n{text}\n")).map(|_| ()).expect_err(text);
            assert_eq!(error.message, message);
            assert!(error.help.is_some() && error.line().is_some_and(|line| line > 16), "{text}: {:?} {:?}", error.line(), error.help);
        }
    }
}
