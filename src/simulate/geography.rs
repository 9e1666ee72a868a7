//! Municipalities, the zones that share a lasting cost level, and which zones are pilots.

use super::SimulateError;
use super::truth::{EFFECTS, PilotTruth};

/// A municipality of `models/geography.csv`; its inhabitants are approximate (the script beside it tells how).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// NIS code.
    pub nis: u32,
    /// Region.
    pub region: Region,
    /// Inhabitants.
    pub inhabitants: u64,
}

/// One of the three regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Flemish Region.
    Flanders,
    /// Walloon Region.
    Wallonia,
    /// Brussels-Capital Region.
    Brussels,
}

impl Municipality {
    /// The arrondissement: the first two digits of the NIS code.
    pub fn arrondissement(&self) -> u32 {
        self.nis / 1000
    }
}

const TABLE: &str = include_str!("../../models/geography.csv");

const MERGERS: &str = include_str!("../../models/mergers.csv");

/// The municipalities, by NIS code.
pub fn municipalities() -> Result<Vec<Municipality>, SimulateError> {
    TABLE.lines().enumerate().skip(1).map(|(index, line)| parse(index + 1, line)).collect()
}

fn parse(line: usize, text: &str) -> Result<Municipality, SimulateError> {
    let wrong = |expected| SimulateError::Geography { line, expected };
    let fields: Vec<&str> = text.split(',').collect();
    let &[nis, _, _, _, _, region, inhabitants] = fields.as_slice() else {
        return Err(wrong("seven columns without commas inside"));
    };
    Ok(Municipality {
        nis: nis.parse().map_err(|_| wrong("a NIS code of five digits"))?,
        region: match region {
            "Vlaanderen" => Region::Flanders,
            "Wallonie" => Region::Wallonia,
            "Bruxelles-Brussel" => Region::Brussels,
            _ => return Err(wrong("a region: Vlaanderen, Wallonie or Bruxelles-Brussel")),
        },
        inhabitants: inhabitants.parse().map_err(|_| wrong("a whole number of inhabitants"))?,
    })
}

/// A municipality code of before a merger.
pub(super) struct FormerCode {
    pub old: u32,
    /// The code of today.
    pub new: u32,
    /// The first year in which the old code is no more.
    pub until: i32,
}

/// The codes of `models/mergers.csv`.
pub(super) fn former_codes() -> Vec<FormerCode> {
    let code = |line: &str| {
        let mut fields = line.split(',');
        Some(FormerCode { old: fields.next()?.parse().ok()?, new: fields.next()?.parse().ok()?, until: fields.next()?.parse().ok()? })
    };
    MERGERS.lines().skip(1).filter_map(code).collect()
}

/// The country cut into zones.
pub(super) struct Zones {
    /// Zone of each municipality.
    pub of_municipality: Vec<usize>,
    /// Inhabitants of each zone.
    pub inhabitants: Vec<u64>,
}

impl Zones {
    /// Cuts every arrondissement, in order of NIS code, into zones of about `size` inhabitants: at least one zone
    /// an arrondissement, at least one municipality a zone.
    pub fn new(municipalities: &[Municipality], size: f64) -> Self {
        let mut of_municipality = Vec::with_capacity(municipalities.len());
        let mut inhabitants = Vec::new();
        for arrondissement in municipalities.chunk_by(|a, b| a.arrondissement() == b.arrondissement()) {
            let total: u64 = arrondissement.iter().map(|m| m.inhabitants).sum();
            let zones = (total as f64 / size).round().max(1.0);
            let (mut before, mut last) = (0, None);
            for municipality in arrondissement {
                // A municipality belongs to the zone in which its middle inhabitant falls.
                let middle = before as f64 + municipality.inhabitants as f64 / 2.0;
                let slot = (zones * middle / total as f64) as u64;
                if last != Some(slot) {
                    inhabitants.push(0);
                    last = Some(slot);
                }
                let zone = inhabitants.len() - 1;
                inhabitants[zone] += municipality.inhabitants;
                of_municipality.push(zone);
                before += municipality.inhabitants;
            }
        }
        Self { of_municipality, inhabitants }
    }
}

const PILOT_REGIONS: [Region; 6] =
    [Region::Flanders, Region::Wallonia, Region::Flanders, Region::Wallonia, Region::Flanders, Region::Brussels];

/// The six pilots: in each one's region the zone nearest to `size` inhabitants, no two in one arrondissement.
pub(super) fn choose_pilots(municipalities: &[Municipality], zones: &Zones, size: f64, start_year: i32) -> Vec<PilotTruth> {
    let mut taken = Vec::new();
    let mut pilots = Vec::with_capacity(EFFECTS.len());
    for ((id, effect), region) in EFFECTS.into_iter().zip(PILOT_REGIONS) {
        let distance = |position: usize| (zones.inhabitants[zones.of_municipality[position]] as f64 - size).abs();
        let chosen = (0..municipalities.len())
            .filter(|&m| municipalities[m].region == region && !taken.contains(&municipalities[m].arrondissement()))
            .min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        let Some(chosen) = chosen else { continue };
        taken.push(municipalities[chosen].arrondissement());
        let zone = zones.of_municipality[chosen];
        pilots.push(PilotTruth {
            id,
            zone: (0..municipalities.len()).filter(|&m| zones.of_municipality[m] == zone).map(|m| municipalities[m].nis).collect(),
            inhabitants: zones.inhabitants[zone],
            effect,
            start_year,
        });
    }
    pilots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_merger_leads_to_a_municipality_of_today() {
        let (former, today) = (former_codes(), municipalities().expect("the table"));
        assert_eq!(former.len(), MERGERS.lines().count() - 1);
        assert!(former.iter().all(|code| today.iter().any(|municipality| municipality.nis == code.new)));
        assert!(former.iter().all(|code| !today.iter().any(|municipality| municipality.nis == code.old)));
    }
}
