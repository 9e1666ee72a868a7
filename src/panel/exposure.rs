//! Exposure: the days of the year on which a person was insured and alive.

use polars::prelude::*;

/// Days of a calendar year.
pub fn days_of(year: i32) -> i32 {
    first_day(year + 1) - first_day(year)
}

/// The first of January as days since 1970-01-01.
pub fn first_day(year: i32) -> i32 {
    // Days of the civil calendar before the year, counted from year 0 (Gregorian).
    let before = |year: i32| 365 * year + (year - 1).div_euclid(4) - (year - 1).div_euclid(100) + (year - 1).div_euclid(400);
    before(year) - before(1970)
}

/// Adds `days` (insured and alive, 0 to 366) to the rows of a population of one year.
///
/// METHOD: `from` and `to` are days insured, both included; without them the whole year counts. Death is known to the
/// month: exposure then ends in the middle of that month, on its 15th, so that the error is zero on average.
pub fn with_days(rows: LazyFrame, schema: &Schema, year: i32) -> LazyFrame {
    let (first, last) = (first_day(year), first_day(year + 1) - 1);
    let day = |column: &str, bound: i32| match schema.contains(column) {
        true => col(column).cast(DataType::Int32).fill_null(lit(bound)),
        false => lit(bound),
    };
    let from = day("from", first);
    let to = day("to", last);
    let alive_to = match schema.contains("death") {
        true => {
            let text = (col("death") * lit(100) + lit(15)).cast(DataType::String);
            let options = StrptimeOptions { format: Some("%Y%m%d".into()), strict: false, exact: true, cache: true };
            text.str().to_date(options).cast(DataType::Int32).fill_null(lit(last))
        }
        false => lit(last),
    };
    let at_most = |a: Expr, b: Expr| when(a.clone().lt(b.clone())).then(a).otherwise(b);
    let end = at_most(at_most(to, alive_to), lit(last));
    let start = when(from.clone().gt(lit(first))).then(from).otherwise(lit(first));
    let days = end - start + lit(1);
    rows.with_column(when(days.clone().gt(lit(0))).then(days).otherwise(lit(0)).cast(DataType::Int32).alias("days"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_years_have_their_days() {
        assert_eq!(first_day(1970), 0);
        assert_eq!(first_day(2018), 17_532);
        assert_eq!([days_of(2015), days_of(2016), days_of(1900), days_of(2000)], [365, 366, 365, 366]);
    }

    #[test]
    fn a_person_counts_from_the_first_insured_day_to_the_last_one_alive() {
        let start = first_day(2018);
        let rows = DataFrame::new(
            5,
            vec![
                Series::new("from".into(), [None, Some(start + 181), None, Some(start - 400), Some(start + 300)]).into_date().into_column(),
                Series::new("to".into(), [None, None, Some(start + 9), Some(start + 5000), Some(start + 200)]).into_date().into_column(),
                Column::new("death".into(), [None, None, Some(201_801), Some(201_802), None]),
            ],
        )
        .expect("a table");
        let schema = rows.schema().clone();
        let days = with_days(rows.lazy(), &schema, 2018).collect().expect("days");
        let days: Vec<i32> = days.column("days").expect("column").i32().expect("whole numbers").iter().flatten().collect();
        assert_eq!(days, [365, 184, 10, 31 + 15, 0]);
    }
}
