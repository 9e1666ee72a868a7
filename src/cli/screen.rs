//! What stdout is: how wide, and whether in colour.

use std::io::IsTerminal as _;

use clap::builder::styling::Style;

/// Columns of a terminal that does not say how many it has.
const USUAL: usize = 80;

/// Where a summary is drawn.
#[derive(Clone, Copy)]
pub struct Screen {
    /// Columns to stay within; `None`: lines are not broken.
    pub width: Option<usize>,
    /// Whether it shows colours.
    pub colour: bool,
}

impl Screen {
    /// Stdout: broken and coloured on a terminal (colours unless `NO_COLOR` is set), plain in a file or pipe.
    pub fn stdout() -> Screen {
        let terminal = std::io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Screen { width: terminal.then(|| columns.unwrap_or(USUAL)), colour: terminal && !no_colour }
    }

    /// A style as this screen shows it.
    pub fn style(self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }

    /// A text in lines of at most so many characters less than the screen has; one line where there is no width.
    pub fn broken(self, text: &str, margin: usize) -> Vec<String> {
        let Some(width) = self.width else { return vec![text.to_owned()] };
        let width = width.saturating_sub(margin).max(NARROWEST);
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= width => *line += &format!(" {word}"),
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// The narrowest text: on less, a word a line would be no help.
const NARROWEST: usize = 30;
