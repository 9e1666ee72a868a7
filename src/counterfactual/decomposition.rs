//! **What moved the cost.** Why did the cost of the target group move from the base period to a performance year?
//!
//! Because it has more person-years (*size*) or other persons (*case mix*), because everything became dearer everywhere (*national*
//! evolution), and for the rest through what is the pilot's *own*: the gain with its sign turned. The four add up exactly, by
//! sector and in total.
//!
//! # Formula
//!
//! Expected cost is a product, F = E · (expected cost per person-year at base coefficients) · (evolution of the coefficients). The
//! change of a product is shared out with the logarithmic mean of its two values (LMDI, log-mean Divisia index):
//!
//! ```text
//! L(a, b)   = (a − b)/(log a − log b)
//! F_t − F_0 = Σ over factors of L(F_t, F_0) · log(factor_t / factor_0)
//! ```
//!
//! It leaves no rest and knows no order of the factors. In reading B each part is multiplied by C_0/F_0, for the base difference is
//! carried on in percent. The case mix is split further by risk adjuster.
//!
//! # Example
//!
//! The pilot of [the guarantee](crate::counterfactual): per person-year 100 was expected in the base year, 105 of the new persons
//! at the old coefficients, 1,200/11 at the new ones.
//!
//! ```text
//! L(1,200, 1,000) = 200 / log 1.2 = 1,096.96
//! size             1,096.96 · log(11/10)       · 1.1 = 115.0
//! case mix         1,096.96 · log(105/100)     · 1.1 =  58.9
//! national         1,096.96 · log(109.09/105)  · 1.1 =  46.1
//! own              −110                              = −110.0
//! base to real cost                 1,100 + 110.0    = 1,210
//! ```
//!
//! ```
//! use garantie::counterfactual::{Carried, Carries, Comparison, Component, decompose};
//! # use garantie::counterfactual::{GroupYear, Pool};
//! # use garantie::spec::Reading;
//! # let year = |year: i32, exposure: f64, expected: f64, real: f64| GroupYear {
//! #     year, exposure, expected: vec![expected], real: vec![real], persons: 12, profiles: vec![(0, exposure)],
//! #     users: vec![12], raw: vec![real], above: 0, pool: Pool::default(),
//! # };
//! let base = year(2017, 10.0, 1_000.0, 1_100.0);
//! let performance = year(2018, 11.0, 1_200.0, 1_210.0);
//! let years = [(1.0, base.clone())];
//! let gain = Comparison { base: &years, performance: &performance }.gain(Reading::Evolution);
//! // One sector and one adjuster, by which persons are expected to cost 5 more each.
//! let carried = Carried::new(1.0, &base, vec![vec![5.0]]);
//! let moved = &decompose(Carries::Share(1.0), &[carried], &performance, &gain)[0];
//! let part = |of: Component| (moved.components[of as usize] * 10.0).round() / 10.0;
//! assert_eq!((part(Component::Size), part(Component::CaseMix)), (115.0, 58.9));
//! assert_eq!((part(Component::National), part(Component::Own)), (46.1, -110.0));
//! ```
//!
//! # References
//!
//! Ang (2015), LMDI decomposition approach: a guide for implementation, *Energy Policy*.
//!
//! ---
//!
//! ← [The guarantee](crate::counterfactual) · [Contents](crate) · [What a gain is worth](crate::credibility) →

use serde::{Deserialize, Serialize};

use super::{Gain, GroupYear};
use crate::spec::Reading;

/// What moves a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// More or fewer person-years.
    Size,
    /// Other persons: their characteristics at the prices of the base year.
    CaseMix,
    /// Other prices for the same persons: the evolution of expenditure in the reference group.
    National,
    /// The part of the base difference that a reading does not carry into the guarantee.
    Level,
    /// What is left to the pilot: real cost less guarantee, the gain with its sign turned.
    Own,
}

impl Component {
    /// All components, in the order in which they lead from base cost to real cost.
    pub const ALL: [Component; 5] = [Component::Size, Component::CaseMix, Component::National, Component::Level, Component::Own];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Component::Size => "size",
            Component::CaseMix => "case_mix",
            Component::National => "national",
            Component::Level => "level",
            Component::Own => "own",
        }
    }

    /// The components that a reading has: none for the level where it carries the whole base difference.
    pub fn of(reading: Reading) -> impl Iterator<Item = Component> {
        let carried = matches!(reading, Reading::Evolution | Reading::Additive);
        Component::ALL.into_iter().filter(move |component| !carried || *component != Component::Level)
    }
}

/// How a reading carries the difference between real and expected cost of the base period into the guarantee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Carries {
    /// This share of it, in percent of expected cost: 0 in the level reading, 1 in the evolution reading, between them in the
    /// credible one.
    Share(f64),
    /// All of it, in cents per person-year.
    PerPersonYear,
}

/// A target group in one base year, and what other persons would have been expected to cost then.
#[derive(Clone, Debug)]
pub struct Carried<'a> {
    weight: f64,
    base: &'a GroupYear,
    case_mix: Vec<Vec<f64>>,
}

/// What moved the cost of a sector, in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// In the order of [`Component::ALL`].
    pub components: [f64; Component::ALL.len()],
    /// The case mix by adjuster; the adjusters add up to it.
    pub case_mix: Vec<f64>,
}

impl<'a> Carried<'a> {
    /// A base year with its weight; the weights of a study's base years add up to one. `case_mix`: what expected cost per
    /// person-year moves by from the persons of the base year to those of the performance year, at the coefficients of the base
    /// year, by sector and adjuster, in cents.
    ///
    /// METHOD: what is charged from a pool goes by expected cost, so it moves with the case mix too.
    pub fn new(weight: f64, base: &'a GroupYear, mut case_mix: Vec<Vec<f64>>) -> Carried<'a> {
        let adjusters = case_mix.first().map_or(0, Vec::len);
        let all: Vec<f64> = (0..adjusters).map(|adjuster| case_mix.iter().map(|sector| sector[adjuster]).sum()).collect();
        for (sector, moved) in case_mix.iter_mut().enumerate() {
            let rate = base.pool.of_sector(sector);
            moved.iter_mut().zip(&all).for_each(|(moved, all)| *moved += rate * all);
        }
        Carried { weight, base, case_mix }
    }
}

/// Splits the real cost of the performance year less base cost, by sector; `gain` is that of the reading.
///
/// METHOD: the expected cost of a sector is a product, person-years × expected cost per person-year at base prices × price
/// evolution, and is split by logarithmic mean Divisia weights (Ang 2015): no residual, and no order in which the factors
/// move. The base difference of a sector is carried on the scale of the reading (counterfactual/reading.rs), so it moves with
/// that scale: in the evolution reading with the expected cost of all sectors, and so by its components, in the additive reading
/// with person-years alone. What a reading does not carry of it is a component of its own. Sectors add up to the total because
/// the total's components are their sums, which is how Divisia weights are consistent in aggregation.
pub fn decompose(carries: Carries, base: &[Carried], performance: &GroupYear, gain: &Gain) -> Vec<Moved> {
    let adjusters = base.first().and_then(|carried| carried.case_mix.first()).map_or(0, Vec::len);
    let mut sectors = vec![Moved { components: [0.0; Component::ALL.len()], case_mix: vec![0.0; adjusters] }; performance.real.len()];
    for carried in base {
        let expected: Vec<Expected> = (0..sectors.len()).map(|sector| Expected::new(carried, performance, sector)).collect();
        let all = Expected::sum(&expected);
        for (sector, moved) in sectors.iter_mut().enumerate() {
            let difference = carried.base.real[sector] - carried.base.expected[sector];
            // What the expected cost of the sector, that of all of them and the person-years each move.
            let (with_all, with_size, lost) = match carries {
                Carries::Share(share) => (share * difference / carried.base.expected_total(), 0.0, (1.0 - share) * difference),
                Carries::PerPersonYear => (0.0, difference / carried.base.exposure * (performance.exposure - carried.base.exposure), 0.0),
            };
            let own = &expected[sector];
            let parts = [
                own.size + with_all * all.size + with_size,
                own.case_mix.iter().sum::<f64>() + with_all * all.case_mix.iter().sum::<f64>(),
                own.national + with_all * all.national,
                -lost,
            ];
            moved.components.iter_mut().zip(parts).for_each(|(sum, part)| *sum += carried.weight * part);
            for (sum, (own, all)) in moved.case_mix.iter_mut().zip(own.case_mix.iter().zip(&all.case_mix)) {
                *sum += carried.weight * (own + with_all * all);
            }
        }
    }
    for (moved, (real, guarantee)) in sectors.iter_mut().zip(gain.real.iter().zip(&gain.guarantee)) {
        moved.components[Component::Own as usize] = real - guarantee;
    }
    sectors
}

/// What moved expected cost from a base year to the performance year, in cents.
struct Expected {
    size: f64,
    /// By adjuster.
    case_mix: Vec<f64>,
    national: f64,
}

impl Expected {
    fn new(carried: &Carried, performance: &GroupYear, sector: usize) -> Expected {
        let (before, after) = (carried.base.exposure, performance.exposure);
        let case_mix = &carried.case_mix[sector];
        let first = carried.base.expected[sector] / before;
        let prices = [first, first + case_mix.iter().sum::<f64>(), performance.expected[sector] / after];
        let by_adjuster = |per_cent: f64| case_mix.iter().map(|moved| per_cent * moved).collect();
        if prices.iter().any(|price| *price <= 0.0) {
            // METHOD: a linear model may expect less than nothing of a small sector. Such a product has no logarithm; the mean
            // of both orders of size and price is as exact.
            let (mean_price, mean_size) = ((prices[0] + prices[2]) / 2.0, (before + after) / 2.0);
            let size = (after - before) * mean_price;
            return Expected { size, case_mix: by_adjuster(mean_size), national: mean_size * (prices[2] - prices[1]) };
        }
        let weight = logarithmic_mean(after * prices[2], before * prices[0]);
        let per_cent = |to: f64, from: f64| weight / logarithmic_mean(to, from);
        Expected {
            size: per_cent(after, before) * (after - before),
            case_mix: by_adjuster(per_cent(prices[1], prices[0])),
            national: per_cent(prices[2], prices[1]) * (prices[2] - prices[1]),
        }
    }

    fn sum(sectors: &[Expected]) -> Expected {
        let adjusters = sectors.first().map_or(0, |sector| sector.case_mix.len());
        let of_adjuster = |adjuster: usize| sectors.iter().map(|sector| sector.case_mix[adjuster]).sum();
        Expected {
            size: sectors.iter().map(|sector| sector.size).sum(),
            case_mix: (0..adjusters).map(of_adjuster).collect(),
            national: sectors.iter().map(|sector| sector.national).sum(),
        }
    }
}

/// (a − b)/(ln a − ln b) of two positive numbers; a when they are equal.
fn logarithmic_mean(a: f64, b: f64) -> f64 {
    // ln(a/b) through the relative difference keeps its digits when a and b are near.
    let relative = (a - b) / b;
    if relative == 0.0 { a } else { (a - b) / relative.ln_1p() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::counterfactual::{Comparison, Pool};

    fn group(exposure: f64, expected: Vec<f64>, real: Vec<f64>) -> GroupYear {
        let (users, raw, profiles) = (vec![10; real.len()], real.clone(), vec![(0, exposure)]);
        GroupYear { year: 2018, persons: 10, exposure, profiles, expected, real, users, raw, above: 0, pool: Pool::default() }
    }

    fn gain(reading: Reading, base: &[(f64, &GroupYear)], performance: &GroupYear) -> Gain {
        let base: Vec<(f64, GroupYear)> = base.iter().map(|(weight, year)| (*weight, (*year).clone())).collect();
        Comparison { base: &base, performance }.gain(reading)
    }

    /// One sector, 100 person-years at 1,000, then 110 at 1,000 × 1.05 case mix × 1.03 prices; base cost 4 % above expected. Of
    /// the 50 that the case mix adds per person-year, age adds 80 and an adjuster takes 30.
    #[test]
    fn a_hand_computed_example() {
        let base = group(100.0, vec![100_000.0], vec![104_000.0]);
        let performance = group(110.0, vec![110.0 * 1_000.0 * 1.05 * 1.03], vec![118_000.0]);
        let carried = Carried::new(1.0, &base, vec![vec![80.0, -30.0]]);
        let gain = gain(Reading::Evolution, &[(1.0, &base)], &performance);
        let found = &decompose(Carries::Share(1.0), &[carried], &performance, &gain)[0];
        let [size, case_mix, national, level, own] = found.components;
        // Guarantee 1.04 × 118,965 = 123,723.6; L = (123,723.6 − 104,000)/ln(1.18965) = 113,576.63
        let weight = (123_723.6 - 104_000.0) / 1.18965_f64.ln();
        for (found, by_hand) in [
            (size, weight * 1.1_f64.ln()),
            (case_mix, weight * 1.05_f64.ln()),
            (national, weight * 1.03_f64.ln()),
            (found.case_mix[0], weight * 1.05_f64.ln() * 80.0 / 50.0),
            (found.case_mix[1], weight * 1.05_f64.ln() * -30.0 / 50.0),
        ] {
            assert!((found - by_hand).abs() < 1e-6, "{found} {by_hand}");
        }
        assert!((own - (118_000.0 - 123_723.6)).abs() < 1e-6 && level == 0.0);
        assert!((size + case_mix + national + own - 14_000.0).abs() < 1e-6);
    }

    /// The same in the level and additive readings: the 4,000 above expected are lost, or grow with 10 % more person-years.
    #[test]
    fn what_a_reading_does_with_the_base_difference() {
        let base = group(100.0, vec![100_000.0], vec![104_000.0]);
        let performance = group(110.0, vec![118_965.0], vec![118_000.0]);
        let found = |carries, reading| {
            let carried = Carried::new(1.0, &base, vec![vec![50.0]]);
            decompose(carries, &[carried], &performance, &gain(reading, &[(1.0, &base)], &performance))[0].components
        };
        let weight = 18_965.0 / 1.18965_f64.ln();
        let level = found(Carries::Share(0.0), Reading::Level);
        assert!((level[0] - weight * 1.1_f64.ln()).abs() < 1e-6 && (level[3] + 4_000.0).abs() < 1e-9 && (level[4] + 965.0).abs() < 1e-6);
        let additive = found(Carries::PerPersonYear, Reading::Additive);
        assert!((additive[0] - level[0] - 400.0).abs() < 1e-6 && additive[3] == 0.0 && (additive[4] + 5_365.0).abs() < 1e-6);
        assert!((additive[1] - level[1]).abs() < 1e-9 && (additive[2] - level[2]).abs() < 1e-9);
        let parts = |reading| Component::of(reading).map(Component::name).collect::<Vec<_>>();
        assert_eq!(parts(Reading::Evolution), ["size", "case_mix", "national", "own"]);
        assert_eq!(parts(Reading::Credible), ["size", "case_mix", "national", "level", "own"]);
    }

    #[test]
    fn what_is_charged_from_a_pool_moves_with_the_case_mix_of_all_sectors() {
        let pool = Pool::new(&crate::design::Taken { amount: vec![5.0, 20.0], left: 100.0, above: 10, pooled: true, ..Default::default() });
        let base = GroupYear { pool, ..group(1.0, vec![600.0, 400.0], vec![600.0, 400.0]) };
        let carried = Carried::new(1.0, &base, vec![vec![10.0, 0.0], vec![30.0, -20.0]]);
        assert_eq!(carried.case_mix, [vec![12.0, -1.0], vec![38.0, -24.0]]);
    }

    #[test]
    fn where_nothing_moved_nothing_is_found() {
        let year = group(50.0, vec![700.0, 300.0], vec![650.0, 400.0]);
        for (carries, reading) in [(Carries::Share(1.0), Reading::Evolution), (Carries::PerPersonYear, Reading::Additive)] {
            let carried = Carried::new(1.0, &year, vec![vec![0.0]; 2]);
            for moved in decompose(carries, &[carried], &year, &gain(reading, &[(1.0, &year)], &year)) {
                assert!(moved.components.iter().chain(&moved.case_mix).all(|amount| amount.abs() < 1e-9), "{moved:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn components_add_up_in_every_reading(
            exposures in prop::array::uniform3(1.0..1e5_f64),
            amounts in prop::collection::vec(prop::array::uniform6(-1e6..1e8_f64), 1..6),
            moves in prop::collection::vec(prop::array::uniform4(-1e3..1e3_f64), 5),
            weight in 0.0..1.0_f64,
            share in -0.5..1.5_f64,
        ) {
            let column = |index: usize| amounts.iter().map(|row| row[index]).collect::<Vec<f64>>();
            // Expected cost of all sectors together is positive: a group without is refused before.
            let expected = |index: usize| column(index).into_iter().map(|amount| amount + 2e6).collect::<Vec<f64>>();
            let one = group(exposures[0], expected(0), column(1));
            let two = group(exposures[1], expected(2), column(3));
            let performance = group(exposures[2], expected(4), column(5));
            let mix = |of: [usize; 2]| moves[..amounts.len()].iter().map(|row| of.map(|adjuster| row[adjuster]).to_vec()).collect::<Vec<_>>();
            let carried = || [Carried::new(weight, &one, mix([0, 1])), Carried::new(1.0 - weight, &two, mix([2, 3]))];
            let gain = |reading| gain(reading, &[(weight, &one), (1.0 - weight, &two)], &performance);
            let between = {
                let (level, evolution) = (gain(Reading::Level), gain(Reading::Evolution));
                let guarantee = level.guarantee.iter().zip(&evolution.guarantee).map(|(level, evolution)| level + share * (evolution - level));
                Gain { guarantee: guarantee.collect(), real: level.real }
            };
            for (carries, gain) in [
                (Carries::Share(0.0), gain(Reading::Level)),
                (Carries::Share(1.0), gain(Reading::Evolution)),
                (Carries::Share(share), between),
                (Carries::PerPersonYear, gain(Reading::Additive)),
            ] {
                let size = 1e8 * (1.0 + exposures[2] / exposures[0].min(exposures[1])) + 1e3 * exposures[2];
                for (sector, moved) in decompose(carries, &carried(), &performance, &gain).iter().enumerate() {
                    let change = performance.real[sector] - weight * one.real[sector] - (1.0 - weight) * two.real[sector];
                    prop_assert!((moved.components.iter().sum::<f64>() - change).abs() < 1e-8 * size);
                    let case_mix = moved.components[Component::CaseMix as usize];
                    prop_assert!((moved.case_mix.iter().sum::<f64>() - case_mix).abs() < 1e-8 * size);
                }
            }
        }
    }
}
