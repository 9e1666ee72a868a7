//! From what every variant finds to what they say together: the rows of a comparison.

use super::compare::Judged;
use crate::compare::{Answer, Ranks, Summary, main_effects};
use crate::report::{Comparison, EffectRow, Over, Period, RankRow, SpecificationFigures, SpecificationRow, SummaryRow, VariantChoices};
use crate::spec::{Axis, Compared, Study};

/// Everything that a comparison shows. What the variants say together rests on the rows that may be shown, and tells no more.
pub fn comparison(study: &Study, judged: Judged) -> Comparison {
    let compared = &study.compare.variants;
    let periods: Vec<Period> = study.performance.iter().map(|year| Period::Year(*year)).chain([Period::All]).collect();
    let cells = || study.pilots.iter().flat_map(|pilot| periods.iter().map(|period| (pilot.id.as_str(), *period)));
    let mut curve = Vec::new();
    let (mut summaries, mut effects) = (Vec::new(), Vec::new());
    for (pilot, period) in cells() {
        let of_cell = |row: &&SpecificationRow| row.pilot == pilot && row.period == period;
        let mut rows: Vec<SpecificationRow> = judged.rows.iter().flat_map(|rows| rows.iter().find(of_cell).cloned()).collect();
        summaries.extend([Over::All, Over::SizeKept].map(|over| summary(pilot, period, over, &rows)));
        effects.extend(effects_of(study, pilot, period, &rows));
        // Variants that find the same stay in their order.
        rows.sort_by_key(|row| row.figures.as_ref().map_or((true, Default::default()), |figures| (false, figures.gain)));
        curve.extend(rows);
    }
    let choices = |(one, failed): (&Compared, Option<String>)| VariantChoices {
        name: one.variant.name.clone(),
        choices: Axis::ALL.iter().map(|axis| one.choice(*axis)).collect(),
        failed,
    };
    Comparison {
        title: study.title.clone(),
        language: study.language,
        level: study.level,
        pilots: study.pilots.iter().map(|pilot| (pilot.id.clone(), pilot.name.clone())).collect(),
        performance: study.performance.clone(),
        axes: study.compare.axes.clone(),
        ranks: periods.iter().filter_map(|period| ranks(study, *period, &judged.rows)).collect(),
        variants: compared.iter().zip(judged.failed).map(choices).collect(),
        curve,
        summaries,
        effects,
    }
}

fn summary(pilot: &str, period: Period, over: Over, rows: &[SpecificationRow]) -> SummaryRow {
    let wanted = |row: &&SpecificationRow| over == Over::All || row.size.is_some_and(|size| size.kept);
    let answer = |found: &SpecificationFigures| Answer { gain: found.gain, rate: found.savings_rate, verdict: found.verdict };
    let answers: Vec<Answer> = rows.iter().filter(wanted).filter_map(|row| row.figures.as_ref().map(answer)).collect();
    SummaryRow { pilot: pilot.to_owned(), period, over, summary: Summary::of(&answers) }
}

/// The main effects of the choices on D, over the variants that have one.
fn effects_of(study: &Study, pilot: &str, period: Period, rows: &[SpecificationRow]) -> Vec<EffectRow> {
    let axes = &study.compare.axes;
    let levels: Vec<Vec<String>> = axes.iter().map(|axis| levels(study, *axis)).collect();
    let answer = |row: &SpecificationRow| {
        let d = row.figures.as_ref()?.d;
        let compared = &study.compare.variants[row.variant];
        let level = |(axis, levels): (&Axis, &Vec<String>)| levels.iter().position(|level| *level == compared.choice(*axis));
        let numbers = axes.iter().zip(&levels).map(level).collect::<Option<Vec<usize>>>()?;
        d.is_finite().then_some((numbers, d))
    };
    let answers: Vec<(Vec<usize>, f64)> = rows.iter().filter_map(answer).collect();
    let effects = main_effects(axes.len(), &answers).into_iter().map(|effect| EffectRow {
        pilot: pilot.to_owned(),
        period,
        axis: axes[effect.choice],
        level: levels[effect.choice][effect.level].clone(),
        effect,
    });
    effects.collect()
}

/// The levels of a choice, in the order in which the variants have them.
fn levels(study: &Study, axis: Axis) -> Vec<String> {
    let mut levels: Vec<String> = Vec::new();
    for one in &study.compare.variants {
        let level = one.choice(axis);
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}

/// The order of the pilots that some variant shows, over the variants that have a rate for each of them.
fn ranks(study: &Study, period: Period, rows: &[Vec<SpecificationRow>]) -> Option<RankRow> {
    let rate = |rows: &[SpecificationRow], pilot: &str| {
        let row = rows.iter().find(|row| row.pilot == pilot && row.period == period)?;
        row.figures.as_ref().map(|figures| figures.savings_rate).filter(|rate| rate.is_finite())
    };
    let answered = |pilot: &&str| rows.iter().any(|rows| rate(rows, pilot).is_some());
    let pilots: Vec<&str> = study.pilots.iter().map(|pilot| pilot.id.as_str()).filter(answered).collect();
    let of_variant = |rows: &Vec<SpecificationRow>| pilots.iter().map(|pilot| rate(rows, pilot)).collect::<Option<Vec<f64>>>();
    let answers: Vec<Vec<f64>> = rows.iter().filter_map(of_variant).collect();
    let ranks = Ranks::of(&answers)?;
    Some(RankRow { period, pilots: pilots.into_iter().map(str::to_owned).collect(), ranks })
}
