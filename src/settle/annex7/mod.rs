//! The use of gains held against annex 7 of the pilots' conventions: one file and one pure function per rule.
//!
//! A rule takes the [`Books`] of a plan, with the amounts in force by year, and gives its [`Breach`]es. What a rule asks and
//! where it comes from stands in `models/annex-7.toml`.

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
