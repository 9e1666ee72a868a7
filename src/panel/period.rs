//! A panel as a study that judges fewer of its years would have made it.

use super::Panel;
use crate::spec::Study;

impl Panel {
    /// Does some work on the panel of a study that judges some of its years: the others are out of sight until it is done.
    ///
    /// Costs stay completed by what all years of the panel tell of late bookings.
    pub fn in_period<Done>(&mut self, study: &Study, work: impl FnOnce(&Panel) -> Done) -> Done {
        let (judged, read) = (study.years(), study.years_read());
        let whole: Vec<i32> = self.years.iter().map(|year| year.year).collect();
        let places: Vec<usize> = judged.iter().filter_map(|year| whole.iter().position(|known| known == year)).collect();
        let mut all = std::mem::take(&mut self.before);
        all.append(&mut self.years);
        all.sort_by_key(|year| year.year);
        let (years, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|year| judged.contains(&year.year));
        let (before, out_of_sight): (Vec<_>, Vec<_>) = others.into_iter().partition(|year| read.contains(&year.year));
        (self.years, self.before) = (years, before);
        let error = self.completed.as_mut().map(|completed| {
            let of_places = completed.error.of_years(&places);
            std::mem::replace(&mut completed.error, of_places)
        });

        let done = work(self);

        if let (Some(completed), Some(error)) = (&mut self.completed, error) {
            completed.error = error;
        }
        let mut all = std::mem::take(&mut self.years);
        all.append(&mut self.before);
        all.extend(out_of_sight);
        all.sort_by_key(|year| year.year);
        (self.years, self.before) = all.into_iter().partition(|year| whole.contains(&year.year));
        done
    }
}
