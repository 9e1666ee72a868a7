//! What a breach says to people: its rule with the value in force, limit and actual figure, source, in one language.

use super::ReportError;
use super::language::Words;
use super::language::numbers::Numbers;
use crate::settle::annex7::{Breach, Figure};
use crate::spec::{Language, RuleValue, UsePlan};

/// What stands for the value in force in the sentence of a rule.
const VALUE: &str = "{value}";

/// Writes the breaches of a plan in one language.
pub struct BreachTexts<'a> {
    plan: &'a UsePlan,
    language: Language,
    words: Words,
    numbers: Numbers,
}

impl<'a> BreachTexts<'a> {
    /// The texts of a language.
    ///
    /// # Errors
    /// [`ReportError::Text`] if they are not well formed.
    pub fn new(plan: &'a UsePlan, language: Language) -> Result<BreachTexts<'a>, ReportError> {
        Ok(BreachTexts { plan, language, words: Words::new(language)?, numbers: Numbers::new(language) })
    }

    /// What the rule asks, with the value in force in the year of the breach.
    ///
    /// # Errors
    /// [`ReportError::Text`] if a text is missing.
    pub fn says(&self, breach: &Breach) -> Result<String, ReportError> {
        let says = self.plan.rules.says(breach.rule, self.language);
        let value = match self.plan.rules.value(breach.rule, breach.year) {
            _ if !says.contains(VALUE) => return Ok(says.to_owned()),
            None => String::new(),
            Some(RuleValue::Euro(amount)) => self.numbers.euro(amount, 1),
            Some(RuleValue::Share(share)) => {
                let percent = 100.0 * share.fraction();
                self.numbers.percent(share.fraction(), usize::from(percent.fract() != 0.0))
            }
            Some(RuleValue::Years(years)) => self.years(years)?,
        };
        Ok(says.replace(VALUE, &value))
    }

    /// What had to be assumed about the value in force; nothing where nothing was.
    pub fn assumed(&self, breach: &Breach) -> Option<&str> {
        self.plan.rules.assumed(breach.rule, breach.year, self.language)
    }

    /// Where the rule comes from.
    pub fn source(&self, breach: &Breach) -> &str {
        self.plan.rules.source(breach.rule, self.language)
    }

    /// An amount in euro and cents.
    pub fn amount(&self, amount: crate::money::Cents) -> String {
        self.numbers.cents(amount)
    }

    /// A limit or an actual figure.
    ///
    /// # Errors
    /// [`ReportError::Text`] if a text is missing.
    pub fn figure(&self, figure: Figure) -> Result<String, ReportError> {
        Ok(match figure {
            Figure::Cents(amount) => self.amount(amount),
            Figure::Years(years) => self.years(years)?,
            Figure::Year(year) => year.to_string(),
            Figure::Day(day) => self.numbers.day(day),
            Figure::Nothing => self.words.say("use-nothing")?,
        })
    }

    fn years(&self, years: u32) -> Result<String, ReportError> {
        self.words.tell("use-years", &[("count", years.into()), ("number", self.numbers.count(years.into()).into())])
    }
}
