//! A target group held against its guarantee: gains, and departures with their variance on the scale of inference.

use super::credible::{Before, Lasting};
use super::influence::{Judged, variances};
use super::late_bookings::LateBookings;
use super::variances::Variances;
use crate::counterfactual::{Comparison, Gain, GroupYear};
use crate::spec::Reading;

/// The gains of a group in every reading, performance year and (last) over all of them. Money in cents.
#[derive(Clone, Debug)]
pub struct Assessed {
    periods: usize,
    gains: Vec<Gain>,
    scales: Vec<f64>,
    variances: Variances,
    late: LateBookings,
    lasting: Vec<Lasting>,
}

/// How far real cost departed from the guarantee, positive above it, and the variance of that from persons, models and late
/// bookings.
///
/// Totals of the level and evolution readings depart on the log scale: d = D = log(Y/BG). All else departs on a linear scale:
/// d = (Y − BG)/Q, with Q the expected cost or, in the additive reading, the person-years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Departure {
    /// The departure.
    pub d: f64,
    /// Its variance.
    pub v: f64,
}

impl Departure {
    /// Whether it is farther from nothing than so many standard deviations of it and of shocks with variance τ².
    pub fn passes(self, reach: f64, tau2: f64) -> bool {
        self.d.abs() > reach * (self.v + tau2).sqrt()
    }
}

impl Assessed {
    /// Assesses a group.
    pub fn new(judged: &Judged) -> Assessed {
        let base: Vec<(f64, GroupYear)> = judged.base.iter().map(|(weight, year)| (*weight, judged.years[*year].clone())).collect();
        let years: Vec<&GroupYear> = judged.performance.iter().map(|year| &judged.years[*year]).collect();
        let (mut gains, mut scales) = (Vec::new(), Vec::new());
        for reading in Reading::ALL {
            let of_years: Vec<Gain> = years.iter().map(|year| Comparison { base: &base, performance: year }.gain(reading)).collect();
            let scale_of_years: Vec<f64> = years.iter().map(|year| scale(reading, year)).collect();
            let all = Gain::sum(&of_years);
            gains.extend(of_years.into_iter().chain([all]));
            scales.extend(scale_of_years.iter().copied().chain([scale_of_years.iter().sum()]));
        }
        let late = LateBookings::new(&judged.rows.completion, &judged.base, &judged.performance, judged.years, judged.rows.sectors);
        Assessed { periods: years.len() + 1, gains, scales, variances: variances(judged), late, lasting: Vec::new() }
    }

    /// The same with the credible reading, given what lasts of a base difference by period.
    ///
    /// METHOD: BG = F θ_0^λ lies between the level (λ = 0) and the evolution reading (λ = 1). Every sector carries on the same
    /// share of its base difference, so that the sectors add up to the total.
    pub fn with_credible(mut self, lasting: Vec<Lasting>) -> Assessed {
        for (period, lasting) in lasting.iter().enumerate() {
            let (level, evolution) = (self.gain(Reading::Level, period), self.gain(Reading::Evolution, period));
            let share = lasting.carried(self.before(period).base);
            let guarantee = level.guarantee.iter().zip(&evolution.guarantee).map(|(level, evolution)| level + share * (evolution - level));
            let gain = Gain { guarantee: guarantee.collect(), real: level.real.clone() };
            let scale = self.scale(Reading::Level, period);
            self.gains.push(gain);
            self.scales.push(scale);
        }
        self.lasting = lasting;
        self
    }

    /// The gain of the credible reading in a comparison of another cost of the same group, with what lasts of its base difference in
    /// a period.
    pub fn credible(&self, period: usize, comparison: &Comparison) -> Gain {
        let (level, evolution) = (comparison.gain(Reading::Level), comparison.gain(Reading::Evolution));
        let share = self.lasting[period].carried(comparison.base_ratio().ln());
        let guarantee = level.guarantee.iter().zip(&evolution.guarantee).map(|(level, evolution)| level + share * (evolution - level));
        Gain { guarantee: guarantee.collect(), real: level.real }
    }

    /// The share of the base difference that the credible reading carries on in a period.
    pub fn carried(&self, period: usize) -> f64 {
        self.lasting[period].carried(self.before(period).base)
    }

    /// The readings that it has.
    pub fn readings(&self) -> Vec<Reading> {
        let credible = (!self.lasting.is_empty()).then_some(Reading::Credible);
        Reading::ALL.into_iter().chain(credible).collect()
    }

    /// log θ̄_0 and log θ_t; of the cumulative row that of the sums.
    pub fn before(&self, period: usize) -> Before {
        let (level, evolution) = (self.gain(Reading::Level, period), self.gain(Reading::Evolution, period));
        let (expected, carried) = (level.guarantee_total(), evolution.guarantee_total());
        Before { base: (carried / expected).ln(), performance: (level.real_total() / expected).ln() }
    }

    /// Performance years, and the cumulative row last.
    pub fn periods(&self) -> usize {
        self.periods
    }

    /// Distinct persons of the target group in a period.
    pub fn persons(&self, period: usize) -> u64 {
        self.variances.group_persons(period)
    }

    /// The share of the variance of a total that comes from the costliest persons, of either group; `None` when no more than
    /// `limit` of them are in the target group.
    pub fn costliest_share(&self, reading: Reading, period: usize, limit: u64) -> Option<f64> {
        // What is carried on in the credible reading lies between those two.
        let reading = if reading == Reading::Credible { Reading::Evolution } else { reading };
        (self.variances.costliest_persons() > limit).then(|| self.variances.costliest_share(reading, period))
    }

    /// The share of the variance of a total that comes from the target group; the rest comes from the reference group.
    pub fn own_share(&self, reading: Reading, period: usize) -> f64 {
        let reading = if reading == Reading::Credible { Reading::Evolution } else { reading };
        self.variances.own_share(reading, period)
    }

    /// Degrees of freedom that few clusters leave; `None` when persons are the clusters.
    pub fn df(&self) -> Option<f64> {
        self.variances.df()
    }

    /// The gain in a reading and period, by sector.
    pub fn gain(&self, reading: Reading, period: usize) -> &Gain {
        &self.gains[reading as usize * self.periods + period]
    }

    /// Q of a reading and period.
    pub fn scale(&self, reading: Reading, period: usize) -> f64 {
        self.scales[reading as usize * self.periods + period]
    }

    /// The departure of the total.
    pub fn total(&self, reading: Reading, period: usize) -> Departure {
        let (gain, scale) = (self.gain(reading, period), self.scale(reading, period));
        let v = match reading {
            Reading::Credible => {
                let (lasting, base) = (&self.lasting[period], self.before(period).base);
                self.variances.carried_total(period, lasting.share)
                    + (base * lasting.se).powi(2)
                    + self.late.carried_total(period, lasting.share)
            }
            _ => self.variances.total(reading, period) + self.late.total(reading, period),
        };
        match reading {
            Reading::Level | Reading::Evolution | Reading::Credible => {
                Departure { d: (gain.real_total() / gain.guarantee_total()).ln(), v }
            }
            Reading::Additive => Departure { d: -gain.total() / scale, v: v / (scale * scale) },
        }
    }

    /// The part of the variance of the total's departure that comes from completing late bookings.
    pub fn late_bookings(&self, reading: Reading, period: usize) -> f64 {
        let scale = self.scale(reading, period);
        match reading {
            Reading::Level | Reading::Evolution => self.late.total(reading, period),
            Reading::Credible => self.late.carried_total(period, self.lasting[period].share),
            Reading::Additive => self.late.total(reading, period) / (scale * scale),
        }
    }

    /// The departure of a sector.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> Departure {
        let (gain, scale) = (self.gain(reading, period), self.scale(reading, period));
        let d = (gain.real[sector] - gain.guarantee[sector]) / scale;
        let v = match reading {
            Reading::Credible => {
                let (lasting, base) = (&self.lasting[period], self.before(period).base);
                let difference =
                    self.gain(Reading::Evolution, period).guarantee[sector] - self.gain(Reading::Level, period).guarantee[sector];
                let carried = lasting.carried(base);
                let persons = self.variances.carried_sector(period, sector, carried, scale);
                persons
                    + self.late.carried_sector(period, sector, carried)
                    + (lasting.carried_slope(base) * difference * lasting.se).powi(2)
            }
            _ => self.variances.sector(reading, period, sector) + self.late.sector(reading, period, sector),
        };
        Departure { d, v: v / (scale * scale) }
    }
}

fn scale(reading: Reading, year: &GroupYear) -> f64 {
    match reading {
        Reading::Level | Reading::Evolution | Reading::Credible => year.expected_total(),
        Reading::Additive => year.exposure,
    }
}
