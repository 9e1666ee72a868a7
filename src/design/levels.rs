//! Adjusters as columns of a design whose levels are frozen, and persons as the profiles they share.

use hashbrown::HashMap;
use polars::prelude::*;

use crate::panel::PanelError;
use crate::spec::{ModelSpec, Study, StudyError, TermSpec, Variant};

/// The columns of a design: an intercept, then each term's.
#[derive(Clone, Debug)]
pub struct Design {
    /// Name of each column, the intercept first.
    pub names: Vec<String>,
    terms: Vec<Term>,
}

/// A term with its frozen levels; each maps a row to a level, a level to entries of the design row.
#[derive(Clone, Debug)]
struct Term {
    first: usize,
    coding: Coding,
}

#[derive(Clone, Debug)]
enum Coding {
    /// Level 0 is the reference; level k is an indicator in column `first + k − 1`.
    Indicator(Source),
    /// The value itself, in one column; level k is the k-th distinct value.
    Number { column: String, values: Vec<f64> },
}

#[derive(Clone, Debug)]
enum Source {
    /// Cells `2 × band + (female)` that some row has, ascending.
    AgeSex {
        bands: Vec<i32>,
        cells: Vec<u32>,
    },
    Flag {
        column: String,
    },
    Category {
        column: String,
        levels: Vec<String>,
    },
}

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
    /// Freezes the levels of a variant's model on the yearly tables of a target rule; `conditions` are those of the panel.
    ///
    /// # Errors
    /// A term that names a column which the tables do not have, have of another kind, or have with missing values.
    pub fn freeze(study: &Study, variant: &Variant, conditions: &[String], tables: &[DataFrame]) -> Result<Design, PanelError> {
        let ModelSpec { terms, .. } = &variant.model;
        let mut design = Design { names: vec!["intercept".into()], terms: Vec::new() };
        for term in terms {
            match term {
                TermSpec::AgeSex(bands) => {
                    // METHOD: the reference level is the first cell that a target person is in, so that a rule such as
                    // `age >= 18` leaves no empty cell behind.
                    let of_tables = tables.iter().map(|table| age_sex_cells(table, bands)).collect::<PolarsResult<Vec<_>>>()?;
                    let mut cells = of_tables.concat();
                    cells.sort_unstable();
                    cells.dedup();
                    design.push(Coding::Indicator(Source::AgeSex { bands: bands.clone(), cells }));
                }
                TermSpec::Conditions => {
                    for condition in conditions {
                        design.push(Coding::Indicator(Source::Flag { column: condition.clone() }));
                    }
                }
                TermSpec::Flag(column) => {
                    values(study, variant, tables, column, &DataType::Boolean)?;
                    design.push(Coding::Indicator(Source::Flag { column: column.clone() }));
                }
                TermSpec::Number(column) => {
                    let mut distinct = Vec::new();
                    for year in values(study, variant, tables, column, &DataType::Float64)? {
                        distinct.extend(year.f64().into_iter().flat_map(|numbers| numbers.iter().flatten().collect::<Vec<f64>>()));
                    }
                    distinct.sort_unstable_by(f64::total_cmp);
                    distinct.dedup();
                    design.push(Coding::Number { column: column.clone(), values: distinct });
                }
                TermSpec::Category(column) => {
                    let mut levels = Vec::new();
                    for year in values(study, variant, tables, column, &DataType::String)? {
                        levels
                            .extend(year.str().into_iter().flat_map(|texts| texts.iter().flatten().map(str::to_owned).collect::<Vec<_>>()));
                    }
                    levels.sort_unstable();
                    levels.dedup();
                    design.push(Coding::Indicator(Source::Category { column: column.clone(), levels }));
                }
            }
        }
        Ok(design)
    }

    /// The fewest rows that each coefficient rests on, from the rows with a non-zero value by column: those with it, those
    /// without it when there are but two values, and for the intercept those at the reference level of a term.
    pub fn resting(&self, present: &[u64], rows: u64) -> Vec<u64> {
        let mut resting = present.to_vec();
        resting[0] = rows;
        let ends = self.terms.iter().skip(1).map(|term| term.first).chain([self.width()]);
        for (term, end) in self.terms.iter().zip(ends) {
            if matches!(&term.coding, Coding::Number { values, .. } if values.len() > 2) {
                continue;
            }
            let columns = term.first..end;
            let at_reference = rows.saturating_sub(present[columns.clone()].iter().sum());
            if at_reference > 0 {
                resting[0] = resting[0].min(at_reference);
            }
            for column in columns.filter(|column| present[*column] < rows) {
                resting[column] = resting[column].min(rows - present[column]);
            }
        }
        resting
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.names.len()
    }

    fn push(&mut self, coding: Coding) {
        self.terms.push(Term { first: self.names.len(), coding: coding.clone() });
        match coding {
            Coding::Number { column, .. } => self.names.push(column),
            Coding::Indicator(Source::Flag { column }) => self.names.push(column),
            Coding::Indicator(Source::Category { column, levels }) => {
                self.names.extend(levels.iter().skip(1).map(|level| format!("{column}={level}")));
            }
            Coding::Indicator(Source::AgeSex { bands, cells }) => {
                let name = |cell: &u32| {
                    let (band, sex) = (*cell as usize / 2, if cell.is_multiple_of(2) { "male" } else { "female" });
                    let upper = bands.get(band + 1).map_or("+".to_owned(), |next| format!("-{}", next - 1));
                    format!("{sex} {}{upper}", bands[band])
                };
                self.names.extend(cells.iter().skip(1).map(name));
            }
        }
    }

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
        for term in &self.terms {
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
        profiles.entries.iter_mut().for_each(|entries| entries.insert(0, (0, 1.0)));
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
            levels.extend(term.entry((key % count) as usize));
            key /= count;
        }
        levels.extend(before.get(key as usize).into_iter().flatten());
        levels.sort_unstable_by_key(|(column, _)| *column);
        levels
    };
    distinct.into_iter().map(decode).collect()
}

impl Term {
    fn levels(&self) -> usize {
        match &self.coding {
            Coding::Number { values, .. } => values.len(),
            Coding::Indicator(Source::Flag { .. }) => 2,
            Coding::Indicator(Source::Category { levels, .. }) => levels.len(),
            Coding::Indicator(Source::AgeSex { cells, .. }) => cells.len(),
        }
    }

    /// The non-zero design entry of a level, if it has one.
    fn entry(&self, level: usize) -> Option<(usize, f64)> {
        match &self.coding {
            Coding::Number { values, .. } => Some((self.first, values[level])).filter(|(_, value)| *value != 0.0),
            Coding::Indicator(_) => (level > 0).then(|| (self.first + level - 1, 1.0)),
        }
    }

    fn level_of_rows(&self, table: &DataFrame) -> PolarsResult<Vec<u32>> {
        // Levels were frozen on these very rows.
        let rank = |rank: Result<usize, usize>| rank.expect("a frozen level") as u32;
        Ok(match &self.coding {
            Coding::Number { column, values } => {
                let numbers = without_signed_zero(table.column(column)?.cast(&DataType::Float64)?);
                numbers.f64()?.iter().flatten().map(|number| rank(values.binary_search_by(|value| value.total_cmp(&number)))).collect()
            }
            Coding::Indicator(Source::Flag { column }) => {
                table.column(column)?.bool()?.iter().map(|yes| u32::from(yes == Some(true))).collect()
            }
            Coding::Indicator(Source::Category { column, levels }) => {
                let texts = table.column(column)?.cast(&DataType::String)?;
                let index: HashMap<&str, u32> = levels.iter().map(String::as_str).zip(0..).collect();
                texts.str()?.iter().flatten().map(|text| index[text]).collect()
            }
            Coding::Indicator(Source::AgeSex { bands, cells }) => {
                age_sex_cells(table, bands)?.iter().map(|cell| rank(cells.binary_search(cell))).collect()
            }
        })
    }
}

fn age_sex_cells(table: &DataFrame, bands: &[i32]) -> PolarsResult<Vec<u32>> {
    let band = |age: i64| bands.partition_point(|lower| i64::from(*lower) <= age).saturating_sub(1) as u32;
    let (age, sex) = (table.column("age")?.i64()?, table.column("sex")?.i64()?);
    Ok(age.iter().zip(sex.iter()).map(|(age, sex)| 2 * band(age.unwrap_or(0)) + u32::from(sex == Some(2))).collect())
}

/// A column of every yearly table in a type, without missing values.
fn values(study: &Study, variant: &Variant, tables: &[DataFrame], column: &str, wanted: &DataType) -> Result<Vec<Column>, StudyError> {
    let refuse = |message: String, help: &str| {
        let message = format!("model `{}`: {message}", variant.model.name);
        study.refuse(variant.model_span.clone(), message, help)
    };
    let of_table = |table: &DataFrame| {
        let names: Vec<&str> = table.schema().iter_names().map(|name| name.as_str()).collect();
        let values = table
            .column(column)
            .map_err(|_| refuse(format!("the panel has no column `{column}`"), &Study::advise(column, names.into_iter())))?;
        let number = *wanted == DataType::Float64 && values.dtype().is_primitive_numeric();
        let fits = number || *wanted == DataType::String || values.dtype() == wanted;
        let cast = values.cast(wanted).ok().filter(|_| fits).map(without_signed_zero).ok_or_else(|| {
            let kind = if *wanted == DataType::Boolean { "yes or no" } else { "a number" };
            refuse(format!("column `{column}` is not {kind}"), "use another kind of term for it")
        })?;
        match cast.null_count() {
            0 => Ok(cast),
            _ => Err(refuse(format!("column `{column}` has missing values"), "complete the column or leave the term out")),
        }
    };
    tables.iter().map(of_table).collect()
}

/// Numbers with one zero, and missing instead of what is no number; other columns as they are.
fn without_signed_zero(column: Column) -> Column {
    match column.f64() {
        Ok(numbers) => {
            numbers.apply(|number| number.filter(|number| number.is_finite()).map(|number| number + 0.0)).into_series().into_column()
        }
        Err(_) => column,
    }
}
