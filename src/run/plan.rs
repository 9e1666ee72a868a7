//! Planning: from the spread of a study's pseudo-pilots, or from a stated one, to what studies of other sizes would find.

use crate::credibility::{Departure, Dispersion, Test, Tried};
use crate::error::Error;
use crate::money::Cents;
use crate::panel;
use crate::progress::Progress;
use crate::report::{Period, PlaceboRow, PlanRow};
use crate::spec::{Reading, Study};

/// A way of judging and how its result spreads when nothing happens.
pub struct Spread {
    /// Name of the variant; `stated` for stated moments.
    pub variant: String,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// How its departures spread.
    pub dispersion: Dispersion,
    /// Mean cost of a person and year in euro, when it is known.
    pub mean: Option<f64>,
}

/// The sizes that a plan looks at.
pub struct Horizon {
    /// Numbers of persons, in order.
    pub persons: Vec<u64>,
    /// Numbers of years, in order.
    pub years: Vec<u32>,
}

/// How each variant of a study spreads over its pseudo-pilots.
///
/// # Errors
/// What a run would refuse; besides, a study whose variants have no rate, or no pseudo-pilots.
pub fn spreads(study: &Study, progress: &dyn Progress) -> Result<Vec<Spread>, Error> {
    if let Some(variant) = study.variants.iter().find(|variant| variant.reading == Reading::Additive) {
        let message = format!("variant `{}`: the additive reading has no savings rate to plan for", variant.name);
        return Err(study.refuse(None, message, "plan with a study that reads `level` or `evolution`").into());
    }
    let results = super::judge(study, panel::build(study, progress)?, progress)?;
    let tried =
        |row: &PlaceboRow| row.departures.iter().map(|(persons, d, v)| (*persons, Departure { d: *d, v: *v })).collect::<Vec<Tried>>();
    let of_variant = |variant: &crate::spec::Variant| {
        let rows = || {
            let rows = results.placebos.iter();
            rows.filter(|row| !row.before && row.variant == variant.name && row.reading == variant.reading)
        };
        let of = |period: Period| rows().filter(|row| row.period == period).flat_map(tried).collect::<Vec<Tried>>();
        let side_by_side = rows().map(|row| row.side_by_side).min().unwrap_or_default();
        let of_years: Vec<Vec<Tried>> = study.performance.iter().map(|year| of(Period::Year(*year))).collect();
        let dispersion = Dispersion::of_placebos(&of_years, &of(Period::All), side_by_side).ok_or_else(|| {
            let message = format!("variant `{}`: there are too few zones without a pilot to learn the spread from", variant.name);
            study.refuse(None, message, "set [credibility] placebos above 0, or state the moments: garantie plan --help")
        })?;
        Ok(Spread { variant: variant.name.clone(), reading: variant.reading, dispersion, mean: None })
    };
    study.variants.iter().map(of_variant).collect()
}

/// What each size of a horizon would find, and what it needs to find `effect`.
pub fn rows(spreads: &[Spread], horizon: &Horizon, test: Test, effect: Option<f64>) -> Vec<PlanRow> {
    let cells = spreads.iter().flat_map(|spread| {
        horizon.years.iter().flat_map(move |years| horizon.persons.iter().map(move |persons| (spread, *years, *persons)))
    });
    let row = |(spread, years, persons): (&Spread, u32, u64)| {
        let Spread { variant, reading, dispersion, mean } = spread;
        let se = dispersion.variance(persons, years).sqrt();
        let detectable = dispersion.detectable(persons, years, test);
        // A mean that is finite and amounts below 90,000 billion euro are exact to the cent; others are not shown.
        let in_euro = |rate: f64| mean.and_then(|mean| Cents::from_euro((rate * mean * persons as f64 * f64::from(years)).round()));
        PlanRow {
            variant: variant.clone(),
            reading: *reading,
            persons,
            years,
            se_rate: se,
            zone_shock_sd: dispersion.zones.over(years).sqrt(),
            detectable_rate: detectable,
            se: in_euro(se),
            detectable: in_euro(detectable),
            df: dispersion.df,
            persons_needed: effect.and_then(|effect| dispersion.persons_needed(effect, years, test)),
            years_needed: effect.and_then(|effect| dispersion.years_needed(effect, persons, test)),
        }
    };
    cells.map(row).collect()
}
