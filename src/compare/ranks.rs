//! Whether pilots keep their order from variant to variant: Kendall and Babington Smith's (1939) coefficient of concordance.

/// The order of some pilots in many variants.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// Variants that answer for every pilot.
    pub variants: u64,
    /// W: 1 when every variant has the pilots in one order, 0 when there is no order in common.
    pub concordance: f64,
    /// Mean of Spearman's correlation over all pairs of variants.
    pub mean_correlation: f64,
    /// One a pilot.
    pub pilots: Vec<RankOfPilot>,
}

/// The ranks of a pilot; 1 has the largest answer.
#[derive(Clone, Debug, PartialEq)]
pub struct RankOfPilot {
    /// Mean over the variants.
    pub mean: f64,
    /// The first rank that it has in one of them.
    pub best: f64,
    /// The last.
    pub worst: f64,
}

impl Ranks {
    /// The ranks of pilots, given their answers by variant: `answers[variant][pilot]`. None for less than two of either.
    ///
    /// METHOD: equal answers share the mean of their ranks, and W is corrected for them. The mean correlation is (mW − 1)/(m − 1)
    /// for m variants, which holds exactly without equal answers.
    pub fn of(answers: &[Vec<f64>]) -> Option<Ranks> {
        let (variants, pilots) = (answers.len(), answers.first()?.len());
        if variants < 2 || pilots < 2 {
            return None;
        }
        let ranked: Vec<(Vec<f64>, f64)> = answers.iter().map(|answers| ranks(answers)).collect();
        let (m, n) = (variants as f64, pilots as f64);
        let of_pilot = |pilot: usize| ranked.iter().map(move |(ranks, _)| ranks[pilot]);
        let spread: f64 = (0..pilots).map(|pilot| (of_pilot(pilot).sum::<f64>() - m * (n + 1.0) / 2.0).powi(2)).sum();
        let ties: f64 = ranked.iter().map(|(_, ties)| ties).sum();
        let most = m * m * (n * n * n - n) - m * ties;
        // Variants in which all pilots are alike have no order to keep.
        let concordance = if most > 0.0 { 12.0 * spread / most } else { f64::NAN };
        let of_pilot = |pilot: usize| RankOfPilot {
            mean: of_pilot(pilot).sum::<f64>() / m,
            best: of_pilot(pilot).fold(n, f64::min),
            worst: of_pilot(pilot).fold(1.0, f64::max),
        };
        Some(Ranks {
            variants: variants as u64,
            concordance,
            mean_correlation: (m * concordance - 1.0) / (m - 1.0),
            pilots: (0..pilots).map(of_pilot).collect(),
        })
    }
}

/// The rank of each answer, the largest first, and Σ(t³ − t) over groups of t equal ones.
fn ranks(answers: &[f64]) -> (Vec<f64>, f64) {
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by(|a, b| answers[*b].total_cmp(&answers[*a]));
    let (mut ranks, mut ties, mut before) = (vec![0.0; answers.len()], 0.0, 0);
    for alike in order.chunk_by(|a, b| answers[*a] == answers[*b]) {
        let count = alike.len() as f64;
        alike.iter().for_each(|index| ranks[*index] = before as f64 + (count + 1.0) / 2.0);
        ties += count * count * count - count;
        before += alike.len();
    }
    (ranks, ties)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// tests/reference/compare.py: Friedman's statistic of SciPy over m(n − 1), and the mean of its Spearman correlations.
    #[test]
    fn concordance_agrees_with_scipy() {
        let answers = vec![
            vec![0.031, -0.012, 0.044, 0.020, -0.003],
            vec![0.025, -0.020, 0.050, 0.027, 0.004],
            vec![0.011, 0.002, 0.038, -0.015, 0.007],
            vec![0.040, -0.031, 0.029, 0.033, -0.010],
        ];
        let found = Ranks::of(&answers).expect("ranks");
        assert!((found.concordance - CONCORDANCE).abs() < 1e-12, "{}", found.concordance);
        assert!((found.mean_correlation - CORRELATION).abs() < 1e-12, "{}", found.mean_correlation);
        assert_eq!(found.pilots[2], RankOfPilot { mean: 1.5, best: 1.0, worst: 3.0 });
        let tied = vec![vec![0.1, 0.1, 0.3, 0.0], vec![0.2, 0.1, 0.3, 0.0], vec![0.1, 0.1, 0.1, 0.0]];
        let found = Ranks::of(&tied).expect("ranks");
        assert!((found.concordance - TIED).abs() < 1e-12, "{}", found.concordance);
    }

    const CONCORDANCE: f64 = 0.6875;
    const CORRELATION: f64 = 0.583_333_333_333_333_4;
    const TIED: f64 = 0.893_333_333_333_333_6;

    #[test]
    fn one_order_is_full_concordance_and_opposite_orders_are_none() {
        let up = vec![1.0, 2.0, 3.0];
        let same = Ranks::of(&[up.clone(), up.clone()]).expect("ranks");
        assert_eq!((same.concordance, same.mean_correlation), (1.0, 1.0));
        assert_eq!(same.pilots[2].worst, 1.0);
        let opposite = Ranks::of(&[up.clone(), vec![3.0, 2.0, 1.0]]).expect("ranks");
        assert_eq!((opposite.concordance, opposite.mean_correlation), (0.0, -1.0));
        assert_eq!(Ranks::of(&[up]), None);
    }
}
