//! Secondary suppression: which hidden cells follow from what is shown, and which others must be hidden with them.

/// A sum of cells that is told, as cells with their coefficients.
pub type Told = Vec<(usize, i64)>;

/// Cells, of which some are hidden, and the sums of them that are told.
pub struct Cells<'a> {
    /// Unweighted persons of each; a cell of nobody hides nothing.
    pub persons: &'a [u64],
    /// Which of them must not follow.
    pub secret: &'a [bool],
    /// What is told of them.
    pub told: &'a [Told],
    /// The largest number of persons that a cell may not rest on.
    pub limit: u64,
}

impl Cells<'_> {
    /// Hides further cells, the smallest first, until no secret cell follows from the sums and what is shown, and no sum less what is
    /// shown rests on few persons; `together` counts the persons of some cells.
    ///
    /// METHOD: a cell follows exactly when its unit vector is in the span of the sums over the hidden cells. That is decided by
    /// elimination in the integers modulo a prime of 61 bits, where no rounding can hide a dependence.
    pub fn hide(&self, hidden: &mut [bool], together: impl Fn(&[usize]) -> u64) {
        let few = |persons: u64| (1..=self.limit).contains(&persons);
        loop {
            let follows = determined(self.persons.len(), self.told, hidden);
            let rests: Vec<Vec<usize>> =
                self.told.iter().map(|sum| sum.iter().map(|(cell, _)| *cell).filter(|cell| hidden[*cell]).collect()).collect();
            let gives_away = |rest: &&Vec<usize>| {
                let told = rest.iter().any(|cell| follows[*cell] && self.secret[*cell]);
                told || (!rest.is_empty() && few(together(rest)))
            };
            let mut linked = vec![false; self.persons.len()];
            rests.iter().filter(gives_away).flatten().for_each(|cell| linked[*cell] = true);
            link(&rests, &mut linked);
            // METHOD: a cell follows where a chain of sums ends in one with a single cell hidden: another one is hidden there.
            let open = self.told.iter().zip(&rests).filter(|(_, rest)| rest.iter().any(|cell| linked[*cell]));
            let candidates = open.filter_map(|(sum, rest)| {
                let shown = sum.iter().map(|(cell, _)| *cell).filter(|cell| !hidden[*cell] && self.persons[*cell] > 0);
                shown.map(|cell| (rest.len(), self.persons[cell], cell)).min()
            });
            match candidates.min() {
                Some((.., cell)) => hidden[cell] = true,
                None => break,
            }
        }
    }
}

/// Marks every hidden cell that sums link with one that is marked.
fn link(rests: &[Vec<usize>], linked: &mut [bool]) {
    let mut more = true;
    while more {
        more = false;
        for rest in rests {
            if rest.iter().any(|cell| linked[*cell]) && !rest.iter().all(|cell| linked[*cell]) {
                rest.iter().for_each(|cell| linked[*cell] = true);
                more = true;
            }
        }
    }
}

/// 2⁶¹ − 1.
const PRIME: u128 = (1 << 61) - 1;

/// Which hidden cells the sums determine, those that are shown being known.
pub fn determined(cells: usize, told: &[Told], hidden: &[bool]) -> Vec<bool> {
    let modulo = |value: i64| i128::from(value).rem_euclid(PRIME as i128) as u128;
    let places: Vec<usize> = (0..cells).filter(|cell| hidden[*cell]).collect();
    let place_of = |cell: usize| places.binary_search(&cell).ok();
    let row = |sum: &Told| {
        let mut row = vec![0; places.len()];
        sum.iter().filter_map(|(cell, factor)| Some((place_of(*cell)?, factor))).for_each(|(place, factor)| {
            row[place] = (row[place] + modulo(*factor)) % PRIME;
        });
        row
    };
    let mut rows: Vec<Vec<u128>> = told.iter().map(row).filter(|row| row.iter().any(|value| *value != 0)).collect();
    let mut reduced = 0;
    for column in 0..places.len() {
        let Some(pivot) = (reduced..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(reduced, pivot);
        let inverse = power(rows[reduced][column], PRIME - 2);
        rows[reduced].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
        let of_pivot = rows[reduced].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(place, row)| *place != reduced && row[column] != 0) {
            let factor = PRIME - row[column];
            row.iter_mut().zip(&of_pivot).for_each(|(value, pivot)| *value = (*value + factor * pivot) % PRIME);
        }
        reduced += 1;
    }
    let mut follows = vec![false; cells];
    for row in rows.iter().take(reduced) {
        let mut with = (0..places.len()).filter(|place| row[*place] != 0);
        if let (Some(place), None) = (with.next(), with.next()) {
            follows[places[place]] = true;
        }
    }
    follows
}

fn power(mut base: u128, mut exponent: u128) -> u128 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(cells: &[usize]) -> Told {
        cells.iter().map(|cell| (*cell, 1)).collect()
    }

    #[test]
    fn what_the_sums_determine_is_found() {
        let told = [sum(&[0, 1, 2]), sum(&[2, 3]), vec![(0, 1), (1, 2)]];
        assert_eq!(determined(4, &told, &[true, true, false, true]), [true, true, false, true]);
        assert_eq!(determined(4, &told, &[true, true, true, true]), [false; 4]);
        assert_eq!(determined(4, &told, &[false, false, true, true]), [false, false, true, true]);
    }

    #[test]
    fn a_small_cell_of_a_cross_table_takes_a_rectangle_with_it() {
        // Rows {0 1 2} {3 4 5} {6 7 8}, columns {0 3 6} …
        let persons = [2, 30, 40, 50, 60, 70, 80, 90, 95];
        let told: Vec<Told> = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8]].iter().map(|cells| sum(cells)).collect();
        let secret = persons.map(|persons| persons <= 3);
        let mut hidden = secret;
        let count = |cells: &[usize]| cells.iter().map(|cell| persons[*cell]).sum();
        Cells { persons: &persons, secret: &secret, told: &told, limit: 3 }.hide(&mut hidden, count);
        assert!(hidden[0] && !determined(9, &told, &hidden)[0], "{hidden:?}");
        assert_eq!(hidden.iter().filter(|hidden| **hidden).count(), 4, "{hidden:?}");
    }

    #[test]
    fn two_small_cells_that_are_small_together_take_a_third() {
        let persons = [1, 1, 9, 20, 0];
        let secret = [true, true, false, false, false];
        let mut hidden = secret;
        let count = |cells: &[usize]| cells.iter().map(|cell| persons[*cell]).sum();
        Cells { persons: &persons, secret: &secret, told: &[sum(&[0, 1, 2, 3, 4])], limit: 3 }.hide(&mut hidden, count);
        assert_eq!(hidden, [true, true, true, false, false]);
    }
}
