//! Every rule provoked, the amounts of the annex, and what holds of all plans.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::money::Cents;
use crate::spec::{Language, UsePlan};

fn sample(name: &str) -> UsePlan {
    UsePlan::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples/annex-7").join(name)).expect("a valid plan")
}

/// A plan of one year, 2019, with these keys of the year and these posts: level, purpose, amount, funding.
fn plan(year: &str, posts: &[(&str, &str, u32, &str)]) -> UsePlan {
    let mut text = format!("[plan]\ntitle = \"t\"\nproject = \"p\"\n[[year]]\nyear = 2019\n{year}\n");
    for (index, (level, purpose, amount, funding)) in posts.iter().enumerate() {
        text += &format!(
            "[[post]]\nid = \"{index}\"\ntitle = \"\"\nyear = 2019\nlevel = \"{level}\"\npurpose = \"{purpose}\"\namount = {amount}\n\
             funding = \"{funding}\"\nbeneficiary = \"b\"\n"
        );
    }
    UsePlan::parse(Path::new("plan.toml"), text).expect("a valid plan")
}

fn found(plan: &UsePlan) -> Vec<(UseRule, i64)> {
    check(&Books::new(plan)).into_iter().map(|breach| (breach.rule, breach.over.0 / 100)).collect()
}

#[test]
fn a_plan_that_keeps_every_rule() {
    assert_eq!(check(&Books::new(&sample("passes.toml"))), []);
}

#[test]
fn a_plan_that_breaks_every_rule_is_told_each_with_its_post_and_amount() {
    let plan = sample("breaks-every-rule.toml");
    let breaches = check(&Books::new(&plan));
    let silent: Vec<UseRule> = UseRule::ALL.into_iter().filter(|rule| breaches.iter().all(|breach| breach.rule != *rule)).collect();
    assert_eq!(silent, [], "rules that nothing breaks");
    let over = |rule: UseRule, post: Option<&str>| {
        let wanted = |breach: &&Breach| breach.rule == rule && breach.post.as_deref() == post;
        breaches.iter().find(wanted).unwrap_or_else(|| panic!("{rule:?} of {post:?}")).over
    };
    let euro = |euro: i64| Cents(100 * euro);
    assert_eq!(over(UseRule::IntegrationBudget, None), euro(10_000));
    assert_eq!(over(UseRule::IntegrationBudget, Some("support-2020")), euro(5_000));
    assert_eq!(over(UseRule::Coordination, Some("coordination-2019")), euro(30_000));
    assert_eq!(over(UseRule::FundingOrder, Some("support-2019")), euro(20_000));
    assert_eq!(over(UseRule::ProjectCeiling, Some("office-2020")), euro(10_000));
    assert_eq!(over(UseRule::ProjectShare, Some("support-2019")), euro(8_333));
    assert_eq!(over(UseRule::PopulationShare, None), euro(56_666));
    assert_eq!(over(UseRule::GainsAvailable, Some("actions-2020")), euro(21_667));
    assert_eq!(over(UseRule::UseOfGains, None), euro(56_666));
    assert_eq!(over(UseRule::ReserveShare, None), euro(8_333));
    assert_eq!(over(UseRule::ReserveCeiling, None), euro(95_000));
    assert_eq!(over(UseRule::ReserveBalance, Some("office-2020")), euro(5_000));
    assert_eq!(over(UseRule::ReserveLevel, Some("office-2020")), euro(10_000));
    assert_eq!(over(UseRule::NoticePay, Some("notice-2020")), euro(20_000));
    // 25,000 over six years: 4,166.67 four times, then 4,166.66 twice.
    assert_eq!(over(UseRule::Depreciation, Some("platform-2020")), Cents(833_332));
    assert_eq!(over(UseRule::RefundAgreement, Some("refund-late")), euro(2_000));
    assert_eq!(over(UseRule::RefundTerm, Some("refund-late")), euro(2_000));
    assert_eq!(over(UseRule::RefundMinimum, Some("refund-late")), euro(3_000));
    assert_eq!(over(UseRule::RefundEffective, Some("refund-large")), euro(2_000));
    assert_eq!(over(UseRule::RefundProportional, Some("refund-large")), euro(6_000));
    assert_eq!(over(UseRule::RefundShift, Some("refund-shift")), euro(6_000));
    assert_eq!(over(UseRule::IndemnityShare, Some("indemnity")), euro(600));
    assert_eq!(over(UseRule::IndemnityApproval, Some("indemnity")), euro(1_000));
    assert_eq!(over(UseRule::FederatedMatters, Some("welfare")), euro(15_000));
    assert_eq!(over(UseRule::BelraiRegistration, Some("belrai")), euro(5_000));
    assert_eq!(over(UseRule::Recovery, Some("visits-2022")), euro(1_000));
    for breach in &breaches {
        let (source, says) = (plan.rules.source(breach.rule, Language::En), plan.rules.says(breach.rule, Language::En));
        assert!(source.starts_with("annex 7") && source.contains(": ") && !says.is_empty(), "{source}");
        assert!(plan.line(&breach.place).is_some_and(|line| line > 1), "{breach:?}");
    }
}

#[test]
fn of_the_lump_sum_at_most_41_667_are_reserved_and_166_666_are_used() {
    let year = |reserve: u32| format!("integration_budget = 0\ngains = 208_333\nreserve = {reserve}");
    let used = |amount: u32| [("population", "action", amount, "gains")];
    assert_eq!(found(&plan(&year(41_667), &used(166_666))), []);
    assert_eq!(found(&plan(&year(41_668), &used(166_665))), [(UseRule::UseOfGains, 1), (UseRule::ReserveShare, 1)]);
    assert_eq!(found(&plan(&year(0), &used(166_665))), [(UseRule::PopulationShare, 1), (UseRule::UseOfGains, 1)]);
    assert_eq!(found(&plan(&year(41_667), &used(166_667))), [(UseRule::GainsAvailable, 1)]);
}

#[test]
fn the_integration_budget_in_force_is_chosen_by_date() {
    let of_year = |year: i32, budget: u32| {
        let text = format!("[plan]\ntitle = \"t\"\nproject = \"p\"\n[[year]]\nyear = {year}\nintegration_budget = {budget}\ngains = 0\n");
        UsePlan::parse(Path::new("plan.toml"), text).map(|plan| found(&plan)).map_err(|error| error.message)
    };
    assert_eq!(of_year(2020, 150_000), Ok(vec![]));
    assert_eq!(of_year(2020, 152_520), Ok(vec![(UseRule::IntegrationBudget, 2_520)]));
    assert_eq!(of_year(2021, 152_520), Ok(vec![]));
    assert_eq!(of_year(2017, 150_000), Err("no amounts are in force in 2017".into()));
}

#[test]
fn support_may_come_from_gains_once_the_integration_budget_is_spent() {
    let year = "integration_budget = 150_000\ngains = 208_333\nreserve = 41_667";
    let posts = |from_budget: u32| {
        [
            ("project", "support", from_budget, "integration-budget"),
            ("project", "support", 1_000, "gains"),
            ("population", "action", 165_666, "gains"),
        ]
    };
    assert_eq!(found(&plan(year, &posts(150_000))), []);
    assert_eq!(found(&plan(year, &posts(149_600))), [(UseRule::FundingOrder, 400)]);
    // Two posts that could have waited: the second, for what the first leaves of the budget.
    let two = [
        ("project", "support", 149_600, "integration-budget"),
        ("project", "support", 300, "gains"),
        ("project", "support", 500, "gains"),
        ("population", "action", 165_866, "gains"),
    ];
    assert_eq!(found(&plan(year, &two)), [(UseRule::FundingOrder, 300), (UseRule::FundingOrder, 100)]);
    let unused = plan(year, &two[..3]);
    assert_eq!(Books::new(&unused).unused_gains(&unused.years[0]), Cents(16_586_600));
}

#[test]
fn investments_are_depreciated_to_the_cent() {
    let charges = depreciation(Cents(1_000_001), 3);
    assert_eq!((charges.iter().copied().sum::<Cents>(), charges.len()), (Cents(1_000_001), 3));
    assert_eq!(depreciation(Cents(5), 0), []);
}

#[test]
fn mistakes_in_a_plan_point_into_it() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples/annex-7/passes.toml")).expect("a plan");
    let mistaken = |right: &str, wrong: &str| {
        assert!(text.contains(right), "{right}");
        let error = UsePlan::parse(Path::new("plan.toml"), text.replacen(right, wrong, 1)).expect_err("a refusal");
        assert!(error.span.is_some() && error.help.is_some(), "{error:?}");
        error.message
    };
    assert_eq!(mistaken("gains              = 208_333", "gains              = -1"), "-1 is not an amount");
    assert_eq!(mistaken("gains              = 208_333", "gains              = 0.001"), "0.001 is not an amount");
    assert_eq!(mistaken("year               = 2020", "year               = 2022"), "2022 does not follow the year before it");
    assert_eq!(mistaken("id          = \"refund-2\"", "id          = \"refund-1\""), "the post `refund-1` is empty or stands twice");
    assert_eq!(mistaken("agreement   = \"pharmacy\"", "agreement   = \"pharmcy\""), "there is no agreement `pharmcy`");
    assert_eq!(mistaken("agreed   = 2018-11-15", "agreed   = 2018-11-15T10:00:00"), "2018-11-15T10:00:00 is not a day");
    assert_eq!(mistaken("end      = 2021-12-31", ""), "there is nothing to recover before the end");
    assert_eq!(
        mistaken("beneficiary = \"Partner 2\", amount", "beneficiary = \"Partner 1\", amount"),
        "`Partner 1` stands twice in the agreement"
    );
}

#[test]
fn a_table_of_rules_must_have_each_of_them_once() {
    use crate::spec::{ANNEX_7, RuleTable};
    let table = |text: String| RuleTable::parse(Path::new("annex-7.toml"), &text.into()).map(drop).map_err(|error| error.message);
    assert_eq!(table(ANNEX_7.to_owned()), Ok(()));
    let notice = "[[rule]]\nname = \"notice-pay\"\nsays = \"\"\n";
    assert_eq!(table(format!("{ANNEX_7}\n{notice}")), Err("the rule `notice-pay` stands twice".into()));
    assert_eq!(
        table(ANNEX_7.replacen("name      = \"notice-pay\"", "name      = \"coordination\"", 1)),
        Err("the rule `coordination` stands twice".into())
    );
    assert_eq!(table(format!("title = \"\"\nsource = \"\"\n{notice}")), Err("the rule `integration-budget` is missing".into()));
    assert_eq!(table(ANNEX_7.replacen("value = 20 }", "value = 120 }", 1)), Err("120 cannot be".into()));
    assert_eq!(
        table(ANNEX_7.replacen("values    = [{ from = 2018-01-01, value = 4 }]", "", 1)),
        Err("the values of rule `depreciation` do not go with it".into())
    );
}

/// A plan of 2019 with an agreement of three equal partners, `invested` from that day, and these posts under it: purpose,
/// beneficiary, amount, further keys.
fn under_agreement(invested: &str, posts: &[(&str, &str, f64, &str)]) -> UsePlan {
    let mut text = format!(
        "[plan]\ntitle = \"t\"\nproject = \"p\"\n[[year]]\nyear = 2019\nintegration_budget = 0\ngains = 0\n[[agreement]]\nid = \"A\"\n\
         agreed = 2018-11-15\ninvested = {invested}\nuntil = 2021-12-31\nminimum = 0\n\
         means = [{{ beneficiary = \"B1\", amount = 10_000 }}, {{ beneficiary = \"B2\", amount = 10_000 }}, {{ beneficiary = \"B3\", amount = 10_000 }}]\n"
    );
    for (index, (purpose, beneficiary, amount, further)) in posts.iter().enumerate() {
        text += &format!(
            "[[post]]\nid = \"{index}\"\ntitle = \"\"\nyear = 2019\nlevel = \"population\"\npurpose = \"{purpose}\"\namount = {amount:.2}\n\
             funding = \"gains\"\nbeneficiary = \"{beneficiary}\"\nagreement = \"A\"\n{further}\n"
        );
    }
    UsePlan::parse(Path::new("plan.toml"), text).expect("a valid plan")
}

/// What is found against one rule: cents over, limit, actual figure.
fn against(plan: &UsePlan, rule: UseRule) -> Vec<(i64, Figure, Figure)> {
    let breaches = check(&Books::new(plan)).into_iter().filter(|breach| breach.rule == rule);
    breaches.map(|breach| (breach.over.0, breach.limit, breach.actual)).collect()
}

fn day(year: u16, month: u8, day: u8) -> Figure {
    Figure::Day(crate::spec::Date { year, month, day })
}

#[test]
fn refunds_are_proportional_to_the_cent_whoever_gets_the_odd_ones() {
    let over = |amounts: [f64; 3]| {
        let posts: Vec<_> = ["B1", "B2", "B3"].into_iter().zip(amounts).map(|(partner, amount)| ("refund", partner, amount, "")).collect();
        against(&under_agreement("2019-01-01", &posts), UseRule::RefundProportional).into_iter().map(|(over, ..)| over).collect::<Vec<_>>()
    };
    for fair in [[3_333.34, 3_333.33, 3_333.33], [3_333.33, 3_333.33, 3_333.34], [3_333.34, 3_333.34, 3_333.33], [5.0, 5.0, 5.0]] {
        assert!(over(fair).is_empty(), "{fair:?}");
    }
    assert_eq!(over([3_333.35, 3_333.33, 3_333.32]), [1]);
    assert_eq!(over([3_333.34, 3_333.34, 3_333.32]), [1]);
    assert_eq!(over([5.01, 4.99, 5.0]), [1], "a cent from an exact part is no rounding");
    assert_eq!(over([3_000.0, 0.0, 0.0]), [200_000]);
}

#[test]
fn nothing_is_refunded_before_it_was_invested() {
    let posts = ["B1", "B2", "B3"].map(|partner| ("refund", partner, 3_000.0, ""));
    let found = against(&under_agreement("2020-01-01", &posts), UseRule::RefundEffective);
    assert_eq!(found, [(300_000, day(2020, 1, 1), Figure::Year(2019)); 3]);
    assert_eq!(against(&under_agreement("2019-07-01", &posts), UseRule::RefundEffective), []);
    // Made on the day of the investment, an agreement is made in time.
    assert_eq!(against(&under_agreement("2018-11-15", &posts), UseRule::RefundAgreement), []);
    assert_eq!(against(&under_agreement("2018-11-14", &posts), UseRule::RefundAgreement).len(), 3);
    // Each partner is held against its own means, not those of the others.
    let more = against(&under_agreement("2019-01-01", &[("refund", "B1", 10_001.0, "")]), UseRule::RefundEffective);
    assert_eq!(more.into_iter().map(|(over, ..)| over).collect::<Vec<_>>(), [100]);
}

#[test]
fn refunds_may_fall_in_the_last_year_and_reach_the_minimum_exactly() {
    let found = |changes: &[(&str, &str)]| found(&passing(changes).expect("a valid plan"));
    assert_eq!(found(&[("until    = 2021-12-31", "until    = 2020-01-31")]), []);
    assert_eq!(found(&[("until    = 2021-12-31", "until    = 2019-12-31")]), [(UseRule::RefundTerm, 6_000), (UseRule::RefundTerm, 4_000)]);
    assert_eq!(found(&[("minimum  = 2_000", "minimum  = 4_000")]), []);
    assert_eq!(found(&[("minimum  = 2_000", "minimum  = 4_001")]), [(UseRule::RefundMinimum, 1)]);
}

#[test]
fn an_indemnity_comes_on_top_of_a_refund_and_after_its_approval() {
    let approved = "approved = 2019-02-01";
    let alone = under_agreement("2019-01-01", &[("indemnity", "B1", 600.0, approved)]);
    let none = Figure::Cents(Cents::ZERO);
    assert_eq!(against(&alone, UseRule::IndemnityShare), [(60_000, none, Figure::Cents(Cents(60_000)))]);
    // A refund of another partner, or one of nothing, is none of its own.
    let others = [("refund", "B2", 3_000.0, ""), ("refund", "B1", 0.0, ""), ("indemnity", "B1", 600.0, approved)];
    let wanted = [(60_000, none, Figure::Cents(Cents(60_000)))];
    assert_eq!(against(&under_agreement("2019-01-01", &others), UseRule::IndemnityShare), wanted);
    let refunds = ["B1", "B2", "B3"].map(|partner| ("refund", partner, 3_000.0, ""));
    let on_top = |further| refunds.into_iter().chain([("indemnity", "B1", 600.0, further)]).collect::<Vec<_>>();
    let plan = under_agreement("2019-01-01", &on_top(approved));
    assert_eq!((against(&plan, UseRule::IndemnityShare), against(&plan, UseRule::IndemnityApproval)), (vec![], vec![]));
    let late = under_agreement("2019-01-01", &on_top("approved = 2030-02-01"));
    assert_eq!(against(&late, UseRule::IndemnityApproval), [(60_000, Figure::Year(2019), day(2030, 2, 1))]);
}

#[test]
fn what_serves_the_project_waits_for_the_integration_budget_under_any_purpose() {
    let year = "integration_budget = 150_000\ngains = 208_333";
    let posts = |level| [(level, "action", 41_667, "gains"), ("population", "action", 166_666, "gains")];
    assert_eq!(found(&plan(year, &posts("project"))), [(UseRule::FundingOrder, 41_667)]);
    assert_eq!(found(&plan(year, &posts("population"))), []);
}

#[test]
fn a_reserve_is_not_spent_in_the_year_that_sets_it_aside() {
    let year = "integration_budget = 0\ngains = 208_333\nreserve = 41_667";
    let posts = [("population", "action", 166_666, "gains"), ("population", "action", 41_667, "reserve")];
    assert_eq!(found(&plan(year, &posts)), [(UseRule::ReserveBalance, 41_667)]);
}

/// The passing plan with other words.
fn passing(changes: &[(&str, &str)]) -> Result<UsePlan, crate::spec::StudyError> {
    let mut text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples/annex-7/passes.toml")).expect("a plan");
    for (right, wrong) in changes {
        assert!(text.contains(right), "{right}");
        text = text.replacen(right, wrong, 1);
    }
    UsePlan::parse(Path::new("plan.toml"), text)
}

#[test]
fn what_is_unused_at_the_end_is_told_and_recovered_to_the_cent() {
    let unused = ("amount      = 21_667", "amount      = 1_667");
    let told = |changes: &[(&str, &str)]| {
        let plan = passing(changes).expect("a valid plan");
        let books = Books::new(&plan);
        (books.to_recover(), found(&plan))
    };
    let euro = |euro: i64| Some(Cents(100 * euro));
    assert_eq!(told(&[]), (euro(0), vec![]));
    assert_eq!(told(&[unused, ("recovered = 0", "")]), (euro(20_000), vec![]));
    assert_eq!(told(&[unused]), (euro(20_000), vec![(UseRule::Recovery, 20_000)]));
    assert_eq!(told(&[unused, ("recovered = 0", "recovered = 20_000")]), (euro(0), vec![]));
    assert_eq!(told(&[("recovered = 0", "recovered = 5_000")]), (euro(0), vec![(UseRule::Recovery, 5_000)]));
    let later = [unused, ("recovered = 0", ""), ("end      = 2021-12-31", "end      = 2022-12-31")];
    assert_eq!(told(&later), (None, vec![]), "the plan does not reach the end");
    let error = passing(&[("end      = 2021-12-31", "end      = 2022-12-31")]).expect_err("recovered before the end");
    assert_eq!((error.message.as_str(), error.line()), ("there is nothing to recover before the end", Some(8)));
}

#[test]
fn depreciation_is_bounded_and_adds_up_to_the_cent() {
    let written = "depreciation_years = 4";
    for years in ["0", "51", "1000000000", "-1", "9000000000000"] {
        let error = passing(&[(written, &format!("depreciation_years = {years}"))]).expect_err("a refusal");
        assert_eq!(error.message, format!("nothing depreciates over {years} years"));
        assert_eq!((error.help.as_deref(), error.span.is_some()), (Some("a whole number of years from 1 to 50"), true));
    }
    let plan = passing(&[(written, "depreciation_years = 50")]).expect("a valid plan");
    // 20,000 over fifty years: 400 a year, forty-six years beyond the fourth.
    assert_eq!(against(&plan, UseRule::Depreciation), [(1_840_000, Figure::Years(4), Figure::Years(50))]);
}

#[test]
fn keys_that_do_not_go_with_the_purpose_of_a_post_are_refused() {
    let post = "purpose     = \"action\"\namount      = 126_666";
    for (key, value) in [("agreement", "\"pharmacy\""), ("approved", "2020-02-01"), ("depreciation_years", "4")] {
        let error = passing(&[(post, &format!("{post}\n{key} = {value}"))]).expect_err("a refusal");
        assert_eq!(error.message, format!("`{key}` does not go with the purpose of the post"));
        assert!(error.span.is_some() && error.help.is_some_and(|help| help.contains("mend the purpose")));
    }
}

#[test]
fn a_missing_key_is_named_with_what_to_do() {
    let error = passing(&[("gains              = 208_333\nreserve", "reserve")]).expect_err("a refusal");
    assert_eq!(error.message, "the key `gains` is missing");
    assert!(error.span.is_some() && error.help.is_some_and(|help| help.starts_with("add `gains` here")));
}

#[test]
fn reserves_are_held_against_their_ceiling_until_the_end_only() {
    let ceiling = |breach: &Breach| breach.rule == UseRule::ReserveCeiling;
    let plan = sample("breaks-every-rule.toml");
    let years: Vec<i32> = check(&Books::new(&plan)).iter().filter(|breach| ceiling(breach)).map(|breach| breach.year).collect();
    assert_eq!(years, [2021], "2022 lies after the end");
}

#[test]
fn a_breach_tells_its_limit_and_the_actual_figure() {
    let plan = sample("breaks-every-rule.toml");
    let cents = |euro: i64| Figure::Cents(Cents(100 * euro));
    assert_eq!(
        against(&plan, UseRule::ProjectCeiling),
        [(1_500_000, cents(250_000), cents(275_000)), (1_000_000, cents(250_000), cents(275_000))]
    );
    assert_eq!(against(&plan, UseRule::PopulationShare)[0], (5_666_600, cents(166_666), cents(110_000)));
    assert_eq!(against(&plan, UseRule::Depreciation)[0].1, Figure::Years(4));
    assert_eq!(against(&plan, UseRule::RefundAgreement), [(200_000, day(2020, 1, 1), day(2020, 6, 1))]);
    assert_eq!(against(&plan, UseRule::RefundMinimum), [(300_000, cents(5_000), cents(2_000))]);
    assert_eq!(against(&plan, UseRule::IndemnityApproval), [(100_000, Figure::Year(2021), Figure::Nothing)]);
}

proptest! {
    #[test]
    fn what_is_over_adds_up_to_the_excess(amounts in prop::collection::vec(0..90_000_u32, 1..8)) {
        let posts: Vec<_> = amounts.iter().map(|amount| ("project", "support", *amount, "integration-budget")).collect();
        let plan = plan("integration_budget = 150_000\ngains = 0", &posts);
        let total: i64 = amounts.iter().map(|amount| i64::from(*amount)).sum();
        let over = |rule: UseRule| found(&plan).into_iter().filter(|(found, _)| *found == rule).map(|(_, over)| over).sum::<i64>();
        prop_assert_eq!(over(UseRule::IntegrationBudget), (total - 150_000).max(0));
        prop_assert_eq!(over(UseRule::ProjectCeiling), (total - 250_000).max(0));
    }

    #[test]
    fn reserves_carry_over_without_losing_a_cent(years in prop::collection::vec((0..400_000_u32, 0..100_000_u32), 1..5)) {
        let mut text = String::from("[plan]\ntitle = \"t\"\nproject = \"p\"\n");
        for (year, (aside, used)) in (2018..).zip(&years) {
            text += &format!("[[year]]\nyear = {year}\nintegration_budget = 0\ngains = 1_000_000\nreserve = {aside}\n");
            text += &format!(
                "[[post]]\nid = \"{year}\"\ntitle = \"\"\nyear = {year}\nlevel = \"population\"\npurpose = \"action\"\namount = {used}\n\
                 funding = \"reserve\"\nbeneficiary = \"b\"\n"
            );
        }
        let plan = UsePlan::parse(Path::new("plan.toml"), text).expect("a valid plan");
        let books = Books::new(&plan);
        let kept: i64 = years.iter().map(|(aside, used)| i64::from(*aside) - i64::from(*used)).sum();
        prop_assert_eq!(books.reserves.last().expect("a year").closing, Cents(100 * kept));
        for pair in books.reserves.windows(2) {
            prop_assert_eq!(pair[0].closing, pair[1].opening);
        }
    }
}
