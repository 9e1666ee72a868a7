//! Zones of pilots as marks over the municipalities of the panel.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::credibility::Clusters;
use crate::design::TargetRows;
use crate::error::Error;
use crate::ingest::{Geography, Mapped};
use crate::panel::{Panel, PanelError};
use crate::quality::{Finding, cross_border, zone_without_residents};
use crate::spec::{Cluster, Outliers, Pilot, Reference, Study};

/// Which municipalities belong to which pilot.
pub struct Zones {
    /// Municipality codes of all years of the panel, ascending.
    pub municipalities: Vec<String>,
    /// One mark per municipality, by pilot in the order of the study.
    pub of_pilot: Vec<Vec<bool>>,
    /// How many municipalities of each pilot's zone lie in which province, by name.
    pub provinces: Vec<BTreeMap<String, usize>>,
    /// The clusters of the study, when they are not persons.
    pub clusters: Option<Clusters>,
    /// What was found about them.
    pub findings: Vec<Finding>,
}

impl Zones {
    /// Places the zones of a study on its panel.
    ///
    /// # Errors
    /// A code where nobody lives and that is no municipality, a zone where nobody lives at all, or a municipality in two zones.
    pub fn new(study: &Study, panel: &Panel) -> Result<Zones, Error> {
        let geography = Geography::of(&study.data).map_err(PanelError::from)?;
        let by_year =
            panel.years.iter().map(|year| Ok((year.year, year.municipalities(&panel.places)?))).collect::<Result<Vec<_>, PanelError>>()?;
        let mut municipalities: Vec<String> = by_year.iter().flat_map(|(_, codes)| codes.iter().cloned()).collect();
        municipalities.sort_unstable();
        municipalities.dedup();
        let mut zones = Zones { of_pilot: Vec::new(), provinces: Vec::new(), clusters: None, findings: Vec::new(), municipalities };
        let mut taken: Vec<(String, &Pilot)> = Vec::new();
        for pilot in &study.pilots {
            let codes = zones.codes(study, pilot, &geography)?;
            for (span, code) in &codes {
                if let Some((_, other)) = taken.iter().find(|(other, of)| other == code && of.id != pilot.id) {
                    let message = format!("municipality {code} is in the zones of `{}` and `{}`", other.id, pilot.id);
                    let help = "a person can be in one zone only: give the municipality to one pilot";
                    return Err(study.refuse(Some(span.clone()), message, help).into());
                }
                taken.push((code.clone(), pilot));
            }
            let covers = |code: &String| codes.iter().any(|(_, known)| known == code);
            zones.of_pilot.push(zones.municipalities.iter().map(covers).collect());
            let mut provinces = BTreeMap::new();
            for (_, code) in &codes {
                *provinces.entry(geography.province(code).to_owned()).or_default() += 1;
            }
            zones.provinces.push(provinces);
            let zone: Vec<&str> = codes.iter().map(|(_, code)| code.as_str()).collect();
            let places = (zone.len() * by_year.len()) as u64;
            let empty = without_residents(&zone, &by_year);
            zones.findings.extend(zone_without_residents::find(&pilot.id, &empty, places, &study.quality));
            zones.findings.extend(cross_border::find(&pilot.id, &zone, &study.quality));
        }
        zones.clusters = clusters(study, &zones.municipalities, &geography);
        Ok(zones)
    }

    /// The municipalities of a pilot's zone in the reference geography, each with its place in the study.
    fn codes(&self, study: &Study, pilot: &Pilot, geography: &Geography) -> Result<Vec<(Range<usize>, String)>, Error> {
        let lived_in = |code: &String| self.municipalities.binary_search(code).is_ok();
        let mut codes: Vec<(Range<usize>, String)> = Vec::new();
        for entry in &pilot.zone {
            let of_entry = geography.zone(entry.get_ref());
            if of_entry.is_empty() {
                let message = format!("pilot `{}`: there is no municipality in `{}`", pilot.id, entry.get_ref());
                let areas = geography.areas();
                let help = match entry.get_ref().contains(':') {
                    true => Study::advise(entry.get_ref(), areas.iter().map(String::as_str)),
                    false => "a range goes from a lower to a higher code, for example \"62003-62122\"".to_owned(),
                };
                return Err(study.refuse(Some(entry.span()), message, help).into());
            }
            codes.extend(of_entry.into_iter().map(|code| (entry.span(), code)));
        }
        codes.sort_by(|a, b| a.1.cmp(&b.1));
        codes.dedup_by(|a, b| a.1 == b.1);
        let somewhere = codes.iter().any(|(_, code)| lived_in(code));
        for (span, code) in codes.iter().filter(|(_, code)| !lived_in(code)) {
            if !somewhere || geography.map(code) == Mapped::Unknown {
                let message = format!("pilot `{}`: nobody lives in municipality {code}", pilot.id);
                // NIS codes that begin alike lie in one arrondissement.
                let near = self.municipalities.iter().map(String::as_str).filter(|known| known.get(..2) == code.get(..2));
                let help = match near.clone().next() {
                    Some(_) => Study::advise(code, near),
                    None => {
                        "no municipality of the data has a code that begins so: zones are NIS codes, or areas such as \"province:Namur\""
                            .into()
                    }
                };
                return Err(study.refuse(Some(span.clone()), message, help).into());
            }
        }
        Ok(codes)
    }

    /// Whether a municipality is in every pilot's reference group, so that the country is described by it: all of them where a
    /// pilot may be part of another's reference.
    pub fn national(&self, study: &Study, municipality: usize) -> bool {
        study.reference != Reference::Pilots || !self.of_pilot.iter().any(|zone| zone[municipality])
    }

    /// The cut-offs of an outlier rule on some rows, one a year, in cents per full year.
    pub fn cut_offs(&self, study: &Study, rows: &TargetRows, rule: Outliers) -> Vec<f64> {
        rows.cut_offs(rule, |municipality| self.national(study, municipality))
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

fn clusters(study: &Study, municipalities: &[String], geography: &Geography) -> Option<Clusters> {
    let of_each: Vec<&str> = match study.credibility.cluster {
        Cluster::Person => return None,
        Cluster::Municipality => municipalities.iter().map(String::as_str).collect(),
        Cluster::Arrondissement => municipalities.iter().map(|code| geography.arrondissement(code)).collect(),
    };
    let mut names = of_each.clone();
    names.sort_unstable();
    names.dedup();
    let of = of_each.iter().filter_map(|name| names.binary_search(name).ok()).collect();
    Some(Clusters { of, count: names.len() })
}

/// The municipalities of a zone and the years in which nobody of the data lives in them.
fn without_residents<'a>(zone: &[&'a str], by_year: &[(i32, Vec<String>)]) -> Vec<(&'a str, i32)> {
    let empty = zone.iter().flat_map(|code| {
        let years = by_year.iter().filter(|(_, lived_in)| lived_in.binary_search_by(|known| known.as_str().cmp(code)).is_err());
        years.map(|(year, _)| (*code, *year))
    });
    empty.collect()
}
