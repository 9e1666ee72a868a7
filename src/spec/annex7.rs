//! The rules on the use of gains, annex 7 of the pilots' conventions, with the amounts in force by date.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;

use super::dated::{Certainty, Dated, DatedText, check_dated};
use super::parse::parse;
use super::{ANNEX_7, Language, LocalText, StudyError};
use crate::money::{Cents, Share};

/// A rule on the use of gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each rule says what it asks in models/annex-7.toml")]
pub enum UseRule {
    IntegrationBudget,
    Coordination,
    FundingOrder,
    ProjectCeiling,
    ProjectShare,
    PopulationShare,
    GainsAvailable,
    UseOfGains,
    ReserveShare,
    ReserveCeiling,
    ReserveBalance,
    ReserveLevel,
    NoticePay,
    Depreciation,
    RefundAgreement,
    RefundTerm,
    RefundMinimum,
    RefundEffective,
    RefundProportional,
    RefundShift,
    IndemnityShare,
    IndemnityApproval,
    FederatedMatters,
    BelraiRegistration,
    Recovery,
}

/// What the value of a rule is counted in.
enum Measure {
    Euro,
    Percent,
    Years,
    Nothing,
}

impl UseRule {
    /// Every rule, in the order of reports.
    pub const ALL: [UseRule; 25] = [
        UseRule::IntegrationBudget,
        UseRule::Coordination,
        UseRule::FundingOrder,
        UseRule::ProjectCeiling,
        UseRule::ProjectShare,
        UseRule::PopulationShare,
        UseRule::GainsAvailable,
        UseRule::UseOfGains,
        UseRule::ReserveShare,
        UseRule::ReserveCeiling,
        UseRule::ReserveBalance,
        UseRule::ReserveLevel,
        UseRule::NoticePay,
        UseRule::Depreciation,
        UseRule::RefundAgreement,
        UseRule::RefundTerm,
        UseRule::RefundMinimum,
        UseRule::RefundEffective,
        UseRule::RefundProportional,
        UseRule::RefundShift,
        UseRule::IndemnityShare,
        UseRule::IndemnityApproval,
        UseRule::FederatedMatters,
        UseRule::BelraiRegistration,
        UseRule::Recovery,
    ];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            UseRule::IntegrationBudget => "integration-budget",
            UseRule::Coordination => "coordination",
            UseRule::FundingOrder => "funding-order",
            UseRule::ProjectCeiling => "project-ceiling",
            UseRule::ProjectShare => "project-share",
            UseRule::PopulationShare => "population-share",
            UseRule::GainsAvailable => "gains-available",
            UseRule::UseOfGains => "use-of-gains",
            UseRule::ReserveShare => "reserve-share",
            UseRule::ReserveCeiling => "reserve-ceiling",
            UseRule::ReserveBalance => "reserve-balance",
            UseRule::ReserveLevel => "reserve-level",
            UseRule::NoticePay => "notice-pay",
            UseRule::Depreciation => "depreciation",
            UseRule::RefundAgreement => "refund-agreement",
            UseRule::RefundTerm => "refund-term",
            UseRule::RefundMinimum => "refund-minimum",
            UseRule::RefundEffective => "refund-effective",
            UseRule::RefundProportional => "refund-proportional",
            UseRule::RefundShift => "refund-shift",
            UseRule::IndemnityShare => "indemnity-share",
            UseRule::IndemnityApproval => "indemnity-approval",
            UseRule::FederatedMatters => "federated-matters",
            UseRule::BelraiRegistration => "belrai-registration",
            UseRule::Recovery => "recovery",
        }
    }

    fn measure(self) -> Measure {
        match self {
            UseRule::IntegrationBudget | UseRule::ProjectCeiling | UseRule::ReserveCeiling => Measure::Euro,
            UseRule::ProjectShare | UseRule::PopulationShare | UseRule::ReserveShare | UseRule::IndemnityShare => Measure::Percent,
            UseRule::Depreciation => Measure::Years,
            _ => Measure::Nothing,
        }
    }
}

/// All rules with their amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTable {
    source: LocalText,
    rules: Vec<RuleEntry>,
}

#[derive(Clone, Debug, PartialEq)]
struct RuleEntry {
    rule: UseRule,
    says: LocalText,
    source: Option<LocalText>,
    values: Dated<f64>,
}

/// The value of a rule in force in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RuleValue {
    /// An amount.
    Euro(Cents),
    /// A share.
    Share(Share),
    /// A number of years.
    Years(u32),
}

/// The amounts in force in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amounts {
    /// Budget of integration management.
    pub integration_budget: Cents,
    /// The most at project level, whatever it is paid from.
    pub project_ceiling: Cents,
    /// The largest share of gains at project level.
    pub project_share: Share,
    /// The smallest share of gains at population level.
    pub population_share: Share,
    /// The largest share of gains put in reserve.
    pub reserve_share: Share,
    /// The most that reserves may add up to.
    pub reserve_ceiling: Cents,
    /// The most years over which an investment from reserves depreciates.
    pub depreciation_years: u32,
    /// The largest indemnity as a share of the means invested.
    pub indemnity_share: Share,
}

/// The rules on the use of gains.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TableText {
    /// What the table is.
    #[serde(rename = "title")]
    _title: LocalText,
    /// Where rules come from that do not say otherwise.
    source: LocalText,
    /// Every rule once.
    #[schemars(with = "Vec<RuleText>")]
    rule: Vec<Spanned<RuleText>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RuleText {
    /// Its name.
    name: UseRule,
    /// What it asks, in one sentence or one for each language (`says.en`, `says.fr`, `says.nl`); `{value}` stands for the value in force.
    says: LocalText,
    /// Where it comes from, if not from the source of the table.
    source: Option<LocalText>,
    /// Its amount by date: euro, percent or years, as the rule needs.
    #[serde(default)]
    values: Vec<DatedText>,
}

impl RuleTable {
    /// The table of the engine.
    pub fn builtin() -> RuleTable {
        RuleTable::parse(Path::new("annex-7.toml"), &Arc::from(ANNEX_7)).expect("the rules of the engine are valid")
    }

    /// Parses and checks a table; the path serves the errors only.
    ///
    /// # Errors
    /// A [`StudyError`] at a rule that stands twice or has values that do not go with it, or if a rule is missing.
    pub fn parse(path: &Path, text: &Arc<str>) -> Result<RuleTable, StudyError> {
        let file: TableText = parse(path, text)?;
        let mut rules: Vec<RuleEntry> = Vec::new();
        for written in file.rule {
            let refused = |message: String, help: &str| StudyError::new(path, text, Some(written.span()), message).with_help(help);
            let RuleText { name, says, source, values } = written.get_ref();
            if rules.iter().any(|other| other.rule == *name) {
                return Err(refused(
                    format!("the rule `{}` stands twice", name.name()),
                    "list the amounts of a rule by date under one name",
                ));
            }
            if matches!(name.measure(), Measure::Nothing) != values.is_empty() {
                let help = "rules that name an amount need `values`, the others have none; see models/annex-7.toml";
                return Err(refused(format!("the values of rule `{}` do not go with it", name.name()), help));
            }
            let (rule, says, source) = (*name, says.clone(), source.clone());
            let (expected, convert): (&str, fn(f64) -> Option<f64>) = match rule.measure() {
                Measure::Euro => ("euro and cents", |euro| Cents::from_euro(euro).filter(|cents| cents.0 >= 0).map(|_| euro)),
                Measure::Percent => ("a percentage from 0 to 100", |percent| Share::new(percent / 100.0).map(|_| percent)),
                _ => ("a whole number of years from 1 to 100", |years| {
                    ((1.0..=100.0).contains(&years) && years.fract() == 0.0).then_some(years)
                }),
            };
            let values = check_dated(written.into_inner().values, path, text, convert, expected)?;
            rules.push(RuleEntry { rule, says, source, values });
        }
        match UseRule::ALL.iter().find(|rule| rules.iter().all(|known| known.rule != **rule)) {
            Some(missing) => {
                let message = format!("the rule `{}` is missing", missing.name());
                Err(StudyError::new(path, text, None, message).with_help("start from a copy of models/annex-7.toml"))
            }
            None => Ok(RuleTable { source: file.source, rules }),
        }
    }

    fn entry(&self, rule: UseRule) -> &RuleEntry {
        self.rules.iter().find(|entry| entry.rule == rule).expect("every rule is in a checked table")
    }

    /// What a rule asks, in a sentence in which `{value}` stands for the value in force.
    pub fn says(&self, rule: UseRule, language: Language) -> &str {
        self.entry(rule).says.text(language)
    }

    /// Where the rules come from.
    pub fn table_source(&self, language: Language) -> &str {
        self.source.text(language)
    }

    /// Where a rule comes from.
    pub fn source(&self, rule: UseRule, language: Language) -> &str {
        self.entry(rule).source.as_ref().unwrap_or(&self.source).text(language)
    }

    /// What is assumed about the value of a rule in force in a year; `None` if nothing is, or there is no value.
    pub fn assumed(&self, rule: UseRule, year: i32, language: Language) -> Option<&str> {
        let value = self.entry(rule).values.in_year(year)?;
        (value.certainty == Certainty::Assumed).then_some(value.note.text(language))
    }

    /// The value of a rule in force in a year; `None` before the first, or for a rule without one.
    pub fn value(&self, rule: UseRule, year: i32) -> Option<RuleValue> {
        let value = self.entry(rule).values.in_year(year)?.value;
        match rule.measure() {
            Measure::Euro => Cents::from_euro(value).map(RuleValue::Euro),
            Measure::Percent => Share::new(value / 100.0).map(RuleValue::Share),
            Measure::Years => Some(RuleValue::Years(value as u32)),
            Measure::Nothing => None,
        }
    }

    /// The amounts in force on the first of January of a year; `None` before the first day of one of them.
    pub fn amounts(&self, year: i32) -> Option<Amounts> {
        let euro = |rule| if let Some(RuleValue::Euro(amount)) = self.value(rule, year) { Some(amount) } else { None };
        let share = |rule| if let Some(RuleValue::Share(share)) = self.value(rule, year) { Some(share) } else { None };
        let years = |rule| if let Some(RuleValue::Years(years)) = self.value(rule, year) { Some(years) } else { None };
        Some(Amounts {
            integration_budget: euro(UseRule::IntegrationBudget)?,
            project_ceiling: euro(UseRule::ProjectCeiling)?,
            project_share: share(UseRule::ProjectShare)?,
            population_share: share(UseRule::PopulationShare)?,
            reserve_share: share(UseRule::ReserveShare)?,
            reserve_ceiling: euro(UseRule::ReserveCeiling)?,
            depreciation_years: years(UseRule::Depreciation)?,
            indemnity_share: share(UseRule::IndemnityShare)?,
        })
    }
}
