//! What completed the costs of a panel, as it may be shown.

use crate::money::Cents;
use crate::panel::{Bucket, Panel};
use crate::report::{CompletedFigures, CompletedRow, FactorRow};

/// The rows by year and sector, and those from lag to lag.
///
/// METHOD: a factor tells of the months that it was learnt from: it is shown when every year of its sector rests on more persons
/// than a small cell.
pub fn rows(panel: &Panel, limit: u64) -> (Vec<CompletedRow>, Vec<FactorRow>) {
    let (mut completed, mut factors) = (Vec::new(), Vec::new());
    let sectors = panel.completed.iter().flat_map(|completed| &completed.sectors);
    for (sector, name) in sectors.zip(&panel.sectors) {
        let persons = |year: i32| panel.totals.of(year, &Bucket::Sector(name.clone())).persons.at_least();
        let shown = sector.years.iter().all(|year| persons(year.year) > limit);
        for year in &sector.years {
            let still = panel.totals.of(year.year, &Bucket::StillToBook(name.clone()));
            let booked = panel.totals.of(year.year, &Bucket::Sector(name.clone())).amount;
            let completed_amount = booked + still.amount;
            let figures = CompletedFigures { booked, completed: completed_amount, factor: year.factor, se: year.se };
            let few = still.amount != Cents::ZERO && still.persons.at_least() <= limit;
            let figures = (shown && !few).then_some(figures);
            completed.push(CompletedRow { sector: name.clone(), year: year.year, figures });
        }
        let ladder = &sector.ladder;
        let step = |lag: usize| FactorRow {
            sector: name.clone(),
            lag: lag as u64,
            months: ladder.origins[lag],
            factor: ladder.factors[lag],
            se: ladder.se(lag),
            booked_share: 1.0 / ladder.to_end(lag),
        };
        factors.extend((0..ladder.factors.len()).filter(|_| shown).map(step));
    }
    (completed, factors)
}
