//! The table of drug classes and the conditions that they reveal.

use std::path::Path;

use super::DataError;
use super::small_table::{SmallTable, Span};

/// Defined daily doses in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MilliDoses(pub i32);

impl MilliDoses {
    /// From a number of doses; `None` if it is not a number, or beyond two million.
    pub fn from_doses(doses: f64) -> Option<MilliDoses> {
        (doses.abs() < 2e6).then(|| MilliDoses((doses * 1000.0).round() as i32))
    }
}

/// Drug classes and the conditions that they reveal (method, section 4).
#[derive(Debug, Clone)]
pub struct Morbidity {
    /// Names of the conditions, in the order of their first appearance.
    pub conditions: Vec<String>,
    classes: Vec<Class>,
}

/// A drug class, by ATC prefix, that counts for a condition.
#[derive(Debug, Clone)]
struct Class {
    atc: String,
    condition: usize,
    /// Daily doses in a year from which a person has the condition.
    threshold: MilliDoses,
    /// Days of delivery that count.
    span: Span,
    /// First and last calendar year with such a day.
    years: (i32, i32),
    line: usize,
}

impl Class {
    /// Why it cannot stand below another one.
    fn conflict(&self, above: &Class) -> Option<String> {
        if self.condition != above.condition {
            return None;
        }
        // Doses of a class within a class of the same condition would count twice.
        let nested = self.atc.starts_with(above.atc.as_str()) || above.atc.starts_with(self.atc.as_str());
        if nested && self.span.meets(above.span) {
            return Some(format!("class `{}` of the condition overlaps `{}` on line {}", self.atc, above.atc, above.line));
        }
        // METHOD: doses are added over a calendar year, so a year has one threshold.
        let together = self.years.0 <= above.years.1 && above.years.0 <= self.years.1;
        let differs = together && self.threshold != above.threshold;
        differs.then(|| format!("the condition has another threshold in the same year on line {}", above.line))
    }
}

impl Morbidity {
    /// Reads `atc,condition,threshold` and, if they are there, `from,to` from CSV bytes: first and last day of delivery for which a
    /// row holds.
    ///
    /// # Errors
    /// Every row whose class, condition, threshold or date is none, whose class lies within another one of its condition at the same
    /// time, or whose threshold is not the one that its condition has in a year already.
    pub fn parse(file: &Path, csv: &[u8]) -> Result<Morbidity, DataError> {
        let table = SmallTable { table: "morbidity", file, must: ["atc", "condition", "threshold"], may: ["from", "to"], closed: true };
        let (mut conditions, mut classes): (Vec<String>, Vec<Class>) = (Vec::new(), Vec::new());
        let mut errors = Vec::new();
        for (line, [atc, condition, threshold, from, to]) in table.rows(csv)? {
            let class = || -> Result<Class, String> {
                if atc.is_empty() || condition.is_empty() {
                    return Err("the drug class or its condition is empty".into());
                }
                let doses = threshold.replace(',', ".").parse().ok().and_then(MilliDoses::from_doses).filter(|doses| doses.0 > 0);
                let threshold = doses.ok_or_else(|| format!("`{threshold}` is not a number of daily doses"))?;
                let span = Span::parse(&from, &to)?;
                let known = conditions.iter().position(|known| *known == condition);
                let class = Class { atc, condition: known.unwrap_or(conditions.len()), threshold, span, years: span.years(), line };
                match classes.iter().find_map(|above| class.conflict(above)) {
                    Some(conflict) => return Err(conflict),
                    None if known.is_none() => conditions.push(condition),
                    None => {}
                }
                Ok(class)
            };
            match class() {
                Ok(class) => classes.push(class),
                Err(reason) => errors.push(table.refuse(line, reason)),
            }
        }
        DataError::all(errors)?;
        Ok(Morbidity { conditions, classes })
    }

    /// The rows of the table, by place, whose class a drug class begins with, whenever they hold.
    pub fn rows_of(&self, atc: &str) -> Vec<usize> {
        (0..self.classes.len()).filter(|row| atc.starts_with(self.classes[*row].atc.as_str())).collect()
    }

    /// The condition that a row of the table reveals by a delivery on a day, in days since 1 January 1970, if it holds then.
    #[inline]
    pub fn condition(&self, row: usize, day: i32) -> Option<usize> {
        let class = &self.classes[row];
        class.span.holds(day).then_some(class.condition)
    }

    /// Daily doses in a calendar year from which a person has a condition; `None` in a year in which no class reveals it.
    pub fn threshold(&self, condition: usize, year: i32) -> Option<MilliDoses> {
        let holds = |class: &&Class| class.condition == condition && class.years.0 <= year && year <= class.years.1;
        self.classes.iter().find(holds).map(|class| class.threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn morbidity(rows: &str) -> Result<Morbidity, DataError> {
        Morbidity::parse(Path::new("morbidity.csv"), format!("atc,condition,threshold,from,to\n{rows}").as_bytes())
    }

    fn day(text: &str) -> i32 {
        Span::parse(text, "").expect("a day").first
    }

    #[test]
    fn classes_and_thresholds_hold_for_their_time() {
        let table = morbidity("A10,diabetes,90,,2018\nA10,diabetes,60.5,2019,\nL04AA27,ms,90,,2019-06-30\nL04AE01,ms,90,2019-07-01,")
            .expect("a table");
        assert_eq!(table.conditions, ["diabetes", "ms"]);
        let doses = |condition, year| table.threshold(condition, year).map(|doses| doses.0);
        assert_eq!([1990, 2018, 2019, 2050].map(|year| doses(0, year)), [Some(90_000), Some(90_000), Some(60_500), Some(60_500)]);
        assert_eq!(doses(1, 2019), Some(90_000));
        let of = |atc, at| table.rows_of(atc).into_iter().filter_map(|row| table.condition(row, day(at))).collect::<Vec<_>>();
        assert_eq!((of("A10BA02", "2018-12-31"), of("A10BA02", "2019")), (vec![0], vec![0]));
        assert_eq!((of("L04AA27", "2019-06-30"), of("L04AA27", "2019-07-01")), (vec![1], vec![]));
        assert_eq!((of("L04AE01", "2019-06-30"), of("L04AE01", "2019-07-01")), (vec![], vec![1]));
    }

    #[test]
    fn a_condition_has_no_threshold_in_a_year_without_a_class() {
        let table = morbidity("A10,diabetes,90,2018,2018-03-31").expect("a table");
        assert_eq!([2017, 2018, 2019].map(|year| table.threshold(0, year).is_some()), [false, true, false]);
    }

    #[test]
    fn the_table_of_the_engine_is_one() {
        let table = Morbidity::parse(Path::new("morbidity.csv"), crate::spec::MORBIDITY.as_bytes()).expect("a table");
        assert_eq!(table.conditions.len(), 25);
    }

    #[test]
    fn every_row_that_cannot_be_is_told() {
        let said = morbidity(
            "A10,diabetes,90,,\n,diabetes,90,,\nB01,,90,,\nC07,heart,many,,\nC07,heart,0,,\nC07,heart,90,soon,\nA10B,diabetes,90,2018,\n\
             A12,diabetes,60,2018-07-01,",
        )
        .expect_err("a refusal")
        .to_string();
        for (line, what) in [
            (3, "empty"),
            (4, "empty"),
            (5, "many"),
            (6, "`0`"),
            (7, "soon"),
            (8, "class `A10B` of the condition overlaps `A10` on line 2"),
            (9, "another threshold in the same year on line 2"),
        ] {
            assert!(said.lines().any(|told| told.contains(&format!("line {line}: ")) && told.contains(what)), "{line}: {said}");
        }
        // In the middle of a year the classes may change, the threshold may not.
        let mid_year = |threshold: u32| morbidity(&format!("A10,diabetes,90,,2018-06-30\nA10,diabetes,{threshold},2018-07-01,"));
        mid_year(90).expect("a table");
        assert!(mid_year(60).expect_err("a refusal").to_string().contains("line 3: the condition has another threshold"));
    }
}
