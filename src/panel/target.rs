//! Target rules: which person-years belong to a target group.

use polars::prelude::*;
use polars::sql::sql_expr;

use super::{PanelError, YearPanel};
use crate::spec::{Pilot, Study, StudyError};

/// Which rows of a year meet a target rule.
pub struct Meeting {
    /// One mark a row; a rule that cannot be decided, because a value is missing, is not met.
    pub met: Vec<bool>,
    /// Numbers of the persons for whom it cannot be decided.
    pub undecided: Vec<u32>,
}

impl YearPanel {
    /// Which rows meet the target rule of a pilot.
    pub fn meeting(&self, study: &Study, pilot: &Pilot) -> Result<Meeting, PanelError> {
        let columns = self.frame.schema().iter_names().map(|name| name.as_str()).collect();
        let rule = parse(study, pilot, columns)?;
        let same_for_all = rule.clone().meta().root_names().is_empty();
        // What the table engine says of a failure may quote values of persons: it is not passed on.
        let met = self.frame.clone().lazy().select([rule.alias("met")]).collect().map_err(|_| {
            let help = "compare numbers with numbers and text with 'text', and convert nothing that does not always convert";
            refuse(study, pilot, "the target rule cannot be computed", help)
        })?;
        let met = met.column("met")?;
        if met.dtype() != &DataType::Boolean {
            return Err(refuse(study, pilot, "the target rule is not a yes-or-no expression", "for example: chronic and age >= 18").into());
        }
        let met = met.bool()?;
        if same_for_all {
            return Ok(Meeting { met: vec![met.get(0) == Some(true); self.person.len()], undecided: Vec::new() });
        }
        if met.len() != self.person.len() {
            return Err(not_by_person(study, pilot).into());
        }
        let undecided = met.iter().zip(&self.person).filter(|(met, _)| met.is_none()).map(|(_, person)| *person).collect();
        Ok(Meeting { met: met.iter().map(|met| met == Some(true)).collect(), undecided })
    }
}

fn parse(study: &Study, pilot: &Pilot, columns: Vec<&str>) -> Result<Expr, StudyError> {
    let rule = sql_expr(pilot.target.get_ref())
        .map_err(|_| refuse(study, pilot, "the target rule cannot be read", "write it as in SQL, for example: chronic and age >= 18"))?;
    let over_persons =
        |node: &Expr| matches!(node, Expr::Agg(_) | Expr::Over { .. } | Expr::Len | Expr::Explode { .. } | Expr::SubPlan(..));
    if (&rule).into_iter().any(over_persons) {
        return Err(not_by_person(study, pilot));
    }
    match rule.clone().meta().root_names().into_iter().find(|name| !columns.contains(&name.as_str())) {
        None => Ok(rule),
        Some(name) => {
            let message = format!("the target rule names the column `{name}`, which the panel does not have");
            Err(refuse(study, pilot, &message, &Study::advise(&name, columns.into_iter())))
        }
    }
}

fn not_by_person(study: &Study, pilot: &Pilot) -> StudyError {
    let help = "use the columns of the person's own row, without sums, means or counts over persons";
    refuse(study, pilot, "the target rule cannot be decided person by person", help)
}

fn refuse(study: &Study, pilot: &Pilot, message: &str, help: &str) -> StudyError {
    study.refuse(Some(pilot.target.span()), format!("pilot `{}`: {message}", pilot.id), help)
}
