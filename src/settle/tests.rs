//! The steps by hand, and what holds of every rule.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::money::{Cents, Share};
use crate::spec::SettlementRule;

fn gains(gain: i64, low: i64, high: i64, persons: u64) -> Gains {
    let guarantee = 600_000_000_i64;
    let rate = |cents: i64| cents as f64 / guarantee as f64;
    Gains {
        persons,
        guarantee: Cents(guarantee),
        gain: Cents(gain),
        low: Cents(low),
        high: Cents(high),
        savings_rate: rate(gain),
        rate_low: rate(low),
        rate_high: rate(high),
        detectable_rate: 0.04,
    }
}

fn pilot(years: &[Gains], whole: Gains) -> PilotGains {
    let years = years.iter().enumerate().map(|(index, gains)| (2018 + index as i32, Some(*gains))).collect();
    PilotGains { pilot: "lys".into(), start: 2018, years, whole: Some(whole) }
}

fn rule(name: &str) -> SettlementRule {
    SettlementRule::named(name, Path::new("")).expect("a rule of the engine")
}

fn written(text: &str) -> SettlementRule {
    let text = format!("name = \"own\"\ndescription = \"\"\nsource = \"\"\n{text}");
    SettlementRule::parse(Path::new("own.toml"), &Arc::from(text)).expect("a valid rule")
}

/// A gain of 5 % in 2018, a loss of 2 % in 2019; 3 % over both, its interval from 0.5 to 5.5 %.
fn example() -> PilotGains {
    let year_one = gains(30_000_000, -5_000_000, 65_000_000, 1_000);
    let year_two = gains(-12_000_000, -40_000_000, 16_000_000, 5_501);
    pilot(&[year_one, year_two], gains(18_000_000, 3_000_000, 33_000_000, 5_600))
}

fn amounts(settlement: &Settlement) -> Vec<i64> {
    settlement.periods.iter().map(|period| period.amount.0).collect()
}

#[test]
fn the_rules_of_the_engine_on_one_pilot() {
    let pilot = example();
    let paid = |name: &str| settle(&rule(name), &pilot).expect("settled");
    assert_eq!(amounts(&paid("decree-2017")), [30_000_000, 0]);
    assert_eq!(amounts(&paid("lump-sum-2019")), [20_833_300, 20_833_300]);
    // 1,000 persons need 8.7 %: 5 % do not pass.
    assert_eq!(amounts(&paid("mssp-one-sided")), [0, 0]);
    assert_eq!(amounts(&paid("credible")), [3_000_000]);
    let steps: Vec<_> =
        paid("decree-2017").periods[1].steps.iter().map(|step| (step.step.word(), step.outcome.word(), step.amount.0)).collect();
    let expected = [
        ("basis", "gain", -12_000_000),
        ("losses", "forgiven", 0),
        ("gate", "no-gate", 0),
        ("share", "shared", 0),
        ("cap", "no-cap", 0),
        ("cumulation", "added", 30_000_000),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn a_gate_is_passed_at_its_minimum_and_the_share_is_capped() {
    let enough = gains(22_497_000, -1, 1, 5_501); // 3.7495 % of the guarantee, the minimum for 5,501 persons
    let exact = crate::credibility::MinimumSavings::mssp().rate(5_501).expect("a rate");
    let at = Gains { savings_rate: exact, ..enough };
    let settled = settle(&rule("mssp-one-sided"), &pilot(&[at], at)).expect("settled");
    assert_eq!(amounts(&settled), [11_248_500]);
    let below = Gains { savings_rate: exact - 1e-9, ..enough };
    assert_eq!(amounts(&settle(&rule("mssp-one-sided"), &pilot(&[below], below)).expect("settled")), [0]);
    let large = gains(300_000_000, 1, 1, 5_501);
    let settled = settle(&rule("mssp-one-sided"), &pilot(&[large], large)).expect("settled");
    let cap = &settled.periods[0].steps[4];
    assert_eq!((cap.outcome, cap.amount, cap.limit), (Outcome::Capped, Cents(60_000_000), Some(Cents(60_000_000))));
}

/// A payment exactly at a bound keeps it: nothing is cut, nothing is too small, an interval that touches zero does not leave it out.
#[test]
fn what_lies_at_a_bound_keeps_it() {
    let step = |keys: &str, gain: Gains, place: usize| {
        let own = written(&format!("cumulation = \"each-year\"\nbasis.kind = \"gain\"\n{keys}"));
        settle(&own, &pilot(&[gain], gain)).expect("settled").periods[0].steps[place].clone()
    };
    let capped = |keys: &str, gain: i64| {
        let step = step(keys, gains(gain, 0, 0, 100), 4);
        (step.outcome, step.amount.0, step.limit.map(|limit| limit.0))
    };
    let most = "cap.most = 30_000";
    assert_eq!(capped(most, 0), (Outcome::Within, 0, Some(3_000_000)));
    assert_eq!(capped(most, 3_000_000), (Outcome::Within, 3_000_000, Some(3_000_000)));
    assert_eq!(capped(most, 3_000_001), (Outcome::Capped, 3_000_000, Some(3_000_000)));
    assert_eq!(capped("cap.most = 30_000\ncap.least = 100", 0), (Outcome::Within, 0, Some(3_000_000)));
    assert_eq!(capped("cap.least = 100", 10_000), (Outcome::Within, 10_000, None));
    assert_eq!(capped("cap.least = 100", 9_999), (Outcome::TooSmall, 0, Some(10_000)));
    assert_eq!(capped("", 9_999), (Outcome::NoCap, 9_999, None));
    // 0.1 % of the guarantee is 6,000 euro: the smaller of the two holds.
    assert_eq!(capped("cap.most = 30_000\ncap.most_of_guarantee = 0.001", 5_000_000), (Outcome::Capped, 600_000, Some(600_000)));
    assert_eq!(capped("cap.most = 3_000\ncap.most_of_guarantee = 0.001", 5_000_000), (Outcome::Capped, 300_000, Some(300_000)));
    let interval = "gate = \"interval\"";
    assert_eq!(step(interval, gains(10, 0, 20, 100), 2).outcome, Outcome::NotPassed);
    assert_eq!(step(interval, gains(10, 1, 20, 100), 2).outcome, Outcome::Passed);
    let nothing = gains(0, -6, 6, 100);
    assert_eq!((step(interval, nothing, 2).rate, step(interval, nothing, 2).required_rate), (Some(nothing.rate_low), Some(0.0)));
    assert_eq!(step("losses = \"carried\"", nothing, 1).outcome, Outcome::NoLoss);
}

#[test]
fn losses_are_carried_until_gains_have_made_up_for_them() {
    let own = written("cumulation = \"each-year\"\nlosses = \"carried\"\nbasis.kind = \"gain\"\n");
    let years = [-100, 60, 70, 50].map(|gain| gains(gain, 0, 0, 100));
    let settled = settle(&own, &pilot(&years, years[0])).expect("settled");
    assert_eq!(amounts(&settled), [0, 0, 30, 50]);
    let outcomes: Vec<_> = settled.periods.iter().map(|period| period.steps[1].outcome).collect();
    assert_eq!(outcomes, [Outcome::Carried, Outcome::SetOff, Outcome::SetOff, Outcome::NoLoss]);
}

#[test]
fn a_repaid_loss_passes_the_gate_on_its_own_side_and_has_a_cap_of_its_own() {
    let text =
        "cumulation = \"each-year\"\nlosses = \"repaid\"\ngate = \"interval\"\nshare = 0.5\nbasis.kind = \"gain\"\ncap.most = 30_000\n";
    let own = written(&format!("{text}cap.most_repaid = 40_000\n"));
    let loss = gains(-10_000_000, -15_000_000, -5_000_000, 100);
    let chance = gains(-10_000_000, -25_000_000, 5_000_000, 100);
    let settled = settle(&own, &pilot(&[loss, chance], loss)).expect("settled");
    assert_eq!(amounts(&settled), [-4_000_000, 0]);
    let uncapped = settle(&written(text), &pilot(&[loss, chance], loss)).expect("settled");
    assert_eq!(amounts(&uncapped), [-5_000_000, 0], "the largest payment does not hold repayments");
}

#[test]
fn nothing_is_paid_for_years_before_the_start_or_in_which_a_rule_is_not_in_force() {
    let dated = written("cumulation = \"each-year\"\nlosses = \"carried\"\nfrom = 2019-01-01\nuntil = 2020-12-31\nbasis.kind = \"gain\"\n");
    let years = [-500, 300, 400, 200].map(|gain| gains(gain, 0, 0, 100));
    let whole = pilot(&years, years[0]);
    let settled = settle(&dated, &whole).expect("settled");
    assert_eq!(amounts(&settled), [0, 300, 400, 0], "no loss is carried from a year in which the rule was not in force");
    let later = PilotGains { start: 2020, ..whole.clone() };
    let settled = settle(&dated, &later).expect("settled");
    assert_eq!(amounts(&settled), [0, 0, 400, 0]);
    assert_eq!(settled.periods[1].steps[0].outcome, Outcome::BeforeStart);
    let expected = [
        Notice::NotInForce { rule: "own".into(), years: vec![2021] },
        Notice::BeforeStart { pilot: "lys".into(), start: 2020, years: vec![2018, 2019] },
    ];
    assert_eq!(unpaid(&[dated], std::slice::from_ref(&later)), expected);
    // The gain of the whole period cannot be split at the start.
    let settled = settle(&rule("credible"), &later).expect("settled");
    assert_eq!((settled.paid, settled.periods[0].steps[0].outcome), (Cents::ZERO, Outcome::BeforeStart));
    // The decree of 31 July 2017 is in force from the first of January 2018 on.
    assert_eq!([2017, 2018].map(|year| rule("decree-2017").in_force(year)), [false, true]);
    assert!(unpaid(&SettlementRule::builtin(), &[whole]).is_empty());
}

#[test]
fn what_is_flagged_is_in_doubt_and_what_is_unpaid_is_not() {
    let unpaid = Notice::BeforeStart { pilot: "lys".into(), start: 2020, years: vec![2018] };
    let flagged = Notice::Flagged { flag: "small".into(), pilots: vec!["lys".into()] };
    assert_eq!((unpaid.is_doubt(), flagged.is_doubt()), (false, true));
}

#[test]
fn the_truth_of_a_simulation_is_told_by_pilot_and_years() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("truth.toml");
    let text = "[[pilot]]\nid = \"lys\"\n[[pilot.year]]\nyear = 2018\ngain = 12.5\n[[pilot.year]]\nyear = 2019\ngain = -2.0\n";
    std::fs::write(&path, text).expect("a file");
    let truth = Truth::read(&path).expect("a truth");
    assert_eq!(truth.gain("lys", &[2018, 2019]).expect("told"), Cents(1_050));
    assert_eq!(truth.gain("lys", &[2019]).expect("told"), Cents(-200));
    for (pilot, year) in [("lys", 2020), ("dyle", 2018)] {
        assert!(matches!(truth.gain(pilot, &[2018, year]), Err(SettleError::NoTruth { .. })), "{pilot} {year}");
    }
}

#[test]
fn a_year_that_nothing_is_paid_for_may_be_a_small_cell() {
    let hidden = PilotGains { pilot: "lys".into(), start: 2019, years: vec![(2018, None)], whole: None };
    assert!(SettlementRule::builtin().iter().all(|rule| settle(rule, &hidden).is_ok_and(|settled| settled.paid == Cents::ZERO)));
}

#[test]
fn a_rule_of_the_user_may_not_bear_the_name_of_another() {
    let place = tempfile::tempdir().expect("a folder");
    let named = |text: &str| {
        std::fs::write(place.path().join("own.toml"), text).expect("a file");
        SettlementRule::named("own.toml", place.path())
    };
    let copy = include_str!("../../models/settlement/credible.toml");
    assert!(named(copy).is_ok(), "a copy pays the same");
    let error = named(&copy.replacen("\"interval\"", "\"none\"", 1)).expect_err("a refusal");
    let crate::spec::Unnamed::Invalid(error) = error else { panic!("not the file's fault") };
    assert_eq!(error.message, "`credible` is the name of a rule of the engine, which pays otherwise");
    assert_eq!(error.line(), Some(2));
}

#[test]
fn whole_euros_and_payments_too_small_to_make() {
    let own = written("cumulation = \"each-year\"\nshare = 0.2\nrounding = \"euro\"\nbasis.kind = \"gain\"\ncap.least = 100\n");
    let years = [gains(20_833_300, 0, 0, 100), gains(40_000, 0, 0, 100)];
    let settled = settle(&own, &pilot(&years, years[0])).expect("settled");
    assert_eq!(amounts(&settled), [4_166_700, 0]);
    assert_eq!(settled.periods[1].steps[4].outcome, Outcome::TooSmall);
}

#[test]
fn a_small_cell_stops_the_rules_that_need_it_and_no_other() {
    let hidden = PilotGains { pilot: "lys".into(), start: 2018, years: vec![(2018, None)], whole: None };
    assert!(settle(&rule("lump-sum-2019"), &hidden).is_ok());
    for name in ["decree-2017", "mssp-one-sided", "credible"] {
        let error = settle(&rule(name), &hidden).expect_err("a refusal");
        assert!(matches!(error, SettleError::SmallCell { .. }), "{error}");
    }
}

#[test]
fn no_lump_sum_before_its_first_year() {
    let early = PilotGains { pilot: "lys".into(), start: 2017, years: vec![(2017, None)], whole: None };
    let settled = settle(&rule("lump-sum-2019"), &early).expect("settled");
    assert_eq!((settled.paid, settled.periods[0].steps[0].outcome), (Cents::ZERO, Outcome::NotInForce));
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let refused = |text: &str| {
        let text = format!("name = \"own\"\ndescription = \"\"\nsource = \"\"\n{text}");
        SettlementRule::parse(Path::new("own.toml"), &Arc::from(text)).expect_err("a refusal").message
    };
    let each = "cumulation = \"each-year\"\n";
    let whole = "cumulation = \"whole-period\"\n";
    assert_eq!(refused(&format!("{each}basis.kind = \"lump-sum\"")), "the amounts do not go with this basis");
    assert_eq!(refused(&format!("{whole}losses = \"carried\"\nbasis.kind = \"gain\"")), "nothing is left to settle over the whole period");
    assert_eq!(refused(&format!("{each}losses = \"repaid\"\nbasis.kind = \"lower-bound\"")), "the lower bound tells of gains only");
    assert_eq!(refused(&format!("{each}share = 1.2\nbasis.kind = \"gain\"")), "1.2 is not a share");
    assert_eq!(refused(&format!("{each}cap.most = 0.0\nbasis.kind = \"gain\"")), "0 is not an amount");
    assert_eq!(
        refused(&format!("{each}basis.kind = \"gain\"\ncap.most = 500\ncap.least = 1_000")),
        "the smallest payment, 1000.00 €, is larger than the largest"
    );
    assert_eq!(
        refused(&format!("{each}from = 2019-01-01\nuntil = 2018-12-31\nbasis.kind = \"gain\"")),
        "the rule ends on 2018-12-31, before it begins"
    );
    let amounts = "amounts = [{ from = 2019-01-01, value = 1 }, { from = 2019-01-01, value = 2 }]";
    assert_eq!(refused(&format!("{each}[basis]\nkind = \"lump-sum\"\n{amounts}")), "2019-01-01 is not later than the date before it");
}

#[test]
fn luck_is_what_no_true_gain_stands_behind() {
    assert_eq!(luck(Cents(100), Cents(40)), Cents(60));
    assert_eq!(luck(Cents(100), Cents(-40)), Cents(100));
    assert_eq!(luck(Cents(30), Cents(40)), Cents(0));
    assert_eq!(luck(Cents(-30), Cents(-40)), Cents(0));
    let settled = settle(&rule("decree-2017"), &example()).expect("settled");
    let total = totals(&[settled.clone(), settled], Some(&|_| Cents(10_000_000)));
    assert_eq!(total.len(), 1);
    assert_eq!((total[0].pilots_paid, total[0].paid, total[0].luck), (2, Cents(60_000_000), Some(Cents(40_000_000))));
    assert_eq!(total[0].pilots, 2);
    let unpaid = settle(&rule("mssp-one-sided"), &example()).expect("settled");
    let total = totals(&[unpaid.clone(), unpaid.clone(), unpaid], None);
    assert_eq!((total[0].pilots, total[0].pilots_paid, total[0].luck), (3, 0, None));
}

fn any_gains() -> impl Strategy<Value = Gains> {
    (-1_000_000_000..1_000_000_000_i64, 0..900_000_000_i64, 1..80_000_u64)
        .prop_map(|(gain, margin, persons)| gains(gain, gain - margin, gain + margin, persons))
}

fn any_rule() -> impl Strategy<Value = SettlementRule> {
    let basis = prop_oneof![Just("gain"), Just("lower-bound"), Just("lump-sum")];
    let losses = prop_oneof![Just("forgiven"), Just("carried"), Just("repaid")];
    let gate = prop_oneof![Just("none"), Just("minimum-savings"), Just("detectable"), Just("interval")];
    let unit = prop_oneof![Just("cent"), Just("euro")];
    let period = prop_oneof![Just("each-year"), Just("whole-period")];
    let parsed = |(basis, losses, gate, unit, period, share, most): (&str, &str, &str, &str, &str, f64, u32)| {
        let amounts = if basis == "lump-sum" { "basis.amounts = [{ from = 2018-01-01, value = 208_333 }]\n" } else { "" };
        let text = format!(
            "name = \"own\"\ndescription = \"\"\nsource = \"\"\ncumulation = \"{period}\"\nlosses = \"{losses}\"\ngate = \"{gate}\"\n\
             rounding = \"{unit}\"\nshare = {share:.6}\nbasis.kind = \"{basis}\"\n{amounts}cap.most = {most}.50\n"
        );
        SettlementRule::parse(Path::new("own.toml"), &Arc::from(text)).ok()
    };
    (basis, losses, gate, unit, period, 0.0..=1.0_f64, 1..400_000_u32).prop_filter_map("a rule that contradicts itself", parsed)
}

proptest! {
    #[test]
    fn no_rule_pays_more_than_its_cap_nor_on_a_forgiven_loss(rule in any_rule(), years in prop::collection::vec(any_gains(), 1..5), whole in any_gains()) {
        let settled = settle(&rule, &pilot(&years, whole)).expect("settled");
        let most = rule.cap.most.expect("a cap");
        for period in &settled.periods {
            prop_assert!(period.amount <= most);
            let basis = period.steps[0].amount;
            prop_assert!(period.amount <= Share::ALL.of_in_euro(basis.max(Cents::ZERO)).max(basis), "no more than the basis, up to rounding");
            prop_assert!(rule.losses == crate::spec::Losses::Repaid || period.amount >= Cents::ZERO);
        }
        prop_assert_eq!(settled.paid, settled.periods.iter().map(|period| period.amount).sum::<Cents>());
    }

    #[test]
    fn the_order_of_pilots_changes_nothing(rule in any_rule(), pilots in prop::collection::vec(any_gains(), 2..6)) {
        let named = |(index, gains): (usize, &Gains)| PilotGains { pilot: index.to_string(), ..pilot(&[*gains], *gains) };
        let pilots: Vec<PilotGains> = pilots.iter().enumerate().map(named).collect();
        let forward: Vec<Settlement> = pilots.iter().map(|pilot| settle(&rule, pilot).expect("settled")).collect();
        let mut backward: Vec<Settlement> = pilots.iter().rev().map(|pilot| settle(&rule, pilot).expect("settled")).collect();
        let truth: &dyn Fn(&str) -> Cents = &|pilot| Cents(pilot.len() as i64 * 1_000);
        prop_assert_eq!(totals(&forward, Some(truth)), totals(&backward, Some(truth)));
        backward.reverse();
        prop_assert_eq!(forward, backward);
    }
}
