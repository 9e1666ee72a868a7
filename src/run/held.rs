//! A panel that is judged: the judge's own, whose rows are freed as soon as nobody asks for them, or one that is lent.

use std::ops::Deref;

use crate::panel::Panel;

/// A panel to be judged.
pub enum Held<'a> {
    /// One that nobody needs afterwards.
    Own(Box<Panel>),
    /// One that is left as it is.
    Lent(&'a Panel),
}

impl Held<'_> {
    /// Frees the rows of an own panel.
    pub(super) fn free_rows(&mut self) {
        if let Held::Own(panel) = self {
            panel.free_rows();
        }
    }
}

impl Deref for Held<'_> {
    type Target = Panel;

    fn deref(&self) -> &Panel {
        match self {
            Held::Own(panel) => panel,
            Held::Lent(panel) => panel,
        }
    }
}

impl From<Panel> for Held<'_> {
    fn from(panel: Panel) -> Self {
        Held::Own(Box::new(panel))
    }
}

impl<'a> From<&'a Panel> for Held<'a> {
    fn from(panel: &'a Panel) -> Held<'a> {
        Held::Lent(panel)
    }
}
