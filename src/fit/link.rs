//! Links between a mean and its linear predictor: a function, its inverse and the slope of the inverse.

/// How a mean μ and its linear predictor η = x'β belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// η = μ.
    Identity,
    /// η = ln μ.
    Log,
    /// η = ln(μ / (1 − μ)).
    Logit,
}

/// METHOD: farther out than this a probability is taken no nearer to none or to all, as R's `binomial` does: where everybody with a
/// characteristic has a cost the likelihood rises without end, and one step more would round their mean to one, which is no mean.
const FARTHEST: f64 = 30.0;

impl Link {
    /// The linear predictor of a mean; not a number where there is none.
    pub fn link(self, mean: f64) -> f64 {
        match self {
            Link::Identity => mean,
            Link::Log => mean.ln(),
            Link::Logit => (mean / (1.0 - mean)).ln(),
        }
    }

    /// The mean of a linear predictor.
    pub fn mean(self, eta: f64) -> f64 {
        match self {
            Link::Identity => eta,
            Link::Log => eta.exp(),
            Link::Logit => 1.0 / (1.0 + (-eta.clamp(-FARTHEST, FARTHEST)).exp()),
        }
    }

    /// dμ/dη.
    pub fn slope(self, eta: f64) -> f64 {
        match self {
            Link::Identity => 1.0,
            Link::Log => eta.exp(),
            // Both factors are taken from the side on which they are exact.
            Link::Logit => self.mean(eta) * self.mean(-eta),
        }
    }

    /// The slope of the line through the means of two linear predictors; dμ/dη where they are equal.
    pub fn secant(self, a: f64, b: f64) -> f64 {
        // Nearer than this a difference of means loses more digits than the slope halfway is off.
        if (a - b).abs() < 1e-5 { self.slope((a + b) / 2.0) } else { (self.mean(a) - self.mean(b)) / (a - b) }
    }

    /// d²μ/dη².
    pub fn bend(self, eta: f64) -> f64 {
        match self {
            Link::Identity => 0.0,
            Link::Log => eta.exp(),
            Link::Logit => self.slope(eta) * (1.0 - 2.0 * self.mean(eta)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Link; 3] = [Link::Identity, Link::Log, Link::Logit];

    #[track_caller]
    fn close(found: f64, wanted: f64, what: &str) {
        assert!((found - wanted).abs() < 1e-8, "{what}: {found} {wanted}");
    }

    #[test]
    fn means_slopes_and_bends_belong_together() {
        const STEP: f64 = 1e-5;
        for link in ALL {
            for eta in [-1.3, 0.0, 0.8] {
                let what = format!("{link:?} {eta}");
                close(link.link(link.mean(eta)), eta, &what);
                close(link.slope(eta), (link.mean(eta + STEP) - link.mean(eta - STEP)) / (2.0 * STEP), &what);
                close(link.bend(eta), (link.slope(eta + STEP) - link.slope(eta - STEP)) / (2.0 * STEP), &what);
                close(link.secant(eta, eta + 2.0), (link.mean(eta + 2.0) - link.mean(eta)) / 2.0, &what);
                close(link.secant(eta, eta), link.slope(eta), &what);
                // Halfway between two predictors that are near one another.
                close(link.secant(eta, eta + 2e-6), link.slope(eta + 1e-6), &what);
            }
        }
        // R 4.2: plogis(0.8)
        close(Link::Logit.mean(0.8), 0.689_974_481_127_612_4, "plogis");
        close(Link::Logit.link(0.8), 4.0_f64.ln(), "qlogis");
    }

    #[test]
    fn no_predictor_makes_a_probability_of_none_or_all() {
        for far in [40.0, 1e300] {
            assert!(Link::Logit.mean(far) < 1.0 && Link::Logit.mean(-far) > 0.0);
            assert_eq!(Link::Logit.mean(far), Link::Logit.mean(30.0));
        }
    }
}
