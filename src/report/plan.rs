//! A plan as table and page: which gain each number of persons and years would find.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use super::chart::{
    Frame, Tick,
    curve::{self, Curve},
};
use super::html::{percent_tick, reading_key};
use super::language::Words;
use super::language::numbers::Numbers;
use super::table::{Cell, Kind, Table};
use super::{ReportError, write_file};
use crate::money::Cents;
use crate::spec::{Language, Reading};

/// What a study of some size would find.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// What it is a plan of.
    pub title: Option<String>,
    /// Confidence level of the interval.
    pub level: f64,
    /// Probability of finding what is there.
    pub power: f64,
    /// The savings rate that is to be found, if one was named.
    pub effect: Option<f64>,
    /// One per variant, number of years and number of persons.
    pub rows: Vec<PlanRow>,
}

/// A row of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanRow {
    /// Name of the variant; `stated` for stated moments.
    pub variant: String,
    /// Reading of the guarantee.
    pub reading: Reading,
    /// Persons of the target group in the data.
    pub persons: u64,
    /// Years judged together.
    pub years: u32,
    /// Standard error of the savings rate.
    pub se_rate: f64,
    /// The part of it that no number of persons cures: shocks that hit a whole zone.
    pub zone_shock_sd: f64,
    /// The savings rate that the test of one pilot finds with the plan's power.
    pub detectable_rate: f64,
    /// The standard error over all the years, when a mean cost was stated.
    pub se: Option<Cents>,
    /// The gain that is found, likewise.
    pub detectable: Option<Cents>,
    /// Degrees of freedom of that test; `None`: the normal distribution.
    pub df: Option<f64>,
    /// Persons needed, in these years, to find the effect; `None` without an effect, or when no number suffices.
    pub persons_needed: Option<u64>,
    /// Years needed, with these persons, to find the effect; `None` likewise.
    pub years_needed: Option<u32>,
}

impl Plan {
    /// The plan as a table.
    pub fn table(&self) -> Table {
        let number = |count: Option<u64>| count.map_or(Cell::Empty, |count| Cell::Whole(count as i64));
        let money = |amount: Option<Cents>| amount.map_or(Cell::Empty, Cell::Money);
        let row = |row: &PlanRow| {
            vec![
                Cell::Text(row.variant.clone()),
                Cell::Text(row.reading.to_string()),
                number(Some(row.persons)),
                number(Some(row.years.into())),
                Cell::Number(row.se_rate),
                Cell::Number(row.zone_shock_sd),
                Cell::Number(row.detectable_rate),
                money(row.se),
                money(row.detectable),
                number(row.persons_needed),
                number(row.years_needed.map(u64::from)),
                row.df.map_or(Cell::Empty, Cell::Number),
            ]
        };
        let columns = vec![
            ("variant", Kind::Text),
            ("reading", Kind::Text),
            ("persons", Kind::Whole),
            ("years", Kind::Whole),
            ("se_rate", Kind::Number),
            ("zone_shock_sd", Kind::Number),
            ("detectable_rate", Kind::Number),
            ("se", Kind::Money),
            ("detectable", Kind::Money),
            ("persons_needed", Kind::Whole),
            ("years_needed", Kind::Whole),
            ("df", Kind::Number),
        ];
        Table { name: "plan", columns, rows: self.rows.iter().map(row).collect() }
    }

    /// Writes the plan to a file: a page when its name ends in `.html`, CSV otherwise.
    pub fn write(&self, path: &std::path::Path, language: Language) -> Result<(), ReportError> {
        let bytes = match path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html")) {
            true => self.page(language)?.into_bytes(),
            false => self.table().csv().map_err(|reason| ReportError::Write { path: path.to_owned(), reason })?,
        };
        write_file(path, &bytes)
    }

    /// The plan as one HTML file.
    pub fn page(&self, language: Language) -> Result<String, ReportError> {
        let words = Words::new(language)?;
        let numbers = Numbers::new(language);
        let title = self.title.clone().map_or_else(|| words.say("plan-stated-title"), Ok)?;
        let mut figures: Vec<Figure> = Vec::new();
        for rows in self.rows.chunk_by(|a, b| (&a.variant, a.reading) == (&b.variant, b.reading)) {
            let reading = words.say(reading_key(rows[0].reading))?;
            let variant = if self.title.is_some() { rows[0].variant.clone() } else { words.say("plan-stated")? };
            let title = words.tell("plan-chart", &[("variant", variant.into()), ("reading", reading.into())])?;
            let chart = chart(&words, numbers, figures.len(), &title, rows)?;
            figures.push(Figure { title, chart, lines: rows.iter().map(|row| line(&words, numbers, row)).collect::<Result<_, _>>()? });
        }
        let percent = |share: f64| numbers.percent(share, 0);
        let lead = words.tell("plan-lead", &[("level", percent(self.level).into()), ("power", percent(self.power).into())])?;
        let effect = self.effect.map(|effect| words.tell("plan-effect", &[("effect", numbers.percent(effect, 1).into())])).transpose()?;
        let in_euro = self.rows.iter().any(|row| row.detectable.is_some());
        let page = Page { words: &words, title: &title, lead, effect, in_euro, figures };
        page.render().map_err(|error| ReportError::Template(error.to_string()))
    }
}

#[derive(Template)]
#[template(path = "report/plan.html")]
struct Page<'a> {
    words: &'a Words,
    title: &'a str,
    lead: String,
    effect: Option<String>,
    in_euro: bool,
    figures: Vec<Figure>,
}

/// A variant's curve and table.
struct Figure {
    title: String,
    chart: String,
    lines: Vec<Line>,
}

/// A line of the table, as text.
struct Line {
    years: String,
    persons: String,
    se: String,
    zone_shock: String,
    detectable: String,
    detectable_euro: String,
    persons_needed: String,
    years_needed: String,
}

fn line(words: &Words, numbers: Numbers, row: &PlanRow) -> Result<Line, ReportError> {
    let percent = |rate: f64| numbers.percent(rate, 1);
    let never = words.say("plan-never")?;
    Ok(Line {
        years: row.years.to_string(),
        persons: numbers.count(row.persons),
        se: percent(row.se_rate),
        zone_shock: percent(row.zone_shock_sd),
        detectable: percent(row.detectable_rate),
        detectable_euro: row.detectable.map(|amount| numbers.euro(amount, 1000)).unwrap_or_default(),
        persons_needed: row.persons_needed.map_or_else(|| never.clone(), |persons| numbers.count(persons)),
        years_needed: row.years_needed.map_or(never, |years| years.to_string()),
    })
}

fn chart(words: &Words, numbers: Numbers, place: usize, title: &str, rows: &[PlanRow]) -> Result<String, ReportError> {
    let mut curves = Vec::new();
    for rows in rows.chunk_by(|a, b| a.years == b.years) {
        let label =
            words.tell("plan-years", &[("count", f64::from(rows[0].years).into()), ("number", rows[0].years.to_string().into())])?;
        curves.push(Curve { label, points: rows.iter().map(|row| (row.persons as f64, row.detectable_rate)).collect() });
    }
    let frame = Frame {
        id: format!("plan-{place}"),
        title: title.to_owned(),
        description: words.say("plan-chart-description")?,
        axis: words.say("detectable")?,
        tick: percent_tick(numbers),
    };
    let count: Tick = Arc::new(move |value, _| numbers.count(value.round() as u64));
    Ok(curve::draw(&frame, &words.say("plan-across")?, &count, &curves))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        let row = |persons: u64, years: u32| PlanRow {
            variant: "stated <1>".into(),
            reading: Reading::Level,
            persons,
            years,
            se_rate: 2.0 / (persons as f64).sqrt(),
            zone_shock_sd: 0.01,
            detectable_rate: 5.6 / (persons as f64).sqrt(),
            se: None,
            detectable: Some(Cents(1_234_567_800)),
            df: None,
            persons_needed: (years > 1).then_some(7_654),
            years_needed: Some(3),
        };
        let rows = vec![row(1_000, 1), row(10_000, 1), row(1_000, 4), row(10_000, 4)];
        Plan { title: Some("A & B".into()), level: 0.95, power: 0.8, effect: Some(0.02), rows }
    }

    #[test]
    fn a_page_has_a_curve_and_a_line_for_each_row_in_every_language() {
        for (language, amount) in
            [(Language::En, "€12,346,000"), (Language::Fr, "12\u{202f}346\u{202f}000\u{202f}€"), (Language::Nl, "€\u{a0}12.346.000")]
        {
            let page = plan().page(language).expect("a page");
            assert!(page.contains("A &#38; B") && page.contains("stated &#60;1&#62;"), "{page}");
            assert_eq!(page.matches("<svg ").count(), 2);
            assert_eq!(page.matches(amount).count(), 4);
            assert!(!page.contains("http"));
        }
    }

    #[test]
    fn the_table_keeps_every_digit_and_leaves_open_what_no_number_cures() {
        let csv = String::from_utf8(plan().table().csv().expect("bytes")).expect("text");
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "variant,reading,persons,years,se_rate,zone_shock_sd,detectable_rate,se,detectable,persons_needed,years_needed,df"
        );
        assert_eq!(lines[1], "stated <1>,level,1000,1,0.06324555320336758,0.01,0.17708754896942924,,12345678.00,,3,");
    }
}
