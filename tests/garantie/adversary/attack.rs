//! The attack on one run: every table as equations, every cell of few persons as what must not follow.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use garantie::progress::Silent;
use garantie::run;
use garantie::spec::Study;

use super::algebra::{Algebra, Form};
use super::world::{self, CONDITIONS, PILOTS, Row, SECTORS, VARIANTS, YEARS};

/// A table of a run: each row by the names of its columns.
pub type Rows = Vec<BTreeMap<String, String>>;

/// The cells of a line, some of which may be quoted.
pub fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("a cell").push(other),
        }
    }
    cells
}

/// Reads a table, quoted cells and all.
pub fn table(folder: &Path, name: &str) -> Rows {
    let text = fs::read_to_string(folder.join(format!("{name}.csv"))).expect("a table");
    let mut lines = text.lines().map(cells);
    let heads = lines.next().expect("heads");
    lines.map(|cells| heads.iter().cloned().zip(cells).collect()).collect()
}

fn shown(row: &BTreeMap<String, String>, column: &str) -> bool {
    row[column] != "small cell"
}

fn few(persons: usize, limit: usize) -> bool {
    (1..=limit).contains(&persons)
}

/// What the adversary must not learn: a form, how many persons it rests on, and its name.
type Secret = (Form, String);

/// The rows of each variant's group of a pilot, and the cut-off of each year.
struct Truth<'a> {
    rows: &'a [Row],
    reference: &'a str,
}

impl Truth<'_> {
    /// Whether somebody is in the target group of a rule, anywhere.
    fn meets(&self, row: &Row, target: &str, closed: bool) -> bool {
        if !closed {
            return row.meets(target);
        }
        self.rows.iter().any(|other| other.person == row.person && other.year == YEARS[0] && other.meets(target))
    }

    /// Where somebody is counted.
    fn pilot(&self, row: &Row, closed: bool) -> Option<usize> {
        if !closed {
            return row.pilot();
        }
        self.rows.iter().find(|other| other.person == row.person && other.year == YEARS[0]).and_then(Row::pilot)
    }

    /// Persons of a target rule in a year: in the zone of a pilot, or in the reference group.
    fn group(&self, pilot: Option<usize>, target: &str, year: i32, closed: bool) -> Vec<&Row> {
        let inside = |row: &&Row| match pilot {
            Some(_) => self.pilot(row, closed) == pilot,
            None => self.reference == "none" || self.pilot(row, closed).is_none(),
        };
        self.rows.iter().filter(|row| row.year == year).filter(inside).filter(|row| self.meets(row, target, closed)).collect()
    }

    /// Cents above which a variant's rule cuts in a year: the quantile of the persons of the reference group.
    fn cut_off(&self, variant: usize, target: &str, year: i32) -> i64 {
        let quantile = match VARIANTS[variant].0 {
            "cap-99" => 0.99,
            "cap-95" => 0.95,
            "drop" => 0.98,
            _ => return i64::MAX,
        };
        let mut costs: Vec<i64> = self.group(None, target, year, false).iter().map(|row| row.total()).collect();
        costs.sort_unstable();
        let wanted = quantile * costs.len() as f64;
        (1..=costs.len()).find(|count| *count as f64 >= wanted).map_or(i64::MAX, |count| costs[count - 1])
    }
}

fn sum(names: impl Iterator<Item = String>) -> Form {
    names.map(|name| (name, 1)).collect()
}

fn minus(a: &Form, b: &Form) -> Form {
    a.iter().cloned().chain(b.iter().map(|(name, factor)| (name.clone(), -factor))).collect()
}

/// What the tables on one pilot tell.
fn learn_pilot(folder: &Path, pilot: &str) -> Algebra {
    let mut known = Algebra::default();
    let real = |variant: &str, year: &str, sector: &str| -> Form {
        let years: Vec<&str> = if year == "all" { vec!["2018", "2019"] } else { vec![year] };
        years.iter().map(|year| (format!("real {variant} {year} {sector}"), 1)).collect()
    };
    let all = |variant: &str, year: &str| SECTORS.iter().flat_map(|sector| real(variant, year, sector)).collect::<Form>();
    let base =
        |variant: &str, sector: &str| real(variant, "2016", sector).into_iter().chain(real(variant, "2017", sector)).collect::<Form>();
    let of_pilot = |row: &&BTreeMap<String, String>| row["pilot"] == pilot;
    for row in table(folder, "gains").iter().filter(of_pilot) {
        let (variant, year) = (&row["variant"], &row["year"]);
        if shown(row, "real_cost") {
            known.learn(&all(variant, year));
            known.learn(&SECTORS.iter().flat_map(|sector| base(variant, sector)).collect());
        }
        if shown(row, "raw_cost") {
            // Before the rule every variant of a cohort has the costs of the one without a rule.
            let plain = if variant == "closed" { "closed" } else { "plain" };
            known.learn(&all(plain, year));
        }
    }
    for row in table(folder, "gains_by_sector").iter().filter(of_pilot).filter(|row| shown(row, "real_cost")) {
        known.learn(&real(&row["variant"], &row["year"], &row["sector"]));
    }
    for row in table(folder, "decomposition").iter().filter(of_pilot).filter(|row| shown(row, "before")) {
        let (variant, year, sector) = (&row["variant"], &row["year"], &row["sector"]);
        let sectors = SECTORS.iter().filter(|name| sector == "total" || *name == sector);
        if row["component"] == "size" && year != "all" {
            known.learn(&sectors.clone().flat_map(|sector| base(variant, sector)).collect());
        }
        if row["component"] == "own" {
            known.learn(&sectors.flat_map(|sector| real(variant, year, sector)).collect());
        }
    }
    known
}

/// What rests on few persons in a pilot: sectors, what an outlier rule took, what lies between two rules or two cohorts.
fn secrets_of_pilot(truth: &Truth<'_>, pilot: usize, limit: usize) -> Vec<Secret> {
    let target = PILOTS[pilot].2;
    let real = |variant: usize, year: i32, sector: &str| (format!("real {} {year} {sector}", VARIANTS[variant].0), 1);
    let all = |variant: usize, year: i32| SECTORS.iter().map(|sector| real(variant, year, sector)).collect::<Form>();
    let mut secrets = Vec::new();
    for year in YEARS {
        let open = truth.group(Some(pilot), target, year, false);
        let closed = truth.group(Some(pilot), target, year, true);
        let persons = |rows: &[&Row]| rows.iter().map(|row| row.person).collect::<BTreeSet<_>>();
        let between = persons(&open).symmetric_difference(&persons(&closed)).count();
        if few(between, limit) {
            secrets.push((minus(&all(2, year), &all(4, year)), format!("{between} persons between the cohorts in {year}")));
        }
        let above = |variant: usize| {
            let cut_off = truth.cut_off(variant, target, year);
            open.iter().copied().filter(|row| row.total() > cut_off).collect::<Vec<&Row>>()
        };
        for (one, other) in [(2, 0), (2, 1), (2, 3), (0, 1)] {
            let between = if above(one).len() > above(other).len() { above(one) } else { above(other) };
            if few(between.len(), limit) {
                secrets
                    .push((minus(&all(one, year), &all(other, year)), format!("{} persons above in {year}, {one}-{other}", between.len())));
            }
            for (index, sector) in SECTORS.iter().enumerate() {
                let users = between.iter().filter(|row| row.cost[index] != 0).count();
                if few(users, limit) {
                    let form = vec![real(one, year, sector), (real(other, year, sector).0, -1)];
                    secrets.push((form, format!("{users} persons above with {sector} in {year}, {one}-{other}")));
                }
            }
        }
        for (index, sector) in SECTORS.iter().enumerate() {
            for (variant, group) in [(2, &open), (4, &closed)] {
                let users = group.iter().filter(|row| row.cost[index] != 0).count();
                if few(users, limit) {
                    secrets.push((vec![real(variant, year, sector)], format!("{users} persons with {sector} in {year}")));
                }
            }
        }
    }
    secrets
}

/// The name of a count of persons of a reference group, or of their cost, in a year.
fn cell(what: &str, group: &str, family: &str, name: &str) -> (String, i64) {
    (format!("{what} {group} {family} {name}"), 1)
}

/// Age bands of the model, and those of the table of subgroups, as both print them.
const BANDS: [&str; 6] = ["0-17", "18-44", "45-64", "65-79", "80-84", "85+"];
const AGES: [(&str, usize); 9] =
    [("0-17", 0), ("18-44", 1), ("45-54", 2), ("55-64", 2), ("65-69", 3), ("70-74", 3), ("75-79", 3), ("80-84", 4), ("85+", 5)];

fn families() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut families = vec![
        ("age", AGES.iter().map(|(name, _)| *name).collect()),
        ("sex", vec!["male", "female"]),
        ("conditions", vec!["0", "1", "2", "3"]),
        ("chronic", vec!["no", "yes"]),
        ("province", vec!["p0", "p1"]),
    ];
    families.extend(CONDITIONS.iter().map(|(name, _)| (*name, vec!["no", "yes"])));
    families
}

/// Which subgroup of a family somebody is in.
fn of_family(row: &Row, family: &str) -> String {
    let yes = |has: bool| if has { "yes" } else { "no" }.to_owned();
    match family {
        "age" => AGES[[18, 45, 55, 65, 70, 75, 80, 85].partition_point(|lower| *lower <= row.age())].0.to_owned(),
        "sex" => if row.female { "female" } else { "male" }.to_owned(),
        "conditions" => row.conditions.iter().filter(|has| **has).count().to_string(),
        "chronic" => yes(row.chronic()),
        "province" => format!("p{}", row.municipality / 20),
        name => yes(row.conditions[CONDITIONS.iter().position(|(condition, _)| *condition == name).expect("a condition")]),
    }
}

/// Who a variant's reference group is: the rule, the cohort, and whether persons are dropped.
fn reference_of(variant: &str, target: &str, year: &str) -> String {
    let kind = match variant {
        "closed" => "closed",
        "drop" => "drop",
        _ => "open",
    };
    format!("{target}/{kind}/{year}")
}

/// What the tables on reference groups tell of persons and of costs.
fn learn_references(folder: &Path) -> [Algebra; 2] {
    let [mut persons, mut costs] = [Algebra::default(), Algebra::default()];
    let mut groups = BTreeSet::new();
    for row in table(folder, "models") {
        let group = reference_of(&row["variant"], &row["target"], &row["year"]);
        groups.insert((group.clone(), row["variant"].clone()));
        let term = row["term"].as_str();
        if !shown(&row, "persons") || row["persons"].is_empty() {
            continue;
        }
        if term.starts_with('(') {
            persons.learn(&sum(["male", "female"].map(|name| cell("n", &group, "sex", name).0).into_iter()));
        } else if term.starts_with("male ") || term.starts_with("female ") {
            persons.learn(&vec![cell("n", &group, "band", term)]);
        } else if CONDITIONS.iter().any(|(name, _)| *name == term) {
            persons.learn(&vec![cell("n", &group, term, "yes")]);
        }
    }
    for row in table(folder, "calibration").iter().filter(|row| row["family"] != "decile" && shown(row, "persons")) {
        let group = reference_of(&row["variant"], &row["target"], &row["year"]);
        persons.learn(&vec![cell("n", &group, &row["family"], &row["group"])]);
        costs.learn(&vec![cell("c", &format!("{group} {}", row["variant"]), &row["family"], &row["group"])]);
    }
    // What holds of any persons whatever: families cut the same persons, bands nest, numbers of conditions count them.
    let identities = |known: &mut Algebra, what: &str, group: &str| {
        let of = |family: &str, names: &[&str]| names.iter().map(|name| cell(what, group, family, name)).collect::<Form>();
        let total = of("sex", &["male", "female"]);
        for (family, names) in families() {
            known.learn(&minus(&total, &of(family, &names)));
        }
        known.learn(&minus(&of("conditions", &["0"]), &of("chronic", &["no"])));
        let numbered: Form = of("conditions", &["1", "2", "3"]).into_iter().zip(1..).map(|((name, _), number)| (name, number)).collect();
        let each = CONDITIONS.iter().map(|(name, _)| cell(what, group, name, "yes")).collect();
        known.learn(&minus(&numbered, &each));
        let band = |sex: &str, band: &str| cell(what, group, "band", &format!("{sex} {band}"));
        for sex in ["male", "female"] {
            known.learn(&minus(&of("sex", &[sex]), &BANDS.iter().map(|name| band(sex, name)).collect()));
        }
        for (index, name) in BANDS.iter().enumerate() {
            let ages = AGES.iter().filter(|(_, of)| *of == index).map(|(name, _)| cell(what, group, "age", name)).collect();
            known.learn(&minus(&ages, &["male", "female"].map(|sex| band(sex, name)).to_vec()));
        }
    };
    for (group, variant) in groups {
        identities(&mut persons, "n", &group);
        identities(&mut costs, "c", &format!("{group} {variant}"));
    }
    [persons, costs]
}

/// The cells of reference groups that rest on few persons, and what lies between two rules or outlier rules.
fn secrets_of_references(truth: &Truth<'_>, limit: usize) -> [Vec<Secret>; 2] {
    let [mut persons, mut costs] = [Vec::new(), Vec::new()];
    let targets: BTreeSet<&str> = PILOTS.iter().map(|(_, _, target)| *target).collect();
    for year in YEARS {
        for (family, names) in families() {
            for name in names {
                let members = |target: &str, closed: bool| -> Vec<&Row> {
                    let group = truth.group(None, target, year, closed);
                    group.into_iter().filter(|row| of_family(row, family) == name).collect()
                };
                let said = |count: usize, what: &str| format!("{count} persons, {what}, {family} {name} in {year}");
                for target in &targets {
                    for (kind, variant, closed) in [("open", "plain", false), ("closed", "closed", true)] {
                        let count = members(target, closed).len();
                        let group = format!("{target}/{kind}/{year}");
                        if few(count, limit) {
                            persons.push((vec![cell("n", &group, family, name)], said(count, target)));
                            costs.push((vec![cell("c", &format!("{group} {variant}"), family, name)], said(count, target)));
                        }
                    }
                    for other in [0, 1, 3] {
                        let cut_off = truth.cut_off(other, target, year);
                        let above = members(target, false).iter().filter(|row| row.total() > cut_off).count();
                        let kind = if other == 3 { "drop" } else { "open" };
                        let of_other = cell("c", &format!("{target}/{kind}/{year} {}", VARIANTS[other].0), family, name);
                        let plain = cell("c", &format!("{target}/open/{year} plain"), family, name);
                        if few(above, limit) {
                            costs.push((minus(&vec![plain], &vec![of_other]), said(above, "above a cut-off")));
                        }
                        if few(above, limit) && kind == "drop" {
                            let of_kind = |kind: &str| vec![cell("n", &format!("{target}/{kind}/{year}"), family, name)];
                            persons.push((minus(&of_kind("open"), &of_kind("drop")), said(above, "dropped")));
                        }
                    }
                }
                for (a, b) in [("age >= 18", "age >= 19"), ("age >= 18", "chronic"), ("age >= 19", "chronic")] {
                    let numbers = |target: &str| members(target, false).iter().map(|row| row.person).collect::<BTreeSet<_>>();
                    let between = numbers(a).symmetric_difference(&numbers(b)).count();
                    if few(between, limit) {
                        let of =
                            |what: &str, target: &str, more: &str| vec![cell(what, &format!("{target}/open/{year}{more}"), family, name)];
                        persons.push((minus(&of("n", a, ""), &of("n", b, "")), said(between, "between two rules")));
                        costs.push((minus(&of("c", a, " plain"), &of("c", b, " plain")), said(between, "between two rules")));
                    }
                }
            }
        }
    }
    [persons, costs]
}

fn leaks(known: &mut Algebra, secrets: &[Secret], of: &str) -> Vec<String> {
    secrets.iter().filter(|(form, _)| known.follows(form)).map(|(_, said)| format!("{of}: {said}")).collect()
}

/// Attacks a world: how many secrets it has, and which of them follow.
fn attack(seed: u64, persons: usize, reference: &str, source: &str) -> (usize, usize, Vec<String>) {
    let place = tempfile::tempdir().expect("a folder");
    let rows = world::rows(seed, persons);
    world::write(place.path(), &rows, reference, source);
    let study = Study::read(&place.path().join("study.toml")).expect("a study");
    run::run(&study, 2, &Silent).expect("a run");
    let out = place.path().join("out");
    let truth = Truth { rows: &rows, reference };
    let limit = if source == "sample" { 3 } else { 4 };
    let (mut found, mut tried, mut told) = (Vec::new(), 0, 0);
    for (index, (pilot, _, _)) in PILOTS.iter().enumerate() {
        let secrets = secrets_of_pilot(&truth, index, limit);
        let mut known = learn_pilot(&out, pilot);
        tried += secrets.len();
        told += known.known();
        found.extend(leaks(&mut known, &secrets, pilot));
    }
    for (mut known, secrets) in learn_references(&out).into_iter().zip(secrets_of_references(&truth, limit)) {
        tried += secrets.len();
        told += known.known();
        found.extend(leaks(&mut known, &secrets, "reference"));
    }
    found.iter_mut().for_each(|leak| *leak = format!("world {seed} of {persons} ({reference}, {source}): {leak}"));
    (tried, told, found)
}

#[test]
fn no_small_cell_follows_from_the_tables_of_a_run() {
    let worlds =
        [(1, 400, "pilots", "sample"), (2, 900, "pilots", "sample"), (3, 1500, "pilots", "exhaustive"), (4, 700, "none", "sample")];
    let (mut secrets, mut told, mut found) = (0, 0, Vec::new());
    for (seed, persons, reference, source) in worlds {
        let (tried, known, leaks) = attack(seed, persons, reference, source);
        secrets += tried;
        told += known;
        found.extend(leaks);
    }
    println!("{secrets} cells of few persons tried against {told} independent figures");
    assert!(secrets > 1000 && told > 1000, "{secrets} secrets, {told} figures");
    assert!(found.is_empty(), "{} follow:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

/// `ADVERSARY_WORLDS` worlds, from number `ADVERSARY_FROM` on.
#[test]
#[ignore = "some minutes: cargo test --test garantie -- --ignored --nocapture no_small_cell_follows_in_a_hundred_worlds"]
fn no_small_cell_follows_in_a_hundred_worlds() {
    let (mut secrets, mut found) = (0, Vec::new());
    let number = |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (first, worlds) = (number("ADVERSARY_FROM", 100), number("ADVERSARY_WORLDS", 100));
    for seed in first..first + worlds {
        let persons = 300 + 17 * (seed as usize % 90);
        let (reference, source) = (["pilots", "none"][seed as usize / 2 % 2], ["sample", "exhaustive"][seed as usize % 2]);
        let (tried, _, leaks) = attack(seed, persons, reference, source);
        secrets += tried;
        found.extend(leaks);
    }
    println!("{secrets} cells of few persons in {worlds} worlds");
    assert!(found.is_empty(), "{} follow:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}
