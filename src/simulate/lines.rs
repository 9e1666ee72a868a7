//! Splitting a sector's cents into benefit lines, and a condition's doses into deliveries.

use std::ops::Range;

use rand::Rng;

use super::calendar::Calendar;
use super::morbidity::{CONDITIONS, OTHER_DRUGS, SHORT_USES, draw_doses};
use super::nomenclature::{Benefits, Sector};
use super::random::uniform;
use super::rows::{ClaimRows, DrugRows};

/// Months from service to booking: per 256 lines. Most come within three months, the last after 23.
const BOOKING_LAGS: [u16; 24] = [16, 90, 68, 32, 14, 8, 6, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1];

/// A correction comes with one line in 512.
const CORRECTION_MASK: u64 = 511;

/// Lines per square root of euro, and the most in a year.
const LINE_RATES: [f64; 6] = [0.45, 0.12, 0.0, 1.0, 0.25, 0.45];
const MOST_LINES: f64 = 400.0;
/// Probability that a person with drugs has a short use of a chronic class in a year.
const SHORT_USE: f64 = 0.12;
/// The pharmacist's fee is a fifth of a delivery, at most 4.50 €. In cents.
const MOST_FEE: i64 = 450;

/// How one person's lines of one year are dated and changed.
pub(super) struct Service<'a> {
    pub person: i64,
    pub calendar: &'a Calendar,
    /// Days of the year (from zero) insured and alive.
    pub days: Range<u32>,
    pub increased_reimbursement: bool,
    /// Factor of a pilot's effect on every amount.
    pub effect: f64,
}

impl Service<'_> {
    fn day(&self, draw: u64) -> u32 {
        self.days.start + (((draw & 0xFFFF) * self.days.len() as u64) >> 16) as u32
    }

    fn changed(&self, cents: i64) -> i64 {
        if self.effect == 1.0 { cents } else { (cents as f64 * self.effect).round() as i64 }
    }
}

/// Tables and buffers that lines are drawn with.
pub(super) struct LineWriter {
    benefits: Benefits,
    lags: Vec<u8>,
    /// Scales the number of lines.
    density: f64,
    drawn: Vec<(u64, f64)>,
    deliveries: Vec<Delivery>,
}

/// A delivery of a drug whose amount is not known yet.
struct Delivery {
    atc: &'static str,
    cnk: u32,
    doses: f64,
}

impl LineWriter {
    pub fn new(density: f64) -> Self {
        let lags = (0_u8..).zip(BOOKING_LAGS).flat_map(|(lag, lines)| std::iter::repeat_n(lag, lines.into())).collect();
        Self { benefits: Benefits::new(), lags, density, drawn: Vec::new(), deliveries: Vec::new() }
    }

    /// Writes the lines of a sector; gives their sum after the pilot's effect, in cents.
    pub fn claims(&mut self, rng: &mut impl Rng, service: &Service, sector: Sector, cents: i64, rows: &mut ClaimRows) -> i64 {
        if cents <= 0 {
            return 0;
        }
        let wanted = self.density * LINE_RATES[sector as usize] * (cents as f64 / 100.0).sqrt();
        let lines = (wanted.min(MOST_LINES) + uniform(rng)).max(1.0).min(cents as f64) as usize;
        self.drawn.clear();
        let mut total = 0.0;
        for _ in 0..lines {
            let draw = rng.next_u64();
            // Prices vary by a factor of three around the benefit's own.
            let price = self.benefits.pick(sector, (draw >> 16) as u8).1 * (0.5 + ((draw >> 24) & 0xFF) as f64 / 256.0);
            total += price;
            self.drawn.push((draw, total));
        }
        let (mut given, mut sum) = (0, 0);
        for &(draw, cumulative) in &self.drawn {
            let part = (cents as f64 * (cumulative / total)).round() as i64 - given;
            given += part;
            let amount = service.changed(part);
            sum += amount;
            let day = service.day(draw);
            let share = personal_share(sector, service.increased_reimbursement, amount);
            let lag = self.lags[usize::from((draw >> 32) as u8)];
            let mut push = |amount, share, lag| {
                rows.person.push(service.person);
                rows.service_date.push(service.calendar.date(day));
                rows.code.push(self.benefits.pick(sector, (draw >> 16) as u8).0);
                rows.amount.push(amount);
                rows.share.push(share);
                rows.booking_month.push(service.calendar.month(day, lag));
            };
            push(amount, share, lag);
            if (draw >> 40) & CORRECTION_MASK == 0 && lag < 20 && amount > 0 {
                // Taken back and booked again, so that the year's cost stays what it is.
                push(-amount, -share, lag + 2);
                push(amount, share, lag + 3);
            }
        }
        sum
    }

    /// Plans the deliveries of a person's drugs and tells whether any condition's doses reach its threshold.
    pub fn plan_drugs(&mut self, rng: &mut impl Rng, conditions: &[bool; CONDITIONS.len()], exposure: f64, cents: i64) -> bool {
        self.deliveries.clear();
        if cents <= 0 {
            return false;
        }
        let mut doses_of = [0.0; CONDITIONS.len()];
        for (c, condition) in CONDITIONS.iter().enumerate().filter(|(c, _)| conditions[*c]) {
            let doses = draw_doses(rng, condition, exposure);
            let product = (uniform(rng) * condition.products.len() as f64) as usize;
            let packages = (self.density * doses / 60.0 + uniform(rng)).max(1.0).floor();
            let package = ((2.0 * doses / packages).ceil() / 2.0).max(0.5);
            doses_of[c] = package * packages;
            let (atc, cnk) = condition.products[product];
            self.deliveries.extend((0..packages as usize).map(|_| Delivery { atc, cnk, doses: package }));
        }
        let others = self.density * 0.12 * (cents as f64 / 100.0).sqrt();
        let others = (others.min(MOST_LINES) + uniform(rng)) as usize;
        for _ in 0..others.max(usize::from(self.deliveries.is_empty())) {
            let (atc, cnk, doses) = OTHER_DRUGS[(uniform(rng) * OTHER_DRUGS.len() as f64) as usize];
            self.deliveries.push(Delivery { atc, cnk, doses });
        }
        if uniform(rng) < SHORT_USE {
            let (atc, cnk, doses) = SHORT_USES[(uniform(rng) * SHORT_USES.len() as f64) as usize];
            self.deliveries.push(Delivery { atc, cnk, doses });
            if let Some(c) = CONDITIONS.iter().position(|condition| condition.covers(atc)) {
                doses_of[c] += doses;
            }
        }
        CONDITIONS.iter().zip(doses_of).any(|(condition, doses)| doses >= condition.threshold)
    }

    /// Writes the planned deliveries; gives the sum of amounts and fees after the pilot's effect, in cents.
    pub fn drugs(&mut self, rng: &mut impl Rng, service: &Service, cents: i64, rows: &mut DrugRows) -> i64 {
        self.drawn.clear();
        let mut total = 0.0;
        for _ in &self.deliveries {
            let draw = rng.next_u64();
            total += 0.5 + ((draw >> 24) & 0xFF) as f64 / 256.0;
            self.drawn.push((draw, total));
        }
        let (mut given, mut sum) = (0, 0);
        for (delivery, &(draw, cumulative)) in self.deliveries.iter().zip(&self.drawn) {
            let part = (cents as f64 * (cumulative / total)).round() as i64 - given;
            given += part;
            let fee = (part / 5).min(MOST_FEE);
            let (amount, fee) = (service.changed(part - fee), service.changed(fee));
            sum += amount + fee;
            let day = service.day(draw);
            rows.person.push(service.person);
            rows.service_date.push(service.calendar.date(day));
            rows.cnk.push(delivery.cnk);
            rows.atc.push(delivery.atc);
            rows.ddd.push(delivery.doses);
            rows.amount.push(amount);
            rows.fee.push(fee);
            rows.booking_month.push(service.calendar.month(day, self.lags[usize::from((draw >> 32) as u8)]));
        }
        sum
    }
}

/// Personal share in cents: 20 % of a doctor's or therapist's fee (reimbursed 80 %), less in a hospital and with
/// increased reimbursement.
fn personal_share(sector: Sector, increased_reimbursement: bool, amount: i64) -> i64 {
    let percent = match (sector, increased_reimbursement) {
        (Sector::Hospitals, false) => 8,
        (Sector::Hospitals, true) => 3,
        (_, false) => 22,
        (_, true) => 9,
    };
    amount * percent / 100
}
