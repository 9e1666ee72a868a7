//! The page on the use of gains: what breaches the rules, and the tables of the yearly financial report.

use super::page::{Page, PageCell, PageHead, PageRow, PageTable, Section};
use crate::money::Cents;
use crate::report::ReportError;
use crate::report::language::Words;
use crate::report::language::numbers::Numbers;
use crate::report::table::{Cell, Kind, Table};
use crate::settle::annex7::Breach;
use crate::spec::UsePlan;

/// The page as HTML, in the plan's language; the first table holds the breaches.
///
/// # Errors
/// [`ReportError::Text`] or [`ReportError::Template`] if a text is missing.
pub fn render_use(plan: &UsePlan, breaches: &[Breach], tables: &[Table]) -> Result<String, ReportError> {
    let words = Words::new(plan.language)?;
    let writer = Writer { plan, words: &words, numbers: Numbers::new(plan.language) };
    let mut sections = vec![writer.breaches(breaches)?];
    for table in tables.iter().filter(|table| table.name != "breaches" && !table.rows.is_empty()) {
        sections.push(writer.section(table)?);
    }
    let count = [("count", breaches.len().into()), ("number", writer.numbers.count(breaches.len() as u64).into())];
    let page = Page {
        tag: words.tag(),
        skip: words.say("skip")?,
        kicker: words.tell("use-kicker", &[("project", plan.project.as_str().into())])?,
        title: plan.title.clone(),
        lead: words.say("use-lead")?,
        summary_title: words.say("summary-title")?,
        alarm: (!breaches.is_empty()).then(|| words.tell("use-breached", &count)).transpose()?,
        sentences: writer.summary(breaches)?,
        sections,
    };
    page.html()
}

struct Writer<'a> {
    plan: &'a UsePlan,
    words: &'a Words,
    numbers: Numbers,
}

impl Writer<'_> {
    /// Euro and cents, as accounts have them.
    fn euro(&self, amount: Cents) -> PageCell {
        PageCell::number(self.numbers.decimal(amount.euro(), 2))
    }

    fn summary(&self, breaches: &[Breach]) -> Result<Vec<String>, ReportError> {
        let gains: Cents = self.plan.years.iter().map(|year| year.gains).sum();
        let spent: Cents = self.plan.posts.iter().map(|post| post.amount).sum();
        let amounts = [("gains", gains), ("spent", spent)].map(|(name, amount)| (name, self.numbers.euro(amount, 1).into()));
        let mut sentences = vec![self.words.tell("use-summary", &amounts)?];
        if breaches.is_empty() {
            sentences.push(self.words.say("use-kept")?);
        }
        Ok(sentences)
    }

    /// Each breach with what its rule asks, in the plan's language.
    fn breaches(&self, breaches: &[Breach]) -> Result<Section, ReportError> {
        let words = self.words;
        let row = |breach: &Breach| -> Result<PageRow, ReportError> {
            let says = words.say(&format!("annex-{}", breach.rule.name()))?;
            let assumed = self.plan.rules.assumed(breach.rule, breach.year);
            let assumed = assumed.map(|note| words.tell("use-assumed", &[("note", note.into())])).transpose()?;
            Ok(PageRow::new(vec![
                PageCell::text(breach.year.to_string()),
                PageCell::text(breach.post.clone().unwrap_or_else(|| "–".into())),
                PageCell::text(says).with_under(assumed.unwrap_or_default()),
                self.euro(breach.over),
            ]))
        };
        let heads = ["use-year", "use-post", "use-rule"].map(|key| words.say(key).map(PageHead::text));
        let heads = heads.into_iter().chain([words.say("use-amount_over").map(PageHead::number)]).collect::<Result<_, _>>()?;
        let table = PageTable { caption: words.say("use-breaches")?, heads, rows: breaches.iter().map(row).collect::<Result<_, _>>()? };
        Ok(Section {
            id: "breaches",
            title: words.say("use-breaches")?,
            paragraphs: if breaches.is_empty() { vec![words.say("use-kept")?] } else { Vec::new() },
            tables: if breaches.is_empty() { Vec::new() } else { vec![table] },
            notes: vec![words.tell("use-source", &[("source", self.plan.rules.source.as_str().into())])?],
            ..Section::default()
        })
    }

    /// A table of the report; columns and the words of its cells in the plan's language.
    fn section(&self, table: &Table) -> Result<Section, ReportError> {
        let words = self.words;
        let title = words.say(&format!("use-{}", table.name))?;
        // A year is a number that is not counted with.
        let number = |kind: Kind| matches!(kind, Kind::Number | Kind::Money);
        let head = |(name, kind): &(&str, Kind)| Ok(PageHead { text: words.say(&format!("use-{name}"))?, number: number(*kind) });
        let cell = |(cell, (name, _)): (&Cell, &(&str, Kind))| -> Result<PageCell, ReportError> {
            Ok(match cell {
                Cell::Money(amount) => self.euro(*amount),
                Cell::Number(share) => PageCell::number(self.numbers.percent(*share, 1)),
                Cell::Whole(whole) => PageCell::text(whole.to_string()),
                Cell::Text(text) if ["level", "purpose"].contains(name) => PageCell::text(words.say(&format!("use-{name}-{text}"))?),
                Cell::Text(text) => PageCell::text(text),
                Cell::Small | Cell::Empty => PageCell::default(),
            })
        };
        let row = |cells: &Vec<Cell>| -> Result<PageRow, ReportError> {
            // Rows without a post, where others have one, sum up: their title is a word of the tables.
            let post = table.columns.iter().position(|(name, _)| *name == "post");
            let sum = post.is_some_and(|post| cells[post] == Cell::Empty);
            let mut shown = cells.iter().zip(&table.columns).map(cell).collect::<Result<Vec<_>, _>>()?;
            if let (true, Some(title)) = (sum, table.columns.iter().position(|(name, _)| *name == "title")) {
                shown[title].text = words.say(&format!("use-{}", shown[title].text))?;
            }
            Ok(PageRow { sum, cells: shown })
        };
        let heads = table.columns.iter().map(head).collect::<Result<_, ReportError>>()?;
        let rows = table.rows.iter().map(row).collect::<Result<_, _>>()?;
        Ok(Section { id: table.name, tables: vec![PageTable { caption: title.clone(), heads, rows }], title, ..Section::default() })
    }
}
