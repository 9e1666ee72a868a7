//! The one-way order of the house: no module imports one to its right.

use std::fs;
use std::path::Path;

use crate::worlds::root;

/// From left to right; those on one line do not know each other.
const ORDER: [&[&str]; 15] = [
    &["money", "progress"],
    &["spec", "simulate"],
    &["quality"],
    &["ingest"],
    &["panel"],
    &["design"],
    &["fit"],
    &["counterfactual"],
    &["credibility"],
    &["compare", "settle"],
    &["report"],
    &["error"],
    &["run"],
    &["cli"],
    &["main"],
];

fn place(module: &str) -> usize {
    ORDER.iter().position(|modules| modules.contains(&module)).unwrap_or_else(|| panic!("module `{module}` has no place in the order"))
}

fn sources(folder: &Path, into: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let relative = path.strip_prefix(root().join("src")).expect("below src").to_string_lossy().into_owned();
            into.push((relative, fs::read_to_string(&path).expect("text")));
        }
    }
}

#[test]
fn no_module_imports_one_to_its_right() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    assert!(files.len() > 40, "the sources are where the test looks for them");
    for (file, text) in files.iter().filter(|(file, _)| file != "lib.rs") {
        let module = file.split(['/', '.']).next().expect("a first part");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for import in line.split("crate::").skip(1) {
                let imported: String = import.chars().take_while(|letter| letter.is_ascii_lowercase() || *letter == '_').collect();
                let grouped = imported.is_empty();
                let allowed = grouped || imported == module || place(&imported) < place(module);
                assert!(allowed, "src/{file}, line {}: `{module}` may not import `{imported}`", number + 1);
            }
            if let Some(group) = line.split("crate::{").nth(1) {
                let names = group.trim_end_matches("};").split(',').map(|name| name.trim().split(':').next().unwrap_or_default());
                for imported in names.filter(|name| name.chars().next().is_some_and(|letter| letter.is_ascii_lowercase())) {
                    let allowed = imported == "self" || imported == module || place(imported) < place(module);
                    assert!(allowed, "src/{file}, line {}: `{module}` may not import `{imported}`", number + 1);
                }
            }
        }
    }
}

#[test]
fn no_code_of_ours_is_unsafe() {
    for crate_root in ["lib.rs", "main.rs"] {
        let text = fs::read_to_string(root().join("src").join(crate_root)).expect("text");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{crate_root}");
    }
}

#[test]
fn tables_stop_at_design() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for (file, text) in files {
        let module = file.split(['/', '.']).next().expect("a first part").to_owned();
        let allowed = ["ingest", "panel", "design", "simulate"].contains(&module.as_str()) || file == "report/table.rs";
        assert!(allowed || !text.contains("polars::"), "src/{file} knows the table engine");
    }
}
