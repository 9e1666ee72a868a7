//! What a command prints on stdout when it is done.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use super::findings::Drawing;
use super::screen::Screen;
use super::{Done, Global, gains};
use crate::error::Error;
use crate::money::Cents;
use crate::panel::Panel;
use crate::report::{BreachTexts, GainRow, Level, Numbers, Period, Results, TotalRow, notice_sentences};
use crate::run;
use crate::settle::annex7::Breach;
use crate::spec::{Format, Language, SettlementRule, Study, UsePlan};

/// The pilots' gains over all performance years in the study's reading.
pub fn gained(study: &Study, results: &Results, global: &Global) -> Result<Done, Error> {
    let main = |row: &&GainRow| row.main && row.period == Period::All && row.variant == results.asked.variant;
    let rows: Vec<&GainRow> = results.gains.iter().filter(main).collect();
    let errors = errors(results.findings.iter().map(|finding| finding.level));
    if global.json {
        print(&serde_json::json!({ "folder": study.output.folder, "gains": rows, "findings": results.findings }))?;
        return Ok(errors);
    }
    if global.quiet {
        return Ok(errors);
    }
    let folder = &study.output.folder;
    let page = study.output.formats.contains(&Format::Html).then(|| folder.join("report.html"));
    say(gains::Ending { results, folder, page: page.as_deref() }.draw(Screen::stdout())?.trim_end())?;
    Ok(errors)
}

/// What was rendered again.
pub fn rendered(rendered: &run::Rendered, global: &Global) -> Result<Done, Error> {
    let done = Done { errors_found: false };
    if global.json {
        print(&serde_json::json!({ "language": rendered.results.asked.language, "files": rendered.files }))?;
    } else if !global.quiet {
        for file in &rendered.files {
            say(&file.display().to_string())?;
        }
    }
    Ok(done)
}

/// What each rule pays each pilot, and what of it is paid for luck where the truth is known.
pub fn settled(study: &Study, rules: &[SettlementRule], settled: &run::Settled, global: &Global) -> Result<Done, Error> {
    let done = Done { errors_found: false };
    if global.json {
        print(
            &serde_json::json!({ "folder": study.output.folder, "settlements": settled.settlements, "paid": settled.paid, "notices": settled.notices }),
        )?;
        return Ok(done);
    }
    if global.quiet {
        return Ok(done);
    }
    let euro = |amount: Cents| Numbers::new(Language::En).decimal(amount.euro(), 2);
    let line = |name: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!(" {cell:>16}")).collect();
        format!("{name:<14}{cells}\n")
    };
    let mut text = format!("{}: payments over {} in euro, by settlement rule\n", study.title, span(&study.performance));
    text += &line("pilot", rules.iter().map(|rule| rule.name.clone()).collect());
    for pilot in &study.pilots {
        let of_pilot = settled.settlements.iter().filter(|settlement| settlement.pilot == pilot.id);
        text += &line(&pilot.id, of_pilot.map(|settlement| euro(settlement.paid)).collect());
    }
    text += &line("total", settled.paid.iter().map(|paid| euro(paid.paid)).collect());
    text += &line("pilots paid", settled.paid.iter().map(|paid| format!("{} of {}", paid.pilots_paid, paid.pilots)).collect());
    if settled.paid.iter().any(|paid| paid.luck.is_some()) {
        text += &line("for luck", settled.paid.iter().map(|paid| euro(paid.luck.unwrap_or_default())).collect());
    }
    for sentence in notice_sentences(&settled.notices, Language::En)? {
        let _ = writeln!(text, "{sentence}");
    }
    let _ = write!(text, "every step in {}", study.output.folder.join("settlement.csv").display());
    if study.output.formats.contains(&Format::Html) {
        let _ = write!(text, "; open {}", study.output.folder.join("settlement.html").display());
    }
    say(&text)?;
    Ok(done)
}

/// What breaches the rules on the use of gains, and what is to be recovered: exit code 1 if anything breaches them.
pub fn use_checked(plan: &UsePlan, checked: &run::UseChecked, global: &Global) -> Result<Done, Error> {
    let breaches = &checked.breaches;
    let done = Done { errors_found: !breaches.is_empty() };
    let texts = BreachTexts::new(plan, Language::En)?;
    if global.json {
        let told = |breach: &Breach| {
            let mut told = serde_json::to_value(breach).map_err(|error| Error::Bug(error.to_string()))?;
            told["line"] = plan.line(&breach.place).into();
            told["says"] = texts.says(breach)?.into();
            told["assumed"] = texts.assumed(breach).into();
            told["source"] = texts.source(breach).into();
            Ok(told)
        };
        let breaches = breaches.iter().map(told).collect::<Result<Vec<serde_json::Value>, Error>>()?;
        print(&serde_json::json!({ "folder": plan.folder, "breaches": breaches, "to_recover": checked.to_recover }))?;
        return Ok(done);
    }
    if global.quiet {
        return Ok(done);
    }
    for breach in breaches {
        let post = breach.post.as_deref().map_or("the year as a whole".into(), |post| format!("post `{post}`"));
        let line = plan.line(&breach.place).map_or(String::new(), |line| format!(" (line {line})"));
        let assumed = texts.assumed(breach).map_or(String::new(), |note| format!("\n     assumed: {note}"));
        let (rule, says, source) = (breach.rule.name(), texts.says(breach)?, texts.source(breach));
        let (over, limit, actual) = (texts.amount(breach.over), texts.figure(breach.limit)?, texts.figure(breach.actual)?);
        say(&format!(
            "{} {post}{line}: {over} against {rule} (limit {limit}, actual {actual})\n     {says}{assumed}\n     {source}",
            breach.year
        ))?;
    }
    let count = match breaches.len() {
        0 => "every rule is kept".into(),
        1 => "1 breach".into(),
        more => format!("{more} breaches"),
    };
    let due = checked.to_recover.filter(|due| *due > Cents::ZERO);
    let due = due.map_or(String::new(), |due| format!("; {} is to be recovered at the end of the project", texts.amount(due)));
    say(&format!("{}: {count}{due}; report in {}", plan.title, plan.folder.join("use-of-gains.html").display()))?;
    Ok(done)
}

fn span(years: &[i32]) -> String {
    years.iter().map(i32::to_string).collect::<Vec<_>>().join(" ")
}

/// Findings, most important first.
pub fn findings(results: &Results, global: &Global) -> Result<Done, Error> {
    let errors = errors(results.findings.iter().map(|finding| finding.level));
    if global.json {
        print(&serde_json::json!({ "findings": results.findings, "control_totals": results.totals }))?;
        return Ok(errors);
    }
    if global.quiet {
        return Ok(errors);
    }
    let drawn = Drawing::new(Screen::stdout()).draw(&results.findings);
    if !drawn.is_empty() {
        say(drawn.trim_end())?;
    }
    let (lines, amount) = lines_and_euro(&results.totals, true);
    say(&format!("{}; {} pilots; {lines} lines, {amount:.2} € in scope", counted(results.findings.len()), results.asked.pilots.len()))?;
    Ok(errors)
}

/// The panel's size, control totals and findings.
pub fn panel(study: &Study, panel: &Panel, path: &Path, global: &Global) -> Result<Done, Error> {
    let findings = run::shown_findings(study, panel);
    let done = errors(findings.iter().map(|finding| finding.level));
    let years: Vec<_> = panel.years.iter().map(|year| (year.year, year.person.len())).collect();
    if global.json {
        print(&serde_json::json!({ "panel": path, "rows": years, "findings": findings }))?;
        return Ok(done);
    }
    if global.quiet {
        return Ok(done);
    }
    for (year, rows) in years {
        say(&format!("{year}: {rows} person-years"))?;
    }
    let totals = run::shown_totals(study, panel);
    let ((used, euro), (unused, not_used)) = (lines_and_euro(&totals, true), lines_and_euro(&totals, false));
    say(&format!("lines used: {used}, {euro:.2} €; not used: {unused}, {not_used:.2} €, small cells aside (control_totals.csv says why)"))?;
    say(&format!("panel in {} (holds persons: not to be passed on)", path.display()))?;
    Ok(done)
}

/// Lines and euro of the totals that are used, or of those that are not; small cells aside.
fn lines_and_euro(totals: &[TotalRow], used: bool) -> (u64, f64) {
    let rows = totals.iter().filter(|total| total.used == used);
    rows.fold((0, 0.0), |(lines, euro), total| (lines + total.lines.unwrap_or(0), euro + total.amount.map_or(0.0, |cents| cents.euro())))
}

fn errors(mut levels: impl Iterator<Item = Level>) -> Done {
    Done { errors_found: levels.any(|level| level == Level::Error) }
}

/// Prints a summary for programs.
pub fn print(value: &serde_json::Value) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::Bug(error.to_string()))?;
    say(&text)
}

/// Prints a line; a reader that has gone away (`| head`) is no error.
pub fn say(line: &str) -> Result<(), Error> {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Io(format!("cannot print the summary: {error}"))),
        _ => Ok(()),
    }
}

fn counted(findings: usize) -> String {
    match findings {
        1 => "1 finding".into(),
        more => format!("{more} findings"),
    }
}
