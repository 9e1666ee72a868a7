//! What is printed, in the order of reading: blocks of finished text, as the template takes them.

use serde::Serialize;

use super::table::Table;
use super::{annex, sections};
use crate::report::chart::Printed;
use crate::report::html::page::Figure;
use crate::report::html::{Fact, Page};
use crate::report::{Asked, ReportError};

/// The document.
#[derive(Serialize)]
pub struct Document<'a> {
    /// Tag of its language.
    pub language: &'static str,
    /// What kind of document it is.
    pub kicker: String,
    /// Title of the study.
    pub title: &'a str,
    /// What it tells, in a sentence.
    pub lead: String,
    /// Title of the list of contents.
    pub contents: String,
    /// The engine and its version.
    pub version: String,
    /// Digest of the study.
    pub digest: &'a str,
    /// The last performance year: its end dates the document, since no clock is read.
    pub year: i32,
    /// What stands before the list of contents.
    pub summary: Vec<Block>,
    /// What follows it.
    pub blocks: Vec<Block>,
}

/// A part of the text that is laid out in a way of its own.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for a section, 2 within it, 3 within that.
        level: u8,
        /// Its text.
        text: String,
        /// Whether a page begins with it.
        page: bool,
        /// Whether it stands in the list of contents.
        listed: bool,
    },
    /// A paragraph: `plain`, `leading` (which stays with what follows), `summary`, `alarm`, `note` or `citation`.
    Paragraph {
        /// How it looks.
        class: &'static str,
        /// Its text.
        text: String,
    },
    /// Sentences set apart, each by its verdict.
    Sentences {
        /// The sentences.
        sentences: Vec<Marked>,
    },
    /// A list.
    Points {
        /// Its points.
        points: Vec<String>,
    },
    /// Short facts side by side.
    Facts {
        /// The facts.
        facts: Vec<Term>,
    },
    /// Terms, each with its explanation beside it.
    Terms {
        /// The terms.
        terms: Vec<Term>,
        /// Whether the explanations are what a machine reads.
        code: bool,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart {
        /// Its title.
        title: String,
        /// What its marks mean.
        legend: Vec<Marked>,
        /// The drawing.
        #[serde(flatten)]
        drawing: Printed,
    },
    /// A map of tiles.
    Tiles {
        /// Its title.
        title: String,
        /// What its marks mean.
        legend: Vec<Marked>,
        /// The tiles.
        tiles: Vec<Tile>,
    },
}

/// A text after a mark.
#[derive(Serialize)]
pub struct Marked {
    /// Class of the mark in the template; an unknown one has none.
    pub class: &'static str,
    /// The text.
    pub text: String,
}

/// A term and what it is.
#[derive(Serialize)]
pub struct Term {
    /// The term.
    pub term: String,
    /// What it is.
    pub value: String,
}

/// A tile of a map.
#[derive(Serialize)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// Its column, from zero.
    pub column: u8,
    /// Its row, from zero.
    pub row: u8,
    /// Who is in it, and a smaller text below.
    pub pilots: Vec<(Marked, String)>,
}

impl<'a> Document<'a> {
    /// The document of a report.
    pub fn new(page: &Page<'a>, asked: &'a Asked) -> Result<Document<'a>, ReportError> {
        let words = page.words;
        let mut blocks = sections::sections(page)?;
        blocks.extend(annex::annex(page)?);
        Ok(Document {
            language: words.tag(),
            kicker: words.say("kicker")?,
            title: page.title,
            lead: words.say("lead")?,
            contents: words.say("contents")?,
            version: words.tell("version", &[("version", asked.version.as_str().into())])?,
            digest: &asked.digest,
            year: asked.performance.iter().copied().max().unwrap_or_default(),
            summary: sections::summary(page)?,
            blocks,
        })
    }
}

impl Block {
    /// The heading of a section.
    pub fn section(text: impl Into<String>) -> Block {
        Block::Heading { level: 1, text: text.into(), page: false, listed: true }
    }

    /// The heading of a section that begins a page.
    pub fn opening(text: impl Into<String>) -> Block {
        Block::Heading { level: 1, text: text.into(), page: true, listed: true }
    }

    /// A heading within a section.
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, text: text.into(), page: false, listed: false }
    }

    /// A plain paragraph.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { class: "plain", text: text.into() }
    }

    /// What is to be said of the above.
    pub fn note(text: impl Into<String>) -> Block {
        Block::Paragraph { class: "note", text: text.into() }
    }

    /// Short facts.
    pub fn facts(facts: &[Fact]) -> Block {
        Block::Facts { facts: facts.iter().map(Term::from).collect() }
    }

    /// Terms that are explained in words.
    pub fn terms(terms: &[Fact]) -> Block {
        Block::Terms { terms: terms.iter().map(Term::from).collect(), code: false }
    }

    /// A chart with its legend; none of an empty drawing.
    pub fn chart(figure: &Figure) -> Option<Block> {
        let legend = figure.legend.iter().map(|item| Marked { class: item.class, text: item.text.clone() });
        Block::drawing(&figure.title, legend.collect(), &figure.chart)
    }

    /// A chart by its parts; none of an empty drawing.
    pub fn drawing(title: &str, legend: Vec<Marked>, chart: &str) -> Option<Block> {
        Printed::of(chart).map(|drawing| Block::Chart { title: title.to_owned(), legend, drawing })
    }
}

impl From<&Fact> for Term {
    fn from(fact: &Fact) -> Term {
        Term { term: fact.term.clone(), value: fact.value.clone() }
    }
}
