//! Second moments of a block of person-years: what least squares, expected cost and real cost need of them.

use crate::design::{PersonYears, Profiles};

/// The moments of a block under annualised cost y/e with weight w·e, and the counts that disclosure control needs.
///
/// With p columns and S sectors. Money is in cents. `xx[0]` is the exposure Σwe and the first row of `xy` the real cost
/// Σwy, because the first column is the intercept; the first row of `xx` is g = Σwex, so that expected cost is g'β.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// Columns of the design.
    pub width: usize,
    /// Sectors.
    pub sectors: usize,
    /// Person-years.
    pub rows: u64,
    /// Σ w e x x', upper triangle by rows: p (p + 1) / 2.
    pub xx: Vec<f64>,
    /// Σ w x y_s, p × S by rows.
    pub xy: Vec<f64>,
    /// Σ w y_s² / e by sector, and of the total last: S + 1.
    pub yy: Vec<f64>,
    /// Person-years with a non-zero value, by column.
    pub present: Vec<u64>,
    /// Person-years with a cost, by sector.
    pub users: Vec<u64>,
}

impl Moments {
    /// The moments of no rows.
    pub fn zero(width: usize, sectors: usize) -> Moments {
        Moments {
            width,
            sectors,
            rows: 0,
            xx: vec![0.0; width * (width + 1) / 2],
            xy: vec![0.0; width * sectors],
            yy: vec![0.0; sectors + 1],
            present: vec![0; width],
            users: vec![0; sectors],
        }
    }

    /// The moments of some rows of a year.
    pub fn of(rows: &PersonYears, range: std::ops::Range<usize>, profiles: &Profiles, width: usize, sectors: usize) -> Moments {
        let mut moments = Moments::zero(width, sectors);
        for row in range {
            let x = &profiles.entries[rows.profile[row] as usize];
            moments.add_row(x, rows.weight[row], rows.exposure[row], &rows.cost[row * sectors..][..sectors]);
        }
        moments
    }

    fn add_row(&mut self, x: &[(usize, f64)], weight: f64, exposure: f64, cost: &[f64]) {
        self.rows += 1;
        for (entry, (column, value)) in x.iter().enumerate() {
            let scaled = weight * exposure * value;
            // Start of the row in the packed triangle, less the columns before the diagonal.
            let row = column * (2 * self.width - column + 1) / 2 - column;
            for (other, other_value) in &x[entry..] {
                self.xx[row + other] += scaled * other_value;
            }
            for (sum, cost) in self.xy[column * self.sectors..].iter_mut().zip(cost) {
                *sum += weight * value * cost;
            }
            self.present[*column] += 1;
        }
        for ((sum, users), cost) in self.yy.iter_mut().zip(&mut self.users).zip(cost) {
            *sum += weight * cost * cost / exposure;
            *users += u64::from(*cost != 0.0);
        }
        let total: f64 = cost.iter().sum();
        self.yy[self.sectors] += weight * total * total / exposure;
    }

    /// Adds another block.
    pub fn add(&mut self, other: &Moments) {
        debug_assert_eq!((self.width, self.sectors), (other.width, other.sectors));
        self.rows += other.rows;
        for (mine, theirs) in [(&mut self.xx, &other.xx), (&mut self.xy, &other.xy), (&mut self.yy, &other.yy)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
        for (mine, theirs) in [(&mut self.present, &other.present), (&mut self.users, &other.users)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// Takes away a block that is a part of these.
    ///
    /// METHOD: a column or a sector that nobody is left with is nothing, whatever rounding leaves of it: a model has to see that it
    /// cannot know it.
    fn subtract(&mut self, other: &Moments) {
        self.rows -= other.rows;
        for (mine, theirs) in [(&mut self.xx, &other.xx), (&mut self.xy, &other.xy), (&mut self.yy, &other.yy)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine -= theirs);
        }
        for (mine, theirs) in [(&mut self.present, &other.present), (&mut self.users, &other.users)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine -= theirs);
        }
    }

    /// Sets to nothing what nobody has.
    fn settled(mut self) -> Moments {
        let absent: Vec<usize> = (0..self.width).filter(|column| self.present[*column] == 0).collect();
        for sector in (0..self.sectors).filter(|sector| self.users[*sector] == 0) {
            self.xy.iter_mut().skip(sector).step_by(self.sectors).for_each(|sum| *sum = 0.0);
            self.yy[sector] = 0.0;
        }
        if absent.is_empty() { self } else { self.without(&absent) }
    }

    /// The same moments with some columns as if nobody had them.
    pub fn without(&self, columns: &[usize]) -> Moments {
        let mut moments = self.clone();
        for column in columns {
            for row in 0..self.width {
                let (first, last) = (row.min(*column), row.max(*column));
                moments.xx[first * (2 * self.width - first + 1) / 2 - first + last] = 0.0;
            }
            moments.xy[column * self.sectors..][..self.sectors].fill(0.0);
            moments.present[*column] = 0;
        }
        moments
    }

    /// The moments of several years together, with one more column for each year but the first: its indicator.
    pub fn pooled(years: &[Moments]) -> Moments {
        let (width, sectors) = years.first().map_or((0, 0), |first| (first.width, first.sectors));
        let mut pooled = Moments::zero(width + years.len().saturating_sub(1), sectors);
        let start = |row: usize, width: usize| row * (2 * width - row + 1) / 2 - row;
        for (year, moments) in years.iter().enumerate() {
            let effect = year.checked_sub(1).map(|later| width + later);
            let (rows, all) = (&moments.xx, pooled.width);
            for row in 0..width {
                for column in row..width {
                    pooled.xx[start(row, all) + column] += rows[start(row, width) + column];
                }
                if let Some(effect) = effect {
                    pooled.xx[start(row, all) + effect] += rows[row];
                }
            }
            let costs = pooled.xy.iter_mut().zip(&moments.xy);
            costs.for_each(|(sum, cost)| *sum += cost);
            if let Some(effect) = effect {
                pooled.xx[start(effect, all) + effect] = moments.exposure();
                pooled.xy[effect * sectors..][..sectors].copy_from_slice(moments.real_cost());
                pooled.present[effect] = moments.rows;
            }
            pooled.yy.iter_mut().zip(&moments.yy).for_each(|(sum, square)| *sum += square);
            pooled.present.iter_mut().zip(&moments.present).for_each(|(sum, rows)| *sum += rows);
            pooled.users.iter_mut().zip(&moments.users).for_each(|(sum, users)| *sum += users);
            pooled.rows += moments.rows;
        }
        pooled
    }

    /// Exposure Σwe, in weighted person-years.
    pub fn exposure(&self) -> f64 {
        self.xx[0]
    }

    /// g = Σwex, one value a column.
    pub fn weighted_profile(&self) -> &[f64] {
        &self.xx[..self.width]
    }

    /// Real cost Σwy by sector, in cents.
    pub fn real_cost(&self) -> &[f64] {
        &self.xy[..self.sectors]
    }
}

/// The moments of one year by municipality, and of all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blocks {
    /// One block per municipality, in their order.
    pub by_municipality: Vec<Moments>,
    /// Their sum.
    all: Option<Moments>,
}

impl Blocks {
    /// The blocks of a year, added up in their order.
    pub fn new(by_municipality: Vec<Moments>) -> Blocks {
        let first = by_municipality.first().map(|first| Moments::zero(first.width, first.sectors));
        let all = first.map(|zero| {
            by_municipality.iter().fold(zero, |mut sum, block| {
                sum.add(block);
                sum
            })
        });
        Blocks { by_municipality, all }
    }

    /// The sum over the municipalities that are wanted; no columns without municipalities.
    ///
    /// METHOD: where most are wanted, as in every reference group, the others are taken away from the whole: a zone is a few blocks.
    pub fn sum(&self, wanted: impl Fn(usize) -> bool) -> Moments {
        let (wanted, other): (Vec<usize>, Vec<usize>) = (0..self.by_municipality.len()).partition(|municipality| wanted(*municipality));
        let Some(all) = &self.all else { return Moments::zero(1, 0) };
        if other.len() < wanted.len() {
            let mut rest = all.clone();
            other.iter().for_each(|municipality| rest.subtract(&self.by_municipality[*municipality]));
            return rest.settled();
        }
        let mut sum = Moments::zero(all.width, all.sectors);
        wanted.iter().for_each(|municipality| sum.add(&self.by_municipality[*municipality]));
        sum
    }
}
