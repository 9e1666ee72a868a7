//! Charts are small, complete and the same every time.

use super::rows::tick_step;
use super::*;

fn frame() -> Frame {
    Frame {
        id: "gains".to_owned(),
        title: "Gains <1>".to_owned(),
        description: "A & B".to_owned(),
        axis: "percent".to_owned(),
        tick: Arc::new(|value, decimals| format!("{value:.decimals$}")),
    }
}

fn row(label: &str, estimate: f64) -> Row {
    let mark = Mark { estimate, low: estimate - 2.0, high: estimate + 3.0, look: Look::Hollow };
    Row { label: label.to_owned(), note: format!("note {estimate}"), marks: vec![mark] }
}

#[test]
fn a_chart_is_drawn_wide_and_narrow_with_text_that_is_escaped_and_no_formula() {
    let svg = draw(&frame(), &[row("a <b> & $x$", 1.0), Row { marks: Vec::new(), ..row("c", 0.0) }]);
    assert_eq!(svg.matches("<svg ").count(), 2);
    assert!(svg.contains("viewBox=\"0 0 960 "), "{svg}");
    assert!(svg.contains("<title id=\"gains-wide-title\">Gains &lt;1&gt;</title>"), "{svg}");
    assert!(svg.contains(">a &lt;b&gt; &amp; $x$</text>"), "{svg}");
    assert!(svg.contains(">note 1</text>") && svg.contains(">note 0</text>"), "{svg}");
}

#[test]
fn the_same_rows_give_the_same_bytes_and_nothing_is_clipped() {
    let rows = [row("a", 1.0), row("b", -4.0)];
    let svg = draw(&frame(), &rows);
    assert_eq!(svg, draw(&frame(), &rows));
    assert!(!svg.contains("clip"), "{svg}");
    assert!(!svg.contains("kuva"), "{svg}");
}

#[test]
fn without_marks_there_is_no_chart_and_marks_that_are_no_numbers_are_left_out() {
    assert_eq!(draw(&frame(), &[]), "");
    assert_eq!(draw(&frame(), &[Row { marks: Vec::new(), ..row("a", 0.0) }]), "");
    assert!(!draw(&frame(), &[row("a", 1.0), row("b", f64::NAN)]).contains("=\"NaN"), "coordinates");
}

#[test]
fn tick_steps_are_round() {
    assert_eq!([0.7, 1.0, 1.2, 3.0, 7.0].map(tick_step), [1.0, 1.0, 2.0, 5.0, 10.0]);
}

#[test]
fn long_names_are_shortened_by_letters_not_bytes() {
    assert_eq!(shorten("Vallée", 6), "Vallée");
    assert_eq!(shorten("Vallées", 6), "Vallé…");
}
