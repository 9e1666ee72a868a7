//! Zones of pilots as marks over the municipalities of the panel.

use crate::credibility::Clusters;
use crate::error::Error;
use crate::panel::{Panel, PanelError};
use crate::quality::{Finding, cross_border, zone_without_residents};
use crate::spec::{Cluster, Pilot, Reference, Study, arrondissement, is_municipality};

/// Which municipalities belong to which pilot.
pub struct Zones {
    /// Municipality codes of all years of the panel, ascending.
    pub municipalities: Vec<String>,
    /// One mark per municipality, by pilot in the order of the study.
    pub of_pilot: Vec<Vec<bool>>,
    /// The clusters of the study, when they are not persons.
    pub clusters: Option<Clusters>,
    /// What was found about them.
    pub findings: Vec<Finding>,
}

impl Zones {
    /// Places the zones of a study on its panel.
    ///
    /// # Errors
    /// A code where nobody lives and that is no municipality, or a zone where nobody lives at all.
    pub fn new(study: &Study, panel: &Panel) -> Result<Zones, Error> {
        let by_year = panel.years.iter().map(|year| Ok((year.year, year.municipalities()?))).collect::<Result<Vec<_>, PanelError>>()?;
        let mut municipalities: Vec<String> = by_year.iter().flat_map(|(_, codes)| codes.iter().cloned()).collect();
        municipalities.sort_unstable();
        municipalities.dedup();
        let lived_in = |code: &String| municipalities.binary_search(code).is_ok();
        let mut findings = Vec::new();
        for pilot in &study.pilots {
            let somewhere = pilot.zone.iter().any(|code| lived_in(code.get_ref()));
            for code in pilot.zone.iter().filter(|code| !lived_in(code.get_ref())) {
                let (span, code) = (code.span(), code.get_ref());
                if !somewhere || !is_municipality(code) {
                    let message = format!("pilot `{}`: nobody lives in municipality {code}", pilot.id);
                    // NIS codes that begin alike lie in one arrondissement.
                    let near = municipalities.iter().map(String::as_str).filter(|known| known.get(..2) == code.get(..2));
                    return Err(study.refuse(Some(span), message, Study::advise(code, near)).into());
                }
            }
            let places = (pilot.zone.len() * by_year.len()) as u64;
            findings.extend(zone_without_residents::find(&pilot.id, &without_residents(pilot, &by_year), places, &study.quality));
            let zone: Vec<&str> = pilot.zone.iter().map(|code| code.get_ref().as_str()).collect();
            findings.extend(cross_border::find(&pilot.id, &zone, &study.quality));
        }
        let of_pilot = study.pilots.iter().map(|pilot| municipalities.iter().map(|code| pilot.covers(code)).collect()).collect();
        let clusters = clusters(study, &municipalities);
        Ok(Zones { municipalities, of_pilot, clusters, findings })
    }

    /// Whether a municipality is in every pilot's reference group, so that the country is described by it: all of them where a
    /// pilot may be part of another's reference.
    pub fn national(&self, study: &Study, municipality: usize) -> bool {
        study.reference != Reference::Pilots || !self.of_pilot.iter().any(|zone| zone[municipality])
    }

    /// Which municipalities are not in the reference group of a pseudo-pilot: it is left out of its own as a pilot is, and so are
    /// the pilots when the study says so.
    pub fn left_out_of_placebo(&self, study: &Study, zone: &[bool]) -> Vec<bool> {
        let in_pilot = |municipality: usize| self.of_pilot.iter().any(|zone| zone[municipality]);
        match study.reference {
            Reference::None => vec![false; zone.len()],
            Reference::Pilot => zone.to_vec(),
            Reference::Pilots => zone.iter().enumerate().map(|(municipality, inside)| *inside || in_pilot(municipality)).collect(),
        }
    }

    /// Which municipalities are not in the reference group of a pilot, and a name for that choice.
    pub fn left_out(&self, study: &Study, pilot: usize) -> (String, Vec<bool>) {
        match study.reference {
            Reference::None => ("none".into(), vec![false; self.municipalities.len()]),
            Reference::Pilot => (study.pilots[pilot].id.clone(), self.of_pilot[pilot].clone()),
            Reference::Pilots => {
                let any = |municipality: usize| self.of_pilot.iter().any(|zone| zone[municipality]);
                ("all pilots".into(), (0..self.municipalities.len()).map(any).collect())
            }
        }
    }
}

fn clusters(study: &Study, municipalities: &[String]) -> Option<Clusters> {
    let name: fn(&str) -> &str = match study.credibility.cluster {
        Cluster::Person => return None,
        Cluster::Municipality => |code| code,
        Cluster::Arrondissement => arrondissement,
    };
    let mut names: Vec<&str> = municipalities.iter().map(|code| name(code)).collect();
    names.sort_unstable();
    names.dedup();
    let of = municipalities.iter().filter_map(|code| names.binary_search(&name(code)).ok()).collect();
    Some(Clusters { of, count: names.len() })
}

/// The municipalities of a pilot and the years in which nobody of the data lives in them.
fn without_residents<'a>(pilot: &'a Pilot, by_year: &[(i32, Vec<String>)]) -> Vec<(&'a str, i32)> {
    let empty = pilot.zone.iter().flat_map(|code| {
        let years = by_year.iter().filter(move |(_, lived_in)| lived_in.binary_search(code.get_ref()).is_err());
        years.map(move |(year, _)| (code.get_ref().as_str(), *year))
    });
    empty.collect()
}
