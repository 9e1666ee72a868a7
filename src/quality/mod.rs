//! Counts to findings: one file per rule about the data or about what may be judged from them.
//!
//! A rule is a pure function of counts, made while tables are read or groups are formed, and of what the study says about
//! quality; it knows neither table nor panel. So the room stands left of the readers, and every later stage can feed it.
//! A finding carries its level, its count and share, the persons behind it for disclosure control, and the euro at stake.

mod finding;
mod persons;

pub mod base_after_start;
pub mod booked_later;
pub mod changing_weight;
pub mod code_without_sector;
pub mod cross_border;
pub mod duplicate_person_year;
pub mod exhaustive_with_weights;
pub mod exposure_over_one;
pub mod fee_booked_twice;
pub mod few_persons;
pub mod few_placebos;
pub mod fewer_placebos;
pub mod judged_before_start;
pub mod late_booking;
pub mod most_above_cut_off;
pub mod municipality_merged;
pub mod municipality_unknown;
pub mod negative_person_year;
pub mod no_credible_reading;
pub mod no_exposure;
pub mod one_cluster;
pub mod one_person;
pub mod own_age;
pub mod repeated_line;
pub mod rule_looks_into_its_year;
pub mod sample_without_weights;
pub mod screened_adjusters;
pub mod target_too_small;
pub mod unconverged_fit;
pub mod undecided_target;
pub mod unknown_booking;
pub mod unknown_person;
pub mod unsupported_profile;
pub mod year_not_in_study;
pub mod zone_without_residents;

pub use finding::Finding;
use finding::Rule;
pub use persons::{Persons, Total};

/// Years as a sentence lists them.
fn list(years: &[i32]) -> String {
    years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::money::Cents;
    use crate::quality::{Finding, Total};
    use crate::spec::{Level, Quality};

    /// `lines` lines of as many persons, of ten euro each.
    pub fn total(lines: u64) -> Total {
        (0..lines).map(|line| (line as u32, Cents(1000))).collect()
    }

    /// A rule on lines: nothing is found of none; at the limit of one in twenty it has its level, past it it is an error.
    #[track_caller]
    pub fn has_a_limit_of_one_in_twenty(find: impl Fn(&Total, u64, &Quality) -> Option<Finding>) {
        let usual = Quality::default();
        assert_eq!(find(&total(0), 100, &usual), None);
        let at = find(&total(5), 100, &usual).expect("a finding");
        assert_eq!((at.level, at.count, at.of, at.amount), (Level::Warning, 5, 100, Some(Cents(5000))));
        assert_eq!(find(&total(6), 100, &usual).expect("a finding").level, Level::Error);
        let limits = [(at.rule.to_string(), 0.0)].into();
        assert_eq!(find(&total(1), 100, &Quality { limits, ..usual }).expect("a finding").level, Level::Error);
    }

    /// A rule on lines that is good to know, however many they are.
    #[track_caller]
    pub fn is_information(find: impl Fn(&Total, u64, &Quality) -> Option<Finding>) {
        let usual = Quality::default();
        assert_eq!(find(&total(0), 100, &usual), None);
        let finding = find(&total(100), 100, &usual).expect("a finding");
        assert_eq!((finding.level, finding.count, finding.amount), (Level::Information, 100, Some(Cents(100_000))));
        let levels = [(finding.rule.to_string(), Level::Error)].into();
        assert_eq!(find(&total(1), 100, &Quality { levels, ..usual }).expect("a finding").level, Level::Error);
    }
}
