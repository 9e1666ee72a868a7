//! At least a share of the year's gains serves the population level.

use super::{Books, Breach};
use crate::spec::{Funding, UseLevel, UseRule, UseYear};

/// What a year falls short of the share. What is put in reserve counts: it serves the population level later.
// METHOD: both shares are taken in whole euros, and the larger one is what the smaller leaves: of 208,333 € the fifth is
// 41,667 € and four fifths are 166,666 €, so that the two add up to the gains.
pub fn check(books: &Books) -> Vec<Breach> {
    let of_year = |year: &UseYear| {
        let (_, required) = year.amounts.population_share.rest().split_in_euro(year.gains);
        let serving = books.spent(year, |post| post.level == UseLevel::Population && post.funding == Funding::Gains);
        Breach::of_year_short(UseRule::PopulationShare, year, serving + year.reserve, required)
    };
    books.plan.years.iter().filter_map(of_year).collect()
}
