//! Pseudo-pilots: zones where no pilot is, of a pilot's size, on which the whole method is tried (method, section 8).

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A zone is of a pilot's size when it has at least this share of its target persons, and at most the inverse.
const LIKE: f64 = 0.75;

/// Partitions that may pass without a new zone before the search ends.
const PATIENCE: u64 = 20;

/// Zones outside every pilot.
#[derive(Clone, Debug, PartialEq)]
pub struct PseudoPilots {
    /// One mark per municipality, by zone.
    pub zones: Vec<Vec<bool>>,
    /// How many of them fit side by side: the number of independent ones.
    pub side_by_side: usize,
}

impl PseudoPilots {
    /// Draws up to `wanted` zones with about `size` target persons.
    ///
    /// `persons` are the target persons of each municipality, in the order of the codes; only those marked `free` are used. The
    /// same seed gives the same zones.
    ///
    /// METHOD: municipalities with neighbouring codes lie in one arrondissement, so a walk over the codes from a random start
    /// cuts the free country in zones that keep together what lies together, as far as codes tell. One walk gives zones that
    /// share no person; further walks, from other starts, give others that overlap with them. All serve to estimate the
    /// spread, but only as many as fit side by side count as independent.
    pub fn draw(persons: &[u64], free: &[bool], size: u64, wanted: usize, seed: u64) -> PseudoPilots {
        let free: Vec<usize> = (0..persons.len()).filter(|index| free[*index] && persons[*index] > 0).collect();
        let mut known = BTreeSet::new();
        let (mut zones, mut side_by_side, mut idle) = (Vec::new(), 0, 0);
        for walk in 0.. {
            if zones.len() >= wanted || idle >= PATIENCE || size == 0 || free.is_empty() {
                break;
            }
            let mut random = stream(seed, walk);
            let mut round = free.clone();
            round.rotate_left(random.random_range(0..free.len()));
            let cut = cut(&round, persons, size);
            side_by_side = side_by_side.max(cut.len());
            let before = zones.len();
            for mut zone in cut {
                zone.sort_unstable();
                if zones.len() < wanted && known.insert(zone.clone()) {
                    let mut marks = vec![false; persons.len()];
                    zone.iter().for_each(|index| marks[*index] = true);
                    zones.push(marks);
                }
            }
            idle = if zones.len() == before { idle + 1 } else { 0 };
        }
        PseudoPilots { side_by_side: side_by_side.min(zones.len()), zones }
    }
}

/// Cuts a walk in zones as near the size as whole municipalities allow; those that are not near enough are dropped.
fn cut(walk: &[usize], persons: &[u64], size: u64) -> Vec<Vec<usize>> {
    let away = |sum: u64| sum.abs_diff(size);
    let (mut zones, mut zone, mut sum) = (Vec::new(), Vec::new(), 0);
    for index in walk {
        if !zone.is_empty() && away(sum + persons[*index]) > away(sum) {
            zones.push((std::mem::take(&mut zone), std::mem::take(&mut sum)));
        }
        zone.push(*index);
        sum += persons[*index];
    }
    zones.push((zone, sum));
    let like = |sum: u64| (LIKE..=1.0 / LIKE).contains(&(sum as f64 / size as f64));
    zones.into_iter().filter(|(_, sum)| like(*sum)).map(|(zone, _)| zone).collect()
}

fn stream(seed: u64, walk: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&walk.to_le_bytes());
    key[16..].copy_from_slice(b"pseudo-pilots   ");
    ChaCha8Rng::from_seed(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country() -> Vec<u64> {
        (0..90).map(|index| 10 + index * 7 % 40).collect()
    }

    #[test]
    fn zones_are_free_of_pilots_and_of_the_size_asked() {
        let persons = country();
        let free: Vec<bool> = (0..90).map(|index| index % 10 != 3).collect();
        let drawn = PseudoPilots::draw(&persons, &free, 150, 60, 7);
        assert_eq!(drawn.zones.len(), 60);
        assert!((5..=20).contains(&drawn.side_by_side), "{}", drawn.side_by_side);
        for zone in &drawn.zones {
            let members = || (0..90).filter(|index| zone[*index]);
            assert!(members().all(|index| free[index]));
            let size: u64 = members().map(|index| persons[index]).sum();
            assert!((113..=200).contains(&size), "{size}");
        }
    }

    #[test]
    fn the_seed_alone_decides() {
        let persons = country();
        let draw = |seed| PseudoPilots::draw(&persons, &[true; 90], 150, 60, seed);
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn a_country_without_room_gives_what_it_has() {
        let persons = country();
        assert!(PseudoPilots::draw(&persons, &[false; 90], 150, 60, 7).zones.is_empty());
        let drawn = PseudoPilots::draw(&persons[..2], &[true; 2], persons[0] + persons[1], 60, 7);
        assert_eq!((drawn.zones.len(), drawn.side_by_side), (1, 1));
    }

    #[test]
    fn nobody_is_in_no_zone_and_a_tie_takes_the_larger() {
        let persons: Vec<u64> = (0..60).map(|index| if index % 4 == 0 { 0 } else { 20 }).collect();
        let drawn = PseudoPilots::draw(&persons, &[true; 60], 100, 12, 7);
        assert!(!drawn.zones.is_empty() && drawn.zones.iter().all(|zone| (0..60).step_by(4).all(|index| !zone[index])));
        // 140 and 160 are as near to 150.
        assert_eq!(cut(&[0, 1, 2, 3], &[140, 20, 140, 20], 150), [[0, 1], [2, 3]]);
    }
}
