//! The results of a run as its folder keeps them, so that they can be rendered again in another language or format.
//!
//! TOML, like the study: it knows numbers that are none (a rate over a guarantee of nothing), gives every other back to the last
//! bit, and is read without the engine.

use std::fs;
use std::path::Path;

use super::{Folder, ReportError, Results};

/// The file.
pub const RESULTS: &str = "results.toml";

/// Writes the results, amounts in cents. What they hide is not in the file.
///
/// # Errors
/// [`ReportError::Write`] if the file cannot be written.
pub fn write_results(results: &Results, folder: &mut Folder) -> Result<(), ReportError> {
    let refused = |reason: String| ReportError::Write { path: folder.file(RESULTS), reason };
    let text = toml::to_string(results).map_err(|error| refused(error.to_string()))?;
    folder.write_text(RESULTS, &text)
}

/// Reads the results of the run in a folder.
///
/// # Errors
/// [`ReportError::Unreadable`] if the file is not there or not what this engine writes.
pub fn read_results(folder: &Path) -> Result<Results, ReportError> {
    let path = folder.join(RESULTS);
    let unreadable = |reason: &str| ReportError::Unreadable { reason: format!("{}: {reason}", path.display()) };
    let text = fs::read_to_string(&path).map_err(|error| unreadable(&error.to_string()))?;
    toml::from_str(&text).map_err(|error| unreadable(error.message()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::sample::results;
    use crate::spec::Language;

    #[test]
    fn results_come_back_to_the_last_bit() {
        let place = tempfile::tempdir().expect("a folder");
        let mut written = results(Language::Fr);
        let awkward = [0.1 + 0.2, f64::MIN_POSITIVE, -0.0, 1.0 / 3.0, f64::INFINITY];
        let mut figures = written.gains.iter_mut().filter_map(|row| row.figures.as_mut());
        for (figures, number) in figures.by_ref().zip(awkward) {
            figures.savings_rate = number;
        }
        let mut folder = Folder::open(place.path()).expect("a folder");
        write_results(&written, &mut folder).expect("written");
        folder.commit(std::iter::empty()).expect("in place");
        let read = read_results(place.path()).expect("read");
        assert_eq!(read, written);
        let bits = |results: &Results| {
            let figures = results.gains.iter().filter_map(|row| row.figures.as_ref());
            figures.map(|figures| figures.savings_rate.to_bits()).collect::<Vec<_>>()
        };
        assert_eq!(bits(&read), bits(&written));
    }

    #[test]
    fn a_rate_that_there_is_none_of_comes_back_as_none() {
        let place = tempfile::tempdir().expect("a folder");
        let mut written = results(Language::En);
        let figures = written.gains.iter_mut().find_map(|row| row.figures.as_mut()).expect("figures");
        figures.savings_rate = f64::NAN;
        let mut folder = Folder::open(place.path()).expect("a folder");
        write_results(&written, &mut folder).expect("written");
        folder.commit(std::iter::empty()).expect("in place");
        let read = read_results(place.path()).expect("read");
        let rate = read.gains.iter().find_map(|row| row.figures.as_ref()).expect("figures").savings_rate;
        assert!(rate.is_nan());
    }

    #[test]
    fn what_is_not_there_or_no_results_is_told() {
        let place = tempfile::tempdir().expect("a folder");
        assert!(matches!(read_results(place.path()), Err(ReportError::Unreadable { .. })));
        fs::write(place.path().join(RESULTS), "gains = 1").expect("written");
        let error = read_results(place.path()).expect_err("no results");
        assert!(error.to_string().contains(RESULTS), "{error}");
    }
}
