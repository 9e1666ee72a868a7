//! What is found of each pilot, on pages of its own: the verdict, the figures behind it, and how far they can be trusted.

use super::Fact;
use super::asked::level;
use super::context::{Context, reading_key, verdict_class, verdict_key};
use super::gains::sentence;
use super::page::Part;
use super::readings::READINGS;
use super::{decomposition, outliers, sectors, trial, years};
use crate::report::language::numbers::euro_step;
use crate::report::{AskedPilot, GainFigures, ReportError};

/// The pilots one by one.
pub struct Pilots<'a> {
    /// Each of them, in the order of the study.
    pub pilots: Vec<Pilot<'a>>,
    /// What holds for all of them.
    pub note: String,
}

/// A pilot with everything that is told of it.
pub struct Pilot<'a> {
    /// Its name in the page's address space.
    pub id: String,
    /// Its name.
    pub name: &'a str,
    /// Class of its verdict.
    pub class: &'static str,
    /// The verdict.
    pub sentence: String,
    /// Who is counted, and what was found.
    pub facts: Vec<Fact>,
    /// Charts with their data; none of a small cell.
    pub parts: Vec<Part>,
}

impl<'a> Pilots<'a> {
    /// Every pilot of the study.
    pub fn new(context: &Context<'a>) -> Result<Pilots<'a>, ReportError> {
        let asked = &context.results.asked;
        let pilots = asked.pilots.iter().enumerate();
        Ok(Pilots {
            pilots: pilots.map(|(place, pilot)| of_pilot(context, place, pilot)).collect::<Result<_, _>>()?,
            note: context.words.tell("pilots-note", &[("title", asked.title.as_str().into()), ("level", level(context).into())])?,
        })
    }
}

fn of_pilot<'a>(context: &Context<'a>, place: usize, pilot: &'a AskedPilot) -> Result<Pilot<'a>, ReportError> {
    let words = context.words;
    let judged = context.judged(&pilot.id);
    let zone = [("count", pilot.municipalities.into()), ("number", context.numbers.count(pilot.municipalities as u64).into())];
    let mut facts = vec![
        Fact { term: words.say("target")?, value: pilot.target.clone() },
        Fact { term: words.say("pilots-zone")?, value: words.tell("pilots-municipalities", &zone)? },
        Fact { term: words.say("start")?, value: pilot.start.to_string() },
    ];
    let mut parts = Vec::new();
    if let Some(figures) = judged {
        facts.extend(found(context, pilot, figures)?);
        let told = [
            years::part(context, place, pilot)?,
            decomposition::part(context, place, pilot)?,
            sectors::part(context, place, pilot)?,
            trial::part(context, place, pilot, figures)?,
            outliers::part(context, place, pilot)?,
        ];
        parts.extend(told.into_iter().flatten());
    }
    Ok(Pilot {
        id: format!("pilot-{}", place + 1),
        name: &pilot.name,
        class: judged.map_or("hidden", |figures| verdict_class(figures.verdict)),
        sentence: sentence(context, pilot)?.text,
        facts,
        parts,
    })
}

/// The figures of all performance years together, and what other readings say.
fn found(context: &Context<'_>, pilot: &AskedPilot, figures: &GainFigures) -> Result<Vec<Fact>, ReportError> {
    let (words, numbers, step) = (context.words, context.numbers, euro_step(figures.se));
    let with_interval = |figure: String, interval: String| format!("{figure} ({interval})");
    let gain = context.interval(numbers.euro(figures.low, step), numbers.euro(figures.high, step))?;
    let mut facts = vec![
        Fact { term: words.say("persons")?, value: numbers.count(figures.persons) },
        Fact { term: words.say("guarantee")?, value: numbers.euro(figures.guarantee, step) },
        Fact { term: words.say("real-cost")?, value: numbers.euro(figures.real_cost, step) },
        Fact { term: words.say("gain-interval")?, value: with_interval(numbers.euro(figures.gain, step), gain) },
        Fact { term: words.say("rate-interval")?, value: with_interval(context.rate(figures), context.rate_interval(figures)?) },
        Fact { term: words.say("verdict")?, value: words.say(verdict_key(figures.verdict))? },
    ];
    let others = READINGS.into_iter().filter(|reading| *reading != context.results.asked.reading);
    let mut said = Vec::new();
    for reading in others {
        if let Some(other) = context.cumulative(&pilot.id, reading).and_then(|row| row.figures.as_ref()) {
            let verdict = words.say(verdict_key(other.verdict))?;
            said.push(format!("{} {} ({verdict})", words.say(reading_key(reading))?, context.rate(other)));
        }
    }
    if !said.is_empty() {
        facts.push(Fact { term: words.say("pilots-other-readings")?, value: said.join(words.semicolon()) });
    }
    Ok(facts)
}
