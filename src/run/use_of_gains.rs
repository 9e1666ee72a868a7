//! A plan to use gains held against its rules, and its yearly financial report written.

use crate::error::Error;
use crate::report::{self, Folder};
use crate::settle::annex7::{self, Books, Breach};
use crate::spec::UsePlan;

/// Name of the report's workbook and page, without ending.
const NAME: &str = "use-of-gains";

/// Checks a plan and writes the tables and the page of its report into its folder.
pub fn check_use(plan: &UsePlan) -> Result<Vec<Breach>, Error> {
    let mut folder = Folder::open(&plan.folder)?;
    let books = Books::new(plan);
    let breaches = annex7::check(&books);
    let tables = report::use_tables(&books, &breaches);
    tables.iter().try_for_each(|table| table.write_csv(&mut folder))?;
    report::write_workbook(NAME, &tables, &mut folder)?;
    folder.write_text(&format!("{NAME}.html"), &report::render_use(plan, &breaches, &tables)?)?;
    folder.commit(std::iter::empty())?;
    Ok(breaches)
}
