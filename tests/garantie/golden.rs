//! Every figure of a frozen set of studies, to ten significant digits: a change that moves one says so in the difference of a file.
//!
//! ```sh
//! GOLDEN=write cargo test --test garantie golden    # after a change that is meant to move figures; then read what moved
//! ```

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use garantie::progress::Silent;
use garantie::run;
use garantie::spec::Study;

use crate::adversary::{self, cells};
use crate::worlds::{root, small_study, small_world};

/// Digits that are kept.
const DIGITS: usize = 10;

/// Where the figures stand.
fn golden() -> PathBuf {
    root().join("tests/reference/golden")
}

/// A cell with no more digits than are kept; what is no number with more stays.
fn kept(cell: &str) -> String {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    match cell.parse::<f64>() {
        Ok(number) if digits > DIGITS && cell.contains(['.', 'e']) => {
            let rounded: f64 = format!("{number:.*e}", DIGITS - 1).parse().expect("a number");
            rounded.to_string()
        }
        _ => cell.to_owned(),
    }
}

/// A table with its cells kept; those with a comma in quotes.
fn table(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| cells(line).iter().map(|cell| kept(cell)).collect()).collect()
}

fn written(rows: &[Vec<String>]) -> String {
    let quoted = |cell: &String| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() };
    rows.iter().fold(String::new(), |mut text, row| {
        let _ = writeln!(text, "{}", row.iter().map(quoted).collect::<Vec<_>>().join(","));
        text
    })
}

/// Whether a figure is as it was. Sums that cancel, to nothing or nearly, leave noise of their largest part.
fn same(was: &str, is: &str, largest: f64) -> bool {
    let (Ok(a), Ok(b)) = (was.parse::<f64>(), is.parse::<f64>()) else { return was == is };
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) || (a - b).abs() <= 1e-13 * largest
}

/// Holds the tables of a finished run against those that are frozen.
fn hold(study: &str, out: &Path, tables: &[&str]) {
    let folder = golden().join(study);
    let mut moved = Vec::new();
    for name in tables {
        let (path, is) = (folder.join(format!("{name}.csv")), table(&out.join(format!("{name}.csv"))));
        if std::env::var("GOLDEN").is_ok_and(|wish| wish == "write") {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, written(&is)).expect("written");
            continue;
        }
        let was = table(&path);
        assert_eq!((was.len(), &was[0]), (is.len(), &is[0]), "{study}/{name}: other rows or columns");
        for (column, head) in is[0].iter().enumerate() {
            let numbers = was.iter().filter_map(|row| row[column].parse::<f64>().ok()).filter(|number| number.is_finite());
            let largest = numbers.fold(0.0, |largest: f64, number| largest.max(number.abs()));
            for (row, (was, is)) in was.iter().zip(&is).enumerate() {
                if !same(&was[column], &is[column], largest) {
                    let keys = is[..is.len().min(5)].join(" ");
                    moved.push(format!("{study}/{name}, row {row} ({keys}), {head}: was {}, is {}", was[column], is[column]));
                }
            }
        }
    }
    assert!(moved.is_empty(), "{} figures moved:\n{}", moved.len(), moved[..moved.len().min(30)].join("\n"));
}

/// A study of the project with its results in a folder of the test.
fn sample(file: &str, out: &Path) -> Study {
    let path = root().join(file);
    let text = fs::read_to_string(&path).expect("a study");
    let text = text.split("[output]").next().expect("a text").to_owned();
    Study::parse(&path, format!("{text}\n[output]\nfolder = {:?}\nformats = [\"csv\"]\n", out.display().to_string()))
        .expect("a valid study")
}

const GAINS: [&str; 4] = ["gains", "gains_by_sector", "decomposition", "outlier_curve"];

#[test]
fn golden_samples() {
    for (name, file, more) in [
        ("sites", "data-samples/rand-hie/sites.toml", &["models", "calibration", "case_mix"][..]),
        ("cost-sharing", "data-samples/rand-hie/cost-sharing.toml", &["models", "calibration", "case_mix"][..]),
        (
            "synthetic",
            "data-samples/synthetic/study.toml",
            &["placebo_summary", "placebo_years", "precision", "findings", "control_totals"][..],
        ),
    ] {
        let place = tempfile::tempdir().expect("a folder");
        run::run(&sample(file, place.path()), 2, &Silent).expect("a run");
        hold(name, place.path(), &[&GAINS[..], more].concat());
    }
}

/// One variant of each family on a small made-up world, with the bootstrap.
const FAMILIES: [(&str, &str); 8] = [
    ("gaussian", "family = \"gaussian\""),
    ("poisson", "family = \"poisson\"\nlink = \"log\""),
    ("gamma", "family = \"gamma\"\nlink = \"log\"\nby = \"total\""),
    ("tweedie", "family = \"tweedie\"\nlink = \"log\"\npower = 1.5\nby = \"total\""),
    ("two-part", "family = \"gamma\"\nlink = \"log\"\ntwo_part = true\nby = \"total\""),
    ("by-total", "family = \"poisson\"\nlink = \"log\"\nby = \"total\""),
    ("pooled", "family = \"gaussian\"\npooled = true"),
    ("screened", "family = \"gaussian\"\nscreen = \"elastic net\""),
];

/// The study of the made-up world with a variant of each family.
fn families(folder: &Path, more: &str) -> Study {
    let mut variants = String::new();
    for (name, head) in FAMILIES {
        let terms = "[[term]]\nkind = \"age_sex\"\nbands = [0, 45, 65]\n[[term]]\nkind = \"conditions\"\n";
        fs::write(folder.join(format!("{name}.toml")), format!("name = \"{name}\"\ndescription = \"d\"\n{head}\n{terms}"))
            .expect("written");
        let _ = write!(variants, "[[variant]]\nname = \"{name}\"\nmodel = \"{name}.toml\"\noutliers = {{ rule = \"none\" }}\n");
    }
    let text = adversary::study_of(folder, 7, 1200);
    Study::parse(&folder.join("study.toml"), format!("{text}{variants}{more}")).expect("a valid study")
}

#[test]
fn golden_families() {
    let place = tempfile::tempdir().expect("a folder");
    let study = families(place.path(), "[credibility]\nplacebos = 12\nreplicates = 99\n");
    run::run(&study, 2, &Silent).expect("a run");
    hold("families", &place.path().join("out"), &["gains", "models", "placebo_summary", "placebos", "placebo_years", "decomposition"]);
}

#[test]
fn golden_comparison() {
    let place = tempfile::tempdir().expect("a folder");
    let more = "[credibility]\nplacebos = 12\n[compare]\nfamily = [\"gaussian\", \"poisson\"]\nreading = [\"level\", \"evolution\", \"additive\"]\n\
        outliers = [{ rule = \"none\" }, { rule = \"cap\", quantile = 0.95 }]\nreference = [\"pilots\", \"pilot\"]\n";
    run::compare(&families(place.path(), more), 2, &Silent).expect("a comparison");
    hold("comparison", &place.path().join("out"), &["specification_curve", "compare_summary", "choice_effects", "rank_stability"]);
}

#[test]
fn golden_completion() {
    let text = small_study().text().replacen("placebos = 24", "placebos = 0", 1);
    let text = format!("{text}\n[completion]\nmethod = \"chain-ladder\"\nuntil = 201912\n[output]\nfolder = \"out-golden\"\n");
    let study = Study::parse(&small_world().join("study.toml"), text).expect("a valid study");
    run::run(&study, 2, &Silent).expect("a run");
    hold("completion", &small_world().join("out-golden"), &["gains", "completion", "completion_factors", "control_totals"]);
}
