//! Target rules: which person-years belong to a target group.

use polars::prelude::*;
use polars::sql::sql_expr;

use super::{PanelError, YearPanel};
use crate::spec::{Pilot, Study, StudyError};

impl YearPanel {
    /// Which rows meet the target rule of a pilot; a condition that cannot be decided (a missing value) is not met.
    pub fn meeting(&self, study: &Study, pilot: &Pilot) -> Result<Vec<bool>, PanelError> {
        let columns = self.frame.schema().iter_names().map(|name| name.as_str()).collect();
        let rule = parse(study, pilot, columns)?;
        let same_for_all = rule.clone().meta().root_names().is_empty();
        let refuse = |message: String, help: &str| refuse(study, pilot, message, help);
        let met = self.frame.clone().lazy().select([rule.alias("met")]).collect().map_err(|error| {
            let text = error.to_string();
            let reason = text.lines().next().unwrap_or_default().to_owned();
            refuse(format!("the target rule cannot be computed: {reason}"), "compare numbers with numbers and text with 'text'")
        })?;
        let met = met.column("met")?;
        if met.dtype() != &DataType::Boolean {
            return Err(refuse("the target rule is not a yes-or-no expression".into(), "for example: chronic and age >= 18").into());
        }
        if same_for_all {
            return Ok(vec![met.bool()?.get(0) == Some(true); self.frame.height()]);
        }
        Ok(met.bool()?.iter().map(|met| met == Some(true)).collect())
    }
}

fn parse(study: &Study, pilot: &Pilot, columns: Vec<&str>) -> Result<Expr, StudyError> {
    let rule = sql_expr(pilot.target.get_ref()).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().next().unwrap_or_default().trim_start_matches("sql parser error: ").to_owned();
        refuse(study, pilot, format!("the target rule cannot be read: {reason}"), "write it as in SQL, for example: chronic and age >= 18")
    })?;
    let over_persons =
        |node: &Expr| matches!(node, Expr::Agg(_) | Expr::Over { .. } | Expr::Len | Expr::Explode { .. } | Expr::SubPlan(..));
    if (&rule).into_iter().any(over_persons) {
        let help = "use the columns of the person's own row, without sums, means or counts over persons";
        return Err(refuse(study, pilot, "the target rule cannot be decided person by person".into(), help));
    }
    let unknown = rule.clone().meta().root_names().into_iter().find(|name| !columns.contains(&name.as_str()));
    match unknown {
        None => Ok(rule),
        Some(name) => {
            let message = format!("the target rule names the column `{name}`, which the panel does not have");
            Err(refuse(study, pilot, message, &Study::advise(&name, columns.into_iter())))
        }
    }
}

fn refuse(study: &Study, pilot: &Pilot, message: String, help: &str) -> StudyError {
    study.refuse(Some(pilot.target.span()), format!("pilot `{}`: {message}", pilot.id), help)
}
