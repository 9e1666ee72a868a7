//! Small worlds in which many cells are small, and the study that judges them: everything about them is known to the test.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The years: two of base, two of performance.
pub const YEARS: [i32; 4] = [2016, 2017, 2018, 2019];

/// The sectors.
pub const SECTORS: [&str; 5] = ["doctors", "hospital", "drugs", "nurses", "dialysis"];

/// How often somebody uses a sector in a year.
const USE: [f64; 5] = [0.95, 0.25, 0.7, 0.15, 0.04];

/// The conditions and how often somebody has them.
pub const CONDITIONS: [(&str, f64); 3] = [("diabetes", 0.3), ("copd", 0.15), ("gout", 0.02)];

/// Pilots: municipalities and rule.
pub const PILOTS: [(&str, std::ops::Range<usize>, &str); 4] =
    [("north", 0..4, "age >= 18"), ("east", 4..7, "age >= 19"), ("south", 7..10, "chronic"), ("west", 10..11, "age >= 18")];

/// Variants: outlier rule and cohort.
pub const VARIANTS: [(&str, &str, &str); 5] = [
    ("cap-99", "{ rule = \"cap\", quantile = 0.99 }", "open"),
    ("cap-95", "{ rule = \"cap\", quantile = 0.95 }", "open"),
    ("plain", "{ rule = \"none\" }", "open"),
    ("drop", "{ rule = \"drop\", quantile = 0.98 }", "open"),
    ("closed", "{ rule = \"none\" }", "closed"),
];

const MUNICIPALITIES: usize = 40;

/// One person in one year.
#[derive(Clone)]
pub struct Row {
    pub person: usize,
    pub year: i32,
    pub birth_year: i32,
    pub female: bool,
    pub municipality: usize,
    pub conditions: [bool; 3],
    /// Cents by sector.
    pub cost: [i64; 5],
}

impl Row {
    pub fn age(&self) -> i32 {
        self.year - self.birth_year
    }

    pub fn total(&self) -> i64 {
        self.cost.iter().sum()
    }

    pub fn chronic(&self) -> bool {
        self.conditions.contains(&true)
    }

    pub fn meets(&self, target: &str) -> bool {
        match target {
            "chronic" => self.chronic(),
            rule => self.age() >= rule.trim_start_matches("age >= ").parse::<i32>().expect("an age"),
        }
    }

    pub fn pilot(&self) -> Option<usize> {
        PILOTS.iter().position(|(_, zone, _)| zone.contains(&self.municipality))
    }
}

/// The rows of a world of some persons.
pub fn rows(seed: u64, persons: usize) -> Vec<Row> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut rows = Vec::new();
    for person in 0..persons {
        let birth_year = 2016 - random.random_range(0..90);
        let female = random.random_bool(0.5);
        let mut municipality = random.random_range(0..MUNICIPALITIES);
        let mut conditions = CONDITIONS.map(|(_, share)| random.random_bool(share));
        let gone = if random.random_bool(0.04) { random.random_range(2017..2020) } else { 2020 };
        for year in YEARS.into_iter().filter(|year| *year < gone) {
            if random.random_bool(0.01) {
                municipality = random.random_range(0..MUNICIPALITIES);
            }
            if random.random_bool(0.02) {
                conditions[random.random_range(0..3)] = true;
            }
            let cost =
                USE.map(|share| if random.random_bool(share) { (2_000.0 * random.random_range(0.0_f64..5.5).exp()) as i64 } else { 0 });
            rows.push(Row { person, year, birth_year, female, municipality, conditions, cost });
        }
    }
    rows
}

/// Writes the tables of a world with three pilots of one rule; gives its study without variants.
pub fn study_of(folder: &Path, seed: u64, persons: usize) -> String {
    write(folder, &rows(seed, persons), "pilots", "sample");
    let text = fs::read_to_string(folder.join("study.toml")).expect("a study");
    let pilots = text.find("[[pilot]]").expect("pilots");
    let head = text[..pilots].replace("[credibility]\nplacebos = 12\n", "");
    let pilot = |(id, from): (&str, usize)| {
        let zone: Vec<String> = (from..from + 4).map(|place| format!("\"place-{place:02}\"")).collect();
        format!("[[pilot]]\nid = \"{id}\"\nzone = [{}]\ntarget = \"age >= 18\"\nstart = 2018\n", zone.join(", "))
    };
    head + &[("north", 0), ("east", 4), ("south", 8)].map(pilot).concat()
}

/// Writes the tables and the study of a world; `reference` is whose zones are left out.
pub fn write(folder: &Path, rows: &[Row], reference: &str, source: &str) {
    fs::create_dir_all(folder).expect("a folder");
    let mut places = "nis,arrondissement,province,region\n".to_owned();
    (0..MUNICIPALITIES).for_each(|place| {
        let _ = writeln!(places, "place-{place:02},a{},p{},r", place / 10, place / 20);
    });
    fs::write(folder.join("places.csv"), places).expect("written");
    let names = |names: &mut dyn Iterator<Item = &str>| names.map(|name| format!(",{name}")).collect::<String>();
    let mut panel = "person,year,birth_year,sex,municipality,exposure,weight".to_owned();
    panel += &names(&mut CONDITIONS.iter().map(|(name, _)| *name));
    panel += &names(&mut SECTORS.into_iter());
    panel += "\n";
    for row in rows {
        let sex = 1 + i32::from(row.female);
        let _ = write!(panel, "{},{},{},{sex},place-{:02},1,1", row.person, row.year, row.birth_year, row.municipality);
        row.conditions.iter().for_each(|has| {
            let _ = write!(panel, ",{}", u8::from(*has));
        });
        row.cost.iter().for_each(|cents| {
            let _ = write!(panel, ",{}.{:02}", cents / 100, cents % 100);
        });
        panel += "\n";
    }
    fs::write(folder.join("panel.csv"), panel).expect("written");
    let quoted = |names: &mut dyn Iterator<Item = String>| names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let conditions = quoted(&mut CONDITIONS.iter().map(|(name, _)| (*name).to_owned()));
    let sectors = quoted(&mut SECTORS.iter().map(|name| (*name).to_owned()));
    let mut study = format!(
        "[study]\ntitle = \"t\"\n[data]\npanel = \"panel.csv\"\ngeography = \"places.csv\"\nsource = \"{source}\"\nconditions = [{conditions}]\n\
         [scope]\nsectors = [{sectors}]\n[reference]\nleave_out = \"{reference}\"\n[period]\nbase = [2016, 2017]\nperformance = [2018, 2019]\n\
         [outliers]\ncurve = [0.9, 0.95, 0.98, 0.99, 0.995, 1.0]\n[credibility]\nplacebos = 12\n"
    );
    for (id, zone, target) in &PILOTS {
        let zone = quoted(&mut zone.clone().map(|place| format!("place-{place:02}")));
        let _ = write!(study, "[[pilot]]\nid = \"{id}\"\nzone = [{zone}]\ntarget = \"{target}\"\nstart = 2018\n");
    }
    for (name, outliers, cohort) in VARIANTS {
        let _ = write!(study, "[[variant]]\nname = \"{name}\"\nmodel = \"model.toml\"\noutliers = {outliers}\ncohort = \"{cohort}\"\n");
    }
    fs::write(folder.join("study.toml"), study).expect("written");
    let model = "name = \"m\"\ndescription = \"d\"\nfamily = \"gaussian\"\n[[term]]\nkind = \"age_sex\"\nbands = [0, 18, 45, 65, 80, 85]\n[[term]]\nkind = \"conditions\"\n";
    fs::write(folder.join("model.toml"), model).expect("written");
}
