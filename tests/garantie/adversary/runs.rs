//! Two runs that differ by few persons: no run alone can hide the difference from who has both, so to hold them against each other says it.

use std::path::Path;
use std::process::Command;

use garantie::progress::Silent;
use garantie::report::RunChanges;
use garantie::run;
use garantie::spec::Study;

use super::world::{self, Row};

/// A finished run of a world, in a folder of its own; `zone` takes the place of the first pilot's.
fn finished(folder: &Path, rows: &[Row], zone: Option<&str>) {
    world::write(folder, rows, "pilots", "sample");
    let text = std::fs::read_to_string(folder.join("study.toml")).expect("a study");
    let (variants, pilots) = (text.find("[[variant]]").expect("variants"), text.find("[[pilot]]").expect("pilots"));
    let mut text = format!("{}[[variant]]\nname = \"v\"\nmodel = \"model.toml\"\n", &text[..variants]);
    if let Some(zone) = zone {
        let from = pilots + text[pilots..].find("zone = [").expect("a zone");
        let to = from + text[from..].find(']').expect("its end") + 1;
        text.replace_range(from..to, &format!("zone = [{zone}]"));
    }
    std::fs::write(folder.join("study.toml"), &text).expect("written");
    let study = Study::parse(&folder.join("study.toml"), text).expect("a study");
    run::run(&study, 2, &Silent).expect("a run");
}

fn held_against(first: &Path, second: &Path) -> RunChanges {
    run::changes(&first.join("out"), &second.join("out")).expect("two runs")
}

fn exit_code(first: &Path, second: &Path) -> Option<i32> {
    let folders = [first.join("out"), second.join("out")];
    Command::new(env!("CARGO_BIN_EXE_garantie")).arg("compare").args(folders).output().expect("the program starts").status.code()
}

#[test]
fn runs_that_differ_by_one_person_are_told_apart_as_such() {
    let places = [(), (), ()].map(|()| tempfile::tempdir().expect("a folder"));
    let [all, without, again] = &places;
    let rows = world::rows(11, 900);
    let gone = rows.iter().find(|row| row.pilot() == Some(0) && row.meets("age >= 18") && row.year == 2018).expect("a person").person;
    let fewer: Vec<Row> = rows.iter().filter(|row| row.person != gone).cloned().collect();
    finished(all.path(), &rows, None);
    finished(without.path(), &fewer, None);
    finished(again.path(), &rows, None);
    assert!(held_against(all.path(), without.path()).few_between > 0);
    assert_eq!(exit_code(all.path(), without.path()), Some(1));
    assert_eq!((held_against(all.path(), again.path()).few_between, exit_code(all.path(), again.path())), (0, Some(0)));
}

#[test]
fn a_zone_that_holds_another_and_few_persons_more_is_told() {
    let places = [(), ()].map(|()| tempfile::tempdir().expect("a folder"));
    let [narrow, wide] = &places;
    let mut rows = world::rows(12, 900);
    // A municipality of the pilot where two target persons live.
    let mut there: Vec<usize> = rows.iter().filter(|row| row.municipality == 3 && row.meets("age >= 18")).map(|row| row.person).collect();
    there.sort_unstable();
    there.dedup();
    rows.retain(|row| row.municipality != 3 || there[..2].contains(&row.person));
    let zone = |places: std::ops::Range<u32>| places.map(|place| format!("\"place-{place:02}\"")).collect::<Vec<_>>().join(", ");
    finished(narrow.path(), &rows, Some(&zone(0..3)));
    finished(wide.path(), &rows, Some(&zone(0..4)));
    assert!(held_against(narrow.path(), wide.path()).few_between > 0);
}
