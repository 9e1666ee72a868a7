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
        let of_rule = |(rule, raw): (&'a str, TargetRows)| {
            let national = |municipality: usize| zones.national(study, municipality);
            let cut_offs = zones.cut_offs(study, &raw, variant.outliers);
            let treated = raw.under(variant.outliers, &cut_offs, national);
            (rule, VariantRows { raw, treated, cut_offs })
        };
        Ok(VariantRows::raw(study, variant, panel, zones, targets)?.into_iter().map(of_rule).collect())
    }

    /// The rows of every target rule as they are in the panel.
    pub fn raw<'a>(
        study: &Study,
        variant: &Variant,
        panel: &Panel,
        zones: &Zones,
        targets: &Targets<'a>,
    ) -> Result<BTreeMap<&'a str, TargetRows>, Error> {
        let of_rule = |(rule, meeting): (&&'a str, &Vec<Vec<bool>>)| {
            Ok((*rule, TargetRows::select(study, variant, panel, &zones.municipalities, meeting)?))
        };
        targets.of(variant.cohort).iter().map(of_rule).collect()
    }

    /// Such rows after an outlier rule.
    pub fn treat(raw: &TargetRows, study: &Study, zones: &Zones, rule: Outliers) -> TargetRows {
        let national = |municipality: usize| zones.national(study, municipality);
        raw.under(rule, &zones.cut_offs(study, raw, rule), national)
    }

    /// The rows under another outlier rule.
    pub fn under(&self, study: &Study, zones: &Zones, rule: Outliers) -> TargetRows {
        VariantRows::treat(&self.raw, study, zones, rule)
    }

    /// The rows with the cost of some years multiplied by a factor, under the variant's rule with the cut-offs of the data.
    pub fn with_effect(&self, study: &Study, variant: &Variant, zones: &Zones, factor: f64, years: &[usize]) -> TargetRows {
        let national = |municipality: usize| zones.national(study, municipality);
        self.raw.with_effect(factor, years).under(variant.outliers, &self.cut_offs, national)
    }
}
