//! The end of a run on a terminal: a short table of the gains that fits 80 columns.

use std::fmt::Write as _;
use std::path::Path;

use clap::builder::styling::{AnsiColor, Style};

use super::screen::Screen;
use crate::credibility::Verdict;
use crate::error::Error;
use crate::report::{GainLines, Results};

/// The columns that the table stays within, also in a pipe.
const WIDTH: usize = 80;
/// The fewest letters of a pilot's identifier.
const SHORTEST: usize = 6;

/// What a run ends with.
pub struct Ending<'a> {
    /// What it found.
    pub results: &'a Results,
    /// Where its files are.
    pub folder: &'a Path,
    /// The report to open, when there is one.
    pub page: Option<&'a Path>,
}

impl Ending<'_> {
    /// The table and what is said below it, in the study's language.
    pub fn draw(&self, screen: Screen) -> Result<String, Error> {
        let lines = GainLines::new(self.results)?;
        let ending = GainLines::ending(self.results, &self.folder.display().to_string())?;
        let page = self.page.map(|page| page.display().to_string());
        let below: Vec<String> = lines.notes.iter().chain([&ending]).chain(&page).flat_map(|note| screen.broken(note, 0)).collect();
        Ok(format!("{}\n{}{}\n", screen.broken(&lines.title, 0).join("\n"), table(&lines, screen), below.join("\n")))
    }
}

/// Heads and a line for each pilot, in aligned columns.
fn table(lines: &GainLines, screen: Screen) -> String {
    let length = |text: &String| text.chars().count();
    let mut widths: [usize; 5] = std::array::from_fn(|column| length(&lines.heads[column]));
    for row in &lines.rows {
        let [gain, rate, interval] = &row.figures;
        // What stands in place of figures takes their room.
        let cells = if rate.is_empty() { vec![&row.pilot, gain] } else { vec![&row.pilot, gain, rate, interval, &row.says] };
        widths.iter_mut().zip(cells).for_each(|(width, cell)| *width = (*width).max(length(cell)));
    }
    let others: usize = widths[1..].iter().map(|width| width + 2).sum();
    widths[0] = widths[0].min(WIDTH.saturating_sub(others).max(SHORTEST));
    let [first, second, third, fourth, _] = widths;
    let bold = screen.style(Style::new().bold());
    let [pilot, gain, rate, interval, verdict] = &lines.heads;
    let pilot = shortened(pilot, first);
    let mut text = format!("{bold}{pilot:<first$}  {gain:>second$}  {rate:>third$}  {interval:>fourth$}  {verdict}{bold:#}\n");
    for row in &lines.rows {
        let (pilot, [gain, rate, interval]) = (shortened(&row.pilot, first), &row.figures);
        let figures = match rate.is_empty() {
            true => format!("{gain:>second$}"),
            false => format!("{gain:>second$}  {rate:>third$}  {interval:>fourth$}"),
        };
        let style = screen.style(style(row.verdict));
        let _ = writeln!(text, "{pilot:<first$}  {figures}  {style}{}{style:#}", row.says);
    }
    text
}

/// At most so many letters of a text.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width.saturating_sub(1)).chain(['…']).collect() }
}

fn style(verdict: Option<Verdict>) -> Style {
    match verdict {
        Some(Verdict::Gain) => AnsiColor::Green.on_default().bold(),
        Some(Verdict::Loss) => AnsiColor::Red.on_default().bold(),
        Some(Verdict::NotDistinguishable) => Style::new(),
        None => Style::new().dimmed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::GainLine;

    const PLAIN: Screen = Screen { width: None, colour: false };

    fn lines() -> GainLines {
        let line = |pilot: &str, figures: [&str; 3], says: &str, verdict| GainLine {
            pilot: pilot.into(),
            figures: figures.map(str::to_owned),
            says: says.into(),
            verdict,
        };
        GainLines {
            title: "Twelve pilots: 2018–2021, evolution reading".into(),
            heads: ["Project", "Winst", "Besparing", "95%-interval", "Oordeel"].map(str::to_owned),
            rows: vec![
                line("a-very-long-name-of-a-pilot", ["€ −123.456.789", "−12,3%", "−112,3 … −11,1%"], "verlies", Some(Verdict::Loss)),
                line("lys", ["€ 10.000", "1,9%", "−2,6 … 6,4%"], "niet te onderscheiden ⚠", Some(Verdict::NotDistinguishable)),
                line("none", ["€ −5", "", ""], "geen percentage: garantie onder nul", Some(Verdict::Gain)),
                line("few", ["", "", ""], "small cell", None),
            ],
            notes: Vec::new(),
        }
    }

    #[test]
    fn the_table_stays_within_80_columns() {
        let drawn = table(&lines(), PLAIN);
        assert!(drawn.lines().all(|line| line.chars().count() <= WIDTH), "{drawn}");
        insta::assert_snapshot!(drawn);
    }

    #[test]
    fn colours_change_nothing_but_the_colour() {
        let coloured = table(&lines(), Screen { width: None, colour: true });
        assert!(coloured.contains("\u{1b}[31m") && coloured.contains("\u{1b}[2m"), "a loss is red, a small cell dim");
        let plain: String = coloured
            .split('\u{1b}')
            .enumerate()
            .map(|(part, text)| if part == 0 { text } else { text.split_once('m').map_or("", |(_, rest)| rest) })
            .collect();
        assert_eq!(plain, table(&lines(), PLAIN));
    }
}
