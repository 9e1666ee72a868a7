//! Small worlds and studies that several tests share.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use garantie::progress::Silent;
use garantie::report::Results;
use garantie::simulate::{self, Settings};
use garantie::spec::Study;
use garantie::{panel, run};

/// The root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A simulated population of 8,000 persons over four years with large zones, made once; the folder stays until the tests end.
pub fn small_world() -> &'static Path {
    static WORLD: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("world");
        let settings = Settings { persons: 8_000, first_year: 2016, years: 4, lines: 0.2, pilot_share: 0.06, ..Settings::default() };
        simulate::write(settings, &out).expect("a population");
        // Pseudo-pilots enough to be used, and no more: every test of the small world waits for them.
        let study = std::fs::read_to_string(out.join("study.toml")).expect("a study") + "\n[credibility]\nplacebos = 24\n";
        std::fs::write(out.join("study.toml"), study).expect("a study");
        (place, out)
    });
    &WORLD.1
}

/// The study file of the small world.
pub fn small_study() -> Study {
    Study::read(&small_world().join("study.toml")).expect("a valid study")
}

/// The same with an output folder of its own: one command at a time writes to a folder, and tests run side by side.
pub fn small_study_into(folder: &str) -> Study {
    let text = format!("{}\n[output]\nfolder = \"{folder}\"\n", small_study().text());
    Study::parse(&small_world().join("study.toml"), text).expect("a valid study")
}

/// What a study finds.
pub fn judge(study: &Study) -> Results {
    let panel = panel::build(study, &Silent).expect("a panel");
    run::judge(study, &panel, &Silent).expect("results")
}

/// What a study text finds, its paths relative to a folder of the project.
pub fn judge_text(folder: &str, text: &str) -> Results {
    let path = root().join(folder).join("study.toml");
    judge(&Study::parse(&path, text.to_owned()).expect("a valid study"))
}
