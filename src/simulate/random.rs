//! Random numbers keyed by what they are for, so that no draw depends on the order of work.

use rand::SeedableRng;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What a stream of random numbers is used for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Person = 1,
    ZoneLevel = 2,
    ZoneShock = 3,
    Defects = 4,
}

/// The stream of one purpose and index (a person, a zone).
pub(super) fn stream(seed: u64, purpose: Purpose, index: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
    key[16..24].copy_from_slice(&index.to_le_bytes());
    ChaCha8Rng::from_seed(key)
}

/// A uniform draw in [0, 1).
pub(super) fn uniform(rng: &mut impl Rng) -> f64 {
    rng.random()
}

/// A standard normal draw.
pub(super) fn normal(rng: &mut impl Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// A lognormal draw with mean one and the given standard deviation of the log.
pub(super) fn lognormal(rng: &mut impl Rng, sd: f64) -> f64 {
    (sd * normal(rng) - sd * sd / 2.0).exp()
}

const PSEUDONYM_BITS: u32 = 44;

/// A pseudonym of 44 bits for a person's index: a bijection, so that two persons never share one.
pub(super) fn pseudonym(seed: u64, index: u64) -> i64 {
    const MASK: u64 = (1 << PSEUDONYM_BITS) - 1;
    let mut x = index.wrapping_add(seed) & MASK;
    // Odd factors and xor-shifts are invertible modulo a power of two.
    for factor in [0x9E37_79B9_7F4A_7C15_u64, 0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB] {
        x = x.wrapping_mul(factor) & MASK;
        x ^= x >> (PSEUDONYM_BITS / 2);
    }
    x as i64
}
