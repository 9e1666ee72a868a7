//! The whole report, of made-up results, in every language.

use super::*;
use crate::report::{CurveRow, DecompositionRow, FitRow, GainRow, Period, PlaceboRow, SectorRow, TotalRow};
use crate::spec::{CutOff, Language, Reading};

pub mod sample;

use sample::results;

fn page(language: Language) -> String {
    render(&results(language)).expect("every text is there")
}

#[test]
fn the_summary_counts_the_cumulative_verdicts() {
    let page = page(Language::En);
    assert!(page.contains("5 pilots are judged over 2018–2019, against a base period of 2016–2017."));
    assert!(page.contains(
        "one pilot shows a gain and one a loss that chance alone does not explain; for 2 pilots the difference cannot be told \
         from chance, and one rests on too few persons to be shown."
    ));
    // The median of 400, 600, 320 and 680 thousand, and of 620, 900, 40 and 700, on ten million.
    assert!(page.contains("The typical interval reaches 5.0% of the guarantee to either side, and the typical difference is 6.6%"));
    assert!(page.contains("One finding about the data is serious enough"));
}

#[test]
fn the_bias_for_the_chronically_ill_comes_first_of_the_diagnostics() {
    let page = page(Language::En);
    let section = &page[page.find("id=\"diagnostics\"").expect("the section")..];
    let sentence = "For the 420 persons with 4+ conditions in the reference group, the model expects 4,600 € a year where they cost \
                    5,000 €: 400 € too little (predictive ratio 0.920).";
    assert!(section.find(sentence).expect("the sentence") < section.find("<table").expect("a table"));
    assert!(section.contains("<th scope=\"row\">gout</th><td class=\"number\">small cell</td>"), "a small subgroup is not shown");
    for language in [Language::Fr, Language::Nl] {
        assert!(self::page(language).contains("id=\"diagnostics\""));
    }
}

#[test]
fn each_pilot_has_its_sentence() {
    let page = page(Language::En);
    for sentence in [
        "For Vallée de la Lys, 2018–2019, real cost was 6.2% below the guarantee (between 2.2% and 10.2% below): a gain",
        "real cost was 9.0% above the guarantee (between 3.0% and 15.0% above): a loss",
        "real cost was 0.4% above the guarantee (between 3.6% above and 2.8% below): this cannot be told from chance.",
        "real cost was 7.0% below the guarantee (between 0.2% and 13.8% below): taken alone this would stand out",
        "For Peu, 2018–2019, the target group is too small for figures to be shown (small cell).",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

#[test]
fn amounts_are_written_as_each_language_writes_them() {
    for (language, amount, cell) in [
        (Language::En, "€9,380,000", "small cell"),
        (Language::Fr, "9\u{202f}380\u{202f}000\u{202f}€", "petite cellule"),
        (Language::Nl, "€\u{a0}9.380.000", "small cell"),
    ] {
        let page = page(language);
        assert!(page.contains(amount), "{amount}");
        assert!(page.contains(cell), "{cell}");
    }
}

#[test]
fn the_years_come_in_order_and_the_cumulative_line_last() {
    let page = page(Language::En);
    let table = page.split_once("id=\"gains-table\"").map(|(_, table)| table).expect("table of gains");
    let place = |text: &str| table.find(text).expect("line");
    assert!(place("\"row\">2018</th>") < place("\"row\">2019</th>"));
    assert!(place("\"row\">2019</th>") < place("\"row\">2018–2019</th>"));
}

#[test]
fn what_users_wrote_is_escaped_and_the_page_needs_no_network() {
    for language in [Language::En, Language::Fr, Language::Nl] {
        let page = page(language);
        assert!(!page.contains("<2018>") && !page.contains("<duin>"));
        assert!(!page.replace("http://www.w3.org/2000/svg", "").contains("http"));
        assert!(!page.contains("src=") && !page.contains("@import") && !page.contains("url("));
    }
}

#[test]
fn several_reference_groups_are_told_apart() {
    let mut results = results(Language::En);
    assert!(!render(&results).expect("a report").contains("without the zone"));
    for pilot in ["lys", "sea"] {
        let of_pilot = |fit: &FitRow| FitRow { left_out: pilot.to_owned(), ..fit.clone() };
        results.fits = results.fits.iter().cloned().chain(results.fits.iter().map(of_pilot)).collect();
    }
    let page = render(&results).expect("a report");
    assert!(page.contains("<td>without the zone of lys</td>"));
    assert!(page.contains("Coefficients of the model of total expenditure, 2019 (without the zones of all pilots)"));
}

#[test]
fn a_sum_over_a_small_cell_is_one() {
    let mut results = results(Language::En);
    let row = TotalRow { year: 2019, sector: "dentists".to_owned(), lines: None, amount: None, used: true };
    results.totals.push(row);
    let page = render(&results).expect("a report");
    let totals = page.split_once("id=\"totals-table\"").map(|(_, table)| table).expect("table of totals");
    let hidden = totals.matches("<td class=\"number\">small cell</td>").count();
    assert_eq!(hidden, 4, "its cell, its sum, the sum of its year, the sum of all");
    assert!(page.contains("€1,234,568<span class=\"under\">1,500 lines</span>"));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    assert_eq!(page(Language::Fr), page(Language::Fr));
}

#[test]
fn a_study_without_any_figure_still_has_a_report() {
    let mut empty = results(Language::Nl);
    empty.gains.clear();
    empty.gains_by_sector.clear();
    empty.models.clear();
    empty.fits.clear();
    empty.findings.clear();
    empty.totals.clear();
    empty.precision.clear();
    empty.curve.clear();
    empty.asked.pilots.clear();
    let page = render(&empty).expect("a report");
    assert!(page.contains("Geen enkel cijfer steunt op voldoende personen"));
    assert!(!page.contains("<svg"));
}

#[test]
fn the_trial_on_pseudo_pilots_is_told_and_the_limits_follow_it() {
    let page = page(Language::En);
    assert!(page.contains("also applied to 120 pseudo-pilots"), "the lead");
    assert!(page.contains("of which 31 fit side by side"));
    assert!(page.contains("<td class=\"number\">0.4%</td>"), "the mean gain");
    assert!(page.contains("as far as pseudo-pilots show them"));
    let mut without = results(Language::En);
    without.placebos.clear();
    without.gains.iter_mut().filter_map(|row| row.figures.as_mut()).for_each(|figures| figures.zone_shock_sd = None);
    let page = render(&without).expect("every text is there");
    assert!(page.contains("they are too narrow by whatever hits a whole zone"));
    assert!(page.contains("It does not yet hold shocks that hit a whole zone"));
}

#[test]
fn a_year_before_the_pilots_had_begun_and_what_more_persons_cure_are_said() {
    let english = page(Language::En);
    assert!(english.contains("Judged on 2017 by 2016, before the pilots had begun, one of 2 pilots would have been declared"), "{english}");
    assert!(english.contains("the savings rates found run from −18.7% to 2.1%"));
    // Of a variance of which 60 % comes from persons, twice as many leave 70 % and endless many 40 %: 2.0 % to 1.7 % to 1.3 %.
    let cured = "the savings rate is known to within a standard error of 2.0%; with twice as many persons it would be 1.7%, and no number of persons brings it below 1.3%";
    assert!(english.contains(cured), "{english}");
    assert!(page(Language::Fr).contains("un des 2 projets aurait été déclaré en gain ou en perte"));
    assert!(page(Language::Nl).contains("zou een van de 2 projecten tot winst of verlies verklaard zijn"));
}

#[test]
fn the_ladder_says_what_method_buys_and_what_only_persons_do() {
    let mut results = results(Language::En);
    // Two years of departures of ±6 %, of whose variance half comes from persons.
    let year = |year| PlaceboRow {
        period: Period::Year(year),
        tau2: 0.0018,
        departures: vec![(900, 1.06_f64.ln(), 0.0018), (900, 0.94_f64.ln(), 0.0018)],
        ..results.placebos[0].clone()
    };
    let years = [year(2018), year(2019)];
    results.placebos.extend(years);
    let page = render(&results).expect("a report");
    for text in [
        "On 120 pseudo-pilots as large as lys, sea, the yearly savings rate is off by 10.0%",
        "Choice of method alone brings that to 6.0%: evolution reading, base years: 2, outlier rule: capped: costliest 1%.",
        "the error is 6.0%; twice as many persons, in pilot and reference group alike, would make it about 5.2%, and no number of persons would bring it below 4.2%",
        "<td class=\"number\">−40%</td>",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

/// What the page tells of its first pilot.
fn first_pilot(page: &str) -> &str {
    let section = &page[page.find("<article id=\"pilot-1\"").expect("the pilot")..];
    &section[..section.find("</article>").expect("its end")]
}

#[test]
fn the_gain_over_the_cut_off_is_drawn_and_the_studys_own_is_marked() {
    let page = page(Language::En);
    let pilot = first_pilot(&page);
    assert!(pilot.contains("aria-labelledby=\"outliers-1-wide-title"));
    let own = "<tr class=\"sum\"><th scope=\"row\">costliest 1%<span class=\"under\">as this study does</span></th><td class=\"number\">€62,000\
               <span class=\"under\">€22,000 to €102,000</span></td><td class=\"number\">6.2%</td>";
    assert!(pilot.contains(own), "{pilot}");
    let section = page.split_once("<section id=\"outliers\"").map(|(_, section)| section).expect("the section");
    assert!(section.contains("<th scope=\"col\" class=\"number\">costliest 5%</th>"));
    assert!(section.contains("<td class=\"number\">6.1%<span class=\"under\">€60,000</span></td>"));
    assert!(section.contains("<th scope=\"row\">Peu</th><td class=\"number\">small cell</td>"));
}

#[test]
fn each_pilot_has_a_section_that_stands_by_itself() {
    let english = page(Language::En);
    assert_eq!(english.matches("<article id=\"pilot-").count(), 5);
    assert!(english.contains("<li class=\"gain\"><a href=\"#pilot-1\">Vallée de la Lys</a></li>"), "the contents lead to it");
    let pilot = first_pilot(&english);
    for text in [
        "For Vallée de la Lys, 2018–2019, real cost was 6.2% below the guarantee",
        "<dt>Gain (interval)</dt><dd>€620,000 (€220,000 to €1,020,000)</dd>",
        "<dt>By the other readings</dt><dd>level 6.2% (gain); additive evolution 6.2% (gain)</dd>",
        "<figcaption>Vallée de la Lys: guarantee and real cost, thousand euro</figcaption>",
        ">base 2016–2017</text>",
        // (1 + 35) / (1 + 120) is 0.3, near enough.
        "120 pseudo-pilots of about this size, zones where nothing happened, were judged in the same way. Of these, 35 (29%) came out",
        "<li class=\"line-gain\">Vallée de la Lys: 6.2%</li>",
        "From “Pilots &lt;2018&gt;”.",
    ] {
        assert!(pilot.contains(text) || pilot.replace("&#60;", "&lt;").replace("&#62;", "&gt;").contains(text), "{text}: {pilot}");
    }
    let hidden = &english[english.find("<article id=\"pilot-5\"").expect("the pilot")..];
    let hidden = &hidden[..hidden.find("</article>").expect("its end")];
    assert!(hidden.contains("too small for figures to be shown") && !hidden.contains("<svg"), "{hidden}");
}

#[test]
fn the_map_has_a_tile_a_province_where_the_provinces_are_the_countrys() {
    let french = page(Language::Fr);
    assert_eq!(french.matches("<li style=\"grid-area: ").count(), 11);
    assert!(french.contains("<li style=\"grid-area: 1 / 3\"><span class=\"tile\">Anvers</span></li>"));
    let there = "<li class=\"verdict gain\"><a href=\"#pilot-1\">Vallée de la Lys</a><span class=\"under\">2 communes</span></li>";
    assert!(french.contains(there), "{french}");
    let mut elsewhere = results(Language::Fr);
    elsewhere.asked.pilots[0].provinces = [("Ohio".to_owned(), 1)].into();
    assert!(!render(&elsewhere).expect("a report").contains("class=\"tiles\""));
}

#[test]
fn the_report_says_how_to_cite_and_reproduce_it_and_by_which_method() {
    for (language, citation, method) in [
        (
            Language::En,
            "report on 2018–2019. Computed with garantie 0.1.0; seed 20180101; study with SHA-256 7488c0bccdc4ab09",
            "Outlier rule: capped: costliest 1%",
        ),
        (Language::Fr, "rapport sur 2018–2019. Calculé avec garantie 0.1.0", "Règle des valeurs extrêmes"),
        (Language::Nl, "verslag over 2018–2019. Berekend met garantie 0.1.0", "Regel voor uitschieters"),
    ] {
        let page = page(language);
        assert!(page.contains(citation) && page.contains(method), "{citation}");
        assert!(page.contains("<code>garantie run study.toml</code>") && page.contains(&"7488c0bccdc4ab09".repeat(4)));
    }
}

#[test]
fn names_of_the_engine_are_in_the_reports_language_and_those_of_the_study_as_they_are() {
    for (language, sector, condition, adjusters) in [
        (Language::En, "doctors", "gout", "age (14 bands) × sex; conditions: gout, own name"),
        (Language::Fr, "médecins", "goutte", "âge (14 tranches) × sexe\u{202f}; affections\u{a0}: goutte, own name"),
        (Language::Nl, "artsen", "jicht", "leeftijd (14 klassen) × geslacht; aandoeningen: jicht, own name"),
    ] {
        let page = page(language);
        let heads = [format!("<th scope=\"row\">{sector}</th>"), format!("<th scope=\"row\">{condition}</th>")];
        assert!(heads.iter().all(|head| page.contains(head)) && page.contains(adjusters), "{sector}");
        assert!(page.contains("<th scope=\"row\">hospital</th>"), "a sector of the study's own");
    }
}

#[test]
fn a_reading_that_does_not_keep_its_size_is_marked_wherever_it_stands() {
    assert!(!page(Language::En).contains("size not kept</span>"));
    for (language, mark, warning) in [
        (Language::En, "size not kept</span>", "do not judge by it."),
        (Language::Fr, "trop de faux verdicts</span>", "ne pas juger d’après elle."),
        (Language::Nl, "te veel valse oordelen</span>", "oordeel er niet mee."),
    ] {
        let mut results = results(language);
        results.placebos[0].keeps_size = false;
        let lys = results.gains.iter_mut().filter(|row| row.pilot == "lys" && row.main);
        lys.filter_map(|row| row.figures.as_mut()).for_each(|figures| figures.keeps_size = false);
        let page = render(&results).expect("a report");
        // Three lines and the chart's table of gains, three of the pilot's own, one of the readings, one of the pseudo-pilots; the
        // sentence among all and that of the pilot.
        assert_eq!((page.matches(mark).count(), page.matches(warning).count()), (9, 2), "{mark}");
        let gains = crate::report::tables(&results).into_iter().find(|table| table.name == "gains").expect("gains");
        let flagged =
            gains.rows.iter().filter(|row| matches!(row.last(), Some(crate::report::Cell::Text(flags)) if flags.contains("size-not-kept")));
        assert_eq!(flagged.count(), 3);
    }
}

#[test]
fn what_moved_the_cost_of_each_pilot_is_told_drawn_and_one_click_away() {
    let english = page(Language::En);
    let section = first_pilot(&english);
    for text in [
        "Over 2018–2019 the target group of Vallée de la Lys cost €9,380,000, €120,000 (1.3%) less than if every year had cost what the \
         base period did. Of this, +€300,000 goes with the size of the group, −€110,000 with its case mix, +€310,000 with the national \
         evolution of expenditure; what is left, −€620,000, is the pilot’s own difference: a gain that chance alone does not explain.",
        // In words for those who hear the page, in the chart, and in the table below it.
        "Base cost €9,500,000; Size (person-years) +€300,000 (+3.2%); Case mix −€110,000 (−1.2%); National evolution +€310,000 (+3.3%); \
         Guarantee €10,000,000 (+5.3%); The pilot’s own difference −€620,000 (−6.5%); Real cost €9,380,000 (−1.3%).",
        ">−€620,000 (−6.5%)</text>",
        "<th scope=\"row\">age and sex</th><td class=\"number\">−€150,000</td>",
        "<th scope=\"row\">doctors</th><td class=\"number\">€9,500,000</td>",
    ] {
        assert!(section.contains(text), "{text}: {section}");
    }
    let hidden = &english[english.find("Twee: the case mix by risk adjuster").expect("the table")..];
    assert!(hidden.contains("<th scope=\"row\">rare</th><td class=\"number\">small cell</td>"));
    assert_eq!(english.matches("-title decomposition-").count(), 8, "two for each pilot that is shown");
    assert!(
        page(Language::Fr)
            .contains("\u{202f}; ce qui reste, −620\u{202f}000\u{202f}€, est la différence propre au projet\u{a0}: un gain que")
    );
    assert!(page(Language::Nl).contains("; wat overblijft, €\u{a0}−620.000, is het eigen verschil van het project: een winst die toeval"));
}

#[test]
fn twelve_pilots_ten_variants_and_four_years_are_a_page_of_sane_size() {
    let mut results = results(Language::Fr);
    let years = [2018, 2019, 2020, 2021];
    let periods: Vec<Period> = years.into_iter().map(Period::Year).chain([Period::All]).collect();
    let variants: Vec<String> = [results.asked.variant.clone()].into_iter().chain((2..=10).map(|n| format!("variant {n}"))).collect();
    let pilots = (1..=12).map(|n| (format!("pilot-{n}"), format!("Projet pilote de la région {n}")));
    let pilot = results.asked.pilots[0].clone();
    results.asked.pilots = pilots.map(|(id, name)| crate::report::AskedPilot { id, name, ..pilot.clone() }).collect();
    results.asked.performance = years.into();
    let names: Vec<String> = results.asked.pilots.iter().map(|pilot| pilot.id.clone()).collect();
    let (gain, sector, curve) = (results.gains[0].clone(), results.gains_by_sector[0].clone(), results.curve[0].clone());
    let moved = results.decomposition[0].clone();
    (results.gains, results.gains_by_sector, results.curve, results.decomposition) = Default::default();
    results.placebos[0].pilots.clone_from(&names);
    for (pilot, variant) in names.iter().flat_map(|pilot| variants.iter().map(move |variant| (pilot.clone(), variant.clone()))) {
        let main = variant == variants[0];
        for period in periods.iter().copied() {
            for reading in [Reading::Level, Reading::Evolution, Reading::Additive, Reading::Credible] {
                let (pilot, variant) = (pilot.clone(), variant.clone());
                let main = main && reading == Reading::Evolution;
                results.gains.push(GainRow { pilot, variant, period, reading, main, ..gain.clone() });
            }
            for name in ["doctors", "dentists", "nurses", "other", "hospitals", "pharmaceuticals"] {
                let (pilot, variant, name) = (pilot.clone(), variant.clone(), name.to_owned());
                let of_sector = DecompositionRow { period, main, sector: Some(name.clone()), ..moved.clone() };
                results.decomposition.push(DecompositionRow { pilot: pilot.clone(), variant: variant.clone(), ..of_sector });
                results.gains_by_sector.push(SectorRow {
                    pilot,
                    variant,
                    period,
                    sector: name,
                    reading: Reading::Evolution,
                    ..sector.clone()
                });
            }
            let (pilot, variant) = (pilot.clone(), variant.clone());
            results.decomposition.push(DecompositionRow { pilot, variant, period, main, sector: None, ..moved.clone() });
        }
        results.curve.extend([0.95, 0.98, 0.99, 0.995, 1.0].map(|quantile| CurveRow {
            pilot: pilot.clone(),
            variant: variant.clone(),
            cut_off: CutOff::Quantile(quantile),
            ..curve.clone()
        }));
    }
    let begun = std::time::Instant::now();
    let page = render(&results).expect("a report");
    eprintln!("{} bytes in {:?}", page.len(), begun.elapsed());
    assert_eq!(page.matches("<svg class=\"chart wide\"").count(), 2 + 12 * 5);
    assert!((500_000..1_500_000).contains(&page.len()), "{} bytes", page.len());
}
