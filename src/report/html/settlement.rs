//! The page on settlement: what each rule pays, beside the truth where it is known, step by step from gain to amount.

use std::sync::Arc;

use super::page::{Figure, Labels, LegendItem, Page, PageCell, PageHead, PageRow, PageTable, Section};
use crate::money::Cents;
use crate::report::chart::{self, Frame, Look, Mark, Row};
use crate::report::language::Words;
use crate::report::language::numbers::Numbers;
use crate::report::{ReportError, notice_sentences};
use crate::settle::{Notice, Outcome, Paid, PilotGains, Settled, Settlement, Step, StepName};
use crate::spec::{Basis, Certainty, SettlementRule, Study};

/// What the page shows.
pub struct SettlementPage<'a> {
    /// The study that the run answers.
    pub study: &'a Study,
    /// The rules applied.
    pub rules: &'a [SettlementRule],
    /// The gains of every pilot, in the order of the study.
    pub gains: &'a [PilotGains],
    /// One settlement per rule and pilot.
    pub settlements: &'a [Settlement],
    /// What each rule pays in all.
    pub paid: &'a [Paid],
    /// What must be said beside it.
    pub notices: &'a [Notice],
    /// The true gain of a pilot, where it is known.
    pub truth: Option<&'a dyn Fn(&str) -> Cents>,
}

/// How the marks of the first rules look in a chart, with their class in the legend; more rules take another chart.
const LOOKS: [(Look, &str); 4] =
    [(Look::Warning, "warning"), (Look::Square, "square"), (Look::Triangle, "triangle"), (Look::Hollow, "hollow")];

impl SettlementPage<'_> {
    /// The page as HTML, in the study's language.
    ///
    /// # Errors
    /// [`ReportError::Text`] or [`ReportError::Template`] if a text is missing.
    pub fn render(&self) -> Result<String, ReportError> {
        let words = Words::new(self.study.language)?;
        let writer = Writer { page: self, words: &words, numbers: Numbers::new(self.study.language) };
        let mut sections = vec![writer.payments()?];
        if self.truth.is_some() {
            sections.push(writer.luck()?);
        }
        sections.push(writer.rules()?);
        sections.push(writer.steps()?);
        let say = |doubts: bool| notice_sentences(self.notices.iter().filter(|notice| notice.is_doubt() == doubts), self.study.language);
        let doubts = say(true)?;
        let mut sentences: Vec<String> = self.paid.iter().map(|paid| writer.sentence(paid)).collect::<Result<_, _>>()?;
        sentences.extend(say(false)?);
        let page = Page {
            tag: words.tag(),
            skip: words.say("skip")?,
            labels: Labels::new(&words)?,
            kicker: words.say("settle-kicker")?,
            title: self.study.title.clone(),
            lead: words.say("settle-lead")?,
            summary_title: words.say("summary-title")?,
            alarm: (!doubts.is_empty()).then(|| doubts.join(" ")),
            sentences,
            sections,
        };
        page.html()
    }
}

struct Writer<'a> {
    page: &'a SettlementPage<'a>,
    words: &'a Words,
    numbers: Numbers,
}

impl Writer<'_> {
    fn euro(&self, amount: Cents) -> String {
        self.numbers.euro(amount, 1)
    }

    fn number(&self, amount: Cents) -> PageCell {
        PageCell::number(self.euro(amount))
    }

    fn of(&self, rule: &str, pilot: &str) -> Option<&Settlement> {
        self.page.settlements.iter().find(|settlement| settlement.rule == rule && settlement.pilot == pilot)
    }

    fn name(&self, pilot: &str) -> String {
        let named = self.page.study.pilots.iter().find(|known| known.id == pilot);
        named.map_or_else(|| pilot.to_owned(), |pilot| pilot.name.clone())
    }

    fn sentence(&self, paid: &Paid) -> Result<String, ReportError> {
        let counts = [
            ("rule", paid.rule.as_str().into()),
            ("paid", self.numbers.count(paid.pilots_paid as u64).into()),
            ("pilots", self.numbers.count(paid.pilots as u64).into()),
            ("amount", self.euro(paid.paid).into()),
        ];
        let sentence = self.words.tell("settle-sentence", &counts)?;
        match paid.luck {
            None => Ok(sentence),
            Some(luck) => Ok(format!("{sentence} {}", self.words.tell("settle-sentence-luck", &[("luck", self.euro(luck).into())])?)),
        }
    }

    /// What each rule pays each pilot: a chart for every four rules, and a table.
    fn payments(&self) -> Result<Section, ReportError> {
        let words = self.words;
        let mut heads = vec![PageHead::text(words.say("pilot")?)];
        if self.page.truth.is_some() {
            heads.push(PageHead::number(words.say("settle-truth")?));
        }
        heads.extend(self.page.rules.iter().map(|rule| PageHead::number(rule.name.clone())));
        let row = |pilot: &PilotGains| {
            let truth = self.page.truth.map(|truth| self.number(truth(&pilot.pilot)));
            let of_rule =
                |rule: &SettlementRule| self.of(&rule.name, &pilot.pilot).map_or_else(PageCell::default, |found| self.number(found.paid));
            let cells = [PageCell::text(self.name(&pilot.pilot))].into_iter().chain(truth);
            PageRow::new(cells.chain(self.page.rules.iter().map(of_rule)).collect())
        };
        let mut rows: Vec<PageRow> = self.page.gains.iter().map(row).collect();
        let truth = self.page.truth.map(|truth| self.number(self.page.gains.iter().map(|pilot| truth(&pilot.pilot)).sum()));
        let totals = self.page.paid.iter().map(|paid| self.number(paid.paid));
        rows.push(PageRow { sum: true, cells: [PageCell::text(words.say("total")?)].into_iter().chain(truth).chain(totals).collect() });
        Ok(Section {
            id: "payments",
            title: words.say("settle-payments-title")?,
            paragraphs: vec![words.say(if self.page.truth.is_some() { "settle-payments-truth" } else { "settle-payments-lead" })?],
            figures: self
                .page
                .rules
                .chunks(LOOKS.len())
                .enumerate()
                .map(|(index, rules)| self.chart(index, rules))
                .collect::<Result<_, _>>()?,
            tables: vec![PageTable { caption: words.say("settle-payments-table")?, heads, rows }],
            notes: vec![words.say("settle-payments-note")?],
        })
    }

    fn chart(&self, index: usize, rules: &[SettlementRule]) -> Result<Figure, ReportError> {
        let title = self.words.say("settle-chart-title")?;
        let row = |pilot: &PilotGains| {
            let truth = self.page.truth.map(|truth| mark(truth(&pilot.pilot), Look::Accent));
            let paid = rules.iter().zip(LOOKS).filter_map(|(rule, (look, _))| Some(mark(self.of(&rule.name, &pilot.pilot)?.paid, look)));
            let name = self.name(&pilot.pilot);
            Row { label: name, note: String::new(), marks: truth.into_iter().chain(paid).collect() }
        };
        let rows: Vec<Row> = self.page.gains.iter().map(row).collect();
        let truth = self.page.truth.map(|_| self.words.say("settle-truth").map(|text| LegendItem { class: "accent", text })).transpose()?;
        let of_rule = |(rule, (_, class)): (&SettlementRule, (Look, &'static str))| LegendItem { class, text: rule.name.clone() };
        Ok(Figure {
            legend: truth.into_iter().chain(rules.iter().zip(LOOKS).map(of_rule)).collect(),
            chart: chart::draw(&self.frame(format!("payments-{index}"), title.clone())?, &rows),
            title,
        })
    }

    fn frame(&self, id: String, title: String) -> Result<Frame, ReportError> {
        let numbers = self.numbers;
        Ok(Frame {
            id,
            title,
            description: self.words.say("settle-chart-description")?,
            axis: self.words.say("settle-axis")?,
            tick: Arc::new(move |value, decimals| numbers.decimal(value, decimals)),
        })
    }

    /// The money paid for luck, by rule.
    fn luck(&self) -> Result<Section, ReportError> {
        let words = self.words;
        let with_luck = self.page.paid.iter().filter_map(|paid| Some((paid, paid.luck?)));
        let row = |(paid, luck): (&Paid, Cents)| {
            let share = if paid.paid > Cents::ZERO { luck.euro() / paid.paid.euro() } else { f64::NAN };
            let cells =
                [PageCell::text(&paid.rule), self.number(paid.paid), self.number(luck), PageCell::number(self.numbers.percent(share, 0))];
            PageRow::new(cells.into())
        };
        let bar = |(paid, luck): (&Paid, Cents)| Row {
            label: paid.rule.clone(),
            note: String::new(),
            marks: vec![mark(paid.paid, Look::Hollow), mark(luck, Look::Warning)],
        };
        let title = words.say("settle-luck-chart")?;
        let legend = [("hollow", "settle-paid"), ("warning", "settle-luck")];
        let legend = legend.into_iter().map(|(class, key)| Ok(LegendItem { class, text: words.say(key)? }));
        let rows: Vec<Row> = with_luck.clone().map(bar).collect();
        let figure = Figure {
            chart: chart::draw(&self.frame("luck".into(), title.clone())?, &rows),
            legend: legend.collect::<Result<_, ReportError>>()?,
            title,
        };
        let heads = ["settle-paid", "settle-luck", "settle-luck-share"].map(|key| words.say(key).map(PageHead::number));
        let heads = [words.say("settle-rule").map(PageHead::text)].into_iter().chain(heads).collect::<Result<_, _>>()?;
        Ok(Section {
            id: "luck",
            title: words.say("settle-luck-title")?,
            paragraphs: vec![words.say("settle-luck-lead")?],
            figures: vec![figure],
            tables: vec![PageTable { caption: words.say("settle-luck-table")?, heads, rows: with_luck.map(row).collect() }],
            notes: Vec::new(),
        })
    }

    /// The rules and their sources.
    fn rules(&self) -> Result<Section, ReportError> {
        let words = self.words;
        let heads = ["settle-rule", "settle-what", "settle-source"].map(|key| words.say(key).map(PageHead::text));
        let row = |rule: &SettlementRule| {
            let [description, source] = [&rule.description, &rule.source].map(|text| PageCell::text(text.text(self.page.study.language)));
            PageRow::new(vec![PageCell::text(&rule.name), description, source])
        };
        let notes = self.page.rules.iter().flat_map(|rule| self.assumed(rule)).collect::<Vec<_>>();
        Ok(Section {
            id: "rules",
            title: words.say("settle-rules-title")?,
            tables: vec![PageTable {
                caption: words.say("settle-rules-title")?,
                heads: heads.into_iter().collect::<Result<_, _>>()?,
                rows: self.page.rules.iter().map(row).collect(),
            }],
            notes: notes
                .into_iter()
                .map(|(rule, note)| words.tell("settle-assumed", &[("rule", rule.into()), ("note", note.into())]))
                .collect::<Result<_, _>>()?,
            ..Section::default()
        })
    }

    /// The notes on amounts in force in the study's years that had to be assumed.
    fn assumed(&self, rule: &SettlementRule) -> Vec<(String, String)> {
        let Basis::LumpSum(sums) = &rule.basis else { return Vec::new() };
        let values = self.page.study.performance.iter().filter_map(|year| sums.in_year(*year));
        let assumed = values.filter(|value| value.certainty == Certainty::Assumed);
        let mut notes: Vec<String> = assumed.map(|value| value.note.text(self.page.study.language).to_owned()).collect();
        notes.dedup();
        notes.into_iter().map(|note| (rule.name.clone(), note)).collect()
    }

    /// A table for each rule: a row for each pilot and period, a column for each step.
    fn steps(&self) -> Result<Section, ReportError> {
        let words = self.words;
        let names = [StepName::Basis, StepName::Losses, StepName::Gate, StepName::Share, StepName::Cap, StepName::Cumulation];
        let table = |rule: &SettlementRule| -> Result<PageTable, ReportError> {
            let heads = names.map(|name| words.say(&format!("step-{}", name.word())).map(PageHead::number));
            let first = [PageHead::text(words.say("pilot")?), PageHead::text(words.say("period")?)];
            let of_rule = self.page.settlements.iter().filter(|settlement| settlement.rule == rule.name);
            let rows = of_rule.flat_map(|settlement| settlement.periods.iter().map(move |period| (settlement, period)));
            Ok(PageTable {
                caption: words.tell("settle-steps-table", &[("rule", rule.name.as_str().into())])?,
                heads: first.into_iter().map(Ok).chain(heads).collect::<Result<_, ReportError>>()?,
                rows: rows.map(|(settlement, period)| self.steps_row(settlement, period)).collect::<Result<_, _>>()?,
            })
        };
        Ok(Section {
            id: "steps",
            title: words.say("settle-steps-title")?,
            paragraphs: vec![words.say("settle-steps-lead")?],
            tables: self.page.rules.iter().map(table).collect::<Result<_, _>>()?,
            ..Section::default()
        })
    }

    fn steps_row(&self, settlement: &Settlement, period: &Settled) -> Result<PageRow, ReportError> {
        let years = super::context::span(&self.page.study.performance);
        let year = period.year.map_or(years, |year| year.to_string());
        let names = [PageCell::text(self.name(&settlement.pilot)), PageCell::text(year)];
        let steps = period.steps.iter().map(|step| Ok(self.number(step.amount).with_under(self.outcome(step)?)));
        Ok(PageRow::new(names.into_iter().map(Ok).chain(steps).collect::<Result<_, ReportError>>()?))
    }

    /// What a step did, with the rates or the limit that it went by.
    fn outcome(&self, step: &Step) -> Result<String, ReportError> {
        let percent = |rate: f64| self.numbers.percent(rate, 1);
        if let (Outcome::Shared, Some(part)) = (step.outcome, step.rate) {
            return Ok(percent(part));
        }
        let word = self.words.say(&format!("settled-{}", step.outcome.word()))?;
        Ok(match (step.outcome, step.rate, step.required_rate, step.limit) {
            (Outcome::Passed | Outcome::NotPassed, Some(rate), Some(required), _) => {
                let rates = [("outcome", word.into()), ("rate", percent(rate).into()), ("required", percent(required).into())];
                self.words.tell("settled-gate", &rates)?
            }
            (Outcome::Capped | Outcome::TooSmall, _, _, Some(limit)) => format!("{word} ({})", self.euro(limit)),
            _ => word,
        })
    }
}

/// A mark at an amount, in thousand euro, with a line from zero.
fn mark(amount: Cents, look: Look) -> Mark {
    let estimate = amount.euro() / 1000.0;
    Mark { estimate, low: estimate.min(0.0), high: estimate.max(0.0), look }
}
