//! One step on the way from gain to amount.

use serde::Serialize;

use crate::money::Cents;

/// A step as it was taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Which step.
    pub step: StepName,
    /// What it did.
    pub outcome: Outcome,
    /// The amount after it.
    pub amount: Cents,
    /// The savings rate that was tried at the gate, or the part that was shared.
    pub rate: Option<f64>,
    /// The savings rate that the gate requires.
    pub required_rate: Option<f64>,
    /// The largest payment or repayment in force, or the smallest where the amount is below it.
    pub limit: Option<Cents>,
}

impl Step {
    /// A step that tells an amount and nothing else.
    pub fn plain(step: StepName, outcome: Outcome, amount: Cents) -> Step {
        Step { step, outcome, amount, rate: None, required_rate: None, limit: None }
    }
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// The amount to start from.
    Basis,
    /// What becomes of a loss.
    Losses,
    /// What a gain must pass.
    Gate,
    /// The pilot's part.
    Share,
    /// The largest and the smallest payment.
    Cap,
    /// The sum with what was due before.
    Cumulation,
}

impl StepName {
    /// The word of the tables, and of the keys of its texts.
    pub fn word(self) -> &'static str {
        match self {
            StepName::Basis => "basis",
            StepName::Losses => "losses",
            StepName::Gate => "gate",
            StepName::Share => "share",
            StepName::Cap => "cap",
            StepName::Cumulation => "cumulation",
        }
    }
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The gain as computed.
    Gain,
    /// The lower bound of its interval.
    LowerBound,
    /// The fixed sum of the year.
    LumpSum,
    /// The rule, or its sum, is not in force in the year.
    NotInForce,
    /// The pilot had not begun.
    BeforeStart,
    /// There is no loss.
    NoLoss,
    /// The loss costs nothing.
    Forgiven,
    /// The loss waits for later gains.
    Carried,
    /// Losses of earlier years were set off.
    SetOff,
    /// The loss is to be repaid.
    Repaid,
    /// The rule has no gate.
    NoGate,
    /// The gate was passed.
    Passed,
    /// The gate was not passed.
    NotPassed,
    /// The part was taken.
    Shared,
    /// The rule has no cap.
    NoCap,
    /// The amount is within its limits.
    Within,
    /// The amount was cut.
    Capped,
    /// The amount is too small to be paid.
    TooSmall,
    /// The amount was added to those before.
    Added,
}

impl Outcome {
    /// The word of the tables, and of the keys of its texts.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Gain => "gain",
            Outcome::LowerBound => "lower-bound",
            Outcome::LumpSum => "lump-sum",
            Outcome::NotInForce => "not-in-force",
            Outcome::BeforeStart => "before-start",
            Outcome::NoLoss => "no-loss",
            Outcome::Forgiven => "forgiven",
            Outcome::Carried => "carried",
            Outcome::SetOff => "set-off",
            Outcome::Repaid => "repaid",
            Outcome::NoGate => "no-gate",
            Outcome::Passed => "passed",
            Outcome::NotPassed => "not-passed",
            Outcome::Shared => "shared",
            Outcome::NoCap => "no-cap",
            Outcome::Within => "within",
            Outcome::Capped => "capped",
            Outcome::TooSmall => "too-small",
            Outcome::Added => "added",
        }
    }
}
