//! The page on the use of gains: what breaches the rules, and the tables of the yearly financial report.

use super::page::{Labels, Page, PageCell, PageHead, PageRow, PageTable, Section};
use crate::money::Cents;
use crate::report::language::Words;
use crate::report::language::numbers::Numbers;
use crate::report::shown::{Cover, ShownTable};
use crate::report::table::{Cell, Kind};
use crate::report::{BreachTexts, ReportError};
use crate::settle::annex7::{Books, Breach};
use crate::spec::UsePlan;

/// The page as HTML, in the plan's language; breaches have a table of their own.
///
/// # Errors
/// [`ReportError::Text`] or [`ReportError::Template`] if a text is missing.
pub fn render_use(books: &Books, breaches: &[Breach], tables: &[ShownTable]) -> Result<String, ReportError> {
    let plan = books.plan;
    let words = Words::new(plan.language)?;
    let writer = Writer { plan, words: &words, numbers: Numbers::new(plan.language) };
    let mut sections = vec![writer.breaches(breaches)?];
    sections.extend(tables.iter().filter(|table| table.name != "breaches" && !table.rows.is_empty()).map(|table| writer.section(table)));
    let page = Page {
        tag: words.tag(),
        skip: words.say("skip")?,
        labels: Labels::new(&words)?,
        kicker: words.tell("use-kicker", &[("project", plan.project.as_str().into())])?,
        title: plan.title.clone(),
        lead: words.say("use-lead")?,
        summary_title: words.say("summary-title")?,
        alarm: (!breaches.is_empty()).then(|| writer.result(breaches)).transpose()?,
        sentences: writer.summary(books, breaches)?,
        sections,
    };
    page.html()
}

/// The first sheet of the workbook: the same summary, and what each sheet shows.
///
/// # Errors
/// [`ReportError::Text`] if a text is missing.
pub fn use_cover(books: &Books, breaches: &[Breach], tables: &[ShownTable]) -> Result<Cover, ReportError> {
    let plan = books.plan;
    let words = Words::new(plan.language)?;
    let writer = Writer { plan, words: &words, numbers: Numbers::new(plan.language) };
    let mut lines = vec![
        (words.say("use-cover-report")?, plan.title.clone()),
        (words.say("use-cover-project")?, plan.project.clone()),
        (words.say("use-cover-years")?, super::context::span(&plan.years.iter().map(|year| year.year).collect::<Vec<_>>())),
        (words.say("use-cover-content")?, words.say("use-lead")?),
    ];
    if !breaches.is_empty() {
        lines.push((words.say("use-cover-result")?, writer.result(breaches)?));
    }
    for sentence in writer.summary(books, breaches)? {
        lines.push((words.say("use-cover-result")?, sentence));
    }
    lines.push((words.say("use-cover-rules")?, plan.rules.table_source(plan.language).to_owned()));
    lines.push((words.say("use-cover-amounts")?, words.say("use-cover-amounts-note")?));
    lines.extend(tables.iter().map(|table| (table.short.clone(), table.title.clone())));
    Cover::new(words.say("use-sheet-cover")?, lines, plan.language)
}

struct Writer<'a> {
    plan: &'a UsePlan,
    words: &'a Words,
    numbers: Numbers,
}

impl Writer<'_> {
    /// Euro and cents, as accounts have them; the head of the column says that they are euro.
    fn euro(&self, amount: Cents) -> PageCell {
        PageCell::number(self.numbers.decimal(amount.euro(), 2))
    }

    /// How often rules are breached.
    fn result(&self, breaches: &[Breach]) -> Result<String, ReportError> {
        let count = [("count", breaches.len().into()), ("number", self.numbers.count(breaches.len() as u64).into())];
        self.words.tell("use-breached", &count)
    }

    /// What there was, what of it is spent, and what is still to be recovered.
    fn summary(&self, books: &Books, breaches: &[Breach]) -> Result<Vec<String>, ReportError> {
        let gains: Cents = self.plan.years.iter().map(|year| year.gains).sum();
        let spent: Cents = self.plan.posts.iter().map(|post| post.amount).sum();
        let amounts = [("gains", gains), ("spent", spent)].map(|(name, amount)| (name, self.numbers.euro(amount, 1).into()));
        let mut sentences = vec![self.words.tell("use-summary", &amounts)?];
        if breaches.is_empty() {
            sentences.push(self.words.say("use-kept")?);
        }
        if let Some(due) = books.to_recover().filter(|due| *due > Cents::ZERO) {
            sentences.push(self.words.tell("use-recover", &[("amount", self.numbers.cents(due).into())])?);
        }
        Ok(sentences)
    }

    /// Each breach with its line, what its rule asks, limit and actual figure, in the plan's language.
    fn breaches(&self, breaches: &[Breach]) -> Result<Section, ReportError> {
        let words = self.words;
        let texts = BreachTexts::new(self.plan, self.plan.language)?;
        let row = |breach: &Breach| -> Result<PageRow, ReportError> {
            let assumed = texts.assumed(breach).map(|note| words.tell("use-assumed-note", &[("note", note.into())])).transpose()?;
            let under = [Some(texts.source(breach).to_owned()), assumed].into_iter().flatten().collect::<Vec<_>>().join(words.semicolon());
            let line = self.plan.line(&breach.place).map(|line| words.tell("use-at-line", &[("line", line.to_string().into())]));
            let post = breach.post.clone().map_or_else(|| words.say("use-whole-year"), Ok)?;
            Ok(PageRow::new(vec![
                PageCell::text(breach.year.to_string()),
                PageCell::text(post).with_under(line.transpose()?.unwrap_or_default()),
                PageCell::text(texts.says(breach)?).with_under(format!("{}{}{under}", breach.rule.name(), words.colon())),
                PageCell::number(texts.figure(breach.limit)?),
                PageCell::number(texts.figure(breach.actual)?),
                self.euro(breach.over),
            ]))
        };
        let heads = ["use-year", "use-post", "use-says"].map(|key| words.say(key).map(PageHead::text));
        let numbers = ["use-limit", "use-actual", "use-amount_over"].map(|key| words.say(key).map(PageHead::number));
        let heads = heads.into_iter().chain(numbers).collect::<Result<_, _>>()?;
        let table = PageTable { caption: words.say("use-breaches")?, heads, rows: breaches.iter().map(row).collect::<Result<_, _>>()? };
        let source = self.plan.rules.table_source(self.plan.language);
        Ok(Section {
            id: "breaches",
            title: words.say("use-breaches")?,
            paragraphs: if breaches.is_empty() { vec![words.say("use-kept")?] } else { Vec::new() },
            tables: if breaches.is_empty() { Vec::new() } else { vec![table] },
            notes: vec![words.tell("use-source-note", &[("source", source.into())])?],
            ..Section::default()
        })
    }

    /// A table of the report.
    fn section(&self, table: &ShownTable) -> Section {
        // A year is a number that is not counted with.
        let number = |kind: Kind| matches!(kind, Kind::Number | Kind::Share | Kind::Money);
        let cell = |cell: &Cell| match cell {
            Cell::Money(amount) => self.euro(*amount),
            Cell::Number(share) => PageCell::number(self.numbers.percent(*share, 1)),
            Cell::Whole(whole) => PageCell::text(whole.to_string()),
            Cell::Day(day) => PageCell::text(self.numbers.day(*day)),
            Cell::Text(text) => PageCell::text(text),
            Cell::Small | Cell::Empty => PageCell::default(),
        };
        let heads = table.heads.iter().map(|(text, kind)| PageHead { text: text.clone(), under: String::new(), number: number(*kind) });
        let rows = table.rows.iter().map(|(sum, cells)| PageRow { sum: *sum, cells: cells.iter().map(cell).collect() });
        let shown = PageTable { caption: table.title.clone(), heads: heads.collect(), rows: rows.collect() };
        Section { id: table.name, title: table.title.clone(), tables: vec![shown], ..Section::default() }
    }
}
