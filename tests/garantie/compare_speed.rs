//! What one more variant costs. Not a test of anything but that comparisons end.
//!
//! ```sh
//! GARANTIE_STUDY=big/study.toml cargo test --test garantie -- --ignored --nocapture marginal_cost
//! ```
//!
//! The study is one of `garantie simulate`, without variants and sections of its own.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use garantie::progress::Silent;
use garantie::run;
use garantie::spec::Study;

/// Each line adds to the one before what its comment says.
const COMPARISONS: [(&str, &str); 6] = [
    ("2 readings", "reading = ['level', 'evolution']"),
    ("4 readings", "reading = ['level', 'evolution', 'additive', 'credible']"),
    (
        "x 3 outlier rules",
        "reading = ['level', 'evolution', 'additive', 'credible']\n\
         outliers = [{ rule = 'none' }, { rule = 'cap' }, { rule = 'cap', quantile = 0.95 }]",
    ),
    (
        "x 3 sets of adjusters",
        "reading = ['level', 'evolution', 'additive', 'credible']\n\
         outliers = [{ rule = 'none' }, { rule = 'cap' }, { rule = 'cap', quantile = 0.95 }]\n\
         model = ['age-sex', 'ols-demographic', 'ols-morbidity']",
    ),
    ("4 readings, poisson", "model = ['poisson-log']\nreading = ['level', 'evolution', 'additive', 'credible']"),
    ("4 readings, gamma", "model = ['gamma-log']\nreading = ['level', 'evolution', 'additive', 'credible']"),
];

#[test]
#[ignore = "minutes: needs a simulated study, GARANTIE_STUDY"]
fn marginal_cost_of_a_variant() {
    let path = PathBuf::from(std::env::var("GARANTIE_STUDY").expect("GARANTIE_STUDY names a study"));
    let text = fs::read_to_string(&path).expect("a study");
    for (name, compare) in COMPARISONS {
        let folder = "[output]\nfolder = \"out-marginal-cost\"\nformats = [\"csv\"]";
        let study = Study::parse(&path, format!("{text}\n[compare]\n{compare}\n{folder}\n")).expect("a valid study");
        let begun = Instant::now();
        let comparison = run::compare(&study, 0, &Silent).expect("a comparison");
        let seconds = begun.elapsed().as_secs_f64();
        let manifest = fs::read_to_string(study.output.folder.join("compare.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        let stages = manifest["stages"].as_array().cloned().unwrap_or_default();
        let of = |name: &str| stages.iter().find(|stage| stage["name"] == name).and_then(|stage| stage["seconds"].as_f64()).unwrap_or(0.0);
        let (models, gains) = (of("models"), of("gains"));
        let variants = comparison.variants.len() as f64;
        println!(
            "{name:24} {variants:4} variants {seconds:8.2} s, without reading {:8.2} s: {:6.3} s a variant (rows {models:.2} s, gains {gains:.2} s)",
            models + gains,
            (models + gains) / variants
        );
    }
}
