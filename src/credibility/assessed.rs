//! A target group held against its guarantee: gains, and departures with their variance on the scale of inference.

use std::slice::from_ref;

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
        Assessed::of_sets(from_ref(judged)).remove(0)
    }

    /// Assesses a group in several sets of years: all but these is the same in what is judged.
    pub fn of_sets(judged: &[Judged]) -> Vec<Assessed> {
        judged.iter().zip(variances(judged)).map(|(judged, variances)| Assessed::with(judged, variances)).collect()
    }

    fn with(judged: &Judged, variances: Variances) -> Assessed {
        let base: Vec<(f64, GroupYear)> = judged.base.iter().map(|(weight, year)| (*weight, judged.years[*year].clone())).collect();
        let years: Vec<&GroupYear> = judged.performance.iter().map(|year| &judged.years[*year]).collect();
        let (gains, scales) = gains(&base, &years);
        let late = LateBookings::new(&judged.rows.completion, &judged.base, &judged.performance, judged.years, judged.rows.sectors);
        Assessed { periods: years.len() + 1, gains, scales, variances, late, lasting: Vec::new() }
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

    /// Whether sectors are told, or the total alone.
    pub fn tells_sectors(&self) -> bool {
        self.variances.sectors > 0
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
        let d = departure(reading, gain, scale);
        match reading {
            Reading::Level | Reading::Evolution | Reading::Credible => Departure { d, v },
            Reading::Additive => Departure { d, v: v / (scale * scale) },
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

    /// The departure of a sector, where sectors are told.
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

/// The gains of a group with their scales, by reading, then period.
fn gains(base: &[(f64, GroupYear)], years: &[&GroupYear]) -> (Vec<Gain>, Vec<f64>) {
    let (mut gains, mut scales) = (Vec::new(), Vec::new());
    for reading in Reading::ALL {
        let of_years: Vec<Gain> = years.iter().map(|year| Comparison { base, performance: year }.gain(reading)).collect();
        let scale_of_years: Vec<f64> = years.iter().map(|year| scale(reading, year)).collect();
        let all = Gain::sum(&of_years);
        gains.extend(of_years.into_iter().chain([all]));
        scales.extend(scale_of_years.iter().copied().chain([scale_of_years.iter().sum()]));
    }
    (gains, scales)
}

/// The departures of the totals of a group, by reading, then period.
pub(super) fn departures(base: &[(f64, GroupYear)], years: &[&GroupYear]) -> Vec<f64> {
    let (gains, scales) = gains(base, years);
    let readings = Reading::ALL.into_iter().flat_map(|reading| std::iter::repeat_n(reading, years.len() + 1));
    readings.zip(&gains).zip(scales).map(|((reading, gain), scale)| departure(reading, gain, scale)).collect()
}

fn departure(reading: Reading, gain: &Gain, scale: f64) -> f64 {
    match reading {
        Reading::Level | Reading::Evolution | Reading::Credible => (gain.real_total() / gain.guarantee_total()).ln(),
        Reading::Additive => -gain.total() / scale,
    }
}

fn scale(reading: Reading, year: &GroupYear) -> f64 {
    match reading {
        Reading::Level | Reading::Evolution | Reading::Credible => year.expected_total(),
        Reading::Additive => year.exposure,
    }
}

#[cfg(test)]
mod tests {
    use super::super::shocks::Shocks;
    use super::super::{Estimate, Interval};
    use super::*;
    use crate::panel::CompletionError;

    const PERIOD: usize = 0;

    fn year(expected: [f64; 2], real: [f64; 2]) -> GroupYear {
        let (expected, real) = (expected.to_vec(), real.to_vec());
        let (raw, pool) = (real.clone(), Default::default());
        GroupYear { year: 2018, persons: 5, exposure: 10.0, profiles: Vec::new(), expected, real, users: vec![5; 2], raw, above: 0, pool }
    }

    /// A group with one base year and one performance year, moved by five persons; the first sector of the performance year is completed
    /// with an error of 2 %.
    fn assessed() -> Assessed {
        let years = [year([500.0, 500.0], [520.0, 470.0]), year([600.0, 500.0], [690.0, 430.0])];
        let base = [(1.0, years[0].clone())];
        let of = |reading| Comparison { base: &base, performance: &years[1] }.gain(reading);
        let mut variances = Variances::zero(2, 2);
        for period in 0..2 {
            for (reading, squares) in Reading::ALL.into_iter().zip([0.0016, 0.0025, 900.0]) {
                let total = variances.slot(reading, period, 2);
                (variances.squares[total], variances.own[total]) = (squares, squares / 4.0);
                let first = variances.slot(reading, period, 0);
                variances.squares[first] = 1600.0 + 100.0 * f64::from(reading as u8);
                variances.persons[reading as usize * 2 + period] = 5;
            }
            variances.group[period] = 5;
        }
        variances.base = vec![0.000_09, 0.0, 0.0004];
        let error = CompletionError::new(2, vec![0.0, 0.0, 0.0, 0.0004, 0.0, 0.0, 0.0, 0.0]);
        Assessed {
            periods: 2,
            gains: Reading::ALL.into_iter().flat_map(|reading| [of(reading), Gain::sum(&[of(reading)])]).collect(),
            scales: vec![1100.0, 1100.0, 1100.0, 1100.0, 10.0, 10.0],
            variances,
            late: LateBookings::new(&error, &[(1.0, 0)], &[1], &years, 2),
            lasting: Vec::new(),
        }
    }

    fn shocks() -> Shocks {
        let learnt = Shocks::learn(vec![Departure { d: 0.01, v: 0.01 }, Departure { d: -0.01, v: 0.01 }], 12, 0.95);
        Shocks { tau2: 0.0009, df: 11.0, ..learnt }
    }

    fn estimate(reading: Reading) -> Estimate {
        Estimate::of_total(&assessed(), reading, PERIOD, Some(&shocks()), 0.95)
    }

    #[track_caller]
    fn close(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        found.iter().zip(wanted).for_each(|(found, wanted)| assert!((found / wanted - 1.0).abs() < 1e-6, "{found} {wanted}"));
    }

    /// Values by tests/reference/estimate.py, here and below.
    #[test]
    fn totals_on_the_log_scale_are_those_by_hand() {
        let found = estimate(Reading::Level);
        close(&[found.departure.d, found.departure.v - 0.0009], &[0.018_018_505_502_678_2, 0.002_001_994_697_672_46]);
        let Interval { se, low, high } = found.interval;
        close(&[found.gain, se, low, high], &[-20.0, 60.334_585_013_575_2, -160.988_729_838_425, 105.225_050_535_756]);
        close(&[found.rate.0, found.rate.1], &[-160.988_729_838_425 / 1100.0, 105.225_050_535_756 / 1100.0]);
        close(&[found.p_value, found.detectable_rate, found.savings_rate], &[0.744_307_871_864_667, 0.152_727_047_864_256, -20.0 / 1100.0]);
        let parts = [found.parts.own, found.parts.reference, found.parts.completion, found.parts.zones];
        close(&parts, &[0.172_295_283_792_567, 0.516_885_851_377_7, 0.000_687_354_003_112_846, 0.310_131_510_826_62]);
        close(&[found.se_persons, found.se_completion], &[50.087_922_695_995_3, 1.581_818_181_818_18]);
        close(&[found.guarantee, found.real, found.scale], &[1100.0, 1120.0, 1100.0]);
        let found = estimate(Reading::Evolution);
        let Interval { se, low, high } = found.interval;
        close(&[found.gain, se, low, high], &[-31.0, 71.073_638_915_988_6, -198.883_451_701_187, 114.998_821_288_493]);
        close(&[found.p_value, found.detectable_rate], &[0.666_830_429_448_316, 0.177_355_693_043_052]);
    }

    #[test]
    fn totals_in_euro_are_those_by_hand() {
        let found = estimate(Reading::Additive);
        close(&[found.departure.d, found.departure.v - 0.0009], &[3.0, 11.2824]);
        let Interval { se, low, high } = found.interval;
        close(&[found.gain, se, low, high], &[-30.0, 33.590_623_691_738_7, -103.932_464_263_74, 43.932_464_263_739_6]);
        close(&[found.rate.0, found.rate.1], &[-0.095_350_884_645_632_7, 0.040_305_013_085_999_6]);
        close(&[found.p_value, found.detectable_rate], &[0.390_920_740_956_365, 0.094_809_231_456_931_8]);
        close(&[assessed().late_bookings(Reading::Additive, PERIOD), found.se_completion], &[0.0324, 1.8]);
    }

    #[test]
    fn the_credible_reading_carries_on_what_lasts() {
        let credible = assessed().with_credible(vec![Lasting { share: 0.4, se: 0.1 }; 2]);
        assert_eq!(credible.readings().len(), 4);
        for period in 0..credible.periods() {
            let (total, gain) = (credible.total(Reading::Credible, period), credible.gain(Reading::Credible, period));
            let found = [credible.carried(period), gain.guarantee_total(), total.d, total.v];
            close(&found, &[0.401_206_441_901_835, 1_095.586_729_139_08, 0.022_038_639_844_078_9, 0.002_333_004_790_180_14]);
        }
        let years = [year([500.0, 500.0], [520.0, 470.0]), year([600.0, 500.0], [690.0, 430.0])];
        close(&[credible.before(PERIOD).base, credible.before(PERIOD).performance], &[0.99_f64.ln(), (1120.0_f64 / 1100.0).ln()]);
        let again = credible.credible(PERIOD, &Comparison { base: &[(1.0, years[0].clone())], performance: &years[1] });
        assert_eq!(&again, credible.gain(Reading::Credible, PERIOD));
    }

    /// That a share is carried on of the base difference of a sector: all of it is the evolution reading, none the level reading.
    #[test]
    fn sectors_of_the_credible_reading_lie_between_the_others() {
        let plain = assessed();
        for (share, other) in [(0.0, Reading::Level), (1.0, Reading::Evolution)] {
            let credible = assessed().with_credible(vec![Lasting { share, se: 0.0 }; 2]);
            for sector in 0..2 {
                let (found, wanted) = (credible.sector(Reading::Credible, PERIOD, sector), plain.sector(other, PERIOD, sector));
                assert!((found.d - wanted.d).abs() < 1e-12 && (found.v - wanted.v).abs() < 1e-12, "{found:?} {wanted:?}");
            }
        }
        // An uncertain share moves the guarantee of a sector by its slope: d(θ^λ − 1)/dλ at λ = 0 is log θ, of the first sector's 22 euro.
        let [sure, unsure] = [0.0, 0.1].map(|se| assessed().with_credible(vec![Lasting { share: 0.0, se }; 2]));
        let more = unsure.sector(Reading::Credible, PERIOD, 0).v - sure.sector(Reading::Credible, PERIOD, 0).v;
        let slope = 0.99_f64.ln() / (0.99 - 1.0);
        close(&[more], &[(slope * 0.1 * 1100.0 * 0.02 / 1100.0).powi(2)]);
    }

    #[test]
    fn a_sector_has_a_symmetric_interval_in_euro() {
        let found = Interval::of_sector(&assessed(), Reading::Level, PERIOD, 0, None, 0.95);
        // Five persons, and 2 % of 600 − 690; without shocks the normal quantile, on the scale of all expected cost.
        let se = (1600.0_f64 * 5.0 / 4.0 + 1.8 * 1.8).sqrt();
        close(&[found.se, found.low, found.high], &[se, -90.0 - 1.959_963_984_540_054 * se, -90.0 + 1.959_963_984_540_054 * se]);
    }

    #[test]
    fn bounds_of_the_departure_give_the_interval_back() {
        for reading in Reading::ALL {
            let found = estimate(reading);
            let reach = 2.200_985_160_091_639 * found.departure.v.sqrt();
            let again = found.clone().with_bounds(reading, (found.departure.d - reach, found.departure.d + reach));
            close(&[again.interval.low, again.interval.high], &[found.interval.low, found.interval.high]);
            close(&[again.rate.0, again.rate.1, again.interval.se], &[found.rate.0, found.rate.1, found.interval.se]);
            close(&[found.rate_of(reading, found.departure.d)], &[found.savings_rate]);
        }
        for guarantee in [0.0, -1.0] {
            let found = Estimate { guarantee, ..estimate(Reading::Additive) };
            assert!(found.rate_of(Reading::Additive, 0.1).is_nan());
        }
    }

    #[test]
    fn no_difference_and_no_error_is_nothing_to_tell_from_chance() {
        let mut same = assessed();
        (same.gains[0].real, same.variances) = (same.gains[0].guarantee.clone(), Variances::zero(2, 2));
        same.variances.persons.fill(5);
        same.late = LateBookings::new(&CompletionError::default(), &[], &[0], &[year([1.0; 2], [1.0; 2])], 2);
        let found = Estimate::of_total(&same, Reading::Level, PERIOD, None, 0.95);
        assert_eq!((found.p_value, found.interval.se, found.p_placebo), (1.0, 0.0, None));
        assert_eq!([found.parts.own, found.parts.reference, found.parts.completion, found.parts.zones], [1.0, 0.0, 0.0, 0.0]);
        assert!(!found.departure.passes(2.0, 0.0));
        // A guarantee of nothing is no amount to compare with.
        same.gains[Reading::Additive as usize * 2].guarantee.fill(0.0);
        assert!(Estimate::of_total(&same, Reading::Additive, PERIOD, None, 0.95).savings_rate.is_nan());
    }

    #[test]
    fn the_costliest_are_told_where_they_are_many() {
        let mut many = assessed();
        (many.variances.costliest_group, many.variances.costliest) = (11, vec![0.0004, 0.0, 0.0005, 0.0, 90.0, 0.0]);
        assert_eq!(many.costliest_share(Reading::Level, PERIOD, 11), None);
        close(&[many.costliest_share(Reading::Level, PERIOD, 10).expect("a share")], &[0.25]);
        close(&[many.costliest_share(Reading::Credible, PERIOD, 10).expect("a share")], &[0.2]);
        let slot = many.variances.slot(Reading::Evolution, PERIOD, 2);
        many.variances.own[slot] *= 2.0;
        let own = [Reading::Level, Reading::Evolution, Reading::Credible].map(|reading| many.own_share(reading, PERIOD));
        close(&[own[0], own[1], own[2], many.persons(1) as f64], &[0.25, 0.5, 0.5, 5.0]);
        assert_eq!((many.df(), many.periods(), many.readings().len()), (None, 2, 3));
        let (squares, own) = (many.variances.squares.clone(), many.variances.own.clone());
        many.variances.clustered = Some(super::super::clusters::Clustered { squares, own, df: Some(3.0) });
        assert_eq!(many.df(), Some(3.0));
    }
}
