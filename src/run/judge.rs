//! One variant: models on the reference group, groups of the pilots, gains and what they are worth.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::assess::{Fitted, Years, complement, group_years};
use super::curve::Point;
use super::decomposition;
use super::findings::{largest_shares, unsupported};
use super::found::{Before, Found, found};
use super::jackknife::Jackknife;
use super::placebos::{Placebos, represented, size_class};
use super::shrink::shrink_over_pilots;
use super::zones::Zones;
use crate::counterfactual::GroupYear;
use crate::credibility::{Assessed, Bootstrap, Detail, Judged, ReferenceMeat};
use crate::design::{Design, PersonYears, TargetRows};
use crate::error::Error;
use crate::fit::{Bias, FittedModel, Goodness, YearModel, biases, goodness};
use crate::progress::{Parts, Progress};
use crate::quality::{
    Finding, few_persons, few_placebos, fewer_placebos, most_above_cut_off, no_credible_reading, one_cluster, one_person,
    screened_adjusters, target_too_small, unconverged_fit, unsupported_profile,
};
use crate::report::PrecisionRow;
use crate::spec::{Outliers, Quality, Reading, Reference, Study, Variant};

/// What was found for all variants, before disclosure control.
#[derive(Default)]
pub struct Judgements {
    pub pilots: Vec<Judgement>,
    pub models: Vec<Models>,
    pub placebos: Vec<PlaceboSet>,
    pub findings: Vec<Finding>,
    /// Of the first variant.
    pub precision: Vec<PrecisionRow>,
    pub curve: Vec<Point>,
    /// Whether the totals of the study's own years are all that is asked: no sectors, and no years before the pilots had begun.
    pub totals_alone: bool,
}

impl Judgements {
    /// The sets of years before the pilots had begun that are judged.
    fn early(&self, study: &Study, rows: &TargetRows) -> Vec<Years> {
        if self.totals_alone { Vec::new() } else { Years::before(study, rows) }
    }

    fn detail(&self) -> Detail {
        if self.totals_alone { Detail::Total } else { Detail::Costliest }
    }

    fn detail_of_placebos(&self) -> Detail {
        if self.totals_alone { Detail::Total } else { Detail::Sectors }
    }
}

/// The model of one reference group.
pub struct Models {
    pub variant: String,
    pub target: String,
    pub left_out: String,
    /// Whether the group left out is so small that the models, beside those of others, would tell of it.
    pub beside_small_group: bool,
    pub design: Design,
    pub fitted: FittedModel,
    /// The reference group by year; empty where the totals alone are judged.
    pub reference: Vec<ReferenceYear>,
}

/// A reference group in one year.
pub struct ReferenceYear {
    /// Persons.
    pub persons: u64,
    /// Weighted person-years.
    pub person_years: f64,
    /// Fit statistics by sector, the total last.
    pub goodness: Vec<Goodness>,
    /// Expected and real cost by subgroup.
    pub biases: Vec<Bias>,
}

/// Pseudo-pilots and the pilots that they are for.
pub struct PlaceboSet {
    pub variant: String,
    pub target: String,
    /// Position of the model that theirs are fitted like.
    pub model: usize,
    pub pilots: Vec<String>,
    pub placebos: Placebos,
    /// The same in years before the pilots had begun.
    pub before: Vec<(Before, Placebos)>,
}

/// One pilot in one variant. `None`: its target group is a small cell in a year that the judgement needs.
pub struct Judgement {
    pub pilot: String,
    pub variant: String,
    pub reading: Reading,
    pub outliers: Outliers,
    pub found: Option<Found>,
}

/// A target group that is large enough to be judged.
pub struct Group {
    pub target: String,
    /// Position of its model.
    pub model: usize,
    /// Target persons in the first performance year, or what stands for them beside a sample.
    pub size: u64,
    pub years: Vec<GroupYear>,
    pub assessed: Assessed,
    pub bootstrap: Option<Bootstrap>,
    pub jackknife: Option<Jackknife>,
    pub before: Vec<Assessed>,
}

/// By position of its model, the meat over a reference group that several zones are left out of one at a time.
type Meats = HashMap<usize, Option<ReferenceMeat>>;

/// Judges all pilots in one variant.
pub fn variant(
    study: &Study,
    variant: &Variant,
    zones: &Zones,
    rows: &HashMap<&str, &TargetRows>,
    into: &mut Judgements,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut meats = Meats::new();
    let mut groups =
        (0..study.pilots.len()).map(|pilot| group(study, variant, pilot, zones, rows, into, &mut meats)).collect::<Result<Vec<_>, _>>()?;
    for target in rows.keys().copied().collect::<BTreeSet<_>>() {
        into.findings.extend(most_above_cut_off::find(&variant.name, target, variant.outliers, above(rows[target]), &study.quality));
    }
    jackknife(study, zones, rows, &into.models, &mut groups);
    let mut alike: BTreeMap<(&str, i32), Vec<usize>> = BTreeMap::new();
    for (pilot, group) in groups.iter().enumerate() {
        let Some(group) = group else { continue };
        alike.entry((&group.target, size_class(group.size))).or_default().push(pilot);
    }
    let mut sets: Vec<Option<usize>> = vec![None; groups.len()];
    let wanted = study.credibility.placebos as u64;
    let parts = Parts::new(progress, alike.len() as u64 * wanted);
    for (before, ((target, _), pilots)) in (0..).zip(&alike).filter(|_| wanted > 0) {
        parts.done_up_to(before * wanted);
        let size = pilots.iter().filter_map(|pilot| groups[*pilot].as_ref()).map(|group| group.size).sum::<u64>() / pilots.len() as u64;
        let ids: Vec<String> = pilots.iter().map(|pilot| study.pilots[*pilot].id.clone()).collect();
        let rows = rows[target];
        let Some(model) = pilots.iter().find_map(|pilot| groups[*pilot].as_ref()).map(|group| group.model) else { continue };
        let early = into.early(study, rows);
        let labels: Vec<Before> = early.iter().map(|years| Before::of(years, rows)).collect();
        let all: Vec<Years> = std::iter::once(Years::new(study, rows)).chain(early).collect();
        let meat = meats.get(&model).and_then(Option::as_ref);
        let (fitted, detail) = (&into.models[model].fitted, into.detail_of_placebos());
        let national = Fitted { rows, model: fitted, clusters: zones.clusters.as_ref(), meat, detail };
        let judged = Placebos::judge(study, &national, zones, &all, size, &parts).map(Vec::into_iter);
        match judged.and_then(|mut judged| Some((judged.next()?, judged))) {
            None => into.findings.extend(few_placebos::find(&variant.name, &ids, &study.quality)),
            Some((placebos, before)) => {
                let had = (placebos.persons.len() as u64, placebos.side_by_side as u64);
                into.findings.extend(fewer_placebos::find(&variant.name, &ids, had, study.credibility.placebos as u64, &study.quality));
                let before = labels.into_iter().zip(before).collect();
                let (variant, target) = (variant.name.clone(), (*target).to_owned());
                into.placebos.push(PlaceboSet { variant, target, model, pilots: ids, placebos, before });
                pilots.iter().for_each(|pilot| sets[*pilot] = Some(into.placebos.len() - 1));
            }
        }
    }
    // METHOD: pilots of one variant are compared: where the credible reading fails one of them, all are judged by the evolution.
    let lacking = groups.iter().zip(&sets).any(|(group, set)| group.is_some() && set.is_none());
    let reading = if variant.reading == Reading::Credible && lacking { Reading::Evolution } else { variant.reading };
    if reading != variant.reading {
        into.findings.extend(no_credible_reading::find(&variant.name, &study.quality));
    }
    let of_group = |(pilot, (group, set)): (usize, (Option<Group>, Option<usize>))| {
        let (group, set) = (group?, set.map(|set| &into.placebos[set]));
        let (rows, model, zone) = (rows[group.target.as_str()], &into.models[group.model], &zones.of_pilot[pilot]);
        let split = |years: &[GroupYear], assessed: &Assessed| match assessed.tells_sectors() {
            true => decomposition::of_group(study, reading, rows, model, zone, years, assessed),
            false => Vec::new(),
        };
        Some(found(study, rows, group, set, zone, split))
    };
    let mut all: Vec<Option<Found>> = groups.into_iter().zip(sets).enumerate().map(of_group).collect();
    shrink_over_pilots(&mut all);
    let outliers = variant.outliers;
    for (pilot, found) in study.pilots.iter().zip(all) {
        into.pilots.push(Judgement { pilot: pilot.id.clone(), variant: variant.name.clone(), reading, outliers, found });
    }
    Ok(())
}

/// Person-years above the cut-off of the outlier rule that was applied to rows, among all before it.
fn above(rows: &TargetRows) -> (u64, u64) {
    let of_year = |(index, year): (usize, &PersonYears)| {
        let taken = rows.taken(index, |_| true);
        // A rule that pools leaves everybody; one that does not has left those above out.
        (taken.above, year.person.len() as u64 + if taken.pooled { 0 } else { taken.above })
    };
    rows.years.iter().enumerate().map(of_year).fold((0, 0), |(above, of), (more, of_more)| (above + more, of + of_more))
}

/// The target group of a pilot held against its guarantee; the models it needs are fitted once for all pilots that share them.
fn group(
    study: &Study,
    variant: &Variant,
    index: usize,
    zones: &Zones,
    rows: &HashMap<&str, &TargetRows>,
    into: &mut Judgements,
    meats: &mut Meats,
) -> Result<Option<Group>, Error> {
    let pilot = &study.pilots[index];
    let target = pilot.target.get_ref().as_str();
    let rows = rows[target];
    let (zone, detail) = (&zones.of_pilot[index], into.detail());
    let (label, left_out) = zones.left_out(study, index);
    let same = |models: &Models| models.variant == variant.name && models.target == target && models.left_out == label;
    let position = match into.models.iter().position(same) {
        Some(known) => known,
        None => {
            let name = format!("variant `{}`, persons with `{target}`", variant.name);
            let (errors, clusters) =
                (study.standard_errors_of(&variant.model), zones.clusters.as_ref().map(|clusters| clusters.of.as_slice()));
            let fitted = FittedModel::fit(&variant.model, rows, &left_out, &name)?.with_errors(errors, rows, &left_out, clusters, &name)?;
            let of_year = |(year, model): (usize, &YearModel)| {
                let reference = |municipality: usize| !left_out[municipality];
                let moments = rows.moments(year, reference);
                let predicted = model.predicted.table(&rows.profiles);
                let goodness = goodness(rows, year, reference, predicted, fitted.of_year(year).terms());
                let biases = biases(rows, year, reference, predicted);
                ReferenceYear { persons: moments.rows, person_years: moments.exposure(), goodness, biases }
            };
            let told = fitted.years.iter().enumerate().filter(|_| detail != Detail::Total);
            let reference = told.map(of_year).collect();
            into.findings.extend(of_fit(&variant.name, &rows.design, &fitted, &study.quality));
            let (variant, target) = (variant.name.clone(), target.to_owned());
            let design = rows.design.clone();
            into.models.push(Models { variant, target, left_out: label, beside_small_group: false, design, fitted, reference });
            into.models.len() - 1
        }
    };
    let early = into.early(study, rows);
    let models = &mut into.models[position];
    let years = group_years(rows, zone, &left_out, &models.fitted);
    // METHOD: nothing is computed of a small group, so that no failure or finding can tell of it either.
    if years.iter().any(|year| year.persons <= study.data.small_cell()) {
        models.beside_small_group |= study.reference == Reference::Pilot;
        into.findings.extend(target_too_small::find(&pilot.id, &study.quality));
        return Ok(None);
    }
    years.iter().try_for_each(|year| year.check(&pilot.id))?;
    let persons: Vec<(i32, u64)> = years.iter().map(|year| (year.year, year.persons)).collect();
    into.findings.extend(few_persons::find(&pilot.id, &persons, &study.quality));
    into.findings.extend(one_person::find(&pilot.id, &largest_shares(rows, zone), &study.quality));
    let (outside, of) = unsupported(rows, &models.fitted, zone);
    into.findings.extend(unsupported_profile::find(&pilot.id, &outside, of, &study.quality));
    let (asked, reference) = (Years::new(study, rows), complement(&left_out));
    // METHOD: its own pseudo-pilots share its reference group but for their zones, and so do pilots that are all left out.
    let is_shared = || zones.clusters.is_none() && left_out == zones.left_out_of_placebo(study, &vec![false; left_out.len()]);
    let meat =
        meats.entry(position).or_insert_with(|| is_shared().then(|| ReferenceMeat::new(rows, &models.fitted, &left_out, detail)).flatten());
    let fitted = Fitted { rows, model: &models.fitted, clusters: zones.clusters.as_ref(), meat: meat.as_ref(), detail };
    let judged: Vec<Judged> = std::iter::once(&asked).chain(&early).map(|set| set.on(&fitted, zone, &reference, &years)).collect();
    let mut before = Assessed::of_sets(&judged);
    let assessed = before.remove(0);
    if zones.clusters.is_some() && assessed.df().is_none() {
        into.findings.extend(one_cluster::find(&pilot.id, &study.quality));
    }
    let replicates = study.credibility.replicates;
    let bootstrap = (replicates > 0)
        .then(|| Bootstrap::new(&asked.on(&Fitted { detail: Detail::Total, ..fitted }, zone, &reference, &years), study.seed, replicates));
    let first = &years[asked.performance[0]];
    let size = represented(study, first.persons, first.exposure);
    Ok(Some(Group { target: target.to_owned(), model: position, size, years, assessed, bootstrap, jackknife: None, before }))
}

/// Computes everything again without one cluster at a time, where the study asks for it; zones that share a model share its fits.
fn jackknife(study: &Study, zones: &Zones, rows: &HashMap<&str, &TargetRows>, models: &[Models], groups: &mut [Option<Group>]) {
    let Some(clusters) = zones.clusters.as_ref().filter(|_| study.credibility.jackknife) else { return };
    for (position, model) in models.iter().enumerate() {
        let sharing = |group: &Option<Group>| group.as_ref().is_some_and(|group| group.model == position);
        let pilots: Vec<usize> = (0..groups.len()).filter(|pilot| sharing(&groups[*pilot])).collect();
        let Some(first) = pilots.first() else { continue };
        let (_, left_out) = zones.left_out(study, *first);
        let of_pilots: Vec<&[bool]> = pilots.iter().map(|pilot| zones.of_pilot[*pilot].as_slice()).collect();
        let found = Jackknife::of_zones(study, rows[model.target.as_str()], &model.fitted, &left_out, clusters, &of_pilots);
        for (pilot, found) in pilots.into_iter().zip(found) {
            if let Some(group) = &mut groups[pilot] {
                group.jackknife = found;
            }
        }
    }
}

/// What a fit tells of itself: that it did not converge, and what was screened.
fn of_fit(variant: &str, design: &Design, fitted: &FittedModel, quality: &Quality) -> Vec<Finding> {
    let fits = fitted.fits.iter().map(|fit| fit.outcomes.len() as u64).sum();
    let unconverged = unconverged_fit::find(variant, fitted.unconverged() as u64, fits, quality);
    let columns = || design.names.iter().enumerate().skip(1);
    let kept: Vec<&str> = columns().filter(|(column, _)| fitted.estimates(*column)).map(|(_, name)| name.as_str()).collect();
    let screened = fitted.screened().then(|| screened_adjusters::find(variant, &kept, columns().count() as u64, quality)).flatten();
    unconverged.into_iter().chain(screened).collect()
}
