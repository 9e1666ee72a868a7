//! A plan to use gains held against its rules, and its yearly financial report written.

use crate::error::Error;
use crate::money::Cents;
use crate::report::{self, Folder};
use crate::settle::annex7::{self, Books, Breach};
use crate::spec::UsePlan;

/// Name of the report's workbook and page, without ending.
const NAME: &str = "use-of-gains";

/// What came of holding a plan against its rules.
pub struct UseChecked {
    /// The breaches, by rule.
    pub breaches: Vec<Breach>,
    /// What is still to be recovered; `None` as long as the plan does not reach the end of the project.
    pub to_recover: Option<Cents>,
}

/// Checks a plan and writes the tables and the page of its report into its folder.
pub fn check_use(plan: &UsePlan) -> Result<UseChecked, Error> {
    let mut folder = Folder::open(&plan.folder)?;
    let books = Books::new(plan);
    let breaches = annex7::check(&books);
    let tables = report::use_tables(&books, &breaches)?;
    tables.iter().try_for_each(|table| table.write_csv(&mut folder))?;
    let shown = report::shown(&tables, plan.language)?;
    report::write_workbook(NAME, &report::use_cover(&books, &breaches, &shown)?, &shown, &mut folder)?;
    folder.write_text(&format!("{NAME}.html"), &report::render_use(&books, &breaches, &shown)?)?;
    folder.commit(std::iter::empty())?;
    Ok(UseChecked { to_recover: books.to_recover(), breaches })
}
