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

/// The module docs at the head of a source file.
fn page(file: &str) -> String {
    let text = fs::read_to_string(root().join("src").join(file)).expect("text");
    text.lines().map_while(|line| line.strip_prefix("//!")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_book_can_be_read_from_page_to_page() {
    let contents = page("lib.rs");
    let of_chapter = |line: &str| {
        let (number, rest) = line.trim().split_once(". [")?;
        number.parse::<usize>().ok()?;
        let (title, path) = rest.split_once("](crate::")?;
        Some((title.to_owned(), path.split(')').next()?.to_owned()))
    };
    let chapters: Vec<(String, String)> = contents.lines().filter_map(of_chapter).collect();
    assert!(chapters.len() > 20, "the contents list the chapters");
    let link = |place: usize| chapters.get(place).map(|(title, path)| format!("[{title}](crate::{path})"));
    assert!(contents.ends_with(&format!("{} →", link(0).expect("a first chapter"))));
    for (place, (title, path)) in chapters.iter().enumerate() {
        let file = path.replace("::", "/");
        let file = [format!("{file}.rs"), format!("{file}/mod.rs")].into_iter().find(|file| root().join("src").join(file).exists());
        let text = page(&file.unwrap_or_else(|| panic!("{path} is a module")));
        assert!(text.trim_start().starts_with(&format!("**{title}.** ")), "{path} begins with its title");
        for part in ["?", "\n # Formula", "\n # Example"] {
            assert!(text.contains(part), "{path} has no `{}`", part.trim());
        }
        let before = place.checked_sub(1).and_then(link).map(|link| format!("← {link}"));
        let after = link(place + 1).map(|link| format!("{link} →"));
        let foot = [before, Some("[Contents](crate)".to_owned()), after].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        assert!(text.ends_with(&foot), "{path} does not end with: {foot}");
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
