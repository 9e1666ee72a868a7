//! The rows of a variant's target rules, before and after its outlier rule.

use std::collections::BTreeMap;

use super::targets::Targets;
use super::zones::Zones;
use crate::design::TargetRows;
use crate::error::Error;
use crate::panel::Panel;
use crate::spec::{Outliers, Study, Variant};

/// The rows that meet one target rule.
pub struct VariantRows {
    /// As they are in the panel.
    pub raw: TargetRows,
    /// After the outlier rule.
    pub treated: TargetRows,
    /// Its cut-offs, one a year, in cents per full year.
    cut_offs: Vec<f64>,
}

impl VariantRows {
    /// The rows of every target rule of a study, by the text of the rule.
    pub fn all<'a>(
        study: &Study,
        variant: &Variant,
        panel: &Panel,
        zones: &Zones,
        targets: &Targets<'a>,
    ) -> Result<BTreeMap<&'a str, VariantRows>, Error> {
        let of_rule = |(rule, meeting): (&&'a str, &Vec<Vec<bool>>)| {
            let raw = TargetRows::select(study, variant, panel, &zones.municipalities, meeting)?;
            let national = |municipality: usize| zones.national(study, municipality);
            let cut_offs = raw.cut_offs(variant.outliers, national);
            let treated = raw.under(variant.outliers, &cut_offs, national);
            Ok((*rule, VariantRows { raw, treated, cut_offs }))
        };
        targets.of(variant.cohort).iter().map(of_rule).collect()
    }

    /// The rows under another outlier rule.
    pub fn under(&self, study: &Study, zones: &Zones, rule: Outliers) -> TargetRows {
        let national = |municipality: usize| zones.national(study, municipality);
        self.raw.under(rule, &self.raw.cut_offs(rule, national), national)
    }

    /// The rows with the cost of some years multiplied by a factor, under the variant's rule with the cut-offs of the data.
    pub fn with_effect(&self, study: &Study, variant: &Variant, zones: &Zones, factor: f64, years: &[usize]) -> TargetRows {
        let national = |municipality: usize| zones.national(study, municipality);
        self.raw.with_effect(factor, years).under(variant.outliers, &self.cut_offs, national)
    }
}
