//! Municipalities, and the codes that merged into them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hashbrown::HashMap;

use super::DataError;
use super::files::unopened;
use super::small_table::SmallTable;
use crate::quality::{Finding, Persons, municipality_merged, municipality_unknown};
use crate::spec::{Data, GEOGRAPHY, MERGERS, Quality};

/// Kinds of areas whose name stands for their municipalities in a zone.
const AREAS: [&str; 3] = ["arrondissement", "province", "region"];

/// Areas that have another name in the other language and are not called after a municipality.
const IN_TWO_LANGUAGES: [(&str, &str); 12] = [
    ("Brabant flamand", "Vlaams-Brabant"),
    ("Brabant wallon", "Waals-Brabant"),
    ("Flandre", "Vlaanderen"),
    ("Flandre occidentale", "West-Vlaanderen"),
    ("Flandre orientale", "Oost-Vlaanderen"),
    ("Hainaut", "Henegouwen"),
    ("Hal-Vilvorde", "Halle-Vilvoorde"),
    ("Limbourg", "Limburg"),
    ("Luxembourg", "Luxemburg"),
    ("Tongres", "Tongeren"),
    ("Tournai-Mouscron", "Doornik-Moeskroen"),
    ("Wallonie", "Wallonië"),
];

/// The reference geography: the municipalities of one day, and what became of the codes of earlier years.
#[derive(Debug, Clone)]
pub struct Geography {
    /// Codes in ascending order, with the names of their arrondissement, province and region.
    municipalities: BTreeMap<String, [String; 3]>,
    /// Names in French and in Dutch, where they differ: of municipalities, after which most areas are called, and of the other areas.
    names: BTreeSet<(String, String)>,
    /// Code of today by code of before.
    merged: HashMap<String, String>,
}

/// What a code of a table stands for in the reference geography.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mapped<'a> {
    /// A municipality of the reference geography.
    Known,
    /// A municipality that merged into this one, or took its code.
    Merged(&'a str),
    /// No municipality.
    Unknown,
}

impl Geography {
    /// The geography of a study: its own tables, or those of the engine.
    pub fn of(data: &Data) -> Result<Geography, DataError> {
        let table = |given: Option<&Path>, name: &str, builtin: &str| match given {
            None => Ok((name.into(), builtin.as_bytes().to_vec())),
            Some(path) => std::fs::read(path).map(|bytes| (path.to_owned(), bytes)).map_err(|error| unopened(path, &error)),
        };
        let (municipalities, csv) = table(data.geography.as_ref().map(|path| path.get_ref().as_path()), "geography.csv", GEOGRAPHY)?;
        // A study that brings its own places has no use for what became of Belgian ones.
        let none = if data.geography.is_some() { "old,new,year\n" } else { MERGERS };
        let (mergers, mergers_csv) = table(data.mergers.as_ref().map(|path| path.get_ref().as_path()), "mergers.csv", none)?;
        Geography::parse((&municipalities, &csv), (&mergers, &mergers_csv))
    }

    /// Reads `nis,arrondissement,province,region` (and `name_fr`, `name_nl`, by which areas are known in both languages) and `old,new,year` from CSV bytes.
    ///
    /// # Errors
    /// Every row with a code that stands twice, a merger into a code that is neither a municipality nor merges on, one that comes back to
    /// itself, or one of a municipality that still is.
    pub fn parse(municipalities: (&Path, &[u8]), mergers: (&Path, &[u8])) -> Result<Geography, DataError> {
        let (file, csv) = municipalities;
        let must = ["nis", "arrondissement", "province", "region"];
        let table = SmallTable { table: "geography", file, must, may: ["name_fr", "name_nl"], closed: false };
        let mut known = BTreeMap::new();
        let mut names: BTreeSet<_> = IN_TWO_LANGUAGES.iter().map(|(french, dutch)| ((*french).to_owned(), (*dutch).to_owned())).collect();
        let mut errors = Vec::new();
        for (line, [nis, arrondissement, province, region, french, dutch]) in table.rows(csv)? {
            if french != dutch && !french.is_empty() && !dutch.is_empty() {
                names.insert((french, dutch));
            }
            if nis.is_empty() || known.insert(nis.clone(), [arrondissement, province, region]).is_some() {
                errors.push(table.refuse(line, format!("municipality `{nis}` is empty or stands twice")));
            }
        }
        let (file, csv) = mergers;
        let table = SmallTable { table: "mergers", file, must: ["old", "new", "year"], may: [], closed: false };
        let mut into: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (line, [old, new, year]) in table.rows(csv)? {
            let reason = match into.contains_key(&old) {
                _ if year.parse::<u16>().is_err() => format!("`{year}` is not a year"),
                _ if known.contains_key(&old) => format!("municipality {old} merged, yet the geography has it"),
                true => format!("municipality {old} merged before: a municipality that was divided cannot be mapped"),
                false => {
                    into.insert(old, (line, new));
                    continue;
                }
            };
            errors.push(table.refuse(line, reason));
        }
        let mut merged = HashMap::new();
        for (old, (line, new)) in &into {
            let mut last = new;
            // A chain is no longer than the table, or it goes round.
            for _ in 0..into.len() {
                match into.get(last) {
                    Some((_, next)) => last = next,
                    None => break,
                }
            }
            if !known.contains_key(last) {
                errors.push(table.refuse(*line, format!("{old} merged into {last}, which the geography does not have")));
            }
            merged.insert(old.clone(), last.clone());
        }
        DataError::all(errors)?;
        Ok(Geography { municipalities: known, names, merged })
    }

    /// What a code stands for.
    pub fn map(&self, code: &str) -> Mapped<'_> {
        match (self.municipalities.contains_key(code), self.merged.get(code)) {
            (true, _) => Mapped::Known,
            (false, Some(new)) => Mapped::Merged(new),
            (false, None) => Mapped::Unknown,
        }
    }

    /// The codes that an entry of a zone stands for: a code of any year, a range such as `62003-62122`, or an area such as
    /// `arrondissement:Liège`. Codes that are no municipality stand for themselves; a range or area without a municipality is
    /// empty, and so is an area of another kind.
    pub fn zone(&self, entry: &str) -> Vec<String> {
        if let Some((area, name)) = entry.split_once(':') {
            let known = self.municipalities.contains_key(entry).then(|| entry.to_owned());
            let Some(kind) = AREAS.iter().position(|known| *known == area.trim()) else { return known.into_iter().collect() };
            let within = |(code, areas): (&String, &[String; 3])| self.is_called(&areas[kind], name.trim()).then(|| code.clone());
            return self.municipalities.iter().filter_map(within).collect();
        }
        let code = |text: &str| (text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned());
        if let Some((first, last)) = entry.split_once('-').and_then(|(first, last)| code(first.trim()).zip(code(last.trim()))) {
            let old = self.merged.iter().filter(|(old, _)| (&first..=&last).contains(old)).map(|(_, new)| new);
            let mut codes: Vec<String> = if first > last {
                Vec::new()
            } else {
                self.municipalities.range(first.clone()..=last.clone()).map(|(code, _)| code).chain(old).cloned().collect()
            };
            codes.sort_unstable();
            codes.dedup();
            return codes;
        }
        match self.map(entry) {
            Mapped::Merged(new) => vec![new.to_owned()],
            Mapped::Known | Mapped::Unknown => vec![entry.to_owned()],
        }
    }

    /// Whether an area goes by a name: its own, that in the other language, or one of both when it is called by both.
    fn is_called(&self, area: &str, name: &str) -> bool {
        let other = |(french, dutch): &(String, String)| {
            let both = area.strip_prefix(french.as_str()).and_then(|rest| rest.strip_prefix('-')) == Some(dutch);
            ((area == french || both) && name == dutch) || ((area == dutch || both) && name == french)
        };
        area == name || self.names.iter().any(other)
    }

    /// The name of a municipality's arrondissement, or for a code that is no municipality the two digits that the codes of an
    /// arrondissement share.
    pub fn arrondissement<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.municipalities.get(code).map(|[arrondissement, ..]| arrondissement.as_str());
        known.or(code.get(..2)).unwrap_or(code)
    }

    /// The name of a municipality's province; `unknown` for a code that is no municipality.
    pub fn province(&self, code: &str) -> &str {
        self.municipalities.get(code).map_or("unknown", |[_, province, _]| province.as_str())
    }

    /// The names of areas, for advice.
    pub fn areas(&self) -> Vec<String> {
        let named = |areas: &[String; 3]| AREAS.iter().zip(areas.clone()).map(|(kind, name)| format!("{kind}:{name}")).collect::<Vec<_>>();
        let mut names: Vec<String> = self.municipalities.values().flat_map(named).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// What became of the municipality codes of a population.
#[derive(Debug, Default)]
pub struct Residence {
    rows: u64,
    merged: Tally,
    unknown: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    rows: u64,
    persons: Persons,
    /// The codes concerned.
    codes: BTreeSet<String>,
}

impl Tally {
    fn add(&mut self, code: &str, person: u32) {
        self.rows += 1;
        self.persons.add(person);
        if !self.codes.contains(code) {
            self.codes.insert(code.to_owned());
        }
    }
}

impl Residence {
    /// Takes note of rows: of each the place of its code among `codes`, and the number of its person.
    pub fn note(&mut self, geography: &Geography, codes: &[String], rows: impl Iterator<Item = (u32, u32)>) {
        let mapped: Vec<Mapped> = codes.iter().map(|code| geography.map(code)).collect();
        for (place, person) in rows {
            self.rows += 1;
            let code = &codes[place as usize];
            match mapped[place as usize] {
                Mapped::Known => {}
                Mapped::Merged(_) => self.merged.add(code, person),
                Mapped::Unknown => self.unknown.add(code, person),
            }
        }
    }

    /// What was found.
    pub fn findings(self, quality: &Quality) -> Vec<Finding> {
        let Residence { rows, merged, unknown } = self;
        let merged = municipality_merged::find(merged.codes.len(), merged.rows, merged.persons, rows, quality);
        let unknown = municipality_unknown::find(unknown.codes.len(), unknown.rows, unknown.persons, rows, quality);
        merged.into_iter().chain(unknown).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn belgium() -> Geography {
        Geography::parse((Path::new("g"), GEOGRAPHY.as_bytes()), (Path::new("m"), MERGERS.as_bytes())).expect("the tables of the engine")
    }

    #[test]
    fn the_counts_of_municipalities_are_those_of_their_years() {
        let belgium = belgium();
        assert_eq!(belgium.municipalities.len(), 565);
        let of = |year: &str| MERGERS.lines().skip(1).filter(|line| line.ends_with(year)).collect::<Vec<_>>();
        let net = |year: &str| {
            let rows = of(year);
            let mut new: Vec<&str> = rows.iter().filter_map(|row| row.split(',').nth(1)).collect();
            new.sort_unstable();
            new.dedup();
            // Antwerpen kept its code when it took in Borsbeek.
            let kept = new.iter().filter(|code| **code == "11002").count();
            rows.len() + kept - new.len()
        };
        assert_eq!(565 + net("2025"), 581);
        assert_eq!(581 + net("2019"), 589);
    }

    #[test]
    fn old_codes_stand_for_the_municipalities_of_today() {
        let belgium = belgium();
        // Knesselare went to Aalter, Borsbeek to Antwerpen, Moeskroen changed code.
        for (old, new) in [("44029", "44084"), ("11007", "11002"), ("54007", "57096")] {
            assert_eq!(belgium.map(old), Mapped::Merged(new));
            assert_eq!(belgium.zone(old), [new]);
        }
        assert_eq!((belgium.map("11002"), belgium.map("11003")), (Mapped::Known, Mapped::Unknown));
    }

    #[test]
    fn zones_may_be_ranges_and_areas() {
        let belgium = belgium();
        assert_eq!(belgium.zone("arrondissement:Arlon"), ["81001", "81003", "81004", "81013", "81015"]);
        assert_eq!(belgium.zone("81001-81004"), ["81001", "81003", "81004"]);
        assert_eq!(belgium.zone("11007-11008"), ["11002", "11008"]);
        assert_eq!(belgium.zone("region:Bruxelles-Brussel").len(), 19);
        for (one, other, municipalities) in [
            ("arrondissement:Liège", "arrondissement:Luik", 24),
            ("arrondissement:Bruxelles", "arrondissement:Brussel", 19),
            ("arrondissement:Tournai-Mouscron", "arrondissement:Doornik-Moeskroen", 12),
            ("province:Namur", "province:Namen", 38),
            ("province:Henegouwen", "province:Hainaut", 69),
            ("region:Bruxelles", "region:Brussel", 19),
            ("region:Flandre", "region:Vlaanderen", 285),
        ] {
            assert_eq!(belgium.zone(one), belgium.zone(other), "{one}");
            assert_eq!(belgium.zone(one).len(), municipalities, "{one}");
        }
        assert!(
            belgium.zone("province:Atlantis").is_empty()
                && belgium.zone("provence:Namur").is_empty()
                && belgium.zone("11008-11007").is_empty()
        );
        assert_eq!(belgium.zone("site-1"), ["site-1"]);
    }

    #[test]
    fn mergers_that_lead_nowhere_are_refused() {
        let refused = |mergers: &str| {
            let municipalities = b"nis,arrondissement,province,region\n10001,a,p,r\n10002,a,p,r\n";
            Geography::parse((Path::new("g"), municipalities), (Path::new("m"), mergers.as_bytes())).expect_err("a refusal").to_string()
        };
        assert_eq!(refused("old,new,year\n9,8,2019\n"), "m, line 2: 9 merged into 8, which the geography does not have");
        assert!(refused("old,new,year\n9,8,2019\n8,9,2020\n").contains("the geography does not have"));
        assert!(refused("old,new,year\n10001,10002,2019\n").contains("yet the geography has it"));
        assert!(refused("old,new,year\n9,10001,2019\n9,10002,2019\n").contains("divided"));
        assert!(refused("old,new,year\n9,10001,soon\n").contains("not a year"));
    }

    #[test]
    fn mergers_of_several_years_follow_each_other() {
        let chain = b"old,new,year\n7,8,2019\n8,10001,2025\n";
        let geography = Geography::parse((Path::new("g"), b"nis,arrondissement,province,region\n10001,a,p,r\n"), (Path::new("m"), chain));
        assert_eq!(geography.expect("a geography").map("7"), Mapped::Merged("10001"));
    }
}
