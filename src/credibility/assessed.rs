//! A target group held against its guarantee: gains, and departures with their variance on the scale of inference.

use super::influence::{Judged, Variances, variances};
use crate::counterfactual::{Comparison, Gain, GroupYear};
use crate::spec::Reading;

/// The gains of a group in every reading, performance year and (last) over all of them. Money in cents.
#[derive(Clone, Debug)]
pub struct Assessed {
    periods: usize,
    gains: Vec<Gain>,
    scales: Vec<f64>,
    variances: Variances,
}

/// How far real cost departed from the guarantee, positive above it, and the variance of that from persons and models.
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
        Assessed { periods: years.len() + 1, gains, scales, variances: variances(judged) }
    }

    /// Performance years, and the cumulative row last.
    pub fn periods(&self) -> usize {
        self.periods
    }

    /// Distinct persons of the target group in a period.
    pub fn persons(&self, period: usize) -> u64 {
        self.variances.group_persons(period)
    }

    /// The share of the variance of a total that comes from the target group; the rest comes from the reference group.
    pub fn own_share(&self, reading: Reading, period: usize) -> f64 {
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
        let v = self.variances.total(reading, period);
        match reading {
            Reading::Level | Reading::Evolution => Departure { d: (gain.real_total() / gain.guarantee_total()).ln(), v },
            Reading::Additive => Departure { d: -gain.total() / scale, v: v / (scale * scale) },
        }
    }

    /// The departure of a sector.
    pub fn sector(&self, reading: Reading, period: usize, sector: usize) -> Departure {
        let (gain, scale) = (self.gain(reading, period), self.scale(reading, period));
        let d = (gain.real[sector] - gain.guarantee[sector]) / scale;
        Departure { d, v: self.variances.sector(reading, period, sector) / (scale * scale) }
    }
}

fn scale(reading: Reading, year: &GroupYear) -> f64 {
    match reading {
        Reading::Level | Reading::Evolution => year.expected_total(),
        Reading::Additive => year.exposure,
    }
}
