//! Money as integer cents: exact sums, one rounding law, checked arithmetic.
//!
//! Amounts arrive in euro and leave in euro; in between they are [`Cents`], so that every way of adding the same amounts
//! gives the same total, whatever the order, the partitioning or the number of threads. The one rounding law is
//! *half away from zero*, at the cent.

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
    pub fn from_euro(euro: f64) -> Option<Cents> {
        Cents::rounded(euro * 100.0)
    }

    /// The cents nearest to a fractional number of cents, half away from zero; `None` if not a number or too large to be exact.
    pub fn rounded(cents: f64) -> Option<Cents> {
        // Written as a range test so that a value that is not a number fails it.
        (-EXACT..=EXACT).contains(&cents).then(|| Cents(cents.round() as i64))
    }

    /// The amount in euro.
    pub fn euro(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The sum, or `None` past the range of 64 bits.
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
    fn add_assign(&mut self, other: Cents) {
        *self = *self + other;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        amounts.fold(Cents::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euro_round_to_the_nearest_cent_half_away_from_zero() {
        assert_eq!(Cents::from_euro(0.1 + 0.2), Some(Cents(30)));
        assert_eq!(Cents::from_euro(-12.34), Some(Cents(-1234)));
        assert_eq!(Cents::rounded(0.5), Some(Cents(1)));
        assert_eq!(Cents::rounded(-0.5), Some(Cents(-1)));
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
}
