//! A settlement rule: how an amount to pay follows from a gain. Rules are files, those of the engine in `models/settlement/`.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;
use toml::value::Datetime;

use super::dated::{Date, Dated, DatedText, check_dated, day, first_of_january};
use super::parse::{nearest, parse};
use super::{LocalText, SETTLEMENT_RULES, StudyError};
use crate::money::{Cents, Share};

/// A checked settlement rule.
#[derive(Clone, Debug, PartialEq)]
pub struct SettlementRule {
    /// Name, used in every table.
    pub name: String,
    /// What the rule does, in a sentence.
    pub description: LocalText,
    /// Where the rule comes from.
    pub source: LocalText,
    /// The first and the last day on which it is in force, where there are any.
    pub validity: (Option<Date>, Option<Date>),
    /// The amount that it starts from.
    pub basis: Basis,
    /// What happens to losses.
    pub losses: Losses,
    /// What a gain must pass.
    pub gate: Gate,
    /// The pilot's part.
    pub share: Share,
    /// The unit that the pilot's part is rounded to.
    pub rounding: Unit,
    /// The largest and the smallest payment.
    pub cap: Cap,
    /// What is settled at once.
    pub cumulation: Cumulation,
}

/// The amount that a rule starts from.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// The gain as computed.
    Gain,
    /// The lower bound of the gain's interval.
    LowerBound,
    /// A fixed sum a year, whatever the gain.
    LumpSum(Dated<Cents>),
}

/// What happens to losses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Losses {
    /// A loss costs the pilot nothing.
    Forgiven,
    /// A loss is set off against the gains of later years.
    Carried,
    /// The pilot repays its part of a loss.
    Repaid,
}

/// What a gain must pass before it is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Nothing.
    None,
    /// The savings rate reaches the minimum of the named rule `mssp` for the number of persons.
    MinimumSavings,
    /// The savings rate reaches what the study would find four times in five.
    Detectable,
    /// The interval of the gain leaves zero out.
    Interval,
}

/// The unit of rounding, half away from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Cents.
    #[default]
    Cent,
    /// Whole euros.
    Euro,
}

/// The largest and the smallest payment or repayment of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cap {
    /// The largest payment.
    pub most: Option<Cents>,
    /// The largest payment as a share of the guarantee.
    pub most_of_guarantee: Option<Share>,
    /// The largest repayment.
    pub most_repaid: Option<Cents>,
    /// A smaller payment is not made, nor a smaller repayment asked for.
    pub least: Option<Cents>,
}

/// What is settled at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cumulation {
    /// Every performance year by itself; the payments add up.
    EachYear,
    /// All performance years together, with the interval of their sum.
    WholePeriod,
}

/// A settlement rule of garantie.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RuleText {
    /// Name, used in every table.
    #[schemars(with = "String")]
    name: Spanned<String>,
    /// What the rule does, in one sentence or one for each language (`description.en`, `description.fr`, `description.nl`).
    description: LocalText,
    /// Where the rule comes from, in one text or one for each language.
    source: LocalText,
    /// The first day on which the rule is in force; a year goes by its first of January. In force from ever when not given.
    #[schemars(with = "Option<String>")]
    from: Option<Spanned<Datetime>>,
    /// The last day on which it is in force; for ever when not given.
    #[schemars(with = "Option<String>")]
    until: Option<Spanned<Datetime>>,
    /// The amount that it starts from.
    basis: BasisText,
    /// What happens to losses; `forgiven` when not given.
    #[serde(default = "forgiven")]
    losses: Losses,
    /// What a gain must pass; `none` when not given.
    #[serde(default = "no_gate")]
    gate: Gate,
    /// The pilot's part, from 0 to 1; all when not given.
    #[schemars(with = "Option<f64>")]
    share: Option<Spanned<f64>>,
    /// The unit that it is rounded to, half away from zero; `cent` when not given.
    #[serde(default)]
    rounding: Unit,
    /// The largest and the smallest payment.
    #[serde(default)]
    cap: CapText,
    /// What is settled at once.
    #[schemars(with = "Cumulation")]
    cumulation: Spanned<Cumulation>,
}

fn forgiven() -> Losses {
    Losses::Forgiven
}

fn no_gate() -> Gate {
    Gate::None
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BasisText {
    /// Gain, lower bound of its interval, or a fixed sum.
    #[schemars(with = "BasisKind")]
    kind: Spanned<BasisKind>,
    /// For kind `lump-sum`: the sum in euro a year, by date.
    #[serde(default)]
    amounts: Vec<DatedText>,
}

#[derive(Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum BasisKind {
    /// The gain as computed.
    Gain,
    /// The lower bound of the gain's interval.
    LowerBound,
    /// A fixed sum a year.
    LumpSum,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
struct CapText {
    /// The largest payment of a period, in euro; repayments are not held by it, but by `most_repaid`.
    #[schemars(with = "Option<f64>")]
    most: Option<Spanned<f64>>,
    /// The largest payment of a period as a fraction of the guarantee; repayments are not held by it.
    #[schemars(with = "Option<f64>")]
    most_of_guarantee: Option<Spanned<f64>>,
    /// The largest repayment of a period, in euro; for losses that are `repaid`.
    #[schemars(with = "Option<f64>")]
    most_repaid: Option<Spanned<f64>>,
    /// A smaller payment, in euro, is not made, nor a smaller repayment asked for; at most the largest of either.
    #[schemars(with = "Option<f64>")]
    least: Option<Spanned<f64>>,
}

/// The name of a rule with its place, whatever else the file holds.
#[derive(Deserialize)]
struct NameText {
    name: Spanned<String>,
}

/// JSON Schema of a settlement rule.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(RuleText)
}

impl SettlementRule {
    /// Whether the rule is in force in a year, which goes by its first of January; a lump sum also needs a sum.
    pub fn in_force(&self, year: i32) -> bool {
        let Some(day) = first_of_january(year) else { return false };
        let (from, until) = self.validity;
        let has_sum = if let Basis::LumpSum(sums) = &self.basis { sums.in_year(year).is_some() } else { true };
        from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until) && has_sum
    }

    /// Whether what the rule pays depends on a gain.
    pub fn needs_gain(&self) -> bool {
        !matches!(self.basis, Basis::LumpSum(_)) || self.gate != Gate::None || self.cap.most_of_guarantee.is_some()
    }

    /// Every rule of the engine.
    pub fn builtin() -> Vec<SettlementRule> {
        let parsed = |(name, text): &(&str, &str)| SettlementRule::parse(Path::new(&format!("{name}.toml")), &Arc::from(*text));
        SETTLEMENT_RULES.iter().map(|rule| parsed(rule).expect("the settlement rules of the engine are valid")).collect()
    }

    /// The rule of the engine with this name, or the file with this path, which ends in `.toml`.
    ///
    /// # Errors
    /// The message and advice if there is none, or what is wrong in the file.
    pub fn named(name: &str, folder: &Path) -> Result<SettlementRule, Unnamed> {
        if name.ends_with(".toml") {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path)
                .map_err(|error| Unnamed::Unknown(format!("cannot read the settlement rule {}: {error}", path.display()), None))?;
            return SettlementRule::own(&path, &Arc::from(text)).map_err(Unnamed::Invalid);
        }
        let rules = SettlementRule::builtin();
        let names: Vec<String> = rules.iter().map(|rule| rule.name.clone()).collect();
        rules.into_iter().find(|rule| rule.name == name).ok_or_else(|| {
            let help = match nearest(name, names.iter().map(String::as_str)) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("there are: {}; or give a file that ends in .toml", names.join(", ")),
            };
            Unnamed::Unknown(format!("there is no settlement rule `{name}`"), Some(help))
        })
    }

    /// The rules that a study names, each once; every rule of the engine when it names none.
    pub(super) fn of_study(
        named: Option<Vec<Spanned<String>>>,
        folder: &Path,
        path: &Path,
        text: &Arc<str>,
    ) -> Result<Vec<SettlementRule>, StudyError> {
        let Some(named) = named else { return Ok(SettlementRule::builtin()) };
        let mut rules: Vec<SettlementRule> = Vec::with_capacity(named.len());
        for name in named {
            let refused = |message: String| StudyError::new(path, text, Some(name.span()), message);
            let rule = SettlementRule::named(name.get_ref(), folder).map_err(|error| match error {
                Unnamed::Invalid(error) => error,
                Unnamed::Unknown(message, None) => refused(message).with_help("the path is relative to the study file"),
                Unnamed::Unknown(message, Some(help)) => refused(message).with_help(help),
            })?;
            if rules.iter().any(|other| other.name == rule.name) {
                return Err(refused(format!("the settlement rule `{}` stands twice", rule.name)).with_help("leave one out, or rename it"));
            }
            rules.push(rule);
        }
        Ok(rules)
    }

    /// A rule of the user, which may not stand in every table under the name of another.
    fn own(path: &Path, text: &Arc<str>) -> Result<SettlementRule, StudyError> {
        let rule = SettlementRule::parse(path, text)?;
        let taken = SettlementRule::builtin().into_iter().any(|known| known.name == rule.name && known != rule);
        if !taken {
            return Ok(rule);
        }
        let name: NameText = parse(path, text)?;
        let message = format!("`{}` is the name of a rule of the engine, which pays otherwise", rule.name);
        Err(StudyError::new(path, text, Some(name.name.span()), message).with_help("give your rule a name of its own"))
    }

    /// Parses and checks the text of a rule; the path serves the errors only.
    pub fn parse(path: &Path, text: &Arc<str>) -> Result<SettlementRule, StudyError> {
        let file: RuleText = parse(path, text)?;
        let refused = |span, message: String, help: &str| StudyError::new(path, text, Some(span), message).with_help(help);
        if file.name.get_ref().is_empty() {
            return Err(refused(file.name.span(), "a settlement rule needs a name".into(), "it stands in every table"));
        }
        let money = |written: Option<Spanned<f64>>| {
            let checked = |euro: Spanned<f64>| {
                positive(*euro.get_ref())
                    .ok_or_else(|| refused(euro.span(), format!("{} is not an amount", euro.get_ref()), "euro and cents, above zero"))
            };
            written.map(checked).transpose()
        };
        let share = |written: Option<Spanned<f64>>| {
            let checked = |share: Spanned<f64>| {
                Share::new(*share.get_ref())
                    .ok_or_else(|| refused(share.span(), format!("{} is not a share", share.get_ref()), "a fraction from 0 to 1"))
            };
            written.map(checked).transpose()
        };
        let kind = *file.basis.kind.get_ref();
        let whole = *file.cumulation.get_ref() == Cumulation::WholePeriod;
        if (kind == BasisKind::LumpSum) == file.basis.amounts.is_empty() {
            let help = "a lump sum needs `amounts = [{ from = 2018-01-01, value = 208_333.00 }]`, and nothing else has them";
            return Err(refused(file.basis.kind.span(), "the amounts do not go with this basis".into(), help));
        }
        if whole && (kind == BasisKind::LumpSum || file.losses == Losses::Carried) {
            let help = "a lump sum is paid each year, and losses are carried from year to year: write \"each-year\"";
            return Err(refused(file.cumulation.span(), "nothing is left to settle over the whole period".into(), help));
        }
        if kind == BasisKind::LowerBound && file.losses != Losses::Forgiven {
            let help = "a lower bound below zero is no loss: write losses = \"forgiven\"";
            return Err(refused(file.basis.kind.span(), "the lower bound tells of gains only".into(), help));
        }
        let day = |written: Option<Spanned<Datetime>>| written.map(|written| day(&written, path, text)).transpose();
        let until = file.until.as_ref().map_or(0..0, Spanned::span);
        let validity = (day(file.from)?, day(file.until)?);
        if let (Some(from), Some(last)) = validity
            && last < from
        {
            return Err(refused(until, format!("the rule ends on {last}, before it begins"), "give a day after `from`, or leave it out"));
        }
        let span_of_least = file.cap.least.as_ref().map_or(0..0, Spanned::span);
        let cap = Cap {
            most: money(file.cap.most)?,
            most_of_guarantee: share(file.cap.most_of_guarantee)?,
            most_repaid: money(file.cap.most_repaid)?,
            least: money(file.cap.least)?,
        };
        if let Some(least) = cap.least
            && [cap.most, cap.most_repaid].into_iter().flatten().any(|most| most < least)
        {
            let message = format!("the smallest payment, {least} €, is larger than the largest");
            return Err(refused(span_of_least, message, "nothing could ever be paid: give at most the amount of `most` and `most_repaid`"));
        }
        let amounts = check_dated(file.basis.amounts, path, text, positive, "euro and cents, above zero")?;
        Ok(SettlementRule {
            name: file.name.into_inner(),
            description: file.description,
            source: file.source,
            validity,
            basis: match kind {
                BasisKind::Gain => Basis::Gain,
                BasisKind::LowerBound => Basis::LowerBound,
                BasisKind::LumpSum => Basis::LumpSum(amounts),
            },
            losses: file.losses,
            gate: file.gate,
            share: share(file.share)?.unwrap_or(Share::ALL),
            rounding: file.rounding,
            cap,
            cumulation: file.cumulation.into_inner(),
        })
    }
}

/// Why a name gives no rule.
#[derive(Debug)]
pub enum Unnamed {
    /// There is none; what to do about it.
    Unknown(String, Option<String>),
    /// Its file is not right.
    Invalid(StudyError),
}

fn positive(euro: f64) -> Option<Cents> {
    Cents::from_euro(euro).filter(|amount| *amount > Cents::ZERO)
}
