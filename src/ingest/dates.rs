//! Dates in the ways in which they are written.

use polars::prelude::*;

/// Tried in this order; most files need the first only.
const FORMATS: [&str; 4] = ["%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d-%m-%Y"];

/// Months as SAS abbreviates them in French and Dutch, where that differs from English.
const MONTHS: [(&str, &str); 8] = [
    ("f[eé]v", "feb"),
    ("mrt", "mar"),
    ("avr", "apr"),
    ("mai|mei", "may"),
    ("jui?l", "jul"),
    ("ao[uû]", "aug"),
    ("okt", "oct"),
    ("d[eé]c", "dec"),
];

/// The days that texts write; null for what is none. A time of day is left out.
pub(super) fn days(text: Expr) -> Expr {
    text.map(|text| Ok(parse(text.str()?)?.into_series().into_column()), |_, field| Ok(Field::new(field.name().clone(), DataType::Date)))
}

/// The day that a text writes, in days since 1 January 1970; `None` if it is none.
pub(super) fn day(text: &str) -> Option<i32> {
    parse(&StringChunked::from_slice("day".into(), &[text])).ok()?.physical().get(0)
}

/// First and last day that can be meant, 1800-01-01 and 2999-12-31: a year of two digits is a mistake, not the first century.
const BOUNDS: (i32, i32) = (-62_091, 376_199);

/// The days that texts write, null for what is none.
///
/// METHOD: a format is tried on a batch only while texts are left that the formats before it do not fit, so a file written in
/// one way costs one parse.
pub(super) fn parse(text: &StringChunked) -> PolarsResult<DateChunked> {
    let days = written(text)?;
    let (first, last) = BOUNDS;
    let days = days.physical();
    if days.min().is_none_or(|day| day >= first) && days.max().is_none_or(|day| day <= last) {
        return Ok(days.clone().into_date());
    }
    let within = days.gt_eq(first) & days.lt_eq(last);
    Ok(days.zip_with(&within, &Int32Chunked::full_null(days.name().clone(), days.len()))?.into_date())
}

fn written(text: &StringChunked) -> PolarsResult<DateChunked> {
    let complete = |days: &DateChunked| days.physical().null_count() == text.null_count();
    let mut days = text.as_date(Some(FORMATS[0]), true)?;
    if complete(&days) {
        return Ok(days);
    }
    let plain = text.replace(r"[ T:]\d\d:\d\d(:\d\d(\.\d+)?)?Z?$", "")?;
    for format in FORMATS {
        days = first(&days, &plain.as_date(Some(format), true)?)?;
        if complete(&days) {
            return Ok(days);
        }
    }
    let mut named = plain.to_lowercase().replace_all(r"[ .\-]", "")?;
    for (other, english) in MONTHS {
        named = named.replace(other, english)?;
    }
    first(&days, &named.as_date(Some("%d%b%Y"), true)?)
}

/// The values of one column, and of another where it has none.
fn first(days: &DateChunked, others: &DateChunked) -> PolarsResult<DateChunked> {
    let (days, others) = (days.physical(), others.physical());
    Ok(days.zip_with(&days.is_not_null(), others)?.into_date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(texts: &[&str]) -> Vec<Option<i32>> {
        parse(&StringChunked::from_slice("day".into(), texts)).expect("dates").physical().iter().collect()
    }

    #[test]
    fn a_day_is_understood_however_it_is_written() {
        for text in [
            "2018-12-31",
            "31/12/2018",
            "20181231",
            "31-12-2018",
            "31DEC2018",
            "31dec2018",
            "31DEC2018:00:00:00",
            "31DEC2018:13:45:10.123",
            "31-DEC-2018",
            "31 déc 2018",
            "31DÉC2018",
            "2018-12-31 00:00:00",
            "2018-12-31T00:00:00.000",
            "31/12/2018 00:00",
        ] {
            assert_eq!(parsed(&[text]), [Some(17_896)], "{text}");
            assert_eq!(parsed(&["2018-12-30", text]), [Some(17_895), Some(17_896)], "{text}");
        }
        let months = [
            "01FEV2018",
            "01fév2018",
            "01MRT2018",
            "01AVR2018",
            "01MAI2018",
            "01MEI2018",
            "01JUL2018",
            "01AOU2018",
            "01aoû2018",
            "01OKT2018",
        ];
        let firsts = [17_563, 17_563, 17_591, 17_622, 17_652, 17_652, 17_713, 17_744, 17_744, 17_805];
        assert_eq!(parsed(&months), firsts.map(Some));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["31/02/2018", "2018-13-01", "31/12/18", "12/31/2018", "2018", "soon", "", "31XYZ2018", "0", "2018-12-31x", "31FEB2018"]
        {
            assert_eq!(parsed(&[text]), [None], "{text}");
        }
    }
}
