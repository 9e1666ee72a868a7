//! A chart on paper: the wide drawing, in the colours of a light page and in the font of the document.

use serde::Serialize;

/// What the style sheet of a page gives to a chart: a colour for each name, in the light.
const COLOURS: [(&str, &str); 6] = [
    ("currentColor", "#1c2530"),
    ("var(--page)", "#ffffff"),
    ("var(--muted)", "#566270"),
    ("var(--line)", "#dce1e6"),
    ("var(--accent)", "#0a5a8c"),
    ("var(--warning)", "#a6460c"),
];

/// The font of the document.
const FONT: &str = "Libertinus Serif";

/// A drawing with what it shows in words.
#[derive(Serialize)]
pub struct Printed {
    /// The drawing, as SVG that stands by itself.
    pub svg: String,
    /// What it shows, for readers who hear the document.
    pub alt: String,
}

impl Printed {
    /// Of a chart that was drawn for wide and for narrow screens; none of an empty one.
    pub fn of(chart: &str) -> Option<Printed> {
        let end = "</svg>";
        let wide = &chart[..chart.find(end)? + end.len()];
        let told = |tag: &str| {
            let (_, after) = wide.split_once(&format!("<{tag} "))?;
            let (_, text) = after.split_once('>')?;
            text.split_once('<').map(|(text, _)| unescape(text))
        };
        let alt = [told("title")?, told("desc")?].join(". ");
        let standing = wide.replacen("<svg ", &format!("<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"{FONT}\" "), 1);
        let svg = COLOURS.iter().fold(standing, |svg, (name, colour)| svg.replace(&format!("\"{name}\""), &format!("\"{colour}\"")));
        Some(Printed { svg, alt })
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
