//! Where the pilots are: one tile a province, laid out as the country is.

use super::context::{Context, verdict_class};
use crate::report::ReportError;

/// The provinces and Brussels as the geography of the engine calls them, with column and row of their tile.
const TILES: [(&str, u8, u8); 11] = [
    ("West-Vlaanderen", 1, 1),
    ("Oost-Vlaanderen", 2, 1),
    ("Antwerpen", 3, 1),
    ("Limburg", 4, 1),
    ("Bruxelles-Brussel", 2, 2),
    ("Vlaams-Brabant", 3, 2),
    ("Liège", 4, 2),
    ("Hainaut", 1, 3),
    ("Brabant wallon", 2, 3),
    ("Namur", 3, 3),
    ("Luxembourg", 4, 3),
];

/// A province.
pub struct Tile<'a> {
    /// Its name.
    pub name: String,
    /// Its column, from the west.
    pub column: u8,
    /// Its row, from the north.
    pub row: u8,
    /// The pilots that reach into it.
    pub pilots: Vec<Inhabitant<'a>>,
}

/// A pilot in a province.
pub struct Inhabitant<'a> {
    /// Where the page tells of it.
    pub id: String,
    /// Its name.
    pub name: &'a str,
    /// Class of its verdict.
    pub class: &'static str,
    /// Its municipalities there.
    pub municipalities: String,
}

/// The tiles; none where a zone lies in a province that is not one of the country's, as in a geography of the study's own.
pub fn tiles<'a>(context: &Context<'a>) -> Result<Vec<Tile<'a>>, ReportError> {
    let pilots = &context.results.asked.pilots;
    let known = |province: &String| TILES.iter().any(|(name, ..)| name == province);
    if pilots.is_empty() || !pilots.iter().flat_map(|pilot| pilot.provinces.keys()).all(known) {
        return Ok(Vec::new());
    }
    let tile = |(province, column, row): (&str, u8, u8)| {
        let mut inhabitants = Vec::new();
        for (place, pilot) in pilots.iter().enumerate() {
            if let Some(count) = pilot.provinces.get(province) {
                let municipalities = [("count", (*count).into()), ("number", context.numbers.count(*count as u64).into())];
                inhabitants.push(Inhabitant {
                    id: format!("pilot-{}", place + 1),
                    name: &pilot.name,
                    class: context.judged(&pilot.id).map_or("hidden", |figures| verdict_class(figures.verdict)),
                    municipalities: context.words.tell("pilots-municipalities", &municipalities)?,
                });
            }
        }
        Ok(Tile { name: context.words.province(province)?, column, row, pilots: inhabitants })
    };
    TILES.into_iter().map(tile).collect()
}
