//! **The use of gains.** May a plan use its gains in this way?
//!
//! Annex 7 of the pilots' conventions says what gains may pay for. A plan is held against it rule by rule, and every breach is
//! named with its post, the amount over and the limit.
//!
//! # Formula
//!
//! All amounts are dated and versioned in `models/annex-7.toml`; of a year's gains
//!
//! ```text
//! project level      at most 20 %
//! population level   at least 80 %
//! reserve            at most 20 % of the year, and a ceiling over the years
//! indemnity          at most 2 % of the means invested
//! investments        from reserves: depreciated over at most 4 years
//! at the end         what is unused is recovered, reserves included
//! ```
//!
//! # Example
//!
//! Of a lump sum of 208,333 €, 41,667 € may be put in reserve and 166,666 € are to be used in the year after payment
//! ([`Share::split_in_euro`](crate::money::Share::split_in_euro)). An investment of 100,000.01 € over four years is charged in
//! parts that add up to it:
//!
//! ```
//! use garantie::money::Cents;
//! use garantie::settle::annex7::depreciation;
//!
//! let [odd, even] = [Cents(25_000_01), Cents(25_000_00)];
//! assert_eq!(depreciation(Cents(100_000_01), 4), [odd, even, even, even]);
//! ```
//!
//! # In the code
//!
//! One file and one pure function per rule: it takes the [`Books`] of a plan, with the amounts in force by year, and gives its
//! [`Breach`]es. What a rule asks and where it comes from stands in `models/annex-7.toml`.
//!
//! # References
//!
//! INAMI-RIZIV, framework for the use of efficiency gains: annex 7 of the conventions of the pilot projects.
//!
//! ---
//!
//! ← [From gain to money](crate::settle) · [Contents](crate) · [Small cells](crate::report::disclosure) →

mod belrai_registration;
mod books;
mod breach;
mod coordination;
mod depreciation;
mod federated_matters;
mod funding_order;
mod gains_available;
mod indemnity_approval;
mod indemnity_share;
mod integration_budget;
mod notice_pay;
mod population_share;
mod project_ceiling;
mod project_share;
mod recovery;
mod refund_agreement;
mod refund_effective;
mod refund_minimum;
mod refund_proportional;
mod refund_shift;
mod refund_term;
mod reserve_balance;
mod reserve_ceiling;
mod reserve_level;
mod reserve_share;
#[cfg(test)]
mod tests;
mod use_of_gains;

pub use books::{Books, ReserveYear, depreciation};
pub use breach::{Breach, Figure};
use breach::{forbidden, past};

use crate::spec::UseRule;

/// Every breach in a plan, by rule in the order of [`UseRule::ALL`].
pub fn check(books: &Books) -> Vec<Breach> {
    UseRule::ALL.iter().flat_map(|rule| check_one(*rule, books)).collect()
}

fn check_one(rule: UseRule, books: &Books) -> Vec<Breach> {
    match rule {
        UseRule::IntegrationBudget => integration_budget::check(books),
        UseRule::Coordination => coordination::check(books),
        UseRule::FundingOrder => funding_order::check(books),
        UseRule::ProjectCeiling => project_ceiling::check(books),
        UseRule::ProjectShare => project_share::check(books),
        UseRule::PopulationShare => population_share::check(books),
        UseRule::GainsAvailable => gains_available::check(books),
        UseRule::UseOfGains => use_of_gains::check(books),
        UseRule::ReserveShare => reserve_share::check(books),
        UseRule::ReserveCeiling => reserve_ceiling::check(books),
        UseRule::ReserveBalance => reserve_balance::check(books),
        UseRule::ReserveLevel => reserve_level::check(books),
        UseRule::NoticePay => notice_pay::check(books),
        UseRule::Depreciation => depreciation::check(books),
        UseRule::RefundAgreement => refund_agreement::check(books),
        UseRule::RefundTerm => refund_term::check(books),
        UseRule::RefundMinimum => refund_minimum::check(books),
        UseRule::RefundEffective => refund_effective::check(books),
        UseRule::RefundProportional => refund_proportional::check(books),
        UseRule::RefundShift => refund_shift::check(books),
        UseRule::IndemnityShare => indemnity_share::check(books),
        UseRule::IndemnityApproval => indemnity_approval::check(books),
        UseRule::FederatedMatters => federated_matters::check(books),
        UseRule::BelraiRegistration => belrai_registration::check(books),
        UseRule::Recovery => recovery::check(books),
    }
}
