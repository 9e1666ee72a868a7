//! Results never take the place of what they are made from: what a study writes, held against what it reads.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};
use serde_spanned::Spanned;

use super::check::{Refusal, refuse};
use super::{Data, Format, Input, Output, Study, StudyError};

/// Tables that the commands write to the output folder of a study, each with its endings.
const TABLES: [&str; 21] = [
    "calibration",
    "case_mix",
    "choice_effects",
    "compare_summary",
    "completion",
    "completion_factors",
    "control_totals",
    "decomposition",
    "findings",
    "gains",
    "gains_by_sector",
    "models",
    "operating_characteristics",
    "outlier_curve",
    "placebo_summary",
    "placebo_years",
    "placebos",
    "precision",
    "rank_stability",
    "settlement",
    "specification_curve",
];

/// What else they write there.
const OTHERS: [&str; 6] = ["calibration.html", "compare.html", "compare.json", "manifest.json", "results.toml", "settlement.html"];

/// Report and workbook, each also in a language that it was rendered in again.
const FACES: [(&str, &str); 3] = [("report", "html"), ("report", "pdf"), ("results", "xlsx")];

/// Every name that the commands may write to the output folder of a study; the panel, which has a command of its own, aside.
pub fn output_names() -> impl Iterator<Item = String> {
    let tables = TABLES.iter().flat_map(|table| ["csv", "parquet", "arrow"].map(|ending| format!("{table}.{ending}")));
    let faces = ["", "-en", "-fr", "-nl"].into_iter().flat_map(|tag| FACES.map(|(name, ending)| format!("{name}{tag}.{ending}")));
    tables.chain(faces).chain(OTHERS.map(str::to_owned))
}

/// How to build an engine that writes the report as PDF.
pub const PDF_BUILD: &str = "build garantie with it: cargo build --features pdf, or cargo install --path . --features pdf";

/// The formats of a study, csv, parquet, xlsx and html when it names none. One that this engine cannot write is refused before a run begins.
pub(super) fn formats(named: Option<Spanned<Vec<Format>>>) -> Result<Vec<Format>, Refusal> {
    let Some(named) = named else { return Ok(vec![Format::Csv, Format::Parquet, Format::Xlsx, Format::Html]) };
    if named.get_ref().contains(&Format::Pdf) && !cfg!(feature = "pdf") {
        return refuse(named.span(), "this garantie is built without the report as PDF", PDF_BUILD);
    }
    Ok(named.into_inner())
}

impl Data {
    /// The files and patterns that a study reads, by table; its layouts and models aside.
    pub fn tables(&self) -> Vec<(&'static str, &Spanned<PathBuf>)> {
        let mut tables = Vec::new();
        for input in [&self.input].into_iter().chain(&self.pilots) {
            match input {
                Input::Panel { panel, .. } => tables.push(("panel", panel)),
                Input::Claims { population, claims, drugs, sectors, morbidity } => {
                    tables.extend([("population", population), ("claims", claims)]);
                    let optional = [("drugs", drugs), ("sectors", sectors), ("morbidity", morbidity)];
                    tables.extend(optional.into_iter().filter_map(|(table, path)| Some((table, path.as_ref()?))));
                }
            }
        }
        let places = [("geography", &self.geography), ("mergers", &self.mergers)];
        tables.extend(places.into_iter().filter_map(|(table, path)| Some((table, path.as_ref()?))));
        tables
    }
}

impl Output {
    /// The hidden folder beside that of the results in which panels may be kept: never in it, as results are given out.
    pub fn place_of_panels(&self) -> Option<PathBuf> {
        let name = self.folder.file_name()?.to_str()?;
        Some(self.folder.with_file_name(format!(".{name}.panels")))
    }
}

impl Study {
    /// Refuses an output folder in which a result would be a file that the study reads; `folder` is where the study names it.
    pub(super) fn check_output(&self, folder: Option<Range<usize>>) -> Result<(), StudyError> {
        let place = settled(&self.output.folder);
        for (table, pattern) in self.data.tables() {
            let pattern_of = Reads::new(pattern.get_ref());
            if let Some(name) = output_names().find(|name| pattern_of.file(&place.join(name))) {
                let message = format!("the result `{name}` would be written where the study reads `{table}`");
                let help = "give the results a folder of their own in [output]";
                return Err(self.refuse(folder.or(Some(pattern.span())), message, help));
            }
        }
        Ok(())
    }

    /// Refuses to write a file that the study reads.
    ///
    /// # Errors
    /// Names the table that the file belongs to.
    pub fn check_written(&self, file: &Path) -> Result<(), StudyError> {
        let place = settled(file);
        let read = self.data.tables().into_iter().find(|(_, pattern)| Reads::new(pattern.get_ref()).file(&place));
        match read {
            None => Ok(()),
            Some((table, pattern)) => {
                let message = format!("{} is read by this study as `{table}`", file.display());
                Err(self.refuse(Some(pattern.span()), message, "write to another file"))
            }
        }
    }
}

/// What a path or pattern of a study reads.
struct Reads {
    /// What stands before the first component that is a pattern.
    above: PathBuf,
    /// The rest, below it.
    pattern: Option<Pattern>,
}

impl Reads {
    fn new(path: &Path) -> Reads {
        let mut above = PathBuf::new();
        let mut components = path.components();
        let mut rest = PathBuf::new();
        for component in components.by_ref() {
            match literal(component) {
                Some(name) => above.push(name),
                None => {
                    rest.push(component);
                    break;
                }
            }
        }
        rest.extend(components);
        let above = settled(&above);
        let pattern = rest.to_str().filter(|rest| !rest.is_empty()).and_then(|rest| Pattern::new(rest).ok());
        Reads { above, pattern }
    }

    /// Whether a file, given as [`settled`], is among it.
    fn file(&self, file: &Path) -> bool {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
        match &self.pattern {
            None => file == self.above,
            Some(pattern) => file.strip_prefix(&self.above).is_ok_and(|below| pattern.matches_path_with(below, options)),
        }
    }
}

/// A component of a pattern that names one file or folder, its signs taken by the letter; `None` for others.
fn literal(component: Component) -> Option<String> {
    let text = component.as_os_str().to_str()?;
    let (mut name, mut signs) = (String::new(), text.chars());
    while let Some(sign) = signs.next() {
        match sign {
            '*' | '?' => return None,
            '[' => {
                name.push(signs.next()?);
                signs.next().filter(|end| *end == ']')?;
            }
            _ => name.push(sign),
        }
    }
    Some(name)
}

/// A path without going into a folder and out of it again, where that folder is no link to another one.
pub(super) fn without_detours(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for component in path.components() {
        let into_and_out = component == Component::ParentDir
            && matches!(short.components().next_back(), Some(Component::Normal(_)))
            && short.symlink_metadata().is_ok_and(|known| known.is_dir());
        match into_and_out {
            true => {
                short.pop();
            }
            false => short.push(component),
        }
    }
    short
}

/// A path by its real folders, as far as they exist: two of one file are equal.
fn settled(path: &Path) -> PathBuf {
    let mut real = std::env::current_dir().unwrap_or_default();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            _ => real.push(component),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_what_it_would_match() {
        let place = tempfile::tempdir().expect("a folder");
        let at = |path: &str| place.path().join(path);
        let reads = |pattern: &str, file: &str| Reads::new(&at(pattern)).file(&settled(&at(file)));
        assert!(reads("population/*.parquet", "population/gains.parquet"));
        assert!(reads("population/../population/*.parquet", "claims/../population/gains.parquet"));
        assert!(!reads("population/*.parquet", "population/out/gains.parquet"));
        assert!(!reads("population/*.parquet", "population/gains.csv"));
        assert!(reads("**/*.parquet", "out/gains.parquet"));
        assert!(reads("claims/year=*/*.parquet", "claims/year=2018/gains.parquet"));
        assert!(reads("panel.parquet", "./panel.parquet") && !reads("panel.parquet", "gains.parquet"));
        assert!(reads("a[[]b/x.csv", "a[b/x.csv"));
    }

    #[test]
    fn a_path_is_said_without_detours() {
        let place = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(place.path().join("yearly")).expect("a folder");
        assert_eq!(without_detours(&place.path().join("yearly/../out/./x")), place.path().join("out/x"));
        assert_eq!(without_detours(&place.path().join("nothing/../out")), place.path().join("nothing/../out"));
        assert_eq!(without_detours(Path::new("../out")), Path::new("../out"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_folder_that_it_leads_to() {
        let place = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(place.path().join("tables")).expect("a folder");
        std::os::unix::fs::symlink(place.path().join("tables"), place.path().join("out")).expect("a link");
        assert!(Reads::new(&place.path().join("tables/*.csv")).file(&settled(&place.path().join("out/gains.csv"))));
    }
}
