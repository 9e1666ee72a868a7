//! Adjusters as columns of a design whose levels are frozen.

use std::ops::Range;

use hashbrown::HashMap;
use polars::prelude::*;

use super::basis::Basis;
use crate::panel::PanelError;
use crate::spec::{Adjuster, Role, Study, StudyError, Variant};

/// The columns of a design: an intercept, then each term's.
#[derive(Clone, Debug)]
pub struct Design {
    /// Name of each column, the intercept first.
    pub names: Vec<String>,
    /// What each column is for.
    pub uses: Vec<Use>,
    /// Each adjuster of the model by its name, with its columns; none where no row has it.
    pub adjusters: Vec<(String, Range<usize>)>,
    pub(super) terms: Vec<Term>,
}

/// What a column of a design is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Estimated, and predicted with a person's own value.
    Compensate,
    /// Estimated, and predicted with the mean of the reference group.
    Neutralise,
    /// Not estimated: marks a subgroup that is to be predicted what it costs.
    Constrain,
}

/// A term with its frozen levels; each maps a row to a level, a level to entries of the design row.
#[derive(Clone, Debug)]
pub(super) struct Term {
    first: usize,
    coding: Coding,
}

#[derive(Clone, Debug)]
enum Coding {
    /// Level 0 is the reference; level k is an indicator in column `first + k − 1`.
    Indicator(Source),
    /// The columns of a basis; level k is the k-th distinct value.
    Number { column: String, values: Vec<f64>, basis: Basis },
    /// The products of one column of each of some terms; it has no levels of its own.
    Product(Vec<Range<usize>>),
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

impl Design {
    /// Freezes the levels of a variant's model on the yearly tables of a target rule; `conditions` are those of the panel.
    ///
    /// # Errors
    /// A term that names a column which the tables do not have, have of another kind, or have with missing values; a subgroup of
    /// `constrain` that is an adjuster too.
    pub fn freeze(study: &Study, variant: &Variant, conditions: &[String], tables: &[DataFrame]) -> Result<Design, PanelError> {
        let mut design = Design { names: vec!["intercept".into()], uses: vec![Use::Compensate], adjusters: Vec::new(), terms: Vec::new() };
        for term in &variant.model.terms {
            let first = design.width();
            let columns: Vec<Range<usize>> = design.adjusters.iter().map(|(_, columns)| columns.clone()).collect();
            for coding in codings(&term.adjuster, study, variant, conditions, tables, &columns)? {
                design.push(coding, if term.role == Role::Neutralise { Use::Neutralise } else { Use::Compensate });
            }
            let columns = first..design.width();
            design.adjusters.push((variant.model.name_of(&term.adjuster), columns));
        }
        let subgroups = variant.model.constrain.iter().flat_map(|name| match name.as_str() {
            "conditions" => conditions.to_vec(),
            column => vec![column.to_owned()],
        });
        for column in subgroups {
            if design.names.contains(&column) {
                let message = format!("model `{}`: `{column}` is an adjuster and a subgroup of `constrain`", variant.model.name);
                return Err(study.refuse(variant.model_span.clone(), message, "leave it out of one").into());
            }
            values(study, variant, tables, &column, &DataType::Boolean)?;
            design.push(Coding::Indicator(Source::Flag { column }), Use::Constrain);
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
            let columns = term.first..end;
            match &term.coding {
                Coding::Number { values, .. } if values.len() > 2 => continue,
                // Rows with one factor of a product and not the others tell of it too.
                Coding::Product(of) => {
                    for column in columns {
                        let alone =
                            factors(column - term.first, of).into_iter().map(|factor| present[factor].saturating_sub(present[column]));
                        resting[column] = alone.filter(|rows| *rows > 0).fold(resting[column], u64::min);
                    }
                    continue;
                }
                _ => {}
            }
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

    fn push(&mut self, coding: Coding, uses: Use) {
        let names = match &coding {
            Coding::Number { column, basis, .. } => basis.names(column),
            Coding::Indicator(Source::Flag { column }) => vec![column.clone()],
            Coding::Indicator(Source::Category { column, levels }) => {
                levels.iter().skip(1).map(|level| format!("{column}={level}")).collect()
            }
            Coding::Indicator(Source::AgeSex { bands, cells }) => cells.iter().skip(1).map(|cell| age_sex_name(bands, *cell)).collect(),
            Coding::Product(of) => {
                let name =
                    |at: usize| factors(at, of).into_iter().map(|column| self.names[column].as_str()).collect::<Vec<_>>().join(" × ");
                (0..of.iter().map(Range::len).product()).map(name).collect()
            }
        };
        self.terms.push(Term { first: self.names.len(), coding });
        self.uses.extend(names.iter().map(|_| uses));
        self.names.extend(names);
    }
}

impl Term {
    /// Whether it multiplies other terms, whose entries come first.
    pub(super) fn is_product(&self) -> bool {
        matches!(self.coding, Coding::Product(_))
    }

    /// How many levels it has.
    pub(super) fn levels(&self) -> usize {
        match &self.coding {
            Coding::Number { values, .. } => values.len(),
            Coding::Indicator(Source::Flag { .. }) => 2,
            Coding::Indicator(Source::Category { levels, .. }) => levels.len(),
            Coding::Indicator(Source::AgeSex { cells, .. }) => cells.len(),
            Coding::Product(_) => 1,
        }
    }

    /// The non-zero design entries of a level.
    pub(super) fn entries(&self, level: usize) -> Vec<(usize, f64)> {
        match &self.coding {
            Coding::Number { values, basis, .. } => {
                (self.first..).zip(basis.at(values[level])).filter(|(_, value)| *value != 0.0).collect()
            }
            Coding::Indicator(_) if level > 0 => vec![(self.first + level - 1, 1.0)],
            Coding::Indicator(_) | Coding::Product(_) => Vec::new(),
        }
    }

    /// Adds to the entries of a profile those of a product.
    pub(super) fn multiply(&self, entries: &mut Vec<(usize, f64)>) {
        let Coding::Product(of) = &self.coding else { return };
        let mut products = vec![(0, 1.0)];
        for columns in of {
            let factors: Vec<(usize, f64)> = entries.iter().filter(|(column, _)| columns.contains(column)).copied().collect();
            let with = |(at, product): (usize, f64)| {
                factors
                    .iter()
                    .map(move |(column, value)| (at * columns.len() + column - columns.start, product * value))
                    .collect::<Vec<_>>()
            };
            products = products.into_iter().flat_map(with).collect();
        }
        entries.extend(products.into_iter().map(|(at, value)| (self.first + at, value)));
    }

    /// The level of each row of a table.
    pub(super) fn level_of_rows(&self, table: &DataFrame) -> PolarsResult<Vec<u32>> {
        // Levels were frozen on these very rows.
        let rank = |rank: Result<usize, usize>| rank.expect("a frozen level") as u32;
        Ok(match &self.coding {
            Coding::Number { column, values, .. } => {
                let numbers = without_signed_zero(table.column(column)?.cast(&DataType::Float64)?);
                numbers.f64()?.iter().flatten().map(|number| rank(values.binary_search_by(|value| value.total_cmp(&number)))).collect()
            }
            Coding::Product(_) => vec![0; table.height()],
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

/// The column of each term that the product with this position multiplies.
fn factors(mut at: usize, of: &[Range<usize>]) -> Vec<usize> {
    let mut factors: Vec<usize> = Vec::with_capacity(of.len());
    for columns in of.iter().rev() {
        factors.push(columns.start + at % columns.len());
        at /= columns.len();
    }
    factors.reverse();
    factors
}

fn age_sex_name(bands: &[i32], cell: u32) -> String {
    let (band, sex) = (cell as usize / 2, if cell.is_multiple_of(2) { "male" } else { "female" });
    let upper = bands.get(band + 1).map_or("+".to_owned(), |next| format!("-{}", next - 1));
    format!("{sex} {}{upper}", bands[band])
}

/// The codings of an adjuster; `columns` are those of the terms before it.
fn codings(
    adjuster: &Adjuster,
    study: &Study,
    variant: &Variant,
    conditions: &[String],
    tables: &[DataFrame],
    columns: &[Range<usize>],
) -> Result<Vec<Coding>, PanelError> {
    let number = |column: &String, basis: Basis| -> Result<Vec<Coding>, PanelError> {
        let mut distinct = Vec::new();
        for year in values(study, variant, tables, column, &DataType::Float64)? {
            distinct.extend(year.f64().into_iter().flat_map(|numbers| numbers.iter().flatten().collect::<Vec<f64>>()));
        }
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        Ok(vec![Coding::Number { column: column.clone(), values: distinct, basis }])
    };
    let flag = |column: &String| Coding::Indicator(Source::Flag { column: column.clone() });
    match adjuster {
        Adjuster::AgeSex(bands) => {
            // METHOD: the reference level is the first cell that a target person is in, so that a rule such as
            // `age >= 18` leaves no empty cell behind.
            let of_tables = tables.iter().map(|table| age_sex_cells(table, bands)).collect::<PolarsResult<Vec<_>>>()?;
            let mut cells = of_tables.concat();
            cells.sort_unstable();
            cells.dedup();
            Ok(vec![Coding::Indicator(Source::AgeSex { bands: bands.clone(), cells })])
        }
        Adjuster::Conditions => {
            // METHOD: a condition that no target person has tells nothing of their cost; many are rare.
            let someone = |condition: &&String| {
                let has = |table: &DataFrame| table.column(condition).ok().and_then(|flags| flags.bool().ok()?.sum()).unwrap_or(0) > 0;
                tables.iter().any(has)
            };
            Ok(conditions.iter().filter(someone).map(flag).collect())
        }
        Adjuster::Flag(column) => {
            values(study, variant, tables, column, &DataType::Boolean)?;
            Ok(vec![flag(column)])
        }
        Adjuster::Number(column) => number(column, Basis::Linear),
        Adjuster::Spline { column, knots } => number(column, Basis::Spline(knots.clone())),
        Adjuster::Polynomial { column, degree } => number(column, Basis::Powers(*degree)),
        Adjuster::Category(column) => {
            let mut levels = Vec::new();
            for year in values(study, variant, tables, column, &DataType::String)? {
                levels.extend(year.str().into_iter().flat_map(|texts| texts.iter().flatten().map(str::to_owned).collect::<Vec<_>>()));
            }
            levels.sort_unstable();
            levels.dedup();
            Ok(vec![Coding::Indicator(Source::Category { column: column.clone(), levels })])
        }
        Adjuster::Interaction(of) => Ok(vec![Coding::Product(of.iter().map(|term| columns[*term].clone()).collect())]),
    }
}

fn age_sex_cells(table: &DataFrame, bands: &[i32]) -> PolarsResult<Vec<u32>> {
    let band = |age: i32| bands.partition_point(|lower| *lower <= age).saturating_sub(1) as u32;
    let (age, sex) = (table.column("age")?.i32()?, table.column("sex")?.i32()?);
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
