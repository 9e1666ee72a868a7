//! The chain ladder and its standard errors (Mack 1993, ASTIN Bulletin 23): numbers in, numbers out.

use serde::{Deserialize, Serialize};

/// The development of amounts from lag to lag, learnt from origins followed for different times.
///
/// With C_ik the amount of origin i booked up to lag k: f_k = Σ C_i,k+1 / Σ C_ik over the origins followed past k, and σ²_k the
/// variance of C_i,k+1 per unit of C_ik. One element a step from lag k to k + 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChainLadder {
    /// f_k.
    pub factors: Vec<f64>,
    /// σ²_k.
    pub sigma2: Vec<f64>,
    /// Σ C_ik, the amount that f_k was learnt from; its variance is σ²_k over this.
    pub weights: Vec<f64>,
    /// Origins that f_k was learnt from.
    pub origins: Vec<u64>,
}

/// One origin with what is booked of it and what it will come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// The last lag that has been seen.
    pub lag: usize,
    /// Booked up to that lag.
    pub booked: f64,
    /// Completed: booked · f_lag · f_lag+1 ….
    pub completed: f64,
}

impl ChainLadder {
    /// Learns from a triangle: one row an origin, with its cumulative amounts at the lags seen of it, from lag 0 on.
    ///
    /// An origin whose amount is not positive says nothing of a ratio and is left out of that step; a step of which no origin
    /// tells has factor 1. `Err` holds a step past which more is taken back than was ever booked: no factor completes that.
    pub fn fit(rows: &[Vec<f64>]) -> Result<ChainLadder, usize> {
        let steps = rows.iter().map(Vec::len).max().unwrap_or(1).saturating_sub(1);
        let mut ladder =
            ChainLadder { factors: vec![1.0; steps], sigma2: vec![0.0; steps], weights: vec![0.0; steps], origins: vec![0; steps] };
        for step in 0..steps {
            let followed = rows.iter().filter(|row| row.len() > step + 1 && row[step] > 0.0);
            let pairs: Vec<(f64, f64)> = followed.map(|row| (row[step], row[step + 1])).collect();
            let weight: f64 = pairs.iter().map(|(before, _)| before).sum();
            ladder.weights[step] = weight;
            ladder.origins[step] = pairs.len() as u64;
            if pairs.is_empty() {
                continue;
            }
            let factor = pairs.iter().map(|(_, after)| after).sum::<f64>() / weight;
            if factor <= 0.0 {
                return Err(step);
            }
            ladder.factors[step] = factor;
            let squares: f64 = pairs.iter().map(|(before, after)| before * (after / before - factor).powi(2)).sum();
            ladder.sigma2[step] = match pairs.len() {
                1 => ladder.extrapolated(step),
                origins => squares / (origins as f64 - 1.0),
            };
        }
        Ok(ladder)
    }

    /// METHOD: one origin tells a factor but not its variance. Mack's rule: variances fall exponentially towards the end, and do
    /// not rise there.
    fn extrapolated(&self, step: usize) -> f64 {
        let before = |back: usize| step.checked_sub(back).map(|step| self.sigma2[step]);
        match (before(1), before(2)) {
            (Some(last), Some(first)) if first > 0.0 => (last * last / first).min(last).min(first),
            (Some(last), _) => last,
            (None, _) => 0.0,
        }
    }

    /// The origin of a row of the triangle, completed; the row holds at least one lag.
    pub fn complete(&self, row: &[f64]) -> Origin {
        let (lag, booked) = (row.len() - 1, row[row.len() - 1]);
        Origin { lag, booked, completed: booked * self.factors[lag..].iter().product::<f64>() }
    }

    /// Standard error of f_k.
    pub fn se(&self, step: usize) -> f64 {
        if self.weights[step] > 0.0 { (self.sigma2[step] / self.weights[step]).sqrt() } else { 0.0 }
    }

    /// The factor from a lag to the end.
    pub fn to_end(&self, lag: usize) -> f64 {
        self.factors[lag..].iter().product()
    }

    /// Mean squared error of the completed amount of all these origins together.
    pub fn error(&self, origins: &[Origin]) -> f64 {
        self.process(origins) + self.covariance(origins, origins)
    }

    /// Σ_i U_i² Σ_k σ²_k/(f²_k C_ik): what the bookings still to come vary about their expectation.
    fn process(&self, origins: &[Origin]) -> f64 {
        let of_origin = |origin: &Origin| {
            let mut booked = origin.booked;
            let mut sum = 0.0;
            for step in origin.lag..self.factors.len() {
                if booked > 0.0 {
                    sum += self.sigma2[step] / (self.factors[step] * self.factors[step] * booked);
                }
                booked *= self.factors[step];
            }
            origin.completed * origin.completed * sum
        };
        origins.iter().map(of_origin).sum()
    }

    /// Covariance of the completed amounts of two sets of origins through the factors that they share:
    /// Σ_ij U_i U_j Σ_k σ²_k/(f²_k Σ C_k), over the steps that both are still to go.
    pub fn covariance(&self, origins: &[Origin], others: &[Origin]) -> f64 {
        let amount = |origins: &[Origin], step: usize| {
            origins.iter().filter(|origin| origin.lag <= step).map(|origin| origin.completed).sum::<f64>()
        };
        let of_step = |step: usize| (self.se(step) / self.factors[step]).powi(2) * amount(origins, step) * amount(others, step);
        (0..self.factors.len()).map(of_step).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> serde_json::Value {
        serde_json::from_str(include_str!("../../../tests/reference/chain_ladder.json")).expect("tests/reference/chain_ladder.py")
    }

    fn numbers(value: &serde_json::Value) -> Vec<f64> {
        value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
    }

    fn triangle(value: &serde_json::Value) -> Vec<Vec<f64>> {
        value["rows"].as_array().expect("rows").iter().map(numbers).collect()
    }

    #[track_caller]
    fn near(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{got} instead of {expected}");
    }

    #[test]
    fn mack_1993_the_triangle_of_taylor_and_ashe() {
        let reference = &reference()["taylor_ashe"];
        let rows = triangle(reference);
        let ladder = ChainLadder::fit(&rows).expect("factors");
        let origins: Vec<Origin> = rows.iter().map(|row| ladder.complete(row)).collect();
        for ((origin, reserve), se) in origins.iter().zip(numbers(&reference["reserve"])).zip(numbers(&reference["se"])) {
            near(origin.completed - origin.booked, reserve);
            near(ladder.error(&[*origin]).sqrt(), se);
        }
        // As published, in thousands and in percent of the reserve: Mack (1993), table 2.
        let published = [(95, 80), (470, 26), (710, 19), (985, 27), (1419, 29), (2178, 26), (3920, 22), (4279, 23), (4626, 29)];
        for (origin, (reserve, percent)) in origins[1..].iter().zip(published) {
            let open = origin.completed - origin.booked;
            assert_eq!((open / 1e3).round() as i32, reserve);
            assert_eq!((100.0 * ladder.error(&[*origin]).sqrt() / open).round() as i32, percent);
        }
        let total: f64 = origins.iter().map(|origin| origin.completed - origin.booked).sum();
        assert_eq!([total.round(), ladder.error(&origins).sqrt().round()], [18_680_856.0, 2_447_095.0]);
    }

    #[test]
    fn months_followed_for_different_times_agree_with_the_recursion() {
        let reference = &reference()["months"];
        let rows = triangle(reference);
        let ladder = ChainLadder::fit(&rows).expect("factors");
        let origins: Vec<Origin> = rows.iter().map(|row| ladder.complete(row)).collect();
        for (name, got) in [("factors", &ladder.factors), ("sigma2", &ladder.sigma2)] {
            got.iter().zip(numbers(&reference[name])).for_each(|(got, expected)| near(*got, expected));
        }
        for ((origin, completed), se) in origins.iter().zip(numbers(&reference["completed"])).zip(numbers(&reference["se"])) {
            near(origin.completed, completed);
            near(ladder.error(&[*origin]).sqrt(), se);
        }
        near(ladder.error(&origins[18..]).sqrt(), reference["se_of_last_twelve"].as_f64().expect("a number"));
        near(ladder.covariance(&origins[22..26], &origins[26..]), reference["covariance_of_two_parts"].as_f64().expect("a number"));
    }

    #[test]
    fn errors_of_parts_and_their_covariance_add_up_to_that_of_the_whole() {
        let rows = triangle(&reference()["taylor_ashe"]);
        let ladder = ChainLadder::fit(&rows).expect("factors");
        let origins: Vec<Origin> = rows.iter().map(|row| ladder.complete(row)).collect();
        let (early, late) = origins.split_at(6);
        near(ladder.error(early) + ladder.error(late) + 2.0 * ladder.covariance(early, late), ladder.error(&origins));
    }

    #[test]
    fn what_is_whole_stays_as_it_is_and_a_known_pattern_is_found_again() {
        let row = |amount: f64| vec![0.5 * amount, 0.8 * amount, amount];
        let rows = [row(100.0), row(300.0), row(200.0)[..2].to_vec(), row(400.0)[..1].to_vec()];
        let ladder = ChainLadder::fit(&rows).expect("factors");
        let origins: Vec<Origin> = rows.iter().map(|row| ladder.complete(row)).collect();
        origins.iter().zip([100.0, 300.0, 200.0, 400.0]).for_each(|(origin, amount)| near(origin.completed, amount));
        assert_eq!(ladder.error(&origins[..2]), 0.0);
        assert!(ladder.error(&origins) < 1e-9);
        near(ladder.to_end(0), 2.0);
    }

    #[test]
    fn empty_origins_tell_nothing_and_take_nothing() {
        let rows = [vec![0.0, 0.0, 50.0], vec![10.0, 20.0, 20.0], vec![0.0, 0.0], vec![0.0]];
        let ladder = ChainLadder::fit(&rows).expect("factors");
        assert_eq!(ladder.factors, [2.0, 1.0]);
        assert_eq!(ladder.origins, [1, 1]);
        let completed: Vec<f64> = rows.iter().map(|row| ladder.complete(row).completed).collect();
        assert_eq!(completed, [50.0, 20.0, 0.0, 0.0]);
        assert!(ladder.error(&rows.map(|row| ladder.complete(&row))).is_finite());
        assert_eq!(ChainLadder::fit(&[vec![0.0]]).expect("no step").factors, Vec::<f64>::new());
    }

    #[test]
    fn more_taken_back_than_booked_is_refused() {
        assert_eq!(ChainLadder::fit(&[vec![10.0, 12.0, -1.0], vec![10.0, 12.0]]), Err(1));
    }
}
