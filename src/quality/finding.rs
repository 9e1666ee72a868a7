//! What was found about the data without being a reason to stop.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Persons, Total};
use crate::money::Cents;
use crate::spec::{Level, Quality};

/// A counted observation about the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the rule that made it.
    pub rule: Cow<'static, str>,
    /// Importance.
    pub level: Level,
    /// What was found, in a sentence that names no person.
    pub message: String,
    /// What the sentence names beside the counts, by the name that translations call it.
    pub facts: Vec<(Cow<'static, str>, String)>,
    /// Rows concerned.
    pub count: u64,
    /// Rows looked at.
    pub of: u64,
    /// Distinct persons concerned, counted as far as disclosure control needs.
    pub persons: Persons,
    /// The money at stake, unweighted.
    pub amount: Option<Cents>,
    /// What to do about it.
    pub advice: Cow<'static, str>,
}

/// A rule: its name in [`crate::spec::RULES`], its level as long as it finds little, and what it advises.
pub(super) struct Rule {
    pub name: &'static str,
    pub level: Level,
    pub advice: &'static str,
}

impl Rule {
    /// The finding of `found` among `of` rows, if there is any; its money is at stake.
    pub fn of_money(&self, message: &str, found: &Total, of: u64, quality: &Quality) -> Option<Finding> {
        self.of_rows(message, found.lines, found.persons, of, quality).map(|finding| Finding { amount: Some(found.amount), ..finding })
    }

    /// The finding of `count` among `of` rows, if there is any; no money is at stake.
    pub fn of_rows(&self, message: &str, count: u64, persons: Persons, of: u64, quality: &Quality) -> Option<Finding> {
        (count > 0).then(|| Finding {
            rule: self.name.into(),
            level: quality.level(self.name, self.level, count, of),
            message: message.into(),
            facts: Vec::new(),
            count,
            of,
            persons,
            amount: None,
            advice: self.advice.into(),
        })
    }
}

impl Finding {
    /// The same with a fact that the sentence names.
    pub(super) fn naming(mut self, name: &'static str, fact: impl ToString) -> Finding {
        self.facts.push((name.into(), fact.to_string()));
        self
    }
}
