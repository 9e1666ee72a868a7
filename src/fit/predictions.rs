//! What a model expects of a person, by profile: as a table, or from coefficients where only some profiles are asked for.

use std::sync::OnceLock;

use crate::design::Profiles;

/// f_s by profile in one year, in cents per full year, after neutralisation and calibration.
///
/// METHOD: a pseudo-pilot needs the profiles of its zone alone. With least squares they follow from its coefficients, and a table of all
/// profiles is made only when somebody asks for it.
#[derive(Clone, Debug)]
pub struct Predictions {
    sectors: usize,
    /// β by column, `column × sectors + sector`; empty when a table is all there is.
    coefficients: Vec<f64>,
    table: OnceLock<Vec<f64>>,
}

impl Predictions {
    /// Predictions by profile, `profile × sectors + sector`.
    pub fn of_table(table: Vec<f64>, sectors: usize) -> Predictions {
        Predictions { sectors, coefficients: Vec::new(), table: OnceLock::from(table) }
    }

    /// Predictions x'β, from the coefficients of each sector.
    pub fn linear(estimates: &[&[f64]]) -> Predictions {
        let width = estimates.first().map_or(0, |estimate| estimate.len());
        let coefficients = (0..width).flat_map(|column| estimates.iter().map(move |estimate| estimate[column])).collect();
        Predictions { sectors: estimates.len(), coefficients, table: OnceLock::new() }
    }

    /// All of them: `profile × sectors + sector`.
    pub fn table(&self, profiles: &Profiles) -> &[f64] {
        self.table.get_or_init(|| {
            let mut table = vec![0.0; profiles.entries.len() * self.sectors];
            table.chunks_exact_mut(self.sectors.max(1)).zip(&profiles.entries).for_each(|(f, x)| self.add(x, f));
            table
        })
    }

    /// f of one profile, by sector; `room` holds it when there is no table.
    pub fn of<'a>(&'a self, profiles: &Profiles, profile: usize, room: &'a mut Vec<f64>) -> &'a [f64] {
        if let Some(table) = self.table.get() {
            return &table[profile * self.sectors..][..self.sectors];
        }
        room.clear();
        room.resize(self.sectors, 0.0);
        self.add(&profiles.entries[profile], room);
        room
    }

    /// f of all sectors together, by profile.
    pub fn totals(&self, profiles: &Profiles) -> Vec<f64> {
        match self.table.get() {
            Some(table) => table.chunks_exact(self.sectors.max(1)).map(|f| f.iter().sum()).collect(),
            None => profiles
                .times(&self.coefficients.chunks_exact(self.sectors.max(1)).map(|of_column| of_column.iter().sum()).collect::<Vec<f64>>()),
        }
    }

    /// F_s = Σ_k E_k f_ks of a group given by its exposure E by profile.
    pub fn of_group(&self, profiles: &Profiles, group: &[(u32, f64)]) -> Vec<f64> {
        let (mut sum, mut room) = (vec![0.0; self.sectors], Vec::new());
        for (profile, exposure) in group {
            let predicted = self.of(profiles, *profile as usize, &mut room);
            sum.iter_mut().zip(predicted).for_each(|(sum, predicted)| *sum += exposure * predicted);
        }
        sum
    }

    fn add(&self, x: &[(usize, f64)], f: &mut [f64]) {
        for (column, value) in x {
            let coefficients = &self.coefficients[column * self.sectors..][..self.sectors];
            f.iter_mut().zip(coefficients).for_each(|(f, coefficient)| *f += value * coefficient);
        }
    }
}
