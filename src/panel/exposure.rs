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

/// Name of the column that [`with_days`] adds.
pub const DAYS: &str = "garantie:days";

/// Adds the days insured and alive (0 to 366) to the rows of a population of one year.
///
/// METHOD: `from` and `to` are days insured, both included; without them the whole year counts. Death is known to the
/// month: exposure then ends on its 15th, so that the error is zero on average; for who was insured later than that in the
/// month (a newborn, say), half-way from then to its end, so that nobody is left out for dying. Of a birth only the year is
/// known: a newborn without `from` counts from half-way between 1 January and the last day that it can count.
pub fn with_days(rows: LazyFrame, schema: &Schema, year: i32) -> LazyFrame {
    let (first, last) = (first_day(year), first_day(year + 1) - 1);
    let day = |column: &str, bound: i32| match schema.contains(column) {
        true => col(column).cast(DataType::Int32).fill_null(lit(bound)),
        false => lit(bound),
    };
    let at_most = |a: Expr, b: Expr| when(a.clone().lt(b.clone())).then(a).otherwise(b);
    let from = day("from", first);
    let mut start = when(from.clone().gt(lit(first))).then(from).otherwise(lit(first));
    let mut end = at_most(day("to", last), lit(last));
    if schema.contains("death") {
        let day_of = |month: Expr, day: i32| {
            let options = StrptimeOptions { format: Some("%Y%m%d".into()), strict: false, exact: true, cache: true };
            (month * lit(100) + lit(day)).cast(DataType::String).str().to_date(options).cast(DataType::Int32)
        };
        let december = (col("death") % lit(100)).eq(lit(12));
        let next_month = col("death") + when(december).then(lit(89)).otherwise(lit(1));
        let month_end = day_of(next_month, 1) - lit(1);
        let late = start.clone().gt(day_of(col("death"), 15)).and(start.clone().lt_eq(month_end.clone()));
        let half_way = start.clone() + (month_end - start.clone()).floor_div(lit(2));
        let death = when(late).then(half_way).otherwise(day_of(col("death"), 15));
        end = at_most(end, death.fill_null(lit(last)));
    }
    if schema.contains("birth_year") {
        let unknown = match schema.contains("from") {
            true => col("from").is_null(),
            false => lit(true),
        };
        let half_way = lit(first) + (end.clone() - lit(first) + lit(1)).floor_div(lit(2));
        start = when(col("birth_year").eq(lit(year)).and(unknown)).then(half_way).otherwise(start);
    }
    let days = end - start + lit(1);
    rows.with_column(when(days.clone().gt(lit(0))).then(days).otherwise(lit(0)).cast(DataType::Int32).alias(DAYS))
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
            6,
            vec![
                Series::new("from".into(), [None, Some(start + 181), None, Some(start - 400), Some(start + 300), Some(start + 20)])
                    .into_date()
                    .into_column(),
                Series::new("to".into(), [None, None, Some(start + 9), Some(start + 5000), Some(start + 200), None])
                    .into_date()
                    .into_column(),
                Column::new("death".into(), [None, None, Some(201_801), Some(201_802), None, Some(201_801)]),
            ],
        )
        .expect("a table");
        let schema = rows.schema().clone();
        let days = with_days(rows.lazy(), &schema, 2018).collect().expect("days");
        let days: Vec<i32> = days.column(DAYS).expect("column").i32().expect("whole numbers").iter().flatten().collect();
        assert_eq!(days, [365, 184, 10, 31 + 15, 0, 6]);
    }

    /// By hand, in a leap year: 366 days; 29 February is the 60th.
    #[test]
    fn leap_years_births_and_deaths_are_counted_in_days() {
        let year = 2020;
        let first = first_day(year);
        let day = |month: i32, day: i32| first + [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335][month as usize - 1] + day - 1;
        // Birth year, from, to, month of death, days.
        type Insured = (i64, Option<i32>, Option<i32>, Option<i32>, i32);
        let persons: [Insured; 12] = [
            (1950, None, None, None, 366),
            (1950, None, None, Some(202_002), 31 + 15),
            (1950, None, None, Some(202_012), 366 - 16),
            (1950, Some(day(2, 29)), None, None, 366 - 59),
            (1950, Some(day(2, 20)), None, Some(202_002), 5),
            (1950, None, Some(day(2, 29)), None, 60),
            (1950, None, Some(day(2, 29)), Some(202_003), 60),
            (2020, None, None, None, 183),
            (2020, Some(day(3, 1)), None, None, 366 - 60),
            (2020, None, None, Some(202_002), 23),
            (2020, Some(day(12, 31)), None, Some(202_012), 1),
            (2019, None, None, None, 366),
        ];
        let dates = |name: &str, of: Vec<Option<i32>>| Series::new(name.into(), of).into_date().into_column();
        let rows = DataFrame::new(
            persons.len(),
            vec![
                Column::new("birth_year".into(), persons.iter().map(|person| person.0).collect::<Vec<_>>()),
                dates("from", persons.iter().map(|person| person.1).collect()),
                dates("to", persons.iter().map(|person| person.2).collect()),
                Column::new("death".into(), persons.iter().map(|person| person.3).collect::<Vec<_>>()),
            ],
        )
        .expect("a table");
        let schema = rows.schema().clone();
        let days = with_days(rows.lazy(), &schema, year).collect().expect("days");
        let days: Vec<i32> = days.column(DAYS).expect("column").i32().expect("whole numbers").iter().flatten().collect();
        assert_eq!(days, persons.map(|person| person.4));
    }
}
