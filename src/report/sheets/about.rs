//! The first sheet: the study, its pilots, what the sheets show.

use crate::report::html::{span, summary_sentences};
use crate::report::language::Words;
use crate::report::shown::{Cover, ShownTable};
use crate::report::{ReportError, Results};

/// The first sheet of a run's workbook.
pub fn cover(results: &Results, words: &Words, sheets: &[ShownTable]) -> Result<Cover, ReportError> {
    let asked = &results.asked;
    let base: Vec<i32> = asked.base.iter().map(|(year, _)| *year).collect();
    let small = words.say("small-cell")?;
    let mut lines = vec![
        (words.say("about-study")?, asked.title.clone()),
        (words.say("fact-period")?, span(&asked.performance)),
        (words.say("fact-base")?, span(&base)),
        (words.say("fact-version")?, words.tell("version", &[("version", asked.version.as_str().into())])?),
        (words.say("about-content")?, words.say("lead")?),
    ];
    for (number, sentence) in summary_sentences(results, words)?.into_iter().enumerate() {
        lines.push((if number == 0 { words.say("about-summary")? } else { String::new() }, sentence));
    }
    for pilot in &asked.pilots {
        lines.push((words.tell("about-pilot", &[("pilot", pilot.id.as_str().into())])?, pilot.name.clone()));
    }
    lines.push((words.say("about-amounts")?, words.tell("about-amounts-note", &[("small", small.as_str().into())])?));
    let columns = words.say("sheet-columns")?;
    lines.push((words.say("about-sheets")?, words.tell("about-sheets-note", &[("sheet", columns.into())])?));
    lines.extend(sheets.iter().map(|sheet| (sheet.short.clone(), sheet.title.clone())));
    Cover::new(words.say("sheet-about")?, lines, asked.language)
}
