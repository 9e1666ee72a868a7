//! Target rules: which person-years belong to a target group.

use polars::prelude::*;
use polars::sql::sql_expr;

use super::{Panel, PanelError, YearPanel};
use crate::money::Cents;
use crate::spec::{Known, Pilot, Study, StudyError};

/// Which rows of a year meet a target rule.
pub struct Meeting {
    /// One mark a row; a rule that cannot be decided, because a value is missing, is not met.
    pub met: Vec<bool>,
    /// Numbers of the persons for whom it cannot be decided.
    pub undecided: Vec<u32>,
}

/// Name in target rules of a person's cost of the year over all sectors.
const COST: &str = "cost";

/// The column that tells who has a condition.
const CHRONIC: &str = "chronic";

/// The column that tells who died or left in a year.
const EXPOSURE: &str = "exposure";

impl Panel {
    /// Which rows of a judged year meet the target rule of a pilot, by what the study lets a rule know.
    ///
    /// METHOD: who costs much in a year costs less in the next: a rule over costs that is judged in the year it selects would
    /// show that fall as a gain. So a rule sees costs only of a year before the one that it is judged for.
    pub fn meeting(&self, study: &Study, pilot: &Pilot, year: &YearPanel) -> Result<Meeting, PanelError> {
        let nobody = year.frame.column(CHRONIC).is_ok_and(|chronic| chronic.bool().is_ok_and(|chronic| !chronic.any()));
        if nobody && self.conditions.is_empty() && self.named_by(pilot).iter().any(|name| name == CHRONIC) {
            let help = "give the table `drugs` in [data], from which conditions are learnt, or name the `conditions` of a ready-made panel; \
                        a column `chronic` of the population does as well";
            return Err(refuse(study, pilot, "the target rule asks who is `chronic`, and the study knows no condition", help).into());
        }
        let told = |table: DataFrame| match self.named_by(pilot).iter().any(|name| self.places.tell(name)) {
            true => self.places.written_out(table),
            false => Ok(table),
        };
        match study.population.known {
            Known::SameYear => year.meets(study, pilot, &told(year.frame.clone())?, &self.sectors),
            Known::PreviousYear => {
                let mut years = self.before.iter().chain(&self.years);
                let before = years.find(|before| before.year == year.year - 1).expect("the year before every judged year is read");
                let meeting = before.meets(study, pilot, &told(before.with_costs(&self.sectors)?)?, &[])?;
                Ok(meeting.carried(&before.person, &year.person))
            }
        }
    }

    /// The columns that a target rule names.
    pub fn named_by(&self, pilot: &Pilot) -> Vec<String> {
        let names = sql_expr(pilot.target.get_ref()).map(|rule| rule.meta().root_names()).unwrap_or_default();
        names.into_iter().map(|name| name.to_string()).collect()
    }
}

impl Meeting {
    /// The marks of the persons of one year for those of the next, both ascending: who was not there does not meet the rule.
    fn carried(self, from: &[u32], to: &[u32]) -> Meeting {
        let row = |person: &u32| from.binary_search(person).ok();
        let met = to.iter().map(|person| row(person).is_some_and(|row| self.met[row])).collect();
        let undecided = self.undecided.into_iter().filter(|person| to.binary_search(person).is_ok()).collect();
        Meeting { met, undecided }
    }
}

impl YearPanel {
    /// The columns of the year and its costs in euro, by sector and over all, for those names that it does not have already.
    fn with_costs(&self, sectors: &[String]) -> PolarsResult<DataFrame> {
        let mut frame = self.frame.clone();
        let of_sector = |sector: usize| -> Vec<f64> {
            self.cost.iter().skip(sector).step_by(sectors.len()).map(|cents| Cents(*cents).euro()).collect()
        };
        let total = (0..self.person.len()).map(|row| self.total(row, sectors.len()).euro()).collect();
        let costs = sectors.iter().enumerate().map(|(index, name)| (name.as_str(), of_sector(index))).chain([(COST, total)]);
        for (name, euro) in costs.collect::<Vec<_>>() {
            if !frame.schema().contains(name) {
                frame.with_column(Column::new(name.into(), euro))?;
            }
        }
        Ok(frame)
    }

    /// Which rows meet the target rule of a pilot over a table of its columns; `costs` are names that it must not see.
    fn meets(&self, study: &Study, pilot: &Pilot, table: &DataFrame, costs: &[String]) -> Result<Meeting, PanelError> {
        let columns = table.schema().iter_names().map(|name| name.as_str()).collect();
        let rule = parse(study, pilot, columns, costs)?;
        let same_for_all = rule.clone().meta().root_names().is_empty();
        // What the table engine says of a failure may quote values of persons: it is not passed on.
        let met = table.clone().lazy().select([rule.alias("met")]).collect().map_err(|_| {
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

fn parse(study: &Study, pilot: &Pilot, columns: Vec<&str>, costs: &[String]) -> Result<Expr, StudyError> {
    let rule = sql_expr(pilot.target.get_ref())
        .map_err(|_| refuse(study, pilot, "the target rule cannot be read", "write it as in SQL, for example: chronic and age >= 18"))?;
    let over_persons =
        |node: &Expr| matches!(node, Expr::Agg(_) | Expr::Over { .. } | Expr::Len | Expr::Explode { .. } | Expr::SubPlan(..));
    if (&rule).into_iter().any(over_persons) {
        return Err(not_by_person(study, pilot));
    }
    let names = rule.clone().meta().root_names();
    // METHOD: who is there to the end of a year is known at its end: a rule that asks for it would judge the survivors.
    if !costs.is_empty() && names.iter().any(|name| name == EXPOSURE) {
        let message = "the target rule looks at `exposure`, which tells who dies or leaves in the very year that it is judged for";
        let help = "leave it out, for exposure is counted anyway, or let the rule see the year before with known = \"previous-year\" in [population]";
        return Err(refuse(study, pilot, message, help));
    }
    match names.into_iter().find(|name| !columns.contains(&name.as_str())) {
        None => Ok(rule),
        Some(name) if !costs.is_empty() && (name == COST || costs.iter().any(|cost| name == cost)) => {
            let message = format!("the target rule looks at `{name}`, a cost of the very year that it is judged for");
            let help = "who costs much in one year costs less in the next, and that fall would count as a gain: \
                        let the rule see the year before with known = \"previous-year\" in [population]";
            Err(refuse(study, pilot, &message, help))
        }
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
