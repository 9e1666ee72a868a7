//! From judgements to the rows that may be seen.

use std::collections::BTreeSet;

use super::between;
use super::found::{Found, FoundPeriod, FoundReading};
use super::judge::{Judgement, Judgements};
use super::manifest::study_digest;
use super::model_rows::{calibration, fits, terms};
use super::placebo_rows as placebos;
use super::zones::Zones;
use crate::credibility::{Verdict, benjamini_hochberg, holm};
use crate::money::Cents;
use crate::panel::{Bucket, Panel};
use crate::quality::{Finding, Persons, Total};
use crate::report::disclosure::{self, Resting};
use crate::report::subgroups;
use crate::report::suppression::{Cells, Told};
use crate::report::{
    Asked, AskedAdjuster, AskedPilot, FindingRow, GainFigures, GainRow, Period, Results, SectorFigures, SectorRow, TotalRow,
};
use crate::spec::{Adjuster, ModelSpec, Reading, Study};

/// Everything a run shows, after disclosure control.
pub fn results(study: &Study, panel: &Panel, zones: &Zones, mut judgements: Judgements) -> Results {
    let limit = study.data.small_cell();
    between::hide_rest_of_country(study, &mut judgements.models, &judgements.pilots, limit);
    let hidden = |judgement: &Judgement| between::tells_of_few(judgement, &judgements.pilots, limit);
    let (gains, sectors) = gains(study, panel, &judgements.pilots, hidden);
    let gains_by_sector = disclosure::sectors(sectors, &gains, limit);
    let calibration = subgroups::calibration(calibration(&judgements.models, panel), &panel.conditions, limit);
    let decomposition = super::decomposition::rows(study, panel, &judgements.pilots);
    let decomposition = disclosure::decomposition(decomposition, &gains, &gains_by_sector, limit);
    let mut found = panel.findings.clone();
    found.extend(judgements.findings.iter().cloned());
    let (completion, completion_factors) = super::completion::rows(panel, limit);
    Results {
        asked: Asked { reading: judged_by(study, &judgements), ..asked(study, panel, zones) },
        gains,
        gains_by_sector,
        decomposition,
        models: disclosure::terms(judgements.models.iter().flat_map(|models| terms(models, panel, limit)).collect(), &calibration, limit),
        fits: disclosure::fits(judgements.models.iter().flat_map(|models| fits(models, panel, limit)).collect(), limit),
        calibration,
        placebos: judgements.placebos.iter().flat_map(|set| placebos::of_set(study, set)).collect(),
        placebo_years: placebos::of_years(study, &judgements.pilots),
        precision: judgements.precision,
        curve: between::curve(judgements.curve, &judgements.pilots, limit),
        completion,
        completion_factors,
        findings: findings(&found, limit),
        totals: totals(panel, limit),
    }
}

/// The gains that may be shown, corrected for the number of pilots, and those by sector before disclosure control; a judgement that is
/// `hidden` shows none.
pub fn gains(
    study: &Study,
    panel: &Panel,
    judgements: &[Judgement],
    hidden: impl Fn(&Judgement) -> bool,
) -> (Vec<GainRow>, Vec<Resting<SectorRow>>) {
    let (mut gains, mut sectors) = (Vec::new(), Vec::new());
    let limit = study.data.small_cell();
    for judgement in judgements {
        let before = sectors.len();
        let few_above = between::few_above(&judgement.pilot, judgements, limit);
        gain_rows(study, panel, judgement, hidden(judgement), &few_above, &mut gains, &mut sectors);
        if between::sectors_tell(judgement, judgements, limit) {
            sectors[before..].iter_mut().for_each(|resting| resting.row.figures = None);
        }
    }
    correct_for_pilots(study, &mut gains);
    (disclosure::gains(gains, limit), sectors)
}

/// The reading that the study's first variant was judged by.
fn judged_by(study: &Study, judgements: &Judgements) -> Reading {
    judgements.pilots.first().map_or(study.variants[0].reading, |judgement| judgement.reading)
}

/// Costs are finite, which the check of a group has seen to. The bound of an interval of very few persons can lie past any
/// amount that is exact to the cent, 90,000 billion euro: it is then shown as that.
pub fn cents(amount: f64) -> Cents {
    const FARTHEST: f64 = 9e15;
    Cents::rounded(amount.clamp(-FARTHEST, FARTHEST)).expect("a number")
}

fn gain_rows(
    study: &Study,
    panel: &Panel,
    judgement: &Judgement,
    hidden: bool,
    few_above: &BTreeSet<i32>,
    gains: &mut Vec<Resting<GainRow>>,
    sectors: &mut Vec<Resting<SectorRow>>,
) {
    let Some(found) = judgement.found.as_ref().filter(|_| !hidden) else {
        let periods = study.performance.iter().map(|year| Period::Year(*year)).chain([Period::All]);
        let credible = (judgement.reading == Reading::Credible).then_some(Reading::Credible);
        let readings: Vec<Reading> = Reading::ALL.into_iter().chain(credible).collect();
        for (period, reading) in periods.flat_map(|period| readings.iter().map(move |reading| (period, *reading))) {
            gains.push(Resting { row: gain_row(study, judgement, period, reading, None), persons: 0 });
            sectors.extend(
                panel.sectors.iter().map(|sector| Resting { row: sector_row(study, judgement, period, reading, sector, None), persons: 0 }),
            );
        }
        return;
    };
    let raw = raw_costs(found, few_above);
    let in_base = found.base.iter().map(|(_, year)| year.persons).min().unwrap_or(0);
    let readings = found.periods.first().map_or(0, |period| period.readings.len());
    let mut all = vec![AddedUp::zero(panel.sectors.len()); readings];
    for (period, raw) in found.periods.iter().zip(raw) {
        for (reading, all) in period.readings.iter().zip(&mut all) {
            // The cumulative row is the sum of the years to the cent.
            let rounded = match period.period {
                Period::Year(_) => all.add(AddedUp::new(period, reading)),
                Period::All => all.clone(),
            };
            let figures = GainFigures { raw_cost: raw, ..gain_figures(found, period, reading, &rounded) };
            let persons = period.persons.min(in_base);
            gains.push(Resting { row: gain_row(study, judgement, period.period, reading.reading, Some(figures)), persons });
            for (index, sector) in panel.sectors.iter().enumerate() {
                let Some(interval) = &reading.sectors[index].interval else { continue };
                let figures = SectorFigures {
                    expected: rounded.expected[index],
                    guarantee: rounded.guarantee[index],
                    real_cost: rounded.real[index],
                    gain: rounded.guarantee[index] - rounded.real[index],
                    se: cents(interval.se),
                    low: cents(interval.low),
                    high: cents(interval.high),
                };
                let row = sector_row(study, judgement, period.period, reading.reading, sector, Some(figures));
                sectors.push(Resting { row, persons: period.users[index] });
            }
        }
    }
}

/// Real cost before the outlier rule, by period. Beside the cost after the rule it tells what is above the cut-off: hidden when
/// few persons are in some variant, and in the cumulative row when hidden in a year.
fn raw_costs(found: &Found, few_above: &BTreeSet<i32>) -> Vec<Option<Cents>> {
    let of_year = |period: &FoundPeriod| match period.period {
        Period::Year(year) => Some((!few_above.contains(&year)).then(|| cents(period.raw))),
        Period::All => None,
    };
    let mut raw: Vec<Option<Cents>> = found.periods.iter().filter_map(of_year).collect();
    let all = raw.iter().copied().sum();
    raw.push(all);
    raw
}

/// Whether the real cost of a year before the outlier rule may stand beside that after it, with so many persons above the cut-off.
pub fn raw_may_be_shown(above: u64, limit: u64) -> bool {
    above == 0 || above > limit
}

/// Expected cost, guarantee and real cost of each sector in whole cents; sectors add up to the total, years to their sum.
#[derive(Clone)]
pub struct AddedUp {
    pub expected: Vec<Cents>,
    pub guarantee: Vec<Cents>,
    pub real: Vec<Cents>,
}

impl AddedUp {
    fn zero(sectors: usize) -> AddedUp {
        let zero = vec![Cents::ZERO; sectors];
        AddedUp { expected: zero.clone(), guarantee: zero.clone(), real: zero }
    }

    pub fn new(period: &FoundPeriod, reading: &FoundReading) -> AddedUp {
        AddedUp {
            expected: in_whole_cents(&period.expected),
            guarantee: in_whole_cents(&reading.sectors.iter().map(|sector| sector.guarantee).collect::<Vec<_>>()),
            real: in_whole_cents(&reading.sectors.iter().map(|sector| sector.real).collect::<Vec<_>>()),
        }
    }

    /// Adds a year, and gives it back.
    fn add(&mut self, year: AddedUp) -> AddedUp {
        for (sum, more) in [(&mut self.expected, &year.expected), (&mut self.guarantee, &year.guarantee), (&mut self.real, &year.real)] {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += *more);
        }
        year
    }
}

/// Amounts in whole cents that add up to their rounded sum.
fn in_whole_cents(amounts: &[f64]) -> Vec<Cents> {
    adding_up_to(cents(amounts.iter().sum()), amounts)
}

/// Amounts in whole cents that add up to a total; what rounding leaves goes to the largest, where it matters least.
pub fn adding_up_to(total: Cents, amounts: &[f64]) -> Vec<Cents> {
    let mut rounded: Vec<Cents> = amounts.iter().map(|amount| cents(*amount)).collect();
    let left = total - rounded.iter().copied().sum();
    if let Some(largest) = rounded.iter_mut().max_by_key(|amount| amount.0.unsigned_abs()) {
        *largest += left;
    }
    rounded
}

fn gain_row(study: &Study, judgement: &Judgement, period: Period, reading: Reading, figures: Option<GainFigures>) -> GainRow {
    let main = is_main(study, judgement, reading);
    GainRow { pilot: judgement.pilot.clone(), period, variant: judgement.variant.clone(), reading, main, figures }
}

/// Whether a row is of what the report shows: it leads with the first variant.
fn is_main(study: &Study, judgement: &Judgement, reading: Reading) -> bool {
    reading == judgement.reading && judgement.variant == study.variants[0].name
}

fn sector_row(
    study: &Study,
    judgement: &Judgement,
    period: Period,
    reading: Reading,
    sector: &str,
    figures: Option<SectorFigures>,
) -> SectorRow {
    let (pilot, variant) = (judgement.pilot.clone(), judgement.variant.clone());
    SectorRow { pilot, period, variant, reading, main: is_main(study, judgement, reading), sector: sector.to_owned(), figures }
}

fn gain_figures(found: &Found, period: &FoundPeriod, reading: &FoundReading, rounded: &AddedUp) -> GainFigures {
    let estimate = &reading.total;
    let mean =
        |of: &dyn Fn(&crate::counterfactual::GroupYear) -> f64| found.base.iter().map(|(weight, year)| weight * of(year)).sum::<f64>();
    let sum = |amounts: &[Cents]| amounts.iter().copied().sum::<Cents>();
    let (expected, guarantee, real_cost) = (sum(&rounded.expected), sum(&rounded.guarantee), sum(&rounded.real));
    GainFigures {
        persons: period.persons,
        person_years: period.person_years,
        base_cost: cents(mean(&|year| year.real_total())),
        expected_base: cents(mean(&|year| year.expected_total())),
        base_ratio: mean(&|year| year.real_total() / year.expected_total()),
        expected,
        guarantee,
        real_cost,
        raw_cost: None,
        gain: guarantee - real_cost,
        savings_rate: estimate.savings_rate,
        se: cents(estimate.interval.se),
        se_persons: cents(estimate.se_persons),
        se_bootstrap: reading.se_bootstrap.map(cents),
        se_jackknife: reading.se_jackknife.map(cents),
        share_own: estimate.parts.own,
        share_reference: estimate.parts.reference,
        share_completion: estimate.parts.completion,
        share_zones: estimate.parts.zones,
        se_completion: cents(estimate.se_completion),
        zone_shock_sd: reading.zone_shock_sd,
        costliest_share: reading.costliest_share,
        low: cents(estimate.interval.low),
        high: cents(estimate.interval.high),
        rate_low: estimate.rate.0,
        rate_high: estimate.rate.1,
        p_value: estimate.p_value,
        p_placebo: estimate.p_placebo,
        p_holm: 1.0,
        p_bh: 1.0,
        shrunk_rate: reading.shrunk.map(|shrunk| estimate.rate_of(reading.reading, shrunk.d)),
        shrunk_weight: reading.shrunk.map(|shrunk| shrunk.weight),
        detectable_rate: estimate.detectable_rate,
        keeps_size: reading.keeps_size,
        verdict: Verdict::NotDistinguishable,
    }
}

/// The corrections over the pilots of one variant, reading and period, and the verdicts that follow from Holm's.
fn correct_for_pilots(study: &Study, gains: &mut [Resting<GainRow>]) {
    let key = |row: &GainRow| (row.variant.clone(), row.reading, row.period);
    let mut families: std::collections::BTreeMap<_, Vec<usize>> = Default::default();
    for (index, resting) in gains.iter().enumerate().filter(|(_, resting)| resting.row.figures.is_some()) {
        families.entry(key(&resting.row)).or_default().push(index);
    }
    for family in families.values() {
        // Every pilot of the study counts, also one whose row is hidden: what is shown must not make the test milder.
        let mut p_values: Vec<f64> =
            family.iter().filter_map(|index| gains[*index].row.figures.as_ref()).map(|figures| figures.p_value).collect();
        p_values.resize(study.pilots.len(), 1.0);
        for ((index, p_holm), p_bh) in family.iter().zip(holm(&p_values)).zip(benjamini_hochberg(&p_values)) {
            if let Some(figures) = &mut gains[*index].row.figures {
                figures.p_holm = p_holm;
                figures.p_bh = p_bh;
                figures.verdict = Verdict::new(figures.gain.euro(), p_holm, study.level);
            }
        }
    }
}

/// Findings as they may be shown.
pub fn findings(findings: &[Finding], limit: u64) -> Vec<FindingRow> {
    let row = |finding: &Finding| {
        let shown = (finding.persons.at_least() > limit).then_some(finding.count);
        FindingRow {
            rule: finding.rule.to_string(),
            level: finding.level,
            message: finding.message.clone(),
            facts: finding.facts.iter().map(|(name, fact)| (name.to_string(), fact.clone())).collect(),
            count: shown,
            share: shown.map(|count| count as f64 / finding.of.max(1) as f64),
            amount: shown.and(finding.amount),
            advice: finding.advice.to_string(),
        }
    };
    findings.iter().map(row).collect()
}

/// What became of every line, as it may be shown.
///
/// METHOD: all lines of the data are told by the shares of findings, and those of each bucket that is no sector by a finding of its own over
/// the years: what is hidden takes others with it until it does not follow from these.
pub fn totals(panel: &Panel, limit: u64) -> Vec<TotalRow> {
    let all: Vec<(i32, &Bucket, Total)> = panel.totals.iter().collect();
    let persons: Vec<u64> = all.iter().map(|(_, _, total)| total.persons.at_least()).collect();
    let mut told: Vec<Told> = vec![(0..all.len()).map(|cell| (cell, 1)).collect()];
    for (place, (_, bucket, _)) in all.iter().enumerate().filter(|(_, (_, bucket, _))| !bucket.used()) {
        let of_bucket: Told = (0..all.len()).filter(|cell| all[*cell].1 == *bucket).map(|cell| (cell, 1)).collect();
        if of_bucket[0].0 == place {
            told.push(of_bucket);
        }
    }
    let empty = |total: &Total| total.lines == 0 && total.amount == Cents::ZERO;
    let small: Vec<bool> = all.iter().map(|(_, _, total)| !empty(total) && total.persons.at_least() <= limit).collect();
    let mut hidden = small.clone();
    Cells { persons: &persons, secret: &small, told: &told, limit }.hide(&mut hidden, |cells| {
        let mut together = Persons::default();
        cells.iter().for_each(|cell| together.merge(&all[*cell].2.persons));
        together.at_least()
    });
    let row = |((year, bucket, total), hidden): (&(i32, &Bucket, Total), bool)| {
        let sector = match bucket {
            Bucket::Sector(sector) => sector.clone(),
            Bucket::StillToBook(sector) => format!("{sector} (still to be booked)"),
            Bucket::Elsewhere => "of a person in the other source".into(),
            Bucket::BookedLater => "booked later".into(),
            Bucket::OutOfScope(sector) => format!("{sector} (out of scope)"),
            Bucket::NoSector => "no sector".into(),
            Bucket::FeeTwice => "fee booked twice".into(),
            Bucket::Repeated => "repeated".into(),
            Bucket::NotInPopulation => "not in the population".into(),
            Bucket::OtherYear => "year not in the study".into(),
        };
        let used = bucket.used();
        TotalRow { year: *year, sector, lines: (!hidden).then_some(total.lines), amount: (!hidden).then_some(total.amount), used }
    };
    all.iter().zip(hidden).map(row).collect()
}

fn adjuster(model: &ModelSpec, adjuster: &Adjuster, panel: &Panel) -> AskedAdjuster {
    match adjuster {
        Adjuster::AgeSex(bands) => AskedAdjuster::AgeSex(bands.len()),
        Adjuster::Conditions => AskedAdjuster::Conditions(panel.conditions.clone()),
        Adjuster::Flag(column) | Adjuster::Number(column) | Adjuster::Category(column) => AskedAdjuster::Column(column.clone()),
        Adjuster::Spline { column, .. } | Adjuster::Polynomial { column, .. } => AskedAdjuster::Curve(column.clone()),
        Adjuster::Interaction(_) => AskedAdjuster::Column(model.name_of(adjuster)),
    }
}

fn asked(study: &Study, panel: &Panel, zones: &Zones) -> Asked {
    let main = &study.variants[0];
    let pilots = study.pilots.iter().zip(&zones.provinces).map(|(pilot, provinces)| AskedPilot {
        id: pilot.id.clone(),
        name: pilot.name.clone(),
        municipalities: provinces.values().sum(),
        provinces: provinces.clone(),
        target: pilot.target.get_ref().clone(),
        start: pilot.start,
    });
    Asked {
        title: study.title.clone(),
        language: study.language,
        level: study.level,
        source: study.data.source,
        reference: study.reference,
        base: study.base.clone(),
        performance: study.performance.clone(),
        reading: main.reading,
        variant: main.name.clone(),
        outliers: main.outliers,
        model: main.model.name.clone(),
        other_variants: study.variants.iter().skip(1).map(|variant| variant.name.clone()).collect(),
        adjusters: main.model.terms.iter().map(|term| adjuster(&main.model, &term.adjuster, panel)).collect(),
        sectors: panel.sectors.clone(),
        pilots: pilots.collect(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed: study.seed,
        file: study.file_name(),
        digest: study_digest(study),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_past_all_money_is_the_farthest_amount() {
        assert_eq!(
            [cents(-1e40), cents(12.5), cents(f64::INFINITY)],
            [Cents(-9_000_000_000_000_000), Cents(13), Cents(9_000_000_000_000_000)]
        );
    }

    #[test]
    fn whole_cents_add_up_to_the_rounded_sum() {
        let rounded = in_whole_cents(&[0.4, 0.4, 0.4, 100.4]);
        assert_eq!(rounded, [Cents(0), Cents(0), Cents(0), Cents(102)]);
        assert_eq!(adding_up_to(Cents(-8), &[0.4, -10.4, 2.4]), [Cents(0), Cents(-10), Cents(2)]);
        assert_eq!(adding_up_to(Cents(-7), &[0.4, -10.4, 2.4]), [Cents(0), Cents(-9), Cents(2)]);
    }
}
