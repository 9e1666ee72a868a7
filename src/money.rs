//! **Exact amounts.** Do all ways of adding up the same costs give the same total?
//!
//! Amounts arrive in euro and leave in euro; in between they are integer [`Cents`], so that they do, whatever the order, the
//! partitioning or the number of threads.
//!
//! # Formula
//!
//! A share of an amount is rounded once, *half away from zero*, at the cent, or at the euro where a rule pays whole euros. Parts of
//! an amount add up to it: [`Share::split`] gives the second part what the first leaves; [`apportion`] rounds every part down and
//! hands the cents that are left to the largest remainders (Hamilton's method).
//!
//! # Example
//!
//! A euro over three equal parts, and a fifth of a yearly lump sum of 208,333 € in whole euros:
//!
//! ```
//! use garantie::money::{Cents, Share, apportion};
//!
//! assert_eq!(apportion(Cents(100), &[1, 1, 1]), Some(vec![Cents(34), Cents(33), Cents(33)]));
//! let fifth = Share::new(0.2).unwrap();
//! assert_eq!(fifth.split_in_euro(Cents(208_333_00)), (Cents(41_667_00), Cents(166_666_00)));
//! ```
//!
//! ---
//!
//! [Contents](crate) · [Who is counted](crate::panel) →

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

/// The largest amount in cents that a 64-bit float still holds exactly: 2⁵³.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// An amount in cents.
///
/// Adding two amounts past ±92 million billion euro is a bug in the caller and panics rather than wrapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// No money.
    pub const ZERO: Cents = Cents(0);

    /// The cents nearest to an amount in euro; `None` if it is not a number or too large to be exact.
    #[inline]
    pub fn from_euro(euro: f64) -> Option<Cents> {
        Cents::rounded(euro * 100.0)
    }

    /// The cents nearest to a fractional number of cents, half away from zero; `None` if not a number or too large to be exact.
    #[inline]
    pub fn rounded(cents: f64) -> Option<Cents> {
        // Written as a range test so that a value that is not a number fails it.
        (-EXACT..=EXACT).contains(&cents).then(|| {
            // What is cut off is exact, so this is `round`, which is a call for every amount where the processor has no such step.
            let whole = cents as i64;
            let cut = cents - whole as f64;
            Cents(whole + i64::from(cut >= 0.5) - i64::from(cut <= -0.5))
        })
    }

    /// The amount in euro.
    pub fn euro(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The sum, or `None` past the range of 64 bits.
    #[inline]
    pub fn checked_add(self, other: Cents) -> Option<Cents> {
        self.0.checked_add(other.0).map(Cents)
    }
}

impl fmt::Display for Cents {
    /// Euro with two decimals and a point, for machines: `-1234.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

impl Add for Cents {
    type Output = Cents;
    #[inline]
    fn add(self, other: Cents) -> Cents {
        self.checked_add(other).expect("sum of cents within 64 bits")
    }
}

impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(self.0.checked_neg().expect("negated cents within 64 bits"))
    }
}

impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        self + -other
    }
}

impl AddAssign for Cents {
    #[inline]
    fn add_assign(&mut self, other: Cents) {
        *self = *self + other;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        amounts.fold(Cents::ZERO, Add::add)
    }
}

/// A quotient, half away from zero; the divisor is positive.
fn divide(amount: i128, by: i128) -> i64 {
    let quotient = (2 * amount.abs() + by) / (2 * by);
    i64::try_from(amount.signum() * quotient).expect("a part of an amount within 64 bits")
}

/// A fraction from 0 to 1 in whole millionths, so that a share of an amount is exact before it is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    millionths: u32,
}

impl Share {
    /// Everything.
    pub const ALL: Share = Share { millionths: 1_000_000 };

    /// The share nearest to a fraction; `None` outside 0 to 1.
    pub fn new(fraction: f64) -> Option<Share> {
        (0.0..=1.0).contains(&fraction).then(|| Share { millionths: (fraction * 1e6).round() as u32 })
    }

    /// The share as a fraction.
    pub fn fraction(self) -> f64 {
        f64::from(self.millionths) / 1e6
    }

    /// What this share leaves.
    pub fn rest(self) -> Share {
        Share { millionths: 1_000_000 - self.millionths }
    }

    /// This share of an amount, rounded to the cent.
    pub fn of(self, amount: Cents) -> Cents {
        Cents(divide(i128::from(amount.0) * i128::from(self.millionths), 1_000_000))
    }

    /// This share of an amount, rounded to the euro.
    pub fn of_in_euro(self, amount: Cents) -> Cents {
        Cents(divide(i128::from(amount.0) * i128::from(self.millionths), 100_000_000) * 100)
    }

    /// This share of an amount in whole euros, and the rest of it.
    pub fn split_in_euro(self, amount: Cents) -> (Cents, Cents) {
        let share = self.of_in_euro(amount);
        (share, amount - share)
    }

    /// This share of an amount, and the rest of it.
    pub fn split(self, amount: Cents) -> (Cents, Cents) {
        let share = self.of(amount);
        (share, amount - share)
    }
}

/// Parts of an amount in proportion to weights, adding up to it to the cent: each part is rounded down in magnitude, and the
/// cents that are left go one each to the largest remainders, the first of equal ones. `None` without a positive weight.
pub fn apportion(amount: Cents, weights: &[u64]) -> Option<Vec<Cents>> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    let magnitude = u128::from(amount.0.unsigned_abs());
    let (parts, remainders): (Vec<u128>, Vec<u128>) = weights
        .iter()
        .map(|weight| magnitude * u128::from(*weight))
        .map(|scaled| Some((scaled.checked_div(total)?, scaled % total)))
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .unzip();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(remainders[*index]));
    let left = magnitude - parts.iter().sum::<u128>();
    let mut parts: Vec<Cents> = parts.into_iter().map(|part| Cents(i64::try_from(part).expect("no more than the amount"))).collect();
    order.iter().take(left as usize).for_each(|index| parts[*index] += Cents(1));
    (total > 0).then(|| parts.into_iter().map(|part| if amount.0 < 0 { -part } else { part }).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn euro_round_to_the_nearest_cent_half_away_from_zero() {
        assert_eq!(Cents::from_euro(0.1 + 0.2), Some(Cents(30)));
        assert_eq!(Cents::from_euro(-12.34), Some(Cents(-1234)));
        assert_eq!(Cents::rounded(0.5), Some(Cents(1)));
        assert_eq!(Cents::rounded(-0.5), Some(Cents(-1)));
        for cents in [0.0, 0.499_999_999_999_999_94, 1.5, 2.5, 1e9 + 0.25, 4_503_599_627_370_495.5, EXACT] {
            assert_eq!(Cents::rounded(cents), Some(Cents(cents.round() as i64)));
            assert_eq!(Cents::rounded(-cents), Some(Cents((-cents).round() as i64)));
        }
    }

    #[test]
    fn amounts_that_cannot_be_exact_are_refused() {
        assert_eq!(Cents::from_euro(f64::NAN), None);
        assert_eq!(Cents::from_euro(f64::INFINITY), None);
        assert_eq!(Cents::from_euro(1e15), None);
    }

    #[test]
    fn every_cent_survives_the_way_through_euro() {
        for cents in [-100_000_007, -1, 0, 1, 99, 123_456_789_012_345] {
            assert_eq!(Cents::from_euro(Cents(cents).euro()), Some(Cents(cents)));
        }
    }

    #[test]
    fn display_is_plain_euro() {
        assert_eq!(Cents(-5).to_string(), "-0.05");
        assert_eq!(Cents(123_456).to_string(), "1234.56");
    }

    #[test]
    fn a_fifth_of_the_lump_sum_in_whole_euros() {
        // Method, section 14: of 208,333 € at most 41,667 € (20 % is 41,666.60) in reserve, 166,666 € to be used.
        let fifth = Share::new(0.2).expect("a share");
        assert_eq!(fifth.split_in_euro(Cents(20_833_300)), (Cents(4_166_700), Cents(16_666_600)));
        assert_eq!(fifth.split(Cents(20_833_300)), (Cents(4_166_660), Cents(16_666_640)));
        assert_eq!([Cents(-50), Cents(49)].map(|amount| Share::ALL.of_in_euro(amount)), [Cents(-100), Cents(0)]);
    }

    #[test]
    fn shares_outside_zero_to_one_are_refused() {
        assert_eq!([Share::new(1.01), Share::new(-0.1), Share::new(f64::NAN)], [None; 3]);
        assert_eq!(Share::new(1.0), Some(Share::ALL));
    }

    #[test]
    fn odd_cents_go_to_the_largest_remainders_and_nothing_goes_to_nobody() {
        assert_eq!(apportion(Cents(100), &[1, 1, 1]), Some(vec![Cents(34), Cents(33), Cents(33)]));
        assert_eq!(apportion(Cents(-5), &[1, 3]), Some(vec![Cents(-1), Cents(-4)]));
        assert_eq!(apportion(Cents(5), &[0, 0]), None);
        assert_eq!(apportion(Cents(5), &[]), None);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_cent(amount in any::<i64>().prop_map(|cents| Cents(cents / 2)), weights in prop::collection::vec(0..1_000_000_000_000_u64, 1..12)) {
            match apportion(amount, &weights) {
                None => prop_assert!(weights.iter().all(|weight| *weight == 0)),
                Some(parts) => {
                    prop_assert_eq!(parts.iter().copied().sum::<Cents>(), amount);
                    let total: u64 = weights.iter().sum();
                    for (part, weight) in parts.iter().zip(weights) {
                        let exact = i128::from(amount.0) * i128::from(weight);
                        let apart = (i128::from(part.0) * i128::from(total) - exact).abs();
                        prop_assert!(apart < i128::from(total), "within a cent of the exact part");
                    }
                }
            }
        }

        #[test]
        fn a_share_and_its_rest_add_up_and_lie_within_half_a_unit(amount in any::<i64>().prop_map(|cents| Cents(cents / 4)), fraction in 0.0..=1.0_f64) {
            let share = Share::new(fraction).expect("a share");
            let exact = i128::from(amount.0) * i128::from((fraction * 1e6).round() as u32);
            for ((part, rest), unit) in [(share.split(amount), 1), (share.split_in_euro(amount), 100)] {
                prop_assert_eq!(part + rest, amount);
                prop_assert!((i128::from(part.0) * 1_000_000 - exact).abs() * 2 <= unit * 1_000_000);
            }
        }
    }
}
