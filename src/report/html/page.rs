//! A page of sections with charts and tables, for what is not the report itself.

use askama::Template;

use crate::report::ReportError;
use crate::report::language::Words;

/// A page: finished text throughout.
#[derive(Template)]
#[template(path = "page/page.html")]
pub struct Page {
    /// Tag of its language.
    pub tag: &'static str,
    /// The link that leads past the head.
    pub skip: String,
    /// What the buttons of its tables say.
    pub labels: Labels,
    /// What kind of page it is.
    pub kicker: String,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence.
    pub lead: String,
    /// Title of the summary.
    pub summary_title: String,
    /// What must not be missed.
    pub alarm: Option<String>,
    /// The summary.
    pub sentences: Vec<String>,
    /// The sections.
    pub sections: Vec<Section>,
}

/// What the buttons of tables say.
pub struct Labels {
    /// Copies a table.
    pub copy: String,
    /// That it was copied.
    pub copied: String,
    /// Sorts by a column.
    pub sort: String,
}

impl Labels {
    /// In the language of a page.
    ///
    /// # Errors
    /// [`ReportError::Text`] if a text is missing.
    pub fn new(words: &Words) -> Result<Labels, ReportError> {
        Ok(Labels { copy: words.say("table-copy")?, copied: words.say("table-copied")?, sort: words.say("table-sort")? })
    }
}

/// A section.
#[derive(Default)]
pub struct Section {
    /// Its name in the page's address space.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// What comes before its figures.
    pub paragraphs: Vec<String>,
    /// Its charts; an empty one is left out.
    pub figures: Vec<Figure>,
    /// Its tables.
    pub tables: Vec<PageTable>,
    /// What comes after them.
    pub notes: Vec<String>,
}

/// A chart with what it says and its data one click away.
#[derive(Default)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// What it says, in words.
    pub paragraphs: Vec<String>,
    /// The chart; an empty one is left out.
    pub figure: Figure,
    /// What the tables below it hold.
    pub data_title: String,
    /// Its figures.
    pub data: Vec<PageTable>,
}

/// A chart with its legend.
#[derive(Default)]
pub struct Figure {
    /// Its title.
    pub title: String,
    /// What its marks mean.
    pub legend: Vec<LegendItem>,
    /// The chart, as SVG.
    pub chart: String,
}

/// What a mark means.
pub struct LegendItem {
    /// Its class in the style sheet.
    pub class: &'static str,
    /// Its meaning.
    pub text: String,
}

/// A table; the first cell of a row names it.
pub struct PageTable {
    /// Caption.
    pub caption: String,
    /// Heads of the columns.
    pub heads: Vec<PageHead>,
    /// Rows.
    pub rows: Vec<PageRow>,
}

/// The head of a column.
pub struct PageHead {
    /// Its text.
    pub text: String,
    /// A smaller text below.
    pub under: String,
    /// Whether numbers stand below it.
    pub number: bool,
}

/// A row of a table.
pub struct PageRow {
    /// Whether it sums up.
    pub sum: bool,
    /// Its cells, one per column.
    pub cells: Vec<PageCell>,
}

/// A cell.
#[derive(Default)]
pub struct PageCell {
    /// Its text.
    pub text: String,
    /// A smaller text below.
    pub under: String,
    /// Whether it holds a number.
    pub number: bool,
}

impl PageCell {
    /// A text.
    pub fn text(text: impl Into<String>) -> PageCell {
        PageCell { text: text.into(), ..PageCell::default() }
    }

    /// A number.
    pub fn number(number: impl Into<String>) -> PageCell {
        PageCell { text: number.into(), under: String::new(), number: true }
    }

    /// The same with a smaller text below.
    pub fn with_under(self, under: impl Into<String>) -> PageCell {
        PageCell { under: under.into(), ..self }
    }
}

impl PageHead {
    /// Over texts.
    pub fn text(text: String) -> PageHead {
        PageHead { text, under: String::new(), number: false }
    }

    /// Over numbers.
    pub fn number(text: String) -> PageHead {
        PageHead { text, under: String::new(), number: true }
    }
}

impl PageHead {
    /// The same with a smaller text below.
    pub fn with_under(self, under: impl Into<String>) -> PageHead {
        PageHead { under: under.into(), ..self }
    }
}

impl PageRow {
    /// A row that does not sum up.
    pub fn new(cells: Vec<PageCell>) -> PageRow {
        PageRow { sum: false, cells }
    }
}

impl Page {
    /// The page as HTML.
    ///
    /// # Errors
    /// [`ReportError::Template`]; no content of a page leads to one.
    pub fn html(&self) -> Result<String, ReportError> {
        self.render().map_err(|error| ReportError::Template(error.to_string()))
    }
}
