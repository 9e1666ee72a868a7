//! The checks that make a [`Study`] of a study file.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde_spanned::Spanned;

use super::compare_check::{Given, NamedModel};
use super::format::Refused;
use super::output::{formats, without_detours};
use super::parse::{parse, unread};
use super::text::{PeriodSection, PilotSection, QualitySection, StudyText, VariantSection};
use super::{
    Compare, Input, MODELS, ModelSpec, Outliers, Output, Pilot, Population, Quality, RULES, Reading, Reference, SettlementRule, Study,
    StudyError, Variant,
};

/// Years and their weights, which add up to one.
type WeightedYears = Vec<(i32, f64)>;

/// Pairs a refused span with what is wrong and what to do.
pub(super) type Refusal = (Option<Range<usize>>, String, String);

/// A refusal of the bytes `span` of a study.
pub(super) fn refuse<T>(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err((Some(span), message.into(), help.into()))
}

impl Study {
    /// Reads and checks a study file.
    pub fn read(path: &Path) -> Result<Study, StudyError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let (reason, help) = unread(&error, "give the path of a study file, for example data-samples/synthetic/study.toml");
            StudyError::new(path, &Arc::from(""), None, format!("cannot read the study {}: {reason}", path.display())).with_help(help)
        })?;
        Study::parse(path, text)
    }

    /// Parses and checks the text of a study; paths in it are relative to `path`.
    pub fn parse(path: &Path, text: String) -> Result<Study, StudyError> {
        let text: Arc<str> = Arc::from(text);
        let file: StudyText = parse(path, &text)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let check = Check { folder: &folder };
        let refused = |(span, message, help): Refusal| StudyError::new(path, &text, span, message).with_help(help);
        let level = check.level(file.study.level).map_err(refused)?;
        let credibility = file.credibility.check().map_err(refused)?;
        let data = check.data(file.data).map_err(|error| match error {
            Refused::Here(refusal) => refused(refusal),
            Refused::InLayout(error) => error,
        })?;
        let quality = check.quality(file.quality).map_err(refused)?;
        let lines = matches!(data.input, Input::Claims { .. });
        let completion = file.completion.check(lines).map_err(refused)?;
        let period = file.period.span();
        let (base, performance) = check.period(file.period.into_inner()).map_err(refused)?;
        let pilots = check.pilots(file.pilot, &performance).map_err(refused)?;
        let (outliers, curve) = file.outliers.check().map_err(refused)?;
        let inclusion = file.population.inclusion.as_ref().map(|year| *year.get_ref());
        let population = file.population.check(&base).map_err(refused)?;
        let mut variants = Vec::new();
        for variant in file.variant {
            let credible = variant.reading.as_ref().filter(|reading| credibility.placebos == 0 && *reading.get_ref() == Reading::Credible);
            if let Some(reading) = credible {
                let help = "set [credibility] placebos, for example to 200, or take the reading `evolution`";
                return Err(refused((Some(reading.span()), "the credible reading is learnt from pseudo-pilots".into(), help.into())));
            }
            variants.push(check.variant(variant, outliers, &variants, &population, path, &text)?);
        }
        if variants.is_empty() {
            let model = ModelSpec::builtin("ols-morbidity").expect("a model of the engine");
            let (cohort, movers) = (population.cohort, population.movers(population.cohort));
            variants.push(Variant {
                name: "main".into(),
                model,
                model_file: None,
                model_span: None,
                reading: Reading::Evolution,
                outliers,
                cohort,
                movers,
            });
        }
        check.two_sources(&data, &completion, &variants, population.movers(population.cohort)).map_err(refused)?;
        credibility.check_standard_errors(&variants).map_err(refused)?;
        let formats = formats(file.output.formats).map_err(refused)?;
        let folder_named = file.output.folder.as_ref().map(Spanned::span);
        let everything = || Spanned::new(0..0, vec!["*".to_owned()]);
        let mut study = Study {
            title: file.study.title,
            language: file.study.language,
            seed: file.study.seed,
            level,
            data,
            quality,
            sectors: file.scope.sectors.unwrap_or_else(everything),
            population,
            completion,
            pilots,
            reference: file.reference.leave_out.unwrap_or(Reference::Pilots),
            base,
            performance,
            variants,
            compare: Compare::default(),
            curve,
            credibility,
            settlement: SettlementRule::of_study(file.settle.rules, &folder, path, &text)?,
            output: Output {
                folder: without_detours(&folder.join(file.output.folder.map_or_else(|| "out".into(), Spanned::into_inner))),
                formats,
                panels: None,
            },
            period,
            path: path.to_owned(),
            text,
        };
        study.check_output(folder_named)?;
        let model = |named| check.model(named, path, &study.text);
        study.compare = file.compare.check(&Given { study: &study, inclusion, lines, model: &model })?;
        for compared in &study.compare.variants {
            let (population, one) = (&study.population, std::slice::from_ref(&compared.variant));
            let refused = |(span, message, help): Refusal| study.refuse(span, message, help);
            check.two_sources(&study.data, &compared.completion, one, population.movers(population.cohort)).map_err(refused)?;
            study.credibility.check_standard_errors(one).map_err(refused)?;
        }
        Ok(study)
    }
}

/// The checks of one study; paths are relative to its folder.
pub(super) struct Check<'a> {
    pub(super) folder: &'a Path,
}

impl Check<'_> {
    fn level(&self, level: Option<Spanned<f64>>) -> Result<f64, Refusal> {
        match level {
            Some(level) if !(*level.get_ref() > 0.5 && *level.get_ref() < 1.0) => {
                refuse(level.span(), format!("{} is not a confidence level", level.get_ref()), "write it as a fraction, for example 0.95")
            }
            Some(level) => Ok(level.into_inner()),
            None => Ok(0.95),
        }
    }

    fn quality(&self, quality: QualitySection) -> Result<Quality, Refusal> {
        let usual = Quality::default();
        for name in quality.levels.keys().chain(quality.limits.keys()) {
            if !RULES.iter().any(|(known, _)| known == name.get_ref()) {
                let help = Study::advise(name.get_ref(), RULES.iter().map(|(known, _)| *known));
                return refuse(name.span(), format!("there is no rule `{}`", name.get_ref()), help);
            }
        }
        let shares = quality.limits.values().chain(&quality.one_person_share);
        if let Some(share) = shares.into_iter().find(|share| !(0.0..=1.0).contains(share.get_ref())) {
            return refuse(
                share.span(),
                format!("{} is not a share", share.get_ref()),
                "write it as a fraction from 0 to 1, for example 0.05",
            );
        }
        if let Some(months) = quality.booked_within.as_ref().filter(|months| !(0..=600).contains(months.get_ref())) {
            return refuse(months.span(), format!("{} is no number of months", months.get_ref()), "the default is 24");
        }
        Ok(Quality {
            repeated_lines: quality.repeated_lines,
            booked_within: quality.booked_within.map_or(usual.booked_within, Spanned::into_inner),
            one_person_share: quality.one_person_share.map_or(usual.one_person_share, Spanned::into_inner),
            levels: quality.levels.into_iter().map(|(name, level)| (name.into_inner(), level)).collect(),
            limits: quality.limits.into_iter().map(|(name, limit)| (name.into_inner(), limit.into_inner())).collect(),
        })
    }

    fn pilots(&self, pilots: Vec<PilotSection>, performance: &[i32]) -> Result<Vec<Pilot>, Refusal> {
        if pilots.is_empty() {
            return Err((
                None,
                "a study needs at least one [[pilot]]".into(),
                "give each pilot an id, a zone, a target and a start".into(),
            ));
        }
        let mut checked: Vec<Pilot> = Vec::with_capacity(pilots.len());
        for pilot in pilots {
            let id = pilot.id.get_ref().clone();
            if checked.iter().any(|other| other.id == id) {
                return refuse(pilot.id.span(), format!("the pilot id `{id}` stands twice"), "give each pilot an id of its own");
            }
            // Tables list ids with spaces between them, and call all years together `all`.
            let usable = !id.is_empty() && id.chars().all(|sign| sign.is_alphanumeric() || "-_".contains(sign));
            if !usable || id == "all" {
                return refuse(
                    pilot.id.span(),
                    format!("`{id}` is no id of a pilot"),
                    "use letters, digits, `-` and `_`; `name` may be anything",
                );
            }
            // A century off is a slip of the pen; years of an experiment may count from 1.
            let judged = performance.first().copied().unwrap_or_default();
            if pilot.start.get_ref().abs_diff(judged) > 100 {
                let message = format!("{} is no year near {judged}, which is judged", pilot.start.get_ref());
                return refuse(pilot.start.span(), message, "write the year in which the pilot began, for example 2018");
            }
            if pilot.zone.get_ref().is_empty() {
                return refuse(
                    pilot.zone.span(),
                    format!("the zone of pilot `{id}` is empty"),
                    "list its municipality codes, for example [\"33011\"]",
                );
            }
            let zone = pilot.zone.into_inner();
            for (index, code) in zone.iter().enumerate() {
                if zone[..index].iter().any(|before| before.get_ref() == code.get_ref()) {
                    return refuse(code.span(), format!("municipality {} stands twice in the zone", code.get_ref()), "leave one out");
                }
                let also = |other: &&Pilot| other.zone.iter().any(|known| known.get_ref() == code.get_ref());
                if let Some(other) = checked.iter().find(also) {
                    let message = format!("municipality {} is in the zones of `{}` and `{id}`", code.get_ref(), other.id);
                    return refuse(code.span(), message, "a person can be in one zone only: give the municipality to one pilot");
                }
            }
            let name = pilot.name.unwrap_or_else(|| id.clone());
            checked.push(Pilot { id, name, zone, target: pilot.target, start: pilot.start.into_inner() });
        }
        Ok(checked)
    }

    fn period(&self, period: PeriodSection) -> Result<(WeightedYears, Vec<i32>), Refusal> {
        for years in [&period.base, &period.performance] {
            let listed = years.get_ref();
            if listed.is_empty() {
                return refuse(years.span(), "no year is listed", "for example [2016, 2017]");
            }
            if listed.windows(2).any(|pair| pair[0] >= pair[1]) {
                return refuse(years.span(), "years must be listed once each, in order", "for example [2016, 2017]");
            }
        }
        let base = period.base.get_ref();
        if let Some(both) = period.performance.get_ref().iter().find(|year| base.contains(year)) {
            return refuse(
                period.performance.span(),
                format!("{both} is a base year and a performance year"),
                "a year is one or the other",
            );
        }
        let weights = match period.base_weights {
            None => vec![1.0; base.len()],
            Some(weights) => {
                let valid =
                    weights.get_ref().len() == base.len() && weights.get_ref().iter().all(|weight| *weight > 0.0 && weight.is_finite());
                if !valid {
                    return refuse(weights.span(), "base_weights needs one positive number for each base year", "for example [10, 30, 60]");
                }
                weights.into_inner()
            }
        };
        let total: f64 = weights.iter().sum();
        let base = base.iter().zip(weights).map(|(year, weight)| (*year, weight / total)).collect();
        Ok((base, period.performance.into_inner()))
    }

    fn variant(
        &self,
        variant: VariantSection,
        outliers: Outliers,
        known: &[Variant],
        population: &Population,
        path: &Path,
        text: &Arc<str>,
    ) -> Result<Variant, StudyError> {
        let refused = |span: Range<usize>, message: String, help: String| StudyError::new(path, text, Some(span), message).with_help(help);
        if known.iter().any(|other| other.name == *variant.name.get_ref()) {
            let message = format!("there are two variants `{}`", variant.name.get_ref());
            return Err(refused(variant.name.span(), message, "give each variant a name of its own".into()));
        }
        let NamedModel { spec: model, file: model_file, span: model_span } = match variant.model {
            None => NamedModel { spec: ModelSpec::builtin("ols-morbidity").expect("a model of the engine"), file: None, span: None },
            Some(named) => self.model(named, path, text)?,
        };
        let reading = variant.reading.map_or(Reading::Evolution, Spanned::into_inner);
        let outliers = match variant.outliers {
            None => outliers,
            Some(own) => own.check().map_err(|(span, message, help)| StudyError::new(path, text, span, message).with_help(help))?,
        };
        let cohort = variant.cohort.unwrap_or(population.cohort);
        let movers = population.movers(cohort);
        Ok(Variant { name: variant.name.into_inner(), model, model_file, model_span, reading, outliers, cohort, movers })
    }
    /// The model of the engine, or of a file, that a text names.
    fn model(&self, named: Spanned<String>, path: &Path, text: &Arc<str>) -> Result<NamedModel, StudyError> {
        let span = named.span();
        let refused = |message: String, help: String| StudyError::new(path, text, Some(span.clone()), message).with_help(help);
        let file = named.get_ref().ends_with(".toml").then(|| self.folder.join(named.get_ref()));
        let spec = match &file {
            Some(file) => {
                let text = std::fs::read_to_string(file).map_err(|error| {
                    let (reason, help) = unread(&error, "the path is relative to the study file");
                    refused(format!("cannot read the model file: {reason}"), help)
                })?;
                ModelSpec::parse(file, &Arc::from(text))?
            }
            None => ModelSpec::builtin(named.get_ref()).map_err(|_| {
                let help = Study::advise(named.get_ref(), MODELS.iter().map(|(name, _)| *name));
                refused(format!("there is no model `{}`", named.get_ref()), help)
            })?,
        };
        Ok(NamedModel { spec, file, span: Some(span) })
    }
}
