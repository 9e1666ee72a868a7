//! Findings as a terminal shows them: the most serious first, in aligned columns, within the width.

use std::cmp::Reverse;
use std::fmt::Write as _;

use clap::builder::styling::{AnsiColor, Style};

use super::screen::Screen;
use crate::report::{FindingRow, Level};

/// How findings are drawn.
pub struct Drawing {
    screen: Screen,
}

impl Drawing {
    /// On a screen.
    pub fn new(screen: Screen) -> Drawing {
        Drawing { screen }
    }

    /// A block of lines for each finding: level, count, share and euro at stake before what was found and what to do.
    pub fn draw(&self, findings: &[FindingRow]) -> String {
        let mut sorted: Vec<&FindingRow> = findings.iter().collect();
        sorted.sort_by_key(|finding| Reverse(finding.level));
        let cells: Vec<[String; 4]> = sorted.iter().map(|finding| cells(finding)).collect();
        let head = ["level", "count", "share", "euro at stake"];
        let widths: [usize; 4] = std::array::from_fn(|column| {
            cells.iter().map(|cells| cells[column].chars().count()).chain([head[column].len()]).max().unwrap_or(0)
        });
        let margin: usize = widths.iter().map(|width| width + 2).sum();
        let mut text = String::new();
        if sorted.is_empty() {
            return text;
        }
        self.row(&mut text, head.map(str::to_owned), &widths, None);
        let _ = writeln!(text, "finding");
        for (finding, cells) in sorted.iter().zip(cells) {
            self.row(&mut text, cells, &widths, Some(finding.level));
            let said = format!("{}: {}", finding.rule, finding.message);
            let mut lines = self.screen.broken(&said, margin).into_iter();
            let _ = writeln!(text, "{}", lines.next().unwrap_or_default());
            let advice = format!("→ {}", finding.advice);
            for line in lines.chain(self.screen.broken(&advice, margin)) {
                let _ = writeln!(text, "{}{line}", " ".repeat(margin));
            }
        }
        text
    }

    fn row(&self, text: &mut String, cells: [String; 4], widths: &[usize; 4], level: Option<Level>) {
        let [first, others @ ..] = cells;
        let style = self.screen.style(level.map(style).unwrap_or_default());
        let _ = write!(text, "{style}{first}{style:#}{}  ", " ".repeat(widths[0].saturating_sub(first.chars().count())));
        for (cell, width) in others.iter().zip(&widths[1..]) {
            let _ = write!(text, "{cell:>width$}  ");
        }
    }
}

fn style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default(),
        Level::Information => AnsiColor::Cyan.on_default(),
    }
}

/// Level, count, share and euro at stake. Few persons are a few: what their lines are of or worth is not told.
fn cells(finding: &FindingRow) -> [String; 4] {
    let Some(count) = finding.count else { return [finding.level.word().into(), "a few".into(), String::new(), String::new()] };
    let share = finding.share.map_or(String::new(), |share| match 100.0 * share {
        small if small > 0.0 && small < 0.01 => "< 0.01 %".into(),
        percent => format!("{percent:.2} %"),
    });
    let amount = finding.amount.map_or(String::new(), |amount| grouped(&amount.to_string()));
    [finding.level.word().into(), grouped(&count.to_string()), share, amount]
}

/// A number with its thousands apart.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, String::new()), |(whole, fraction)| (whole, format!(".{fraction}")));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;

    fn finding(level: Level, count: Option<u64>) -> FindingRow {
        FindingRow {
            rule: "some-rule".into(),
            level,
            message: "lines that are not as they should be were left out of the panel".into(),
            facts: Default::default(),
            count,
            share: count.map(|count| count as f64 / 20_000.0),
            amount: count.map(|_| Cents(-123_456_789)),
            advice: "look at them, one after the other, and tell who made the extract".into(),
        }
    }

    #[test]
    fn a_terminal_gets_aligned_columns_within_its_width() {
        let findings = [finding(Level::Information, None), finding(Level::Error, Some(12_345))];
        let drawn = Drawing::new(Screen { width: Some(96), colour: false }).draw(&findings);
        assert!(drawn.lines().all(|line| line.chars().count() <= 96), "{drawn}");
        insta::assert_snapshot!(drawn);
    }

    #[test]
    fn a_pipe_gets_whole_lines_without_colour() {
        let drawn = Drawing::new(Screen { width: None, colour: false }).draw(&[finding(Level::Warning, Some(1))]);
        assert_eq!(drawn.lines().count(), 3);
        assert!(!drawn.contains('\u{1b}'));
    }

    #[test]
    fn levels_are_coloured_and_columns_stay_aligned() {
        let findings = [finding(Level::Warning, Some(9)), finding(Level::Error, Some(12_345))];
        let coloured = Drawing::new(Screen { width: None, colour: true }).draw(&findings);
        let plain = Drawing::new(Screen { width: None, colour: false }).draw(&findings);
        assert!(coloured.contains("\u{1b}[1m") && coloured.contains("\u{1b}[33m"));
        let mut stripped = coloured.clone();
        for code in ["\u{1b}[1m", "\u{1b}[31m", "\u{1b}[33m", "\u{1b}[0m"] {
            stripped = stripped.replace(code, "");
        }
        assert_eq!(stripped, plain);
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(["0", "999", "1000", "-1234567.05"].map(grouped), ["0", "999", "1,000", "-1,234,567.05"]);
    }
}
