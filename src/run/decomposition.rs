//! What moved the cost of each pilot from its base period to each performance year, in whole cents.

use std::ops::Range;

use super::assess::Years;
use super::found::Found;
use super::judge::{Judgement, Models};
use super::rows::{AddedUp, adding_up_to, cents};
use crate::counterfactual::{Carried, Carries, Component, GroupYear, Moved, decompose};
use crate::credibility::Assessed;
use crate::design::{TargetRows, Use};
use crate::money::Cents;
use crate::panel::Panel;
use crate::report::disclosure::Resting;
use crate::report::{DecompositionFigures, DecompositionRow, Period};
use crate::spec::{Reading, Study};

/// What moved the cost of a group from the base period to one performance year.
pub struct Decomposed {
    /// By sector, in cents.
    pub sectors: Vec<Moved>,
    /// The fewest persons that tell of an adjuster.
    pub persons: u64,
}

/// What moved the cost of a group, by performance year, in the reading that it is judged by.
pub fn of_group(
    study: &Study,
    reading: Reading,
    rows: &TargetRows,
    models: &Models,
    zone: &[bool],
    years: &[GroupYear],
    assessed: &Assessed,
) -> Vec<Decomposed> {
    let Years { base, performance } = Years::new(study, rows);
    let adjusters: Vec<Range<usize>> = models.design.adjusters.iter().map(|(_, columns)| columns.clone()).collect();
    // By year, persons with a non-zero value by column, and all persons.
    let present: Vec<(Vec<u64>, u64)> = (0..years.len())
        .map(|year| rows.moments(year, |municipality| zone[municipality]))
        .map(|moments| (moments.present.clone(), moments.rows))
        .collect();
    // METHOD: beside their published coefficients, the amounts of an adjuster are as many equations in the means of its columns.
    let equations = rows.sectors * study.variants.len();
    let told: Vec<&Range<usize>> =
        adjusters.iter().filter(|columns| !columns.is_empty() && models.design.uses[columns.start] != Use::Neutralise).collect();
    let of_year = |(period, year): (usize, &usize)| {
        let carried = base.iter().map(|(weight, base)| {
            let (from, to) = (&years[*base].profiles, &years[*year].profiles);
            Carried::new(*weight, &years[*base], models.fitted.case_mix(*base, &rows.profiles, &adjusters, from, to))
        });
        let carries = match reading {
            Reading::Level => Carries::Share(0.0),
            Reading::Evolution => Carries::Share(1.0),
            Reading::Additive => Carries::PerPersonYear,
            Reading::Credible => Carries::Share(assessed.carried(period)),
        };
        let sectors = decompose(carries, &carried.collect::<Vec<_>>(), &years[*year], assessed.gain(reading, period));
        let concerned = base.iter().map(|(_, base)| base).chain([year]);
        let telling = |year: &usize| told.iter().map(|columns| telling(&present[*year], columns, equations)).min();
        Decomposed { sectors, persons: concerned.filter_map(telling).min().unwrap_or(u64::MAX) }
    };
    performance.iter().enumerate().map(of_year).collect()
}

/// The fewest persons that tell of an adjuster in a year: of each of its columns, and of one alone also those without it; of more
/// columns than equations only their sum is told.
fn telling((present, persons): &(Vec<u64>, u64), columns: &Range<usize>, equations: usize) -> u64 {
    let of_columns = || present[columns.clone()].iter().copied();
    let without = of_columns().map(|with| persons - with).filter(|without| columns.len() == 1 && *without > 0);
    let with = if columns.len() > equations { of_columns().max() } else { of_columns().min() };
    with.into_iter().chain(without).min().unwrap_or(0)
}

/// One sector in whole cents: base cost and the components add up to real cost, the adjusters to the case mix.
#[derive(Clone)]
struct Whole {
    base: Cents,
    components: Vec<Cents>,
    real: Cents,
    case_mix: Vec<Cents>,
}

impl Whole {
    fn zero(adjusters: usize) -> Whole {
        let zeros = |count: usize| vec![Cents::ZERO; count];
        Whole { base: Cents::ZERO, components: zeros(Component::ALL.len()), real: Cents::ZERO, case_mix: zeros(adjusters) }
    }

    /// METHOD: base cost, guarantee and real cost are those of the tables of gains. Each component is rounded to the cent, half
    /// away from zero; what is left of the whole goes to the largest. So it is with the adjusters and the case mix.
    fn new(base: Cents, guarantee: Cents, real: Cents, moved: &Moved) -> Whole {
        let own = Component::Own as usize;
        let mut components = adding_up_to(guarantee - base, &moved.components[..own]);
        components.push(real - guarantee);
        let case_mix = adding_up_to(components[Component::CaseMix as usize], &moved.case_mix);
        Whole { base, components, real, case_mix }
    }

    fn add(&mut self, other: &Whole) {
        self.base += other.base;
        self.real += other.real;
        let pairs = self.components.iter_mut().zip(&other.components).chain(self.case_mix.iter_mut().zip(&other.case_mix));
        pairs.for_each(|(sum, more)| *sum += *more);
    }
}

/// The rows of every judgement: years, then their sum; sectors, then all of them.
pub fn rows(study: &Study, panel: &Panel, judgements: &[Judgement]) -> Vec<Resting<DecompositionRow>> {
    judgements.iter().flat_map(|judgement| of_judgement(study, panel, judgement)).collect()
}

fn of_judgement(study: &Study, panel: &Panel, judgement: &Judgement) -> Vec<Resting<DecompositionRow>> {
    let model = study.variants.iter().find(|variant| variant.name == judgement.variant).map(|variant| &variant.model);
    let adjusters: Vec<String> = model.iter().flat_map(|model| model.terms.iter().map(|term| model.name_of(&term.adjuster))).collect();
    let row = |period: Period, sector: Option<&String>, whole: Option<&Whole>, persons: u64| {
        let figures = whole.map(|whole| DecompositionFigures {
            base_cost: whole.base,
            components: Component::of(judgement.reading).map(|component| (component, whole.components[component as usize])).collect(),
            real_cost: whole.real,
            case_mix: Some(whole.case_mix.clone()),
        });
        let (pilot, variant, reading) = (judgement.pilot.clone(), judgement.variant.clone(), judgement.reading);
        let (main, sector, adjusters) = (variant == study.variants[0].name, sector.cloned(), adjusters.clone());
        Resting { row: DecompositionRow { pilot, period, variant, reading, main, sector, adjusters, figures }, persons }
    };
    let of_period = |period: Period, sectors: Option<&[Whole]>, persons: u64| {
        let mut rows = Vec::new();
        let mut all = Whole::zero(adjusters.len());
        for (index, sector) in panel.sectors.iter().enumerate() {
            let whole = sectors.map(|sectors| &sectors[index]);
            whole.into_iter().for_each(|whole| all.add(whole));
            rows.push(row(period, Some(sector), whole, persons));
        }
        rows.push(row(period, None, sectors.map(|_| &all), persons));
        rows
    };
    let mut rows = Vec::new();
    let mut sum = vec![Whole::zero(adjusters.len()); panel.sectors.len()];
    let mut fewest = u64::MAX;
    for (index, year) in study.performance.iter().enumerate() {
        let found = judgement.found.as_ref().and_then(|found| Some((in_whole_cents(found, judgement.reading, index)?, found)));
        let (whole, persons) = found.map_or((None, 0), |(whole, found)| (Some(whole), found.decomposed[index].persons));
        whole.iter().flatten().zip(&mut sum).for_each(|(whole, sum)| sum.add(whole));
        fewest = fewest.min(persons);
        rows.extend(of_period(Period::Year(*year), whole.as_deref(), persons));
    }
    rows.extend(of_period(Period::All, judgement.found.as_ref().map(|_| sum.as_slice()), fewest));
    rows
}

/// A performance year by sector.
fn in_whole_cents(found: &Found, judged_by: Reading, year: usize) -> Option<Vec<Whole>> {
    let period = found.periods.get(year)?;
    let reading = period.readings.iter().find(|reading| reading.reading == judged_by)?;
    let added = AddedUp::new(period, reading);
    let mean = |of: &dyn Fn(&GroupYear) -> f64| found.base.iter().map(|(weight, year)| weight * of(year)).sum::<f64>();
    let by_sector: Vec<f64> = (0..added.real.len()).map(|sector| mean(&|year| year.real[sector])).collect();
    let base = adding_up_to(cents(mean(&|year| year.real_total())), &by_sector);
    let sectors = found.decomposed.get(year)?.sectors.iter().enumerate();
    Some(sectors.map(|(sector, moved)| Whole::new(base[sector], added.guarantee[sector], added.real[sector], moved)).collect())
}
