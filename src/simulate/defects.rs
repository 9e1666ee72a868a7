//! Defects of real extracts, put into a clean population on request: each at a known rate (codes of before a merger everywhere), each counted.
//!
//! A line or row suffers at most one defect, so that what the rules of quality find can be held against the counts one by one.

use std::collections::{BTreeMap, HashMap, HashSet};

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::geography::former_codes;
use super::random::{Purpose, pseudonym, stream, uniform};
use super::rows::{Block, ClaimRows, DrugRows, PopulationRows};
use super::{Settings, SimulateError};
use crate::money::Cents;

/// Lines or rows with a defect, of each hundred thousand.
const RATE: u64 = 200;

/// Something that is wrong in real extracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// Lines booked 30 months after the service.
    LateBookings,
    /// Corrections without the line they correct: they leave a person-year at minus 100 euro.
    Corrections,
    /// Pharmacists' fees that stand in the claims too.
    DoubledFees,
    /// Lines that stand twice.
    Duplicates,
    /// Rows of the population that stand twice.
    DuplicatePersonYears,
    /// Lines of persons whom the population does not have.
    UnknownPersons,
    /// Lines whose code is in no sector.
    UnknownCodes,
    /// Lines of a service ten years earlier.
    OtherYears,
    /// Persons whose weight is another one from the start of the pilots on.
    ChangingWeights,
    /// Municipality codes of before a merger, in the years before it.
    Mergers,
}

impl Defect {
    /// Every defect.
    pub const ALL: [Defect; 10] = [
        Defect::LateBookings,
        Defect::Corrections,
        Defect::DoubledFees,
        Defect::Duplicates,
        Defect::DuplicatePersonYears,
        Defect::UnknownPersons,
        Defect::UnknownCodes,
        Defect::OtherYears,
        Defect::ChangingWeights,
        Defect::Mergers,
    ];

    /// Its name on the command line and in truth.toml.
    pub fn name(self) -> &'static str {
        match self {
            Defect::LateBookings => "late-bookings",
            Defect::Corrections => "corrections",
            Defect::DoubledFees => "doubled-fees",
            Defect::Duplicates => "duplicates",
            Defect::DuplicatePersonYears => "duplicate-person-years",
            Defect::UnknownPersons => "unknown-persons",
            Defect::UnknownCodes => "unknown-codes",
            Defect::OtherYears => "other-years",
            Defect::ChangingWeights => "changing-weights",
            Defect::Mergers => "mergers",
        }
    }

    /// The quality rule that finds it.
    pub fn rule(self) -> &'static str {
        match self {
            Defect::LateBookings => "late-booking",
            Defect::Corrections => "negative-person-year",
            Defect::DoubledFees => "fee-booked-twice",
            Defect::Duplicates => "repeated-line",
            Defect::DuplicatePersonYears => "duplicate-person-year",
            Defect::UnknownPersons => "unknown-person",
            Defect::UnknownCodes => "code-without-sector",
            Defect::OtherYears => "year-not-in-study",
            Defect::ChangingWeights => "changing-weight",
            Defect::Mergers => "municipality-merged",
        }
    }

    /// The defect of a name.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn named(name: &str) -> Result<Defect, SimulateError> {
        let unknown = || SimulateError::Setting { name: "defects", got: name.into(), expected: "names of defects" };
        Defect::ALL.into_iter().find(|defect| defect.name() == name).ok_or_else(unknown)
    }

    /// Defects that strike a line of either table.
    const OF_LINES: [Defect; 5] =
        [Defect::LateBookings, Defect::Duplicates, Defect::UnknownPersons, Defect::UnknownCodes, Defect::OtherYears];
}

/// How often each defect was put in, and the money of it: lines, rows or persons; cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefectCounts(BTreeMap<Defect, (u64, i64)>);

impl DefectCounts {
    /// Count and money of a defect.
    pub fn of(&self, defect: Defect) -> (u64, Cents) {
        let (count, cents) = self.0.get(&defect).copied().unwrap_or_default();
        (count, Cents(cents))
    }

    /// The defects that were put in.
    pub fn iter(&self) -> impl Iterator<Item = (Defect, u64, Cents)> {
        self.0.iter().map(|(defect, (count, cents))| (*defect, *count, Cents(*cents)))
    }

    fn add(&mut self, defect: Defect, cents: i64) {
        let sum = self.0.entry(defect).or_default();
        sum.0 += 1;
        sum.1 += cents;
    }

    /// Adds those of other persons.
    pub fn merge(&mut self, other: &DefectCounts) {
        for (defect, (count, cents)) in &other.0 {
            let sum = self.0.entry(*defect).or_default();
            sum.0 += count;
            sum.1 += cents;
        }
    }
}

/// Puts the defects of the settings into a block, in the years of the study that is written beside the tables.
pub(super) fn spoil(block: &mut Block, index: u64, settings: &Settings) -> DefectCounts {
    let mut counts = DefectCounts::default();
    let has = |defect| settings.defects.contains(&defect);
    for defect in Defect::ALL.into_iter().filter(|defect| has(*defect)) {
        counts.0.insert(defect, (0, 0));
    }
    let studied = settings.start_year - 2;
    let struck: Vec<Defect> = Defect::OF_LINES.into_iter().filter(|defect| has(*defect)).collect();
    let rng = &mut stream(settings.seed, Purpose::Defects, index);
    let mut strangers = Strangers { seed: settings.seed, next: u64::MAX - (index << 32) };
    for year in block.years.iter_mut().filter(|year| year.year >= studied) {
        let corrected = match has(Defect::Corrections) {
            true => correct(rng, &year.population, &mut year.claims, &year.drugs, &mut counts),
            false => HashSet::new(),
        };
        // Of the deliveries as they were: a fee that were late with its delivery, or twice, would have two defects.
        let mut fees = ClaimRows::default();
        if has(Defect::DoubledFees) {
            double_fees(rng, &year.drugs, &mut fees, &mut counts);
        }
        strike(rng, &struck, &mut year.claims, &corrected, &mut strangers, &mut counts);
        strike(rng, &struck, &mut year.drugs, &corrected, &mut strangers, &mut counts);
        year.claims.append(fees);
        if has(Defect::Mergers) {
            unmerge(&mut year.population, &mut counts);
        }
        if has(Defect::DuplicatePersonYears) {
            repeat_rows(rng, &mut year.population, &mut counts);
        }
    }
    if has(Defect::ChangingWeights) {
        change_weights(rng, block, settings.start_year, &mut counts);
    }
    counts
}

fn strikes(rng: &mut ChaCha8Rng, defects: u64) -> Option<u64> {
    let draw = rng.next_u64() % 100_000;
    (draw < RATE * defects).then_some(draw / RATE)
}

/// Pseudonyms of persons who are in no population: numbers that no block gives to anybody.
struct Strangers {
    seed: u64,
    next: u64,
}

impl Strangers {
    fn next(&mut self) -> i64 {
        self.next -= 1;
        // Pseudonyms have 44 bits; negative ones are nobody's.
        -1 - pseudonym(self.seed, self.next)
    }
}

/// Lines of one table, as far as defects touch them.
trait BenefitLines {
    fn len(&self) -> usize;
    /// What a line costs.
    fn cost(&self, line: usize) -> i64;
    /// Adds a line once more.
    fn repeat(&mut self, line: usize);
    fn person(&mut self) -> &mut Vec<i64>;
    fn service_date(&mut self) -> &mut Vec<i32>;
    fn booking_month(&mut self) -> &mut Vec<i32>;
    /// Nomenclature codes, if the table has them.
    fn code(&mut self) -> Option<&mut Vec<u32>>;
}

macro_rules! benefit_lines {
    ($rows:ty, |$these:ident, $line:ident| $cost:expr, |$code:ident| $codes:expr, $($column:ident),*) => {
        impl BenefitLines for $rows {
            fn len(&self) -> usize {
                self.person.len()
            }
            fn cost(&self, $line: usize) -> i64 {
                let $these = self;
                $cost
            }
            fn repeat(&mut self, line: usize) {
                $(self.$column.push(self.$column[line]);)*
            }
            fn person(&mut self) -> &mut Vec<i64> {
                &mut self.person
            }
            fn service_date(&mut self) -> &mut Vec<i32> {
                &mut self.service_date
            }
            fn booking_month(&mut self) -> &mut Vec<i32> {
                &mut self.booking_month
            }
            fn code(&mut self) -> Option<&mut Vec<u32>> {
                let $code = self;
                $codes
            }
        }
    };
}

benefit_lines!(
    ClaimRows,
    |rows, line| rows.amount[line],
    |rows| Some(&mut rows.code),
    person,
    service_date,
    code,
    amount,
    share,
    booking_month
);
benefit_lines!(
    DrugRows,
    |rows, line| rows.amount[line] + rows.fee[line],
    |_rows| None,
    person,
    service_date,
    cnk,
    atc,
    ddd,
    amount,
    fee,
    booking_month
);

/// Strikes lines of a table, but those of `spared` persons, with one of some defects each.
fn strike(
    rng: &mut ChaCha8Rng,
    defects: &[Defect],
    lines: &mut impl BenefitLines,
    spared: &HashSet<i64>,
    strangers: &mut Strangers,
    counts: &mut DefectCounts,
) {
    for line in 0..lines.len() {
        let Some(defect) = strikes(rng, defects.len() as u64).map(|defect| defects[defect as usize]) else { continue };
        if spared.contains(&lines.person()[line]) {
            continue;
        }
        let cost = lines.cost(line);
        if defect == Defect::LateBookings {
            let month = &mut lines.booking_month()[line];
            // Thirty months later than before: at least as long after the service.
            *month = later(*month, 30);
            counts.add(defect, cost);
            continue;
        }
        if defect == Defect::UnknownCodes && lines.code().is_none() {
            continue;
        }
        lines.repeat(line);
        let last = lines.len() - 1;
        match defect {
            Defect::UnknownPersons => lines.person()[last] = strangers.next(),
            Defect::OtherYears => lines.service_date()[last] -= 3_652,
            Defect::UnknownCodes => lines.code().into_iter().for_each(|codes| codes[last] = 999_999),
            _ => {}
        }
        counts.add(defect, cost);
    }
}

/// A month (YYYYMM) some months later.
fn later(month: i32, by: i32) -> i32 {
    let months = 12 * (month / 100) + month % 100 - 1 + by;
    100 * (months / 12) + months % 12 + 1
}

/// Books the fees of some deliveries among the claims too; of two deliveries of a day one, lest the fees be alike to the letter.
fn double_fees(rng: &mut ChaCha8Rng, drugs: &DrugRows, claims: &mut ClaimRows, counts: &mut DefectCounts) {
    const CODES: [u32; 4] = [753_550, 753_572, 753_594, 753_616];
    let mut seen = HashSet::new();
    for line in (0..drugs.len()).filter(|line| drugs.fee[*line] > 0) {
        let (person, date) = (drugs.person[line], drugs.service_date[line]);
        if uniform(rng) < 0.25 && seen.insert((person, date)) {
            claims.person.push(person);
            claims.service_date.push(date);
            claims.code.push(CODES[line % CODES.len()]);
            claims.amount.push(drugs.fee[line]);
            claims.share.push(0);
            claims.booking_month.push(drugs.booking_month[line]);
            counts.add(Defect::DoubledFees, drugs.fee[line]);
        }
    }
}

/// Takes back more than some person-years cost; gives their persons.
fn correct(
    rng: &mut ChaCha8Rng,
    population: &PopulationRows,
    claims: &mut ClaimRows,
    drugs: &DrugRows,
    counts: &mut DefectCounts,
) -> HashSet<i64> {
    const LEFT: i64 = -10_000;
    let chosen: HashSet<i64> = population.person.iter().copied().filter(|_| strikes(rng, 1).is_some()).collect();
    let mut costs: HashMap<i64, (i64, usize)> = HashMap::new();
    for line in (0..claims.len()).filter(|line| chosen.contains(&claims.person[*line])) {
        let cost = costs.entry(claims.person[line]).or_insert((0, line));
        cost.0 += claims.cost(line);
    }
    for line in 0..drugs.len() {
        if let Some(cost) = costs.get_mut(&drugs.person[line]) {
            cost.0 += drugs.cost(line);
        }
    }
    // In the order of the population, whatever that of the map.
    for (cost, line) in population.person.iter().filter_map(|person| costs.get(person)) {
        claims.repeat(*line);
        if let (Some(amount), Some(share)) = (claims.amount.last_mut(), claims.share.last_mut()) {
            (*amount, *share) = (LEFT - cost, 0);
        }
        counts.add(Defect::Corrections, LEFT);
    }
    chosen
}

/// Gives the persons of municipalities that merged later a code of before, the same one as long as they stay.
fn unmerge(rows: &mut PopulationRows, counts: &mut DefectCounts) {
    let former = former_codes();
    for ((person, year), municipality) in rows.person.iter().zip(&rows.year).zip(&mut rows.municipality) {
        let old: Vec<u32> = former.iter().filter(|code| code.new == *municipality && *year < code.until).map(|code| code.old).collect();
        if !old.is_empty() {
            *municipality = old[person.unsigned_abs() as usize % old.len()];
            counts.add(Defect::Mergers, 0);
        }
    }
}

fn repeat_rows(rng: &mut ChaCha8Rng, rows: &mut PopulationRows, counts: &mut DefectCounts) {
    for row in 0..rows.person.len() {
        if strikes(rng, 1).is_some() {
            rows.repeat(row);
            counts.add(Defect::DuplicatePersonYears, 0);
        }
    }
}

/// Gives some persons who are there in the year before `start` and in that year another weight from then on.
fn change_weights(rng: &mut ChaCha8Rng, block: &mut Block, start: i32, counts: &mut DefectCounts) {
    let of_year = |year: i32| block.years.iter().find(|rows| rows.year == year).map(|rows| &rows.population.person);
    let (Some(before), Some(after)) = (of_year(start - 1), of_year(start)) else { return };
    let before: HashSet<i64> = before.iter().copied().collect();
    let stayed: HashSet<i64> = after.iter().copied().filter(|person| before.contains(person)).collect();
    let mut in_order: Vec<i64> = stayed.into_iter().collect();
    in_order.sort_unstable();
    let chosen: HashSet<i64> = in_order.into_iter().filter(|_| strikes(rng, 1).is_some()).collect();
    for rows in block.years.iter_mut().filter(|rows| rows.year >= start) {
        let PopulationRows { person, weight, .. } = &mut rows.population;
        person.iter().zip(weight).filter(|(person, _)| chosen.contains(*person)).for_each(|(_, weight)| *weight *= 2.0);
    }
    chosen.iter().for_each(|_| counts.add(Defect::ChangingWeights, 0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::World;

    fn settings(defects: Vec<Defect>) -> Settings {
        Settings { persons: 4_000, first_year: 2016, years: 3, lines: 0.3, defects, ..Settings::default() }
    }

    #[test]
    fn a_clean_block_stays_as_it_is() {
        let world = World::new(settings(Vec::new())).expect("a world");
        let mut block = world.block(0);
        let counts = spoil(&mut block, 0, &settings(Vec::new()));
        assert_eq!(block, world.block(0));
        assert_eq!(counts.iter().count(), 0);
    }

    #[test]
    fn every_defect_is_put_in_and_counted() {
        let all = settings(Defect::ALL.into());
        let world = World::new(all.clone()).expect("a world");
        let (mut block, clean) = (world.block(0), world.block(0));
        let counts = spoil(&mut block, 0, &all);
        assert!(Defect::ALL.iter().all(|defect| counts.of(*defect).0 > 0), "{counts:?}");
        let lines = |block: &Block| block.years.iter().map(|year| year.claims.len() + year.drugs.len()).sum::<usize>() as u64;
        let added = [
            Defect::Corrections,
            Defect::DoubledFees,
            Defect::Duplicates,
            Defect::UnknownPersons,
            Defect::UnknownCodes,
            Defect::OtherYears,
        ];
        assert_eq!(lines(&block) - lines(&clean), added.iter().map(|defect| counts.of(*defect).0).sum::<u64>());
    }

    #[test]
    fn months_pass_over_the_end_of_a_year() {
        assert_eq!([later(201_601, 30), later(201_612, 30), later(201_607, 5)], [201_807, 201_906, 201_612]);
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        assert!(Defect::ALL.iter().all(|defect| Defect::named(defect.name()).is_ok_and(|named| named == *defect)));
        assert!(Defect::named("late").is_err());
    }
}
