//! Exposure: the days of the year on which a person was insured and alive.

use polars::prelude::*;

use crate::ingest::Month;

/// Days of a calendar year.
pub fn days_of(year: i32) -> i32 {
    first_day(year + 1) - first_day(year)
}

/// The first of January as days since 1970-01-01.
pub fn first_day(year: i32) -> i32 {
    Month::of(year, 1).first_day()
}

/// The days insured and alive (0 to 366) of each row of a population of one year.
///
/// METHOD: `from` and `to` are days insured, both included; without them the whole year counts. Death is known to the
/// month: exposure then ends on its 15th, so that the error is zero on average; for who was insured later than that in the
/// month (a newborn, say), half-way from then to its end, so that nobody is left out for dying. Of a birth only the year is
/// known: a newborn without `from` counts from half-way between 1 January and the last day that it can count.
pub fn days_insured(rows: &DataFrame, year: i32) -> PolarsResult<Int32Chunked> {
    // What is absent is absent in every row; a day may be any number of the file's.
    let column = |name: &str| match rows.column(name) {
        Ok(column) => Ok(column.cast(&DataType::Int64)?.i64()?.clone()),
        Err(_) => PolarsResult::Ok(Int64Chunked::full_null(name.into(), rows.height())),
    };
    let (from, to, death, birth) = (column("from")?, column("to")?, column("death")?, column("birth_year")?);
    let (first, last) = (i64::from(first_day(year)), i64::from(first_day(year + 1)) - 1);
    let values = from.iter().zip(to.iter()).zip(death.iter().zip(birth.iter()));
    let days = values.map(|((from, to), (death, birth))| {
        let mut start = from.map_or(first, |from| from.max(first));
        let mut end = to.map_or(last, |to| to.min(last));
        if let Some(death) = death {
            let month = Month(death as i32);
            let (middle, month_end) = (i64::from(month.first_day()) + 14, i64::from(Month(month.0 + 1).first_day()) - 1);
            let late = middle < start && start <= month_end;
            end = end.min(if late { start + (month_end - start) / 2 } else { middle });
        }
        if from.is_none() && birth == Some(year.into()) {
            start = first + (end - first + 1).div_euclid(2);
        }
        (end - start + 1).max(0) as i32
    });
    Ok(Int32Chunked::from_iter_values("days".into(), days))
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
        let month = |yyyymm: i32| Some(Month::from_yyyymm(yyyymm).0);
        let rows = DataFrame::new(
            6,
            vec![
                Series::new("from".into(), [None, Some(start + 181), None, Some(start - 400), Some(start + 300), Some(start + 20)])
                    .into_date()
                    .into_column(),
                Series::new("to".into(), [None, None, Some(start + 9), Some(start + 5000), Some(start + 200), None])
                    .into_date()
                    .into_column(),
                Column::new("death".into(), [None, None, month(201_801), month(201_802), None, month(201_801)]),
            ],
        )
        .expect("a table");
        let days: Vec<i32> = days_insured(&rows, 2018).expect("days").iter().flatten().collect();
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
                Column::new("death".into(), persons.iter().map(|person| Some(Month::from_yyyymm(person.3?).0)).collect::<Vec<_>>()),
            ],
        )
        .expect("a table");
        let days: Vec<i32> = days_insured(&rows, year).expect("days").iter().flatten().collect();
        assert_eq!(days, persons.map(|person| person.4));
    }
}
