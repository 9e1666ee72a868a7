//! Persons as the profiles they share: the distinct rows of a design.

use hashbrown::HashMap;
use polars::prelude::*;

use super::levels::{Design, Term};

/// The distinct rows of a design: persons who share their adjusters share their expected cost.
#[derive(Clone, Debug)]
pub struct Profiles {
    /// Non-zero entries (column, value) of each profile, in column order, the intercept included.
    pub entries: Vec<Vec<(usize, f64)>>,
}

impl Profiles {
    /// The product of each profile with a coefficient vector.
    pub fn times(&self, coefficients: &[f64]) -> Vec<f64> {
        let product = |entries: &Vec<(usize, f64)>| entries.iter().map(|(column, value)| value * coefficients[*column]).sum();
        self.entries.iter().map(product).collect()
    }

    /// Σ_k E_k x_k, one value a column, of a group given by its exposure E by profile.
    pub fn sum(&self, group: &[(u32, f64)], width: usize) -> Vec<f64> {
        let mut sum = vec![0.0; width];
        for (profile, exposure) in group {
            self.entries[*profile as usize].iter().for_each(|(column, value)| sum[*column] += exposure * value);
        }
        sum
    }
}

impl Design {
    /// The profile of each row of some yearly tables, and the profiles.
    ///
    /// Profiles are numbered in the order of their levels, so that neither the order of rows nor of years matters.
    pub fn profiles(&self, tables: &[DataFrame]) -> PolarsResult<(Vec<Vec<u32>>, Profiles)> {
        let rows: usize = tables.iter().map(DataFrame::height).sum();
        // Levels of all terms in mixed radix; renumbered densely whenever the next term would pass 64 bits.
        let mut keys = vec![0_u64; rows];
        let mut entries: Vec<Vec<(usize, f64)>> = Vec::new();
        let mut pending: Vec<&Term> = Vec::new();
        let mut radix = 1_u64;
        let (products, terms): (Vec<&Term>, Vec<&Term>) = self.terms.iter().partition(|term| term.is_product());
        for term in terms {
            let levels = term.levels() as u64;
            if radix.checked_mul(levels).is_none() {
                entries = renumber(&mut keys, &entries, &pending);
                radix = entries.len() as u64;
                pending.clear();
            }
            let mut at = 0;
            for table in tables {
                for level in term.level_of_rows(table)? {
                    keys[at] = keys[at] * levels + u64::from(level);
                    at += 1;
                }
            }
            radix *= levels;
            pending.push(term);
        }
        let mut profiles = Profiles { entries: renumber(&mut keys, &entries, &pending) };
        for entries in &mut profiles.entries {
            entries.insert(0, (0, 1.0));
            products.iter().for_each(|term| term.multiply(entries));
            entries.sort_unstable_by_key(|(column, _)| *column);
        }
        let mut keys = keys.into_iter().map(|key| key as u32);
        let of_tables = tables.iter().map(|table| keys.by_ref().take(table.height()).collect()).collect();
        Ok((of_tables, profiles))
    }
}

/// Replaces keys by dense numbers in their order; gives the design entries of each number.
fn renumber(keys: &mut [u64], before: &[Vec<(usize, f64)>], pending: &[&Term]) -> Vec<Vec<(usize, f64)>> {
    let mut number: HashMap<u64, u64> = keys.iter().map(|key| (*key, 0)).collect();
    let mut distinct: Vec<u64> = number.keys().copied().collect();
    distinct.sort_unstable();
    distinct.iter().zip(0..).for_each(|(key, rank)| {
        number.insert(*key, rank);
    });
    keys.iter_mut().for_each(|key| *key = number[key]);
    let decode = |mut key: u64| {
        let mut levels: Vec<(usize, f64)> = Vec::new();
        for term in pending.iter().rev() {
            let count = term.levels() as u64;
            levels.extend(term.entries((key % count) as usize));
            key /= count;
        }
        levels.extend(before.get(key as usize).into_iter().flatten());
        levels.sort_unstable_by_key(|(column, _)| *column);
        levels
    };
    distinct.into_iter().map(decode).collect()
}
