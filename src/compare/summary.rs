//! What the answers of many variants to one question say together (Simonsohn, Simmons and Nelson 2020).

use crate::credibility::Verdict;
use crate::money::Cents;

/// What one variant answers for a pilot and period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The gain.
    pub gain: Cents,
    /// Gain / guarantee; not a number when the guarantee is not positive.
    pub rate: f64,
    /// What its interval allows to say.
    pub verdict: Verdict,
}

/// Many answers in a few figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many there are.
    pub variants: u64,
    /// The middle gain, or the mean of the middle two.
    pub median_gain: Cents,
    /// The smallest gain and the largest.
    pub gains: (Cents, Cents),
    /// The middle savings rate.
    pub median_rate: f64,
    /// The smallest savings rate and the largest.
    pub rates: (f64, f64),
    /// Share of the gains with the sign of the middle one.
    pub same_sign: f64,
    /// Share of the variants that find a gain, and share that find a loss.
    pub found: (f64, f64),
}

impl Summary {
    /// The summary of some answers; none of none.
    pub fn of(answers: &[Answer]) -> Option<Summary> {
        let mut gains: Vec<Cents> = answers.iter().map(|answer| answer.gain).collect();
        gains.sort_unstable();
        let mut rates: Vec<f64> = answers.iter().map(|answer| answer.rate).filter(|rate| rate.is_finite()).collect();
        rates.sort_unstable_by(f64::total_cmp);
        let (lowest, highest) = (*gains.first()?, *gains.last()?);
        let share = |holds: &dyn Fn(&Answer) -> bool| answers.iter().filter(|answer| holds(answer)).count() as f64 / answers.len() as f64;
        let median_gain = Cents::rounded(median(&gains.iter().map(|gain| gain.0 as f64).collect::<Vec<_>>())).unwrap_or(lowest);
        Some(Summary {
            variants: answers.len() as u64,
            median_gain,
            gains: (lowest, highest),
            median_rate: median(&rates),
            rates: (rates.first().copied().unwrap_or(f64::NAN), rates.last().copied().unwrap_or(f64::NAN)),
            same_sign: share(&|answer| answer.gain.0.signum() == median_gain.0.signum()),
            found: (share(&|answer| answer.verdict == Verdict::Gain), share(&|answer| answer.verdict == Verdict::Loss)),
        })
    }
}

/// The middle of some ascending numbers; of none, not a number.
fn median(ascending: &[f64]) -> f64 {
    let (below, above) = (ascending.len().saturating_sub(1) / 2, ascending.len() / 2);
    match (ascending.get(below), ascending.get(above)) {
        (Some(below), Some(above)) => 0.5 * (below + above),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(gain: i64, verdict: Verdict) -> Answer {
        Answer { gain: Cents(gain), rate: gain as f64 / 1000.0, verdict }
    }

    #[test]
    fn the_middle_the_ends_the_signs_and_the_verdicts() {
        let answers =
            [answer(30, Verdict::Gain), answer(-10, Verdict::NotDistinguishable), answer(20, Verdict::Gain), answer(-40, Verdict::Loss)];
        let summary = Summary::of(&answers).expect("answers");
        assert_eq!((summary.variants, summary.median_gain, summary.gains), (4, Cents(5), (Cents(-40), Cents(30))));
        assert_eq!((summary.median_rate, summary.rates), (0.005, (-0.04, 0.03)));
        assert_eq!((summary.same_sign, summary.found), (0.5, (0.5, 0.25)));
        assert_eq!(Summary::of(&answers[..3]).map(|summary| summary.median_gain), Some(Cents(20)));
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn a_variant_without_a_rate_counts_among_the_gains_alone() {
        let summary = Summary::of(&[Answer { rate: f64::NAN, ..answer(10, Verdict::Gain) }, answer(20, Verdict::Gain)]).expect("answers");
        assert_eq!((summary.variants, summary.median_rate, summary.same_sign), (2, 0.02, 1.0));
    }
}
