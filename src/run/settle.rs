//! A finished run settled: its gains read back, the rules applied, tables and page written beside it.

use std::fs;

use super::manifest;
use crate::error::Error;
use crate::money::Cents;
use crate::report::{self, Cell, FindingRow, Folder, Kind, SettlementPage};
use crate::settle::{Gains, Notice, Paid, PilotGains, SettleError, Settlement, Truth, settle, totals, unpaid};
use crate::spec::{Format, Level, SettlementRule, Study};

/// File names without ending: the steps, and the page.
const NAME: &str = "settlement";

/// What the rules make of a run.
pub struct Settled {
    /// One settlement per rule and pilot, in the order of the rules and of the study's pilots.
    pub settlements: Vec<Settlement>,
    /// What each rule pays in all.
    pub paid: Vec<Paid>,
    /// What must be said beside it.
    pub notices: Vec<Notice>,
}

/// Every file that settling may have left in an output folder.
pub fn outputs() -> impl Iterator<Item = String> {
    report::ENDINGS.into_iter().chain(["html"]).map(|ending| format!("{NAME}.{ending}"))
}

/// Applies settlement rules to the finished run in a study's output folder and writes what they pay beside it.
///
/// # Errors
/// [`SettleError`] if there is no finished run of this very study or if a gain needed is a small cell.
pub fn apply(study: &Study, rules: &[SettlementRule], truth: Option<&Truth>) -> Result<Settled, Error> {
    report::finish(&study.output.folder)?;
    let findings = finished(study)?;
    let mut folder = Folder::open(&study.output.folder)?;
    let (gains, flagged) = read_gains(study)?;
    let doubts = if rules.iter().any(SettlementRule::needs_gain) { doubts(flagged, findings) } else { Vec::new() };
    let notices: Vec<Notice> = unpaid(rules, &gains).into_iter().chain(doubts).collect();
    let of_rule = |rule| gains.iter().map(move |pilot| settle(rule, pilot));
    let settlements = rules.iter().flat_map(of_rule).collect::<Result<Vec<_>, _>>()?;
    let true_gain = |pilot: &PilotGains| truth.map(|truth| truth.gain(&pilot.pilot, &study.performance)).transpose();
    let true_gains = gains.iter().map(|pilot| Ok((pilot.pilot.as_str(), true_gain(pilot)?))).collect::<Result<Vec<_>, SettleError>>()?;
    let known = |pilot: &str| true_gains.iter().find(|(id, _)| *id == pilot).and_then(|(_, gain)| *gain).unwrap_or_default();
    let known: &dyn Fn(&str) -> Cents = &known;
    let paid = totals(&settlements, truth.map(|_| known));

    let table = report::settlement_table(&settlements);
    for format in &study.output.formats {
        match format {
            Format::Csv => table.write_csv(&mut folder)?,
            Format::Parquet => table.write_parquet(&mut folder)?,
            Format::Arrow => table.write_arrow(&mut folder)?,
            Format::Xlsx | Format::Pdf => {}
            Format::Html => {
                let truth = truth.map(|_| known);
                let (gains, settlements, paid, notices) = (&gains, &settlements, &paid, &notices);
                let page = SettlementPage { study, rules, gains, settlements, paid, notices, truth };
                folder.write_text(&format!("{NAME}.html"), &page.render()?)?;
            }
        }
    }
    folder.commit(outputs())?;
    Ok(Settled { settlements, paid, notices })
}

/// Holds that the folder has a finished run of the study as it stands; gives its findings.
fn finished(study: &Study) -> Result<Vec<FindingRow>, SettleError> {
    let folder = &study.output.folder;
    let text = fs::read_to_string(folder.join(manifest::NAME)).map_err(|_| SettleError::NoRun { folder: folder.clone() })?;
    let unreadable = |reason: &str| SettleError::Unreadable { reason: format!("{}: {reason}", folder.join(manifest::NAME).display()) };
    let mut manifest: serde_json::Value = serde_json::from_str(&text).map_err(|error| unreadable(&error.to_string()))?;
    let digest = manifest["study_sha256"].as_str().ok_or_else(|| unreadable("there is no digest of the study"))?;
    if digest != manifest::study_digest(study) {
        return Err(SettleError::Changed { folder: folder.clone() });
    }
    serde_json::from_value(manifest["findings"].take()).map_err(|error| unreadable(&error.to_string()))
}

/// The doubts about gains: what their rows are flagged with, and findings at error level.
fn doubts(flagged: Flagged, findings: Vec<FindingRow>) -> Vec<Notice> {
    let flagged = flagged.into_iter().map(|(flag, pilots)| Notice::Flagged { flag, pilots });
    let errors = findings.into_iter().filter(|finding| finding.level == Level::Error);
    let found = errors.map(|finding| Notice::Finding { rule: finding.rule, message: finding.message, facts: finding.facts });
    flagged.chain(found).collect()
}

/// What rows are flagged with beside `main`, each with the pilots concerned.
type Flagged = Vec<(String, Vec<String>)>;

/// The gains of the study's first variant by its reading, from the run's table, and what they are flagged with.
fn read_gains(study: &Study) -> Result<(Vec<PilotGains>, Flagged), SettleError> {
    let columns = [
        ("pilot", Kind::Text),
        ("year", Kind::Text),
        ("variant", Kind::Text),
        ("flags", Kind::Text),
        ("persons", Kind::Whole),
        ("guarantee", Kind::Money),
        ("gain", Kind::Money),
        ("low", Kind::Money),
        ("high", Kind::Money),
        ("savings_rate", Kind::Number),
        ("rate_low", Kind::Number),
        ("rate_high", Kind::Number),
        ("detectable_rate", Kind::Number),
    ];
    let unreadable = |reason: String| SettleError::Unreadable { reason };
    let rows = report::read(&study.output.folder, "gains", &columns).map_err(unreadable)?;
    let is = |cell: &Cell, word: &str| matches!(cell, Cell::Text(text) if text == word);
    let main = |cell: &Cell| matches!(cell, Cell::Text(flags) if flags.split(' ').any(|flag| flag == "main"));
    let mut flagged: Flagged = Vec::new();
    let mut find = |pilot: &str, year: &str| {
        let wanted = |row: &&Vec<Cell>| is(&row[0], pilot) && is(&row[1], year) && is(&row[2], &study.variants[0].name) && main(&row[3]);
        let row = rows.iter().find(wanted).ok_or_else(|| unreadable(format!("no gain of pilot `{pilot}`, {year}")))?;
        let Cell::Text(flags) = &row[3] else { return Ok(figures(&row[4..])) };
        for flag in flags.split(' ').filter(|flag| !["main", report::RAW_HIDDEN].contains(flag)) {
            let known = flagged.iter().position(|(known, _)| known == flag).unwrap_or_else(|| {
                flagged.push((flag.to_owned(), Vec::new()));
                flagged.len() - 1
            });
            let pilots = &mut flagged[known].1;
            if pilots.iter().all(|known| known != pilot) {
                pilots.push(pilot.to_owned());
            }
        }
        Ok(figures(&row[4..]))
    };
    let mut of_pilot = |pilot: &crate::spec::Pilot| {
        let years = study.performance.iter().map(|year| Ok((*year, find(&pilot.id, &year.to_string())?)));
        let years = years.collect::<Result<_, SettleError>>()?;
        Ok(PilotGains { pilot: pilot.id.clone(), start: pilot.start, years, whole: find(&pilot.id, "all")? })
    };
    let gains = study.pilots.iter().map(&mut of_pilot).collect::<Result<_, SettleError>>()?;
    Ok((gains, flagged))
}

/// The figures of a row, in the order of its columns; `None`: small cell. A rate that there is none of is not a number.
fn figures(cells: &[Cell]) -> Option<Gains> {
    let money = |cell: &Cell| if let Cell::Money(cents) = cell { Some(*cents) } else { None };
    let rate = |cell: &Cell| if let Cell::Number(rate) = cell { *rate } else { f64::NAN };
    let Cell::Whole(persons) = cells[0] else { return None };
    Some(Gains {
        persons: u64::try_from(persons).ok()?,
        guarantee: money(&cells[1])?,
        gain: money(&cells[2])?,
        low: money(&cells[3])?,
        high: money(&cells[4])?,
        savings_rate: rate(&cells[5]),
        rate_low: rate(&cells[6]),
        rate_high: rate(&cells[7]),
        detectable_rate: rate(&cells[8]),
    })
}
