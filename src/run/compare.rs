//! Variants side by side: each judged as a run of its own would, on a panel that is read once.
//!
//! Variants are judged in groups that share what they agree in: the panel (completion and, for a closed cohort, its inclusion
//! year), the base period, the rows and their design (cohort and model), models, gains and pseudo-pilots (reference group and
//! outlier rule). Readings come with these.

use std::collections::BTreeMap;

use super::beside_run::{self, Persons, Shown, shown_by_run};
use super::between::few_between;
use super::judge::{self, Judgement, Judgements};
use super::panels::Panels;
use super::rows::{findings, gains, totals};
use super::targets::Targets;
use super::variant_rows::VariantRows;
use super::zones::Zones;
use crate::design::TargetRows;
use crate::error::Error;
use crate::panel::Panel;
use crate::progress::Progress;
use crate::report::{FindingRow, GainFigures, GainRow, Period, Size, SpecificationFigures, SpecificationRow, TotalRow};
use crate::spec::{Cohort, Compared, Movers, Reading, Study, Variant};

/// What every variant of a study finds, and why some find nothing.
pub struct Judged {
    /// By variant, in their order: pilots and periods in the order of the study.
    pub rows: Vec<Vec<SpecificationRow>>,
    /// By variant: why it has no answer.
    pub failed: Vec<Option<String>>,
    /// What was found about the data, and what became of every line: of the first panel, when there are several.
    pub data: Option<(Vec<FindingRow>, Vec<TotalRow>)>,
}

/// Judges every variant that a study compares.
pub fn judge(study: &Study, panels: &mut Panels<'_>, progress: &dyn Progress) -> Result<Judged, Error> {
    let compared = &study.compare.variants;
    let mut side_by_side = SideBySide {
        study,
        shown: Shown::new(),
        groups: BTreeMap::new(),
        judged: Judged { rows: vec![Vec::new(); compared.len()], failed: vec![None; compared.len()], data: None },
    };
    let everyone: Vec<usize> = (0..compared.len()).collect();
    for population in alike(&everyone, |one| Population::of(study, &compared[one])) {
        let whole = together(study, &population);
        let mut panel = panels.of(&whole, progress)?;
        // METHOD: whoever has a comparison may have the run of the study too: what `run` shows is shown first.
        if Population::of_run(study) == Population::of(study, &compared[population[0]]) {
            side_by_side.shown.extend(shown_by_run(study, &panel)?);
        }
        let limit = study.data.small_cell();
        side_by_side.judged.data.get_or_insert_with(|| (findings(&panel.findings, limit), totals(&panel, limit)));
        for period in alike(&population, |one| &compared[one].base) {
            let own = together(study, &period);
            panel.in_period(&own, |panel| side_by_side.judge_period(&own, &period, panel, progress))?;
        }
    }
    Ok(side_by_side.judged)
}

/// What the panel of a variant depends on beside its years.
#[derive(PartialEq)]
struct Population {
    completion: String,
    inclusion: i32,
}

impl Population {
    /// That of the panel of a run.
    fn of_run(study: &Study) -> Population {
        Population { completion: study.completion.to_string(), inclusion: study.population.inclusion }
    }

    fn of(study: &Study, compared: &Compared) -> Population {
        let variant = &compared.variant;
        let included_once = variant.cohort == Cohort::Closed || variant.movers == Movers::Base;
        Population {
            completion: compared.completion.to_string(),
            inclusion: if included_once { compared.inclusion } else { study.population.inclusion },
        }
    }
}

/// The study of some variants that are judged on one panel: with the base years of all of them, all counting alike unless they agree.
fn together(study: &Study, variants: &[usize]) -> Study {
    let compared: Vec<&Compared> = variants.iter().map(|one| &study.compare.variants[*one]).collect();
    let mut own = compared[0].study(study);
    // What the others count decides what a judgement has to remember.
    own.compare.clone_from(&study.compare);
    own.population.inclusion = Population::of(study, compared[0]).inclusion;
    if compared.iter().any(|other| other.base != own.base) {
        let mut years: Vec<i32> = compared.iter().flat_map(|one| one.base.iter().map(|(year, _)| *year)).collect();
        years.sort_unstable();
        years.dedup();
        let weight = 1.0 / years.len() as f64;
        own.base = years.into_iter().map(|year| (year, weight)).collect();
    }
    own.variants = compared.iter().map(|one| one.variant.clone()).collect();
    own
}

/// Positions in groups of one key, in the order of their first.
fn alike<Key: PartialEq>(positions: &[usize], key: impl Fn(usize) -> Key) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Key, Vec<usize>)> = Vec::new();
    for position in positions {
        let of = key(*position);
        match groups.iter_mut().find(|(known, _)| *known == of) {
            Some((_, group)) => group.push(*position),
            None => groups.push((of, vec![*position])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The numbers of a group's persons, by year.
type Members = Vec<(i32, Vec<u32>)>;

/// A comparison under way.
struct SideBySide<'a> {
    study: &'a Study,
    /// What is shown already, by `run` and by the variants before.
    shown: Shown,
    /// The persons of what is shown already, by pilot.
    groups: BTreeMap<String, Vec<(Persons, Members)>>,
    judged: Judged,
}

impl SideBySide<'_> {
    /// The variants of one base period.
    fn judge_period(&mut self, own: &Study, variants: &[usize], panel: &Panel, progress: &dyn Progress) -> Result<(), Error> {
        let compared = &self.study.compare.variants;
        let (zones, targets) = (Zones::new(own, panel)?, Targets::new(own, panel)?);
        for of_design in alike(variants, |one| (compared[one].variant.cohort, &compared[one].variant.model)) {
            progress.stage("models");
            let raw = VariantRows::raw(own, &compared[of_design[0]].variant, panel, &zones, &targets)?;
            for setting in alike(&of_design, |one| (compared[one].reference, compared[one].variant.outliers)) {
                let mut alone = own.clone();
                alone.reference = compared[setting[0]].reference;
                alone.variants = self.hardest(&setting);
                progress.stage("gains");
                self.judge_setting(&alone, &setting, &raw, &zones, panel, progress)?;
            }
        }
        Ok(())
    }

    /// Of variants that differ in their readings alone, the one that asks most of pseudo-pilots: where the credible reading fails,
    /// its judgement says so.
    fn hardest(&self, variants: &[usize]) -> Vec<Variant> {
        let readings = variants.iter().map(|one| &self.study.compare.variants[*one].variant);
        readings.max_by_key(|variant| variant.reading == Reading::Credible).into_iter().cloned().collect()
    }

    /// Variants that differ in their readings alone, by a study that has one of them.
    fn judge_setting(
        &mut self,
        own: &Study,
        variants: &[usize],
        raw: &BTreeMap<&str, TargetRows>,
        zones: &Zones,
        panel: &Panel,
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        let (compared, variant) = (&self.study.compare.variants, &own.variants[0]);
        let treat = |raw: &TargetRows| VariantRows::treat(raw, own, zones, variant.outliers);
        let treated: Vec<TargetRows> = raw.values().map(treat).collect();
        let mut judgements = Judgements { totals_alone: true, ..Judgements::default() };
        let of_rules = raw.keys().copied().zip(&treated).collect();
        if let Err(error) = judge::variant(own, variant, zones, &of_rules, &mut judgements, progress) {
            let Error::Fit(error) = error else { return Err(error) };
            for one in variants {
                self.judged.failed[*one] = Some(error.to_string());
                self.judged.rows[*one] = unanswered(own, *one);
            }
            return Ok(());
        }
        let hidden: Vec<bool> = judgements.pilots.iter().map(|judgement| self.tells_of_few(own, judgement)).collect();
        let is_hidden =
            |judgement: &Judgement| judgements.pilots.iter().zip(&hidden).any(|(other, hidden)| *hidden && other.pilot == judgement.pilot);
        let (gains, _) = gains(own, panel, &judgements.pilots, is_hidden);
        for one in variants {
            let asked = compared[*one].variant.reading;
            let judged_by = judgements.pilots.first().map_or(asked, |judgement| judgement.reading);
            let reading = if asked == Reading::Credible { judged_by } else { asked };
            let of_reading = gains.iter().filter(|row| row.reading == reading);
            self.judged.rows[*one] = of_reading.map(|gain| row(gain, *one, reading != asked, size(own, &judgements, gain))).collect();
        }
        Ok(())
    }

    /// Whether a judgement, beside those of the same pilot under other rules, would tell of few persons; if not, it is noted.
    fn tells_of_few(&mut self, own: &Study, judgement: &Judgement) -> bool {
        let Some(found) = &judgement.found else { return false };
        let persons = beside_run::persons(own, &own.variants[0], &judgement.pilot);
        let groups = self.groups.entry(judgement.pilot.clone()).or_default();
        if groups.iter().any(|(other, members)| *other != persons && few_between(&found.members, members, own.data.small_cell())) {
            return true;
        }
        if groups.iter().all(|(other, _)| *other != persons) {
            groups.push((persons.clone(), found.members.clone()));
        }
        let shown = self.shown.entry(persons).or_default();
        beside_run::tells_of_few(shown, own.reference, (judgement.outliers, found.above()), own.data.small_cell())
    }
}

/// The periods of a study: its performance years, and all of them.
fn periods(study: &Study) -> impl Iterator<Item = Period> {
    study.performance.iter().map(|year| Period::Year(*year)).chain([Period::All])
}

/// The rows of a variant without an answer.
fn unanswered(study: &Study, variant: usize) -> Vec<SpecificationRow> {
    let row =
        |pilot: &str, period| SpecificationRow { pilot: pilot.to_owned(), period, variant, by_evolution: false, figures: None, size: None };
    study.pilots.iter().flat_map(|pilot| periods(study).map(|period| row(&pilot.id, period))).collect()
}

fn row(gain: &GainRow, variant: usize, by_evolution: bool, size: Option<Size>) -> SpecificationRow {
    let figures = gain.figures.as_ref().map(figures);
    SpecificationRow { pilot: gain.pilot.clone(), period: gain.period, variant, by_evolution, figures, size }
}

/// What pseudo-pilots say of the variant of a gain.
fn size(study: &Study, judgements: &Judgements, gain: &GainRow) -> Option<Size> {
    let set = judgements.placebos.iter().find(|set| set.pilots.contains(&gain.pilot))?;
    let period = periods(study).position(|period| period == gain.period)?;
    let false_gain_rate = set.placebos.total(gain.reading, period).false_with;
    Some(Size { false_gain_rate, kept: set.placebos.keeps_size(gain.reading, period, study.level) })
}

fn figures(gain: &GainFigures) -> SpecificationFigures {
    SpecificationFigures {
        gain: gain.gain,
        low: gain.low,
        high: gain.high,
        savings_rate: gain.savings_rate,
        rate_low: gain.rate_low,
        rate_high: gain.rate_high,
        d: (-gain.savings_rate).ln_1p(),
        p_value: gain.p_value,
        p_holm: gain.p_holm,
        p_placebo: gain.p_placebo,
        verdict: gain.verdict,
    }
}
