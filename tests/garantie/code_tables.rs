//! Tables of codes that change in time: a line counts in the sector, and a delivery for the condition, of its own day.

use std::collections::BTreeMap;
use std::fs;

use garantie::ingest::DataError;
use garantie::money::Cents;
use garantie::panel::{self, Panel, PanelError};
use garantie::progress::Silent;
use garantie::spec::Study;
use polars::prelude::*;

use crate::inputs::Inputs;
use crate::worlds::{small_study, small_world};

/// The panel of the good inputs under tables of codes of its own, and the changes that a test makes to the inputs.
fn panel_with(sectors: Option<&str>, morbidity: Option<&str>) -> Result<Panel, PanelError> {
    let place = tempfile::tempdir().expect("a folder");
    let mut inputs = Inputs::good();
    for (name, table) in [("sectors", sectors), ("morbidity", morbidity)] {
        if let Some(table) = table {
            fs::write(place.path().join(format!("{name}.csv")), table).expect("written");
            inputs.data += &format!("{name} = \"{name}.csv\"\n");
        }
    }
    panel::build(&inputs.study(place.path()), &Silent)
}

#[track_caller]
fn refusal(sectors: Option<&str>, morbidity: Option<&str>) -> String {
    match panel_with(sectors, morbidity) {
        Err(PanelError::Data(error @ (DataError::Codebook { .. } | DataError::BadLines { .. } | DataError::Several(_)))) => {
            format!("{error}")
        }
        Err(other) => panic!("another refusal: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

/// Days since 1970 of the first of July 2018 and of the first of January 2019.
const JULY_2018: i32 = 17_713;
const YEAR_2019: i32 = 17_897;

/// What the table below says, written once more.
fn sector_of(code: i64, day: i32) -> Option<&'static str> {
    Some(match code {
        101_000..=299_999 | 450_000..=479_999 | 540_000..=559_999 if day < JULY_2018 => "doctors",
        101_000..=299_999 => "general practice",
        450_000..=479_999 | 540_000..=559_999 if day < YEAR_2019 => "technical",
        300_000..=379_999 => "dentists",
        420_000..=429_999 => "nurses",
        560_000..=569_999 | 600_000..=699_999 => "other",
        760_000..=769_999 => "hospitals",
        _ => return None,
    })
}

const RECODED: &str = "code_from;code_to;sector;from;to;note
101000;299999;doctors;;30/06/2018;whole chapters until then
450000;479999;doctors;;2018-06-30;
540000;559999;doctors;;2018-06-30;
101000;299999;general practice;01/07/2018;;
450000;479999;technical;2018-07-01;2018;no sector from 2019 on
540000;559999;technical;2018-07-01;2018;
300000;379999;dentists;;;
420000;429999;nurses;;;
560000;569999;other;;;
600000;699999;other;;;
760000;769999;hospitals;;;
drugs;;pharmaceuticals;;2018-06-30;
drugs;;delivered;2018-07-01;;
";

/// Adds the cents of lines, read from the files by themselves, to their persons, years and sectors.
fn add_lines(
    sums: &mut BTreeMap<(i64, i32, &'static str), i64>,
    lines: &DataFrame,
    amounts: &[&str],
    sector: impl Fn(usize, i32) -> Option<&'static str>,
) {
    let persons = lines.column("SS00010").expect("persons").i64().expect("numbers");
    let days = lines.column("SS00015").expect("days").date().expect("dates");
    for (row, ((person, day), year)) in persons.iter().zip(days.physical().iter()).zip(days.year().iter()).enumerate() {
        let Some(sector) = sector(row, day.expect("a day")) else { continue };
        let cents: i64 = amounts
            .iter()
            .map(|name| lines.column(name).expect("amounts").f64().expect("euro").get(row).expect("an amount"))
            .map(|euro| Cents::from_euro(euro).expect("cents").0)
            .sum();
        *sums.entry((person.expect("a person"), year.expect("a year"), sector)).or_default() += cents;
    }
}

fn read(file: &str) -> DataFrame {
    ParquetReader::new(fs::File::open(small_world().join(file)).expect("a file")).finish().expect("a table")
}

#[test]
fn a_code_that_changes_its_sector_in_the_middle_of_a_year_is_split_to_the_cent() {
    let place = tempfile::tempdir().expect("a folder");
    let table = place.path().join("sectors.csv");
    fs::write(&table, RECODED).expect("written");
    let text = small_study().text().replacen("[data]\n", &format!("[data]\nsectors = \"{}\"\n", table.display()), 1);
    let study = Study::parse(&small_world().join("study.toml"), text).expect("a study");
    let panel = panel::build(&study, &Silent).expect("a panel");

    let mut expected = BTreeMap::new();
    let mut without = 0;
    for year in [2016, 2017, 2018, 2019] {
        let claims = read(&format!("claims/year={year}/claims.parquet"));
        let codes = claims.column("SS00020").expect("codes").cast(&DataType::Int64).expect("numbers");
        let codes = codes.i64().expect("numbers");
        add_lines(&mut expected, &claims, &["SS00060"], |row, day| sector_of(codes.get(row).expect("a code"), day));
        without += codes.iter().flatten().filter(|code| sector_of(*code, YEAR_2019).is_none()).count() as u64 * u64::from(year == 2019);
        let drugs = read(&format!("drugs/{year}.parquet"));
        let sector = |_, day| Some(if day < JULY_2018 { "pharmaceuticals" } else { "delivered" });
        add_lines(&mut expected, &drugs, &["SS00060", "SS00195"], sector);
    }

    let mut compared = 0;
    for year in &panel.years {
        let persons = panel.persons.column(&year.person).expect("pseudonyms");
        for (row, person) in persons.i64().expect("numbers").iter().enumerate() {
            for (column, sector) in panel.sectors.iter().enumerate() {
                let name = [
                    "doctors",
                    "general practice",
                    "technical",
                    "dentists",
                    "nurses",
                    "other",
                    "hospitals",
                    "pharmaceuticals",
                    "delivered",
                ]
                .into_iter()
                .find(|name| name == sector)
                .expect("a sector of the table");
                let cents = expected.remove(&(person.expect("a person"), year.year, name)).unwrap_or(0);
                assert_eq!(year.cost[row * panel.sectors.len() + column], cents, "{sector} in {}", year.year);
                compared += u64::from(cents != 0);
            }
        }
    }
    assert!(expected.is_empty() && compared > 10_000, "{} left, {compared} compared", expected.len());
    let of = |year: i32, sector: &str| panel.totals.of(year, &panel::Bucket::Sector(sector.into())).lines;
    assert!(["doctors", "general practice", "technical", "pharmaceuticals", "delivered"].iter().all(|sector| of(2018, sector) > 100));
    assert_eq!((of(2019, "technical"), of(2017, "delivered"), of(2019, "doctors")), (0, 0, 0));
    let finding = panel.findings.iter().find(|finding| finding.rule == "code-without-sector").expect("lines without a sector");
    assert_eq!(finding.count, without);
}

#[test]
fn a_threshold_and_a_class_that_change_hold_for_their_time() {
    // 60 + person % 80 doses of A10BA02 on the first of March of both years, 400 persons: 250 reach 90, 100 reach 120.
    let diabetics = |morbidity: &str| -> Vec<u32> {
        let panel = panel_with(None, Some(&format!("atc,condition,threshold,from,to\n{morbidity}"))).expect("a panel");
        let of = |frame: &DataFrame| frame.column("diabetes").expect("a condition").bool().expect("marks").sum().unwrap_or(0);
        panel.years.iter().map(|year| of(&year.frame)).collect()
    };
    assert_eq!(diabetics("A10,diabetes,90,,"), [250, 250]);
    assert_eq!(diabetics("A10,diabetes,90,,2017\nA10,diabetes,120,2018,"), [250, 100]);
    assert_eq!(diabetics("A10A,diabetes,90,,\nA10B,diabetes,90,,2018-02-28"), [250, 0]);
    assert_eq!(diabetics("A10,diabetes,90,2018-03-01,2018-03-01"), [0, 250]);
}

#[test]
fn tables_of_codes_that_contradict_themselves_are_refused_with_their_lines() {
    let sectors = |rows: &str| refusal(Some(&format!("code_from,code_to,sector,from,to\n{rows}")), None);
    let said = sectors("101000,102000,old,,2018\n101076,101076,new,2018-07-01,");
    assert!(said.contains("sectors.csv, line 3: `101076` has a sector at that time already, on line 2"), "{said}");
    let said = sectors("101000,102000,old,2018-07-01,2018-06-30\n102001,103000,old,soon,");
    assert!(said.contains("line 2: `2018-07-01` is after `2018-06-30`") && said.contains("line 3: `soon` is neither a date"), "{said}");
    let said = refusal(Some("code_from,code_to,sector,from,until\n101000,102000,old,,2018\n"), None);
    assert!(said.contains("line 1: nothing reads a column `until`: there are code_from, code_to, sector, from, to, note"), "{said}");
    let said = refusal(None, Some("atc,condition,threshold,from,to\nA10,diabetes,90,,2018-06-30\nA10,diabetes,120,2018-07-01,\n"));
    assert!(said.contains("morbidity.csv, line 3: the condition has another threshold in the same year on line 2"), "{said}");
}
