//! The document of made-up results, in every language.

use serde_json::Value;

use super::document::Document;
use super::render_pdf;
use crate::report::Results;
use crate::report::html::sample::results;
use crate::report::html::{Context, Page, render};
use crate::report::language::Words;
use crate::spec::Language;

const LANGUAGES: [Language; 3] = [Language::En, Language::Fr, Language::Nl];

/// The document as the template reads it.
fn document(results: &Results) -> Value {
    let words = Words::new(results.asked.language).expect("texts");
    let page = Page::new(&Context::new(results, &words).expect("a context")).expect("a page");
    serde_json::to_value(Document::new(&page, &results.asked).expect("a document")).expect("JSON")
}

/// Every text that is printed: neither names of marks and kinds nor drawings, nor the title of the contents, which a page has for the ear.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        Value::Object(fields) => {
            let printed =
                fields.iter().filter(|(name, _)| !["kind", "class", "svg", "alt", "language", "contents"].contains(&name.as_str()));
            printed.for_each(|(_, value)| texts(value, into));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The words of a page without its tags.
fn plain(page: &str) -> String {
    let body = page.split_once("<body").expect("a body").1;
    let text: String = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| format!(" {text}")).collect();
    let text = text.replace("&#38;", "&").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_says_nothing_that_the_html_report_does_not_say() {
    for language in LANGUAGES {
        let results = results(language);
        let page = plain(&render(&results).expect("a page"));
        let words = Words::new(language).expect("texts");
        let annex = words.say("annex-title").expect("a text");
        let mut printed = Vec::new();
        texts(&document(&results), &mut printed);
        assert!(printed.len() > 400, "{}", printed.len());
        for text in printed.iter().filter(|text| **text != annex) {
            // A text of several parts of the page stands in it part by part.
            for part in text.split(": ").flat_map(|part| part.split(" (")) {
                let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(page.contains(part.trim_end_matches(')')), "{text}");
            }
        }
    }
}

#[test]
fn it_holds_every_section_and_the_verdict_of_every_pilot() {
    for language in LANGUAGES {
        let results = results(language);
        let words = Words::new(language).expect("texts");
        let page = Page::new(&Context::new(&results, &words).expect("a context")).expect("a page");
        let document = document(&results);
        let mut printed = Vec::new();
        texts(&document, &mut printed);
        for pilot in &page.pilots.pilots {
            assert!(
                printed.iter().filter(|text| **text == pilot.sentence).count() >= 2,
                "among the verdicts and at the pilot: {}",
                pilot.name
            );
        }
        let html = render(&results).expect("a page");
        let titles = html.split("<h2 ").skip(1).map(|rest| rest.split_once('>').expect("a tag").1.split_once('<').expect("a tag").0);
        for title in titles {
            assert!(printed.iter().any(|text| text == &plain(&format!("<body><h2>{title}<"))), "{title}");
        }
        let charts = document["blocks"].as_array().expect("blocks").iter().filter(|block| block["kind"] == "chart").count();
        assert_eq!(charts, html.matches("<svg class=\"chart wide\"").count(), "every chart");
    }
}

#[test]
fn charts_stand_by_themselves_and_say_what_they_show() {
    let document = document(&results(Language::En));
    let charts = document["blocks"].as_array().expect("blocks").iter().filter(|block| block["kind"] == "chart");
    for chart in charts {
        let svg = chart["svg"].as_str().expect("a drawing");
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>") && svg.matches("<svg").count() == 1);
        assert!(!svg.contains("var(--") && !svg.contains("currentColor"), "{svg}");
        assert!(chart["alt"].as_str().is_some_and(|alt| alt.len() > 40));
    }
}

#[test]
fn equal_results_give_equal_bytes_in_every_language() {
    for language in LANGUAGES {
        let results = results(language);
        let pdf = render_pdf(&results).expect("a document");
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.ends_with(b"%%EOF"), "{language:?}");
        assert!(pdf == render_pdf(&results).expect("a document"), "{language:?}");
    }
}

#[test]
fn what_looks_like_markup_is_text() {
    let mut results = results(Language::En);
    results.asked.title = "#panic(\"a title\") *of* $x$ @nothing <label> \\".into();
    results.asked.pilots[0].name = "= A & <b>name</b> `#raw` ]".into();
    assert!(render_pdf(&results).is_ok());
}
