//! What a person moves over the years in every gain of a group.

use super::influence::{Detail, Judged, moved_slots};
use super::variances::{Variances, YearBits};
use super::year_influence::{OnScales, YearInfluence};
use crate::counterfactual::{Comparison, GroupYear};
use crate::spec::Reading;

/// What turns the influence on the ρ of a performance year into one on its gains.
struct PeriodScale {
    year: usize,
    /// F and E.
    expected: f64,
    exposure: f64,
    /// 1/θ_t and 1/θ̄_0.
    per_ratio: f64,
    per_base_ratio: f64,
    /// Share in the cumulative D, which is the mean of the years' by real cost.
    share: f64,
}

/// How influence on the ρ of each year carries over to the gains.
pub struct Carried {
    base: Vec<(f64, usize)>,
    scales: Vec<PeriodScale>,
    sectors: usize,
}

impl Carried {
    /// Of the gains of a group.
    pub fn new(judged: &Judged) -> Carried {
        let base: Vec<(f64, GroupYear)> = judged.base.iter().map(|(weight, year)| (*weight, judged.years[*year].clone())).collect();
        let real: f64 = judged.performance.iter().map(|year| judged.years[*year].real_total()).sum();
        let scale = |year: &usize| {
            let group = &judged.years[*year];
            let comparison = Comparison { base: &base, performance: group };
            PeriodScale {
                year: *year,
                expected: group.expected_total(),
                exposure: group.exposure,
                per_ratio: 1.0 / comparison.ratio(),
                per_base_ratio: 1.0 / comparison.base_ratio(),
                share: group.real_total() / real,
            }
        };
        Carried { base: judged.base.clone(), scales: judged.performance.iter().map(scale).collect(), sectors: judged.sectors() }
    }

    /// Fills `moved` with the influence on every gain, in the slots of [`Variances`], then on the base period alone by sector and in total,
    /// given that on each year; `base` is room for that on the base period.
    pub fn gains(&self, on: &[OnScales], base: &mut OnScales, moved: &mut [f64]) {
        base.clear();
        self.base.iter().for_each(|(weight, year)| base.add(*weight, &on[*year]));
        let width = Reading::ALL.len() * (self.sectors + 1);
        let (of_years, rest) = moved.split_at_mut(self.scales.len() * width);
        let (cumulative, of_base) = rest.split_at_mut(width);
        cumulative.fill(0.0);
        for (scale, moved) in self.scales.iter().zip(of_years.chunks_exact_mut(width)) {
            gains_of_year(scale, base, &on[scale.year], moved, cumulative);
        }
        of_base.copy_from_slice(&base.expected);
        of_base[self.sectors] *= self.scales.first().map_or(0.0, |scale| scale.per_base_ratio);
    }
}

/// The influence on the gains of one year, by reading and sector with the total last, and its part in the cumulative ones.
fn gains_of_year(scale: &PeriodScale, base: &OnScales, year: &OnScales, moved: &mut [f64], cumulative: &mut [f64]) {
    let sectors = year.expected.len() - 1;
    let (level, rest) = moved.split_at_mut(sectors + 1);
    let (evolution, additive) = rest.split_at_mut(sectors + 1);
    for sector in 0..sectors {
        level[sector] = -scale.expected * year.expected[sector];
        evolution[sector] = scale.expected * (base.expected[sector] - year.expected[sector]);
        additive[sector] = scale.exposure * (base.exposure[sector] - year.exposure[sector]);
    }
    level[sectors] = year.expected[sectors] * scale.per_ratio;
    evolution[sectors] = level[sectors] - base.expected[sectors] * scale.per_base_ratio;
    additive[sectors] = scale.exposure * (base.exposure[sectors] - year.exposure[sectors]);
    // Euro add up over the years; the ratio readings' totals are on the log scale, where the years have shares.
    let log_totals = [(sectors, level[sectors]), (2 * sectors + 1, evolution[sectors])];
    cumulative.iter_mut().zip(&*moved).for_each(|(sum, moved)| *sum += moved);
    log_totals.into_iter().for_each(|(slot, moved)| cumulative[slot] += (scale.share - 1.0) * moved);
}

/// Works through persons one after the other, keeping only sums of squares.
pub struct Person {
    /// By year of the rows.
    on: Vec<OnScales>,
    base: OnScales,
    costliest: bool,
    sets: Vec<OfSet>,
}

/// What persons move in the gains that a set of years gives.
struct OfSet {
    bits: YearBits,
    carried: Carried,
    /// What the last person moved.
    moved: Vec<f64>,
    /// What all of them did.
    sums: Variances,
}

impl Person {
    /// Nobody yet.
    pub fn new(judged: &[Judged]) -> Person {
        let (first, of_set) = (&judged[0], |judged: &Judged| OfSet {
            bits: YearBits::new(&judged.base, &judged.performance),
            carried: Carried::new(judged),
            moved: vec![0.0; moved_slots(judged)],
            sums: Variances::zero(judged.performance.len() + 1, judged.sectors()),
        });
        let base = OnScales::zero(first.sectors());
        let on = vec![base.clone(); first.rows.years.len()];
        Person { on, base, costliest: first.detail == Detail::Costliest, sets: judged.iter().map(of_set).collect() }
    }

    /// Adds a person, given by its row in each year, and shows `visit` what it moves in each set of years in which it can.
    pub fn add(&mut self, years: &[Option<YearInfluence>], rows: &[u32], mut visit: impl FnMut(usize, &[f64])) {
        let (mut targets, mut present, mut costliest) = (0_u64, 0_u64, 0_u64);
        for (year, (influence, on)) in years.iter().zip(&mut self.on).enumerate() {
            let Some(influence) = influence else { continue };
            on.clear();
            let (target, reference) = influence.add(rows, on);
            targets |= u64::from(target) << year;
            present |= u64::from(target || reference) << year;
            costliest |= u64::from(self.costliest && (target || reference) && influence.is_costliest(rows)) << year;
        }
        for (set, of_set) in self.sets.iter_mut().enumerate().filter(|(_, of_set)| present & of_set.bits.all() != 0) {
            let own = targets & of_set.bits.all() != 0;
            let OfSet { bits, carried, moved, sums } = of_set;
            sums.count(bits, targets, present, 1);
            carried.gains(&self.on, &mut self.base, moved);
            let (gains, base) = moved.split_at(sums.squares.len());
            sums.squares.iter_mut().zip(gains).for_each(|(sum, moved)| *sum += moved * moved);
            sums.base.iter_mut().zip(base).for_each(|(sum, moved)| *sum += moved * moved);
            if costliest & bits.all() != 0 {
                sums.add_costliest(moved, own);
            }
            if own {
                sums.own.iter_mut().zip(&*moved).for_each(|(sum, moved)| *sum += moved * moved);
            }
            visit(set, moved);
        }
    }

    /// What all of them moved, by set of years.
    pub fn into_sums(self) -> Vec<Variances> {
        self.sets.into_iter().map(|of_set| of_set.sums).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counterfactual::Gain;

    const SECTORS: usize = 3;

    fn year(expected: [f64; 3], real: [f64; 3], exposure: f64) -> GroupYear {
        let (expected, real) = (expected.to_vec(), real.to_vec());
        let (raw, pool) = (real.clone(), Default::default());
        GroupYear { year: 2018, persons: 9, exposure, profiles: Vec::new(), expected, real, users: vec![9; 3], raw, above: 0, pool }
    }

    /// Two base years of unequal weight, two performance years.
    fn years() -> Vec<GroupYear> {
        vec![
            year([500.0, 400.0, 100.0], [520.0, 410.0, 60.0], 10.0),
            year([550.0, 370.0, 100.0], [500.0, 400.0, 200.0], 11.0),
            year([600.0, 400.0, 100.0], [690.0, 350.0, 80.0], 12.0),
            year([640.0, 400.0, 120.0], [700.0, 370.0, 110.0], 13.0),
        ]
    }

    const BASE: [(f64, usize); 2] = [(0.3, 0), (0.7, 1)];
    const PERFORMANCE: [usize; 2] = [2, 3];

    /// Gains by period, reading and sector, then the total: log of real cost over the guarantee, or cents in the additive reading; the
    /// base period last.
    fn gains(years: &[GroupYear]) -> Vec<f64> {
        let base: Vec<(f64, GroupYear)> = BASE.map(|(weight, year)| (weight, years[year].clone())).to_vec();
        let of = |reading| PERFORMANCE.map(|year| Comparison { base: &base, performance: &years[year] }.gain(reading));
        let mut all = Vec::new();
        for period in 0..3 {
            for reading in Reading::ALL {
                let of_years = of(reading);
                let log = |year: &Gain| (year.real_total() / year.guarantee_total()).ln();
                let gain = if period < 2 { of_years[period].clone() } else { Gain::sum(&of_years) };
                all.extend(gain.guarantee.iter().zip(&gain.real).map(|(guarantee, real)| guarantee - real));
                all.push(if reading == Reading::Additive { gain.total() } else { log(&gain) });
            }
        }
        let ratio = |sector: usize| {
            BASE.iter().map(|(weight, year)| weight * years[*year].real[sector] / years[*year].expected_total()).sum::<f64>()
        };
        let total = Comparison { base: &base, performance: &years[2] }.base_ratio().ln();
        all.extend((0..SECTORS).map(ratio).chain([total]));
        all
    }

    fn carried(years: &[GroupYear]) -> Carried {
        let theta = |year: usize| years[year].real_total() / years[year].expected_total();
        let theta_base = BASE.iter().map(|(weight, year)| weight * theta(*year)).sum::<f64>();
        let real = PERFORMANCE.iter().map(|year| years[*year].real_total()).sum::<f64>();
        let scale = |year: usize| PeriodScale {
            year,
            expected: years[year].expected_total(),
            exposure: years[year].exposure,
            per_ratio: 1.0 / theta(year),
            per_base_ratio: 1.0 / theta_base,
            share: years[year].real_total() / real,
        };
        Carried { base: BASE.to_vec(), scales: PERFORMANCE.into_iter().map(scale).collect(), sectors: SECTORS }
    }

    /// A cent more of real cost in a year and sector moves every gain by what the algebra says, to first order.
    #[test]
    fn what_moves_a_cost_moves_the_gains() {
        const STEP: f64 = 1e-3;
        let years = years();
        // Room that still holds the one before.
        let mut base = OnScales::zero(SECTORS);
        for (year, sector) in (0..4).flat_map(|year| (0..SECTORS).map(move |sector| (year, sector))) {
            let mut on = vec![OnScales::zero(SECTORS); 4];
            for outcome in [sector, SECTORS] {
                on[year].expected[outcome] = 1.0 / years[year].expected_total();
                on[year].exposure[outcome] = 1.0 / years[year].exposure;
            }
            let mut moved = vec![f64::NAN; 40];
            carried(&years).gains(&on, &mut base, &mut moved);
            let [up, down] = [STEP, -STEP].map(|step| {
                let mut years = years.clone();
                years[year].real[sector] += step;
                gains(&years)
            });
            for (slot, moved) in moved.iter().enumerate() {
                let wanted = (up[slot] - down[slot]) / (2.0 * STEP);
                assert!(
                    (moved - wanted).abs() <= 1e-6 * wanted.abs().max(1e-9),
                    "year {year} sector {sector} slot {slot}: {moved} {wanted}"
                );
            }
        }
    }
}
