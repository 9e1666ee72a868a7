//! The tables of the yearly financial report on the use of gains (annex 7), and what breaches its rules.

use super::ReportError;
use super::breach_text::BreachTexts;
use super::table::{Cell, Kind, Table};
use crate::money::Cents;
use crate::settle::annex7::{Books, Breach, Figure, depreciation};
use crate::spec::{Agreement, Funding, Post, Purpose, UseLevel, UsePlan};

/// Every table of the report on a plan; sentences in its language, all other words as programs read them.
///
/// # Errors
/// [`ReportError::Text`] if a text is missing.
pub fn use_tables(books: &Books, breaches: &[Breach]) -> Result<Vec<Table>, ReportError> {
    Ok(vec![
        breach_table(books.plan, breaches)?,
        integration_budget(books),
        gains_by_level(books),
        means_invested(books),
        reserves(books),
        investments(books),
        deviations(books.plan),
    ])
}

fn word(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn year(year: i32) -> Cell {
    Cell::Whole(year.into())
}

/// The word of a level in the tables.
fn level_word(level: UseLevel) -> &'static str {
    match level {
        UseLevel::Project => "project",
        UseLevel::Population => "population",
    }
}

/// The word of a purpose in the tables.
fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Coordination => "coordination",
        Purpose::Support => "support",
        Purpose::Action => "action",
        Purpose::Investment => "investment",
        Purpose::Refund => "refund",
        Purpose::Indemnity => "indemnity",
        Purpose::NoticePay => "notice-pay",
        Purpose::BelraiRegistration => "belrai-registration",
    }
}

/// A figure of a breach as a cell of its own kind.
fn figure(figure: Figure) -> Cell {
    match figure {
        Figure::Cents(amount) => Cell::Money(amount),
        Figure::Years(years) => Cell::Whole(years.into()),
        Figure::Year(of) => year(of),
        Figure::Day(day) => Cell::Day(day),
        Figure::Nothing => Cell::Empty,
    }
}

/// One row per breach, with its line in the plan. Limit and actual figure are euro, years or days, as the rule counts.
fn breach_table(plan: &UsePlan, breaches: &[Breach]) -> Result<Table, ReportError> {
    let texts = BreachTexts::new(plan, plan.language)?;
    let row = |breach: &Breach| {
        let line = plan.line(&breach.place).map_or(Cell::Empty, |line| Cell::Whole(line as i64));
        Ok(vec![
            year(breach.year),
            breach.post.as_deref().map_or(Cell::Empty, word),
            word(breach.rule.name()),
            Cell::Money(breach.over),
            figure(breach.limit),
            figure(breach.actual),
            word(&texts.says(breach)?),
            texts.assumed(breach).map_or(Cell::Empty, word),
            word(texts.source(breach)),
            line,
        ])
    };
    let columns = vec![
        ("year", Kind::Whole),
        ("post", Kind::Text),
        ("rule", Kind::Text),
        ("amount_over", Kind::Money),
        ("limit", Kind::Text),
        ("actual", Kind::Text),
        ("says", Kind::Text),
        ("assumed", Kind::Text),
        ("source", Kind::Text),
        ("line", Kind::Whole),
    ];
    Ok(Table { name: "breaches", columns, rows: breaches.iter().map(row).collect::<Result<_, ReportError>>()? })
}

/// Use of the integration budget: its posts, then what was received, used and is left.
fn integration_budget(books: &Books) -> Table {
    let mut rows = Vec::new();
    for known in &books.plan.years {
        let line = |post: Cell, title: Cell, purpose: Cell, beneficiary: Cell, amount: Cents| {
            vec![year(known.year), post, title, purpose, beneficiary, Cell::Money(amount)]
        };
        let paid = |post: &Post| post.funding == Funding::IntegrationBudget;
        for post in books.posts(known, paid) {
            rows.push(line(word(&post.id), word(&post.title), word(purpose_word(post.purpose)), word(&post.beneficiary), post.amount));
        }
        let used = books.spent(known, paid);
        let sums = [("received", known.integration_budget), ("used", used), ("left", known.integration_budget - used)];
        rows.extend(sums.map(|(name, amount)| line(Cell::Empty, word(name), Cell::Empty, Cell::Empty, amount)));
    }
    let columns = vec![
        ("year", Kind::Whole),
        ("post", Kind::Text),
        ("title", Kind::Text),
        ("purpose", Kind::Text),
        ("beneficiary", Kind::Text),
        ("amount", Kind::Money),
    ];
    Table { name: "integration_budget", columns, rows }
}

/// Use of the year's gains at both levels: posts, then what was paid, used at each level, put in reserve and is unused.
fn gains_by_level(books: &Books) -> Table {
    let mut rows = Vec::new();
    for known in &books.plan.years {
        let share = |amount: Cents| match known.gains {
            Cents::ZERO => Cell::Empty,
            gains => Cell::Number(amount.euro() / gains.euro()),
        };
        let line = |level: Cell, post: Cell, title: Cell, beneficiary: Cell, amount: Cents| {
            vec![year(known.year), level, post, title, beneficiary, Cell::Money(amount), share(amount)]
        };
        for level in [UseLevel::Project, UseLevel::Population] {
            let at_level = |post: &Post| post.funding == Funding::Gains && post.level == level;
            for post in books.posts(known, at_level) {
                rows.push(line(word(level_word(level)), word(&post.id), word(&post.title), word(&post.beneficiary), post.amount));
            }
            rows.push(line(word(level_word(level)), Cell::Empty, word("used"), Cell::Empty, books.spent(known, at_level)));
        }
        let sums = [("received", known.gains), ("reserved", known.reserve), ("left", books.unused_gains(known))];
        rows.extend(sums.map(|(name, amount)| line(Cell::Empty, Cell::Empty, word(name), Cell::Empty, amount)));
    }
    let columns = vec![
        ("year", Kind::Whole),
        ("level", Kind::Text),
        ("post", Kind::Text),
        ("title", Kind::Text),
        ("beneficiary", Kind::Text),
        ("amount", Kind::Money),
        ("share_of_gains", Kind::Share),
    ];
    Table { name: "gains_by_level", columns, rows }
}

/// Means invested by each partner of an agreement, what it was refunded and the indemnities it received.
fn means_invested(books: &Books) -> Table {
    let of_agreement = |agreement: &Agreement| {
        let to = |purpose: Purpose, partner: &str| -> Cents {
            books.under(agreement, purpose).filter(|post| post.beneficiary == partner).map(|post| post.amount).sum()
        };
        let row = |(partner, invested): &(String, Cents)| {
            let (refunded, indemnity) = (to(Purpose::Refund, partner), to(Purpose::Indemnity, partner));
            let amounts = [*invested, refunded, *invested - refunded, indemnity].map(Cell::Money);
            let names = [word(&agreement.id), word(partner), Cell::Day(agreement.agreed), Cell::Day(agreement.until)];
            names.into_iter().chain(amounts).collect::<Vec<_>>()
        };
        agreement.means.iter().map(row).collect::<Vec<_>>()
    };
    let columns = vec![
        ("agreement", Kind::Text),
        ("beneficiary", Kind::Text),
        ("agreed", Kind::Day),
        ("until", Kind::Day),
        ("invested", Kind::Money),
        ("refunded", Kind::Money),
        ("left", Kind::Money),
        ("indemnity", Kind::Money),
    ];
    Table { name: "means_invested", columns, rows: books.plan.agreements.iter().flat_map(of_agreement).collect() }
}

/// Reserves carried over the years; in the year of the project's end, what is to be recovered.
fn reserves(books: &Books) -> Table {
    let last = books.plan.years.last().map(|year| year.year);
    let rows = books.years().map(|(known, held)| {
        let due = books.recoverable().filter(|_| last == Some(known.year)).map_or(Cell::Empty, Cell::Money);
        let largest = known.amounts.reserve_share.of_in_euro(known.gains);
        let amounts = [held.opening, held.set_aside, largest, held.used, held.closing, known.amounts.reserve_ceiling].map(Cell::Money);
        [year(known.year)].into_iter().chain(amounts).chain([due]).collect()
    });
    let names = ["opening", "set_aside", "largest_set_aside", "used", "closing", "ceiling", "to_recover"];
    let columns = [("year", Kind::Whole)].into_iter().chain(names.map(|name| (name, Kind::Money))).collect();
    Table { name: "reserves", columns, rows: rows.collect() }
}

/// What investments from reserves charge to each year, to the last cent, and what is left to charge after it.
fn investments(books: &Books) -> Table {
    let invested = books.plan.posts.iter().filter(|post| post.purpose == Purpose::Investment && post.funding == Funding::Reserve);
    let rows = invested.flat_map(|post| {
        let charges = depreciation(post.amount, post.depreciation_years.unwrap_or(0)).into_iter().zip(post.year..);
        charges.scan(post.amount, |left, (charge, of)| {
            *left = *left - charge;
            let amounts = [Cell::Money(charge), Cell::Money(*left)];
            Some([word(&post.id), word(&post.title), Cell::Money(post.amount), year(of)].into_iter().chain(amounts).collect())
        })
    });
    let columns = vec![
        ("post", Kind::Text),
        ("title", Kind::Text),
        ("invested", Kind::Money),
        ("year", Kind::Whole),
        ("charge", Kind::Money),
        ("left", Kind::Money),
    ];
    Table { name: "investments", columns, rows: rows.collect() }
}

/// Posts that were planned at another amount.
fn deviations(plan: &UsePlan) -> Table {
    let row = |post: &Post| {
        let planned = post.planned?;
        let amounts = [planned, post.amount, post.amount - planned].map(Cell::Money);
        Some([year(post.year), word(&post.id), word(&post.title)].into_iter().chain(amounts).collect())
    };
    let columns = vec![
        ("year", Kind::Whole),
        ("post", Kind::Text),
        ("title", Kind::Text),
        ("planned", Kind::Money),
        ("amount", Kind::Money),
        ("deviation", Kind::Money),
    ];
    Table { name: "deviations", columns, rows: plan.posts.iter().filter_map(row).collect() }
}
