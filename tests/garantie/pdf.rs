//! The report as PDF: the same bytes each time where the engine is built with it, a refusal before anything is written where it is not.

use garantie::spec::{Format, Study, StudyError};

use crate::worlds::{small_study_into, small_world};

/// The small study into a folder, its report as PDF alone.
fn study(folder: &str) -> Result<Study, StudyError> {
    let text = small_study_into(folder).text().to_owned() + "formats = [\"pdf\"]\n";
    Study::parse(&small_world().join("study.toml"), text)
}

#[cfg(not(feature = "pdf"))]
#[test]
fn an_engine_without_it_says_how_to_build_one_before_a_run_begins() {
    let refused = study("out-no-pdf").expect_err("a refusal");
    assert!(refused.to_string().contains("built without the report as PDF"), "{refused}");
    assert!(refused.help.as_deref().is_some_and(|help| help.contains("--features pdf")), "{:?}", refused.help);

    let run = small_study_into("out-run-without-pdf");
    garantie::run::run(&run, 1, &garantie::progress::Silent).expect("a run");
    let out = tempfile::tempdir().expect("a folder");
    let formats = [Format::Html, Format::Pdf];
    let refused = garantie::run::report(&run.output.folder, None, &formats, Some(out.path())).err().expect("a refusal");
    assert!(refused.exit_code() == 2 && refused.help().is_some_and(|help| help.contains("--features pdf")), "{refused}");
    let files = std::fs::read_dir(out.path()).expect("a list").map(|entry| entry.expect("an entry").file_name());
    let left: Vec<_> = files.filter(|name| name != ".garantie.lock").collect();
    assert!(left.is_empty(), "not even the report that could be written: {left:?}");
}

#[cfg(feature = "pdf")]
mod built {
    use std::fs;
    use std::path::Path;

    use garantie::progress::Silent;
    use garantie::run;
    use garantie::spec::Language;

    use super::*;

    /// The pages of a document, by what its page tree says.
    fn pages(pdf: &[u8]) -> usize {
        let text = String::from_utf8_lossy(pdf);
        let counts = text.split("/Count ").skip(1).map(|rest| rest.split(|sign: char| !sign.is_ascii_digit()).next().unwrap_or_default());
        counts.filter_map(|count| count.parse().ok()).max().unwrap_or_default()
    }

    #[test]
    fn a_run_and_its_results_rendered_again_give_the_same_bytes() {
        let study = study("out-pdf").expect("a valid study");
        run::run(&study, 2, &Silent).expect("a run");
        let read = |folder: &Path, name: &str| fs::read(folder.join(name)).expect("a file");
        let first = read(&study.output.folder, "report.pdf");
        assert!(first.starts_with(b"%PDF-1.7"));
        let pilots = study.pilots.len();
        assert!(pages(&first) > 2 * pilots + 5, "{} pages, two of each of {pilots} pilots", pages(&first));

        let out = tempfile::tempdir().expect("a folder");
        let rendered = |language: Language| run::report(&study.output.folder, Some(language), &[Format::Pdf], Some(out.path())).map(drop);
        for (language, name) in [(Language::En, "report-en.pdf"), (Language::Fr, "report-fr.pdf"), (Language::Nl, "report-nl.pdf")] {
            rendered(language).expect("rendered");
            let pdf = read(out.path(), name);
            assert_eq!(pdf == first, language == Language::En, "{name}");
            let tag = format!("/Lang({})", &name[7..9]);
            assert!(String::from_utf8_lossy(&pdf).contains(&tag), "{tag}");
        }
        run::run(&study, 1, &Silent).expect("a run");
        assert!(read(&study.output.folder, "report.pdf") == first, "another run, on another number of threads");
    }
}
