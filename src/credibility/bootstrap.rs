//! **The bootstrap.** Does drawing other persons give the same error as the algebra?
//!
//! A check on [influence](crate::credibility::influence), asked for with `replicates`: every replicate gives every person a weight
//! at random, and a gain moves by what its persons move. Exponential weights make it the Bayesian bootstrap. With municipalities (or
//! more) as clusters and least squares, every replicate is a refit, from the sums of the municipalities.
//!
//! # Formula
//!
//! ```text
//! D* − D      Σ_i (ω_i − 1) ψ_i       ω_i exponential with mean 1, over their sum
//! percentile  the quantiles of D*
//! basic       2 D − those quantiles
//! BCa         the quantiles at levels corrected for bias and skewness
//! ```
//!
//! A weight is a pure function of seed, replicate and person, so that threads, files and their order change no bit.
//!
//! # Example
//!
//! ```
//! use garantie::credibility::{Draws, weight};
//! use garantie::spec::IntervalKind;
//!
//! assert_eq!(weight(1, 0, 7), weight(1, 0, 7));
//! // Of 999 draws the 25th and the 975th bound 95 %.
//! let draws = Draws { moved: (1..=999).map(f64::from).collect(), acceleration: 0.0 };
//! let (low, high) = draws.interval(IntervalKind::Percentile, 500.0, 0.95);
//! assert!((low - 25.0).abs() < 1e-6 && (high - 975.0).abs() < 1e-6);
//! ```
//!
//! # References
//!
//! Rubin (1981), The Bayesian bootstrap, *Annals of Statistics*; Efron (1987), Better bootstrap confidence intervals, *Journal of
//! the American Statistical Association*; Davison and Hinkley (1997), *Bootstrap Methods and their Application*.
//!
//! ---
//!
//! ← [The credible reading](crate::credibility::credible) · [Contents](crate) · [Verdicts](crate::credibility::verdict) →

use std::ops::Range;
use std::slice::from_ref;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal, StudentT};
use statrs::distribution::{ContinuousCDF, Normal};

use super::clusters::ClusterSums;
use super::influence::{Judged, fold_persons, moved_slots, slots_of_totals};
use super::replicates::refitted;
use super::shocks::Shocks;
use crate::spec::{IntervalKind, Reading};

/// Persons per part: fixed, so that sums are folded alike whatever the number of threads.
const PART: usize = 8192;

/// Draws of one figure, less the figure itself, and the skewness of what moves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// Draws less the estimate.
    pub moved: Vec<f64>,
    /// a = Σψ³ / (6 (Σψ²)^1.5), the acceleration of Efron (1987).
    pub acceleration: f64,
}

/// The draws of every total of a pilot.
pub struct Bootstrap {
    seed: u64,
    periods: usize,
    /// By reading, then period.
    totals: Vec<Draws>,
}

/// The weight of a person or cluster in a replicate: exponential with mean one, a pure function of its three keys.
///
/// METHOD: exponential weights, divided by their sum, are the Bayesian bootstrap (Rubin 1981). No person is ever left out, so that every
/// replicate can be computed. A stream of ChaCha for each cluster, read at the place of the replicate, needs no order of persons, files
/// or threads.
pub fn weight(seed: u64, replicate: usize, cluster: u64) -> f64 {
    weights(seed, replicate..replicate + 1, cluster)[0]
}

/// The weights of a cluster in several replicates, which are drawn together in a fraction of the time.
fn weights(seed: u64, replicates: Range<usize>, cluster: u64) -> Vec<f64> {
    let mut stream = stream(seed, cluster);
    stream.set_word_pos(2 * replicates.start as u128);
    replicates.map(|_| exponential(stream.next_u64())).collect()
}

fn stream(seed: u64, cluster: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..].copy_from_slice(b"bootstrap of persons    ");
    let mut stream = ChaCha8Rng::from_seed(key);
    stream.set_stream(cluster);
    stream
}

/// −log u for the uniform number of 53 bits in the middle of its step, so that it is never zero.
fn exponential(word: u64) -> f64 {
    -(((word >> 11) as f64 + 0.5) / (1_u64 << 53) as f64).ln()
}

/// Sums of Σ(ω − 1)ψ by replicate and figure, and of ψ² and ψ³.
struct Sums {
    moved: Vec<f64>,
    squares: Vec<f64>,
    cubes: Vec<f64>,
}

impl Sums {
    fn zero(replicates: usize, figures: usize) -> Sums {
        Sums { moved: vec![0.0; replicates * figures], squares: vec![0.0; figures], cubes: vec![0.0; figures] }
    }

    /// Adds what a person or cluster moves.
    fn add(&mut self, seed: u64, cluster: u64, moved: &[f64]) {
        let mut stream = stream(seed, cluster);
        for sums in self.moved.chunks_exact_mut(moved.len()) {
            let excess = exponential(stream.next_u64()) - 1.0;
            sums.iter_mut().zip(moved).for_each(|(sum, moved)| *sum += excess * moved);
        }
        for ((square, cube), moved) in self.squares.iter_mut().zip(&mut self.cubes).zip(moved) {
            *square += moved * moved;
            *cube += moved * moved * moved;
        }
    }

    fn merge(&mut self, other: &Sums) {
        let pairs = [(&mut self.moved, &other.moved), (&mut self.squares, &other.squares), (&mut self.cubes, &other.cubes)];
        for (sums, more) in pairs {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }

    fn draws(&self) -> Vec<Draws> {
        let figures = self.squares.len();
        let of = |figure: usize| Draws {
            moved: self.moved.iter().skip(figure).step_by(figures).copied().collect(),
            acceleration: match self.squares[figure] > 0.0 {
                true => self.cubes[figure] / (6.0 * self.squares[figure].powf(1.5)),
                false => 0.0,
            },
        };
        (0..figures).map(of).collect()
    }
}

impl Bootstrap {
    /// Draws the totals of a pilot anew, persons or clusters weighted at random.
    ///
    /// METHOD: to first order a weight ω on a person moves the departure by (ω − 1)ψ. Influences add up to zero, so the weights need not
    /// be divided by their sum. What this leaves out is of second order; a test holds it against models fitted anew with the weights. Where
    /// clusters are whole municipalities and the model is least squares, models are fitted anew, and nothing is left out.
    pub fn new(judged: &Judged, seed: u64, replicates: usize) -> Bootstrap {
        let slots = slots_of_totals(judged);
        let (mut all, mut refits) = (Sums::zero(replicates, slots.len()), None);
        match judged.clusters {
            None => {
                let visit = |sums: &mut Sums, _, rows: &[u32], moved: &[f64]| {
                    let moved: Vec<f64> = slots.iter().map(|(slot, sign)| sign * moved[*slot]).collect();
                    sums.add(seed, judged.person(rows).into(), &moved);
                };
                let parts = fold_persons(from_ref(judged), PART, || Sums::zero(replicates, slots.len()), visit);
                parts.iter().for_each(|(_, part)| all.merge(part));
            }
            Some(clusters) => {
                let width = moved_slots(judged);
                let visit = |sums: &mut ClusterSums, _, rows: &[u32], moved: &[f64]| sums.add(judged.first_municipality(rows), moved);
                let size = PART.max(judged.rows.persons().div_ceil(64));
                let parts = fold_persons(from_ref(judged), size, || ClusterSums::zero(clusters, width), visit);
                let parts: Vec<ClusterSums> = parts.into_iter().map(|(_, part)| part).collect();
                let sums = ClusterSums::fold(ClusterSums::zero(clusters, width), &parts);
                sums.by_cluster(&slots).iter().for_each(|(cluster, moved)| all.add(seed, *cluster as u64, moved));
                refits = refitted(judged, clusters, replicates, |replicates, cluster| weights(seed, replicates, cluster as u64));
            }
        }
        let mut totals = all.draws();
        totals.iter_mut().zip(refits.into_iter().flatten()).for_each(|(draws, refitted)| draws.moved = refitted);
        Bootstrap { seed, periods: judged.performance.len() + 1, totals }
    }

    /// The draws of a total, on the scale on which its variance is given; `None` for a reading that is not drawn.
    pub fn draws(&self, reading: Reading, period: usize) -> Option<&Draws> {
        self.totals.get(reading as usize * self.periods + period)
    }

    /// Bounds of a departure `d` whose draws are on a scale `per` times as fine, shocks of zones and late bookings included.
    ///
    /// METHOD: a shock is τ times a Student's t with the degrees of freedom of the pseudo-pilots that τ was learnt from: their number is
    /// as much a source of doubt as the shock itself. The error of a completion, a sum over many months and sectors, is normal.
    pub fn bounds(&self, kind: IntervalKind, reading: Reading, period: usize, at: At, level: f64) -> Option<(f64, f64)> {
        let draws = self.draws(reading, period)?;
        let mut shock = stream(self.seed, u64::MAX - (reading as u64 * self.periods as u64 + period as u64));
        let student = at.shocks.and_then(|shocks| Some((shocks.tau2.sqrt(), StudentT::new(shocks.df).ok()?)));
        let shocked = draws.moved.iter().map(|moved| {
            let shocked = student.as_ref().map_or(0.0, |(tau, student)| tau * student.sample(&mut shock));
            let late = if at.late > 0.0 { at.late * Distribution::<f64>::sample(&StandardNormal, &mut shock) } else { 0.0 };
            at.departure + moved / at.per + shocked + late
        });
        Some(Draws { moved: shocked.collect(), acceleration: draws.acceleration }.interval(kind, at.departure, level))
    }
}

/// Where an interval is wanted.
pub struct At<'a> {
    /// The departure.
    pub departure: f64,
    /// The scale of its draws: 1 for a logarithm, Q for a departure in cents.
    pub per: f64,
    /// Shocks of zones, if pseudo-pilots showed them.
    pub shocks: Option<&'a Shocks>,
    /// Standard error that completing late bookings adds to the departure.
    pub late: f64,
}

impl Draws {
    /// The bounds of an estimate whose draws these are (not less the estimate), at a confidence level; Davison and Hinkley (1997).
    pub fn interval(&self, kind: IntervalKind, estimate: f64, level: f64) -> (f64, f64) {
        let mut sorted = self.moved.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let tails = [0.5 - level / 2.0, 0.5 + level / 2.0];
        let normal = Normal::standard();
        let [low, high] = match kind {
            IntervalKind::Basic => tails.map(|tail| 2.0 * estimate - quantile(&sorted, 1.0 - tail)),
            IntervalKind::Bca => {
                let below = sorted.iter().filter(|draw| **draw < estimate).count() as f64 / sorted.len() as f64;
                let bias = normal.inverse_cdf(below.clamp(1e-10, 1.0 - 1e-10));
                tails.map(|tail| {
                    let z = bias + normal.inverse_cdf(tail);
                    quantile(&sorted, normal.cdf(bias + z / (1.0 - self.acceleration * z)))
                })
            }
            IntervalKind::T | IntervalKind::Percentile => tails.map(|tail| quantile(&sorted, tail)),
        };
        (low, high)
    }

    /// Standard deviation of the draws.
    pub fn sd(&self) -> f64 {
        let of = self.moved.len() as f64;
        let mean = self.moved.iter().sum::<f64>() / of;
        (self.moved.iter().map(|moved| (moved - mean).powi(2)).sum::<f64>() / (of - 1.0)).sqrt()
    }
}

/// A quantile of sorted draws: between the two nearest of R on the scale of normal quantiles of their rank over R + 1.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let count = sorted.len();
    let rank = (count as f64 + 1.0) * p;
    let below = rank.floor();
    if below < 1.0 || count == 1 {
        return sorted[0];
    }
    if below >= count as f64 {
        return sorted[count - 1];
    }
    let normal = Normal::standard();
    let place = |rank: f64| normal.inverse_cdf(rank / (count as f64 + 1.0));
    let (low, high) = (sorted[below as usize - 1], sorted[below as usize]);
    match rank > below {
        true => low + (normal.inverse_cdf(p) - place(below)) / (place(below + 1.0) - place(below)) * (high - low),
        false => low,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_agree_with_boot_of_r() {
        let reference: serde_json::Value = serde_json::from_str(include_str!("../../tests/reference/bootstrap.json")).expect("JSON");
        let numbers =
            |name: &str| -> Vec<f64> { reference[name].as_array().expect(name).iter().filter_map(|number| number.as_f64()).collect() };
        let influence = numbers("influence");
        let power = |exponent| influence.iter().map(|moved| moved.powi(exponent)).sum::<f64>();
        let acceleration = power(3) / (6.0 * power(2).powf(1.5));
        let draws = Draws { moved: numbers("draws"), acceleration };
        let estimate = reference["estimate"].as_f64().expect("a number");
        for (kind, name) in [(IntervalKind::Percentile, "percentile"), (IntervalKind::Basic, "basic"), (IntervalKind::Bca, "bca")] {
            for percent in [90, 95] {
                let (low, high) = draws.interval(kind, estimate, f64::from(percent) / 100.0);
                let theirs = numbers(&format!("{name}_{percent}"));
                assert!((low - theirs[0]).abs() < 1e-8 && (high - theirs[1]).abs() < 1e-8, "{name} {percent}: {low} {high} {theirs:?}");
            }
        }
    }

    #[test]
    fn a_weight_is_a_function_of_its_keys_alone() {
        let of_person = |person: u64| {
            let mut stream = stream(7, person);
            (0..400).map(|_| exponential(stream.next_u64())).collect::<Vec<f64>>()
        };
        let all: Vec<Vec<f64>> = (0..300).map(of_person).collect();
        for (replicate, person) in [(0, 0), (17, 3), (399, 299)] {
            assert_eq!(weight(7, replicate, person as u64), all[person][replicate]);
        }
        assert_ne!(weight(7, 0, 0), weight(8, 0, 0));
        // Exponential with mean and standard deviation one: 120,000 draws are within 1 % of both.
        let of = 120_000.0;
        let mean = all.iter().flatten().sum::<f64>() / of;
        let variance = all.iter().flatten().map(|weight| (weight - mean).powi(2)).sum::<f64>() / of;
        assert!((mean - 1.0).abs() < 0.01 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
    }

    /// Persons in parts are persons in one go: each replicate is the sum of excess weights times what a person moves.
    #[test]
    fn parts_add_up_to_all_persons() {
        let moved = |person: u64| [0.5 - person as f64 * 0.1, f64::from(u8::from(person == 2)), 0.0];
        let (mut all, mut part) = (Sums::zero(4, 3), Sums::zero(4, 3));
        (0..3).for_each(|person| all.add(9, person, &moved(person)));
        (3..7).for_each(|person| part.add(9, person, &moved(person)));
        all.merge(&part);
        assert_eq!(all.draws().len(), 3);
        for (figure, draws) in all.draws().iter().enumerate() {
            let power = |exponent| (0..7).map(|person| moved(person)[figure].powi(exponent)).sum::<f64>();
            for (replicate, drawn) in draws.moved.iter().enumerate() {
                let wanted: f64 = (0..7).map(|person| (weight(9, replicate, person) - 1.0) * moved(person)[figure]).sum();
                assert!((drawn - wanted).abs() < 1e-12, "{figure} {replicate}: {drawn} {wanted}");
            }
            let wanted = if figure == 2 { 0.0 } else { power(3) / (6.0 * power(2).powf(1.5)) };
            assert!((draws.acceleration - wanted).abs() < 1e-12, "{figure}: {} {wanted}", draws.acceleration);
            assert_eq!(draws.moved.len(), 4);
        }
    }

    #[test]
    fn few_draws_bound_by_the_outermost() {
        let draws = Draws { moved: vec![9.0, 2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0], acceleration: 0.0 };
        assert!((draws.sd() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
        assert_eq!(draws.interval(IntervalKind::Percentile, 5.0, 0.95), (2.0, 9.0));
        assert_eq!(draws.interval(IntervalKind::Basic, 5.0, 0.95), (1.0, 8.0));
        assert_eq!(Draws { moved: vec![3.0], acceleration: 0.0 }.interval(IntervalKind::Percentile, 5.0, 0.5), (3.0, 3.0));
        // Seven in ten of nine draws: half of the way from the first to the second, on the scale of normal quantiles.
        let nine = Draws { moved: (1..=9).map(f64::from).collect(), acceleration: 0.0 };
        let place = |p: f64| Normal::standard().inverse_cdf(p);
        let (low, high) = nine.interval(IntervalKind::Percentile, 5.0, 0.7);
        let share = (place(0.15) - place(0.1)) / (place(0.2) - place(0.1));
        assert!((low - 1.0 - share).abs() < 1e-9 && (high - 9.0 + share).abs() < 1e-9, "{low} {high} {share}");
    }

    /// Draws that do not move leave what is added to them: normal late bookings, Student's t for shocks of zones.
    #[test]
    fn bounds_hold_late_bookings_and_shocks() {
        let bootstrap = |moved: Vec<f64>| Bootstrap { seed: 3, periods: 1, totals: vec![Draws { moved, acceleration: 0.0 }] };
        let at = |late, shocks| At { departure: 0.5, per: 2.0, shocks, late };
        let bounds = |moved, at| bootstrap(moved).bounds(IntervalKind::Percentile, Reading::Level, 0, at, 0.95).expect("bounds");
        let (low, high) = bounds((1..=999).map(f64::from).collect(), at(0.0, None));
        assert!((low - 13.0).abs() < 1e-9 && (high - 488.0).abs() < 1e-9, "{low} {high}");
        let mut shocks = Shocks::learn(vec![super::super::Departure { d: 0.0, v: 0.01 }; 2], 11, 0.95);
        shocks.tau2 = 0.0004;
        // R 4.2: qnorm(0.975), qt(0.975, 10); of 19,999 draws the bounds are within 1 % of them, one in a hundred times 3 %.
        for (at, reach) in [(at(0.01, None), 0.01 * 1.959_964), (at(0.0, Some(&shocks)), 0.02 * 2.228_139)] {
            let (low, high) = bounds(vec![0.0; 19_999], at);
            assert!(((0.5 - low) / reach - 1.0).abs() < 0.05 && ((high - 0.5) / reach - 1.0).abs() < 0.05, "{low} {high} {reach}");
        }
        assert!(bootstrap(vec![0.0]).bounds(IntervalKind::Percentile, Reading::Evolution, 0, at(0.0, None), 0.95).is_none());
        // Each reading and period has draws, and chance, of its own.
        let totals = (0..6).map(|total| Draws { moved: vec![f64::from(total); 9], acceleration: 0.0 }).collect();
        let six = Bootstrap { seed: 3, periods: 2, totals };
        let places = Reading::ALL.into_iter().flat_map(|reading| [(reading, 0), (reading, 1)]);
        let lows = places.enumerate().map(|(total, (reading, period))| {
            assert_eq!(six.draws(reading, period).expect("draws").moved[0], total as f64);
            let own = At { departure: -(total as f64), per: 1.0, shocks: None, late: 0.01 };
            six.bounds(IntervalKind::Percentile, reading, period, own, 0.95).expect("bounds").0
        });
        let mut lows: Vec<f64> = lows.collect();
        lows.sort_by(f64::total_cmp);
        assert!(lows.windows(2).all(|pair| pair[1] - pair[0] > 1e-9), "{lows:?}");
    }

    /// Where all draws lie on one side of the estimate the correction for bias is as far as it goes, and the bounds are the outermost draw.
    #[test]
    fn bounds_corrected_for_bias_stay_among_the_draws() {
        let nine = Draws { moved: (1..=9).map(f64::from).collect(), acceleration: 0.0 };
        assert_eq!(nine.interval(IntervalKind::Bca, 0.0, 0.95), (1.0, 1.0));
        assert_eq!(nine.interval(IntervalKind::Bca, 10.0, 0.95), (9.0, 9.0));
        // Four of nine draws are below a draw in the middle: it counts for neither side, and the bounds move down.
        let (low, high) = nine.interval(IntervalKind::Bca, 5.0, 0.5);
        let (plain_low, plain_high) = nine.interval(IntervalKind::Percentile, 5.0, 0.5);
        assert!(low < plain_low && high < plain_high, "{low} {plain_low} {high} {plain_high}");
        // The smallest uniform number is half a step, not none.
        assert!((exponential(0) - 54.0 * 2.0_f64.ln()).abs() < 1e-12);
    }
}
