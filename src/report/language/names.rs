//! Names that travel with the engine in the report's language: sectors, conditions, adjusters, terms of a model.
//!
//! What a study calls by a name of its own keeps it.

use super::Words;
use super::numbers::Numbers;
use crate::report::ReportError;

/// What stands between the factors of an interaction.
const TIMES: &str = " × ";

impl Words {
    /// A sector, or what became of lines that are in none.
    pub fn sector(&self, own: &str) -> Result<String, ReportError> {
        for (suffix, key) in [(" (still to be booked)", "sector-still-to-book"), (" (out of scope)", "sector-out-of-scope")] {
            if let Some(sector) = own.strip_suffix(suffix) {
                return self.tell(key, &[("sector", self.sector(sector)?.into())]);
            }
        }
        Ok(self.named("sector", own)?.unwrap_or_else(|| own.to_owned()))
    }

    /// A province of the geography that travels with the engine.
    pub fn province(&self, own: &str) -> Result<String, ReportError> {
        Ok(self.named("province", &own.to_lowercase().replace('è', "e"))?.unwrap_or_else(|| own.to_owned()))
    }

    /// A column that a rule or a model goes by: a condition, or another.
    pub fn column(&self, own: &str) -> Result<String, ReportError> {
        let known = match self.named("condition", own)? {
            None => self.named("adjuster", own)?,
            some => some,
        };
        Ok(known.unwrap_or_else(|| own.to_owned()))
    }

    /// An adjuster, or the product of several.
    pub fn adjuster(&self, own: &str) -> Result<String, ReportError> {
        Ok(own.split(TIMES).map(|factor| self.column(factor)).collect::<Result<Vec<_>, _>>()?.join(TIMES))
    }

    /// A term of a model: `intercept`, `female 45-54`, a condition, a column with its level, or the product of several.
    pub fn term(&self, own: &str) -> Result<String, ReportError> {
        Ok(own.split(TIMES).map(|factor| self.factor(factor)).collect::<Result<Vec<_>, _>>()?.join(TIMES))
    }

    /// An outlier rule as tables name it: `none`, `cap 0.99`, `drop 50000 EUR`.
    pub fn outliers(&self, own: &str, numbers: Numbers) -> Result<String, ReportError> {
        let (rule, cut) = own.split_once(' ').unwrap_or((own, ""));
        self.tell(&format!("outliers-word-{rule}"), &[("cut", numbers.rewritten(cut).into())])
    }

    fn factor(&self, own: &str) -> Result<String, ReportError> {
        if own == "intercept" {
            return self.say("term-intercept");
        }
        match own.split_once(' ') {
            Some((sex @ ("male" | "female"), band)) => Ok(format!("{} {band}", self.say(&format!("diagnostics-{sex}"))?)),
            Some((column, level)) => Ok(format!("{} {level}", self.column(column)?)),
            None => self.column(own),
        }
    }

    /// The text of a kind and name, if there is one.
    fn named(&self, kind: &str, own: &str) -> Result<Option<String>, ReportError> {
        let key = format!("{kind}-{}", own.replace([' ', '_'], "-"));
        if self.has(&key) { self.say(&key).map(Some) } else { Ok(None) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::spec::Language;

    /// The second or third column of a table that travels with the engine.
    fn column(table: &'static str, place: usize) -> BTreeSet<&'static str> {
        table.lines().skip(1).filter_map(|line| line.split(',').nth(place)).collect()
    }

    #[test]
    fn every_sector_and_condition_of_the_engine_has_a_name_in_every_language() {
        let sectors = column(include_str!("../../../models/sectors.csv"), 2);
        let conditions = column(include_str!("../../../models/morbidity.csv"), 1);
        let provinces = column(include_str!("../../../models/geography.csv"), 4);
        assert!(sectors.len() == 6 && conditions.len() > 20 && provinces.len() == 11, "{sectors:?} {conditions:?} {provinces:?}");
        for language in [Language::En, Language::Fr, Language::Nl] {
            let words = Words::new(language).expect("texts");
            for sector in &sectors {
                assert!(words.named("sector", sector).expect("a text").is_some(), "{sector}");
            }
            for condition in &conditions {
                assert!(words.named("condition", condition).expect("a text").is_some(), "{condition}");
            }
            let named: BTreeSet<String> = provinces.iter().map(|province| words.province(province).expect("a name")).collect();
            assert_eq!(named.len(), 11);
            assert!(language == Language::Nl || named.contains("Anvers") || named.contains("Antwerp"), "{named:?}");
        }
    }

    #[test]
    fn names_of_a_study_stay_as_they_are_and_products_are_named_by_their_factors() {
        let words = Words::new(Language::Fr).expect("texts");
        let sector = |own| words.sector(own).expect("a name");
        assert_eq!([sector("doctors"), sector("Soins à domicile")], ["médecins", "Soins à domicile"]);
        assert_eq!([sector("nurses (out of scope)"), sector("no sector")], ["soins infirmiers (hors champ)", "sans secteur"]);
        let term = |own| words.term(own).expect("a name");
        assert_eq!(
            [term("intercept"), term("female 45-54"), term("urbanisation rural")],
            ["constante", "femme 45-54", "urbanisation rural"]
        );
        assert_eq!(term("diabetes × increased_reimbursement"), "diabète × intervention majorée (BIM)");
        assert_eq!(words.adjuster("age_sex × household").expect("a name"), "âge et sexe × household");
    }
}
