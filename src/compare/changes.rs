//! From the gain of one run to that of another: which part of it each figure brings, to the cent.

use crate::money::Cents;

/// The figures of a gain that two runs are held against each other by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Before {
    /// Expected cost of the target group in the year.
    pub expected: Cents,
    /// The guarantee.
    pub guarantee: Cents,
    /// Real cost.
    pub real_cost: Cents,
}

/// What changed a gain; the parts add up to the change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The gain of the second run less that of the first.
    pub gain: Cents,
    /// What the group is expected to cost: model, reference group and who is counted.
    pub expected: Cents,
    /// How far the guarantee is from the expected cost: what is carried on from the base period.
    pub carried: Cents,
    /// What the group costs, with the sign of the gain.
    pub real_cost: Cents,
}

impl Change {
    /// The change from one run to the next.
    ///
    /// METHOD: BG = F · (BG/F). The change of a product is shared out with the logarithmic mean L of its two values, L · Δlog of
    /// each factor (Ang 2015), which leaves no rest and knows no order. A guarantee that is not positive has no logarithm: then the
    /// expected cost counts in euro, and the rest is carried.
    pub fn between(before: &Before, after: &Before) -> Change {
        let guarantee = after.guarantee - before.guarantee;
        let real_cost = before.real_cost - after.real_cost;
        let amounts = [before.expected, after.expected, before.guarantee, after.guarantee];
        let expected = if amounts.iter().all(|amount| *amount > Cents::ZERO) {
            let [f0, f1, g0, g1] = amounts.map(|amount| amount.0 as f64);
            Cents::rounded(log_mean(g0, g1) * (f1 / f0).ln()).unwrap_or_default()
        } else {
            after.expected - before.expected
        };
        Change { gain: guarantee + real_cost, expected, carried: guarantee - expected, real_cost }
    }
}

/// (a − b)/(log a − log b), or a where the two are equal.
fn log_mean(a: f64, b: f64) -> f64 {
    let ratio = (a / b).ln();
    if ratio == 0.0 { a } else { (a - b) / ratio }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(expected: i64, guarantee: i64, real_cost: i64) -> Before {
        Before { expected: Cents(expected), guarantee: Cents(guarantee), real_cost: Cents(real_cost) }
    }

    #[test]
    fn the_parts_add_up_to_the_cent() {
        for (before, after) in [
            (figures(1_000_000, 900_001, 850_000), figures(1_100_000, 1_050_077, 860_500)),
            (figures(1_000_000, -5, 850_000), figures(900_000, 800_000, 840_000)),
            (figures(700, 700, 700), figures(700, 700, 700)),
        ] {
            let change = Change::between(&before, &after);
            let gain = |figures: &Before| figures.guarantee - figures.real_cost;
            assert_eq!(change.gain, gain(&after) - gain(&before));
            assert_eq!(change.expected + change.carried + change.real_cost, change.gain);
        }
    }

    #[test]
    fn what_did_not_change_brings_nothing() {
        // The expected cost doubles, what is carried on stays the same share of it: all comes from the expected cost.
        let change = Change::between(&figures(1_000, 1_200, 1_100), &figures(2_000, 2_400, 1_100));
        assert_eq!((change.expected, change.carried, change.real_cost), (Cents(1_200), Cents(0), Cents(0)));
        // Only the carried part changes: from 1.1 to 1.21 of 1000.
        let change = Change::between(&figures(1_000, 1_100, 900), &figures(1_000, 1_210, 950));
        assert_eq!((change.expected, change.carried, change.real_cost), (Cents(0), Cents(110), Cents(-50)));
    }

    #[test]
    fn the_two_ways_round_are_opposite() {
        let (one, other) = (figures(1_000_000, 950_000, 900_000), figures(1_300_000, 1_150_000, 1_000_000));
        let (there, back) = (Change::between(&one, &other), Change::between(&other, &one));
        assert_eq!((there.expected + back.expected, there.carried + back.carried), (Cents(0), Cents(0)));
        // L(950000, 1150000) log 1.3, by hand: 200000 / log(1150/950) · 0.262364 = 274647.55.
        assert_eq!(there.expected, Cents(274_648));
    }
}
