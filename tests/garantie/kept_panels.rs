//! A panel is kept for the next command: it is the one that would be made anew, or it is not taken.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use garantie::panel::{self, Panel};
use garantie::progress::Silent;
use garantie::spec::Study;

use crate::malformed::{good, spoil};
use crate::worlds::{small_study, small_world};

/// Runs the study of a folder; gives every table, and whether the claims were read.
fn ran(folder: &Path, more: &[&str]) -> (BTreeMap<String, Vec<u8>>, bool) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_garantie"));
    let output = command.args(["run", "study.toml", "--quiet"]).args(more).current_dir(folder).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = fs::read_dir(folder.join("out")).expect("results").map(|entry| entry.expect("an entry").path());
    let tables =
        files.filter(|path| path.extension().is_some_and(|ending| ["csv", "html", "parquet"].iter().any(|known| ending == *known)));
    let tables =
        tables.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(path).expect("a file"))).collect();
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("out/manifest.json")).expect("a manifest")).expect("JSON");
    let stages = manifest["stages"].as_array().expect("stages").iter();
    (tables, stages.into_iter().any(|stage| stage["name"] == "claims"))
}

/// The files of the only panel that is kept.
fn files_kept(folder: &Path) -> Vec<PathBuf> {
    let kept: Vec<PathBuf> =
        fs::read_dir(folder.join(".out.panels")).expect("panels").map(|entry| entry.expect("an entry").path()).collect();
    let [panel] = kept.as_slice() else { panic!("one panel: {kept:?}") };
    let mut files: Vec<PathBuf> = fs::read_dir(panel).expect("a panel").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    good(folder);
    let (first, read) = ran(folder, &[]);
    assert!(read && !first.is_empty());
    let (again, read) = ran(folder, &[]);
    assert!(!read && again == first, "the panel that was kept, and the same bytes");
    // What is judged may change; what the panel is made of may not.
    spoil(folder, "study.toml", "model = \"age-sex\"", "model = \"age-sex\"\nreading = \"level\"");
    assert!(!ran(folder, &[]).1);
    for (file, right, wrong) in [
        ("study.toml", "[credibility]", "[quality]\nrepeated_lines = \"drop\"\n[credibility]"),
        ("study.toml", "performance = [2018]", "performance = [2018] # and no more"),
        ("study.toml", "zone = [\"11001\"]", "zone = [\"11002\"]"),
        ("claims.csv", "20.25", "20.26"),
        ("population.csv", ",1930,", ",1931,"),
        ("drugs.csv", "12.10", "12.11"),
    ] {
        let (before, _) = ran(folder, &[]);
        spoil(folder, file, right, wrong);
        let (after, read) = ran(folder, &[]);
        // A comment moves no figure: it may cost a reading, never a figure.
        let same = right.starts_with("performance");
        assert!(same || read, "{file}: {wrong}");
        assert!(after == ran(folder, &["--no-cache"]).0, "{file}: {wrong}");
        assert!(after["gains.csv"] != before["gains.csv"] || !["claims.csv", "drugs.csv"].contains(&file), "{file}: {wrong}");
        assert!(!folder.join(".out.panels").exists(), "nothing is left");
    }
}

#[test]
fn a_panel_that_is_damaged_is_made_anew() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    good(folder);
    let (whole, _) = ran(folder, &[]);
    assert_eq!(files_kept(folder).len(), 6, "two years of persons and of costs, the rest, and the digests");
    for file in files_kept(folder) {
        let bytes = fs::read(&file).expect("a file");
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        for damaged in [Some(flipped.as_slice()), Some(&bytes[..bytes.len() / 2]), Some(&[]), None] {
            match damaged {
                Some(bytes) => fs::write(&file, bytes).expect("written"),
                None => fs::remove_file(&file).expect("removed"),
            }
            let (again, read) = ran(folder, &[]);
            assert!(read && again == whole, "{}", file.display());
            assert!(!ran(folder, &[]).1, "kept again: {}", file.display());
        }
    }
}

#[test]
fn a_panel_is_kept_for_its_owner_without_pseudonyms() {
    let place = tempfile::tempdir().expect("a folder");
    good(place.path());
    ran(place.path(), &[]);
    let files = files_kept(place.path());
    #[cfg(unix)]
    for path in files.iter().chain(files[0].ancestors().skip(1).take(2).map(Path::to_owned).collect::<Vec<_>>().iter()) {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).expect("there").permissions());
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    }
    let made = panel::build(&Study::read(&place.path().join("study.toml")).expect("a study"), &Silent).expect("a panel");
    let kept = panel::kept(files[0].parent().expect("a folder")).expect("a panel");
    assert!(made.persons.column(&[0]).is_ok() && kept.persons.column(&[0]).is_err(), "it cannot tell who they are");
}

fn assert_same(made: &Panel, kept: &Panel) {
    assert_eq!(made.persons.len(), kept.persons.len());
    assert_eq!((&made.sectors, &made.conditions, &made.places), (&kept.sectors, &kept.conditions, &kept.places));
    assert_eq!((&made.completed, &made.totals, &made.findings), (&kept.completed, &kept.totals, &kept.findings));
    assert_eq!((made.years.len(), made.before.len()), (kept.years.len(), kept.before.len()));
    for (made, kept) in made.years.iter().chain(&made.before).zip(kept.years.iter().chain(&kept.before)) {
        assert_eq!((made.year, &made.person, &made.cost), (kept.year, &kept.person, &kept.cost));
        assert!(made.frame.schema() == kept.frame.schema() && made.frame.equals_missing(&kept.frame), "{}", made.year);
        assert!(made.at_base == kept.at_base, "{}", made.year);
    }
}

#[test]
fn what_is_kept_is_what_was_made() {
    let place = tempfile::tempdir().expect("a folder");
    let study = |more: &str| Study::parse(&small_world().join("study.toml"), format!("{}\n{more}", small_study().text())).expect("a study");
    let completed = study("[completion]\nmethod = \"chain-ladder\"\nuntil = 201912\n");
    let dropping = study("[quality]\nrepeated_lines = \"drop\"\n[scope]\nsectors = [\"doctors\", \"hospitals\"]\n");
    let one_base = small_study().text().replacen("base = [2016, 2017]", "base = [2017]", 1);
    let before = one_base + "\n[population]\nknown = \"previous-year\"\n";
    let before = Study::parse(&small_world().join("study.toml"), before).expect("a study");
    for (name, study) in [("plain", small_study()), ("completed", completed), ("dropping", dropping), ("before", before)] {
        let made = panel::build(&study, &Silent).expect("a panel");
        assert_eq!(made.before.is_empty(), name != "before");
        let folder = place.path().join(name);
        panel::keep(&made, &folder).expect("kept");
        assert_same(&made, &panel::kept(&folder).expect("what was kept"));
        // Another takes its place.
        panel::keep(&made, &folder).expect("kept");
        assert!(panel::kept(&folder).is_some());
    }
    assert!(panel::kept(&place.path().join("nothing")).is_none());
    let made = panel::build(&small_study(), &Silent).expect("a panel");
    fs::write(place.path().join("a file"), "").expect("written");
    assert!(panel::keep(&made, &place.path().join("a file/panel")).is_err(), "a place that is none");
}
