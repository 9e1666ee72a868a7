//! Linear forms in unknowns: which of them follow from those that are known.

use std::collections::HashMap;

/// A linear form: unknowns, by their name, with whole coefficients.
pub type Form = Vec<(String, i64)>;

/// What an adversary knows: linear forms whose values are published.
#[derive(Default)]
pub struct Algebra {
    places: HashMap<String, usize>,
    /// In echelon form, each with its leading place.
    rows: Vec<(usize, Vec<f64>)>,
}

impl Algebra {
    /// Learns the value of a form.
    pub fn learn(&mut self, form: &Form) {
        let mut row = self.row(form);
        self.reduce(&mut row);
        let Some(lead) = largest(&row) else { return };
        let factor = row[lead];
        row.iter_mut().for_each(|value| *value /= factor);
        // Fully reduced, so that what follows can be read off.
        for (_, other) in &mut self.rows {
            other.resize(row.len(), 0.0);
            subtract(other, &row, lead);
        }
        self.rows.push((lead, row));
    }

    /// Whether the value of a form follows from what is known.
    pub fn follows(&mut self, form: &Form) -> bool {
        let mut row = self.row(form);
        self.reduce(&mut row);
        largest(&row).is_none()
    }

    /// How many independent forms are known.
    pub fn known(&self) -> usize {
        self.rows.len()
    }

    fn row(&mut self, form: &Form) -> Vec<f64> {
        for (name, _) in form {
            let next = self.places.len();
            self.places.entry(name.clone()).or_insert(next);
        }
        let mut row = vec![0.0; self.places.len()];
        form.iter().for_each(|(name, factor)| row[self.places[name]] += *factor as f64);
        row
    }

    fn reduce(&self, row: &mut [f64]) {
        for (lead, known) in &self.rows {
            if row[*lead] != 0.0 {
                let factor = row[*lead];
                known.iter().enumerate().for_each(|(place, value)| row[place] -= factor * value);
                row[*lead] = 0.0;
            }
        }
        row.iter_mut().filter(|value| value.abs() < 1e-9).for_each(|value| *value = 0.0);
    }
}

fn subtract(from: &mut [f64], row: &[f64], lead: usize) {
    let factor = from[lead];
    if factor != 0.0 {
        from.iter_mut().zip(row).for_each(|(value, known)| *value -= factor * known);
        from[lead] = 0.0;
    }
}

fn largest(row: &[f64]) -> Option<usize> {
    let of = |place: &usize| row[*place].abs();
    (0..row.len()).filter(|place| row[*place] != 0.0).max_by(|a, b| of(a).total_cmp(&of(b)))
}

#[test]
fn what_follows_follows() {
    let form = |text: &str| -> Form { text.split('+').map(|name| (name.to_owned(), 1)).collect() };
    let mut known = Algebra::default();
    ["a+b+c", "c+d", "d"].iter().for_each(|text| known.learn(&form(text)));
    assert!(known.follows(&form("c")) && known.follows(&form("a+b")) && known.follows(&form("a+b+d")));
    assert!(!known.follows(&form("a")) && !known.follows(&form("e")) && !known.follows(&form("b+c")));
    known.learn(&vec![("a".into(), 1), ("b".into(), -1)]);
    assert!(known.follows(&form("a")) && known.known() == 4);
}
