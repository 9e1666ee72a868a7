//! What a pilot's figure borrows from the others: empirical-Bayes shrinkage (method, section 9).

use super::assessed::Departure;
use super::shocks::paule_mandel;

/// A departure drawn towards the mean of all pilots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunk {
    /// D̃ = μ + B (D − μ), on the scale of the departure.
    pub d: f64,
    /// B, the weight of the pilot's own figure, in [0, 1].
    pub weight: f64,
}

/// Shrinks the departures of several pilots, each given with its whole variance; `None` for fewer than two, which have no spread.
///
/// METHOD: Morris (1983): with B = τ_P²/(τ_P² + Var D), D̃ has the smallest mean squared error when the true departures of the pilots
/// spread around μ with variance τ_P². A figure that is little more than chance goes to the mean of all; a precise one stays.
/// τ_P² is Paule and Mandel's, as for the shocks of zones; μ is weighted by precision.
pub fn shrink(departures: &[Departure]) -> Option<Vec<Shrunk>> {
    if departures.len() < 2 {
        return None;
    }
    let (tau2, mean) = paule_mandel(departures);
    let shrunk = |Departure { d, v }: &Departure| {
        // Without any variance nothing is chance, and there is no mean by precision either.
        let weight = if tau2 + v > 0.0 { tau2 / (tau2 + v) } else { 1.0 };
        Shrunk { d: if weight < 1.0 { mean + weight * (d - mean) } else { *d }, weight }
    };
    Some(departures.iter().map(shrunk).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Efron and Morris (1975): batting averages of 18 players over 45 times at bat, on the arcsine scale with unit variance.
    const HITS: [f64; 18] = [18.0, 17.0, 16.0, 15.0, 14.0, 14.0, 13.0, 12.0, 11.0, 11.0, 10.0, 10.0, 10.0, 10.0, 10.0, 9.0, 8.0, 7.0];

    #[test]
    fn equal_variances_shrink_all_alike_by_their_share_of_the_spread() {
        let players = HITS.map(|hits| Departure { d: 45_f64.sqrt() * (2.0 * hits / 45.0 - 1.0).asin(), v: 1.0 });
        let shrunk = shrink(&players).expect("eighteen");
        // With equal variances Paule and Mandel's τ² is S² − 1, so that B = 1 − 1/S², whatever the player.
        let mean = players.iter().map(|player| player.d).sum::<f64>() / 18.0;
        let spread = players.iter().map(|player| (player.d - mean).powi(2)).sum::<f64>() / 17.0;
        for (player, shrunk) in players.iter().zip(&shrunk) {
            assert!((shrunk.weight - (1.0 - 1.0 / spread)).abs() < 1e-12);
            assert!((shrunk.d - (mean + shrunk.weight * (player.d - mean))).abs() < 1e-12);
        }
        // Efron and Morris give Σ(x − x̄)² = 18.96 and a factor of 1 − 15/18.96 with k − 3; with k − 1 it is 1 − 17/18.96.
        assert!((spread * 17.0 - 18.96).abs() < 0.01, "{}", spread * 17.0);
    }

    #[test]
    fn noise_goes_to_the_mean_and_a_lone_pilot_is_left_alone() {
        let noise = [Departure { d: 0.01, v: 0.04 }, Departure { d: -0.03, v: 0.01 }];
        let shrunk = shrink(&noise).expect("two");
        assert!(shrunk.iter().all(|shrunk| shrunk.weight == 0.0 && (shrunk.d - (0.01 / 0.04 - 0.03 / 0.01) / 125.0).abs() < 1e-15));
        assert_eq!(shrink(&noise[..1]), None);
    }

    #[test]
    fn figures_without_variance_stay_what_they_are() {
        for far in [0.0, 0.3] {
            let sure = [Departure { d: 0.1, v: 0.0 }, Departure { d: 0.1 + far, v: 0.0 }];
            let shrunk = shrink(&sure).expect("two");
            sure.iter().zip(&shrunk).for_each(|(sure, shrunk)| assert_eq!((shrunk.d, shrunk.weight), (sure.d, 1.0)));
        }
    }

    #[test]
    fn a_precise_figure_keeps_more_of_itself() {
        let pilots = [Departure { d: 0.2, v: 1e-4 }, Departure { d: -0.2, v: 1e-2 }, Departure { d: 0.0, v: 1e-3 }];
        let shrunk = shrink(&pilots).expect("three");
        assert!(shrunk[0].weight > shrunk[2].weight && shrunk[2].weight > shrunk[1].weight && shrunk[1].weight > 0.0);
        assert!(shrunk[0].d < 0.2 && shrunk[1].d > -0.2);
    }
}
