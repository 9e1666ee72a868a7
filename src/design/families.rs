//! Families of subgroups that predictions are held against: every person-year is in one group of each.

use std::collections::BTreeSet;

use polars::prelude::*;

/// Lower bounds of the age bands in years.
const AGES: [i32; 9] = [0, 18, 45, 55, 65, 70, 75, 80, 85];

/// From this number of conditions on they count as one group.
const MANY: usize = 4;

/// One way to cut the person-years of a target rule in groups.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// What it goes by: `age`, `sex`, a yes-or-no column, `conditions` (their number), `province`.
    pub family: String,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// The group of each row, by year.
    pub of_row: Vec<Vec<u8>>,
}

impl Grouping {
    /// The same of some of the rows, given by their places in each year.
    pub(super) fn of(&self, places: &[Vec<usize>]) -> Grouping {
        let of_year = |(of_row, places): (&Vec<u8>, &Vec<usize>)| places.iter().map(|place| of_row[*place]).collect();
        Grouping { of_row: self.of_row.iter().zip(places).map(of_year).collect(), ..self.clone() }
    }
}

/// The groupings of the rows of some yearly tables; `conditions` are the columns of the panel that are conditions.
pub fn groupings(tables: &[DataFrame], conditions: &[String]) -> PolarsResult<Vec<Grouping>> {
    let mut all = vec![by_age(tables)?, by_sex(tables)?, by_number(tables, conditions)?];
    let has = |column: &str| tables.iter().all(|table| table.schema().get(column) == Some(&DataType::Boolean));
    for column in ["increased_reimbursement", "chronic"].into_iter().chain(conditions.iter().map(String::as_str)) {
        if has(column) && all.iter().all(|grouping| grouping.family != column) {
            all.push(by_flag(tables, column)?);
        }
    }
    all.push(by_province(tables)?);
    Ok(all)
}

fn by_age(tables: &[DataFrame]) -> PolarsResult<Grouping> {
    let band = |age: Option<i32>| AGES.partition_point(|lower| *lower <= age.unwrap_or(0)).saturating_sub(1) as u8;
    let of_table = |table: &DataFrame| Ok(table.column("age")?.i32()?.iter().map(band).collect());
    let name = |(index, lower): (usize, &i32)| AGES.get(index + 1).map_or(format!("{lower}+"), |next| format!("{lower}-{}", next - 1));
    let groups = AGES.iter().enumerate().map(name).collect();
    Ok(Grouping { family: "age".into(), groups, of_row: tables.iter().map(of_table).collect::<PolarsResult<_>>()? })
}

fn by_sex(tables: &[DataFrame]) -> PolarsResult<Grouping> {
    let of_table = |table: &DataFrame| Ok(table.column("sex")?.i32()?.iter().map(|sex| u8::from(sex == Some(2))).collect());
    let of_row = tables.iter().map(of_table).collect::<PolarsResult<_>>()?;
    Ok(Grouping { family: "sex".into(), groups: vec!["male".into(), "female".into()], of_row })
}

fn by_flag(tables: &[DataFrame], column: &str) -> PolarsResult<Grouping> {
    let of_table = |table: &DataFrame| Ok(table.column(column)?.bool()?.iter().map(|yes| u8::from(yes == Some(true))).collect());
    let of_row = tables.iter().map(of_table).collect::<PolarsResult<_>>()?;
    Ok(Grouping { family: column.into(), groups: vec!["no".into(), "yes".into()], of_row })
}

fn by_number(tables: &[DataFrame], conditions: &[String]) -> PolarsResult<Grouping> {
    let of_table = |table: &DataFrame| -> PolarsResult<Vec<u8>> {
        let mut number = vec![0_u8; table.height()];
        for condition in conditions {
            let flags = table.column(condition)?.bool()?;
            number
                .iter_mut()
                .zip(flags.iter())
                .for_each(|(number, yes)| *number += u8::from(yes == Some(true) && (*number as usize) < MANY));
        }
        Ok(number)
    };
    let groups = (0..=MANY).map(|number| if number < MANY { number.to_string() } else { format!("{MANY}+") }).collect();
    Ok(Grouping { family: "conditions".into(), groups, of_row: tables.iter().map(of_table).collect::<PolarsResult<_>>()? })
}

fn by_province(tables: &[DataFrame]) -> PolarsResult<Grouping> {
    let columns = tables.iter().map(|table| table.column("province")?.cast(&DataType::String)).collect::<PolarsResult<Vec<_>>>()?;
    let texts = columns.iter().map(|column| column.str()).collect::<PolarsResult<Vec<_>>>()?;
    let names: BTreeSet<&str> = texts.iter().flat_map(|texts| texts.iter().map(|text| text.unwrap_or_default())).collect();
    // A table of one's own may call a province what it likes; past 255 of them the last ones count together.
    let groups: Vec<String> = names.iter().take(256).map(|name| (*name).to_owned()).collect();
    let place =
        |text: Option<&str>| groups.binary_search_by(|name| name.as_str().cmp(text.unwrap_or_default())).unwrap_or(groups.len() - 1) as u8;
    let of_row = texts.iter().map(|texts| texts.iter().map(place).collect()).collect();
    Ok(Grouping { family: "province".into(), groups, of_row })
}
