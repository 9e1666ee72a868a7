//! Main effects: how far each level of each choice moves the answer.

/// What one level of a choice does to the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The choice, by its position.
    pub choice: usize,
    /// The level, by its number.
    pub level: usize,
    /// Answers with this level.
    pub answers: u64,
    /// Their mean less the mean of all answers.
    pub effect: f64,
    /// Share of the variance between all answers that the levels of the choice explain, 0 to 1.
    pub share: f64,
}

/// The main effects of `choices` choices on some answers, each given by the number of its level of every choice and its value.
///
/// METHOD: the mean over the answers with a level less the mean over all. In a full product these are the main effects of an
/// analysis of variance, the shares of the choices add up to at most one, and what is left of the variance is how choices act
/// together. Beside a product, or in a list, a level carries with it what else its variants have in common.
pub fn main_effects(choices: usize, answers: &[(Vec<usize>, f64)]) -> Vec<Effect> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let all: Vec<f64> = answers.iter().map(|(_, value)| *value).collect();
    let middle = mean(&all);
    let variance: f64 = all.iter().map(|value| (value - middle).powi(2)).sum();
    let mut effects = Vec::new();
    for choice in 0..choices {
        let levels = answers.iter().map(|(levels, _)| levels[choice] + 1).max().unwrap_or(0);
        let with = |level: usize| answers.iter().filter(move |(levels, _)| levels[choice] == level).map(|(_, value)| *value);
        let found: Vec<(usize, Vec<f64>)> =
            (0..levels).map(|level| (level, with(level).collect())).filter(|(_, values): &(usize, Vec<f64>)| !values.is_empty()).collect();
        let between: f64 = found.iter().map(|(_, values)| values.len() as f64 * (mean(values) - middle).powi(2)).sum();
        // Answers that are all alike are moved by nothing.
        let share = if variance > 0.0 { between / variance } else { 0.0 };
        let effect = |(level, values): &(usize, Vec<f64>)| Effect {
            choice,
            level: *level,
            answers: values.len() as u64,
            effect: mean(values) - middle,
            share,
        };
        effects.extend(found.iter().map(effect));
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    /// tests/reference/compare.py: a 2 × 3 × 2 product, analysis of variance of statsmodels.
    #[test]
    fn main_effects_of_a_product_are_those_of_an_analysis_of_variance() {
        let d = [-0.031, -0.012, -0.044, -0.020, 0.003, 0.011, -0.052, -0.037, -0.061, -0.035, -0.008, 0.004];
        let levels = |cell: usize| vec![cell / 6, cell / 2 % 3, cell % 2];
        let answers: Vec<(Vec<usize>, f64)> = d.iter().enumerate().map(|(cell, d)| (levels(cell), *d)).collect();
        let effects = main_effects(3, &answers);
        assert_eq!(effects.len(), REFERENCE.len());
        for (ours, (choice, level, effect, share)) in effects.iter().zip(REFERENCE) {
            assert_eq!((ours.choice, ours.level), (choice, level));
            assert!((ours.effect - effect).abs() < 1e-12 && (ours.share - share).abs() < 1e-12, "{ours:?}");
        }
    }

    const REFERENCE: [(usize, usize, f64, f64); 7] = [
        (0, 0, 0.008, 0.127_089_194_108_886_25),
        (0, 1, -0.008, 0.127_089_194_108_886_25),
        (1, 0, -0.0095, 0.687_406_917_094_158_7),
        (1, 1, -0.0165, 0.687_406_917_094_158_7),
        (1, 2, 0.026, 0.687_406_917_094_158_7),
        (2, 0, -0.008_666_666_666_666_67, 0.149_153_290_308_345_62),
        (2, 1, 0.008_666_666_666_666_67, 0.149_153_290_308_345_62),
    ];

    #[test]
    fn what_nothing_moves_has_no_effect() {
        let answers = vec![(vec![0], 0.5), (vec![2], 0.5)];
        let effects = main_effects(1, &answers);
        assert_eq!(
            effects.iter().map(|effect| (effect.level, effect.effect, effect.share)).collect::<Vec<_>>(),
            [(0, 0.0, 0.0), (2, 0.0, 0.0)]
        );
        assert_eq!(main_effects(1, &[]), []);
    }
}
