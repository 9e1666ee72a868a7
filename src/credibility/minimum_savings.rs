//! Named rules of a minimum savings rate: how large a savings rate must be, given the number of persons it rests on.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::spec::{MINIMUM_SAVINGS, StudyError, parse};

/// A table of minimum savings rates by group size: bands that follow one another from one person on, the last without end.
#[derive(Clone, Debug, PartialEq)]
pub struct MinimumSavings {
    /// Name of the rule.
    pub name: String,
    /// Where the table comes from.
    pub source: String,
    bands: Vec<Band>,
}

/// From `from` to `to` persons the rate runs linearly from `rates[0]` to `rates[1]`, in percent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    from: u64,
    to: Option<u64>,
    rates: [f64; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableText {
    name: String,
    #[serde(rename = "from")]
    _from: toml::value::Datetime,
    source: String,
    bands: Vec<Spanned<Band>>,
}

impl MinimumSavings {
    /// The rule `mssp`: the one-sided minimum savings rate of the Medicare Shared Savings Program (method, section 13).
    pub fn mssp() -> MinimumSavings {
        MinimumSavings::parse(Path::new("mssp.toml"), &Arc::from(MINIMUM_SAVINGS)).expect("the table of the engine is valid")
    }

    /// Parses and checks a table; the path serves the errors only.
    ///
    /// # Errors
    /// A [`StudyError`] at the band that does not follow the one before it, ends before it begins or has no positive rate.
    pub fn parse(path: &Path, text: &Arc<str>) -> Result<MinimumSavings, StudyError> {
        let file: TableText = parse(path, text)?;
        let refused =
            |span: Option<std::ops::Range<usize>>, message: &str, help: &str| StudyError::new(path, text, span, message).with_help(help);
        let mut next = Some(1);
        for band in &file.bands {
            let Band { from, to, rates } = band.get_ref();
            if next != Some(*from) || to.is_some_and(|to| to < *from) {
                let help = "bands begin at 1 person, each where the one before it ends, and only the last has no `to`";
                return Err(refused(Some(band.span()), "this band does not follow the one before it", help));
            }
            if !rates.iter().all(|rate| *rate > 0.0 && *rate < 100.0) {
                return Err(refused(Some(band.span()), "a minimum savings rate lies between 0 and 100 percent", "for example 3.9"));
            }
            next = to.map(|to| to + 1);
        }
        if file.bands.is_empty() || next.is_some() {
            return Err(refused(None, "the bands do not cover every number of persons", "leave `to` out of the last band"));
        }
        Ok(MinimumSavings { name: file.name, source: file.source, bands: file.bands.into_iter().map(Spanned::into_inner).collect() })
    }

    /// The smallest savings rate, as a fraction of the guarantee, that the rule takes for more than chance in a group of
    /// `persons`; `None` without persons.
    pub fn rate(&self, persons: u64) -> Option<f64> {
        let band = self.bands.iter().rfind(|band| band.from <= persons)?;
        let [first, last] = band.rates;
        let along = match band.to {
            Some(to) if to > band.from => (persons - band.from) as f64 / (to - band.from) as f64,
            _ => 0.0,
        };
        Some((first + along * (last - first)) / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_gives_the_known_pairs() {
        // Persons and percent of the method, section 13; the bands' own ends beside them.
        let mssp = MinimumSavings::mssp();
        let known = [
            (4_816, 4.0007),
            (5_501, 3.7495),
            (9_496, 3.0504),
            (14_745, 2.7152),
            (23_445, 2.4655),
            (45_434, 2.2457),
            (1, 12.2),
            (499, 12.2),
            (500, 12.2),
            (999, 8.7),
            (4_999, 3.9),
            (59_999, 2.0),
            (60_000, 2.0),
            (1_000_000, 2.0),
        ];
        for (persons, percent) in known {
            let rate = 100.0 * mssp.rate(persons).expect("a rate");
            assert!((rate - percent).abs() < 5e-5, "{persons}: {rate}");
        }
        assert_eq!(mssp.rate(0), None);
    }

    #[test]
    fn more_persons_never_need_a_larger_rate() {
        let mssp = MinimumSavings::mssp();
        let rates: Vec<f64> = (1..70_000).map(|persons| mssp.rate(persons).expect("a rate")).collect();
        assert!(rates.windows(2).all(|pair| pair[1] <= pair[0]));
    }

    #[test]
    fn bands_with_a_gap_or_without_end_are_refused_where_they_stand() {
        let table = |bands: &str| {
            let text = format!("name = \"x\"\nfrom = 2019-07-01\nsource = \"\"\nbands = [{bands}]\n");
            MinimumSavings::parse(Path::new("x.toml"), &Arc::from(text)).map(|table| table.rate(7)).map_err(|error| error.message)
        };
        assert_eq!(table("{ from = 1, rates = [2.0, 2.0] }"), Ok(Some(0.02)));
        let gap = table("{ from = 1, to = 4, rates = [3.0, 2.0] }, { from = 6, rates = [2.0, 2.0] }");
        assert_eq!(gap, Err("this band does not follow the one before it".into()));
        let end = table("{ from = 1, to = 4, rates = [3.0, 2.0] }");
        assert_eq!(end, Err("the bands do not cover every number of persons".into()));
        assert!(table("{ from = 1, rates = [0.0, 2.0] }").is_err() && table("").is_err());
        assert!(table("{ from = 1, rates = [100.0, 2.0] }").is_err());
        assert!(table("{ from = 1, to = 0, rates = [3.0, 2.0] }, { from = 1, rates = [2.0, 2.0] }").is_err());
        // A band may be of one number alone.
        assert_eq!(
            table("{ from = 1, to = 6, rates = [4.0, 4.0] }, { from = 7, to = 7, rates = [3.0, 3.0] }, { from = 8, rates = [2.0, 2.0] }"),
            Ok(Some(0.03))
        );
    }
}
